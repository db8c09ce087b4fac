/*
 * headline.h - which meters a table for people shows for a workload, under what short names, and
 * in what order the parts of a case's key are of interest.
 */
#ifndef HEADROOM_BENCH_HEADLINE_H
#define HEADROOM_BENCH_HEADLINE_H

#include <stdbool.h>
#include <stddef.h>

/* From this importance on a meter is shown only where there is room; for others tables are cut. */
enum { HEADLINE_OPTIONAL = 10 };

struct headline {
    const char *meter;   /* NULL ends a list */
    const char *label;   /* above the column */
    const char *lower;   /* the meter of the lower end, where `meter` is the upper one; NULL */
    unsigned importance; /* the highest is left out first where a screen is too narrow */
    const char *meaning; /* for the legend */
};

/* The meters for a workload; those for any other workload where it is not known. */
const struct headline *headline_for(const char *workload);

/* The entry of a meter in any list; NULL where no list has it. */
const struct headline *headline_find(const char *meter);

/*
 * Whether values of this name ("growth") are competitors that solve the same task, rather than part
 * of the task ("length").
 */
bool headline_is_subject(const char *name);

/*
 * How much a reader wants values of this name side by side: 0 for parameters that are not known
 * here, most for what competes. Competitors stand above tasks.
 */
unsigned headline_interest(const char *name);

#endif
