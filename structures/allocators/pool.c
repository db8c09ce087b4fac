/*
 * pool.c - see headroom/pool.h; and `pool`, the one pool of the process.
 */
#include <headroom/pool.h>

#include <stdalign.h>
#include <string.h>

#include <headroom/check.h>

#include "heap.h"
#include "process_lock.h"

struct hr_pool_slab {
    alignas(HR_POOL_STEP_BYTES) struct hr_pool_slab *next;
};

struct released {
    struct released *next;
};

/* 1 … HR_POOL_LARGEST_BYTES; 0 is not. */
static bool is_small(size_t bytes) {
    return bytes - 1 < HR_POOL_LARGEST_BYTES;
}

static size_t class_of(size_t bytes) {
    return (bytes - 1) / HR_POOL_STEP_BYTES;
}

static size_t class_bytes(size_t index) {
    return (index + 1) * HR_POOL_STEP_BYTES;
}

/* The spare slab or one from the parent; NULL without memory. */
static struct hr_pool_slab *take_slab(struct hr_pool *pool) {
    struct hr_pool_slab *slab = pool->spare;
    pool->spare = NULL;
    if (slab == NULL) {
        slab = hr_allocate(pool->parent, HR_POOL_SLAB_BYTES);
        if (slab == NULL) {
            return NULL;
        }
        pool->footprint.held_bytes += HR_POOL_SLAB_BYTES;
    }
    slab->next = pool->slabs;
    pool->slabs = slab;
    return slab;
}

static void *count(struct hr_pool *pool, void *block, size_t bytes) {
    pool->footprint.live_blocks++;
    pool->footprint.live_bytes += bytes;
    return block;
}

/* Cuts a block from what is left of the class's newest slab, which is enough. */
static void *cut(struct hr_pool_class *sized, size_t bytes) {
    void *block = sized->uncut;
    sized->uncut += bytes;
    sized->uncut_bytes -= bytes;
    return block;
}

HR_COLD static void *cut_new_slab(struct hr_pool *pool, struct hr_pool_class *sized, size_t bytes) {
    struct hr_pool_slab *slab = take_slab(pool);
    if (slab == NULL) {
        return NULL;
    }
    sized->uncut = (char *)(slab + 1);
    sized->uncut_bytes = HR_POOL_SLAB_BYTES - sizeof *slab;
    return count(pool, cut(sized, bytes), bytes);
}

static void *take(struct hr_pool *pool, size_t requested) {
    struct hr_pool_class *sized = &pool->classes[class_of(requested)];
    size_t bytes = class_bytes(class_of(requested));
    struct released *block = sized->released;
    if (HR_LIKELY(block != NULL)) {
        sized->released = block->next;
        return count(pool, block, bytes);
    }
    return HR_LIKELY(sized->uncut_bytes >= bytes) ? count(pool, cut(sized, bytes), bytes)
                                                  : cut_new_slab(pool, sized, bytes);
}

static void give(struct hr_pool *pool, void *block, size_t requested) {
    size_t index = class_of(requested);
    struct released *released = block;
    released->next = pool->classes[index].released;
    pool->classes[index].released = released;
    pool->footprint.live_blocks--;
    pool->footprint.live_bytes -= class_bytes(index);
}

static void *allocate(struct hr_pool *pool, size_t bytes) {
    return HR_LIKELY(is_small(bytes)) ? take(pool, bytes) : hr_allocate(pool->parent, bytes);
}

static void release(struct hr_pool *pool, void *block, size_t bytes) {
    if (HR_LIKELY(is_small(bytes))) {
        give(pool, block, bytes);
    } else {
        hr_release(pool->parent, block, bytes);
    }
}

/* Out of line, so that those who stay in place need not save registers for it. */
HR_COLD static void *move_block(struct hr_pool *pool, void *block, size_t old_bytes,
                                size_t new_bytes) {
    void *moved = allocate(pool, new_bytes);
    if (moved != NULL) {
        memcpy(moved, block, old_bytes < new_bytes ? old_bytes : new_bytes);
        release(pool, block, old_bytes);
    }
    return moved;
}

static void *pool_resize(void *context, void *block, size_t old_bytes, size_t new_bytes) {
    struct hr_pool *pool = context;
    if (block == NULL) {
        return allocate(pool, new_bytes);
    }
    if (new_bytes == 0) {
        release(pool, block, old_bytes);
        return NULL;
    }
    if (!is_small(old_bytes) && !is_small(new_bytes)) {
        return hr_resize(pool->parent, block, old_bytes, new_bytes);
    }
    if (class_of(old_bytes) == class_of(new_bytes)) {
        return block;
    }
    return move_block(pool, block, old_bytes, new_bytes);
}

static size_t pool_good_size(void *context, size_t bytes) {
    const struct hr_pool *pool = context;
    return is_small(bytes) ? class_bytes(class_of(bytes)) : hr_good_size(pool->parent, bytes);
}

static enum hr_move pool_move(void *context, const void *block, size_t old_bytes,
                              size_t new_bytes) {
    const struct hr_allocator *parent = ((const struct hr_pool *)context)->parent;
    return is_small(old_bytes) || is_small(new_bytes)
               ? HR_MOVE_COPIES
               : parent->move(parent->context, block, old_bytes, new_bytes);
}

void hr_pool_init(struct hr_pool *pool, const struct hr_allocator *parent) {
    *pool = (struct hr_pool){
        .allocator =
            {
                .name = "pool",
                .summary = "small blocks by size class from slabs",
                .resize = pool_resize,
                .good_size = pool_good_size,
                .move = pool_move,
                .context = pool,
            },
        .parent = parent,
    };
}

static void give_slabs(struct hr_pool *pool, struct hr_pool_slab *slab) {
    while (slab != NULL) {
        struct hr_pool_slab *next = slab->next;
        hr_release(pool->parent, slab, HR_POOL_SLAB_BYTES);
        pool->footprint.held_bytes -= HR_POOL_SLAB_BYTES;
        slab = next;
    }
}

void hr_pool_reset(struct hr_pool *pool) {
    HR_ASSERT_EXPENSIVE(hr_pool_is_valid(pool));
    if (pool->spare == NULL && pool->slabs != NULL) {
        pool->spare = pool->slabs;
        pool->slabs = pool->slabs->next;
        pool->spare->next = NULL;
    }
    give_slabs(pool, pool->slabs);
    pool->slabs = NULL;
    memset(pool->classes, 0, sizeof pool->classes);
    pool->footprint.live_blocks = 0;
    pool->footprint.live_bytes = 0;
}

void hr_pool_clean_up(struct hr_pool *pool) {
    hr_pool_reset(pool);
    give_slabs(pool, pool->spare);
    pool->spare = NULL;
}

/* Bytes that are there for the next blocks: released ones and what is not yet cut. */
static size_t waiting_bytes(const struct hr_pool *pool) {
    size_t bytes = 0;
    for (size_t i = 0; i < HR_POOL_CLASSES; i++) {
        const struct released *released = pool->classes[i].released;
        bytes += pool->classes[i].uncut_bytes;
        for (; released != NULL; released = released->next) {
            bytes += class_bytes(i);
        }
    }
    return bytes;
}

bool hr_pool_is_valid(const struct hr_pool *pool) {
    const struct hr_pool_footprint *footprint = &pool->footprint;
    size_t slabs = 0;
    for (const struct hr_pool_slab *slab = pool->slabs; slab != NULL; slab = slab->next) {
        slabs++;
    }
    size_t held = (slabs + (pool->spare != NULL)) * HR_POOL_SLAB_BYTES;
    size_t room = slabs * (HR_POOL_SLAB_BYTES - sizeof(struct hr_pool_slab));
    return held == footprint->held_bytes && footprint->live_bytes + waiting_bytes(pool) <= room &&
           (footprint->live_blocks == 0) == (footprint->live_bytes == 0);
}

/* The registered one: calls for its classes take the lock. With their last block it starts again.
 */
static struct hr_pool process_pool = {.parent = &hr_allocator_heap};

static void *process_pool_resize(void *context, void *block, size_t old_bytes, size_t new_bytes) {
    struct hr_pool *pool = context;
    if (!is_small(old_bytes) && !is_small(new_bytes)) {
        return hr_resize(pool->parent, block, old_bytes, new_bytes);
    }
    process_lock();
    void *result = pool_resize(pool, block, old_bytes, new_bytes);
    if (!is_small(new_bytes) && pool->footprint.live_blocks == 0) {
        hr_pool_reset(pool);
    }
    process_unlock();
    return result;
}

extern const struct hr_allocator hr_allocator_pool;
const struct hr_allocator hr_allocator_pool = {
    .name = "pool",
    .summary = "up to 512 bytes blocks by size class from slabs; above, heap",
    .resize = process_pool_resize,
    .good_size = pool_good_size,
    .move = pool_move,
    .context = &process_pool,
};
