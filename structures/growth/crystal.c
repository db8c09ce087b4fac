/*
 * crystal.c - Array of Crystal: calculate_new_capacity in src/array.cr.
 */
#include "rules.h"

enum { FIRST = 3, THRESHOLD = 256, BLEND = 3 * THRESHOLD };

static size_t grow(size_t capacity) {
    if (capacity == 0) {
        return FIRST;
    }
    return capacity < THRESHOLD
               ? 2 * capacity
               : hr_saturating_add(capacity, hr_saturating_add(capacity, BLEND) / 4);
}

static size_t next_crystal(const struct hr_growth *growth,
                           const struct hr_growth_request *request) {
    (void)growth;
    if (is_asked_for(request)) {
        return request->needed;
    }
    size_t capacity = request->capacity;
    do {
        capacity = grow(capacity);
    } while (capacity < request->needed);
    return capacity;
}

/* Pushes: 3 6 12 24 48 96 192 384 672 1032 */
const struct hr_growth hr_growth_crystal = {
    .name = "crystal",
    .origin = "Crystal 1.6, Array",
    .formula = "c < 256 ? 2 * c : c + (c + 768) / 4, first 3",
    .rules =
        {
            .push = "calculate_new_capacity, src/array.cr, 1.6.0",
            .extend = "the same until n fits, 1.6.0",
            .construct = "exact, Array.new(n), 1.6.0",
            .shrink = "never",
        },
    .factor = 1.25,
    .next = next_crystal,
};
