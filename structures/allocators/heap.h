/*
 * heap.h - the heap allocator, for those that pass small blocks on to it.
 */
#ifndef HEADROOM_HEAP_H
#define HEADROOM_HEAP_H

#include <headroom/allocator.h>

extern const struct hr_allocator hr_allocator_heap;

#endif
