/*
 * tuple_cache.c - the buckets of released tuples: their limits, their counts, their emptying. What
 * takes tuples out of them and puts them in is in tuple.h and tuple.c.
 */
#include <headroom/tuple_cache.h>

#include <string.h>

#include <headroom/check.h>
#include <headroom/checked_math.h>
#include <headroom/tuple.h>

/*
 * PyTuple_MAXSAVESIZE is 20 and PyTuple_MAXFREELIST 2000 in all versions; up to 3.10 the place of
 * length 0 was counted among the 20 (Include/internal/pycore_interp.h, pycore_tuple.h).
 */
static const struct hr_tuple_cache_preset presets[] = {
    {"book", "High Performance Python, chapter 3: lengths 1-20, 20,000 of each", 20, 20000},
    {"cpython-3.10", "CPython 2.7 to 3.10: lengths 1-19, 2,000 of each", 19, 2000},
    {"cpython-3.11", "CPython 3.11 to 3.13: lengths 1-20, 2,000 of each", 20, 2000},
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

void hr_tuple_cache_init(struct hr_tuple_cache *cache, const struct hr_allocator *allocator,
                         const struct hr_tuple_cache_preset *preset) {
    size_t max_length = preset->max_length;
    if (max_length > HR_TUPLE_CACHE_LENGTHS) {
        max_length = HR_TUPLE_CACHE_LENGTHS;
    }
    *cache = (struct hr_tuple_cache){
        .allocator = allocator, .max_length = max_length, .limit = preset->limit};
    /* Full for ever: the empty tuple is never parked, and nothing has to ask for its length. */
    cache->bucket_lengths[0] = SIZE_MAX;
}

void hr_tuple_cache_clean_up(struct hr_tuple_cache *cache) {
    hr_tuple_cache_drain(cache);
}

void hr_tuple_cache_drain(struct hr_tuple_cache *cache) {
    HR_ASSERT_EXPENSIVE(hr_tuple_cache_is_valid(cache));
    for (size_t length = 1; length <= cache->max_length; length++) {
        struct hr_tuple *tuple = cache->buckets[length];
        while (tuple != NULL) {
            struct hr_tuple *next = tuple->next;
            hr_release(cache->allocator, tuple, hr_tuple_bytes(length));
            tuple = next;
        }
        cache->buckets[length] = NULL;
        cache->bucket_lengths[length] = 0;
    }
}

struct hr_tuple_cache_counts hr_tuple_cache_counts(const struct hr_tuple_cache *cache) {
    struct hr_tuple_cache_counts counts = {
        .hits = cache->hits, .misses = cache->misses, .refused = cache->refused};
    for (size_t length = 1; length <= cache->max_length; length++) {
        counts.parked += cache->bucket_lengths[length];
        counts.parked_bytes +=
            hr_saturating_multiply(cache->bucket_lengths[length], hr_tuple_bytes(length));
    }
    return counts;
}

/*
 * A tuple that stood twice in a bucket would close a circle, so that counting to the bucket's
 * length finds either too few tuples or no end.
 */
static bool is_bucket_valid(const struct hr_tuple_cache *cache, size_t length) {
    const struct hr_tuple *tuple = cache->buckets[length];
    for (size_t i = 0; i < cache->bucket_lengths[length]; i++) {
        if (tuple == NULL || tuple->length != length || tuple->reference_count != 0) {
            return false;
        }
        tuple = tuple->next;
    }
    return tuple == NULL && cache->bucket_lengths[length] <= cache->limit;
}

bool hr_tuple_cache_is_valid(const struct hr_tuple_cache *cache) {
    if (cache->allocator == NULL || cache->max_length > HR_TUPLE_CACHE_LENGTHS) {
        return false;
    }
    for (size_t length = 1; length <= HR_TUPLE_CACHE_LENGTHS; length++) {
        bool is_cached = length <= cache->max_length;
        bool is_empty = cache->buckets[length] == NULL && cache->bucket_lengths[length] == 0;
        if (is_cached ? !is_bucket_valid(cache, length) : !is_empty) {
            return false;
        }
    }
    return cache->buckets[0] == NULL && cache->bucket_lengths[0] == SIZE_MAX;
}
