/*
 * modes.h - whether values lie in several heaps, as resident memory does where a malloc takes one
 * of a few paths. A median of such values says little. Pure.
 *
 *     struct modes modes = modes_find(sorted, count, 4096);
 *     if (modes.count > 1) { ... modes.mode[0].center, modes.mode[0].values ... }
 *
 * Values are cut at their widest gaps, up to three, as long as the narrowest of these is wider than
 * 2 + 80 / count times the mean distance from the median in every part, than two quanta, and than
 * 1 % of the median; a part has a tenth of the values, but at least three. The factor is from
 * simulation (tests/test_modes.c): of sets of 8 ... 100 values from normal, uniform, exponential,
 * lognormal and Laplace distributions, which have one mode, about one in a hundred or fewer is cut;
 * two heaps of 15 normal values are found in nine of ten cases when they are 10 of their deviations
 * apart, two heaps of 50 from 8 on.
 */
#ifndef HEADROOM_BENCH_MODES_H
#define HEADROOM_BENCH_MODES_H

#include <stddef.h>

enum { MODES_MOST = 4, MODES_LEAST_VALUES = 8, MODES_LEAST_IN_EACH = 3 };

struct mode {
    double center; /* the median of its values */
    size_t values;
};

struct modes {
    size_t count; /* 1 where nothing is cut or there are fewer than MODES_LEAST_VALUES */
    struct mode mode[MODES_MOST];
};

/* `sorted` ascending; `quantum` is the step in which values can differ at all, 0 for none. O(n). */
struct modes modes_find(const double *sorted, size_t count, double quantum);

#endif
