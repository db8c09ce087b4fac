/*
 * plan.h - what will be run, in order: cases and their trials. Pure: it measures nothing, and the
 * same options give the same plan.
 *
 *     struct plan plan;
 *     if (!plan_build(&options, &plan, &error)) { fprintf(stderr, "%s\n", error.message); }
 *     for (size_t i = 0; i < plan.trial_count; i++) { ... plan.trials[i] ... }
 *     plan_clean_up(&plan);
 */
#ifndef HEADROOM_BENCH_PLAN_H
#define HEADROOM_BENCH_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "meters/meter.h"
#include "plan/case.h"
#include "plan/suite.h"

enum {
    PLAN_ALL_LANES = (1U << LANES) - 1,
    PLAN_MEMORY_REPETITIONS = SUITE_MEMORY_REPETITIONS,
    PLAN_TIME_REPETITIONS = 15,
    PLAN_SKIP_BYTES = 64,
    PLAN_IDENTITIES = 7,
    PLAN_IDENTITY_BYTES = 512
};

#define PLAN_MOST_COPIED_BYTES  1e11 /* half a minute of memcpy */
#define PLAN_MOST_PAYLOAD_BYTES 1e12

/* All zero: the suite `quick` as it is written. */
struct plan_options {
    const char *suite; /* name or path; NULL: `quick` unless there are words */
    const char *const *words;
    size_t word_count;    /* KEY=VALUE words instead of a suite */
    unsigned lanes;       /* bits 1 << lane; 0: as rows say, all where they do not */
    unsigned repetitions; /* of the time lane, and at most so many of memory; 0: as rows say */
    uint64_t seed;        /* of the order of time trials */
    const char *const *where;
    size_t where_count; /* filters */
    const char *const *set;
    size_t set_count;                 /* KEY=VALUE words in place of what each row says */
    double most_copied_bytes;         /* cases predicted to copy more are skipped; 0: the default */
    double most_payload_bytes;        /* or to hold more */
    unsigned lane_repetitions[LANES]; /* of a lane, whatever else is said; 0: as the others say */
    struct faults *faults; /* gets all that is wrong with suite or words; NULL: the first alone */
};

struct plan_case {
    struct bench_case a_case;
    char *key;
    char skip[PLAN_SKIP_BYTES]; /* "would copy 40 PB": not to be run; "" otherwise */
    unsigned repetitions[LANES];
    double seconds[LANES]; /* predicted, of one trial */
};

struct plan_trial {
    size_t case_index;
    enum lane lane;
    unsigned repetition; /* from 0 */
};

/* What somebody asked for, e.g. "plan_where" = "malloc=glibc lane!=time". */
struct plan_identity {
    const char *key;
    char value[PLAN_IDENTITY_BYTES];
};

struct plan {
    char *question; /* what the suite answers; NULL when unknown */
    struct plan_case *cases;
    size_t case_count;
    struct plan_trial *trials; /* counts, then memory, then time with the cases interleaved */
    size_t trial_count;
    double seconds; /* predicted in total */
    /* For the header of its results; a run is resumed with the same alone. Cases are no part of
     * it: who adds rows to a suite file, or repetitions to its rows, resumes for what is new. */
    struct plan_identity identity[PLAN_IDENTITIES];
};

/* The whole suite is checked before anything is run. False with *error filled by the first thing
 * that is wrong, *plan empty. */
bool plan_build(const struct plan_options *options, struct plan *plan, struct case_error *error);
void plan_clean_up(struct plan *plan);

/* Makes the trials anew from the cases, in the order of another seed. False as plan_build, the old
 * trials stay then. */
bool plan_order(struct plan *plan, uint64_t seed, struct case_error *error);

/* For --dry-run: a line per trial in order, tab-separated, then a comment with the total. */
void plan_print(const struct plan *plan, FILE *out);

/* The last line of it: "# 812 trials of 120 cases, about 0.9 minutes". */
void plan_print_total(const struct plan *plan, FILE *out);

#endif
