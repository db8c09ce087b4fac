/*
 * view.h - some cases of a workload that make one table: which parts of their keys differ, in the
 * order in which they become columns, and their rows in that order. Pure.
 */
#ifndef HEADROOM_BENCH_VIEW_H
#define HEADROOM_BENCH_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "report/gather.h"

enum { VIEW_NAMES = 32 };

/* Names of the keys of a workload's cases, of rising interest. */
struct view_names {
    const char *name[VIEW_NAMES];
    bool is_subject[VIEW_NAMES]; /* its values compete; subjects stand last */
    size_t count;
};

struct view {
    const struct gather *gather;
    const struct view_names *names;
    const struct gather_case **rows; /* its own array */
    size_t row_count;
    size_t columns[VIEW_NAMES]; /* indices into names: those that vary, of rising interest */
    size_t column_count;
};

/*
 * Takes a copy of the list of rows, finds what varies, and sorts: numbers by size, words as they
 * first appear, the last column fastest. False without memory.
 */
bool view_init(struct view *view, const struct gather *gather, const struct view_names *names,
               const struct gather_case *const *rows, size_t row_count);
void view_clean_up(struct view *view);

/* The value of a name for a row; "" where its key has none. */
const char *view_value(const struct view *view, size_t row, size_t name);

bool view_has_column(const struct view *view, size_t name);
bool view_has_row(const struct view *view, const struct gather_case *a_case);

/* How many different values a column has. */
size_t view_values(const struct view *view, size_t name);

/* One past the last row that solves the same task as row `first`. */
size_t view_task_end(const struct view *view, size_t first);

#endif
