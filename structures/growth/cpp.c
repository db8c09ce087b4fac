/*
 * cpp.c - the vectors of C++: standard libraries, EASTL, Boost, Abseil and LLVM. folly.c and qt.c
 * have files of their own; cpp_strings.c has the strings.
 */
#include "rules.h"

static size_t next_libstdcxx(const struct hr_growth *growth,
                             const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request) ? request->needed
                                 : larger(doubled(request->length), request->needed);
}

static size_t next_twice(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return doubled_or_needed(request);
}

static size_t next_half_more(const struct hr_growth *growth,
                             const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request) ? request->needed
                                 : larger(half_more(request->capacity), request->needed);
}

/* growth_factor_60: capacity * 8 / 5, rounded down, without a product that wraps. */
static size_t next_boost(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    size_t fifths = hr_saturating_multiply(request->capacity / 5, 8);
    size_t grown = hr_saturating_add(fifths, request->capacity % 5 * 8 / 5);
    return is_asked_for(request) ? request->needed : larger(grown, request->needed);
}

/* getNewCapacity(): twice and one more, so that a capacity of 0 grows too. */
static size_t next_llvm(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason == HR_GROWTH_CONSTRUCT) {
        return request->needed;
    }
    return larger(hr_saturating_add(doubled(request->capacity), 1), request->needed);
}

/*
 * Pushes: 1 2 4 8 16 32 64 128 256 512 1024. Length 10 resized to 11: 20; to 25: 25. The length
 * counts, not the capacity. Checked against std::vector by tests/vector/.
 */
const struct hr_growth hr_growth_libstdcxx = {
    .name = "libstdcxx",
    .origin = "libstdc++ 12, std::vector",
    .formula = "max(2 * length, n)",
    .rules =
        {
            .push = "_M_check_len(), bits/stl_vector.h, 12.2",
            .extend = "_M_check_len(), for insert and resize, 12.2",
            .construct = "exact, constructors and reserve, 12.2",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_libstdcxx,
};

/* Pushes: 1 2 4 8 16 32 64 128; unlike libstdc++ the capacity counts: 3 of 4 by 2 gives 8. */
const struct hr_growth hr_growth_libcxx = {
    .name = "libcxx",
    .origin = "libc++ 14, std::vector",
    .formula = "max(2 * capacity, n)",
    .rules =
        {
            .push = "__recommend(), vector, 14.0.6",
            .extend = "__recommend(), 14.0.6",
            .construct = "exact, constructors and reserve, 14.0.6",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_twice,
};

/* Pushes: 1 2 3 4 6 9 13 19 28 42 63 94 141 211 316 474 */
const struct hr_growth hr_growth_msvc = {
    .name = "msvc",
    .origin = "MSVC's STL (2a62bf7), std::vector",
    .formula = "max(capacity + capacity / 2, n)",
    .rules =
        {
            .push = "_Calculate_growth(), stl/inc/vector, 2a62bf7",
            .extend = "_Calculate_growth(), 2a62bf7",
            .construct = "exact, constructors and reserve, 2a62bf7",
            .shrink = "never",
        },
    .factor = 1.5,
    .next = next_half_more,
};

/* Pushes: 1 2 4 8 16 32 64 128; length 10 resized to 11: 20. */
const struct hr_growth hr_growth_eastl = {
    .name = "eastl",
    .origin = "EASTL (e323f67), eastl::vector",
    .formula = "max(2 * capacity, n), first 1",
    .rules =
        {
            .push = "GetNewCapacity(), EASTL/vector.h, e323f67",
            .extend = "max(GetNewCapacity(), n), e323f67",
            .construct = "exact, e323f67",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_twice,
};

/* Pushes: 1 2 3 4 6 9 14 22 35 56 89 142 227 363; from 4 inside the object: 6 9 14. */
const struct hr_growth hr_growth_boost = {
    .name = "boost",
    .origin = "Boost.Container 1.74, vector and small_vector",
    .formula = "max(8 * capacity / 5, n)",
    .rules =
        {
            .push = "growth_factor_60, boost/container/detail/next_capacity.hpp, 1.74",
            .extend = "the same, 1.74: 10 resized to 11 gives 16",
            .construct = "exact, 1.74",
            .shrink = "never",
        },
    .factor = 1.6,
    .next = next_boost,
};

/* Pushes: 1 2 4 8 16; from 3 inside the object: 6 12 24. */
const struct hr_growth hr_growth_absl = {
    .name = "absl",
    .origin = "Abseil 20220623, absl::InlinedVector",
    .formula = "max(2 * capacity, n)",
    .rules =
        {
            .push = "NextCapacity(), absl/container/internal/inlined_vector.h, 20220623.1",
            .extend = "ComputeCapacity(), max(2 * capacity, n), 20220623.1",
            .construct = "exact, 20220623.1",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_twice,
};

/* Pushes: 1 3 7 15 31 63 127; from 4 inside the object: 9 19 39 79; reserve(5) of those 4: 9. */
const struct hr_growth hr_growth_llvm = {
    .name = "llvm",
    .origin = "LLVM 14, llvm::SmallVector",
    .formula = "max(2 * capacity + 1, n)",
    .rules =
        {
            .push = "getNewCapacity(), lib/Support/SmallVector.cpp, 14.0.6",
            .extend = "getNewCapacity(), reserve too, 14.0.6",
            .construct = "not known; taken to be exact",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_llvm,
};
