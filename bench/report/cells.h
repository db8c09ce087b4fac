/*
 * cells.h - one meter's column of a table for people: how its readings are written.
 */
#ifndef HEADROOM_BENCH_CELLS_H
#define HEADROOM_BENCH_CELLS_H

#include <stdbool.h>

#include "report/reading.h"
#include "report/table.h"
#include "report/units.h"

struct cells {
    struct table *table, *notes; /* the cells go to one, what explains them to the other */
    struct unit_scale scale;
    bool has_marks; /* somewhere in the column: all others leave room for it */
};

/* Adds "n/a[2]" and its reason as a note. */
void cells_missing(const struct cells *cells, const char *reason);

/* Adds a usable reading; the marked ones are among the best. */
void cells_measured(const struct cells *cells, const struct reading *reading, bool is_marked);

#endif
