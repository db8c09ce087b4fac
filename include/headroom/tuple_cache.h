/*
 * tuple_cache.h - free lists of released tuples, one bucket per length.
 *
 * A tuple of length 1...20 that is released goes to the bucket of its length, and the next new
 * tuple of that length takes it back without a call of the allocator. Models CPython's free lists
 * (Objects/tupleobject.c) and what the book says of them; the price is memory that stays parked.
 *
 *     struct hr_tuple_cache cache;
 *     hr_tuple_cache_init(&cache, allocator, hr_tuple_cache_preset_find("cpython-3.11"));
 *     ...
 *     hr_tuple_cache_clean_up(&cache);               every parked tuple goes back to the allocator
 *
 * Not thread-safe: one owner. Invariants: a bucket holds only tuples of its length, no tuple twice,
 * at most `limit` of them.
 */
#ifndef HEADROOM_TUPLE_CACHE_H
#define HEADROOM_TUPLE_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headroom/allocator.h>
#include <headroom/attributes.h>

HR_BEGIN_C

enum { HR_TUPLE_CACHE_LENGTHS = 20 };

/* Lengths 1...max_length are cached, up to `limit` tuples of each. */
struct hr_tuple_cache_preset {
    const char *name;
    const char *origin;
    size_t max_length; /* 0: nothing is cached */
    size_t limit;      /* tuples per bucket */
};

/* book (1-20 x 20,000), cpython-3.10 (1-19 x 2,000), cpython-3.11 (1-20 x 2,000), off. */
const struct hr_tuple_cache_preset *hr_tuple_cache_preset_find(const char *name); /* or NULL */
const struct hr_tuple_cache_preset *hr_tuple_cache_preset_at(size_t index);       /* or NULL */

/* Counted since init; a request or release of a length that is never cached counts nowhere. */
struct hr_tuple_cache_counts {
    uint64_t hits;         /* new tuples served from a bucket */
    uint64_t misses;       /* new tuples of a cached length that found the bucket empty */
    uint64_t refused;      /* released tuples that found the bucket full */
    uint64_t parked;       /* tuples in the buckets now */
    uint64_t parked_bytes; /* their bytes now */
};

struct hr_tuple;

struct hr_tuple_cache {
    const struct hr_allocator *allocator;
    size_t max_length, limit;
    struct hr_tuple *buckets[HR_TUPLE_CACHE_LENGTHS + 1]; /* by length; [0] stays NULL */
    size_t bucket_lengths[HR_TUPLE_CACHE_LENGTHS + 1];    /* [0] is SIZE_MAX: never room */
    uint64_t hits, misses, refused;
};

/* An empty cache. `allocator` is where its tuples come from and must outlive it. */
void hr_tuple_cache_init(struct hr_tuple_cache *cache, const struct hr_allocator *allocator,
                         const struct hr_tuple_cache_preset *preset);

/* Drains it. Tuples that are still referenced must be released before. */
void hr_tuple_cache_clean_up(struct hr_tuple_cache *cache);

/* Gives every parked tuple back to the allocator; counters of hits and misses stay. */
void hr_tuple_cache_drain(struct hr_tuple_cache *cache);

struct hr_tuple_cache_counts hr_tuple_cache_counts(const struct hr_tuple_cache *cache);

/* Walks all buckets: O(parked). */
bool hr_tuple_cache_is_valid(const struct hr_tuple_cache *cache);

HR_END_C

#endif
