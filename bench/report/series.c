/*
 * series.c - which cases a plot shows, what they share, and what tells them apart.
 */
#include "report/series.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/reading.h"
#include "report/report.h"

/* A plot's cases while they are chosen. */
struct choice {
    const struct gather *gather;
    const struct series_options *options;
    const struct gather_case **cases;
    size_t count;
    struct report_names names; /* with "run" in front */
    struct series_table *result;
};

static const char *value_of(const struct choice *choice, size_t at, const char *name) {
    const char *value = gather_value(choice->gather, choice->cases[at], name);
    return value == NULL ? "" : value;
}

/* A tuple has no size of elements, and its growth is none: nothing there to choose. */
static bool has(const struct choice *choice, size_t at, const char *name) {
    const char *value = gather_value(choice->gather, choice->cases[at], name);
    return value != NULL && strcmp(value, "none") != 0;
}

static bool varies(const struct choice *choice, const char *name) {
    for (size_t i = 1; i < choice->count; i++) {
        if (strcmp(value_of(choice, 0, name), value_of(choice, i, name)) != 0) {
            return true;
        }
    }
    return false;
}

static bool is_axis(const struct choice *choice, const char *name) {
    return choice->options->x != NULL && strcmp(name, choice->options->x) == 0;
}

static bool is_competitor(const struct choice *choice, const char *name) {
    const char *by = choice->options->by;
    return !is_axis(choice, name) && (by == NULL || gather_lists(by, name));
}

static void append(char text[SERIES_TEXT_BYTES], const char *name, const char *value) {
    size_t used = strlen(text);
    if (used < SERIES_TEXT_BYTES) {
        snprintf(text + used, SERIES_TEXT_BYTES - used, "%s%s%s%s", used > 0 ? " " : "", name,
                 name[0] != '\0' ? "=" : "", value);
    }
}

/* NaN for what gnuplot would not read as a number. */
static double number_of(const char *text) {
    char *end;
    bool is_plain = *text != '\0' && strspn(text, "+-.0123456789eE") == strlen(text);
    double number = is_plain ? strtod(text, &end) : NAN;
    return is_plain && *end == '\0' ? number : NAN;
}

/* Of values that are equally frequent the largest number, or the first word of the plan. */
static bool is_larger(const char *value, const char *than) {
    return number_of(value) > number_of(than);
}

/* The most frequent value of a name. */
static const char *most_frequent(const struct choice *choice, const char *name) {
    const char *best = "";
    size_t most = 0;
    for (size_t i = 0; i < choice->count; i++) {
        size_t same = 0;
        for (size_t j = 0; j < choice->count; j++) {
            same += strcmp(value_of(choice, i, name), value_of(choice, j, name)) == 0;
        }
        const char *value = value_of(choice, i, name);
        bool is_better = same > most || (same == most && is_larger(value, best));
        if (is_better && has(choice, i, name)) {
            most = same;
            best = value;
        }
    }
    return best;
}

static void keep(struct choice *choice, const char *name, const char *value) {
    size_t kept = 0;
    for (size_t i = 0; i < choice->count; i++) {
        if (!has(choice, i, name) || strcmp(value_of(choice, i, name), value) == 0) {
            choice->cases[kept++] = choice->cases[i];
        }
    }
    choice->count = kept;
}

static void settle_name(struct choice *choice, const char *name) {
    bool is_free = !is_axis(choice, name) && !is_competitor(choice, name);
    if (choice->count == 0 || is_axis(choice, name)) {
        return;
    }
    if (varies(choice, name)) {
        if (is_free && choice->options->narrow) {
            const char *value = most_frequent(choice, name);
            size_t before = choice->count;
            append(choice->result->fixed, name, value);
            keep(choice, name, value);
            if (choice->count < before) {
                append(choice->result->chosen, name, value);
            }
        }
    } else if (strcmp(name, "run") != 0 && value_of(choice, 0, name)[0] != '\0') {
        append(choice->result->fixed, name, value_of(choice, 0, name));
    }
}

/* "glibc cpython-3.9": the varying values that make this case a competitor. */
static void label_case(const struct choice *choice, size_t at, char text[SERIES_TEXT_BYTES]) {
    text[0] = '\0';
    for (size_t i = 0; i < choice->names.count; i++) {
        const char *name = choice->names.names[i];
        if (is_competitor(choice, name) && varies(choice, name)) {
            append(text, "", value_of(choice, at, name));
        }
    }
    if (text[0] == '\0') {
        const char *by = choice->options->by;
        const char *last = by == NULL ? NULL : strrchr(by, ',');
        const char *value = by == NULL ? NULL
                                       : gather_value(choice->gather, choice->cases[at],
                                                      last == NULL ? by : last + 1);
        snprintf(text, SERIES_TEXT_BYTES, "%s", value == NULL ? choice->options->y : value);
    }
}

static int compare_texts(const void *left, const void *right) {
    return report_compare_values(*(const char *const *)left, *(const char *const *)right);
}

/* Numbers by size; names stay in the order of the plan. */
static size_t collect_x(const struct choice *choice, const char **xs) {
    size_t count = 0;
    bool is_numeric = true;
    for (size_t i = 0; i < choice->count; i++) {
        const char *x = value_of(choice, i, choice->options->x);
        is_numeric = is_numeric && isfinite(number_of(x));
        size_t at = 0;
        while (at < count && strcmp(xs[at], x) != 0) {
            at++;
        }
        if (at == count) {
            xs[count++] = x;
        }
    }
    if (is_numeric && count > 0) {
        qsort(xs, count, sizeof *xs, compare_texts);
    }
    return count;
}

/* Distinct labels, in the order of the plan; label_of[case] is the index. */
static size_t collect_labels(const struct choice *choice, char (*labels)[SERIES_TEXT_BYTES],
                             size_t *label_of) {
    size_t count = 0;
    for (size_t i = 0; i < choice->count; i++) {
        label_case(choice, i, labels[count]);
        size_t at = 0;
        while (strcmp(labels[at], labels[count]) != 0) {
            at++;
        }
        label_of[i] = at;
        count += at == count;
    }
    return count;
}

static double scaled(const struct choice *choice, size_t at, double value) {
    const struct series_options *options = choice->options;
    if (options->per != NULL) {
        value /= strtod(value_of(choice, at, options->per), NULL);
    }
    if (options->complement != NULL) {
        value = 100 * (1 - value / strtod(value_of(choice, at, options->complement), NULL));
    }
    return value;
}

static void add_number(struct table *table, double number) {
    if (isfinite(number)) {
        table_number(table, number, NULL);
    } else {
        table_empty(table);
    }
}

static void add_point(const struct choice *choice, size_t at, struct table *table) {
    const struct headline y = {.meter = choice->options->y, .lower = choice->options->lower};
    struct reading reading = {.kind = READING_NONE};
    if (at != SIZE_MAX) {
        reading = reading_of(choice->gather, choice->cases[at], &y);
    }
    if (!reading_is_usable(&reading)) {
        for (int i = 0; i < 3; i++) {
            table_empty(table);
        }
        return;
    }
    double a = scaled(choice, at, isnan(reading.low) ? reading.median : reading.low);
    double b = scaled(choice, at, isnan(reading.high) ? reading.median : reading.high);
    add_number(table, scaled(choice, at, reading.median));
    add_number(table, fmin(a, b));
    add_number(table, fmax(a, b));
}

static void name_what_varies(const struct choice *choice, char text[SERIES_TEXT_BYTES]) {
    snprintf(text, SERIES_TEXT_BYTES,
             "several cases have the same %s; choose by --where or --by:", choice->options->x);
    for (size_t i = 0; i < choice->names.count; i++) {
        const char *name = choice->names.names[i];
        if (!is_axis(choice, name) && !is_competitor(choice, name) && varies(choice, name)) {
            append(text, "", name);
        }
    }
}

struct grid {
    const char **xs;
    size_t rows;
    char (*labels)[SERIES_TEXT_BYTES];
    size_t columns;
    size_t *label_of;
    size_t *cases; /* [row][column]; SIZE_MAX for none */
};

static size_t find_row(const struct grid *grid, const char *x) {
    for (size_t row = 0; row < grid->rows; row++) {
        if (grid->xs[row] != NULL && strcmp(grid->xs[row], x) == 0) {
            return row;
        }
    }
    return 0; /* never: every x was collected */
}

static bool place_cases(struct choice *choice, struct grid *grid) {
    for (size_t i = 0; i < grid->rows * grid->columns; i++) {
        grid->cases[i] = SIZE_MAX;
    }
    for (size_t i = 0; i < choice->count; i++) {
        size_t row = find_row(grid, value_of(choice, i, choice->options->x));
        size_t *place = &grid->cases[row * grid->columns + grid->label_of[i]];
        if (*place != SIZE_MAX) {
            name_what_varies(choice, choice->result->error);
            return false;
        }
        *place = i;
    }
    return true;
}

static void fill_table(const struct choice *choice, const struct grid *grid, struct table *table) {
    char name[SERIES_TEXT_BYTES + 8];
    table_column(table, choice->options->x, "", TABLE_LEFT, 0);
    for (size_t i = 0; i < grid->columns; i++) {
        table_column(table, grid->labels[i], "", TABLE_RIGHT, 0);
        snprintf(name, sizeof name, "%s low", grid->labels[i]);
        table_column(table, name, "", TABLE_RIGHT, 0);
        snprintf(name, sizeof name, "%s high", grid->labels[i]);
        table_column(table, name, "", TABLE_RIGHT, 0);
    }
    for (size_t row = 0; row < grid->rows; row++) {
        table_row(table, false);
        table_text(table, grid->xs[row]);
        for (size_t i = 0; i < grid->columns; i++) {
            add_point(choice, grid->cases[row * grid->columns + i], table);
        }
    }
}

static bool make_table(struct choice *choice) {
    size_t room = choice->count + 1;
    struct grid grid = {.xs = calloc(room, sizeof *grid.xs),
                        .labels = calloc(room, sizeof *grid.labels),
                        .label_of = calloc(room, sizeof *grid.label_of)};
    bool is_whole = grid.xs != NULL && grid.labels != NULL && grid.label_of != NULL;
    if (is_whole) {
        grid.rows = collect_x(choice, grid.xs);
        grid.columns = collect_labels(choice, grid.labels, grid.label_of);
        grid.cases = calloc(grid.rows * grid.columns + 1, sizeof *grid.cases);
        is_whole = grid.cases != NULL && place_cases(choice, &grid);
    }
    if (is_whole) {
        fill_table(choice, &grid, &choice->result->table);
    }
    free(grid.xs);
    free(grid.labels);
    free(grid.label_of);
    free(grid.cases);
    return is_whole && !choice->result->table.failed;
}

/* "run" in front of the names of the keys. */
static bool find_names(struct choice *choice) {
    struct report_names found;
    if (!report_names(choice->gather, &found)) {
        return false;
    }
    choice->names.names = calloc(found.count + 1, sizeof *choice->names.names);
    if (choice->names.names != NULL) {
        choice->names.names[0] = "run";
        memcpy(choice->names.names + 1, found.names, found.count * sizeof *found.names);
        choice->names.count = found.count + 1;
    }
    free(found.names);
    return choice->names.names != NULL;
}

static bool choose(struct choice *choice) {
    const struct gather *gather = choice->gather;
    choice->cases = calloc(gather->case_count + 1, sizeof *choice->cases);
    if (choice->cases == NULL || !find_names(choice)) {
        return false;
    }
    for (size_t i = 0; i < gather->case_count; i++) {
        const struct gather_case *a_case = &gather->cases[i];
        const struct gather_series *series = gather_find(gather, a_case, choice->options->y);
        if (series != NULL && series->count > 0 &&
            (choice->options->x == NULL ||
             gather_value(gather, a_case, choice->options->x) != NULL)) {
            choice->cases[choice->count++] = a_case;
        }
    }
    for (size_t i = 0; i < choice->names.count; i++) {
        settle_name(choice, choice->names.names[i]);
    }
    return true;
}

bool series_make(const struct gather *gather, const struct series_options *options,
                 struct series_table *result) {
    *result = (struct series_table){0};
    struct choice choice = {.gather = gather, .options = options, .result = result};
    table_init(&result->table, "");
    bool is_whole = choose(&choice);
    result->is_empty = choice.count == 0;
    is_whole = is_whole && (result->is_empty || make_table(&choice));
    free(choice.cases);
    free(choice.names.names);
    return is_whole;
}

bool series_cases_init(struct series_cases *cases, const struct gather *gather,
                       const struct series_options *options) {
    struct series_table texts = {0};
    struct choice choice = {.gather = gather, .options = options, .result = &texts};
    *cases = (struct series_cases){0};
    bool is_whole = choose(&choice);
    cases->cases = choice.cases;
    cases->count = choice.count;
    cases->labels = calloc(choice.count + 1, sizeof *cases->labels);
    is_whole = is_whole && cases->labels != NULL;
    for (size_t i = 0; is_whole && i < choice.count; i++) {
        label_case(&choice, i, cases->labels[i]);
    }
    memcpy(cases->fixed, texts.fixed, sizeof cases->fixed);
    memcpy(cases->chosen, texts.chosen, sizeof cases->chosen);
    free(choice.names.names);
    return is_whole;
}

void series_cases_clean_up(struct series_cases *cases) {
    free(cases->cases);
    free(cases->labels);
    *cases = (struct series_cases){0};
}

static void widen(struct series_span *span, double number) {
    span->is_numeric = span->is_numeric && isfinite(number);
    if (isfinite(number)) {
        span->least = fmin(span->least, number);
        span->most = fmax(span->most, number);
    }
}

struct series_span series_span_x(const struct table *table) {
    struct series_span span = {.is_numeric = table->row_count > 0, .least = NAN, .most = NAN};
    for (size_t row = 0; row < table->row_count; row++) {
        const struct table_cell *cell = table_at(table, row, 0);
        widen(&span, cell == NULL || cell->text == NULL ? NAN : number_of(cell->text));
    }
    return span;
}

struct series_span series_span_y(const struct table *table) {
    struct series_span span = {.is_numeric = true, .least = NAN, .most = NAN};
    for (size_t row = 0; row < table->row_count; row++) {
        for (size_t i = 1; i < table->column_count; i++) {
            const struct table_cell *cell = table_at(table, row, i);
            if (cell != NULL && cell->kind == TABLE_NUMBER) {
                widen(&span, cell->number);
            }
        }
    }
    return span;
}

bool series_is_wide(const struct series_span *span) {
    return span->is_numeric && span->least > 0 && span->most >= 100 * span->least;
}

size_t series_longest_x(const struct table *table) {
    size_t longest = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        const struct table_cell *cell = table_at(table, row, 0);
        size_t length = cell == NULL || cell->text == NULL ? 0 : strlen(cell->text);
        longest = length > longest ? length : longest;
    }
    return longest;
}
