/*
 * growth.h - growth policies: pure functions from a request to the next capacity.
 *
 *     const struct hr_growth *growth = hr_growth_find("cpython-3.9");
 *     struct hr_growth_request request = {
 *         .length = 4, .capacity = 4, .needed = 5, .element_bytes = 8,
 *         .reason = HR_GROWTH_PUSH, .limit = SIZE_MAX / 8};
 *     size_t capacity = hr_growth_next(growth, &request);          8
 *
 * Capacity and needed alone cannot express real policies: CPython 3.9 gives 20 to a list of length
 * 10 and capacity 16 that is extended by 10, and 28 to one of length 19 that is pushed to.
 *
 * Names may carry a parameter and a wish, and are then taken apart by hr_growth_parse:
 *
 *     "geometric:1.3"        each block 1.3 times the one before
 *     "step:4096"            each block 4,096 slots more
 *     "cpython-3.9+good"     what the allocator would round away becomes capacity
 */
#ifndef HEADROOM_GROWTH_H
#define HEADROOM_GROWTH_H

#include <stdbool.h>
#include <stddef.h>

#include <headroom/attributes.h>

HR_BEGIN_C

enum hr_growth_reason {
    HR_GROWTH_PUSH,      /* one element at the end (or inserted), the array is full */
    HR_GROWTH_EXTEND,    /* several elements at once, or a resize to a greater length */
    HR_GROWTH_CONSTRUCT, /* an empty array is made with a known length */
    HR_GROWTH_RESERVE,   /* room is asked for by the user, the length stays */
    HR_GROWTH_SHRINK,    /* elements were removed; asked when needed < capacity / 2 or, after an
                            erase, none is left */
};

/* The greatest request, in bytes, that occupies no more than one of `bytes`. */
typedef size_t hr_good_size_fn(void *context, size_t bytes);

/* Lengths and capacities in elements. `needed` is the length wanted after the operation. */
struct hr_growth_request {
    size_t length;        /* now; for SHRINK the length before the removal */
    size_t capacity;      /* now */
    size_t needed;        /* for SHRINK the length that is left */
    size_t element_bytes; /* > 0 */
    bool element_has_pointers;
    enum hr_growth_reason reason;
    size_t inline_capacity; /* slots inside the object itself; 0 for ours */
    size_t limit;           /* greatest capacity the structure can have, >= needed */
    /* The allocator's, with its context, for policies that ask; NULL where nobody can say. */
    hr_good_size_fn *good_size;
    void *good_size_context;
};

/* Where each rule comes from: system, version and place, or "not known". */
struct hr_growth_rules {
    const char *push, *extend, *construct, *shrink;
};

struct hr_growth {
    const char *name;    /* as in `headroom list growth`: "cpython-3.9" */
    const char *origin;  /* system and versions it models */
    const char *formula; /* in one line */
    struct hr_growth_rules rules;

    /*
     * What pushes promise in the long run, up to the greatest length that the system has: each
     * capacity is at least so many times the one before, so that n pushes copy no more than
     * n * factor / (factor - 1) elements and some dozens. 1: nothing is promised; n pushes may copy
     * in the order of n * n.
     */
    double factor;

    bool has_shrink;      /* asks for smaller blocks by itself; false: SHRINK is never asked */
    bool takes_good_size; /* NAME+good: capacities fill what the allocator gives */

    /* Of names with a parameter: "1.3" is 13 / 10, "4096" is 4096 / 1. */
    size_t numerator, denominator;
    /* Takes the parameter's text; false where it makes no sense. NULL: the name takes none. */
    bool (*set_parameter)(struct hr_growth *growth, const char *text);

    /*
     * The next capacity before clamping; pure, allocates nothing, may return less than needed or
     * more than the limit (hr_growth_next clamps), must not overflow (saturate instead).
     */
    size_t (*next)(const struct hr_growth *growth, const struct hr_growth_request *request);
};

/*
 * The capacity that the policy gives, within [needed, limit]; cannot fail, costs some arithmetic.
 * For SHRINK it is the present capacity
 * when the policy keeps the block, and 0 when it frees it. It may even be greater: CPython gives 8
 * slots to a list of 7 that is cut to 2.
 */
size_t hr_growth_next(const struct hr_growth *growth, const struct hr_growth_request *request);

/* The registered policies, in the order of structures/growth/growth.def. */
const struct hr_growth *hr_growth_find(const char *name); /* NULL when there is none */
const struct hr_growth *hr_growth_at(size_t index);       /* NULL past the end */

enum { HR_GROWTH_NAME_BYTES = 96 };

/* Room for a policy that is made from a name; the caller's, must outlive its use. */
struct hr_growth_named {
    struct hr_growth growth;
    char name[HR_GROWTH_NAME_BYTES];
};

/*
 * A policy by a name that may have a parameter and "+good": registered ones as hr_growth_find gives
 * them, the others made in *named, whose name is canonical ("geometric:1.30" is "geometric:1.3").
 * NULL when there is none, *named is then unspecified. Allocates nothing.
 */
const struct hr_growth *hr_growth_parse(const char *name, struct hr_growth_named *named);

/* The good size that the request's allocator states, at least `bytes`; `bytes` where it cannot. */
size_t hr_growth_good_bytes(const struct hr_growth_request *request, size_t bytes);

HR_END_C

#endif
