/*
 * resize.c - realloc and reallocarray: one ledger entry, whatever becomes of the block.
 */
#include "hooks.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* What was known of a block before the real function had it. */
struct before {
    uint64_t value; /* of the side table */
    uint64_t size;  /* requested, or usable where nobody knows */
    int64_t usable;
    bool is_known;
};

static void *leave_arena(void *block, size_t size) {
    size_t kept = trace_arena_size(block);
    void *copy = malloc(size);
    if (copy != NULL) {
        memcpy(copy, block, kept < size ? kept : size);
    }
    return copy;
}

static struct before take_out(void *block) {
    trace_observe_leaving(block);
    struct before before = {.usable = trace_usable(block)};
    before.is_known = trace_table_remove((uintptr_t)block, &before.value);
    before.size = before.is_known ? trace_value_size(before.value) : (uint64_t)before.usable;
    return before;
}

/* The real function failed: the block is as it was. */
static void put_back(struct trace_slot *slot, void *block, const struct before *before) {
    trace_add(&slot->failed, 1);
    trace_observe_stayed();
    if (before->is_known && !trace_table_insert((uintptr_t)block, before->value)) {
        trace_add(&slot->dropped, 1);
    }
}

/* How the levels change when a block of the region becomes another, or none: one step, no peak. */
static void change_levels(struct trace_slot *slot, const struct before *before, bool is_ours,
                          void *block, size_t size) {
    int64_t old_size = is_ours ? (int64_t)before->size : 0;
    int64_t old_usable = is_ours ? before->usable : 0;
    bool is_held = block != NULL &&
                   trace_table_insert((uintptr_t)block, trace_value(size, trace_thread.region));
    if (block != NULL && !is_held) {
        trace_add(&slot->dropped, 1);
    }
    int64_t change = (is_held ? (int64_t)size : 0) - old_size;
    if (change >= 0) {
        trace_level_rise(&slot->requested, change);
    } else {
        trace_level_fall(&slot->requested, -change);
    }
    trace_shift(&slot->usable, (is_held ? trace_usable(block) : 0) - old_usable);
    trace_shift(&slot->blocks, (is_held ? 1 : 0) - (is_ours ? 1 : 0));
}

/* As valgrind: an alloc if there is a block now, a free of the one before. */
static void count_resized(struct trace_slot *slot, void *old, const struct before *before,
                          void *block, size_t size) {
    bool is_ours = before->is_known && trace_value_is_of(before->value, trace_thread.region);
    trace_add(&slot->realloc_calls, 1);
    trace_add(&slot->realloc_frees, 1);
    if (!is_ours) {
        trace_add(&slot->foreign_frees, 1);
        trace_add(&slot->foreign_bytes, before->size);
    }
    if (block != NULL) {
        trace_add(&slot->realloc_allocs, 1);
        trace_add(&slot->bytes, size);
        if (block != old) {
            trace_add(&slot->readdressed, before->size < size ? before->size : size);
        }
    }
    trace_observe_resized(block, size, block == old || block == NULL ? 0 : before->size);
    change_levels(slot, before, is_ours, block, size);
}

/* realloc(NULL, size). */
static void *make(size_t size) {
    void *block = trace_observe_refuses(size) ? NULL : trace_real.realloc(NULL, size);
    struct trace_slot *slot = trace_slot();
    if (slot == NULL) {
        return block;
    }
    if (block == NULL) {
        trace_add(&slot->failed, 1);
        return NULL;
    }
    trace_add(&slot->realloc_calls, 1);
    trace_add(&slot->realloc_allocs, 1);
    trace_add(&slot->bytes, size);
    trace_block_appears(slot, block, size);
    trace_observe_made(block, size);
    return block;
}

/* realloc(block, 0) that gives NULL has freed: so do glibc and tcmalloc; the others give a block.
 */
static void *change(void *block, size_t size) {
    if (trace_slot() == NULL) {
        return trace_real.realloc(block, size);
    }
    struct before before = take_out(block);
    uintptr_t old = (uintptr_t)block;
    bool is_refused = size != 0 && trace_observe_refuses(size);
    void *moved = is_refused ? NULL : trace_real.realloc(block, size);
    struct trace_slot *slot = trace_slot();
    if (slot == NULL) {
        trace_observe_stayed();
        return moved;
    }
    if (moved == NULL && size != 0) {
        put_back(slot, block, &before);
    } else {
        count_resized(slot, (void *)old, &before, moved, size);
    }
    return moved;
}

HR_EXPORT void *realloc(void *block, size_t size) {
    if (HR_UNLIKELY(!trace_is_resolved())) {
        return block == NULL ? trace_arena_take(0, size) : leave_arena(block, size);
    }
    if (HR_UNLIKELY(trace_arena_has(block))) {
        return leave_arena(block, size);
    }
    trace_enter();
    void *now = block == NULL ? make(size) : change(block, size);
    trace_leave();
    return now;
}

/* The C library's calls realloc by name, others do not: here it is always one call of realloc. */
HR_EXPORT void *reallocarray(void *block, size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        struct trace_slot *slot = trace_is_resolved() ? trace_slot() : NULL;
        if (slot != NULL) {
            trace_add(&slot->failed, 1);
        }
        errno = ENOMEM;
        return NULL;
    }
    void *now = realloc(block, bytes);
    if (now == NULL && trace_real.has_own_reallocarray) {
        errno = ENOMEM; /* as mimalloc's does, whose realloc does not */
    }
    return now;
}
