/*
 * alarms.h - how often a comparison of a build with itself finds a difference: the false alarms of
 * a run in pairs, by workload and meter, and the floor below which a shift says nothing here.
 *
 * Noisy meters are resampled (resample.h): windows of contiguous pairs, a new coin for each pair.
 * The cases of a workload share its comparisons. Exact meters are compared pair by pair, once.
 */
#ifndef HEADROOM_BENCH_ALARMS_H
#define HEADROOM_BENCH_ALARMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "report/judge.h"
#include "report/table.h"
#include "results/results.h"

struct alarms_options {
    size_t pairs;       /* of a comparison */
    size_t comparisons; /* of each noisy meter of a workload, at least */
    uint64_t seed;
    struct judge_rule rule;
};

enum alarms_kind { ALARMS_EXACT, ALARMS_MEMORY, ALARMS_TIME, ALARMS_KINDS };
enum { ALARMS_WORKLOAD_BYTES = 96 };

struct alarms_row {
    char workload[ALARMS_WORKLOAD_BYTES];
    const char *meter; /* NULL: all exact ones */
    enum alarms_kind kind;
    size_t cases;       /* with enough pairs */
    size_t short_cases; /* with too few */
    size_t comparisons, alarms;
    size_t thrown, thrown_alarms;          /* windows as their own coins fell */
    double largest_percent, floor_percent; /* NaN of exact meters */
};

struct alarms {
    struct alarms_row *row;
    size_t count, room;
};

/* Of the old and the new side of a run in pairs; {0} before. False without memory. */
bool alarms_find(const struct results *old_results, const struct results *new_results,
                 const struct alarms_options *options, struct alarms *alarms);
void alarms_clean_up(struct alarms *alarms);

/* Over all rows of a kind. */
struct alarms_row alarms_total(const struct alarms *alarms, enum alarms_kind kind);

const char *alarms_kind_name(enum alarms_kind kind); /* "exact", "memory", "time" */

/* For people. The caller cleans it up. */
void alarms_table(const struct alarms *alarms, const struct alarms_options *options,
                  struct table *table);

/*
 * workload meter floor_percent comparisons, tab-separated under a line of these names: what
 * `compare --floor` reads. False when the stream failed.
 */
bool alarms_write_floors(const struct alarms *alarms, FILE *out);

#endif
