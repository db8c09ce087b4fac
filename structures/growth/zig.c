/*
 * zig.c - std.ArrayList of Zig, whose rule changed twice; growCapacity() in
 * lib/std/array_list.zig, as quoted: none of the three was run.
 */
#include "rules.h"

enum { STEP_011 = 8, CACHE_LINE_BYTES = 128 };

/* init_capacity: as many elements as a cache line holds, but one at least. */
static size_t first_capacity(size_t element_bytes) {
    return larger(CACHE_LINE_BYTES / element_bytes, 1);
}

static size_t grow_until(const struct hr_growth_request *request, size_t step) {
    size_t capacity = request->capacity;
    while (capacity < request->needed) {
        capacity = hr_saturating_add(half_more(capacity), step);
    }
    return capacity;
}

static size_t next_zig_011(const struct hr_growth *growth,
                           const struct hr_growth_request *request) {
    (void)growth;
    return request->reason == HR_GROWTH_CONSTRUCT ? request->needed : grow_until(request, STEP_011);
}

static size_t next_zig_014(const struct hr_growth *growth,
                           const struct hr_growth_request *request) {
    (void)growth;
    return request->reason == HR_GROWTH_CONSTRUCT
               ? request->needed
               : grow_until(request, first_capacity(request->element_bytes));
}

static size_t next_zig_017(const struct hr_growth *growth,
                           const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason == HR_GROWTH_CONSTRUCT) {
        return request->needed;
    }
    return hr_saturating_add(half_more(request->needed), first_capacity(request->element_bytes));
}

/* Pushes: 8 20 38 65 105 165 255 390 593 */
const struct hr_growth hr_growth_zig_011 = {
    .name = "zig-0.11",
    .origin = "Zig 0.11 to 0.13, std.ArrayList (quoted, not run)",
    .formula = "capacity += capacity / 2 + 8 until n fits",
    .rules =
        {
            .push = "ensureTotalCapacity(), growCapacity(), array_list.zig, quoted",
            .extend = "the same, quoted",
            .construct = "exact, initCapacity(), quoted",
            .shrink = "never (shrinkAndFree)",
        },
    .factor = 1.5,
    .next = next_zig_011,
};

/* Pushes of 8 bytes: 16 40 76 130 211 */
const struct hr_growth hr_growth_zig_014 = {
    .name = "zig-0.14",
    .origin = "Zig 0.14 to 0.16, std.ArrayList (quoted, not run)",
    .formula = "capacity += capacity / 2 + max(1, 128 / size) until n fits",
    .rules =
        {
            .push = "growCapacity(current, minimum), array_list.zig, quoted",
            .extend = "the same, quoted",
            .construct = "exact, initCapacity(), quoted",
            .shrink = "never (shrinkAndFree)",
        },
    .factor = 1.5,
    .next = next_zig_014,
};

/* Pushes of 8 bytes: 17 43 82 140 227 358 */
const struct hr_growth hr_growth_zig_017 = {
    .name = "zig-0.17",
    .origin = "Zig 0.17-dev, std.ArrayList (quoted, not run)",
    .formula = "n + n / 2 + max(1, 128 / size)",
    .rules =
        {
            .push = "growCapacity(minimum), array_list.zig, quoted",
            .extend = "the same, quoted",
            .construct = "exact, initCapacity(), quoted",
            .shrink = "never (shrinkAndFree)",
        },
    .factor = 1.5,
    .next = next_zig_017,
};
