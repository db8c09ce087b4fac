/*
 * footprint.h - what a structure holds at this moment, split by what it is for. The only window
 * that meters have into a structure.
 *
 *     struct hr_footprint footprint = numbers_footprint(&numbers);
 *     printf("%zu of %zu slots used\n", footprint.length, footprint.capacity);
 */
#ifndef HEADROOM_FOOTPRINT_H
#define HEADROOM_FOOTPRINT_H

#include <stddef.h>

#include <headroom/attributes.h>

HR_BEGIN_C

/* All bytes are requested bytes: what the allocator rounds up is not the structure's to know. */
struct hr_footprint {
    size_t length;         /* elements */
    size_t capacity;       /* slots */
    size_t payload_bytes;  /* slots in use */
    size_t headroom_bytes; /* slots not in use: (capacity - length) of them */
    size_t overhead_bytes; /* headers, counters, tables */
    size_t object_bytes;   /* objects the elements refer to and the structure owns alone */
    size_t parked_bytes;   /* released, but kept for reuse in a cache */
};

/* Headroom in per cent of the length; 0 for an empty structure. */
static inline double hr_headroom_percent(const struct hr_footprint *footprint) {
    if (footprint->length == 0) {
        return 0.0;
    }
    return 100.0 * (double)(footprint->capacity - footprint->length) / (double)footprint->length;
}

HR_END_C

#endif
