/*
 * julia.c - push! of Julia (the language): array.c up to 1.5, overallocation() in base/array.jl
 * from there on.
 */
#include "rules.h"

enum { FIRST_15 = 4, LEAST_16 = 8 };

/* overallocation(): capacity + factor * 2^(7 e / 8) + capacity / 8, e the bits of the capacity. */
static size_t overallocate(size_t capacity, size_t factor) {
    unsigned exponent = bit_length(capacity) * 7 / 8;
    size_t added = hr_saturating_add(factor << exponent, capacity / 8);
    return hr_saturating_add(capacity, added);
}

/* The step is capped at a hundredth of the machine's memory, which a pure function cannot know. */
static size_t next_15(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason != HR_GROWTH_PUSH) {
        return request->needed;
    }
    return request->capacity == 0 ? FIRST_15 : doubled(request->capacity);
}

static size_t next_16(const struct hr_growth *growth, const struct hr_growth_request *request) {
    enum { FACTOR = 4 };
    (void)growth;
    if (is_asked_for(request)) {
        return request->needed;
    }
    size_t grown =
        request->capacity < LEAST_16 ? LEAST_16 : overallocate(request->capacity, FACTOR);
    return larger(grown, request->needed);
}

static size_t next_112(const struct hr_growth *growth, const struct hr_growth_request *request) {
    enum { FACTOR = 3 };
    (void)growth;
    return is_asked_for(request) ? request->needed
                                 : larger(overallocate(request->capacity, FACTOR), request->needed);
}

/* Pushes: 4 8 16 32 64 128; append! 25 onto 10: 35. */
const struct hr_growth hr_growth_julia_15 = {
    .name = "julia-1.5",
    .origin = "Julia up to 1.5, Vector; the cap at 1 % of memory is not modelled",
    .formula = "2 * capacity, first 4",
    .rules =
        {
            .push = "jl_array_grow_at_end(), array.c, 1.5.3",
            .extend = "exact, append!, 1.5.3",
            .construct = "exact, 1.5.3",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_15,
};

/* Pushes: 8 41 174 707 1819 4094 8701 26172 62211 */
const struct hr_growth hr_growth_julia_16 = {
    .name = "julia-1.6",
    .origin = "Julia 1.6 to 1.11, Vector (quoted, not run)",
    .formula = "c + 4 * 2^(7 e / 8) + c / 8, e the bits of c; at least 8",
    .rules =
        {
            .push = "overallocation(), base/array.jl, 1.11.6, quoted",
            .extend = "max(overallocation(), n), 1.11.6, quoted",
            .construct = "exact, quoted",
            .shrink = "never",
        },
    .factor = 1.125,
    .next = next_16,
};

/* Pushes: 3 9 34 134 534 1368 */
const struct hr_growth hr_growth_julia_112 = {
    .name = "julia-1.12",
    .origin = "Julia after 1.11, Vector (quoted, not run)",
    .formula = "c + 3 * 2^(7 e / 8) + c / 8, e the bits of c",
    .rules =
        {
            .push = "overallocation(), base/array.jl, main, quoted",
            .extend = "max(overallocation(), n), main, quoted",
            .construct = "exact, quoted",
            .shrink = "never",
        },
    .factor = 1.125,
    .next = next_112,
};
