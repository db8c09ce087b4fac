/*
 * allocator.h - where blocks come from.
 *
 * An allocator is one function that is always told the old size, so that nothing has to be stored
 * in front of a block, and two that answer questions. The structures know no other way to memory.
 *
 *     const struct hr_allocator *heap = hr_allocator_find("heap");
 *     int *block = hr_allocate(heap, 100 * sizeof *block);
 *     block = hr_resize(heap, block, 100 * sizeof *block, 200 * sizeof *block);
 *     hr_release(heap, block, 200 * sizeof *block);
 */
#ifndef HEADROOM_ALLOCATOR_H
#define HEADROOM_ALLOCATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headroom/attributes.h>
#include <headroom/status.h>

HR_BEGIN_C

/* What happens to the contents of a block when a resize gives it another address. */
enum hr_move {
    HR_MOVE_COPIES,  /* the bytes are copied */
    HR_MOVE_REMAPS,  /* the pages change their address, no byte is copied (mremap) */
    HR_MOVE_UNKNOWN, /* this malloc is not known well enough to say */
};

struct hr_allocator {
    const char *name;
    const char *summary; /* one line for lists */

    /*
     * Allocates (block NULL, old_bytes 0), resizes, or frees (new_bytes 0; returns NULL). The first
     * min(old_bytes, new_bytes) bytes are kept. On failure, which a shrink may be too, returns NULL
     * and the old block is untouched. Freeing never fails. Blocks of 16 bytes and more are aligned
     * for max_align_t, smaller ones for any type that fits into them, as malloc's are.
     */
    void *(*resize)(void *context, void *block, size_t old_bytes, size_t new_bytes);

    /* The greatest request that occupies no more than one of `bytes`; `bytes` where unknown. */
    size_t (*good_size)(void *context, size_t bytes);

    /* What the next resize of this block would do to its contents if it moved; asked before it. */
    enum hr_move (*move)(void *context, const void *block, size_t old_bytes, size_t new_bytes);

    void *context; /* handed to all three */
};

/* A block of `bytes` > 0, or NULL. */
static inline void *hr_allocate(const struct hr_allocator *allocator, size_t bytes) {
    return allocator->resize(allocator->context, NULL, 0, bytes);
}

/* The block with its new size (> 0), perhaps moved; NULL with the old block intact on failure. */
static inline void *hr_resize(const struct hr_allocator *allocator, void *block, size_t old_bytes,
                              size_t new_bytes) {
    return allocator->resize(allocator->context, block, old_bytes, new_bytes);
}

/* Gives a block back; NULL with 0 bytes is allowed and does nothing. */
static inline void hr_release(const struct hr_allocator *allocator, void *block, size_t bytes) {
    if (block != NULL) {
        (void)allocator->resize(allocator->context, block, bytes, 0);
    }
}

static inline size_t hr_good_size(const struct hr_allocator *allocator, size_t bytes) {
    return allocator->good_size(allocator->context, bytes);
}

/*
 * The registered allocators, in the order of structures/allocators/allocators.def. These take no
 * setting and live for ever; any thread may use them and release another's block, and after a fork
 * parent and child go on with blocks of their own.
 *
 * `heap` (realloc), `copying` (malloc, memcpy, free, as C++ containers do), `mapped` (mremap) and
 * `reserved` (address space reserved, pages touched as needed): these two take blocks under 128 KiB
 * from the heap, so that an array that grows by appending is copied when it crosses that border.
 * `reserved-all` reserves for every size and never copies a byte, but takes a page and 64 GiB of
 * address space per block: for few arrays, not for small objects.
 *
 * `arena` (old blocks abandoned, as APR's and nginx's pools do) and `pool` (blocks up to 512 bytes
 * by size class, as pymalloc; above, the heap) are one hr_arena and one hr_pool for the process, on
 * the heap, under one lock; headroom/arena.h and headroom/pool.h make others. When no block of
 * theirs is live any more, as when a request has ended, they start again from their beginning: one
 * chunk or slab is kept, the others go back to the heap. A block that lives for ever keeps all that
 * the arena has abandoned.
 */
const struct hr_allocator *hr_allocator_find(const char *name); /* NULL when there is none */
const struct hr_allocator *hr_allocator_at(size_t index);       /* NULL past the end */

/*
 * Whether regions of mapped and reserved that are made or moved from now on ask the kernel for huge
 * pages (madvise); they then start at a multiple of 2 MiB. Off at first. For the whole process; to
 * be set before blocks are made.
 */
void hr_allocator_prefer_huge_pages(bool prefer);

/*
 * Counting: passes every request on and keeps the block ledger, the exact account of what a
 * structure asked of its allocator. Counters change only after the parent said yes.
 */
struct hr_block_counts {
    uint64_t allocate_calls, resize_calls, release_calls, failed_calls;
    uint64_t total_bytes;     /* sum of the sizes allocated and of the growth of resizes */
    uint64_t requested_bytes; /* sum of the sizes of all successful allocate and resize requests */
    uint64_t live_bytes;      /* now */
    uint64_t peak_live_bytes; /* highest live_bytes */
    /* Highest live_bytes with old and new block both counted during a move that is not known to
     * remap: what has to be there at once. */
    uint64_t peak_moving_bytes;
    uint64_t live_blocks, peak_live_blocks;
    uint64_t readdressed_bytes; /* contents of blocks whose address changed */
    uint64_t copied_bytes;      /* that part of them which is known to have been copied */
    uint64_t unknown_bytes;     /* that part of which nobody knows; not 0: copied_bytes is n/a */
};

struct hr_counting_allocator {
    struct hr_allocator allocator; /* use this one; name "counting" */
    const struct hr_allocator *parent;
    struct hr_block_counts counts;
};

/* Ready for use with zero counts; owns nothing. `parent` must outlive it. Not thread-safe. */
void hr_counting_allocator_init(struct hr_counting_allocator *counting,
                                const struct hr_allocator *parent);

/* Starts a region: the counters return to 0, but blocks that live keep counting as live. */
void hr_counting_allocator_begin(struct hr_counting_allocator *counting);

/* Failing: for tests; says no to chosen requests (frees always succeed) and passes on the others.
 */
enum hr_failing_mode {
    HR_FAIL_NEVER,  /* only counts the requests */
    HR_FAIL_ONCE,   /* request number `fail_at` (from 0) alone */
    HR_FAIL_ALWAYS, /* that one and all that follow */
};

struct hr_failing_allocator {
    struct hr_allocator allocator; /* use this one; name "failing" */
    const struct hr_allocator *parent;
    enum hr_failing_mode mode;
    uint64_t fail_at;
    uint64_t requests; /* allocate and resize requests so far, the refused ones too */
};

void hr_failing_allocator_init(struct hr_failing_allocator *failing,
                               const struct hr_allocator *parent, enum hr_failing_mode mode,
                               uint64_t fail_at);

HR_END_C

#endif
