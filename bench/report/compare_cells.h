/*
 * compare_cells.h - how the rows of a comparison are written for people: meter, old, new, unit,
 * change and verdict. Used by compare_text.c.
 */
#ifndef HEADROOM_BENCH_COMPARE_CELLS_H
#define HEADROOM_BENCH_COMPARE_CELLS_H

#include "report/compare_tables.h"
#include "report/table.h"

enum { COMPARE_CELL_BYTES = 256 };

/* Whether a row is more than one of many unchanged ones. */
bool compare_cells_is_shown(const struct compare_row *row);

/* meter, old, new, unit, change, verdict. */
void compare_cells_columns(struct table *table);
/* The cells of these columns, the change of a noisy one with its interval where that is wanted;
 * what explains them goes to `notes`. */
void compare_cells_row(const struct compare_row *row, bool has_interval, struct table *table,
                       struct table *notes);
void compare_cells_outcome(const struct match *match, struct table *table, struct table *notes);

/* "+1 (+3.6 %)", "+5.1 % (+4.2 to +6.0)". */
void compare_cells_change(const struct compare_row *row, char text[COMPARE_CELL_BYTES]);

/* How many rows have which verdict, and what the verdicts mean. */
void compare_cells_sum(const struct comparison *comparison, struct table *notes);

#endif
