/*
 * c_headers.c - dynamic arrays of C that come as one header: stb, klib, uthash, STC and CC.
 */
#include "rules.h"

enum { STB_FIRST = 4, KLIB_FIRST = 2, UTARRAY_FIRST = 8, CC_FIRST = 2, STC_ADDED = 4 };

/* stbds_arrgrowf(): at least 4 when nothing is there, by arrsetcap() too. */
static size_t next_stb_ds(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return larger(larger(STB_FIRST, doubled(request->capacity)), request->needed);
}

static size_t next_stretchy(const struct hr_growth *growth,
                            const struct hr_growth_request *request) {
    (void)growth;
    return larger(doubled(request->capacity), request->needed);
}

/* kv_push() doubles; kv_a() rounds the index up to a power of two; kv_resize() is exact. */
static size_t next_kvec(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (is_asked_for(request)) {
        return request->needed;
    }
    bool is_push = request->reason == HR_GROWTH_PUSH;
    return larger(KLIB_FIRST, is_push ? doubled(request->capacity) : power_of_two(request->needed));
}

/* ks_resize(): the final NUL is counted, and the whole is a power of two. */
static size_t next_kstring(const struct hr_growth *growth,
                           const struct hr_growth_request *request) {
    (void)growth;
    return power_with_nul(KLIB_FIRST, request->needed);
}

static size_t next_utarray(const struct hr_growth *growth,
                           const struct hr_growth_request *request) {
    (void)growth;
    return double_until(UTARRAY_FIRST, request);
}

/*
 * utstring_reserve(): what is asked for is added to the size, so that every push of a full string
 * gets the one character and its NUL: quadratic where realloc must copy.
 */
static size_t next_utstring(const struct hr_growth *growth,
                            const struct hr_growth_request *request) {
    enum { FIRST = 99 };
    (void)growth;
    size_t capacity = larger(FIRST, request->capacity);
    if (request->needed <= capacity) {
        return capacity;
    }
    size_t added = request->needed - request->length;
    return hr_saturating_add(hr_saturating_add(capacity, added), 1);
}

/* vec: twice the length and 4; for several, half more than the length and those. */
static size_t next_stc_vec(const struct hr_growth *growth,
                           const struct hr_growth_request *request) {
    (void)growth;
    if (is_asked_for(request)) {
        return request->needed;
    }
    if (request->reason == HR_GROWTH_PUSH) {
        return hr_saturating_add(doubled(request->length), STC_ADDED);
    }
    return hr_saturating_add(half_more(request->length), request->needed - request->length);
}

static size_t next_stc_stack(const struct hr_growth *growth,
                             const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request)
               ? request->needed
               : larger(hr_saturating_add(half_more(request->length), STC_ADDED), request->needed);
}

/* A ring of a power of two, one place of which stays free. */
static size_t next_stc_deque(const struct hr_growth *growth,
                             const struct hr_growth_request *request) {
    enum { LEAST = 4 };
    (void)growth;
    return power_with_nul(LEAST, request->needed);
}

static size_t next_cc_vec(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request) ? request->needed : double_until(CC_FIRST, request);
}

/* Pushes: 4 8 16 32 64; arrsetlen(10), then 11: 20. */
const struct hr_growth hr_growth_stb_ds = {
    .name = "stb-ds",
    .origin = "stb_ds.h 0.67, dynamic array",
    .formula = "max(2 * capacity, n, 4)",
    .rules =
        {
            .push = "stbds_arrgrowf(), stb_ds.h, 0.67",
            .extend = "the same, arraddn() and arrsetlen(), 0.67",
            .construct = "the same, at least 4, arrsetcap(), 0.67",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_stb_ds,
};

/* Pushes: 1 2 4 8 16 */
const struct hr_growth hr_growth_stretchy_buffer = {
    .name = "stretchy-buffer",
    .origin = "stretchy_buffer.h 1.04",
    .formula = "max(2 * capacity, n)",
    .rules =
        {
            .push = "stb__sbgrowf(), stretchy_buffer.h, 1.04",
            .extend = "the same, sb_add(), 1.04",
            .construct = "exact from empty, sb_add(), 1.04",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_stretchy,
};

/* Pushes: 2 4 8 16 */
const struct hr_growth hr_growth_kvec = {
    .name = "kvec",
    .origin = "klib 5c1451c, kvec.h",
    .formula = "2 * capacity, first 2; several: next power of two",
    .rules =
        {
            .push = "kv_push(), kvec.h, 5c1451c",
            .extend = "kv_a(): next power of two, 5c1451c",
            .construct = "exact, kv_resize(), 5c1451c",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_kvec,
};

/* Pushes: 1 3 7 15 31 */
const struct hr_growth hr_growth_kstring = {
    .name = "kstring",
    .origin = "klib 5c1451c, kstring.h; capacity without the final NUL",
    .formula = "next power of two of n + 1, at least 2, less 1",
    .rules =
        {
            .push = "kputc(), kstring.h, 5c1451c",
            .extend = "ks_resize(): the same, 5c1451c",
            .construct = "ks_resize(): the same, 5c1451c",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_kstring,
};

/* Pushes: 8 16 32 64 */
const struct hr_growth hr_growth_utarray = {
    .name = "utarray",
    .origin = "uthash 2.3.0, utarray.h",
    .formula = "2 * capacity until n fits, first 8",
    .rules =
        {
            .push = "utarray_reserve(), utarray.h, 2.3.0",
            .extend = "utarray_reserve(), 2.3.0",
            .construct = "utarray_reserve(), 2.3.0",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_utarray,
};

/* Pushes: 99 101 103 105 107, with the NUL 100 102 104 106 108. */
const struct hr_growth hr_growth_utstring = {
    .name = "utstring",
    .origin = "uthash 2.3.0, utstring.h: quadratic; capacity without the final NUL",
    .formula = "capacity + added + 1, first 99",
    .rules =
        {
            .push = "utstring_reserve(), utstring.h, 2.3.0",
            .extend = "utstring_reserve(), 2.3.0",
            .construct = "utstring_reserve(), 2.3.0",
            .shrink = "never",
        },
    .factor = 1.0,
    .next = next_utstring,
};

/* Pushes: 4 12 28 60 124 */
const struct hr_growth hr_growth_stc_vec = {
    .name = "stc-vec",
    .origin = "STC 5c1997d, vec",
    .formula = "2 * length + 4; for several 3 * length / 2 + added",
    .rules =
        {
            .push = "push_back(), stc/vec.h, 5c1997d",
            .extend = "insert_uninit(): 3 * length / 2 + added, 5c1997d",
            .construct = "exact, with_capacity(), 5c1997d",
            .shrink = "never (shrink_to_fit)",
        },
    .factor = 2.0,
    .next = next_stc_vec,
};

/* Pushes: 4 10 19 32 52 82 127 */
const struct hr_growth hr_growth_stc_stack = {
    .name = "stc-stack",
    .origin = "STC 5c1997d, stack",
    .formula = "3 * length / 2 + 4",
    .rules =
        {
            .push = "push(), stc/stack.h, 5c1997d",
            .extend = "not known; taken to be max(3 * length / 2 + 4, n)",
            .construct = "exact, with_capacity(), 5c1997d",
            .shrink = "never (shrink_to_fit)",
        },
    .factor = 1.5,
    .next = next_stc_stack,
};

/* Pushes: 3 7 15 31 63 */
const struct hr_growth hr_growth_stc_deque = {
    .name = "stc-deque",
    .origin = "STC 5c1997d, deque; its ring has one place more",
    .formula = "next power of two of n + 1, at least 4, less 1",
    .rules =
        {
            .push = "push_back(), stc/deque.h, 5c1997d",
            .extend = "reserve(): the same, 5c1997d",
            .construct = "the same, with_capacity(), 5c1997d",
            .shrink = "never (shrink_to_fit)",
        },
    .factor = 2.0,
    .next = next_stc_deque,
};

/* Pushes: 2 4 8 16 32 */
const struct hr_growth hr_growth_cc_vec = {
    .name = "cc-vec",
    .origin = "CC 2d62942, vec",
    .formula = "2 * capacity until n fits, first 2",
    .rules =
        {
            .push = "cc_vec_push(), cc.h, 2d62942",
            .extend = "cc_vec_insert_n(): the same, 2d62942",
            .construct = "exact, reserve and resize, 2d62942",
            .shrink = "never (shrink)",
        },
    .factor = 2.0,
    .next = next_cc_vec,
};
