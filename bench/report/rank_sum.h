/*
 * rank_sum.h - two groups of values that are no pairs: Mann and Whitney's test (Wilcoxon's rank
 * sum) and the Hodges-Lehmann shift between them. Pure.
 */
#ifndef HEADROOM_BENCH_RANK_SUM_H
#define HEADROOM_BENCH_RANK_SUM_H

#include <stdbool.h>
#include <stddef.h>

#include "report/statistics.h"

enum {
    RANK_SUM_EXACT = 60,  /* values of both groups together; beyond: the normal approximation */
    RANK_SUM_MOST = 2048, /* values of one group */
};

struct rank_sum {
    double u;                            /* pairs (old, new) with new > old, ties a half */
    double p;                            /* two-sided; exact with ties as well */
    double shift;                        /* median of all new - old */
    struct statistics_interval interval; /* of the shift, by inverting the test without ties */
    double confidence;                   /* that the interval really has, 0.95 where possible */
};

/*
 * False without memory, for an empty group and for more than RANK_SUM_MOST values in one. Both are
 * sorted in place. O(n m log(n m)), in the exact case also n (n + m)^3.
 */
bool rank_sum_test(double *old_values, size_t old_count, double *new_values, size_t new_count,
                   struct rank_sum *result);

/* The smallest p that groups of these sizes can have: 2 / (n + m over n); 1 for an empty one. */
double rank_sum_least_p(size_t old_count, size_t new_count);

#endif
