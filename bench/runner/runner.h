/*
 * runner.h - a plan to a results file: one fresh process per trial, one outcome per trial, whatever
 * happens to it. Stays small, for a child's kernel accounts begin at its parent's size.
 */
#ifndef HEADROOM_BENCH_RUNNER_H
#define HEADROOM_BENCH_RUNNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "plan/plan.h"
#include "results/results.h"

enum { RUNNER_HEADERS = 16 };

struct runner_options {
    const struct plan *plan;
    const char *program;  /* whose verb `worker` is started; NULL: this very program */
    const char *folder;   /* of the results */
    const char *stand_in; /* path of a plug-in that workers get in place of the catalog's first */
    const struct results_pair *header; /* of the results, in place of or beside what is read here */
    size_t headers;
    bool resume;
    uint64_t deadline_ns;        /* of a trial; 0: ten times its prediction, at least 10 s */
    uint64_t memory_limit_bytes; /* data of a trial; 0: the worker's default */
    bool is_quiet;
    FILE *messages;
};

struct runner_summary {
    size_t outcomes[OUTCOMES]; /* of all trials of the plan that have one, kept ones too */
    size_t trials, kept;       /* of the plan; of those, found in the file */
    int signal;                /* that interrupted the run, 0 if none */
};

/* False with *error filled when the file could not be read or written; what is in it stays. */
bool runner_run(const struct runner_options *options, struct runner_summary *summary,
                struct results_error *error);

#endif
