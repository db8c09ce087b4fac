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
 * 10 and capacity 16 that is extended by 10, and 24 to one of length 19 that is pushed to.
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
    bool has_shrink; /* asks for smaller blocks by itself; false: SHRINK is never asked */

    /*
     * The next capacity before clamping; pure, allocates nothing, may return less than needed or
     * more than the limit (hr_growth_next clamps), must not overflow (saturate instead).
     */
    size_t (*next)(const struct hr_growth_request *request);
};

/*
 * The capacity that the policy gives, within [needed, limit]. For SHRINK it is the present capacity
 * when the policy keeps the block, and 0 when it frees it. It may even be greater: CPython gives 8
 * slots to a list of 7 that is cut to 2.
 */
size_t hr_growth_next(const struct hr_growth *growth, const struct hr_growth_request *request);

/* The registered policies, in the order of structures/growth/growth.def. */
const struct hr_growth *hr_growth_find(const char *name); /* NULL when there is none */
const struct hr_growth *hr_growth_at(size_t index);       /* NULL past the end */

HR_END_C

#endif
