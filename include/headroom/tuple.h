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
 * 24 bytes of header and one word per item, as CPython's up to 3.13
 * (Include/cpython/tupleobject.h). The empty tuple is one object for all threads that is never
 * counted, written or freed. Tuples come from a tuple cache (tuple_cache.h) and must be released to
 * it or to another one of the same allocator; their items must come from that allocator too.
 *
 * How fast making and releasing are is a matter of stores: two for each item's references, one for
 * the item, five for the rest, and branches that are predicted. All else is in tuple.c. Reference
 * counts are plain words: a tuple and its items belong to one thread at a time.
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
#include <headroom/tuple_parked.h>

HR_BEGIN_C

/*
 * The references of all items, taken or dropped. Written out for short tuples, which is what tuples
 * are: a loop would cost as much as the references. Copying two items at once saves a store but was
 * measured to be slower (Zen 4).
 */
static inline void hr_tuple_take_items(struct hr_tuple *tuple, struct hr_box *const *items,
                                       size_t length) {
    switch (length) {
    default:
        for (size_t i = 8; i < length; i++) {
            tuple->items[i] = hr_box_take(items[i]);
        }
        /* fall through */
    case 8:
        tuple->items[7] = hr_box_take(items[7]);
        /* fall through */
    case 7:
        tuple->items[6] = hr_box_take(items[6]);
        /* fall through */
    case 6:
        tuple->items[5] = hr_box_take(items[5]);
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
        for (size_t i = 8; i < length; i++) {
            hr_box_release(allocator, tuple->items[i]);
        }
        /* fall through */
    case 8:
        hr_box_release(allocator, tuple->items[7]);
        /* fall through */
    case 7:
        hr_box_release(allocator, tuple->items[6]);
        /* fall through */
    case 6:
        hr_box_release(allocator, tuple->items[5]);
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

/* Takes a parked tuple of this length out of its bucket, with one reference; NULL: none is there.
 */
static inline struct hr_tuple *hr_tuple_unpark(struct hr_tuple_cache *cache, size_t length) {
    HR_ASSERT_SAYING("tuple cache used by a thread that does not own it",
                     hr_tuple_cache_is_mine(cache));
    struct hr_tuple *parked =
        HR_LIKELY(length <= HR_TUPLE_CACHE_LENGTHS) ? cache->buckets[length].first : NULL;
    if (HR_LIKELY(parked != NULL)) {
        hr_tuple_unpoison(parked, length);
        cache->buckets[length].first = parked->next;
        cache->buckets[length].taken++;
    }
    return parked;
}

/* Puts a tuple whose items are dropped into its bucket; false: there is none, or it is full. */
static inline bool hr_tuple_park(struct hr_tuple_cache *cache, struct hr_tuple *tuple,
                                 size_t length) {
    HR_ASSERT_SAYING("tuple cache used by a thread that does not own it",
                     hr_tuple_cache_is_mine(cache));
    if (HR_UNLIKELY(length > HR_TUPLE_CACHE_LENGTHS)) {
        return false;
    }
    struct hr_tuple_bucket *bucket = &cache->buckets[length];
    if (HR_UNLIKELY(bucket->given - bucket->taken >= bucket->limit)) {
        return false;
    }
    hr_tuple_poison(tuple);
    tuple->next = bucket->first;
    bucket->first = tuple;
    bucket->given++;
    return true;
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
    struct hr_tuple *made = hr_tuple_unpark(cache, length);
    if (HR_UNLIKELY(made == NULL)) {
        /* By way of a variable: the caller's own can then stay in a register. */
        struct hr_tuple *allocated;
        enum hr_status status = hr_tuple_new_allocated(cache, items, length, &allocated);
        if (status == HR_OK) {
            *tuple = allocated;
        }
        return status;
    }
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

/* The last reference is given up: drops those of the items and parks or frees the tuple. */
static inline void hr_tuple_destroy(struct hr_tuple_cache *cache, struct hr_tuple *tuple) {
    const size_t length = tuple->length;
    HR_ASSERT(tuple->reference_count == 1);
    hr_tuple_drop_items(cache->allocator, tuple, length);
    if (HR_UNLIKELY(!hr_tuple_park(cache, tuple, length))) {
        hr_tuple_free(cache, tuple);
    }
}

/* One more reference; returns the tuple. That of the empty tuple, all threads', is not counted. */
static inline struct hr_tuple *hr_tuple_take(struct hr_tuple *tuple) {
    HR_ASSERT_SAYING("tuple used after its last release", hr_tuple_is_live(tuple));
    if (HR_LIKELY(tuple->length > 0)) {
        tuple->reference_count++;
    }
    return tuple;
}

/* One reference less; the last one destroys the tuple. */
static inline void hr_tuple_release(struct hr_tuple_cache *cache, struct hr_tuple *tuple) {
    HR_ASSERT_SAYING("tuple released once too often", hr_tuple_is_live(tuple));
    if (HR_LIKELY(tuple->reference_count == 1)) {
        hr_tuple_destroy(cache, tuple);
    } else {
        tuple->reference_count--;
    }
}

/* Item `index` < length (checked builds assert); still owned by the tuple. */
static inline struct hr_box *hr_tuple_at(const struct hr_tuple *tuple, size_t index) {
    HR_ASSERT_SAYING("tuple used after its last release", hr_tuple_is_live(tuple));
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
