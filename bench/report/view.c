/*
 * view.c - what varies among some cases, and their order.
 */
#include "report/view.h"

#include <stdlib.h>
#include <string.h>

#include "report/report.h"

/* A row while it is sorted: for each column the place of its value among that column's. */
struct placed {
    const struct gather_case *a_case;
    size_t place[VIEW_NAMES];
};

/* One row's value of a column while the column is put in order. */
struct value {
    const char *text;
    size_t row, first_row; /* the first row with the same value */
};

const char *view_value(const struct view *view, size_t row, size_t name) {
    const char *value = gather_value(view->gather, view->rows[row], view->names->name[name]);
    return value == NULL ? "" : value;
}

static bool is_same(const struct view *view, size_t a, size_t b, size_t name) {
    return strcmp(view_value(view, a, name), view_value(view, b, name)) == 0;
}

bool view_has_column(const struct view *view, size_t name) {
    for (size_t i = 0; i < view->column_count; i++) {
        if (view->columns[i] == name) {
            return true;
        }
    }
    return false;
}

bool view_has_row(const struct view *view, const struct gather_case *a_case) {
    for (size_t i = 0; i < view->row_count; i++) {
        if (view->rows[i] == a_case) {
            return true;
        }
    }
    return false;
}

static int compare_texts(const void *left, const void *right) {
    const struct value *a = left;
    const struct value *b = right;
    int order = strcmp(a->text, b->text);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

/* The values of all rows, equal ones together, each with the first row that has it; or NULL. */
static struct value *list_values(const struct view *view, size_t name) {
    struct value *values = calloc(view->row_count + 1, sizeof *values);
    for (size_t row = 0; values != NULL && row < view->row_count; row++) {
        values[row] = (struct value){view_value(view, row, name), row, row};
    }
    if (values != NULL) {
        qsort(values, view->row_count, sizeof *values, compare_texts);
    }
    for (size_t i = 1; values != NULL && i < view->row_count; i++) {
        if (strcmp(values[i].text, values[i - 1].text) == 0) {
            values[i].first_row = values[i - 1].first_row;
        }
    }
    return values;
}

size_t view_values(const struct view *view, size_t name) {
    struct value *values = list_values(view, name);
    size_t count = values == NULL ? view->row_count : 0;
    for (size_t i = 0; values != NULL && i < view->row_count; i++) {
        count += values[i].row == values[i].first_row;
    }
    free(values);
    return count;
}

size_t view_task_end(const struct view *view, size_t first) {
    for (size_t end = first + 1; end < view->row_count; end++) {
        for (size_t i = 0; i < view->column_count; i++) {
            size_t name = view->columns[i];
            if (!view->names->is_subject[name] && !is_same(view, first, end, name)) {
                return end;
            }
        }
    }
    return view->row_count;
}

static void find_columns(struct view *view) {
    for (size_t name = 0; name < view->names->count; name++) {
        size_t row = 1;
        while (row < view->row_count && is_same(view, 0, row, name)) {
            row++;
        }
        if (row < view->row_count) {
            view->columns[view->column_count++] = name;
        }
    }
}

static int compare_values(const void *left, const void *right) {
    const struct value *a = left;
    const struct value *b = right;
    int order = report_compare_numbers(a->text, b->text);
    return order != 0 ? order : (a->first_row > b->first_row) - (a->first_row < b->first_row);
}

static bool place_column(const struct view *view, size_t column, struct placed *placed) {
    struct value *values = list_values(view, view->columns[column]);
    if (values == NULL) {
        return false;
    }
    qsort(values, view->row_count, sizeof *values, compare_values);
    size_t place = 0;
    for (size_t i = 0; i < view->row_count; i++) {
        place += i > 0 && values[i].first_row != values[i - 1].first_row;
        placed[values[i].row].place[column] = place;
    }
    free(values);
    return true;
}

static int compare_placed(const void *left, const void *right) {
    const struct placed *a = left;
    const struct placed *b = right;
    for (size_t i = 0; i < VIEW_NAMES; i++) {
        if (a->place[i] != b->place[i]) {
            return a->place[i] < b->place[i] ? -1 : 1;
        }
    }
    return (a->a_case > b->a_case) - (a->a_case < b->a_case);
}

static int compare_cases(const void *left, const void *right) {
    const struct gather_case *a = *(const struct gather_case *const *)left;
    const struct gather_case *b = *(const struct gather_case *const *)right;
    return (a > b) - (a < b);
}

static bool sort_rows(struct view *view) {
    struct placed *placed = calloc(view->row_count, sizeof *placed);
    bool is_whole = placed != NULL;
    for (size_t i = 0; is_whole && i < view->column_count; i++) {
        is_whole = place_column(view, i, placed);
    }
    for (size_t row = 0; is_whole && row < view->row_count; row++) {
        placed[row].a_case = view->rows[row];
    }
    if (is_whole) {
        qsort(placed, view->row_count, sizeof *placed, compare_placed);
    }
    for (size_t row = 0; is_whole && row < view->row_count; row++) {
        view->rows[row] = placed[row].a_case;
    }
    free(placed);
    return is_whole;
}

bool view_init(struct view *view, const struct gather *gather, const struct view_names *names,
               const struct gather_case *const *rows, size_t row_count) {
    *view = (struct view){.gather = gather, .names = names};
    view->rows = calloc(row_count + 1, sizeof *view->rows);
    if (view->rows == NULL) {
        return false;
    }
    memcpy(view->rows, rows, row_count * sizeof *rows);
    view->row_count = row_count;
    qsort(view->rows, row_count, sizeof *view->rows, compare_cases); /* the order of the plan */
    find_columns(view);
    return row_count == 0 || sort_rows(view);
}

void view_clean_up(struct view *view) {
    free(view->rows);
    *view = (struct view){0};
}
