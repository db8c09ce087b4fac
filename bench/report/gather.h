/*
 * gather.h - the samples of one or more runs, brought together: a case with its outcomes, and for
 * each of its meters one series with its median and interval. Reads results in memory, opens
 * nothing.
 *
 *     struct gather gather;
 *     if (gather_init(&gather, runs, 2, filters, 1)) { ... gather.series ... }
 *     gather_clean_up(&gather);
 *
 * Only trials that ended well give values; the others are counted by how they ended, and a
 * case with a wrong one gives none. Values are never changed. The runs must outlive it.
 */
#ifndef HEADROOM_BENCH_GATHER_H
#define HEADROOM_BENCH_GATHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "meters/meter.h"
#include "plan/filter.h"
#include "results/results.h"

struct gather_run {
    const char *label;
    const struct results *results;
};

struct gather_pair {
    const char *name, *value;
};

enum { GATHER_UNFINISHED = OUTCOMES, GATHER_OUTCOMES };

struct gather_case {
    size_t run;
    const char *key;
    char *words; /* what the pairs point into */
    struct gather_pair *pairs;
    size_t pair_count;
    uint64_t first_id;
    size_t first_trial, trials; /* in gather.trials */
    size_t outcomes[GATHER_OUTCOMES];
    const char *detail; /* of its first trial that did not end well; NULL */
    size_t first_series, series;
};

struct gather_meter {
    const char *name, *unit;
    enum meter_better better;
    enum meter_kind kind;
};

/* The values of one meter and step of one case in one lane. */
struct gather_series {
    size_t in_case, meter;
    enum lane lane;
    uint64_t step;
    double *values; /* measured ones, ascending */
    size_t count;
    double median, low, high; /* NaN where there is none; low = high = median for equal values */
    const char *text;         /* of a measured exact value, as written */
    const char *missing;      /* why, when nothing was measured */
    bool differs;             /* exact, but not equal in all repetitions */
};

struct gather {
    const struct gather_run *runs;
    size_t run_count;
    struct gather_case *cases; /* in the order of the plan, run by run */
    size_t case_count;
    /* Of case 0, of case 1, ...; by lane, those that ended well first, by repetition. */
    const struct results_trial **trials;
    struct gather_meter *meters;
    size_t meter_count;
    uint32_t **meter_of;          /* [run][meter of its file]: the meter here */
    struct gather_series *series; /* of case 0, of case 1, ...; by meter, lane, step */
    size_t series_count;
    double *values;
};

/*
 * Keeps the trials that all filters accept: by the names of their case's key, by "run" (the label)
 * and by "lane". False when memory is short; *gather is then to be cleaned up as well.
 */
bool gather_init(struct gather *gather, const struct gather_run *runs, size_t run_count,
                 const struct filter *filters, size_t filter_count);
void gather_clean_up(struct gather *gather);

/* The value of a key's name ("growth"), or the label for "run"; NULL where the case has none. */
const char *gather_value(const struct gather *gather, const struct gather_case *a_case,
                         const char *name);

/*
 * The series of a meter that stands for the case: of the counts lane if it is there, else memory,
 * else time; the last step. NULL when there is none.
 */
const struct gather_series *gather_find(const struct gather *gather,
                                        const struct gather_case *a_case, const char *meter);

/* The meter of a sample of this run. */
const struct gather_meter *gather_meter_of(const struct gather *gather, size_t run,
                                           const struct results_sample *sample);

/* Whether a list of words separated by commas holds this one. */
bool gather_lists(const char *list, const char *word);

/* The same for a list of shell patterns: "malloc_*,build_ns". */
bool gather_fits(const char *patterns, const char *word);

/*
 * "ok", or how its trials ended: "2/30 crashed". One wrong trial makes the whole case "wrong": its
 * other values cannot be trusted either, and it has no series.
 */
enum { GATHER_OUTCOME_BYTES = 64 };
bool gather_is_ok(const struct gather_case *a_case);
bool gather_is_wrong(const struct gather_case *a_case);
void gather_outcome(const struct gather_case *a_case, char text[GATHER_OUTCOME_BYTES]);

/* All trials that did not end well: "2 crashed, 1 wrong"; "" when there are none. */
enum { GATHER_FAILURES_BYTES = 256 };
void gather_failures(const struct gather *gather, char text[GATHER_FAILURES_BYTES]);

#endif
