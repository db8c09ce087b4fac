/*
 * arrange.h - the cases of a workload cut into tables that fit a screen.
 *
 * What varies but is of least interest moves out of the columns into the headings until the rest
 * fits; what is left over is then brought together again where it makes a whole comparison ("all
 * mallocs by length, for this policy"), for which a case may stand in two tables. Every case stands
 * in one at least. Pure.
 */
#ifndef HEADROOM_BENCH_ARRANGE_H
#define HEADROOM_BENCH_ARRANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "report/view.h"

struct arrangement {
    struct view *views;
    size_t count, room;
};

/* Whether a table of this view fits; `context` is handed on. */
typedef bool arrange_fits_fn(void *context, const struct view *view);

/* False without memory; clean up in any case. `whole` holds all cases of the workload. */
bool arrange(struct arrangement *arrangement, const struct view *whole, arrange_fits_fn *fits,
             void *context);
void arrange_clean_up(struct arrangement *arrangement);

#endif
