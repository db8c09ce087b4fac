/*
 * emphasis.h - which of many lines of a plot stand out, so that the others can be grey: those that
 * were asked for, else the best and its opposite, ours, and CPython's, with their kin. Pure.
 *
 *     struct emphasis emphasis;
 *     if (emphasis_init(&emphasis, lines, count, METER_LOWER, NULL)) { ... emphasis.order ... }
 *     emphasis_clean_up(&emphasis);
 */
#ifndef HEADROOM_BENCH_EMPHASIS_H
#define HEADROOM_BENCH_EMPHASIS_H

#include <stdbool.h>
#include <stddef.h>

#include "meters/meter.h"
#include "report/table.h"

enum {
    EMPHASIS_PLAIN = 8, /* as many lines can be told apart by colour, points and dashes */
    EMPHASIS_TEXT_BYTES = 1024,
};

struct emphasis_line {
    const char *label; /* words separated by blanks: "glibc cpython-3.9" */
    double score;      /* to compare lines by; NaN where it cannot be */
    const char *kin;   /* the same in lines that stand out together, as of several runs; or NULL */
};

struct emphasis {
    size_t *order; /* indices of lines: those that stand out, then the others as they were */
    size_t count, highlighted;         /* equal where no line is to stand back */
    char caption[EMPHASIS_TEXT_BYTES]; /* "highlighted: ..., why"; "" where none stands back */
    char error[EMPHASIS_TEXT_BYTES];
};

/*
 * `highlight` is NULL or "KEY=VALUE[,VALUE...]": lines whose label has one of the words. False with
 * `error` (a value that no line has, with the nearest there is), or "" without memory.
 */
bool emphasis_init(struct emphasis *emphasis, const struct emphasis_line *lines, size_t count,
                   enum meter_better better, const char *highlight);
void emphasis_clean_up(struct emphasis *emphasis);

/* Reorders a table of one x column and `step` columns a line. False without memory. */
bool emphasis_apply(const struct emphasis *emphasis, size_t step, struct table *table);

/*
 * The mean over the rows of each line's value as a share of the row's greatest, a number without a
 * unit by which whole lines can be compared; over the rows that all lines have, NaN without any.
 */
double emphasis_score(const struct table *table, size_t step, size_t line);

#endif
