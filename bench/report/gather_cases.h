/*
 * gather_cases.h - the first half of gathering: which cases the trials of the runs belong to, and
 * which of them pass the filters. Used by gather.c, and where cases alone are wanted.
 */
#ifndef HEADROOM_BENCH_GATHER_CASES_H
#define HEADROOM_BENCH_GATHER_CASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/gather.h"

static const uint32_t gather_no_case = UINT32_MAX;

struct gather_index {
    uint32_t **case_of; /* [run][trial]: the case, or gather_no_case */
    uint32_t *slots;    /* hash table of the cases, by run and key */
    size_t slot_count;
};

/* Fills gather->cases in the order of the plan, their trials and the index; false without memory.
 */
bool gather_cases_find(struct gather *gather, struct gather_index *index,
                       const struct filter *filters, size_t filter_count);
void gather_cases_clean_up(struct gather *gather);
void gather_index_clean_up(struct gather_index *index, size_t run_count);

#endif
