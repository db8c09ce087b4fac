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

enum { MOST_ROWS = 25, MOST_DECIMALS = 6 };

static bool is_moved(const struct change_row *row) {
    return row->size > 0 || row->shift > 0;
}

static size_t count_moved(const struct changes *changes) {
    size_t moved = 0;
    while (moved < changes->count && is_moved(&changes->rows[moved])) {
        moved++;
    }
    return moved;
}

/* Rows without a change fill up no picture, unless there is no other. */
static size_t shown_rows(const struct changes *changes) {
    size_t moved = count_moved(changes);
    size_t rows = moved > 0 ? moved : changes->count;
    return rows < MOST_ROWS ? rows : MOST_ROWS;
}

/* NULL for none: the growth of a tuple tells it from nothing. */
static const char *value_in(const struct gather *gather, const struct change_row *row,
                            const char *name) {
    const char *value = gather_value(gather, row->a_case, name);
    return value == NULL || strcmp(value, "none") == 0 ? NULL : value;
}

/* The first among the rows that are shown; NULL where none has one. */
static const char *first_value(const struct gather *gather, const struct changes *changes,
                               const char *name) {
    const char *first = NULL;
    for (size_t i = 0; i < shown_rows(changes) && first == NULL; i++) {
        first = value_in(gather, &changes->rows[i], name);
    }
    return first;
}

/* Among the rows that are shown and have it. */
static bool varies(const struct gather *gather, const struct changes *changes, const char *name) {
    const char *first = first_value(gather, changes, name);
    for (size_t i = 0; i < shown_rows(changes); i++) {
        const char *other = value_in(gather, &changes->rows[i], name);
        if (first != NULL && other != NULL && strcmp(first, other) != 0) {
            return true;
        }
    }
    return false;
}

/* "length=1e6" for "1000000": labels have little room. Words speak for themselves. */
static void append_value(const char *name, const char *value, char text[SERIES_TEXT_BYTES]) {
    size_t length = strlen(value);
    size_t zeros = 0;
    while (zeros < length && value[length - 1 - zeros] == '0') {
        zeros++;
    }
    bool is_number = strspn(value, "0123456789") == length;
    if (is_number && zeros >= 3 && length - zeros >= 1 && length - zeros <= 2) {
        parts_append(text, " %s=%.*se%zu", name, (int)(length - zeros), value, zeros);
    } else {
        parts_append(text, " %s%s%s", is_number ? name : "", is_number ? "=" : "", value);
    }
}

/* "warm append libstdcxx jemalloc": the meter's short name and what tells the case from others. */
static void label_row(const struct gather *gather, const struct changes *changes,
                      const struct report_names *names, const struct change_row *row,
                      char text[SERIES_TEXT_BYTES]) {
    text[0] = '\0';
    parts_append(text, "%s:", row->headline->label);
    for (size_t i = 0; i < names->count; i++) {
        const char *value = value_in(gather, row, names->names[i]);
        if (value != NULL && varies(gather, changes, names->names[i])) {
            append_value(names->names[i], value, text);
        }
    }
}

static void describe_fixed(const struct gather *gather, const struct changes *changes,
                           const struct report_names *names, char text[SERIES_TEXT_BYTES]) {
    for (size_t i = 0; i < names->count; i++) {
        const char *value = first_value(gather, changes, names->names[i]);
        if (value != NULL && !varies(gather, changes, names->names[i])) {
            parts_append(text, " %s=%s", names->names[i], value);
        }
    }
}

/* "; 14 of 663 values changed; 12 times differ, but ...; ..." */
static void describe_count(const struct changes *changes, char text[SERIES_TEXT_BYTES]) {
    size_t changed = 0, shifted = 0;
    size_t moved = count_moved(changes), shown = shown_rows(changes);
    for (size_t i = 0; i < changes->count; i++) {
        changed += changes->rows[i].size > 0;
        shifted += !(changes->rows[i].size > 0) && changes->rows[i].shift > 0;
    }
    parts_append(text, "%s %zu of %zu values changed", text[strlen(text) - 1] == ';' ? "" : ";",
                 changed, changes->count);
    if (shifted > 0) {
        parts_append(text, "; %zu time%s but %s not measured in pairs, and not judged", shifted,
                     shifted > 1 ? "s differ" : " differs", shifted > 1 ? "were" : "was");
    }
    if (moved == 0) {
        parts_append(text, "; shown: %zu without a change", shown);
    } else if (shown < moved) {
        parts_append(text, "; shown: the %zu largest of these %zu", shown, moved);
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
    while (values[0] != values[1] && strcmp(from, to) == 0 && scale.decimals < MOST_DECIMALS) {
        scale.decimals++;
        units_print(&scale, values[0], from);
        units_print(&scale, values[1], to);
    }
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
