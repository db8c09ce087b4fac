/*
 * trial_pairs.c - see trial_pairs.h.
 */
#include "report/trial_pairs.h"

#include <stdlib.h>
#include <string.h>

static int compare(const struct results_trial *a, const struct results_trial *b) {
    int keys = strcmp(a->key, b->key);
    int lanes = (a->lane > b->lane) - (a->lane < b->lane);
    int repetitions = (a->repetition > b->repetition) - (a->repetition < b->repetition);
    return keys != 0 ? keys : lanes != 0 ? lanes : repetitions;
}

static int compare_for_sort(const void *left, const void *right) {
    return compare(*(const struct results_trial *const *)left,
                   *(const struct results_trial *const *)right);
}

/* The trials that are ok, sorted; NULL without memory. */
static const struct results_trial **sort_trials(const struct results *results, size_t *count) {
    const struct results_trial **trials = calloc(results->trial_count + 1, sizeof(void *));
    *count = 0;
    for (size_t i = 0; trials != NULL && i < results->trial_count; i++) {
        const struct results_trial *trial = &results->trials[i];
        if (trial->has_outcome && trial->outcome == OUTCOME_OK) {
            trials[(*count)++] = trial;
        }
    }
    if (trials != NULL) {
        qsort(trials, *count, sizeof(void *), compare_for_sort);
    }
    return trials;
}

static void join(struct trial_pairs *pairs, const struct results_trial **old_trials,
                 size_t old_count, const struct results_trial **new_trials, size_t new_count) {
    size_t i = 0;
    size_t j = 0;
    while (i < old_count && j < new_count) {
        int order = compare(old_trials[i], new_trials[j]);
        if (order == 0) {
            pairs->pair[pairs->count++] = (struct trial_pair){old_trials[i], new_trials[j]};
        }
        i += order <= 0;
        j += order >= 0;
    }
}

bool trial_pairs_find(const struct results *old_results, const struct results *new_results,
                      struct trial_pairs *pairs) {
    size_t old_count = 0;
    size_t new_count = 0;
    *pairs = (struct trial_pairs){.old_results = old_results, .new_results = new_results};
    const struct results_trial **old_trials = sort_trials(old_results, &old_count);
    const struct results_trial **new_trials = sort_trials(new_results, &new_count);
    pairs->pair = calloc(old_count + 1, sizeof *pairs->pair);
    bool is_well = old_trials != NULL && new_trials != NULL && pairs->pair != NULL;
    if (is_well) {
        join(pairs, old_trials, old_count, new_trials, new_count);
    } else {
        trial_pairs_clean_up(pairs);
    }
    free(old_trials);
    free(new_trials);
    return is_well;
}

void trial_pairs_clean_up(struct trial_pairs *pairs) {
    free(pairs->pair);
    *pairs = (struct trial_pairs){0};
}

size_t trial_pairs_end(const struct trial_pairs *pairs, size_t first) {
    const struct results_trial *begin = pairs->pair[first].old_trial;
    size_t end = first + 1;
    while (end < pairs->count && pairs->pair[end].old_trial->lane == begin->lane &&
           strcmp(pairs->pair[end].old_trial->key, begin->key) == 0) {
        end++;
    }
    return end;
}

/* The last step of a meter in a trial; NULL when it has none that was measured. */
static const struct results_sample *
find_sample(const struct results *results, const struct results_trial *trial, const char *meter) {
    for (size_t i = trial->samples; i > 0; i--) {
        const struct results_sample *sample = &results->samples[trial->first_sample + i - 1];
        if (strcmp(results->meters[sample->meter].name, meter) == 0) {
            return sample->is_measured ? sample : NULL;
        }
    }
    return NULL;
}

size_t trial_pairs_values(const struct trial_pairs *pairs, size_t first, size_t end,
                          const char *meter, double *old_values, double *new_values) {
    size_t count = 0;
    for (size_t i = first; i < end; i++) {
        const struct results_sample *old_sample =
            find_sample(pairs->old_results, pairs->pair[i].old_trial, meter);
        const struct results_sample *new_sample =
            find_sample(pairs->new_results, pairs->pair[i].new_trial, meter);
        if (old_sample != NULL && new_sample != NULL) {
            old_values[count] = old_sample->value;
            new_values[count++] = new_sample->value;
        }
    }
    return count;
}
