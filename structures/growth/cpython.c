/*
 * cpython.c - the list and the bytearray of CPython: list_resize() in Objects/listobject.c,
 * PyByteArray_Resize() in Objects/bytearrayobject.c, and the functions that bypass them. Lists are
 * checked against the real python3 by tests/test_growth_cpython.c.
 *
 * A list that shrinks takes the same formula: list_resize() leaves the block alone while
 * allocated >= newsize >= allocated >> 1, and otherwise computes it anew; a new size of 0 gives 0.
 * CPython raises MemoryError beyond PY_SSIZE_T_MAX / sizeof(PyObject *); here the array's limit
 * clamps.
 */
#include "rules.h"

/* What list_resize() of 2.7 to 3.8 allocates for `needed` items. */
static size_t resize_27(size_t needed) {
    return needed == 0 ? 0 : padded_by_eighth(needed);
}

/* A multiple of 4, not greater than the sum where that does not fit. */
static size_t down_to_4(size_t value) {
    return value & ~(size_t)3;
}

/*
 * What list_resize() of 3.9 and later allocates: the padded size in multiples of 4, or the needed
 * size alone in multiples of 4 when more is added at once than the padding would be.
 */
static size_t resize_39(size_t length, size_t needed) {
    if (needed == 0) {
        return 0;
    }
    size_t padded = down_to_4(hr_saturating_add(needed, (needed >> 3) + 6));
    if (needed > length && padded >= needed && needed - length > padded - needed) {
        return down_to_4(hr_saturating_add(needed, 3));
    }
    return padded;
}

static size_t next_27(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request) ? request->needed : resize_27(request->needed);
}

static size_t next_39(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (is_asked_for(request)) {
        return request->needed;
    }
    if (request->reason == HR_GROWTH_EXTEND && request->capacity == 0) {
        return hr_saturating_add(request->needed, request->needed & 1);
    }
    return resize_39(request->length, request->needed);
}

static size_t next_314(const struct hr_growth *growth, const struct hr_growth_request *request) {
    enum { KEPT_SLOTS = 32 };
    if (request->reason == HR_GROWTH_SHRINK && request->capacity <= KEPT_SLOTS &&
        request->needed > 0) {
        return request->capacity;
    }
    return next_39(growth, request);
}

/*
 * size <= alloc * 1.125: padded, else exact. `alloc` counts the final NUL up to 3.14, which our
 * capacity does not. A whole number n is at most c * 1.125 exactly when it is at most c + c / 8.
 */
static size_t next_bytes(const struct hr_growth_request *request, size_t nul) {
    size_t allocated = request->capacity == 0 ? 0 : hr_saturating_add(request->capacity, nul);
    if (request->needed <= hr_saturating_add(allocated, allocated >> 3)) {
        return padded_by_eighth(request->needed) - nul;
    }
    return request->needed;
}

static size_t next_bytearray(const struct hr_growth *growth,
                             const struct hr_growth_request *request) {
    (void)growth;
    bool is_exact = is_asked_for(request) || request->reason == HR_GROWTH_SHRINK;
    return is_exact ? request->needed : next_bytes(request, 1);
}

static size_t next_bytearray_315(const struct hr_growth *growth,
                                 const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request) ? request->needed : next_bytes(request, 0);
}

/* Pushes: 4 8 16 25 35 46 58 72 88 106 126 148 173 201 233 269 309 354 405 462 */
const struct hr_growth hr_growth_cpython_27 = {
    .name = "cpython-2.7",
    .origin = "CPython 2.7 to 3.8, list",
    .formula = "n + (n >> 3) + (n < 9 ? 3 : 6)",
    .rules =
        {
            .push = "list_resize(), Objects/listobject.c, 2.7.18 to 3.8.18",
            .extend = "list_resize(); 2.7 to 3.8",
            .construct = "exact, as [0] * n and slices; 2.7 to 3.8",
            .shrink = "list_resize() with the same formula when n < capacity >> 1; 0 gives 0",
        },
    .factor = 1.125,
    .has_shrink = true,
    .next = next_27,
};

/*
 * Pushes: 4 8 16 24 32 40 52 64 76 92 108 128 148 172 200 232 268 308 352 400. Length 10,
 * capacity 16 or 10, extended by 10: 20; 100 by 1: 116; 100 by 100: 200.
 *
 * A list without a block that is extended by a list or tuple takes list_preallocate_exact(): an
 * even number of slots (7 gives 8, 101 gives 102). That is 3.10 and later; 3.9 itself used
 * list_resize() there (2 gave 8). A list that was popped to empty keeps a block of no bytes and
 * then takes list_resize() as well: an array of ours that is empty always counts as one without a
 * block.
 */
const struct hr_growth hr_growth_cpython_39 = {
    .name = "cpython-3.9",
    .origin = "CPython 3.9 to 3.13, list (an empty list's extend as of 3.10)",
    .formula = "(n + (n >> 3) + 6) & ~3, or (n + 3) & ~3 when more is added than that pads",
    .rules =
        {
            .push = "list_resize(), Objects/listobject.c, 3.9 to 3.15 (bpo-38373)",
            .extend = "list_resize(); without a block list_preallocate_exact(), up to even, 3.10+",
            .construct = "exact, as [0] * n and slices; 3.9 to 3.15",
            .shrink = "list_resize() when n < capacity >> 1; 0 gives 0; 3.9 to 3.13",
        },
    .factor = 1.125,
    .has_shrink = true,
    .next = next_39,
};

/* As 3.9; but [0] * 32 popped to 1 keeps its 32 slots, and [0] * 33 stops at 20. */
const struct hr_growth hr_growth_cpython_314 = {
    .name = "cpython-3.14",
    .origin = "CPython 3.14 and 3.15, list: blocks of up to 32 slots are kept until empty",
    .formula = "as cpython-3.9",
    .rules =
        {
            .push = "list_resize(), Objects/listobject.c, 3.14.10 and 3.15.2",
            .extend = "as cpython-3.9, 3.14.10 and 3.15.2",
            .construct = "exact, as [0] * n and slices; 3.14.10 and 3.15.2",
            .shrink = "list_resize() when n < capacity >> 1 and capacity > 32; 0 gives 0; 3.14.10",
        },
    .factor = 1.125,
    .has_shrink = true,
    .next = next_314,
};

/*
 * Pushes: 1 4 7 11 18 26 35 45 56 69 83 99 117, and the NUL behind them: __alloc__ gives
 * 2 5 8 12 19 27 36 46. CPython shrinks when n < alloc / 2; ours asks below capacity / 2, which is
 * one pop later where alloc is even.
 */
const struct hr_growth hr_growth_cpython_bytearray = {
    .name = "cpython-bytearray",
    .origin = "CPython 2.7 to 3.14, bytearray; capacity without the final NUL",
    .formula = "n <= 1.125 * alloc ? n + (n >> 3) + (n < 9 ? 3 : 6) : n + 1, less 1",
    .rules =
        {
            .push = "PyByteArray_Resize(), Objects/bytearrayobject.c, 2.7.18 to 3.14.10",
            .extend = "the same function, 3.13",
            .construct = "exact, bytearray(n), 3.13",
            .shrink = "exact when n < alloc / 2, 3.13",
        },
    .factor = 1.125,
    .has_shrink = true,
    .next = next_bytearray,
};

/* Pushes: 1 2 3 4 5 6 7 8 16 25 35 46 58 72 88 106 126 148; the data are a bytes object. */
const struct hr_growth hr_growth_cpython_bytearray_315 = {
    .name = "cpython-bytearray-3.15",
    .origin = "CPython 3.15, bytearray; capacity without the 33 bytes of the bytes object",
    .formula = "n <= 1.125 * capacity ? n + (n >> 3) + (n < 9 ? 3 : 6) : n",
    .rules =
        {
            .push = "as __alloc__ was read from 3.15.2",
            .extend = "not known; taken to be the same",
            .construct = "exact, bytearray(n)",
            .shrink = "not known; taken to be never",
        },
    .factor = 1.125,
    .next = next_bytearray_315,
};
