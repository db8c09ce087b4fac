/*
 * contest.h - who is best among rows that solve the same task, and how small a difference from it
 * could have been seen. Never crowns noise.
 */
#ifndef HEADROOM_BENCH_CONTEST_H
#define HEADROOM_BENCH_CONTEST_H

#include <stdbool.h>
#include <stddef.h>

#include "report/reading.h"
#include "report/view.h"

struct contest {
    bool has_best; /* two rows at least have an interval, and the meter knows better from worse */
    size_t best_row;
    struct reading best;
};

/* Of the rows first ... end - 1 of a view. */
struct contest contest_of(const struct view *view, size_t first, size_t end,
                          const struct headline *headline);

/* Whether a reading cannot be told from the best one: their intervals overlap. */
bool contest_is_among_best(const struct contest *contest, const struct reading *reading);

/*
 * The smallest difference from the best that a typical other row could have shown: the half of the
 * best's interval on its side plus the median of the others' halves on theirs. NaN when it cannot
 * be said.
 */
double contest_smallest_difference(const struct contest *contest, const struct view *view,
                                   size_t first, size_t end, const struct headline *headline);

/*
 * Puts the rows of each task in the order of a meter, the best first, those without a value last.
 * False without memory.
 */
bool contest_sort(struct view *view, const struct headline *headline);

#endif
