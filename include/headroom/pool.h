/*
 * pool.h - an allocator of small blocks by size class, as CPython's pymalloc: slabs are cut into
 * blocks of one size, and released blocks wait in the free list of their size.
 *
 *     struct hr_pool pool;
 *     hr_pool_init(&pool, hr_allocator_find("heap"));
 *     int *block = hr_allocate(&pool.allocator, 5 * sizeof *block);    (occupies 32 bytes)
 *     hr_release(&pool.allocator, block, 5 * sizeof *block);
 *     hr_pool_clean_up(&pool);
 */
#ifndef HEADROOM_POOL_H
#define HEADROOM_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include <headroom/allocator.h>
#include <headroom/attributes.h>

HR_BEGIN_C

/* The classes of CPython 3.13, Objects/obmalloc.c: 16, 32, 48 … 512 bytes; its pools have 16 KiB
 * too. What is greater is none of the pool's business and comes from the parent. */
enum {
    HR_POOL_STEP_BYTES = 16,
    HR_POOL_LARGEST_BYTES = 512,
    HR_POOL_CLASSES = HR_POOL_LARGEST_BYTES / HR_POOL_STEP_BYTES,
    HR_POOL_SLAB_BYTES = 16 * 1024,
};

/* Of the classes alone: blocks that come from the parent are counted nowhere. */
struct hr_pool_footprint {
    size_t live_blocks;
    size_t live_bytes; /* as the classes round them up */
    size_t held_bytes; /* slabs: live, waiting for reuse, not yet cut, and headers */
};

struct hr_pool_slab; /* a block of the parent: a header, then blocks of one class */

struct hr_pool_class {
    void *released; /* each block begins with the address of the one released before it */
    char *uncut;    /* the rest of the newest slab; touched only as blocks are taken from it */
    size_t uncut_bytes;
};

struct hr_pool {
    struct hr_allocator allocator; /* use this one; name "pool" */
    const struct hr_allocator *parent;
    struct hr_pool_slab *slabs; /* in use */
    struct hr_pool_slab *spare; /* at most one, kept by a reset */
    struct hr_pool_class classes[HR_POOL_CLASSES];
    struct hr_pool_footprint footprint;
};

/*
 * Ready for use; owns nothing until the first block. `parent` gives slabs and large blocks and must
 * outlive the pool. A resize within a class stays in place, one between two large sizes is the
 * parent's, all others copy. Slabs stay with their class until reset or clean_up. Not thread-safe.
 */
void hr_pool_init(struct hr_pool *pool, const struct hr_allocator *parent);

/* Ends the life of all blocks of the classes; one slab is kept, the others go back. Blocks greater
 * than the classes are the parent's and live on: they have to be released. */
void hr_pool_reset(struct hr_pool *pool);

/* As reset, but all slabs go back to the parent; the pool is as after its init. */
void hr_pool_clean_up(struct hr_pool *pool);

/* Whether counts, slabs and free lists agree; walks them all. */
bool hr_pool_is_valid(const struct hr_pool *pool);

HR_END_C

#endif
