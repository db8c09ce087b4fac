/*
 * contest.c - intervals against the best one's.
 */
#include "report/contest.h"

#include <math.h>
#include <stdlib.h>

#include "report/statistics.h"

static struct reading read_row(const struct view *view, size_t row,
                               const struct headline *headline) {
    return reading_of(view->gather, view->rows[row], headline);
}

static bool has_interval(const struct reading *reading) {
    return reading->kind == READING_NOISY && reading->meter->better != METER_NEITHER &&
           !isnan(reading->low) && !isnan(reading->high);
}

static bool is_higher_better(const struct reading *reading) {
    return reading->meter->better == METER_HIGHER;
}

struct contest contest_of(const struct view *view, size_t first, size_t end,
                          const struct headline *headline) {
    struct contest contest = {false, first, {.kind = READING_NONE}};
    size_t compared = 0;
    for (size_t row = first; row < end; row++) {
        struct reading reading = read_row(view, row, headline);
        if (!has_interval(&reading)) {
            continue;
        }
        bool beats =
            compared == 0 || (is_higher_better(&reading) ? reading.median > contest.best.median
                                                         : reading.median < contest.best.median);
        if (beats) {
            contest.best = reading;
            contest.best_row = row;
        }
        compared++;
    }
    contest.has_best = compared > 1;
    return contest;
}

bool contest_is_among_best(const struct contest *contest, const struct reading *reading) {
    return contest->has_best && has_interval(reading) && reading->low <= contest->best.high &&
           contest->best.low <= reading->high;
}

double contest_smallest_difference(const struct contest *contest, const struct view *view,
                                   size_t first, size_t end, const struct headline *headline) {
    const struct reading *best = &contest->best;
    double *halves = contest->has_best ? calloc(end - first, sizeof *halves) : NULL;
    size_t count = 0;
    for (size_t row = first; halves != NULL && row < end; row++) {
        struct reading reading = read_row(view, row, headline);
        if (row != contest->best_row && has_interval(&reading)) {
            halves[count++] = is_higher_better(&reading) ? reading.high - reading.median
                                                         : reading.median - reading.low;
        }
    }
    double smallest = NAN;
    if (count > 0) {
        statistics_sort(halves, count);
        double own = is_higher_better(best) ? best->median - best->low : best->high - best->median;
        smallest = own + halves[count / 2];
    }
    free(halves);
    return smallest;
}
