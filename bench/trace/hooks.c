/*
 * hooks.c - malloc, calloc, free and the aligned functions, as the program calls them.
 *
 * Counting happens after the real function gave a block and before it takes one back, so that a
 * block is in the table only while nobody else can be given its address.
 */
#include "hooks.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

void free_sized(void *block, size_t size);
void free_aligned_sized(void *block, size_t alignment, size_t size);
void cfree(void *block);

HR_EXPORT void *malloc(size_t size) {
    if (HR_UNLIKELY(!trace_is_resolved())) {
        return trace_arena_take(0, size);
    }
    trace_enter();
    void *block = trace_observe_refuses(size) ? NULL : trace_real.malloc(size);
    return trace_made_leave(TRACE_MALLOC, block, size);
}

HR_EXPORT void *calloc(size_t count, size_t size) {
    size_t bytes = 0;
    bool is_too_much = __builtin_mul_overflow(count, size, &bytes);
    if (HR_UNLIKELY(!trace_is_resolved())) {
        return trace_arena_take(0, is_too_much ? SIZE_MAX : bytes);
    }
    trace_enter();
    void *block = trace_observe_refuses(bytes) ? NULL : trace_real.calloc(count, size);
    return trace_made_leave(TRACE_CALLOC, block, bytes);
}

/* True for what no real free may see. */
static inline bool is_nobodys(void *block) {
    return block == NULL || HR_UNLIKELY(trace_arena_has(block) || !trace_is_resolved());
}

HR_EXPORT void free(void *block) {
    if (is_nobodys(block)) {
        return;
    }
    trace_enter();
    trace_freed(block);
    trace_real.free(block);
    trace_leave();
}

HR_EXPORT void cfree(void *block) {
    free(block);
}

HR_EXPORT void free_sized(void *block, size_t size) {
    if (trace_real.free_sized == NULL) {
        free(block);
        return;
    }
    if (!is_nobodys(block)) {
        trace_enter();
        trace_freed(block);
        trace_real.free_sized(block, size);
        trace_leave();
    }
}

HR_EXPORT void free_aligned_sized(void *block, size_t alignment, size_t size) {
    if (trace_real.free_aligned_sized == NULL) {
        free(block);
        return;
    }
    if (!is_nobodys(block)) {
        trace_enter();
        trace_freed(block);
        trace_real.free_aligned_sized(block, alignment, size);
        trace_leave();
    }
}

HR_EXPORT int posix_memalign(void **block, size_t alignment, size_t size) {
    if (HR_UNLIKELY(!trace_is_resolved())) {
        *block = trace_arena_take(alignment, size);
        return *block == NULL ? ENOMEM : 0;
    }
    trace_enter();
    int error =
        trace_observe_refuses(size) ? ENOMEM : trace_real.posix_memalign(block, alignment, size);
    (void)trace_made_leave(TRACE_ALIGNED, error == 0 ? *block : NULL, size);
    return error;
}

HR_EXPORT void *aligned_alloc(size_t alignment, size_t size) {
    if (HR_UNLIKELY(!trace_is_resolved())) {
        return trace_arena_take(alignment, size);
    }
    trace_enter();
    void *block = trace_observe_refuses(size) ? NULL : trace_real.aligned_alloc(alignment, size);
    return trace_made_leave(TRACE_ALIGNED, block, size);
}

HR_EXPORT void *memalign(size_t alignment, size_t size) {
    if (HR_UNLIKELY(!trace_is_resolved())) {
        return trace_arena_take(alignment, size);
    }
    trace_enter();
    void *block = trace_observe_refuses(size) ? NULL : trace_real.memalign(alignment, size);
    return trace_made_leave(TRACE_ALIGNED, block, size);
}

enum { PAGE = 4096 };

HR_EXPORT void *valloc(size_t size) {
    if (HR_UNLIKELY(!trace_is_resolved())) {
        return trace_arena_take(PAGE, size);
    }
    trace_enter();
    void *block = trace_observe_refuses(size) ? NULL : trace_real.valloc(size);
    return trace_made_leave(TRACE_ALIGNED, block, size);
}

/* A block of another malloc: neither table nor malloc_usable_size may hear of it. */
static void *made_elsewhere(void *block, size_t size) {
    struct trace_slot *slot = trace_slot();
    if (slot != NULL && block == NULL) {
        trace_add(&slot->failed, 1);
    } else if (slot != NULL) {
        trace_add(&slot->calls[TRACE_ALIGNED], 1);
        trace_add(&slot->bytes, size);
        trace_add(&slot->dropped, 1);
    }
    return block;
}

HR_EXPORT void *pvalloc(size_t size) {
    if (HR_UNLIKELY(!trace_is_resolved())) {
        return trace_arena_take(PAGE, size);
    }
    trace_enter();
    void *block = trace_observe_refuses(size) ? NULL : trace_real.pvalloc(size);
    if (trace_real.has_other_pvalloc) {
        trace_leave();
        return made_elsewhere(block, size);
    }
    return trace_made_leave(TRACE_ALIGNED, block, size);
}
