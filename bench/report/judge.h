/*
 * judge.h - whether noisy values differ: of pairs by the signed rank test, of two groups by the
 * rank sum test, and in both the shift must also be worth a word. Pure: knows neither meters nor
 * files, has no random numbers.
 *
 *     struct judge_rule rule = judge_rule_default();
 *     struct judge_sides sides = {old_values, 30, new_values, 30};
 *     struct judgement judgement;
 *     if (judge_pairs(&sides, &rule, &judgement) && judgement.verdict == JUDGE_HIGHER) { ... }
 *
 * The measure is the ratio new / old, by its logarithm, where all values are above 0, and else the
 * difference new - old. A change is judged where p < alpha AND the shift is beyond the threshold.
 */
#ifndef HEADROOM_BENCH_JUDGE_H
#define HEADROOM_BENCH_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

/* New against old; whether that is better the meter says. */
enum judge_verdict {
    JUDGE_SAME,    /* nothing found beyond the threshold, or all values equal */
    JUDGE_LOWER,   /* found */
    JUDGE_HIGHER,  /* found */
    JUDGE_TOO_FEW, /* no values, however far apart, could have reached p < alpha */
    /* Likewise, but either side repeats one value and the two are further apart than the threshold:
     * seen, not tested. */
    JUDGE_DIFFERS,
    JUDGE_VERDICTS,
};

struct judge_rule {
    double alpha;         /* a change needs p below it */
    double least_percent; /* and a shift beyond both of these; of the larger median where the */
    double floor_percent; /* measure is a difference. What equal builds differ by; 0: not known */
};

/* .01 and 1 %, no floor. */
struct judge_rule judge_rule_default(void);

/* Finite values. For pairs both counts are the same and old_values[i] belongs to new_values[i]. */
struct judge_sides {
    const double *old_values;
    size_t old_count;
    const double *new_values;
    size_t new_count;
};

struct judgement {
    enum judge_verdict verdict;
    bool is_relative;        /* shift, ends and threshold are per cent; else in the values' unit */
    double shift;            /* Hodges-Lehmann; + 3 is 3 % more than old. NaN without values */
    double low, high;        /* of the shift */
    double confidence;       /* of low ... high: 0.95 where that many values can have it */
    double threshold;        /* what the shift's size had to pass (a ratio also downwards) */
    double p;                /* two-sided */
    double p_adjusted;       /* after judge_holm; before it p */
    double least_p;          /* the smallest that so many values can have */
    size_t old_count, count; /* values judged; of pairs both are their number */
    /* With a verdict of too few or differs: pairs, or values on each side; after judge_holm, if all
     * that were judged together had as many. */
    size_t needed;
    bool is_constant, is_two; /* either side repeats one value, at least twice; not pairs */
};

/*
 * False without memory. Takes at most STATISTICS_MOST_PAIRS pairs, the first ones. O(n^2 log n).
 */
bool judge_pairs(const struct judge_sides *sides, const struct judge_rule *rule,
                 struct judgement *judgement);

/* The same for values that do not belong together, up to RANK_SUM_MOST on each side. */
bool judge_groups(const struct judge_sides *sides, const struct judge_rule *rule,
                  struct judgement *judgement);

/*
 * Judges many at once: adjusts p by Holm's method (1979) and gives the verdicts anew. Judgements
 * that by themselves could not have been a change (least_p >= alpha) are no part of the family, as
 * Tarone (1990) shows they need not be. False without memory, nothing changed then.
 */
bool judge_holm(double alpha, struct judgement *judgements, size_t count);

/*
 * The fewest pairs with which so many values, all judged together, could each be a change. At most
 * STATISTICS_MOST_PAIRS, which may not be enough.
 */
size_t judge_pairs_needed(double alpha, size_t values);

/* Whether a shift of this size, in per cent or in the unit, is beyond the threshold by more than
 * the rounding of its calculation. */
bool judge_is_beyond(double size, double threshold, bool is_relative);

const char *judge_verdict_name(enum judge_verdict verdict); /* "same", "too few", ... */

#endif
