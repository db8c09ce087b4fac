/*
 * schedule.c - see schedule.h.
 */
#include "runner/schedule.h"

#include <stdlib.h>
#include <string.h>

bool schedule_init(struct schedule *schedule, const struct plan *plan) {
    *schedule = (struct schedule){.plan = plan};
    schedule->is_done = calloc(plan->trial_count + 1, sizeof *schedule->is_done);
    schedule->agreements = calloc(plan->case_count + 1, sizeof *schedule->agreements);
    if (schedule->is_done == NULL || schedule->agreements == NULL) {
        schedule_clean_up(schedule);
        return false;
    }
    return true;
}

void schedule_clean_up(struct schedule *schedule) {
    for (size_t i = 0; schedule->agreements != NULL && i < schedule->plan->case_count; i++) {
        agreement_clean_up(&schedule->agreements[i]);
    }
    free(schedule->agreements);
    free(schedule->is_done);
    *schedule = (struct schedule){0};
}

/* A trial of the plan as it is looked for. */
struct entry {
    const char *key;
    enum lane lane;
    unsigned repetition;
    size_t trial;
};

static int compare(const void *left, const void *right) {
    const struct entry *a = left;
    const struct entry *b = right;
    int keys = strcmp(a->key, b->key);
    int lanes = (a->lane > b->lane) - (a->lane < b->lane);
    int repetitions = (a->repetition > b->repetition) - (a->repetition < b->repetition);
    return keys != 0 ? keys : lanes != 0 ? lanes : repetitions;
}

static struct entry *make_index(const struct plan *plan) {
    struct entry *index = calloc(plan->trial_count + 1, sizeof *index);
    for (size_t i = 0; index != NULL && i < plan->trial_count; i++) {
        const struct plan_trial *trial = &plan->trials[i];
        index[i] =
            (struct entry){plan->cases[trial->case_index].key, trial->lane, trial->repetition, i};
    }
    if (index != NULL) {
        qsort(index, plan->trial_count, sizeof *index, compare);
    }
    return index;
}

/* What a good trial measured is held against those to come. */
static bool learn(struct agreement *agreement, const struct results *finished,
                  const struct results_trial *trial) {
    for (size_t i = 0; i < trial->samples && trial->outcome == OUTCOME_OK; i++) {
        const struct results_sample *sample = &finished->samples[trial->first_sample + i];
        const struct meter *meter = meter_find(finished->meters[sample->meter].name);
        const char *known;
        if (meter != NULL && agreement_check(agreement, meter, sample->step, sample->text,
                                             &known) == AGREEMENT_NO_MEMORY) {
            return false;
        }
    }
    return true;
}

static bool take_trial(struct schedule *schedule, const struct entry *index,
                       const struct results *finished, const struct results_trial *trial) {
    const struct plan *plan = schedule->plan;
    struct entry wanted = {trial->key, trial->lane, trial->repetition, 0};
    const struct entry *found = bsearch(&wanted, index, plan->trial_count, sizeof *index, compare);
    if (found == NULL || schedule->is_done[found->trial]) {
        return true;
    }
    schedule->is_done[found->trial] = true;
    schedule->done++;
    schedule->outcomes[trial->outcome]++;
    return learn(&schedule->agreements[plan->trials[found->trial].case_index], finished, trial);
}

bool schedule_take(struct schedule *schedule, const struct results *finished) {
    struct entry *index = make_index(schedule->plan);
    bool is_taken = index != NULL;
    for (size_t i = 0; i < finished->trial_count && is_taken; i++) {
        const struct results_trial *trial = &finished->trials[i];
        if (trial->id >= schedule->next_id) {
            schedule->next_id = trial->id + 1;
        }
        if (trial->order >= schedule->next_order) {
            schedule->next_order = trial->order + 1;
        }
        is_taken = !trial->has_outcome || take_trial(schedule, index, finished, trial);
    }
    free(index);
    return is_taken;
}
