/*
 * simple.c - policies that model no system: the ends of the scale.
 */
#include <headroom/growth.h>

static size_t next_exact(const struct hr_growth_request *request) {
    return request->needed;
}

/* Pushes: 1 2 3 4 5 6 7 8 ...: no headroom, and a request to the allocator for every push. */
const struct hr_growth hr_growth_exact = {
    .name = "exact",
    .origin = "no system: the least memory, the most requests",
    .formula = "n",
    .rules =
        {
            .push = "n by definition",
            .extend = "n by definition",
            .construct = "n by definition",
            .shrink = "never",
        },
    .has_shrink = false,
    .next = next_exact,
};
