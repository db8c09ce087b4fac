/*
 * rules.h - what the formulas of many systems have in common. For the files of this folder.
 */
#ifndef HEADROOM_GROWTH_RULES_H
#define HEADROOM_GROWTH_RULES_H

#include <stdint.h>

#include <headroom/checked_math.h>
#include <headroom/growth.h>

static inline size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

/* Asked for by the user in so many words: most systems give just that. */
static inline bool is_asked_for(const struct hr_growth_request *request) {
    return request->reason == HR_GROWTH_CONSTRUCT || request->reason == HR_GROWTH_RESERVE;
}

static inline size_t doubled(size_t value) {
    return hr_saturating_multiply(value, 2);
}

/* value + value / 2 */
static inline size_t half_more(size_t value) {
    return hr_saturating_add(value, value >> 1);
}

/* The surplus of CPython 2.7 to 3.8, an eighth and a little more; bytearray and PyPy have kept it.
 */
static inline size_t padded_by_eighth(size_t needed) {
    return hr_saturating_add(needed, (needed >> 3) + (needed < 9 ? 3 : 6));
}

/* The smallest power of two that is not less than `value`; SIZE_MAX where that does not fit. */
static inline size_t power_of_two(size_t value) {
    size_t power = 1;
    while (power < value) {
        if (power > SIZE_MAX / 2) {
            return SIZE_MAX;
        }
        power *= 2;
    }
    return power;
}

/* Doubles what is there, at least `first`, until it fits. */
static inline size_t double_until(size_t first, const struct hr_growth_request *request) {
    size_t capacity = larger(first, request->capacity);
    while (capacity < request->needed) {
        capacity = doubled(capacity);
    }
    return capacity;
}

/* max(2 * capacity, n), and what is asked for in so many words: the rule of most vectors. */
static inline size_t doubled_or_needed(const struct hr_growth_request *request) {
    return is_asked_for(request) ? request->needed
                                 : larger(doubled(request->capacity), request->needed);
}

/* Characters in a power of two of bytes, at least `least`, with a final NUL. */
static inline size_t power_with_nul(size_t least, size_t needed) {
    return larger(least, power_of_two(hr_saturating_add(needed, 1))) - 1;
}

/* The bits that `value` takes: 0 for 0, 1 for 1, 4 for 8. */
static inline unsigned bit_length(size_t value) {
    unsigned bits = 0;
    for (; value > 0; value >>= 1) {
        bits++;
    }
    return bits;
}

/*
 * The elements that fit into `bytes` behind a header. SIZE_MAX bytes mean that a sum did not fit:
 * as many elements as anybody wants, which the limit cuts.
 */
static inline size_t elements_behind(size_t header, size_t bytes, size_t element_bytes) {
    if (bytes == SIZE_MAX) {
        return SIZE_MAX;
    }
    return bytes > header ? (bytes - header) / element_bytes : 0;
}

/* Bytes of `elements` behind a header; SIZE_MAX where that does not fit. */
static inline size_t bytes_behind(size_t header, size_t elements, size_t element_bytes) {
    return hr_saturating_add(header, hr_saturating_multiply(elements, element_bytes));
}

/* The elements, at least `wanted`, that the allocator's good size for them and a header holds. */
static inline size_t behind_header(const struct hr_growth_request *request, size_t header,
                                   size_t wanted) {
    size_t bytes = bytes_behind(header, wanted, request->element_bytes);
    return bytes == SIZE_MAX ? SIZE_MAX
                             : elements_behind(header, hr_growth_good_bytes(request, bytes),
                                               request->element_bytes);
}

#endif
