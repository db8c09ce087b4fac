/*
 * cpython.c - the list of CPython: list_resize() in Objects/listobject.c and the functions that
 * bypass it. Checked against the real python3 by tests/test_growth_cpython.c.
 *
 * A list that shrinks takes the same formula: list_resize() leaves the block alone while
 * allocated >= newsize >= allocated >> 1, and otherwise computes it anew; a new size of 0 gives 0.
 * CPython raises MemoryError beyond PY_SSIZE_T_MAX / sizeof(PyObject *); here the array's limit
 * clamps.
 */
#include <headroom/checked_math.h>
#include <headroom/growth.h>

/* What list_resize() of 2.7 to 3.8 allocates for `needed` items. */
static size_t resize_27(size_t needed) {
    if (needed == 0) {
        return 0;
    }
    size_t headroom = (needed >> 3) + (needed < 9 ? 3 : 6);
    return hr_saturating_add(needed, headroom);
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

static size_t next_27(const struct hr_growth_request *request) {
    switch (request->reason) {
    case HR_GROWTH_CONSTRUCT:
    case HR_GROWTH_RESERVE:
        return request->needed;
    case HR_GROWTH_PUSH:
    case HR_GROWTH_EXTEND:
    case HR_GROWTH_SHRINK:
        break;
    }
    return resize_27(request->needed);
}

static size_t next_39(const struct hr_growth_request *request) {
    switch (request->reason) {
    case HR_GROWTH_CONSTRUCT:
    case HR_GROWTH_RESERVE:
        return request->needed;
    case HR_GROWTH_EXTEND:
        if (request->capacity == 0) {
            return hr_saturating_add(request->needed, request->needed & 1);
        }
        break;
    case HR_GROWTH_PUSH:
    case HR_GROWTH_SHRINK:
        break;
    }
    return resize_39(request->length, request->needed);
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
 * block. From 3.14 on lists of up to 32 slots do not shrink: not modelled here.
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
    .has_shrink = true,
    .next = next_39,
};
