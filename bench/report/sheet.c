/*
 * sheet.c - readings into cells: one unit a column, intervals, marks, reasons.
 */
#include "report/sheet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meters/meter.h"
#include "report/cells.h"
#include "report/contest.h"
#include "report/report.h"

/* One meter's column: how it is written, and who is best among the rows at hand. */
struct column {
    struct cells cells;
    struct contest contest;
};

static struct reading read_row(const struct sheet *sheet, size_t row, size_t meter) {
    return reading_of(sheet->view->gather, sheet->view->rows[row], &sheet->meters[meter]);
}

bool sheet_has_meter(const struct view *view, const struct headline *meter) {
    for (size_t row = 0; row < view->row_count; row++) {
        if (reading_of(view->gather, view->rows[row], meter).kind != READING_NONE) {
            return true;
        }
    }
    return false;
}

static bool has_lane(const struct sheet *sheet, size_t row, unsigned lanes) {
    const struct gather *gather = sheet->view->gather;
    const struct gather_case *a_case = sheet->view->rows[row];
    for (size_t i = 0; i < a_case->trials; i++) {
        if ((lanes & 1U << gather->trials[a_case->first_trial + i]->lane) != 0) {
            return true;
        }
    }
    return false;
}

/* Why a case whose trials all ended well has no value of a meter: nobody asked, or it is not read.
 */
static void add_unknown(const struct sheet *sheet, size_t row, size_t meter,
                        const struct cells *cells) {
    const struct meter *known = meter_find(sheet->meters[meter].meter);
    char reason[128] = "the run has no value of this meter for this case";
    for (int lane = 0; known != NULL && lane < LANES; lane++) {
        if (known->lanes == 1U << lane && !has_lane(sheet, row, known->lanes)) {
            snprintf(reason, sizeof reason, "the case has no trial in the lane %s",
                     lane_name((enum lane)lane));
        }
    }
    cells_missing(cells, reason);
}

static void add_value(const struct sheet *sheet, size_t row, size_t meter,
                      const struct column *column, struct table *table) {
    struct reading reading = read_row(sheet, row, meter);
    if (reading_is_usable(&reading)) {
        bool is_marked = contest_is_among_best(&column->contest, &reading);
        cells_measured(&column->cells, &reading, is_marked);
    } else if (reading.kind == READING_MISSING) {
        char reason[REPORT_REASON_BYTES];
        report_reason(reading.text, reason);
        cells_missing(&column->cells, reason);
    } else if (gather_is_ok(sheet->view->rows[row])) {
        add_unknown(sheet, row, meter, &column->cells);
    } else {
        table_empty(table);
    }
}

static bool has_failures(const struct view *view) {
    for (size_t i = 0; i < view->row_count; i++) {
        if (!gather_is_ok(view->rows[i])) {
            return true;
        }
    }
    return false;
}

static void add_outcome(const struct sheet *sheet, const struct gather_case *a_case,
                        struct table *table) {
    char outcome[GATHER_OUTCOME_BYTES];
    char text[GATHER_OUTCOME_BYTES + 32];
    gather_outcome(a_case, outcome);
    snprintf(text, sizeof text, "%s", outcome);
    if (!gather_is_ok(a_case) && a_case->detail != NULL && a_case->detail[0] != '\0') {
        char reason[REPORT_REASON_BYTES];
        snprintf(reason, sizeof reason, "%s: %s", outcome, a_case->detail);
        size_t note = table_numbered_note(sheet->notes, reason);
        snprintf(text, sizeof text, "%s[%zu]", outcome, note);
    }
    table_text(table, text);
}

static bool choose_scales(const struct sheet *sheet, struct column *columns) {
    size_t rows = sheet->view->row_count;
    double *values = calloc(rows + 1, sizeof *values);
    for (size_t meter = 0; values != NULL && meter < sheet->meter_count; meter++) {
        const char *unit = "";
        for (size_t row = 0; row < rows; row++) {
            struct reading reading = read_row(sheet, row, meter);
            bool has_ends = reading.kind == READING_RANGE || reading.differs;
            bool is_usable = reading_is_usable(&reading);
            values[row] = !is_usable ? NAN : has_ends ? reading.high : reading.median;
            unit = reading.meter != NULL ? reading.meter->unit : unit;
        }
        columns[meter].cells.scale = units_choose(unit, values, rows);
    }
    free(values);
    return values != NULL;
}

static void find_marks(const struct sheet *sheet, struct column *columns) {
    const struct view *view = sheet->view;
    for (size_t meter = 0; meter < sheet->meter_count; meter++) {
        for (size_t row = 0; row < view->row_count;) {
            size_t end = view_task_end(view, row);
            struct contest contest = contest_of(view, row, end, &sheet->meters[meter]);
            columns[meter].cells.has_marks |= contest.has_best;
            row = end;
        }
    }
}

static enum table_align align_of(const struct view *view, size_t name) {
    for (size_t row = 0; row < view->row_count; row++) {
        const char *value = view_value(view, row, name);
        if (*value != '\0' && report_compare_numbers(value, "word") == 0) {
            return TABLE_LEFT;
        }
    }
    return TABLE_RIGHT;
}

static void add_columns(const struct sheet *sheet, const struct column *columns,
                        struct table *table) {
    const struct view *view = sheet->view;
    for (size_t i = 0; i < view->column_count; i++) {
        table_column(table, view->names->name[view->columns[i]], "",
                     align_of(view, view->columns[i]), 0);
    }
    for (size_t i = 0; i < sheet->meter_count; i++) {
        char name[128], unit[128];
        const char *pad = columns[i].cells.has_marks ? " " : "";
        snprintf(name, sizeof name, "%s%s", sheet->meters[i].label, pad);
        snprintf(unit, sizeof unit, "%s%s", columns[i].cells.scale.unit, pad);
        table_column(table, name, unit, TABLE_RIGHT, sheet->meters[i].importance);
    }
    if (sheet->has_outcomes) {
        table_column(table, "outcome", "", TABLE_LEFT, 0);
    }
}

/* The structure and its parts: what the floor has not, so that its name can stand there. */
static bool is_identity(const char *name) {
    return strcmp(name, "structure") == 0 || strcmp(name, "growth") == 0 ||
           strcmp(name, "allocator") == 0;
}

/* Whether some case of the view has this value; true where its cases have no such key. */
static bool is_shared(const struct view *view, const char *key, const char *value) {
    bool has_key = false;
    for (size_t row = 0; row < view->row_count; row++) {
        const char *own = gather_value(view->gather, view->rows[row], key);
        has_key |= own != NULL;
        if (own != NULL && strcmp(own, value) == 0) {
            return true;
        }
    }
    return !has_key;
}

bool sheet_has_floor(const struct view *view, const struct gather_case *floor) {
    bool has_place = false;
    for (size_t i = 0; i < view->column_count; i++) {
        has_place |= is_identity(view->names->name[view->columns[i]]);
    }
    for (size_t i = 0; has_place && i < floor->pair_count; i++) {
        const struct gather_pair *pair = &floor->pairs[i];
        if (!is_identity(pair->name) && !is_shared(view, pair->name, pair->value)) {
            return false;
        }
    }
    return has_place && is_shared(view, "run", gather_value(view->gather, floor, "run"));
}

static void add_floor(const struct sheet *sheet, const struct gather_case *floor,
                      const struct column *columns, struct table *table) {
    const struct view *view = sheet->view;
    bool is_named = false;
    for (size_t i = view->column_count; i-- > 0;) {
        is_named |= is_identity(view->names->name[view->columns[i]]);
    }
    for (size_t i = 0; i < view->column_count; i++) {
        const char *key = view->names->name[view->columns[i]];
        const char *value = gather_value(view->gather, floor, key);
        if (is_identity(key)) {
            table_text(table, is_named ? "null" : "");
            is_named = false;
        } else {
            table_text(table, value == NULL ? "" : value);
        }
    }
    for (size_t i = 0; i < sheet->meter_count; i++) {
        struct reading reading = reading_of(view->gather, floor, &sheet->meters[i]);
        if (reading_is_usable(&reading)) {
            cells_measured(&columns[i].cells, &reading, false);
        } else {
            table_empty(table);
        }
    }
    if (sheet->has_outcomes) {
        add_outcome(sheet, floor, table);
    }
    table_note(sheet->notes,
               "null: the structure that stores nothing; its line is what the harness costs.");
}

static void tell(const struct sheet *sheet, size_t meter, const struct contest *contest,
                 double seen) {
    if (sheet->told == NULL || isnan(seen) || contest->best.kind != READING_NOISY) {
        return;
    }
    struct sheet_told *told = &sheet->told[meter];
    double percent = contest->best.median == 0 ? INFINITY : 100 * seen / fabs(contest->best.median);
    if (told->unit == NULL) {
        *told = (struct sheet_told){seen, seen, percent, percent, contest->best.meter->unit};
    }
    told->least = fmin(told->least, seen);
    told->most = fmax(told->most, seen);
    told->least_percent = fmin(told->least_percent, percent);
    told->most_percent = fmax(told->most_percent, percent);
}

static void add_row(const struct sheet *sheet, size_t row, const struct column *columns,
                    struct table *table) {
    const struct view *view = sheet->view;
    for (size_t i = 0; i < view->column_count; i++) {
        table_text(table, view_value(view, row, view->columns[i]));
    }
    for (size_t i = 0; i < sheet->meter_count; i++) {
        add_value(sheet, row, i, &columns[i], table);
    }
    if (sheet->has_outcomes) {
        add_outcome(sheet, view->rows[row], table);
    }
}

/* Whether the first of several columns has values that stand for several rows each. */
static bool has_blocks(const struct view *view) {
    return view->column_count > 1 && 3 * view_values(view, view->columns[0]) <= view->row_count;
}

static bool starts_block(const struct view *view, size_t row) {
    return row > 0 && strcmp(view_value(view, row - 1, view->columns[0]),
                             view_value(view, row, view->columns[0])) != 0;
}

static void add_task(const struct sheet *sheet, size_t first, size_t end, bool with_blocks,
                     struct column *columns, struct table *table) {
    for (size_t i = 0; i < sheet->meter_count; i++) {
        columns[i].contest = contest_of(sheet->view, first, end, &sheet->meters[i]);
        tell(sheet, i, &columns[i].contest,
             contest_smallest_difference(&columns[i].contest, sheet->view, first, end,
                                         &sheet->meters[i]));
    }
    size_t shown = sheet->top == 0 || sheet->top > end - first ? end - first : (size_t)sheet->top;
    for (size_t row = first; row < first + shown; row++) {
        table_row(table, with_blocks && starts_block(sheet->view, row));
        add_row(sheet, row, columns, table);
    }
}

static bool fill(const struct sheet *sheet, struct table *table) {
    struct column columns[SHEET_METERS] = {0};
    for (size_t i = 0; i < sheet->meter_count; i++) {
        columns[i].cells.table = table;
        columns[i].cells.notes = sheet->notes;
    }
    if (!choose_scales(sheet, columns)) {
        return false;
    }
    const struct view *view = sheet->view;
    bool is_mixed =
        sheet->is_sorted && view->column_count > 0 && view->names->is_subject[view->columns[0]];
    bool with_blocks = has_blocks(view) && !is_mixed;
    find_marks(sheet, columns);
    add_columns(sheet, columns, table);
    for (size_t row = 0; row < view->row_count;) {
        size_t end = view_task_end(view, row);
        add_task(sheet, row, end, with_blocks, columns, table);
        row = end;
    }
    bool is_first = true;
    for (size_t i = 0; i < sheet->floor_count; i++) {
        if (sheet_has_floor(view, sheet->floors[i])) {
            table_row(table, is_first && view->row_count > 1);
            add_floor(sheet, sheet->floors[i], columns, table);
            is_first = false;
        }
    }
    return !table->failed && !sheet->notes->failed;
}

bool sheet_fill(const struct sheet *sheet, struct table *table) {
    struct sheet known = *sheet;
    known.has_outcomes = has_failures(sheet->view);
    return fill(&known, table);
}
