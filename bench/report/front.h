/*
 * front.h - of points with two costs each, which ones no other beats in both: the Pareto front, and
 * what is beaten by less than the noise. Pure.
 *
 *     front_judge(points, count);
 *     if (points[i].standing == FRONT_ON) { ... }
 */
#ifndef HEADROOM_BENCH_FRONT_H
#define HEADROOM_BENCH_FRONT_H

#include <stddef.h>

/* A cost with its interval; low <= middle <= high, equal where it is exact. Less is better. */
struct front_cost {
    double low, middle, high;
};

enum front_standing {
    FRONT_BEATEN, /* another's interval is not above its own in either cost, and below in one */
    FRONT_NEAR,   /* another's middles beat it, but no other's intervals do */
    FRONT_ON,     /* no other has both middles as low, and one lower */
};

struct front_point {
    struct front_cost x, y;
    enum front_standing standing;
};

/* Sets each standing. Equal points stand alike. No cost may be NaN. O(count^2). */
void front_judge(struct front_point *points, size_t count);

#endif
