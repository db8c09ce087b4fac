/*
 * changes.h - what changed between the first run and each later one: case by case and meter by
 * meter, the ratio to the first with its interval. Reads gathered results, prints nothing.
 *
 *     struct changes changes;
 *     if (changes_init(&changes, gather)) { ... changes.rows[0] is the largest ... }
 *     changes_clean_up(&changes);
 *
 * An overview: `headroom compare` is the judge. Here a noisy meter has changed when the intervals
 * of its medians do not overlap and the medians are more than 1 % apart; the interval of a ratio
 * has the ends of both: it is too wide rather than too narrow. Times of runs that were not measured
 * in pairs are told and not judged: they shift with the machine, as compare.h says.
 */
#ifndef HEADROOM_BENCH_CHANGES_H
#define HEADROOM_BENCH_CHANGES_H

#include <stdbool.h>
#include <stddef.h>

#include "report/gather.h"
#include "report/headline.h"
#include "report/reading.h"

enum change_verdict {
    CHANGE_SAME,
    CHANGE_BETTER,
    CHANGE_WORSE,
    CHANGE_OTHER,
    CHANGE_NOT_JUDGED, /* apart like a change, but times that were measured apart */
};

struct change {
    struct reading reading; /* READING_NONE or MISSING where the run has no value */
    enum change_verdict verdict;
    double ratio, low, high; /* to the first run; NaN without a value, or where the first has 0 */
};

/* One meter of one case. */
struct change_row {
    const struct gather_case *a_case; /* of the first run */
    const struct headline *headline;
    struct reading first;
    struct change *changes; /* of each later run */
    bool is_exact;
    double size;  /* of its largest change: |log(ratio)|, INFINITY from or to 0, 0 for none */
    double shift; /* likewise of what is not judged */
};

struct changes {
    /* The largest change first, then the largest shift, then in the order of the plan. */
    struct change_row *rows;
    size_t count;
    size_t unpaired; /* cases that are not in all runs */
    size_t later_runs;
    struct change *changes; /* of all rows */
};

/*
 * The headline's meters of the cases that the first run has in common with a later one; not those
 * of the null structure.
 */
bool changes_init(struct changes *changes, const struct gather *gather);
void changes_clean_up(struct changes *changes);

const char *change_verdict_name(enum change_verdict verdict); /* "same", "better", ... */

#endif
