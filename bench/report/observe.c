/*
 * observe.c - the samples of gathered trials, brought into order by one sort.
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

static void add_trial(const struct results_trial *trial, uint32_t in_case, const uint32_t *numbers,
                      const struct results *results, struct observations *observations) {
    bool is_well = trial->has_outcome && trial->outcome == OUTCOME_OK;
    for (size_t i = 0; is_well && i < trial->samples; i++) {
        const struct results_sample *sample = &results->samples[trial->first_sample + i];
        observations->item[observations->count++] = (struct observation){
            in_case, numbers[sample->meter], trial->lane, sample->step, trial->repetition, sample};
    }
}

bool observe(const struct gather *gather, const struct observed_meters *meters, size_t side,
             struct observations *observations) {
    const struct results *results = gather->runs[0].results;
    *observations =
        (struct observations){calloc(results->sample_count + 1, sizeof *observations->item), 0};
    bool is_whole = observations->item != NULL;
    for (size_t i = 0; is_whole && i < gather->case_count; i++) {
        const struct gather_case *a_case = &gather->cases[i];
        for (size_t j = 0; !gather_is_wrong(a_case) && j < a_case->trials; j++) {
            add_trial(gather->trials[a_case->first_trial + j], (uint32_t)i, meters->number[side],
                      results, observations);
        }
    }
    if (is_whole && observations->count > 1) {
        qsort(observations->item, observations->count, sizeof *observations->item,
              compare_observations);
    }
    return is_whole;
}
