/*
 * headline.h - which meters a table for people shows for a workload, and under what short names.
 */
#ifndef HEADROOM_BENCH_HEADLINE_H
#define HEADROOM_BENCH_HEADLINE_H

#include <stdbool.h>
#include <stddef.h>

struct headline {
    const char *meter;   /* NULL ends a list */
    const char *label;   /* above the column */
    unsigned importance; /* as in table.h: the highest is left out first */
};

/* The meters for a workload; those for any other workload where it is not known. */
const struct headline *headline_for(const char *workload);

/* The short name of a meter, or its own. */
const char *headline_label(const char *meter);

/*
 * Whether values of this name ("growth") are competitors that solve the same task, rather than part
 * of the task ("length").
 */
bool headline_is_subject(const char *name);

#endif
