/*
 * paired.c - see paired.h.
 */
#include "runner/paired.h"

#include <signal.h>

#include "plan/pair.h"
#include "runner/process.h"
#include "runner/run.h"

struct pairs {
    const struct paired_options *options;
    struct run side[PAIRED_SIDES];
    struct progress progress;
    uint64_t next_order; /* over both files */
};

static uint64_t larger(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

static bool run_side(struct pairs *pairs, enum paired_side side, size_t index) {
    struct run *run = &pairs->side[side];
    run->schedule.next_order = pairs->next_order;
    bool is_well = process_interrupted() != 0 || run_trial(run, index);
    pairs->next_order = run->schedule.next_order;
    return is_well;
}

static bool run_pair(struct pairs *pairs, size_t index) {
    bool new_first = plan_pair_new_first(pairs->options->seed, index);
    enum paired_side first = new_first ? PAIRED_NEW : PAIRED_OLD;
    enum paired_side second = new_first ? PAIRED_OLD : PAIRED_NEW;
    return run_side(pairs, first, index) && run_side(pairs, second, index);
}

static void begin(struct pairs *pairs) {
    const struct run *old_run = &pairs->side[PAIRED_OLD];
    const struct run *new_run = &pairs->side[PAIRED_NEW];
    size_t trials = old_run->options->plan->trial_count - old_run->schedule.done +
                    new_run->options->plan->trial_count - new_run->schedule.done;
    pairs->next_order = larger(old_run->schedule.next_order, new_run->schedule.next_order);
    progress_begin(&pairs->progress, old_run->options->messages, trials,
                   run_seconds_to_do(old_run) + run_seconds_to_do(new_run),
                   old_run->options->is_quiet);
}

static bool run_pairs(struct pairs *pairs) {
    size_t count = pairs->options->side[PAIRED_OLD].plan->trial_count;
    bool is_well = true;
    begin(pairs);
    process_interrupts_watch();
    for (size_t i = 0; i < count && is_well && process_interrupted() == 0; i++) {
        is_well = run_pair(pairs, i);
    }
    for (int side = 0; side < PAIRED_SIDES; side++) {
        pairs->side[side].summary->signal = process_interrupted();
    }
    process_interrupts_release();
    progress_end(&pairs->progress);
    return is_well;
}

bool paired_run(const struct paired_options *options, struct runner_summary summary[PAIRED_SIDES],
                struct results_error *error) {
    static struct pairs pairs;
    bool is_well = true;
    pairs = (struct pairs){.options = options};
    (void)signal(SIGPIPE, SIG_IGN);
    for (int side = 0; side < PAIRED_SIDES; side++) {
        struct run *run = &pairs.side[side];
        *run = (struct run){.options = &options->side[side],
                            .progress = &pairs.progress,
                            .summary = &summary[side],
                            .error = error};
        is_well = is_well && run_open(run);
    }
    is_well = is_well && run_pairs(&pairs);
    for (int side = 0; side < PAIRED_SIDES; side++) {
        is_well = run_close(&pairs.side[side], is_well);
    }
    return is_well;
}
