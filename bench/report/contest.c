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

/* A row while it is sorted: the smaller the key, the better. */
struct placed {
    const struct gather_case *a_case;
    double key;
    size_t at;
};

static int compare_placed(const void *left, const void *right) {
    const struct placed *a = left;
    const struct placed *b = right;
    if (isnan(a->key) != isnan(b->key)) {
        return isnan(a->key) ? 1 : -1;
    }
    int order = (a->key > b->key) - (a->key < b->key);
    return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static double key_of(const struct view *view, size_t row, const struct headline *headline) {
    struct reading reading = read_row(view, row, headline);
    if (!reading_is_usable(&reading)) {
        return NAN;
    }
    return is_higher_better(&reading) ? -reading.median : reading.median;
}

bool contest_sort(struct view *view, const struct headline *headline) {
    struct placed *placed = calloc(view->row_count + 1, sizeof *placed);
    for (size_t row = 0; placed != NULL && row < view->row_count;) {
        size_t end = view_task_end(view, row);
        for (size_t i = row; i < end; i++) {
            placed[i] = (struct placed){view->rows[i], key_of(view, i, headline), i};
        }
        qsort(placed + row, end - row, sizeof *placed, compare_placed);
        row = end;
    }
    for (size_t i = 0; placed != NULL && i < view->row_count; i++) {
        view->rows[i] = placed[i].a_case;
    }
    bool is_whole = placed != NULL;
    free(placed);
    return is_whole;
}
