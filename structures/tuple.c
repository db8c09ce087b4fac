/*
 * tuple.c - the paths of tuples that are not inlined: the first block of a tuple, its end, and
 * concatenation.
 *
 * What makes them fast is inlined (tuple.h); what a parked one looks like is in tuple_parked.h.
 */
#include <headroom/tuple.h>

#include <headroom/checked_math.h>

/* The one empty tuple. Nobody writes to it, so that all threads may have it: its count stays 1. */
static struct hr_tuple empty_tuple = {.reference_count = 1};

size_t hr_tuple_bytes(size_t length) {
    size_t items = hr_saturating_multiply(length, sizeof(struct hr_box *));
    return hr_saturating_add(items, sizeof(struct hr_tuple));
}

/* A block for a tuple of length > 0, with one reference and without its items. */
static enum hr_status allocate(struct hr_tuple_cache *cache, size_t length,
                               struct hr_tuple **tuple) {
    const size_t bytes = hr_tuple_bytes(length);
    if (bytes > PTRDIFF_MAX) {
        return HR_TOO_LARGE;
    }
    struct hr_tuple *made = hr_allocate(cache->allocator, bytes);
    if (made == NULL) {
        return HR_NO_MEMORY;
    }
    cache->misses += length <= cache->max_length;
    made->reference_count = 1;
    made->length = length;
    *tuple = made;
    return HR_OK;
}

/* Fills items from `first` on with references that are taken. */
static void fill(struct hr_tuple *tuple, size_t first, struct hr_box *const *items, size_t count) {
    for (size_t i = 0; i < count; i++) {
        HR_ASSERT_VALID(hr_box_is_valid(items[i]));
        tuple->items[first + i] = hr_box_take(items[i]);
    }
}

enum hr_status hr_tuple_new_allocated(struct hr_tuple_cache *cache, struct hr_box *const *items,
                                      size_t length, struct hr_tuple **tuple) {
    if (length == 0) {
        *tuple = &empty_tuple;
        return HR_OK;
    }
    struct hr_tuple *made;
    enum hr_status status = allocate(cache, length, &made);
    if (status == HR_OK) {
        fill(made, 0, items, length);
        *tuple = made;
    }
    return status;
}

enum hr_status hr_tuple_concatenate(struct hr_tuple_cache *cache, const struct hr_tuple *left,
                                    const struct hr_tuple *right, struct hr_tuple **tuple) {
    HR_ASSERT_VALID(hr_tuple_is_valid(left) && hr_tuple_is_valid(right));
    const size_t length = hr_saturating_add(left->length, right->length);
    if (length == 0) {
        *tuple = &empty_tuple;
        return HR_OK;
    }
    struct hr_tuple *made = hr_tuple_unpark(cache, length);
    enum hr_status status = made != NULL ? HR_OK : allocate(cache, length, &made);
    if (status == HR_OK) {
        fill(made, 0, left->items, left->length);
        fill(made, left->length, right->items, right->length);
        *tuple = made;
    }
    return status;
}

void hr_tuple_free(struct hr_tuple_cache *cache, struct hr_tuple *tuple) {
    HR_ASSERT(tuple->reference_count == 1);
    if (tuple->length == 0) {
        HR_ASSERT(tuple == &empty_tuple);
        return;
    }
    cache->refused += tuple->length <= cache->max_length;
    hr_release(cache->allocator, tuple, hr_tuple_bytes(tuple->length));
}

bool hr_tuple_is_valid(const struct hr_tuple *tuple) {
    if (tuple == NULL || !hr_tuple_is_live(tuple)) {
        return false;
    }
    for (size_t i = 0; i < tuple->length; i++) {
        if (!hr_box_is_valid(tuple->items[i])) {
            return false;
        }
    }
    return tuple->length > 0 || tuple == &empty_tuple;
}

struct hr_footprint hr_tuple_footprint(const struct hr_tuple *tuple) {
    struct hr_footprint footprint = {
        .length = tuple->length,
        .capacity = tuple->length,
        .payload_bytes = hr_saturating_multiply(tuple->length, sizeof(struct hr_box *)),
        .overhead_bytes = sizeof(struct hr_tuple),
    };
    for (size_t i = 0; i < tuple->length; i++) {
        const struct hr_box *item = tuple->items[i];
        if (item->reference_count == 1) {
            footprint.object_bytes += hr_box_bytes((enum hr_box_kind)item->kind);
        }
    }
    return footprint;
}
