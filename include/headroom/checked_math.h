/*
 * checked_math.h - sums and products of sizes that say when they do not fit.
 *
 *     size_t bytes;
 *     if (!hr_checked_multiply(capacity, element_bytes, &bytes)) {
 *         return HR_TOO_LARGE;
 *     }
 */
#ifndef HEADROOM_CHECKED_MATH_H
#define HEADROOM_CHECKED_MATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headroom/attributes.h>

HR_BEGIN_C

/* True and *sum = a + b when it fits in size_t; false with *sum unspecified otherwise. */
HR_NODISCARD static inline bool hr_checked_add(size_t a, size_t b, size_t *sum) {
    *sum = a + b;
    return *sum >= a;
}

/* True and *product = a * b when it fits in size_t; false with *product unspecified otherwise. */
HR_NODISCARD static inline bool hr_checked_multiply(size_t a, size_t b, size_t *product) {
    *product = a * b;
    return a == 0 || *product / a == b;
}

/* Rounds up to a multiple of `step`, a power of two; false when the result does not fit. */
HR_NODISCARD static inline bool hr_checked_round_up(size_t value, size_t step, size_t *rounded) {
    size_t sum;
    bool fits = hr_checked_add(value, step - 1, &sum);
    *rounded = sum & ~(step - 1);
    return fits;
}

/* a + b, or SIZE_MAX where that does not fit: for formulas whose result is clamped afterwards. */
static inline size_t hr_saturating_add(size_t a, size_t b) {
    size_t sum;
    return hr_checked_add(a, b, &sum) ? sum : SIZE_MAX;
}

/* a * b, or SIZE_MAX where that does not fit. */
static inline size_t hr_saturating_multiply(size_t a, size_t b) {
    size_t product;
    return hr_checked_multiply(a, b, &product) ? product : SIZE_MAX;
}

HR_END_C

#endif
