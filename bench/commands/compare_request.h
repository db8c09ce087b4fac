/*
 * compare_request.h - what a call of `compare` asks for, once its options and files are read, and
 * the part of the verb that answers: judges, prints and finds the exit status.
 */
#ifndef HEADROOM_BENCH_COMPARE_REQUEST_H
#define HEADROOM_BENCH_COMPARE_REQUEST_H

#include <stdbool.h>

#include "commands/compare_run.h"
#include "report/budget.h"
#include "report/floors.h"
#include "report/format.h"
#include "report/inputs.h"
#include "report/limit.h"

enum { COMPARE_LIMITS = 32, COMPARE_NAMES_BYTES = 1024, COMPARE_METERS_BYTES = 8192 };

/* The two sides, which may be one run with different filters. */
enum compare_side { COMPARE_OLD, COMPARE_NEW, COMPARE_SIDES };

struct compare_request {
    const struct format *format;
    struct inputs inputs[COMPARE_SIDES];
    char fixed[COMPARE_SIDES][COMPARE_NAMES_BYTES]; /* "malloc=glibc growth=rust", for the label */
    char free_names[COMPARE_NAMES_BYTES];
    char meter_names[COMPARE_METERS_BYTES]; /* those that --meters chose, separated by commas */
    const char *meters, *floor_path, *budget_path, *write_path;
    struct limit limits[COMPARE_LIMITS];
    size_t limit_count;
    bool is_all, is_forced;
    struct floors floors;
    struct budget budget;
    struct gather gathers[COMPARE_SIDES];
    struct compare_run measured; /* with --run */
};

/* "headroom compare: " and the message on standard error. */
void compare_complain(const char *message);

/* Both sides against each other, then NEW against the budget; an exit_code. */
int compare_runs(struct compare_request *request);

/* NEW alone: against the budget, or into one; an exit_code. */
int compare_alone(struct compare_request *request);

#endif
