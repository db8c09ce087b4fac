/*
 * arrange.c - cuts, joins, completes and orders tables.
 */
#include "report/arrange.h"

#include <stdlib.h>
#include <string.h>

static const size_t most_joined_views = 200; /* joining tries pairs; a long list is left as cut */

struct work {
    struct arrangement *arrangement;
    const struct view *whole;
    arrange_fits_fn *fits;
    void *context;
};

static bool push(struct arrangement *arrangement, struct view view) {
    if (arrangement->count == arrangement->room) {
        size_t room = arrangement->room == 0 ? 16 : 2 * arrangement->room;
        struct view *views = realloc(arrangement->views, room * sizeof *views);
        if (views == NULL) {
            view_clean_up(&view);
            return false;
        }
        arrangement->views = views;
        arrangement->room = room;
    }
    arrangement->views[arrangement->count++] = view;
    return true;
}

static void remove_at(struct arrangement *arrangement, size_t at) {
    view_clean_up(&arrangement->views[at]);
    arrangement->count--;
    memmove(&arrangement->views[at], &arrangement->views[at + 1],
            (arrangement->count - at) * sizeof *arrangement->views);
}

/* Whether each value of the name has one row alone: a heading over every line. */
static bool is_scattered(const struct view *view, size_t name) {
    return view_values(view, name) == view->row_count;
}

/* The name of least interest that can go to the headings; view->column_count for none. */
static size_t find_heading(const struct view *view) {
    size_t column = 0;
    while (column < view->column_count && is_scattered(view, view->columns[column])) {
        column++;
    }
    return column;
}

/* Moves the rows with the first row's value of a name into `part`; the others stay in `rest`. */
static size_t take_part(const struct view *view, size_t name, const struct gather_case **rest,
                        size_t *rest_count, const struct gather_case **part) {
    const char *key = view->names->name[name];
    const char *wanted = gather_value(view->gather, rest[0], key);
    size_t taken = 0;
    size_t left = 0;
    for (size_t i = 0; i < *rest_count; i++) {
        const char *value = gather_value(view->gather, rest[i], key);
        if (strcmp(value == NULL ? "" : value, wanted == NULL ? "" : wanted) == 0) {
            part[taken++] = rest[i];
        } else {
            rest[left++] = rest[i];
        }
    }
    *rest_count = left;
    return taken;
}

static bool cut(struct work *work, struct view view);

/* Cuts each part of several rows further, and the single rows together. */
static bool cut_by(struct work *work, const struct view *view, size_t name) {
    size_t rest_count = view->row_count;
    const struct gather_case **rest = calloc(3 * rest_count, sizeof *rest);
    if (rest == NULL) {
        return false;
    }
    const struct gather_case **part = rest + rest_count;
    const struct gather_case **singles = part + rest_count;
    size_t single_count = 0;
    memcpy(rest, view->rows, rest_count * sizeof *rest);
    bool is_whole = true;
    while (is_whole && rest_count > 0) {
        struct view cut_off;
        size_t taken = take_part(view, name, rest, &rest_count, part);
        if (taken == 1) {
            singles[single_count++] = part[0];
            continue;
        }
        is_whole = view_init(&cut_off, view->gather, view->names, part, taken);
        is_whole = cut(work, cut_off) && is_whole;
    }
    if (is_whole && single_count > 0) {
        struct view cut_off;
        is_whole = view_init(&cut_off, view->gather, view->names, singles, single_count);
        is_whole = cut(work, cut_off) && is_whole;
    }
    free(rest);
    return is_whole;
}

/* Takes the view. Ends: every part has fewer rows than what it was cut from. */
static bool cut(struct work *work, struct view view) {
    size_t column = view.column_count <= 1 || work->fits(work->context, &view)
                        ? view.column_count
                        : find_heading(&view);
    if (column == view.column_count) {
        return push(work->arrangement, view);
    }
    bool is_whole = cut_by(work, &view, view.columns[column]);
    view_clean_up(&view);
    return is_whole;
}

/* Whether the rows fill most of the combinations of their values. */
static bool is_dense(const struct view *view) {
    size_t combinations = 1;
    for (size_t i = 0; i < view->column_count; i++) {
        combinations *= view_values(view, view->columns[i]);
        if (combinations > 2 * view->row_count) {
            return false;
        }
    }
    return 10 * view->row_count >= 6 * combinations;
}

static bool unite(const struct view *a, const struct view *b, struct view *both) {
    const struct gather_case **rows = calloc(a->row_count + b->row_count + 1, sizeof *rows);
    if (rows == NULL) {
        return false;
    }
    memcpy(rows, a->rows, a->row_count * sizeof *rows);
    size_t count = a->row_count;
    for (size_t i = 0; i < b->row_count; i++) {
        if (!view_has_row(a, b->rows[i])) {
            rows[count++] = b->rows[i];
        }
    }
    bool is_whole = view_init(both, a->gather, a->names, rows, count);
    free(rows);
    return is_whole;
}

/* Joins two tables of the arrangement when that is a whole comparison which fits. */
static bool try_join(struct work *work, size_t first, size_t second, bool *is_joined) {
    struct arrangement *arrangement = work->arrangement;
    const struct view *a = &arrangement->views[first];
    const struct view *b = &arrangement->views[second];
    size_t columns = a->column_count > b->column_count ? a->column_count : b->column_count;
    struct view both;
    bool is_whole = unite(a, b, &both);
    *is_joined = is_whole && both.column_count <= columns + 1 && is_dense(&both) &&
                 work->fits(work->context, &both);
    if (!*is_joined) {
        view_clean_up(&both);
        return is_whole;
    }
    view_clean_up(&arrangement->views[first]);
    arrangement->views[first] = both;
    remove_at(arrangement, second);
    return true;
}

static bool join(struct work *work) {
    struct arrangement *arrangement = work->arrangement;
    if (arrangement->count > most_joined_views) {
        return true;
    }
    for (size_t i = 0; i < arrangement->count; i++) {
        for (size_t j = i + 1; j < arrangement->count;) {
            bool is_joined;
            if (!try_join(work, i, j, &is_joined)) {
                return false;
            }
            j = is_joined ? i + 1 : j + 1;
        }
    }
    return true;
}

/*
 * Whether a case belongs to a table that it is not in: equal in what the table has in common, and
 * with values that are new there in at most so many columns.
 */
static bool completes(const struct view *view, const struct gather_case *a_case, size_t most_news) {
    size_t news = 0;
    for (size_t name = 0; name < view->names->count; name++) {
        const char *value = gather_value(view->gather, a_case, view->names->name[name]);
        size_t row = 0;
        while (row < view->row_count &&
               strcmp(view_value(view, row, name), value == NULL ? "" : value) != 0) {
            row++;
        }
        bool is_new = row == view->row_count;
        if (is_new && !view_has_column(view, name)) {
            return false;
        }
        news += is_new;
    }
    return news <= most_news;
}

static bool complete(struct work *work, struct view *view, size_t most_news) {
    const struct view *whole = work->whole;
    const struct gather_case **rows = calloc(whole->row_count + 1, sizeof *rows);
    if (rows == NULL) {
        return false;
    }
    size_t count = 0;
    for (size_t i = 0; i < whole->row_count; i++) {
        if (view_has_row(view, whole->rows[i]) || completes(view, whole->rows[i], most_news)) {
            rows[count++] = whole->rows[i];
        }
    }
    struct view more;
    bool is_whole = view_init(&more, view->gather, view->names, rows, count);
    free(rows);
    if (is_whole && count > view->row_count && is_dense(&more) &&
        work->fits(work->context, &more)) {
        view_clean_up(view);
        *view = more;
    } else {
        view_clean_up(&more);
    }
    return is_whole;
}

static bool is_within(const struct view *part, const struct view *whole) {
    for (size_t i = 0; i < part->row_count; i++) {
        if (!view_has_row(whole, part->rows[i])) {
            return false;
        }
    }
    return true;
}

/* Drops tables whose every row stands in another one. */
static void drop_repeated(struct arrangement *arrangement) {
    for (size_t i = 0; i < arrangement->count;) {
        size_t j = 0;
        while (j < arrangement->count &&
               (i == j || !is_within(&arrangement->views[i], &arrangement->views[j]))) {
            j++;
        }
        if (j < arrangement->count) {
            remove_at(arrangement, i);
        } else {
            i++;
        }
    }
}

/* The interest of what is compared: that of its columns, the last one first. */
static bool is_before(const struct view *a, const struct view *b) {
    for (size_t i = 1; i <= a->column_count && i <= b->column_count; i++) {
        size_t left = a->columns[a->column_count - i];
        size_t right = b->columns[b->column_count - i];
        if (left != right) {
            return left > right;
        }
    }
    return a->column_count > b->column_count;
}

/* Stable: equal ones stay in the order of their headings. */
static void order(struct arrangement *arrangement) {
    for (size_t i = 1; i < arrangement->count; i++) {
        for (size_t j = i; j > 0 && is_before(&arrangement->views[j], &arrangement->views[j - 1]);
             j--) {
            struct view moved = arrangement->views[j];
            arrangement->views[j] = arrangement->views[j - 1];
            arrangement->views[j - 1] = moved;
        }
    }
}

bool arrange(struct arrangement *arrangement, const struct view *whole, arrange_fits_fn *fits,
             void *context) {
    *arrangement = (struct arrangement){0};
    struct work work = {arrangement, whole, fits, context};
    struct view all;
    bool is_whole = view_init(&all, whole->gather, whole->names, whole->rows, whole->row_count);
    is_whole = cut(&work, all) && is_whole;
    is_whole = is_whole && join(&work);
    if (arrangement->count <= most_joined_views) {
        for (size_t i = 0; is_whole && i < arrangement->count; i++) {
            struct view *view = &arrangement->views[i];
            is_whole = complete(&work, view, 1) && complete(&work, view, 0);
        }
        drop_repeated(arrangement);
    }
    order(arrangement);
    return is_whole;
}

void arrange_clean_up(struct arrangement *arrangement) {
    for (size_t i = 0; i < arrangement->count; i++) {
        view_clean_up(&arrangement->views[i]);
    }
    free(arrangement->views);
    *arrangement = (struct arrangement){0};
}
