/*
 * schedule.h - which trials of a plan are done already, and what is known of the cases: the part of
 * a resumed run that looks back.
 */
#ifndef HEADROOM_BENCH_SCHEDULE_H
#define HEADROOM_BENCH_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plan/plan.h"
#include "results/results.h"
#include "runner/agreement.h"

struct schedule {
    const struct plan *plan;
    bool *is_done;                /* by trial of the plan */
    struct agreement *agreements; /* by case of the plan */
    size_t done;                  /* trials of the plan found in the file */
    size_t outcomes[OUTCOMES];    /* of those */
    uint64_t next_id, next_order; /* beyond all in the file */
};

/* Nothing done. False without memory. */
bool schedule_init(struct schedule *schedule, const struct plan *plan);
void schedule_clean_up(struct schedule *schedule);

/*
 * Marks what the file has. A trial is known by lane, repetition and case, not by its number, so
 * that a plan may have grown since. False without memory.
 */
bool schedule_take(struct schedule *schedule, const struct results *finished);

#endif
