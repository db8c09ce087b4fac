/*
 * heap.c - blocks from the malloc in force, resized by its realloc: in place where it can, by
 * mremap or by copying where it cannot, as CPython's large lists and C programs do.
 */
#include "heap.h"

#include <stdlib.h>

#include "malloc_in_force.h"

static void *heap_resize(void *context, void *block, size_t old_bytes, size_t new_bytes) {
    (void)context;
    (void)old_bytes;
    if (new_bytes == 0) {
        free(block); /* realloc to 0 bytes means something else in every libc */
        return NULL;
    }
    return realloc(block, new_bytes);
}

static size_t heap_good_size(void *context, size_t bytes) {
    (void)context;
    return malloc_good_size(bytes);
}

static enum hr_move heap_move(void *context, const void *block, size_t old_bytes,
                              size_t new_bytes) {
    (void)context;
    (void)old_bytes;
    (void)new_bytes;
    return malloc_move(block);
}

const struct hr_allocator hr_allocator_heap = {
    .name = "heap",
    .summary = "realloc of the malloc in force",
    .resize = heap_resize,
    .good_size = heap_good_size,
    .move = heap_move,
};
