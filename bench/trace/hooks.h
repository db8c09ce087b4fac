/*
 * hooks.h - what every hook of the malloc family does around the real call.
 */
#ifndef HEADROOM_TRACE_HOOKS_H
#define HEADROOM_TRACE_HOOKS_H

#include <stddef.h>

#include "observe.h"
#include "resolve.h"
#include "slot.h"
#include "table.h"

/* True when the real functions are known; starts the tracer if nobody did. */
static inline bool trace_is_resolved(void) {
    if (HR_LIKELY(__atomic_load_n(&trace_real.free, __ATOMIC_ACQUIRE) != NULL)) {
        return true;
    }
    (void)trace_slot_find();
    return __atomic_load_n(&trace_real.free, __ATOMIC_ACQUIRE) != NULL;
}

/*
 * What is called between these is called by malloc: its maps are nested, its operators are its own
 * business. So is what malloc_usable_size does, which in tcmalloc may allocate.
 */
static inline void trace_enter(void) {
    trace_thread.depth++;
}

static inline void trace_leave(void) {
    trace_thread.depth--;
}

/* tcmalloc's first answer allocates, by the program's own operator new if it has one: unasked. */
static inline int64_t trace_usable(void *block) {
    int64_t bytes = 0;
    if (HR_LIKELY(trace_real.usable != NULL)) {
        trace_thread.is_asking = true;
        bytes = (int64_t)trace_real.usable(block);
        trace_thread.is_asking = false;
    }
    return bytes;
}

/* The block is live from here on. */
static inline void trace_block_appears(struct trace_slot *slot, void *block, size_t size) {
    if (HR_LIKELY(trace_table_insert((uintptr_t)block, trace_value(size, trace_thread.region)))) {
        trace_level_rise(&slot->requested, (int64_t)size);
        trace_shift(&slot->usable, trace_usable(block));
        trace_shift(&slot->blocks, 1);
    } else {
        trace_add(&slot->dropped, 1);
    }
}

/* Records what a real function gave, or did not give; hands the block on. */
static inline void *trace_made(enum trace_kind kind, void *block, size_t size) {
    struct trace_slot *slot = trace_slot();
    if (HR_UNLIKELY(slot == NULL || trace_thread.is_asking)) {
        return block;
    }
    if (HR_UNLIKELY(block == NULL)) {
        trace_thread.has_failed = true;
        trace_add(&slot->failed, 1);
        return block;
    }
    trace_thread.made = block;
    trace_add(&slot->calls[kind], 1);
    trace_add(&slot->bytes, size);
    trace_block_appears(slot, block, size);
    trace_observe_made(block, size);
    return block;
}

static inline void *trace_made_leave(enum trace_kind kind, void *block, size_t size) {
    (void)trace_made(kind, block, size);
    trace_leave();
    return block;
}

/* Before the real free of a block that is not NULL. */
static inline void trace_freed(void *block) {
    struct trace_slot *slot = trace_slot();
    uint64_t value;
    if (HR_UNLIKELY(slot == NULL)) {
        return;
    }
    bool is_known = trace_table_remove((uintptr_t)block, &value);
    if (HR_UNLIKELY(!is_known && (trace_thread.is_asking || block == trace_thread.deleting))) {
        return;
    }
    trace_observe_freed(block, is_known ? trace_value_size(value) : 0);
    trace_add(&slot->frees, 1);
    if (HR_LIKELY(is_known && trace_value_is_of(value, trace_thread.region))) {
        trace_level_fall(&slot->requested, (int64_t)trace_value_size(value));
        trace_shift(&slot->usable, -trace_usable(block));
        trace_shift(&slot->blocks, -1);
        return;
    }
    trace_add(&slot->foreign_frees, 1);
    trace_add(&slot->foreign_bytes,
              is_known ? trace_value_size(value) : (uint64_t)trace_usable(block));
}

#endif
