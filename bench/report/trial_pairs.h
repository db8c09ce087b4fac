/*
 * trial_pairs.h - two results that were measured in pairs, joined: trial by trial of the same case,
 * lane and repetition, both with the outcome ok.
 */
#ifndef HEADROOM_BENCH_TRIAL_PAIRS_H
#define HEADROOM_BENCH_TRIAL_PAIRS_H

#include <stdbool.h>
#include <stddef.h>

#include "results/results.h"

struct trial_pair {
    const struct results_trial *old_trial, *new_trial;
};

/* Sorted by case, lane and repetition, which is the order they were measured in. */
struct trial_pairs {
    const struct results *old_results, *new_results;
    struct trial_pair *pair;
    size_t count;
};

/* The results must outlive the pairs. False without memory. */
bool trial_pairs_find(const struct results *old_results, const struct results *new_results,
                      struct trial_pairs *pairs);
void trial_pairs_clean_up(struct trial_pairs *pairs);

/* Where the pairs of the case and lane of pair `first` end. */
size_t trial_pairs_end(const struct trial_pairs *pairs, size_t first);

/*
 * The values of a meter in pairs first ... end - 1, where both sides have one; how many. Both
 * arrays have room for end - first.
 */
size_t trial_pairs_values(const struct trial_pairs *pairs, size_t first, size_t end,
                          const char *meter, double *old_values, double *new_values);

#endif
