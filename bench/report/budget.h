/*
 * budget.h - limits that the cases of a run must keep, read from a file:
 *
 *     # what our containers may cost
 *     workload=append length=1000 growth=rust : block_calls <= 9, peak_live_bytes <= 8 KiB
 *     structure=dynarray : headroom_percent <= 100
 *     tuple_reuse=yes : cache_hits >= 1000
 *
 * Before the colon conditions as for --where, separated by spaces, of which all must hold (none:
 * every case); behind it limits with <=, >= or =. Meters and amounts as in limit.h. Of each meter
 * the value counts that stands for the case (gather_find); of a noisy one that is the median. What
 * cannot be checked is a finding as well: a line that fits no case, a case without a value, a trial
 * that failed.
 */
#ifndef HEADROOM_BENCH_BUDGET_H
#define HEADROOM_BENCH_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "plan/faults.h"
#include "plan/filter.h"
#include "report/gather.h"
#include "report/limit.h"

enum { BUDGET_ERROR_BYTES = 1024 };

enum budget_relation { BUDGET_AT_MOST, BUDGET_AT_LEAST, BUDGET_EQUAL };

struct budget_limit {
    char *text; /* "block_calls <= 9" */
    struct meter_pattern meter;
    enum budget_relation relation;
    double amount;
};

struct budget_line {
    size_t number; /* in the file, from 1 */
    struct filter *conditions;
    size_t condition_count;
    struct budget_limit *limits;
    size_t limit_count;
};

struct budget {
    char *path;
    struct budget_line *lines;
    size_t line_count;
    char error[BUDGET_ERROR_BYTES]; /* the last of what is wrong */
    struct faults faults;           /* all that is wrong with the lines */
};

enum budget_failure { BUDGET_UNREADABLE, BUDGET_MALFORMED };

/*
 * Strict. False with "FILE:LINE: reason" in error, and that of each line in faults, and whether it
 * could not be read or is no budget (an empty one is none). Clean up in any case.
 */
bool budget_read(const char *path, struct budget *budget, enum budget_failure *failure);
void budget_clean_up(struct budget *budget);

enum budget_kind {
    BUDGET_EXCEEDED,
    BUDGET_NO_CASE,  /* nothing fits the line's conditions */
    BUDGET_NO_VALUE, /* `reason` says why, if somebody knows */
};

struct budget_finding {
    enum budget_kind kind;
    const struct budget_line *line;
    const struct budget_limit *limit; /* NULL for BUDGET_NO_CASE */
    const struct gather_case *a_case; /* likewise */
    const struct gather_meter *meter; /* of BUDGET_EXCEEDED */
    double value, over;               /* likewise; over the limit's amount, below 0: under it */
    const char *reason;
};

struct budget_findings {
    struct budget_finding *findings; /* in the order of the lines, then of the cases */
    size_t count, room;
    size_t checked; /* values that were held to a limit */
    size_t cases;   /* cases that some line fits */
    size_t left;    /* lines of cases that a filter left out */
};

/*
 * `all` are the cases before any filter, which may be `gather` itself: a line that fits some of
 * them, but none of `gather`, is left out. False without memory. Free findings with free().
 */
bool budget_check(const struct budget *budget, const struct gather *gather,
                  const struct gather *all, struct budget_findings *findings);

/*
 * Writes a budget that the run just keeps: a line per case, of the meters in `meters`, separated by
 * commas; NULL: block calls and allocations of malloc, their peaks, copied bytes and headroom, as
 * far as they were measured. Exact values as they are, noisy ones the highest with a tenth on top.
 * False where nothing could be written: a case that failed, which *failed is then, or no value at
 * all, with *failed NULL. Errors of the stream stay in it.
 */
bool budget_write(const struct gather *gather, const char *meters, FILE *out,
                  const struct gather_case **failed);

extern const char budget_usual_meters[]; /* those that are written unless others are named */

#endif
