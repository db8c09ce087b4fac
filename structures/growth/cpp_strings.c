/*
 * cpp_strings.c - the strings of C++ libraries. Capacity counts characters without the final NUL;
 * the first ones lie inside the object, which an array of ours that is empty stands for.
 */
#include "rules.h"

enum {
    LIBSTDCXX_INSIDE = 15,
    LIBCXX_INSIDE = 22,
    MSVC_INSIDE = 15,
    EASTL_INSIDE = 23,
    SIXTEEN = 15 /* the mask that rounds up to one less than a multiple of 16 */
};

/* What fits inside the object takes no block; from there on `inside` is the capacity. */
static bool is_inside(const struct hr_growth_request *request, size_t inside) {
    return request->capacity < inside && request->needed <= inside;
}

static size_t capacity_now(const struct hr_growth_request *request, size_t inside) {
    return larger(request->capacity, inside);
}

static size_t next_libstdcxx_string(const struct hr_growth *growth,
                                    const struct hr_growth_request *request) {
    (void)growth;
    if (is_inside(request, LIBSTDCXX_INSIDE)) {
        return LIBSTDCXX_INSIDE;
    }
    size_t grown = doubled(capacity_now(request, LIBSTDCXX_INSIDE));
    return request->reason == HR_GROWTH_CONSTRUCT ? request->needed
                                                  : larger(grown, request->needed);
}

/* Rounded up so that the block with its NUL is a multiple of 16 bytes; reserve(100) gives 111. */
static size_t next_libcxx_string(const struct hr_growth *growth,
                                 const struct hr_growth_request *request) {
    (void)growth;
    if (is_inside(request, LIBCXX_INSIDE)) {
        return LIBCXX_INSIDE;
    }
    size_t grown = doubled(capacity_now(request, LIBCXX_INSIDE));
    return (is_asked_for(request) ? request->needed : larger(grown, request->needed)) | SIXTEEN;
}

static size_t next_msvc_string(const struct hr_growth *growth,
                               const struct hr_growth_request *request) {
    (void)growth;
    if (is_inside(request, MSVC_INSIDE)) {
        return MSVC_INSIDE;
    }
    return larger(half_more(capacity_now(request, MSVC_INSIDE)), request->needed | SIXTEEN);
}

static size_t next_eastl_string(const struct hr_growth *growth,
                                const struct hr_growth_request *request) {
    (void)growth;
    if (is_inside(request, EASTL_INSIDE)) {
        return EASTL_INSIDE;
    }
    size_t grown = doubled(capacity_now(request, EASTL_INSIDE));
    return is_asked_for(request) ? request->needed : larger(grown, request->needed);
}

/* Pushes: 15 30 60 120 240 480 960 */
const struct hr_growth hr_growth_libstdcxx_string = {
    .name = "libstdcxx-string",
    .origin = "libstdc++ 12, std::string",
    .formula = "max(2 * capacity, n), 15 inside the object",
    .rules =
        {
            .push = "_M_create(), bits/basic_string.tcc, 12.2",
            .extend = "_M_create(), 12.2",
            .construct = "exact beyond 15, 12.2",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_libstdcxx_string,
};

/* Pushes: 22 47 95 191 383 767 1535; reserve(100): 111. */
const struct hr_growth hr_growth_libcxx_string = {
    .name = "libcxx-string",
    .origin = "libc++ 14, std::string",
    .formula = "max(2 * capacity, n) | 15, 22 inside the object",
    .rules =
        {
            .push = "__grow_by(), __recommend(), string, 14.0.6",
            .extend = "__grow_by(), 14.0.6",
            .construct = "__recommend(n), 14.0.6",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_libcxx_string,
};

/* Pushes: 15 31 47 70 105 157 235 352 528 */
const struct hr_growth hr_growth_msvc_string = {
    .name = "msvc-string",
    .origin = "MSVC's STL (2a62bf7), std::string",
    .formula = "max(capacity + capacity / 2, n | 15), 15 inside the object",
    .rules =
        {
            .push = "_Calculate_growth(), stl/inc/xstring, 2a62bf7",
            .extend = "_Calculate_growth(), 2a62bf7",
            .construct = "_Calculate_growth(), 2a62bf7",
            .shrink = "never",
        },
    .factor = 1.5,
    .next = next_msvc_string,
};

/* Pushes: 23 46 92 184 368 736 */
const struct hr_growth hr_growth_eastl_string = {
    .name = "eastl-string",
    .origin = "EASTL (e323f67), eastl::string",
    .formula = "max(2 * capacity, n), 23 inside the object",
    .rules =
        {
            .push = "GetNewCapacity(), EASTL/string.h, e323f67",
            .extend = "GetNewCapacity(), e323f67",
            .construct = "not known; taken to be exact beyond 23",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_eastl_string,
};
