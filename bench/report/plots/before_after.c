/*
 * before_after.c - the largest changes from the first run to each later one.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/changes.h"
#include "report/plots/parts.h"
#include "report/report.h"
#include "report/units.h"

enum { MOST_ROWS = 25 };

static size_t shown_rows(const struct changes *changes) {
    return changes->count < MOST_ROWS ? changes->count : MOST_ROWS;
}

/* Among the rows that are shown. */
static bool varies(const struct gather *gather, const struct changes *changes, const char *name) {
    const char *first = gather_value(gather, changes->rows[0].a_case, name);
    for (size_t i = 1; i < shown_rows(changes); i++) {
        const char *other = gather_value(gather, changes->rows[i].a_case, name);
        if (first == NULL || other == NULL ? first != other : strcmp(first, other) != 0) {
            return true;
        }
    }
    return false;
}

/* "1e6" for "1000000": labels have little room. */
static void append_value(const char *value, char text[SERIES_TEXT_BYTES]) {
    size_t length = strlen(value);
    size_t zeros = 0;
    while (zeros < length && value[length - 1 - zeros] == '0') {
        zeros++;
    }
    bool is_number = strspn(value, "0123456789") == length;
    if (is_number && zeros >= 3 && length - zeros >= 1 && length - zeros <= 2) {
        parts_append(text, " %.*se%zu", (int)(length - zeros), value, zeros);
    } else {
        parts_append(text, " %s", value);
    }
}

/* "warm append libstdcxx jemalloc": the meter's short name and what tells the case from others. */
static void label_row(const struct gather *gather, const struct changes *changes,
                      const struct report_names *names, const struct change_row *row,
                      char text[SERIES_TEXT_BYTES]) {
    text[0] = '\0';
    parts_append(text, "%s:", row->headline->label);
    for (size_t i = 0; i < names->count; i++) {
        const char *value = gather_value(gather, row->a_case, names->names[i]);
        if (value != NULL && varies(gather, changes, names->names[i])) {
            append_value(value, text);
        }
    }
}

static void describe_fixed(const struct gather *gather, const struct changes *changes,
                           const struct report_names *names, char text[SERIES_TEXT_BYTES]) {
    for (size_t i = 0; i < names->count; i++) {
        const char *value = gather_value(gather, changes->rows[0].a_case, names->names[i]);
        if (value != NULL && !varies(gather, changes, names->names[i])) {
            parts_append(text, " %s=%s", names->names[i], value);
        }
    }
}

/* "; 14 of 663 values changed; ..." */
static void describe_count(const struct changes *changes, char text[SERIES_TEXT_BYTES]) {
    size_t changed = 0;
    for (size_t i = 0; i < changes->count; i++) {
        changed += changes->rows[i].size > 0;
    }
    parts_append(text, "%s %zu of %zu values changed", text[strlen(text) - 1] == ';' ? "" : ";",
                 changed, changes->count);
    if (changes->count > MOST_ROWS) {
        parts_append(text, "; the %d largest changes, %zu rows are not shown", MOST_ROWS,
                     changes->count - MOST_ROWS);
    }
    parts_append(text, "; noisy ones by intervals that are apart, 'headroom compare' judges");
    if (changes->unpaired > 0) {
        parts_append(text, "; %zu case%s not in all runs", changes->unpaired,
                     changes->unpaired > 1 ? "s are" : " is");
    }
}

/* "1.20 -> 0.96 ns" */
static void spell_change(const struct reading *old, const struct reading *new,
                         char text[SERIES_TEXT_BYTES]) {
    char from[UNITS_TEXT_BYTES], to[UNITS_TEXT_BYTES];
    const double values[] = {old->median, new->median};
    struct unit_scale scale = units_choose(old->meter->unit, values, 2);
    units_print(&scale, values[0], from);
    units_print(&scale, values[1], to);
    snprintf(text, SERIES_TEXT_BYTES, "%s -> %s %s", from, to, scale.unit);
}

static void add_ratio(double ratio, struct table *table) {
    if (ratio > 0 && isfinite(ratio)) {
        table_number(table, ratio, NULL);
    } else {
        table_empty(table);
    }
}

/* Where a change has no ratio it points out of the picture. */
static const char *edge_of(const struct change_row *row, const struct change *change) {
    bool has_point = change->ratio > 0 && isfinite(change->ratio);
    return has_point ? "" : change->reading.median > row->first.median ? "right" : "left";
}

static void add_row(const struct gather *gather, const struct change_row *row, size_t number,
                    const char *label, size_t later_runs, struct table *table) {
    char text[SERIES_TEXT_BYTES];
    for (size_t i = 0; i < later_runs; i++) {
        const struct change *change = &row->changes[i];
        if (!reading_is_usable(&change->reading)) {
            continue;
        }
        table_row(table, false);
        table_number(table, (double)number, NULL);
        table_text(table, label);
        table_text(table, row->is_exact ? "exact" : "noisy");
        table_text(table, gather->runs[i + 1].label);
        table_number(table, (double)(i + 1), NULL);
        table_text(table, change_verdict_name(change->verdict));
        spell_change(&row->first, &change->reading, text);
        table_text(table, text);
        add_ratio(change->ratio, table);
        add_ratio(change->low, table);
        add_ratio(change->high, table);
        table_text(table, edge_of(row, change));
        table_number(table, row->first.median, NULL);
        table_number(table, change->reading.median, NULL);
    }
}

static void add_heads(struct table *table) {
    static const char *const names[] = {"row",     "what",   "kind",  "run", "run number",
                                        "verdict", "change", "ratio", "low", "high",
                                        "edge",    "before", "after"};
    table_init(table, "");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        table_column(table, names[i], "", TABLE_LEFT, 0);
    }
}

static bool make_of(const struct gather *gather, const struct changes *changes,
                    struct picture *picture) {
    char label[SERIES_TEXT_BYTES];
    struct report_names names;
    struct table *table = &picture->tables[0];
    bool is_whole = report_names(gather, &names);
    picture->table_count = 1;
    add_heads(table);
    for (size_t i = 0; is_whole && i < shown_rows(changes); i++) {
        label_row(gather, changes, &names, &changes->rows[i], label);
        add_row(gather, &changes->rows[i], i + 1, label, changes->later_runs, table);
    }
    parts_append(picture->subtitle, "%s", gather->runs[0].label);
    for (size_t i = 1; i < gather->run_count; i++) {
        parts_append(picture->subtitle, "%s%s", i > 1 ? ", " : " -> ", gather->runs[i].label);
    }
    parts_append(picture->subtitle, ";");
    if (is_whole) {
        describe_fixed(gather, changes, &names, picture->subtitle);
        describe_count(changes, picture->subtitle);
    }
    free(names.names);
    return is_whole && !table->failed;
}

static bool make(const struct preset_input *input, struct picture *picture) {
    const struct gather *gather = input->gather;
    if (gather->run_count < 2) {
        snprintf(picture->error, sizeof picture->error, "it takes two runs, the one before first");
        return false;
    }
    struct changes changes;
    bool is_whole = changes_init(&changes, gather);
    if (is_whole && changes.count == 0) {
        snprintf(picture->error, sizeof picture->error,
                 "'%s' has no case with a value in common with a later run", gather->runs[0].label);
        is_whole = false;
    }
    is_whole = is_whole && make_of(gather, &changes, picture);
    changes_clean_up(&changes);
    return is_whole;
}

const struct preset plot_before_after = {.name = "before-after",
                                         .script = "before-after.gp",
                                         .summary = "the largest changes from one run to others",
                                         .is_measured = true,
                                         .x_label = "change",
                                         .y_label = "",
                                         .make = make};
