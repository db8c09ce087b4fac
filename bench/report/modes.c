/*
 * modes.c - cuts sorted values at their widest gaps.
 */
#include "report/modes.h"

#include <math.h>
#include <stdbool.h>

#include "report/statistics.h"

static double distance_from_median(const double *sorted, size_t count) {
    double median = statistics_median(sorted, count);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += fabs(sorted[i] - median);
    }
    return sum / (double)count;
}

/* Sorted values cut into segments: segment i is cut[i] ... cut[i + 1]. */
struct cuts {
    size_t segments;
    size_t cut[MODES_MOST + 1];
};

static size_t least_in_each(size_t count) {
    size_t tenth = (count + 9) / 10;
    return tenth < MODES_LEAST_IN_EACH ? MODES_LEAST_IN_EACH : tenth;
}

/* Adds the widest gap that leaves enough values on either side; its width, 0 where none does. */
static double add_cut(const double *sorted, size_t count, struct cuts *cuts) {
    size_t least = least_in_each(count);
    size_t segment = 0;
    size_t place = 0;
    double widest = 0;
    for (size_t i = 0; i < cuts->segments; i++) {
        for (size_t at = cuts->cut[i] + least; at + least <= cuts->cut[i + 1]; at++) {
            double gap = sorted[at] - sorted[at - 1];
            segment = gap > widest ? i : segment;
            place = gap > widest ? at : place;
            widest = gap > widest ? gap : widest;
        }
    }
    for (size_t i = ++cuts->segments; widest > 0 && i > segment + 1; i--) {
        cuts->cut[i] = cuts->cut[i - 1];
    }
    cuts->cut[segment + 1] = place;
    return widest;
}

static double widest_spread(const double *sorted, const struct cuts *cuts) {
    double spread = 0;
    for (size_t i = 0; i < cuts->segments; i++) {
        size_t values = cuts->cut[i + 1] - cuts->cut[i];
        spread = fmax(spread, distance_from_median(sorted + cuts->cut[i], values));
    }
    return spread;
}

static struct modes describe(const double *sorted, const struct cuts *cuts) {
    struct modes modes = {.count = cuts->segments};
    for (size_t i = 0; i < cuts->segments; i++) {
        size_t values = cuts->cut[i + 1] - cuts->cut[i];
        modes.mode[i] = (struct mode){statistics_median(sorted + cuts->cut[i], values), values};
    }
    return modes;
}

/* The most segments whose narrowest gap is wide enough against the widest of them. */
struct modes modes_find(const double *sorted, size_t count, double quantum) {
    struct cuts cuts = {.segments = 1, .cut = {0, count}};
    struct modes modes = describe(sorted, &cuts);
    double least_gap = fmax(2 * quantum, fabs(modes.mode[0].center) / 100);
    double factor = 2 + 80 / (double)count;
    while (count >= MODES_LEAST_VALUES && cuts.segments < MODES_MOST) {
        double gap = add_cut(sorted, count, &cuts);
        if (!(gap > least_gap)) {
            break;
        }
        if (gap > factor * widest_spread(sorted, &cuts)) {
            modes = describe(sorted, &cuts);
        }
    }
    return modes;
}
