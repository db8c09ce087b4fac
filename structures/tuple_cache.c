/*
 * tuple_cache.c - the buckets of released tuples: their limits, their counts, their emptying, and
 * how a cache changes its thread. What takes tuples out and puts them in is in tuple.h.
 */
#include <headroom/tuple_cache.h>

#include <stdatomic.h>
#include <string.h>

#include <headroom/check.h>
#include <headroom/checked_math.h>
#include <headroom/tuple.h>

/*
 * PyTuple_MAXSAVESIZE is 20 and PyTuple_MAXFREELIST 2000 in all versions; up to 3.10 the place of
 * length 0 was counted among the 20 (Include/internal/pycore_interp.h, pycore_tuple.h). One thing
 * is not modelled: 3.11 and 3.12 park tuples of length 20 and never take one out again.
 */
static const struct hr_tuple_cache_preset presets[] = {
    {"book", "High Performance Python, chapter 3: lengths 1-20, 20,000 of each", 20, 20000},
    {"cpython-3.10", "CPython 2.7 to 3.10: lengths 1-19, 2,000 of each", 19, 2000},
    {"cpython-3.11", "CPython 3.11 to 3.13: lengths 1-20, 2,000 of each", 20, 2000},
    {"cpython-3.14", "CPython 3.14 and 3.15: lengths 1-20, 2,000 of each", 20, 2000},
    {"off", "nothing is kept", 0, 0},
};

enum { PRESETS = sizeof presets / sizeof presets[0] };

const struct hr_tuple_cache_preset *hr_tuple_cache_preset_find(const char *name) {
    for (size_t i = 0; i < PRESETS; i++) {
        if (strcmp(presets[i].name, name) == 0) {
            return &presets[i];
        }
    }
    return NULL;
}

const struct hr_tuple_cache_preset *hr_tuple_cache_preset_at(size_t index) {
    return index < PRESETS ? &presets[index] : NULL;
}

/* Threads are numbered from 1 as they first ask: unlike addresses, numbers do not come again. */
static uint64_t thread_number(void) {
    static atomic_uint_fast64_t last;
    /* Without a model of its own, a module that is opened later would allocate it at first use, in
     * the middle of what is counted. */
    static _Thread_local uint64_t mine HR_TLS_INITIAL;
    if (mine == 0) {
        mine = atomic_fetch_add_explicit(&last, 1, memory_order_relaxed) + 1;
    }
    return mine;
}

bool hr_tuple_cache_is_mine(const struct hr_tuple_cache *cache) {
    return cache->max_length == 0 || cache->owner == thread_number();
}

void hr_tuple_cache_give(struct hr_tuple_cache *cache) {
    HR_ASSERT_SAYING("tuple cache given by a thread that does not own it",
                     hr_tuple_cache_is_mine(cache));
    cache->owner = 0;
}

void hr_tuple_cache_take(struct hr_tuple_cache *cache) {
    HR_ASSERT_SAYING("tuple cache taken that its owner did not give", cache->owner == 0);
    cache->owner = thread_number();
}

void hr_tuple_cache_init(struct hr_tuple_cache *cache, const struct hr_allocator *allocator,
                         const struct hr_tuple_cache_preset *preset) {
    size_t max_length = preset->max_length;
    if (max_length > HR_TUPLE_CACHE_LENGTHS) {
        max_length = HR_TUPLE_CACHE_LENGTHS;
    }
    *cache = (struct hr_tuple_cache){.allocator = allocator,
                                     .max_length = max_length,
                                     .limit = preset->limit,
                                     .owner = thread_number()};
    for (size_t length = 1; length <= max_length; length++) {
        cache->buckets[length].limit = preset->limit;
    }
}

static uint64_t parked_in(const struct hr_tuple_bucket *bucket) {
    return bucket->given - bucket->taken;
}

/* Gives tuples back until `keep` are left in the bucket. */
static void drain_bucket(struct hr_tuple_cache *cache, size_t length, uint64_t keep) {
    while (parked_in(&cache->buckets[length]) > keep) {
        struct hr_tuple *tuple = hr_tuple_unpark(cache, length);
        hr_release(cache->allocator, tuple, hr_tuple_bytes(length));
        cache->drained++;
    }
}

void hr_tuple_cache_trim(struct hr_tuple_cache *cache, size_t keep) {
    HR_ASSERT_SAYING("tuple cache used by a thread that does not own it",
                     hr_tuple_cache_is_mine(cache));
    HR_ASSERT_EXPENSIVE(hr_tuple_cache_is_valid(cache));
    for (size_t length = 1; length <= cache->max_length; length++) {
        drain_bucket(cache, length, keep);
    }
}

void hr_tuple_cache_drain(struct hr_tuple_cache *cache) {
    hr_tuple_cache_trim(cache, 0);
}

void hr_tuple_cache_clean_up(struct hr_tuple_cache *cache) {
    hr_tuple_cache_drain(cache);
}

/* Moves tuples of this length as long as both have what it takes: one to move, and room. */
static void move_bucket(struct hr_tuple_cache *into, struct hr_tuple_cache *from, size_t length) {
    const struct hr_tuple_bucket *room = &into->buckets[length];
    while (parked_in(room) < room->limit && from->buckets[length].first != NULL) {
        struct hr_tuple *tuple = hr_tuple_unpark(from, length);
        from->handed_over++;
        (void)hr_tuple_park(into, tuple, length);
        into->received++;
    }
}

void hr_tuple_cache_merge(struct hr_tuple_cache *into, struct hr_tuple_cache *from) {
    HR_ASSERT(into != from);
    HR_ASSERT_EXPENSIVE(hr_tuple_cache_is_valid(into) && hr_tuple_cache_is_valid(from));
    if (into->allocator == from->allocator) {
        for (size_t length = 1; length <= from->max_length; length++) {
            move_bucket(into, from, length);
        }
    }
    hr_tuple_cache_drain(from);
}

uint64_t hr_tuple_cache_parked(const struct hr_tuple_cache *cache, size_t length) {
    return length <= HR_TUPLE_CACHE_LENGTHS ? parked_in(&cache->buckets[length]) : 0;
}

/* A tuple that went out went into use, unless it was drained or handed over. */
struct hr_tuple_cache_counts hr_tuple_cache_counts(const struct hr_tuple_cache *cache) {
    struct hr_tuple_cache_counts counts = {.misses = cache->misses,
                                           .refused = cache->refused,
                                           .drained = cache->drained,
                                           .handed_over = cache->handed_over,
                                           .received = cache->received};
    uint64_t taken = 0;
    for (size_t length = 1; length <= cache->max_length; length++) {
        const uint64_t parked = parked_in(&cache->buckets[length]);
        taken += cache->buckets[length].taken;
        counts.parked += parked;
        counts.parked_bytes += hr_saturating_multiply(parked, hr_tuple_bytes(length));
    }
    counts.hits = taken - cache->drained - cache->handed_over;
    return counts;
}

static bool is_parked(const struct hr_tuple *tuple, size_t length) {
    return tuple != NULL && tuple->length == length &&
           (tuple->reference_count == 1 || tuple->reference_count == HR_TUPLE_PARKED);
}

/*
 * A tuple that stood twice in a bucket would close a circle, so that counting to the bucket's
 * length finds either too few tuples or no end.
 */
static bool is_bucket_valid(const struct hr_tuple_bucket *bucket, size_t length) {
    const struct hr_tuple *tuple = bucket->first;
    for (uint64_t i = 0; i < parked_in(bucket); i++) {
        if (!is_parked(tuple, length)) {
            return false;
        }
        tuple = tuple->next;
    }
    return tuple == NULL && parked_in(bucket) <= bucket->limit;
}

bool hr_tuple_cache_is_valid(const struct hr_tuple_cache *cache) {
    if (cache->allocator == NULL || cache->max_length > HR_TUPLE_CACHE_LENGTHS) {
        return false;
    }
    for (size_t length = 0; length <= HR_TUPLE_CACHE_LENGTHS; length++) {
        const bool is_cached = length > 0 && length <= cache->max_length;
        if (cache->buckets[length].limit != (is_cached ? cache->limit : 0) ||
            !is_bucket_valid(&cache->buckets[length], length)) {
            return false;
        }
    }
    return true;
}
