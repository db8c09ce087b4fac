/*
 * pypy.c - the list of PyPy: _ll_list_resize_hint_really() and _ll_list_resize_le() in
 * rpython/rtyper/lltypesystem/rlist.py.
 */
#include "rules.h"

/* It shrinks later than CPython does, and then to exactly what is left. */
static size_t next_pypy(const struct hr_growth *growth, const struct hr_growth_request *request) {
    enum { SLACK = 5 };
    (void)growth;
    if (request->reason == HR_GROWTH_SHRINK) {
        bool is_kept = hr_saturating_add(request->needed, SLACK) >= request->capacity >> 1;
        return is_kept ? request->capacity : request->needed;
    }
    bool is_from_empty = request->reason == HR_GROWTH_EXTEND && request->capacity == 0;
    return is_asked_for(request) || is_from_empty ? request->needed
                                                  : padded_by_eighth(request->needed);
}

/* Pushes: 4 8 16 25 35 46 58 72 88 106; popped from 100 slots on: 44, 16, 2. */
const struct hr_growth hr_growth_pypy = {
    .name = "pypy",
    .origin = "PyPy 7.3.11, list",
    .formula = "n + (n >> 3) + (n < 9 ? 3 : 6)",
    .rules =
        {
            .push = "_ll_list_resize_hint_really(), rlist.py, 7.3.11",
            .extend = "the same; exact from empty, 7.3.11",
            .construct = "exact, 7.3.11",
            .shrink = "exact when n < (capacity >> 1) - 5, _ll_list_resize_le(), 7.3.11",
        },
    .factor = 1.125,
    .has_shrink = true,
    .next = next_pypy,
};
