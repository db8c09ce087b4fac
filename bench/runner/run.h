/*
 * run.h - one results file being filled, trial by trial: what runner.c does for one plan and
 * paired.c for two that are measured in turns. Nobody else includes it.
 */
#ifndef HEADROOM_BENCH_RUN_H
#define HEADROOM_BENCH_RUN_H

#include "runner/plugin_stamp.h"
#include "runner/progress.h"
#include "runner/runner.h"
#include "runner/schedule.h"

/* The caller sets the first four, which outlive it, and {0} for the rest. */
struct run {
    const struct runner_options *options;
    struct progress *progress; /* begun by the caller, who may share it between runs */
    struct runner_summary *summary;
    struct results_error *error;
    const char *program;
    struct plugin_stamps stamps;
    struct results_writer *writer;
    struct schedule schedule;
};

/* Opens the file and takes over what is in it. False with the error filled; run_close is needed in
 * either case. */
bool run_open(struct run *run);

/*
 * Runs trial `index` of the plan to an outcome and writes it, unless it has one already or is
 * interrupted, which leaves no trace. False when the run cannot go on.
 */
bool run_trial(struct run *run, size_t index);

/* Predicted, of the trials without an outcome. */
double run_seconds_to_do(const struct run *run);

/* Closes the file. False with the error filled when that failed where all was well before. */
bool run_close(struct run *run, bool is_well);

#endif
