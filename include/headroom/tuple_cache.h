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
 * Threads: a cache belongs to the thread that initialized it and takes no lock. Checked builds
 * assert that nobody else uses it. A thread that wants no cache of its own making has one already,
 * hr_tuple_cache_current(). To hand a cache with all that is parked in it to another thread:
 *
 *     hr_tuple_cache_give(&cache);                   in the old thread: it belongs to nobody
 *     ... join, lock or queue: the caller's own synchronization ...
 *     hr_tuple_cache_take(&cache);                   in the new thread: it is its owner
 *     hr_tuple_cache_merge(&mine, &cache);           perhaps: its tuples into the thread's own
 * cache
 *
 * Invariants: a bucket holds only tuples of its length, no tuple twice, at most `limit` of them.
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

/*
 * book (1-20 x 20,000), cpython-3.10 (1-19 x 2,000), cpython-3.11 and cpython-3.14 (1-20 x 2,000),
 * off.
 */
const struct hr_tuple_cache_preset *hr_tuple_cache_preset_find(const char *name); /* or NULL */
const struct hr_tuple_cache_preset *hr_tuple_cache_preset_at(size_t index);       /* or NULL */

/*
 * Counted since init; a request or release of a length that is never cached counts nowhere. What
 * went into the buckets is what left them or is there: released tuples that were not refused, and
 * received, are together hits + drained + handed_over + parked.
 */
struct hr_tuple_cache_counts {
    uint64_t hits;         /* new tuples served from a bucket */
    uint64_t misses;       /* new tuples of a cached length that found the bucket empty */
    uint64_t refused;      /* released tuples that found the bucket full */
    uint64_t drained;      /* parked tuples that went back to the allocator */
    uint64_t handed_over;  /* parked tuples that a merge moved to another cache */
    uint64_t received;     /* parked tuples that came from another cache */
    uint64_t parked;       /* tuples in the buckets now */
    uint64_t parked_bytes; /* their bytes now */
};

struct hr_tuple;

/* Two counters that only grow: making and releasing write one each, and need no third for hits. */
struct hr_tuple_bucket {
    struct hr_tuple *first;
    uint64_t given; /* tuples that came in */
    uint64_t taken; /* tuples that went out; given - taken are parked */
    uint64_t limit; /* 0: this length is not cached, the bucket stays empty */
};

struct hr_tuple_cache {
    const struct hr_allocator *allocator;
    size_t max_length, limit;
    uint64_t owner; /* number of the thread it belongs to; 0: nobody */
    uint64_t misses, refused, drained, handed_over, received;
    struct hr_tuple_bucket buckets[HR_TUPLE_CACHE_LENGTHS + 1]; /* by length; [0] stays empty */
};

/*
 * An empty cache that belongs to the calling thread. `allocator` is where its tuples come from and
 * must outlive it. A max_length above HR_TUPLE_CACHE_LENGTHS counts as that.
 */
void hr_tuple_cache_init(struct hr_tuple_cache *cache, const struct hr_allocator *allocator,
                         const struct hr_tuple_cache_preset *preset);

/* Drains it. Tuples that are still referenced must be released before. */
void hr_tuple_cache_clean_up(struct hr_tuple_cache *cache);

/*
 * The calling thread's own cache, made at its first call: allocator `heap`, preset cpython-3.11. It
 * is drained when the thread ends (the main thread's is not: drain it where that matters) and must
 * be neither cleaned up nor handed over; merge moves what is parked in it. Never NULL: where the
 * system has no place left to note the end of the thread, the cache keeps nothing.
 */
struct hr_tuple_cache *hr_tuple_cache_current(void);

/* Whether the calling thread may use it: its own, or one that keeps nothing and so shares nothing.
 */
bool hr_tuple_cache_is_mine(const struct hr_tuple_cache *cache);

/* The calling thread gives up its cache; nobody may use it until a thread takes it. */
void hr_tuple_cache_give(struct hr_tuple_cache *cache);

/*
 * The calling thread becomes the owner of a cache that was given up. That the giving came before,
 * and is seen here, is the caller's affair: a join, a lock, a queue.
 */
void hr_tuple_cache_take(struct hr_tuple_cache *cache);

/*
 * Moves what is parked in `from` to `into` as far as the limits of `into` allow; the rest goes back
 * to the allocator, as does all of it when the two have different allocators. `from` is empty
 * afterwards and still usable. Both belong to the caller and are not the same. O(parked in `from`).
 */
void hr_tuple_cache_merge(struct hr_tuple_cache *into, struct hr_tuple_cache *from);

/* Gives every parked tuple back to the allocator; the other counts stay. O(parked). */
void hr_tuple_cache_drain(struct hr_tuple_cache *cache);

/* Gives back what is parked beyond `keep` tuples of each length. The limits stay. */
void hr_tuple_cache_trim(struct hr_tuple_cache *cache, size_t keep);

/* How many tuples of this length are parked; 0 for a length that is not cached. O(1). */
uint64_t hr_tuple_cache_parked(const struct hr_tuple_cache *cache, size_t length);

struct hr_tuple_cache_counts hr_tuple_cache_counts(const struct hr_tuple_cache *cache);

/* Walks all buckets: O(parked). */
bool hr_tuple_cache_is_valid(const struct hr_tuple_cache *cache);

HR_END_C

#endif
