/*
 * dynarray.h - the dynamic array: typed inline wrappers over one untyped core.
 *
 *     HR_DYNARRAY_DEFINE(numbers, double)            struct numbers and numbers_push() ...
 *
 *     const struct hr_dynarray_config config = {
 *         .allocator = hr_allocator_find("heap"), .growth = hr_growth_find("libstdcxx")};
 *     struct numbers numbers;
 *     numbers_init(&numbers, &config);
 *     if (numbers_push(&numbers, 3.14) != HR_OK) { ... the array is as it was ... }
 *     double first = *numbers_at(&numbers, 0);
 *     numbers_clean_up(&numbers);
 *
 * How fast push is: one compare, one branch that is predicted not taken, one store. All else is in
 * hr_dynarray_grow, the only place that allocates or asks the growth policy. The fields of a local
 * array stay in registers where its address goes to no other call than init, push, pop, at, items,
 * length, capacity, clear, reserve and clean_up.
 *
 * Invariants: length <= capacity; items is NULL exactly when capacity is 0; an empty new array owns
 * nothing; capacity * element_bytes never exceeds PTRDIFF_MAX. Not thread-safe: one owner.
 * Every call that may change the capacity invalidates pointers into the array; the docs say which.
 */
#ifndef HEADROOM_DYNARRAY_H
#define HEADROOM_DYNARRAY_H

#include <stdbool.h>
#include <stddef.h>

#include <headroom/allocator.h>
#include <headroom/attributes.h>
#include <headroom/check.h>
#include <headroom/footprint.h>
#include <headroom/growth.h>
#include <headroom/status.h>

HR_BEGIN_C

/* How an array gets its blocks; shared by many arrays, must outlive them. */
struct hr_dynarray_config {
    const struct hr_allocator *allocator;
    const struct hr_growth *growth;
    bool element_has_pointers; /* told to the policy; Go's differ by it */
};

struct hr_dynarray {
    void *items;
    size_t length;   /* elements in use */
    size_t capacity; /* slots */
    const struct hr_dynarray_config *config;
};

/* Makes an empty array that owns nothing. Never fails. */
static inline void hr_dynarray_init(struct hr_dynarray *array,
                                    const struct hr_dynarray_config *config) {
    array->items = NULL;
    array->length = 0;
    array->capacity = 0;
    array->config = config;
}

/* Gives the block back; the array is then empty and may be used again. */
void hr_dynarray_clean_up(struct hr_dynarray *array, size_t element_bytes);

/*
 * Room for at least `needed` elements, by the policy's rule for this reason; the length stays.
 * HR_TOO_LARGE, HR_NO_MEMORY: the array is as it was. Invalidates pointers into the array.
 */
HR_NODISCARD HR_COLD enum hr_status hr_dynarray_grow(struct hr_dynarray *array,
                                                     size_t element_bytes, size_t needed,
                                                     enum hr_growth_reason reason);

/*
 * After a removal: asks the policy whether to give memory back; a refusal of the allocator is not
 * an error, the array then keeps its block. `old_length` is the length before the removal.
 */
HR_COLD void hr_dynarray_shrink(struct hr_dynarray *array, size_t element_bytes, size_t old_length);

/* Capacity becomes the length (0 frees the block). HR_NO_MEMORY: unchanged. Invalidates pointers.
 */
HR_NODISCARD enum hr_status hr_dynarray_shrink_to_fit(struct hr_dynarray *array,
                                                      size_t element_bytes);

/*
 * Appends `count` elements copied from `values`, which may lie inside the array. O(count) and at
 * most one growth. HR_TOO_LARGE, HR_NO_MEMORY, HR_INVALID (NULL values, count not 0): unchanged.
 * Invalidates pointers into the array.
 */
HR_NODISCARD enum hr_status hr_dynarray_extend(struct hr_dynarray *array, size_t element_bytes,
                                               const void *values, size_t count);

/*
 * Fills an empty array without a block with `count` elements at the policy's CONSTRUCT capacity;
 * NULL values give zero bytes. HR_INVALID when the array is not empty.
 */
HR_NODISCARD enum hr_status hr_dynarray_construct(struct hr_dynarray *array, size_t element_bytes,
                                                  const void *values, size_t count);

/*
 * Opens a gap of one uninitialized element before `index` <= length, by the PUSH rule; the caller
 * fills it. HR_OUT_OF_RANGE, HR_TOO_LARGE, HR_NO_MEMORY: unchanged. O(length - index).
 */
HR_NODISCARD enum hr_status hr_dynarray_open_gap(struct hr_dynarray *array, size_t element_bytes,
                                                 size_t index);

/*
 * Removes `count` elements from `index` on; then asks a policy that shrinks, if less than half the
 * capacity or nothing is left. HR_OUT_OF_RANGE: unchanged. O(length - index).
 */
HR_NODISCARD enum hr_status hr_dynarray_erase(struct hr_dynarray *array, size_t element_bytes,
                                              size_t index, size_t count);

/* Capacity of at least `capacity` by the RESERVE rule; never shrinks. Invalidates pointers. */
HR_NODISCARD enum hr_status hr_dynarray_reserve(struct hr_dynarray *array, size_t element_bytes,
                                                size_t capacity);

/* New length; new elements are zero bytes, by the EXTEND rule; less is an erase at the end. */
HR_NODISCARD enum hr_status hr_dynarray_resize(struct hr_dynarray *array, size_t element_bytes,
                                               size_t length);

/* Whether the invariants hold. O(1). */
bool hr_dynarray_is_valid(const struct hr_dynarray *array, size_t element_bytes);

/* Bytes that its block was requested with, 0 without one: capacity * element_bytes, under a policy
 * NAME+good the allocator's good size for them. */
size_t hr_dynarray_block_bytes(const struct hr_dynarray *array, size_t element_bytes);

/* What it holds now; the overhead is the header of the array itself, and under a policy NAME+good
 * what is left of the block behind the last slot. O(1). */
struct hr_footprint hr_dynarray_footprint(const struct hr_dynarray *array, size_t element_bytes);

/*
 * The calls that push, pop, reserve and clean_up make, made on a copy: the array's own address
 * stays in the caller, so that the compiler can keep the fields of a local array in registers,
 * whatever is clobbered between two pushes. Copied whole: made field by field, gcc 12 loads length
 * and capacity as one vector ahead of push's compare, and each time waits for the store of the
 * length before it.
 */
HR_NODISCARD HR_ALWAYS_INLINE enum hr_status hr_dynarray_grow_aside(struct hr_dynarray *array,
                                                                    size_t element_bytes) {
    struct hr_dynarray copy = *array;
    enum hr_status status = hr_dynarray_grow(&copy, element_bytes, copy.length + 1, HR_GROWTH_PUSH);
    if (status == HR_OK) {
        array->items = copy.items;
        array->capacity = copy.capacity;
    }
    return status;
}

HR_ALWAYS_INLINE void hr_dynarray_shrink_aside(struct hr_dynarray *array, size_t element_bytes,
                                               size_t old_length) {
    struct hr_dynarray copy = *array;
    hr_dynarray_shrink(&copy, element_bytes, old_length);
    array->items = copy.items;
    array->capacity = copy.capacity;
}

HR_NODISCARD HR_ALWAYS_INLINE enum hr_status
hr_dynarray_reserve_aside(struct hr_dynarray *array, size_t element_bytes, size_t capacity) {
    struct hr_dynarray copy = *array;
    enum hr_status status = hr_dynarray_reserve(&copy, element_bytes, capacity);
    array->items = copy.items;
    array->capacity = copy.capacity;
    return status;
}

HR_ALWAYS_INLINE void hr_dynarray_clean_up_aside(struct hr_dynarray *array, size_t element_bytes) {
    struct hr_dynarray copy = *array;
    hr_dynarray_clean_up(&copy, element_bytes);
    hr_dynarray_init(array, array->config);
}

/*
 * Defines `struct name` and the functions name_*: the calls above with the element's type in place
 * of `void *` and its size filled in, and the inline push, pop and at. `type` is any complete
 * object type that may be copied byte by byte.
 *
 * name_pop: the last element goes to *value; HR_OUT_OF_RANGE when empty. Policies that shrink are
 * asked when the length falls below half the capacity, which all known shrink rules imply.
 * name_at: address of element `index` < length (checked builds assert), valid until the next
 * growth. name_clear: length 0, the block is kept.
 */
#define HR_DYNARRAY_DEFINE(name, type)                                                             \
    struct name {                                                                                  \
        struct hr_dynarray core;                                                                   \
    };                                                                                             \
    HR_UNUSED static inline void name##_init(struct name *array,                                   \
                                             const struct hr_dynarray_config *config) {            \
        hr_dynarray_init(&array->core, config);                                                    \
    }                                                                                              \
    HR_UNUSED static inline void name##_clean_up(struct name *array) {                             \
        hr_dynarray_clean_up_aside(&array->core, sizeof(type));                                    \
    }                                                                                              \
    HR_UNUSED HR_NODISCARD static inline enum hr_status name##_push(struct name *array,            \
                                                                    type value) {                  \
        if (HR_UNLIKELY(array->core.length == array->core.capacity)) {                             \
            enum hr_status status = hr_dynarray_grow_aside(&array->core, sizeof(type));            \
            if (status != HR_OK) {                                                                 \
                return status;                                                                     \
            }                                                                                      \
        }                                                                                          \
        ((type *)array->core.items)[array->core.length++] = value;                                 \
        return HR_OK;                                                                              \
    }                                                                                              \
    HR_UNUSED HR_NODISCARD static inline enum hr_status name##_pop(struct name *array,             \
                                                                   type *value) {                  \
        size_t length = array->core.length;                                                        \
        if (HR_UNLIKELY(length == 0)) {                                                            \
            return HR_OUT_OF_RANGE;                                                                \
        }                                                                                          \
        *value = ((type *)array->core.items)[length - 1];                                          \
        array->core.length = length - 1;                                                           \
        if (HR_UNLIKELY(length - 1 < array->core.capacity / 2) &&                                  \
            array->core.config->growth->has_shrink) {                                              \
            hr_dynarray_shrink_aside(&array->core, sizeof(type), length);                          \
        }                                                                                          \
        return HR_OK;                                                                              \
    }                                                                                              \
    HR_UNUSED static inline type *name##_at(const struct name *array, size_t index) {              \
        HR_ASSERT(index < array->core.length);                                                     \
        return &((type *)array->core.items)[index];                                                \
    }                                                                                              \
    HR_UNUSED static inline type *name##_items(const struct name *array) {                         \
        return (type *)array->core.items;                                                          \
    }                                                                                              \
    HR_UNUSED static inline size_t name##_length(const struct name *array) {                       \
        return array->core.length;                                                                 \
    }                                                                                              \
    HR_UNUSED static inline size_t name##_capacity(const struct name *array) {                     \
        return array->core.capacity;                                                               \
    }                                                                                              \
    HR_UNUSED static inline void name##_clear(struct name *array) {                                \
        array->core.length = 0;                                                                    \
    }                                                                                              \
    HR_UNUSED HR_NODISCARD static inline enum hr_status name##_extend(                             \
        struct name *array, type const *values, size_t count) {                                    \
        return hr_dynarray_extend(&array->core, sizeof(type), values, count);                      \
    }                                                                                              \
    HR_UNUSED HR_NODISCARD static inline enum hr_status name##_construct(                          \
        struct name *array, type const *values, size_t count) {                                    \
        return hr_dynarray_construct(&array->core, sizeof(type), values, count);                   \
    }                                                                                              \
    HR_UNUSED HR_NODISCARD static inline enum hr_status name##_insert(struct name *array,          \
                                                                      size_t index, type value) {  \
        enum hr_status status = hr_dynarray_open_gap(&array->core, sizeof(type), index);           \
        if (status == HR_OK) {                                                                     \
            ((type *)array->core.items)[index] = value;                                            \
        }                                                                                          \
        return status;                                                                             \
    }                                                                                              \
    HR_UNUSED HR_NODISCARD static inline enum hr_status name##_erase(struct name *array,           \
                                                                     size_t index, size_t count) { \
        return hr_dynarray_erase(&array->core, sizeof(type), index, count);                        \
    }                                                                                              \
    HR_UNUSED HR_NODISCARD static inline enum hr_status name##_reserve(struct name *array,         \
                                                                       size_t capacity) {          \
        return hr_dynarray_reserve_aside(&array->core, sizeof(type), capacity);                    \
    }                                                                                              \
    HR_UNUSED HR_NODISCARD static inline enum hr_status name##_resize(struct name *array,          \
                                                                      size_t length) {             \
        return hr_dynarray_resize(&array->core, sizeof(type), length);                             \
    }                                                                                              \
    HR_UNUSED HR_NODISCARD static inline enum hr_status name##_shrink_to_fit(struct name *array) { \
        return hr_dynarray_shrink_to_fit(&array->core, sizeof(type));                              \
    }                                                                                              \
    HR_UNUSED static inline bool name##_is_valid(const struct name *array) {                       \
        return hr_dynarray_is_valid(&array->core, sizeof(type));                                   \
    }                                                                                              \
    HR_UNUSED static inline struct hr_footprint name##_footprint(const struct name *array) {       \
        return hr_dynarray_footprint(&array->core, sizeof(type));                                  \
    }                                                                                              \
    struct name

HR_END_C

#endif
