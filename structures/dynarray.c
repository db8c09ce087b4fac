/*
 * dynarray.c - the untyped core of the dynamic array.
 *
 * One function sets the block (resize_block) and one asks the policy for more room
 * (hr_dynarray_grow). Fields change only after the allocator has said yes, so that a call that
 * fails leaves the array as it was, its block included.
 *
 * No size wraps: capacity * element_bytes <= PTRDIFF_MAX is an invariant, and every length and
 * index is at most the capacity, so products of them fit, and so does length + 1.
 */
#include <headroom/dynarray.h>

#include <stdint.h>
#include <string.h>

#include <headroom/checked_math.h>

/* Slots beyond which pointer differences inside the block would not fit in ptrdiff_t. */
static size_t slots_limit(size_t element_bytes) {
    return (size_t)PTRDIFF_MAX / element_bytes;
}

/* Bytes of a number of slots that is within the limit. */
static size_t slots_bytes(size_t slots, size_t element_bytes) {
    HR_ASSERT(slots <= slots_limit(element_bytes));
    return hr_saturating_multiply(slots, element_bytes);
}

/*
 * Bytes that are requested for a number of slots: what they take, or under a policy that asks for
 * good sizes the next of those. A function of the slots alone, so that the size of a block need not
 * be stored beside its capacity.
 */
static size_t block_bytes(const struct hr_dynarray *array, size_t element_bytes, size_t slots) {
    const struct hr_dynarray_config *config = array->config;
    size_t bytes = slots_bytes(slots, element_bytes);
    if (!config->growth->takes_good_size || bytes == 0) {
        return bytes;
    }
    size_t good = hr_good_size(config->allocator, bytes);
    return good > bytes && good <= (size_t)PTRDIFF_MAX ? good : bytes;
}

static char *slot(const struct hr_dynarray *array, size_t element_bytes, size_t index) {
    return (char *)array->items + slots_bytes(index, element_bytes);
}

/* memcpy and memset want valid pointers even for no bytes; an empty array has none. */
static void copy(void *to, const void *from, size_t bytes) {
    if (bytes > 0) {
        memcpy(to, from, bytes);
    }
}

/* The only request to the allocator. `capacity` > 0 is within the limit and >= length. */
static enum hr_status resize_block(struct hr_dynarray *array, size_t element_bytes,
                                   size_t capacity) {
    size_t old_bytes = block_bytes(array, element_bytes, array->capacity);
    size_t new_bytes = block_bytes(array, element_bytes, capacity);
    void *items = hr_resize(array->config->allocator, array->items, old_bytes, new_bytes);
    if (items == NULL) {
        return HR_NO_MEMORY;
    }
    array->items = items;
    array->capacity = capacity;
    return HR_OK;
}

/* The length is 0 already. */
static void free_block(struct hr_dynarray *array, size_t element_bytes) {
    size_t bytes = block_bytes(array, element_bytes, array->capacity);
    hr_release(array->config->allocator, array->items, bytes);
    array->items = NULL;
    array->capacity = 0;
}

/* As resize_block, and frees for 0. */
static enum hr_status set_capacity(struct hr_dynarray *array, size_t element_bytes,
                                   size_t capacity) {
    if (capacity == 0) {
        free_block(array, element_bytes);
        return HR_OK;
    }
    return resize_block(array, element_bytes, capacity);
}

static size_t next_capacity(const struct hr_dynarray *array, size_t element_bytes, size_t length,
                            size_t needed, enum hr_growth_reason reason) {
    const struct hr_growth_request request = {
        .length = length,
        .capacity = array->capacity,
        .needed = needed,
        .element_bytes = element_bytes,
        .element_has_pointers = array->config->element_has_pointers,
        .reason = reason,
        .inline_capacity = 0,
        .limit = slots_limit(element_bytes),
        .good_size = array->config->allocator->good_size,
        .good_size_context = array->config->allocator->context,
    };
    return hr_growth_next(array->config->growth, &request);
}

enum hr_status hr_dynarray_grow(struct hr_dynarray *array, size_t element_bytes, size_t needed,
                                enum hr_growth_reason reason) {
    HR_ASSERT_VALID(hr_dynarray_is_valid(array, element_bytes));
    if (needed <= array->capacity) {
        return HR_OK;
    }
    if (needed > slots_limit(element_bytes)) {
        return HR_TOO_LARGE;
    }
    size_t capacity = next_capacity(array, element_bytes, array->length, needed, reason);
    return resize_block(array, element_bytes, capacity);
}

void hr_dynarray_shrink(struct hr_dynarray *array, size_t element_bytes, size_t old_length) {
    HR_ASSERT_VALID(hr_dynarray_is_valid(array, element_bytes));
    size_t needed = array->length;
    if (!array->config->growth->has_shrink || (needed >= array->capacity / 2 && needed > 0)) {
        return;
    }
    size_t capacity = next_capacity(array, element_bytes, old_length, needed, HR_GROWTH_SHRINK);
    if (capacity != array->capacity) {
        /* Refused: the array keeps its block, which is large enough. */
        enum hr_status status = set_capacity(array, element_bytes, capacity);
        (void)status;
    }
}

void hr_dynarray_clean_up(struct hr_dynarray *array, size_t element_bytes) {
    HR_ASSERT_VALID(hr_dynarray_is_valid(array, element_bytes));
    array->length = 0;
    free_block(array, element_bytes);
}

enum hr_status hr_dynarray_shrink_to_fit(struct hr_dynarray *array, size_t element_bytes) {
    HR_ASSERT_VALID(hr_dynarray_is_valid(array, element_bytes));
    if (array->length == array->capacity) {
        return HR_OK;
    }
    return set_capacity(array, element_bytes, array->length);
}

/* Room for `count` more elements. */
static enum hr_status make_room(struct hr_dynarray *array, size_t element_bytes, size_t count,
                                enum hr_growth_reason reason) {
    size_t needed;
    if (!hr_checked_add(array->length, count, &needed)) {
        return HR_TOO_LARGE;
    }
    return needed <= array->capacity ? HR_OK
                                     : hr_dynarray_grow(array, element_bytes, needed, reason);
}

/* Whether `values` lies inside the block, and at which byte. Integers: the pointers may differ in
 * their objects, and comparing those is undefined. */
static bool is_inside(const struct hr_dynarray *array, size_t element_bytes, const void *values,
                      size_t *offset) {
    uintptr_t first = (uintptr_t)array->items;
    uintptr_t at = (uintptr_t)values;
    if (array->items == NULL || at < first) {
        return false;
    }
    *offset = at - first;
    return *offset < slots_bytes(array->length, element_bytes);
}

enum hr_status hr_dynarray_extend(struct hr_dynarray *array, size_t element_bytes,
                                  const void *values, size_t count) {
    if (count == 0) {
        return HR_OK;
    }
    if (values == NULL) {
        return HR_INVALID;
    }
    size_t offset = 0;
    bool inside = is_inside(array, element_bytes, values, &offset);
    enum hr_status status = make_room(array, element_bytes, count, HR_GROWTH_EXTEND);
    if (status != HR_OK) {
        return status;
    }
    const void *from = inside ? (const char *)array->items + offset : values;
    copy(slot(array, element_bytes, array->length), from, slots_bytes(count, element_bytes));
    array->length += count;
    return HR_OK;
}

enum hr_status hr_dynarray_construct(struct hr_dynarray *array, size_t element_bytes,
                                     const void *values, size_t count) {
    if (array->length != 0 || array->capacity != 0) {
        return HR_INVALID;
    }
    if (count == 0) {
        return HR_OK;
    }
    enum hr_status status = hr_dynarray_grow(array, element_bytes, count, HR_GROWTH_CONSTRUCT);
    if (status != HR_OK) {
        return status;
    }
    if (values != NULL) {
        copy(array->items, values, slots_bytes(count, element_bytes));
    } else {
        memset(array->items, 0, slots_bytes(count, element_bytes));
    }
    array->length = count;
    return HR_OK;
}

enum hr_status hr_dynarray_open_gap(struct hr_dynarray *array, size_t element_bytes, size_t index) {
    if (index > array->length) {
        return HR_OUT_OF_RANGE;
    }
    enum hr_status status = make_room(array, element_bytes, 1, HR_GROWTH_PUSH);
    if (status != HR_OK) {
        return status;
    }
    char *gap = slot(array, element_bytes, index);
    memmove(gap + element_bytes, gap, slots_bytes(array->length - index, element_bytes));
    array->length++;
    return HR_OK;
}

enum hr_status hr_dynarray_erase(struct hr_dynarray *array, size_t element_bytes, size_t index,
                                 size_t count) {
    if (index > array->length || count > array->length - index) {
        return HR_OUT_OF_RANGE;
    }
    if (count == 0) {
        return HR_OK;
    }
    size_t old_length = array->length;
    size_t behind = old_length - index - count;
    memmove(slot(array, element_bytes, index), slot(array, element_bytes, index + count),
            slots_bytes(behind, element_bytes));
    array->length = old_length - count;
    if (array->length < array->capacity / 2 || array->length == 0) {
        hr_dynarray_shrink(array, element_bytes, old_length);
    }
    return HR_OK;
}

enum hr_status hr_dynarray_reserve(struct hr_dynarray *array, size_t element_bytes,
                                   size_t capacity) {
    if (capacity <= array->capacity) {
        return HR_OK;
    }
    return hr_dynarray_grow(array, element_bytes, capacity, HR_GROWTH_RESERVE);
}

enum hr_status hr_dynarray_resize(struct hr_dynarray *array, size_t element_bytes, size_t length) {
    if (length <= array->length) {
        return hr_dynarray_erase(array, element_bytes, length, array->length - length);
    }
    size_t count = length - array->length;
    enum hr_status status = make_room(array, element_bytes, count, HR_GROWTH_EXTEND);
    if (status != HR_OK) {
        return status;
    }
    memset(slot(array, element_bytes, array->length), 0, slots_bytes(count, element_bytes));
    array->length = length;
    return HR_OK;
}

bool hr_dynarray_is_valid(const struct hr_dynarray *array, size_t element_bytes) {
    return array != NULL && element_bytes > 0 && array->config != NULL &&
           array->config->allocator != NULL && array->config->growth != NULL &&
           array->length <= array->capacity && (array->items == NULL) == (array->capacity == 0) &&
           array->capacity <= slots_limit(element_bytes);
}

size_t hr_dynarray_block_bytes(const struct hr_dynarray *array, size_t element_bytes) {
    return block_bytes(array, element_bytes, array->capacity);
}

struct hr_footprint hr_dynarray_footprint(const struct hr_dynarray *array, size_t element_bytes) {
    HR_ASSERT_VALID(hr_dynarray_is_valid(array, element_bytes));
    size_t slots = slots_bytes(array->capacity, element_bytes);
    size_t remainder = block_bytes(array, element_bytes, array->capacity) - slots;
    return (struct hr_footprint){
        .length = array->length,
        .capacity = array->capacity,
        .payload_bytes = slots_bytes(array->length, element_bytes),
        .headroom_bytes = slots_bytes(array->capacity - array->length, element_bytes),
        .overhead_bytes = sizeof *array + remainder,
    };
}
