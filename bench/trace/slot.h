/*
 * slot.h - the calling thread's slot, and the only ways to change it.
 *
 * A slot has one writer, but a signal handler of that thread may count in the middle of anything.
 * So every change is one instruction that reads and writes, as an interrupt sees it; no `lock` is
 * needed, because no other thread writes. Elsewhere than on x86-64 it is an atomic operation.
 */
#ifndef HEADROOM_TRACE_SLOT_H
#define HEADROOM_TRACE_SLOT_H

#include <stdbool.h>
#include <stdint.h>

#include <headroom/attributes.h>

#include "state.h"

enum trace_progress {
    TRACE_UNTOUCHED, /* also what a forked child finds */
    TRACE_STARTING,
    TRACE_COUNTING,
    TRACE_UNTRACED, /* no state could be had: the program runs as if nobody watched */
};

/* On a page that the kernel wipes in a child, however it was forked. */
struct trace_gate {
    uint64_t region; /* of the state; 0 in a child and before the start */
    uint32_t progress, starter;
};

struct trace_thread {
    uint64_t region; /* that `slot` counts in */
    struct trace_slot *slot;
    uint32_t depth;  /* real malloc functions that the thread is inside of */
    bool is_asking;  /* malloc_usable_size, which is not the program's call */
    bool has_failed; /* since an operator new cleared it */
    void *made;      /* the last block counted */
    void *deleting;  /* by an operator delete, which has counted it */
};

extern struct trace_gate *trace_gate;
extern struct trace_state *trace_state;
extern _Thread_local struct trace_thread trace_thread __attribute__((tls_model("initial-exec")));

/* Starts the tracer, or finds a slot in a new region or child. NULL where nothing is counted. */
HR_COLD struct trace_slot *trace_slot_find(void);

/* The process image has its gate: what is left to do, in a child, resolves nothing. */
bool trace_is_begun(void);

static inline struct trace_slot *trace_slot(void) {
    if (HR_LIKELY(trace_thread.region == __atomic_load_n(&trace_gate->region, __ATOMIC_RELAXED))) {
        return trace_thread.slot;
    }
    return trace_slot_find();
}

static inline void trace_add(uint64_t *counter, uint64_t amount) {
#if defined(__x86_64__)
    __asm__ volatile("addq %1, %0" : "+m"(*counter) : "er"(amount) : "cc");
#else
    (void)__atomic_fetch_add(counter, amount, __ATOMIC_RELAXED);
#endif
}

static inline int64_t trace_add_signed(int64_t *counter, int64_t amount) {
#if defined(__x86_64__)
    int64_t before = amount;
    __asm__ volatile("xaddq %1, %0" : "+m"(*counter), "+r"(before) : : "cc");
    return before + amount;
#else
    return __atomic_add_fetch(counter, amount, __ATOMIC_RELAXED);
#endif
}

/* Cheaper than trace_add_signed, which tells the sum. Sums of two's complement are the same. */
static inline void trace_shift(int64_t *counter, int64_t amount) {
    trace_add((uint64_t *)counter, (uint64_t)amount);
}

static inline bool trace_replace(int64_t *value, int64_t *expected, int64_t desired) {
#if defined(__x86_64__)
    bool is_done;
    __asm__ volatile("cmpxchgq %3, %0"
                     : "+m"(*value), "+a"(*expected), "=@cce"(is_done)
                     : "r"(desired)
                     : "cc");
    return is_done;
#else
    return __atomic_compare_exchange_n(value, expected, desired, false, __ATOMIC_RELAXED,
                                       __ATOMIC_RELAXED);
#endif
}

/* Adds to a level and moves its peak, which a handler may move meanwhile. `amount` >= 0. */
static inline void trace_level_rise(struct trace_level *level, int64_t amount) {
    int64_t live = trace_add_signed(&level->live, amount);
    int64_t peak = __atomic_load_n(&level->peak, __ATOMIC_RELAXED);
    while (HR_UNLIKELY(live > peak) && !trace_replace(&level->peak, &peak, live)) {
    }
}

/* Takes away from a level and moves its low. `amount` >= 0. */
static inline void trace_level_fall(struct trace_level *level, int64_t amount) {
    int64_t live = trace_add_signed(&level->live, -amount);
    int64_t low = __atomic_load_n(&level->low, __ATOMIC_RELAXED);
    while (HR_UNLIKELY(live < low) && !trace_replace(&level->low, &low, live)) {
    }
}

#endif
