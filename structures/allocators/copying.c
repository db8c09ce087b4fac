/*
 * copying.c - every resize is a new block, a copy and a free, as C++ containers do: realloc is
 * never called, and no block is ever extended in place.
 */
#include <stdlib.h>
#include <string.h>

#include <headroom/allocator.h>

#include "malloc_in_force.h"

static void *copying_resize(void *context, void *block, size_t old_bytes, size_t new_bytes) {
    (void)context;
    if (new_bytes == 0) {
        free(block);
        return NULL;
    }
    void *moved = malloc(new_bytes);
    if (moved != NULL && block != NULL) {
        memcpy(moved, block, old_bytes < new_bytes ? old_bytes : new_bytes);
        free(block);
    }
    return moved;
}

static size_t copying_good_size(void *context, size_t bytes) {
    (void)context;
    return malloc_good_size(bytes);
}

static enum hr_move copying_move(void *context, const void *block, size_t old_bytes,
                                 size_t new_bytes) {
    (void)context;
    (void)block;
    (void)old_bytes;
    (void)new_bytes;
    return HR_MOVE_COPIES;
}

extern const struct hr_allocator hr_allocator_copying;
const struct hr_allocator hr_allocator_copying = {
    .name = "copying",
    .summary = "malloc, memcpy and free for every resize, as C++ containers do",
    .resize = copying_resize,
    .good_size = copying_good_size,
    .move = copying_move,
};
