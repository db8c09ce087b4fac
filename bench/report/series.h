/*
 * series.h - gathered results as the table of a plot: one row per value of x, for each competitor
 * its median with its interval.
 */
#ifndef HEADROOM_BENCH_SERIES_H
#define HEADROOM_BENCH_SERIES_H

#include <stdbool.h>
#include <stddef.h>

#include "report/gather.h"
#include "report/table.h"

enum { SERIES_TEXT_BYTES = 1024, SERIES_FIXED = 32 };

struct series_options {
    const char *x;     /* a name in the cases' keys */
    const char *y;     /* a meter */
    const char *lower; /* NULL, or the meter of the lower end where y is that of the upper one */
    const char *by;    /* names that make a competitor, separated by commas; NULL: all that vary */
    /*
     * Other names that vary are fixed to their most frequent value; among equals to the largest
     * number, or the first word. A case that has no such name, or `none` in it, stays.
     */
    bool narrow;
    const char *per;        /* NULL, or a name in the key whose value y is divided by */
    const char *complement; /* not NULL: y becomes 100 * (1 - y / value of this name) */
};

struct series_table {
    struct table table;
    char fixed[SERIES_TEXT_BYTES];  /* "growth=cpython-3.9 allocator=heap": what all rows share */
    char chosen[SERIES_TEXT_BYTES]; /* that part of it which varied and was fixed; "" for none */
    char error[SERIES_TEXT_BYTES];  /* why there is no table; "" */
    bool is_empty;                  /* no case has x and y */
};

/*
 * The first column is x, then for each competitor three: its name (median), its name with " low",
 * with " high". False with `error` where two cases would fall on one point and memory is not short.
 */
bool series_make(const struct gather *gather, const struct series_options *options,
                 struct series_table *result);

/* The cases that a table would be made of, for plots whose rows are no values of x. */
struct series_cases {
    const struct gather_case **cases;
    char (*labels)[SERIES_TEXT_BYTES]; /* what tells each from the others, of `by` */
    size_t count;
    char fixed[SERIES_TEXT_BYTES], chosen[SERIES_TEXT_BYTES]; /* as in series_table */
};

/*
 * The cases that have y, narrowed as series_make does; options->x may be NULL. To be cleaned up in
 * any case. False without memory.
 */
bool series_cases_init(struct series_cases *cases, const struct gather *gather,
                       const struct series_options *options);
void series_cases_clean_up(struct series_cases *cases);

/* What an axis has to hold. */
struct series_span {
    bool is_numeric;    /* every value is a finite number */
    double least, most; /* NaN where there is no number */
};

struct series_span series_span_x(const struct table *table);
struct series_span series_span_y(const struct table *table); /* with the intervals */

/* Bytes of the longest value of x. */
size_t series_longest_x(const struct table *table);

/* Whether a logarithmic axis serves it: above 0, and over two decades or more. */
bool series_is_wide(const struct series_span *span);

#endif
