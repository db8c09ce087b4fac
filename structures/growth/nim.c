/*
 * nim.c - seq of Nim: resize() in lib/system/sysstr.nim.
 */
#include "rules.h"

enum { FIRST = 4, LARGE = 65536 };

static size_t grow(size_t capacity) {
    if (capacity == 0) {
        return FIRST;
    }
    return capacity < LARGE ? 2 * capacity : half_more(capacity);
}

static size_t next_nim(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request) ? request->needed
                                 : larger(grow(request->capacity), request->needed);
}

/* Pushes: 4 8 16 ... 65536 98304 147456 */
const struct hr_growth hr_growth_nim = {
    .name = "nim",
    .origin = "Nim 1.6, seq",
    .formula = "max(n, capacity < 65536 ? 2 * capacity : 3 * capacity / 2), first 4",
    .rules =
        {
            .push = "resize(), lib/system/sysstr.nim, 1.6.10",
            .extend = "max(resize(capacity), n), 1.6.10",
            .construct = "exact, newSeq(), 1.6.10",
            .shrink = "never",
        },
    .factor = 1.5,
    .next = next_nim,
};
