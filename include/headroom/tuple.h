/*
 * tuple.h - immutable sequence of references with a fixed length: exact size, no headroom, no
 * setter.
 *
 *     struct hr_tuple *pair;
 *     struct hr_box *const items[] = {x, y};
 *     if (hr_tuple_new(&cache, items, 2, &pair) != HR_OK) { ... }    takes a reference of each item
 *     ... hr_tuple_at(pair, 0) ...
 *     hr_tuple_release(&cache, pair);                                drops them again
 *
 * 24 bytes of header and one word per item, as CPython's (Include/cpython/tupleobject.h). The empty
 * tuple is one shared object that is never freed. Tuples come from a tuple cache (tuple_cache.h)
 * and must be released to the same one; their items must come from the allocator of that cache.
 *
 * How fast making one is: a compare of the length, a load of the bucket, one branch that is
 * predicted not taken, and the references. All else is in hr_tuple_new_allocated. Not thread-safe:
 * reference counts are plain words, and the empty tuple is shared by all caches of the process.
 */
#ifndef HEADROOM_TUPLE_H
#define HEADROOM_TUPLE_H

#include <stdbool.h>
#include <stddef.h>

#include <headroom/attributes.h>
#include <headroom/box.h>
#include <headroom/check.h>
#include <headroom/footprint.h>
#include <headroom/status.h>
#include <headroom/tuple_cache.h>

HR_BEGIN_C

struct hr_tuple {
    size_t reference_count;
    size_t length;
    struct hr_tuple *next; /* while parked: the next in its bucket */
    struct hr_box *items[];
};

/*
 * The references of all items, taken or dropped. Written out for short tuples: a loop would cost as
 * much as the references, and short is what tuples are.
 */
static inline void hr_tuple_take_items(struct hr_tuple *tuple, struct hr_box *const *items,
                                       size_t length) {
    switch (length) {
    default:
        for (size_t i = 5; i < length; i++) {
            tuple->items[i] = hr_box_take(items[i]);
        }
        /* fall through */
    case 5:
        tuple->items[4] = hr_box_take(items[4]);
        /* fall through */
    case 4:
        tuple->items[3] = hr_box_take(items[3]);
        /* fall through */
    case 3:
        tuple->items[2] = hr_box_take(items[2]);
        /* fall through */
    case 2:
        tuple->items[1] = hr_box_take(items[1]);
        /* fall through */
    case 1:
        tuple->items[0] = hr_box_take(items[0]);
        /* fall through */
    case 0:
        break;
    }
}

static inline void hr_tuple_drop_items(const struct hr_allocator *allocator, struct hr_tuple *tuple,
                                       size_t length) {
    switch (length) {
    default:
        for (size_t i = 5; i < length; i++) {
            hr_box_release(allocator, tuple->items[i]);
        }
        /* fall through */
    case 5:
        hr_box_release(allocator, tuple->items[4]);
        /* fall through */
    case 4:
        hr_box_release(allocator, tuple->items[3]);
        /* fall through */
    case 3:
        hr_box_release(allocator, tuple->items[2]);
        /* fall through */
    case 2:
        hr_box_release(allocator, tuple->items[1]);
        /* fall through */
    case 1:
        hr_box_release(allocator, tuple->items[0]);
        /* fall through */
    case 0:
        break;
    }
}

/* Whether tuples of this length have a bucket. The first compare is for compilers' bounds checks.
 */
static inline bool hr_tuple_is_cached(const struct hr_tuple_cache *cache, size_t length) {
    return length <= HR_TUPLE_CACHE_LENGTHS && length <= cache->max_length;
}

/* What hr_tuple_new does when no parked tuple fits: the shared empty one, or a new block. */
HR_NODISCARD enum hr_status hr_tuple_new_allocated(struct hr_tuple_cache *cache,
                                                   struct hr_box *const *items, size_t length,
                                                   struct hr_tuple **tuple);

/*
 * A new tuple with one reference, which the caller owns; takes one reference of each item.
 * O(length). HR_TOO_LARGE, HR_NO_MEMORY: nothing changed, the cache neither.
 */
HR_NODISCARD static inline enum hr_status hr_tuple_new(struct hr_tuple_cache *cache,
                                                       struct hr_box *const *items, size_t length,
                                                       struct hr_tuple **tuple) {
    struct hr_tuple *made = hr_tuple_is_cached(cache, length) ? cache->buckets[length] : NULL;
    if (HR_UNLIKELY(made == NULL)) {
        return hr_tuple_new_allocated(cache, items, length, tuple);
    }
    HR_ASSERT(made->reference_count == 0 && made->length == length);
    cache->buckets[length] = made->next;
    cache->bucket_lengths[length]--;
    cache->hits++;
    made->reference_count = 1;
    hr_tuple_take_items(made, items, length);
    *tuple = made;
    return HR_OK;
}

/* left + right: always a new tuple unless both are empty. O(length of both). Fails as hr_tuple_new.
 */
HR_NODISCARD enum hr_status hr_tuple_concatenate(struct hr_tuple_cache *cache,
                                                 const struct hr_tuple *left,
                                                 const struct hr_tuple *right,
                                                 struct hr_tuple **tuple);

/* What hr_tuple_destroy does with a tuple, its items dropped, that no bucket takes. */
void hr_tuple_free(struct hr_tuple_cache *cache, struct hr_tuple *tuple);

/* The count reached 0: drops the references of the items and parks or frees the tuple. */
static inline void hr_tuple_destroy(struct hr_tuple_cache *cache, struct hr_tuple *tuple) {
    const size_t length = tuple->length;
    HR_ASSERT(tuple->reference_count == 0);
    hr_tuple_drop_items(cache->allocator, tuple, length);
    if (HR_UNLIKELY(!hr_tuple_is_cached(cache, length) ||
                    cache->bucket_lengths[length] >= cache->limit)) {
        hr_tuple_free(cache, tuple);
        return;
    }
    tuple->next = cache->buckets[length];
    cache->buckets[length] = tuple;
    cache->bucket_lengths[length]++;
}

/* One more reference; returns the tuple. */
static inline struct hr_tuple *hr_tuple_take(struct hr_tuple *tuple) {
    tuple->reference_count++;
    return tuple;
}

/* One reference less; the last one destroys the tuple. */
static inline void hr_tuple_release(struct hr_tuple_cache *cache, struct hr_tuple *tuple) {
    HR_ASSERT(tuple->reference_count > 0);
    if (--tuple->reference_count == 0) {
        hr_tuple_destroy(cache, tuple);
    }
}

/* Item `index` < length (checked builds assert); still owned by the tuple. */
static inline struct hr_box *hr_tuple_at(const struct hr_tuple *tuple, size_t index) {
    HR_ASSERT(index < tuple->length);
    return tuple->items[index];
}

/* Bytes of a tuple of this length with its header; SIZE_MAX when that does not fit. */
size_t hr_tuple_bytes(size_t length);

bool hr_tuple_is_valid(const struct hr_tuple *tuple);

/* object_bytes are those of items that nobody else refers to. O(length). */
struct hr_footprint hr_tuple_footprint(const struct hr_tuple *tuple);

HR_END_C

#endif
