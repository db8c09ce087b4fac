/*
 * front.c - every point against every other: there are tens of them.
 */
#include "report/front.h"

#include <stdbool.h>

static bool has_better_middles(const struct front_point *one, const struct front_point *other) {
    const struct front_cost *x = &one->x;
    const struct front_cost *y = &one->y;
    return x->middle <= other->x.middle && y->middle <= other->y.middle &&
           (x->middle < other->x.middle || y->middle < other->y.middle);
}

/* Whatever values of the intervals are the true ones. */
static bool is_surely_better(const struct front_point *one, const struct front_point *other) {
    const struct front_cost *x = &one->x;
    const struct front_cost *y = &one->y;
    return x->high <= other->x.low && y->high <= other->y.low &&
           (x->high < other->x.low || y->high < other->y.low);
}

static enum front_standing standing_of(const struct front_point *points, size_t count, size_t at) {
    enum front_standing standing = FRONT_ON;
    for (size_t i = 0; i < count; i++) {
        if (is_surely_better(&points[i], &points[at])) {
            return FRONT_BEATEN;
        }
        if (has_better_middles(&points[i], &points[at])) {
            standing = FRONT_NEAR;
        }
    }
    return standing;
}

void front_judge(struct front_point *points, size_t count) {
    for (size_t i = 0; i < count; i++) {
        points[i].standing = standing_of(points, count, i);
    }
}
