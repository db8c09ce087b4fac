/*
 * observe.c - trials to cases by a search of the keys, samples into order by one sort.
 */
#include "report/observe.h"

#include <stdlib.h>
#include <string.h>

static uint32_t find_meter(struct observed_meters *meters, const struct results_meter *meter) {
    for (size_t i = 0; i < meters->count; i++) {
        const struct gather_meter *there = &meters->meter[i];
        if (strcmp(there->name, meter->name) == 0 && strcmp(there->unit, meter->unit) == 0 &&
            there->kind == meter->kind) {
            return (uint32_t)i;
        }
    }
    meters->meter[meters->count] =
        (struct gather_meter){meter->name, meter->unit, meter->better, meter->kind};
    return (uint32_t)meters->count++;
}

bool observe_meters(const struct results *old_results, const struct results *new_results,
                    struct observed_meters *meters) {
    const struct results *const sides[2] = {old_results, new_results};
    size_t most = old_results->meter_count + new_results->meter_count;
    *meters = (struct observed_meters){.meter = calloc(most + 1, sizeof *meters->meter)};
    bool is_whole = meters->meter != NULL;
    for (size_t side = 2; is_whole && side-- > 0;) {
        size_t count = sides[side]->meter_count;
        meters->number[side] = calloc(count + 1, sizeof *meters->number[side]);
        is_whole = meters->number[side] != NULL;
        for (size_t i = 0; is_whole && i < count; i++) {
            meters->number[side][i] = find_meter(meters, &sides[side]->meters[i]);
        }
    }
    return is_whole;
}

void observe_meters_clean_up(struct observed_meters *meters) {
    free(meters->meter);
    free(meters->number[0]);
    free(meters->number[1]);
    *meters = (struct observed_meters){0};
}

static int compare_keys(const void *left, const void *right) {
    const struct gather_case *const *a = left;
    const struct gather_case *const *b = right;
    return strcmp((*a)->key, (*b)->key);
}

/* The cases by key; NULL without memory. */
static const struct gather_case **index_cases(const struct gather *gather) {
    const struct gather_case **index = calloc(gather->case_count + 1, sizeof *index);
    for (size_t i = 0; index != NULL && i < gather->case_count; i++) {
        index[i] = &gather->cases[i];
    }
    if (index != NULL && gather->case_count > 1) {
        qsort(index, gather->case_count, sizeof *index, compare_keys);
    }
    return index;
}

/* The case of a trial whose values count; NULL for any other. */
static const struct gather_case *case_of(const struct gather *gather,
                                         const struct gather_case *const *index,
                                         const struct results_trial *trial) {
    if (!trial->has_outcome || trial->outcome != OUTCOME_OK) {
        return NULL;
    }
    const struct gather_case wanted = {.key = trial->key};
    const struct gather_case *key = &wanted;
    const struct gather_case *const *found =
        bsearch(&key, index, gather->case_count, sizeof *index, compare_keys);
    return found == NULL || gather_is_wrong(*found) ? NULL : *found;
}

static int compare_observations(const void *left, const void *right) {
    const struct observation *a = left;
    const struct observation *b = right;
    if (a->in_case != b->in_case) {
        return a->in_case < b->in_case ? -1 : 1;
    }
    if (a->meter != b->meter) {
        return a->meter < b->meter ? -1 : 1;
    }
    if (a->lane != b->lane) {
        return a->lane < b->lane ? -1 : 1;
    }
    if (a->step != b->step) {
        return a->step < b->step ? -1 : 1;
    }
    return (a->repetition > b->repetition) - (a->repetition < b->repetition);
}

bool observe(const struct gather *gather, const struct observed_meters *meters, size_t side,
             struct observations *observations) {
    const struct results *results = gather->runs[0].results;
    const struct gather_case **index = index_cases(gather);
    *observations =
        (struct observations){calloc(results->sample_count + 1, sizeof *observations->item), 0};
    bool is_whole = index != NULL && observations->item != NULL;
    for (size_t i = 0; is_whole && i < results->trial_count; i++) {
        const struct results_trial *trial = &results->trials[i];
        const struct gather_case *a_case = case_of(gather, index, trial);
        for (size_t j = 0; a_case != NULL && j < trial->samples; j++) {
            const struct results_sample *sample = &results->samples[trial->first_sample + j];
            observations->item[observations->count++] =
                (struct observation){(uint32_t)(a_case - gather->cases),
                                     meters->number[side][sample->meter],
                                     trial->lane,
                                     sample->step,
                                     trial->repetition,
                                     sample};
        }
    }
    if (is_whole && observations->count > 1) {
        qsort(observations->item, observations->count, sizeof *observations->item,
              compare_observations);
    }
    free(index);
    return is_whole;
}
