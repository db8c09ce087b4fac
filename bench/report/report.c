/*
 * report.c - the tables for people, one per workload.
 */
#include "report/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/headline.h"
#include "report/units.h"

enum { SHEET_NAMES = 32, SHEET_METERS = 48 };

/* One table in the making. */
struct sheet {
    const struct gather *gather;
    const char *workload;
    const struct gather_case **rows;
    size_t row_count;
    const char *tasks[SHEET_NAMES], *subjects[SHEET_NAMES]; /* names that vary */
    size_t task_count, subject_count;
    struct headline meters[SHEET_METERS];
    size_t meter_count;
    struct table *table;
};

static const char *or_empty(const char *text) {
    return text == NULL ? "" : text;
}

static bool is_number(const char *text, double *number) {
    char *end;
    *number = strtod(text, &end);
    return *text != '\0' && *end == '\0' && isfinite(*number);
}

int report_compare_values(const char *left, const char *right) {
    if (left == NULL || right == NULL) {
        return (left != NULL) - (right != NULL);
    }
    double a, b;
    bool is_a = is_number(left, &a);
    bool is_b = is_number(right, &b);
    if (is_a != is_b) {
        return is_a ? -1 : 1;
    }
    if (is_a && a != b) {
        return a < b ? -1 : 1;
    }
    return strcmp(left, right);
}

static bool varies(const struct sheet *sheet, const char *name) {
    const char *first = or_empty(gather_value(sheet->gather, sheet->rows[0], name));
    for (size_t i = 1; i < sheet->row_count; i++) {
        if (strcmp(first, or_empty(gather_value(sheet->gather, sheet->rows[i], name))) != 0) {
            return true;
        }
    }
    return false;
}

static void place_name(struct sheet *sheet, const char *name, const char *by) {
    bool is_subject = by != NULL ? gather_lists(by, name) : headline_is_subject(name);
    size_t *count = is_subject ? &sheet->subject_count : &sheet->task_count;
    if (*count < SHEET_NAMES) {
        (is_subject ? sheet->subjects : sheet->tasks)[(*count)++] = name;
    }
}

/* Splits names into constant ones, said in the headline, and varying ones, which become columns. */
static void place_names(struct sheet *sheet, const struct report_names *names, const char *by) {
    char constants[1024] = "";
    size_t used = 0;
    if (varies(sheet, "run")) {
        place_name(sheet, "run", by);
    }
    for (size_t i = 0; i < names->count; i++) {
        const char *value = gather_value(sheet->gather, sheet->rows[0], names->names[i]);
        if (strcmp(names->names[i], "workload") == 0) {
            continue;
        }
        if (varies(sheet, names->names[i])) {
            place_name(sheet, names->names[i], by);
        } else if (value != NULL && used < sizeof constants) {
            used += (size_t)snprintf(constants + used, sizeof constants - used, "%s%s=%s",
                                     used > 0 ? " " : "", names->names[i], value);
        }
    }
    if (used > 0) {
        table_line(sheet->table, "%s", constants);
    }
}

static const struct sheet *sorted_sheet; /* qsort hands nothing on; used within sort_rows only */

static int compare_tasks(const struct sheet *sheet, const struct gather_case *a,
                         const struct gather_case *b) {
    for (size_t i = 0; i < sheet->task_count; i++) {
        int order = report_compare_values(gather_value(sheet->gather, a, sheet->tasks[i]),
                                          gather_value(sheet->gather, b, sheet->tasks[i]));
        if (order != 0) {
            return order;
        }
    }
    return 0;
}

static int compare_rows(const void *left, const void *right) {
    const struct gather_case *a = *(const struct gather_case *const *)left;
    const struct gather_case *b = *(const struct gather_case *const *)right;
    int order = compare_tasks(sorted_sheet, a, b);
    return order != 0 ? order : (a > b) - (a < b);
}

static void sort_rows(struct sheet *sheet) {
    sorted_sheet = sheet;
    qsort(sheet->rows, sheet->row_count, sizeof *sheet->rows, compare_rows);
    sorted_sheet = NULL;
}

static const struct gather_series *at(const struct sheet *sheet, size_t row, size_t meter) {
    return gather_find(sheet->gather, sheet->rows[row], sheet->meters[meter].meter);
}

static bool has_meter(const struct sheet *sheet, const char *meter) {
    for (size_t i = 0; i < sheet->row_count; i++) {
        if (gather_find(sheet->gather, sheet->rows[i], meter) != NULL) {
            return true;
        }
    }
    return false;
}

static void choose_meters(struct sheet *sheet, const char *meters) {
    if (meters == NULL) {
        for (const struct headline *at_meter = headline_for(sheet->workload);
             at_meter->meter != NULL; at_meter++) {
            if (has_meter(sheet, at_meter->meter)) {
                sheet->meters[sheet->meter_count++] = *at_meter;
            }
        }
        return;
    }
    for (size_t i = 0; i < sheet->gather->meter_count; i++) {
        const char *name = sheet->gather->meters[i].name;
        if (gather_lists(meters, name) && has_meter(sheet, name) &&
            sheet->meter_count < SHEET_METERS) {
            sheet->meters[sheet->meter_count++] = (struct headline){name, headline_label(name), 1};
        }
    }
}

/* The rows first ... end - 1 solve the same task. */
struct block {
    size_t first, end;
};

static struct block block_from(const struct sheet *sheet, size_t first) {
    struct block block = {first, first + 1};
    while (block.end < sheet->row_count &&
           compare_tasks(sheet, sheet->rows[first], sheet->rows[block.end]) == 0) {
        block.end++;
    }
    return block;
}

static bool is_usable(const struct gather_series *series) {
    return series != NULL && series->count > 0;
}

static bool is_compared(const struct sheet *sheet, const struct gather_series *series) {
    const struct gather_meter *meter = &sheet->gather->meters[series->meter];
    return meter->kind == METER_NOISY && meter->better != METER_NEITHER;
}

/* The series with the best median of a block; NULL unless two at least have an interval. */
static const struct gather_series *find_best(const struct sheet *sheet, struct block block,
                                             size_t meter) {
    const struct gather_series *best = NULL;
    size_t compared = 0;
    for (size_t row = block.first; row < block.end; row++) {
        const struct gather_series *series = at(sheet, row, meter);
        if (!is_usable(series) || !is_compared(sheet, series) || isnan(series->low)) {
            continue;
        }
        bool is_higher_better = sheet->gather->meters[series->meter].better == METER_HIGHER;
        bool beats = best == NULL || (is_higher_better ? series->median > best->median
                                                       : series->median < best->median);
        best = beats ? series : best;
        compared++;
    }
    return compared > 1 ? best : NULL;
}

static bool overlaps(const struct gather_series *a, const struct gather_series *b) {
    return a->low <= b->high && b->low <= a->high;
}

static int compare_doubles(const void *left, const void *right) {
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

/*
 * The smallest difference from the best, in per cent of it, that a typical other row of the block
 * could have shown: the half of the best's interval on its side plus the median of the others'
 * halves on theirs. NaN when it cannot be said.
 */
static double smallest_difference(const struct sheet *sheet, struct block block, size_t meter,
                                  const struct gather_series *best) {
    bool is_higher_better = sheet->gather->meters[best->meter].better == METER_HIGHER;
    double *halves = calloc(block.end - block.first, sizeof *halves);
    size_t count = 0;
    for (size_t row = block.first; halves != NULL && row < block.end; row++) {
        const struct gather_series *series = at(sheet, row, meter);
        if (is_usable(series) && series != best && !isnan(series->low)) {
            halves[count++] =
                is_higher_better ? series->high - series->median : series->median - series->low;
        }
    }
    if (halves == NULL || count == 0 || best->median == 0) {
        free(halves);
        return NAN;
    }
    qsort(halves, count, sizeof *halves, compare_doubles);
    double typical = halves[count / 2];
    double own = is_higher_better ? best->median - best->low : best->high - best->median;
    free(halves);
    return 100 * (own + typical) / fabs(best->median);
}

static void note_differences(struct sheet *sheet, size_t meter) {
    double least = INFINITY;
    double most = -INFINITY;
    for (size_t row = 0; row < sheet->row_count;) {
        struct block block = block_from(sheet, row);
        const struct gather_series *best = find_best(sheet, block, meter);
        double seen = best == NULL ? NAN : smallest_difference(sheet, block, meter, best);
        if (!isnan(seen)) {
            least = fmin(least, seen);
            most = fmax(most, seen);
        }
        row = block.end;
    }
    const char *label = sheet->meters[meter].label;
    if (most > least && most > 0) {
        table_note(sheet->table,
                   "%s: the smallest difference these runs could show is %.2g to %.2g %%.", label,
                   least, most);
    } else if (most == least && most > 0) {
        table_note(sheet->table, "%s: the smallest difference these runs could show is %.2g %%.",
                   label, most);
    }
}

static void add_missing(struct sheet *sheet, const char *reason) {
    char text[32];
    size_t note = 0;
    for (size_t i = 0; i < sheet->table->note_count && note == 0; i++) {
        const char *there = strstr(sheet->table->notes[i], "] not measured: ");
        if (there != NULL && strcmp(there + strlen("] not measured: "), reason) == 0) {
            note = i + 1;
        }
    }
    if (note == 0) {
        note = table_note(sheet->table, "[%zu] not measured: %s", sheet->table->note_count + 1,
                          reason);
    }
    snprintf(text, sizeof text, "n/a[%zu]  ", note);
    table_missing(sheet->table, text);
}

/* "12.34 +-4.1% *": the wider half of the interval, in per cent of the median. */
static void add_noisy(struct sheet *sheet, const struct gather_series *series,
                      const struct unit_scale *scale, bool is_marked) {
    char value[UNITS_TEXT_BYTES];
    char text[UNITS_TEXT_BYTES + 32];
    units_print(scale, series->median, value);
    double half = fmax(series->high - series->median, series->median - series->low);
    double percent = half == 0 ? 0 : 100 * half / fabs(series->median);
    const char *mark = is_marked ? " *" : "  ";
    if (isnan(series->low)) {
        snprintf(text, sizeof text, "%s  ±?%s", value, mark);
        table_number(sheet->table, series->median, text);
        table_note(sheet->table, "±?: one run has no interval.");
    } else {
        const char *form = percent == 0     ? "%s ±%.0f%s"
                           : percent < 9.95 ? "%s ±%.1f%%%s"
                                            : "%s ±%.0f%%%s";
        snprintf(text, sizeof text, form, value, percent, mark);
        table_number(sheet->table, series->median, text);
        if (series->count < 6 && series->low != series->high) {
            table_note(sheet->table, "Intervals of fewer than six runs are the range of their "
                                     "values and cover less than 95 %%.");
        }
    }
    if (is_marked) {
        table_mark(sheet->table);
    }
}

static void add_exact(struct sheet *sheet, const struct gather_series *series,
                      const struct unit_scale *scale) {
    char value[UNITS_TEXT_BYTES];
    char text[2 * UNITS_TEXT_BYTES + 8];
    units_print(scale, series->median, value);
    snprintf(text, sizeof text, "%s", value);
    if (series->differs) {
        char high[UNITS_TEXT_BYTES];
        units_print(scale, series->low, value);
        units_print(scale, series->high, high);
        snprintf(text, sizeof text, "%s..%s!", value, high);
        table_note(sheet->table, "!: an exact meter that differs between repetitions.");
    }
    bool is_hash = strcmp(sheet->gather->meters[series->meter].unit, "hash") == 0;
    table_number(sheet->table, series->median, is_hash && !series->differs ? series->text : text);
}

static void add_value(struct sheet *sheet, size_t row, size_t meter, const struct unit_scale *scale,
                      const struct gather_series *best) {
    const struct gather_series *series = at(sheet, row, meter);
    if (series == NULL && !gather_is_ok(sheet->rows[row])) {
        table_empty(sheet->table);
    } else if (series == NULL) {
        add_missing(sheet, "the run has no value of this meter for this case");
    } else if (series->count == 0) {
        char reason[REPORT_REASON_BYTES];
        report_reason(or_empty(series->missing), reason);
        add_missing(sheet, reason);
    } else if (sheet->gather->meters[series->meter].kind == METER_NOISY) {
        add_noisy(sheet, series, scale, best != NULL && overlaps(series, best));
    } else {
        add_exact(sheet, series, scale);
    }
}

/* One unit for the column of each meter. */
static bool choose_scales(const struct sheet *sheet, struct unit_scale *scales) {
    double *values = calloc(sheet->row_count, sizeof *values);
    for (size_t meter = 0; values != NULL && meter < sheet->meter_count; meter++) {
        const char *unit = "";
        for (size_t row = 0; row < sheet->row_count; row++) {
            const struct gather_series *series = at(sheet, row, meter);
            values[row] = !is_usable(series) ? NAN : series->differs ? series->low : series->median;
            unit = series != NULL ? sheet->gather->meters[series->meter].unit : unit;
        }
        scales[meter] = units_choose(unit, values, sheet->row_count);
    }
    free(values);
    return values != NULL;
}

static bool has_failures(const struct sheet *sheet) {
    for (size_t i = 0; i < sheet->row_count; i++) {
        if (!gather_is_ok(sheet->rows[i])) {
            return true;
        }
    }
    return false;
}

static void add_outcome(struct sheet *sheet, size_t row) {
    const struct gather_case *a_case = sheet->rows[row];
    char outcome[GATHER_OUTCOME_BYTES];
    gather_outcome(a_case, outcome);
    table_text(sheet->table, outcome);
    if (!gather_is_ok(a_case) && a_case->detail != NULL && a_case->detail[0] != '\0') {
        table_note(sheet->table, "%s: %s", outcome, a_case->detail);
    }
}

static enum table_align align_of(const struct sheet *sheet, const char *name) {
    for (size_t i = 0; i < sheet->row_count; i++) {
        double number;
        const char *value = gather_value(sheet->gather, sheet->rows[i], name);
        if (value != NULL && !is_number(value, &number)) {
            return TABLE_LEFT;
        }
    }
    return TABLE_RIGHT;
}

static bool is_noisy(const struct sheet *sheet, size_t meter) {
    for (size_t row = 0; row < sheet->row_count; row++) {
        const struct gather_series *series = at(sheet, row, meter);
        if (series != NULL) {
            return sheet->gather->meters[series->meter].kind == METER_NOISY;
        }
    }
    return false;
}

static void add_columns(struct sheet *sheet, const struct unit_scale *scales) {
    for (size_t i = 0; i < sheet->task_count; i++) {
        table_column(sheet->table, sheet->tasks[i], "", align_of(sheet, sheet->tasks[i]), 0);
    }
    for (size_t i = 0; i < sheet->subject_count; i++) {
        table_column(sheet->table, sheet->subjects[i], "", align_of(sheet, sheet->subjects[i]), 0);
    }
    for (size_t i = 0; i < sheet->meter_count; i++) {
        const char *pad = is_noisy(sheet, i) ? "  " : ""; /* where the marks stand */
        char name[128];
        char unit[128];
        snprintf(name, sizeof name, "%s%s", sheet->meters[i].label, pad);
        snprintf(unit, sizeof unit, "%s%s", scales[i].unit, pad);
        table_column(sheet->table, name, unit, TABLE_RIGHT, sheet->meters[i].importance);
    }
    if (has_failures(sheet)) {
        table_column(sheet->table, "outcome", "", TABLE_LEFT, 0);
    }
}

static void add_row(struct sheet *sheet, size_t row, const struct unit_scale *scales,
                    const struct gather_series *const *best) {
    for (size_t i = 0; i < sheet->task_count; i++) {
        table_text(sheet->table,
                   or_empty(gather_value(sheet->gather, sheet->rows[row], sheet->tasks[i])));
    }
    for (size_t i = 0; i < sheet->subject_count; i++) {
        table_text(sheet->table,
                   or_empty(gather_value(sheet->gather, sheet->rows[row], sheet->subjects[i])));
    }
    for (size_t i = 0; i < sheet->meter_count; i++) {
        add_value(sheet, row, i, &scales[i], best[i]);
    }
    if (has_failures(sheet)) {
        add_outcome(sheet, row);
    }
}

static void add_legend(struct sheet *sheet) {
    bool has_noisy = false;
    for (size_t i = 0; i < sheet->meter_count; i++) {
        note_differences(sheet, i);
        has_noisy |= is_noisy(sheet, i);
    }
    if (has_noisy) {
        table_note(sheet->table, "±: the wider half of the 95 %% interval of the median; numbers "
                                 "without it are exact. *: the best, or not told apart from it: "
                                 "their intervals overlap.");
    }
}

static bool fill_sheet(struct sheet *sheet, const struct report_names *names,
                       const struct report_options *options) {
    place_names(sheet, names, options->by);
    sort_rows(sheet);
    choose_meters(sheet, options->meters);
    struct unit_scale scales[SHEET_METERS];
    if (!choose_scales(sheet, scales)) {
        return false;
    }
    add_columns(sheet, scales);
    for (size_t row = 0; row < sheet->row_count;) {
        struct block block = block_from(sheet, row);
        const struct gather_series *best[SHEET_METERS];
        for (size_t i = 0; i < sheet->meter_count; i++) {
            best[i] = find_best(sheet, block, i);
        }
        bool is_alone = block.end - block.first == 1;
        for (; row < block.end; row++) {
            table_row(sheet->table, row == block.first && !is_alone);
            add_row(sheet, row, scales, best);
        }
    }
    add_legend(sheet);
    return !sheet->table->failed;
}

/* All cases of the workload of the first one that is not yet reported. */
static bool add_sheet(const struct gather *gather, const struct report_names *names,
                      const struct report_options *options, bool *is_done, struct table *table) {
    struct sheet sheet = {.gather = gather, .table = table};
    sheet.rows = calloc(gather->case_count, sizeof *sheet.rows);
    for (size_t i = 0; sheet.rows != NULL && i < gather->case_count; i++) {
        const char *workload = or_empty(gather_value(gather, &gather->cases[i], "workload"));
        if (sheet.workload == NULL && !is_done[i]) {
            sheet.workload = workload;
        }
        if (!is_done[i] && strcmp(sheet.workload, workload) == 0) {
            is_done[i] = true;
            sheet.rows[sheet.row_count++] = &gather->cases[i];
        }
    }
    if (sheet.rows == NULL) {
        return false;
    }
    table_init(table, sheet.workload);
    bool is_whole = fill_sheet(&sheet, names, options);
    free(sheet.rows);
    return is_whole;
}

static bool is_left(const bool *is_done, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!is_done[i]) {
            return true;
        }
    }
    return false;
}

bool report_text(const struct gather *gather, const struct report_options *options,
                 struct report *report) {
    *report = (struct report){calloc(gather->case_count + 1, sizeof *report->tables), 0};
    bool *is_done = calloc(gather->case_count + 1, sizeof *is_done);
    struct report_names names = {0};
    bool is_whole = report->tables != NULL && is_done != NULL && report_names(gather, &names);
    while (is_whole && is_left(is_done, gather->case_count)) {
        is_whole = add_sheet(gather, &names, options, is_done, &report->tables[report->count++]);
    }
    free(names.names);
    free(is_done);
    return is_whole;
}
