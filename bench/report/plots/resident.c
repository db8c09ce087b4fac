/*
 * resident.c - peak resident bytes per element against length, a line per malloc. What the null
 * structure was seen to reach is the floor: a point whose lower end is not above it says nothing of
 * the structure and is left out. The second table has the floor and the elements' own bytes.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/plots/parts.h"

#define RESIDENT_HIGH "rss_bytes_peak_high"
#define RESIDENT_LOW  "rss_bytes_peak_low"

enum {
    TRIPLE = 3, /* a line's columns: median, low, high */
    LOW = 1,
    MOST_NAMED = 6, /* lines in one breath */
};

/* The highest value of any null trial; NaN where there is none. */
static double find_floor(const struct gather *gather) {
    double highest = NAN;
    for (size_t i = 0; i < gather->case_count; i++) {
        const struct gather_case *a_case = &gather->cases[i];
        const struct gather_series *series =
            parts_is_null(gather, a_case) ? gather_find(gather, a_case, RESIDENT_HIGH) : NULL;
        if (series != NULL && series->count > 0) {
            highest = fmax(highest, series->values[series->count - 1]);
        }
    }
    return highest;
}

static bool has_null_trial(const struct gather *gather, size_t run) {
    for (size_t i = 0; i < gather->case_count; i++) {
        const struct gather_case *a_case = &gather->cases[i];
        if (a_case->run == run && parts_is_null(gather, a_case)) {
            const struct gather_series *series = gather_find(gather, a_case, RESIDENT_HIGH);
            if (series != NULL && series->count > 0) {
                return true;
            }
        }
    }
    return false;
}

/* Where there are many sequences at once, the length of one says nothing of the bytes of all. */
static bool is_of_one(const struct gather *gather, const struct gather_case *a_case) {
    return !parts_is_null(gather, a_case) && gather_value(gather, a_case, "length") != NULL &&
           gather_value(gather, a_case, "count") == NULL;
}

static bool is_append(const struct gather *gather, const struct gather_case *a_case) {
    const char *workload = gather_value(gather, a_case, "workload");
    return is_of_one(gather, a_case) && workload != NULL && strcmp(workload, "append") == 0;
}

static double cell_number(const struct table *table, size_t row, size_t column) {
    const struct table_cell *cell = table_at(table, row, column);
    return cell == NULL || cell->kind != TABLE_NUMBER ? NAN : cell->number;
}

/* Lengths of 0 have no bytes per element. */
static double length_of(const struct table *table, size_t row) {
    return strtod(table_at(table, row, 0)->text, NULL);
}

static bool rises(const struct table *bytes, size_t row, size_t first, double floor) {
    return length_of(bytes, row) > 0 && cell_number(bytes, row, first + LOW) > floor;
}

static void add_line_cells(const struct table *bytes, size_t row, size_t first, double floor,
                           struct table *table) {
    for (size_t i = 0; i < TRIPLE; i++) {
        if (rises(bytes, row, first, floor)) {
            table_number(table, cell_number(bytes, row, first + i) / length_of(bytes, row), NULL);
        } else {
            table_empty(table);
        }
    }
}

/* The same columns, per element, without what does not rise. */
static void add_points(const struct table *bytes, double floor, struct table *table) {
    table_init(table, "");
    for (size_t i = 0; i < bytes->column_count; i++) {
        table_column(table, bytes->columns[i].name, "", bytes->columns[i].align, 0);
    }
    for (size_t row = 0; row < bytes->row_count; row++) {
        table_row(table, false);
        table_text(table, table_at(bytes, row, 0)->text);
        for (size_t first = 1; first < bytes->column_count; first += TRIPLE) {
            add_line_cells(bytes, row, first, floor, table);
        }
    }
}

static void add_references(const struct table *bytes, double floor, double element_bytes,
                           struct table *table) {
    table_init(table, "");
    table_column(table, "length", "", TABLE_LEFT, 0);
    table_column(table, "floor", "", TABLE_RIGHT, 0);
    table_column(table, "elements", "", TABLE_RIGHT, 0);
    for (size_t row = 0; row < bytes->row_count; row++) {
        if (length_of(bytes, row) > 0) {
            table_row(table, false);
            table_text(table, table_at(bytes, row, 0)->text);
            table_number(table, floor / length_of(bytes, row), NULL);
            if (element_bytes > 0) {
                table_number(table, element_bytes, NULL);
            } else {
                table_empty(table);
            }
        }
    }
}

/* The least length from which on every measured point rises; NULL when the longest does not. */
static const char *seen_from(const struct table *bytes, size_t first, double floor) {
    const char *from = NULL;
    for (size_t row = bytes->row_count; row-- > 0;) {
        if (!isnan(cell_number(bytes, row, first))) {
            if (!rises(bytes, row, first, floor)) {
                break;
            }
            from = table_at(bytes, row, 0)->text;
        }
    }
    return from;
}

/* Whether line `other` is seen from the same length on as line `first`. */
static bool is_alike(const struct table *bytes, size_t first, size_t other, double floor) {
    const char *from = seen_from(bytes, first, floor);
    const char *its = seen_from(bytes, other, floor);
    return from == NULL || its == NULL ? from == its : strcmp(from, its) == 0;
}

/* The lines that are seen from the same length on as line `first`, where that is their first. */
static void add_group(const struct table *bytes, size_t first, double floor,
                      char text[SERIES_TEXT_BYTES]) {
    const char *from = seen_from(bytes, first, floor);
    size_t named = 0, alike = 0;
    for (size_t i = 1; i < first; i += TRIPLE) {
        if (is_alike(bytes, first, i, floor)) {
            return;
        }
    }
    parts_append(text, "%s %s%s:", first > 1 ? ";" : "", from == NULL ? "nowhere" : "from length ",
                 from == NULL ? "" : from);
    for (size_t i = first; i < bytes->column_count; i += TRIPLE) {
        if (is_alike(bytes, first, i, floor) && alike++ < MOST_NAMED) {
            parts_append(text, "%s %s", i > first ? "," : "", bytes->columns[i].name);
            named++;
        }
    }
    if (named < alike) {
        parts_append(text, " and %zu more", alike - named);
    }
}

/* "...; null reaches 256 KiB, above it from length 30000: glibc, jemalloc; from length ..." */
static void add_caption(const struct table *bytes, double floor, char text[SERIES_TEXT_BYTES]) {
    parts_append(text, "%snull reaches %.0f KiB, above it", text[0] != '\0' ? "; " : "",
                 floor / 1024);
    for (size_t first = 1; first < bytes->column_count; first += TRIPLE) {
        add_group(bytes, first, floor, text);
    }
}

static bool has_seen(const struct table *bytes, double floor) {
    for (size_t row = 0; row < bytes->row_count; row++) {
        for (size_t first = 1; first < bytes->column_count; first += TRIPLE) {
            if (rises(bytes, row, first, floor)) {
                return true;
            }
        }
    }
    return false;
}

static bool fill(const struct preset_input *input, const struct series_table *made, double floor,
                 double element_bytes, struct picture *picture) {
    memcpy(picture->subtitle, made->fixed, sizeof picture->subtitle);
    memcpy(picture->chosen, made->chosen, sizeof picture->chosen);
    if (!has_seen(&made->table, floor)) {
        snprintf(picture->error, sizeof picture->error,
                 "no length is enough: null reaches %.0f KiB, and nothing rises above it",
                 floor / 1024);
        return false;
    }
    add_caption(&made->table, floor, picture->subtitle);
    picture->table_count = 1;
    add_points(&made->table, floor, &picture->tables[0]);
    bool is_whole = parts_emphasize(input, TRIPLE, METER_LOWER, picture);
    picture->table_count = 2;
    add_references(&made->table, floor, element_bytes, &picture->tables[1]);
    return is_whole && !picture->tables[0].failed && !picture->tables[1].failed;
}

/* 0 where the elements have no size that is known. */
static double find_element_bytes(const struct gather *gather, const struct series_options *options,
                                 bool *is_whole) {
    struct series_cases cases;
    *is_whole = *is_whole && series_cases_init(&cases, gather, options);
    if (!*is_whole) {
        return 0;
    }
    const char *value =
        cases.count == 0 ? NULL : gather_value(gather, cases.cases[0], "element_bytes");
    double bytes = value == NULL ? 0 : strtod(value, NULL);
    series_cases_clean_up(&cases);
    return bytes;
}

static bool make_of(const struct preset_input *input, const struct gather *part, double floor,
                    struct picture *picture) {
    const struct series_options options = {.x = "length",
                                           .y = RESIDENT_HIGH,
                                           .lower = RESIDENT_LOW,
                                           .by = "run,malloc",
                                           .narrow = true};
    struct series_table made;
    bool is_whole = series_make(part, &options, &made);
    memcpy(picture->error, made.error, sizeof picture->error);
    if (is_whole && made.is_empty) {
        snprintf(picture->error, sizeof picture->error,
                 "no case has a length and resident memory, which the memory lane measures");
        is_whole = false;
    }
    double element_bytes = find_element_bytes(part, &options, &is_whole);
    is_whole = is_whole && fill(input, &made, floor, element_bytes, picture);
    table_clean_up(&made.table);
    return is_whole;
}

static bool make(const struct preset_input *input, struct picture *picture) {
    const struct gather *gather = input->gather;
    for (size_t run = 0; run < gather->run_count; run++) {
        if (!has_null_trial(gather, run)) {
            snprintf(picture->error, sizeof picture->error,
                     "the run '%s' has no memory trial of the null structure, which says how much "
                     "of resident memory is the measuring's own; add 'structure=null "
                     "workload=null' to it, and keep null in a filter of structures",
                     gather->runs[run].label);
            return false;
        }
    }
    bool has_appends = parts_has_workload(gather, "append");
    struct gather part;
    bool is_whole = parts_keep(gather, has_appends ? is_append : is_of_one, &part) &&
                    make_of(input, &part, find_floor(gather), picture);
    free(part.cases);
    return is_whole;
}

const struct preset plot_resident = {.name = "resident",
                                     .script = "resident.gp",
                                     .summary = "resident bytes per element against length",
                                     .is_measured = true,
                                     .x_label = "length (elements)",
                                     .y_label = "resident bytes per element",
                                     .make = make};
