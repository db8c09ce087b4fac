/*
 * compare.h - two runs held against each other: a row per meter and step of every case that both
 * have, with its verdict. No files, no printing.
 *
 *     struct compare compare;
 *     if (!compare_init(&compare, &old_cases, &new_cases, &options)) { ... compare.error ... }
 *     for (size_t i = 0; i < compare.row_count; i++) { ... compare.rows[i].verdict ... }
 *     compare_clean_up(&compare);
 *
 * Exact meters: any difference is a change. Noisy ones that were measured in pairs: judge_pairs.
 * Not in pairs, but in the memory lane, whose address layout is fixed: judge_groups. Not in pairs
 * and of the time lane: measured apart, the shift is told and nothing is judged, because the time
 * of two equal builds measured one after the other differs as soon as the machine's does. What is
 * judged is judged by Holm's method over all rows.
 */
#ifndef HEADROOM_BENCH_COMPARE_H
#define HEADROOM_BENCH_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/gather.h"
#include "report/judge.h"
#include "report/match.h"
#include "report/modes.h"
#include "report/observe.h"

struct floors;

/* How the samples of two runs belong together. */
enum compare_pairing {
    COMPARE_MEASURED_APART,
    COMPARE_SAME_RUN, /* its time trials are shuffled within each repetition */
    COMPARE_IN_PAIRS, /* both files have the same pair_group: trial by trial in random order */
};

enum compare_how { COMPARE_EXACT, COMPARE_PAIRS, COMPARE_GROUPS, COMPARE_APART };

enum compare_verdict {
    COMPARE_SAME,
    COMPARE_BETTER,
    COMPARE_WORSE,
    COMPARE_CHANGED, /* of a meter of which neither more nor less is better */
    COMPARE_TOO_FEW,
    COMPARE_NOT_JUDGED, /* measured apart */
    COMPARE_UNSTEADY,   /* exact, but repetitions differ, and both ranges overlap */
    COMPARE_LOST,       /* measured in the old run alone */
    COMPARE_GAINED,     /* measured in the new run alone */
    COMPARE_UNMEASURED, /* in neither */
    COMPARE_VERDICTS,
};

/* One side of a row. Values in the order of their repetitions. */
struct compare_values {
    const double *values;
    size_t count;
    double median, least, most; /* NaN without values */
    const char *text;           /* of an exact value, as written */
    const char *missing;        /* why, where nothing was measured; NULL when nobody says */
    bool is_unsteady;           /* exact, but not equal in all repetitions */
    struct modes modes;         /* of noisy values */
};

struct compare_row {
    const struct match *match;
    const struct gather_meter *meter;
    enum lane lane;
    uint64_t step;
    enum compare_how how;
    enum compare_verdict verdict;
    bool is_untested;               /* a change seen in constant values, see JUDGE_DIFFERS */
    struct compare_values sides[2]; /* old, new */
    double difference, low, high;   /* new - old; of noisy ones the shift with its interval, */
    double percent, low_percent, high_percent; /* in the unit or in per cent; NaN: not known */
    struct judgement judgement;                /* of noisy ones */
};

struct compare_options {
    struct judge_rule rule;
    enum compare_pairing pairing;
    const char *free_names;      /* see match.h; NULL: none */
    const char *meters;          /* these alone, separated by commas; NULL: all */
    const struct floors *floors; /* NULL: none */
    double page_bytes;           /* in which resident memory is counted */
};

struct compare {
    struct matches matches;
    struct observed_meters meters;
    struct observations observed[2];
    double *values;
    struct compare_row *rows; /* in the order of matches; by meter, lane, step */
    size_t row_count;
    size_t judged; /* rows in Holm's family */
    const char *error;
};

/*
 * Each of both gathers holds one run. False with error set: no memory, or an ambiguous match
 * (compare.matches.is_ambiguous). Clean up in any case. The gathers must outlive it.
 */
bool compare_init(struct compare *compare, const struct gather *old_cases,
                  const struct gather *new_cases, const struct compare_options *options);
void compare_clean_up(struct compare *compare);

/* Meters that say how the measuring went (how many builds, time stolen by others); no rows. */
bool compare_is_condition(const char *meter);

/* The old case ended well and the new one did not. Outcomes are told case by case: a failed case
 * has no values. */
bool compare_is_worse_outcome(const struct match *match);

/* A case of the new run alone that failed: ended neither well nor as skipped or unsupported. */
bool compare_is_failed_addition(const struct match *match);

const char *compare_verdict_name(enum compare_verdict verdict);
const char *compare_how_name(enum compare_how how);

#endif
