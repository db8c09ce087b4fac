/*
 * region.c - the functions by which the traced process marks a region and reads the counts.
 */
#include <string.h>

#include "slot.h"

HR_EXPORT void headroom_trace_begin(void);
HR_EXPORT void headroom_trace_end(void);
HR_EXPORT void headroom_trace_read(struct trace_counts *counts);
HR_EXPORT const char *headroom_trace_next_malloc(void);
HR_EXPORT bool headroom_trace_is_in_path(void);

/* Every thread notices at its next call that its slot counts in another region. */
void headroom_trace_begin(void) {
    if (trace_slot() == NULL) {
        return;
    }
    uint64_t region = trace_state->region + 1;
    __atomic_store_n(&trace_state->unslotted, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&trace_state->is_ended, 0, __ATOMIC_RELEASE);
    __atomic_store_n(&trace_state->region, region, __ATOMIC_RELEASE);
    __atomic_store_n(&trace_gate->region, region, __ATOMIC_RELEASE);
}

void headroom_trace_end(void) {
    if (trace_slot() == NULL || trace_state->is_ended != 0) {
        return;
    }
    struct trace_counts counts;
    trace_state_sum(trace_state, &counts);
    trace_state->ended = counts;
    __atomic_store_n(&trace_state->is_ended, 1, __ATOMIC_RELEASE);
}

void headroom_trace_read(struct trace_counts *counts) {
    if (trace_slot() == NULL) {
        memset(counts, 0, sizeof *counts);
        return;
    }
    trace_state_sum(trace_state, counts);
}

bool headroom_trace_is_in_path(void) {
    return trace_slot() != NULL && trace_state->is_in_path != 0;
}

const char *headroom_trace_next_malloc(void) {
    return headroom_trace_is_in_path() ? trace_state->next_malloc : NULL;
}
