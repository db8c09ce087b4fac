/*
 * compare_cells.c - see compare_cells.h. Exact values are written with all their digits, so that
 * one byte of many is seen.
 */
#include "report/compare_cells.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/units.h"

bool compare_cells_is_shown(const struct compare_row *row) {
    bool has_modes = row->sides[0].modes.count > 1 || row->sides[1].modes.count > 1;
    switch (row->verdict) {
    case COMPARE_SAME:
    case COMPARE_NOT_JUDGED:
        return has_modes;
    case COMPARE_UNMEASURED:
        return false;
    case COMPARE_TOO_FEW:
        return has_modes || !(fabs(row->judgement.shift) <= row->judgement.threshold);
    default:
        return true;
    }
}

void compare_cells_columns(struct table *table) {
    table_column(table, "meter", "", TABLE_LEFT, 0);
    table_column(table, "old", "", TABLE_RIGHT, 0);
    table_column(table, "new", "", TABLE_RIGHT, 0);
    table_column(table, "unit", "", TABLE_LEFT, 1);
    table_column(table, "change", "", TABLE_RIGHT, 0);
    table_column(table, "verdict", "", TABLE_LEFT, 0);
}

/* With as many decimals as a change of this size needs to be seen. */
static int print_percent(double percent, char *text, size_t room) {
    double size = fabs(percent);
    if (isinf(percent) || isnan(percent)) {
        return snprintf(text, room, "%s", isnan(percent) ? "?" : "from 0");
    }
    int decimals = size == 0 || size >= 0.1 ? 1 : (int)fmin(8, 1 - floor(log10(size)));
    return snprintf(text, room, "%+.*f %%", size >= 1000 ? 0 : decimals, percent);
}

static void print_exact_change(const struct compare_row *row, char text[COMPARE_CELL_BYTES]) {
    char percent[64];
    char difference[TABLE_NUMBER_BYTES];
    if (isnan(row->difference) || row->difference == 0) {
        return;
    }
    table_spell(fabs(row->difference), difference);
    if (strlen(difference) > 12) {
        snprintf(difference, sizeof difference, "%.6g", fabs(row->difference));
    }
    print_percent(row->percent, percent, sizeof percent);
    snprintf(text, COMPARE_CELL_BYTES, "%s%s (%s)", row->difference < 0 ? "-" : "+", difference,
             percent);
}

/* Differences in a unit of their own: values at or below 0 have no ratio. */
static void print_difference(const struct compare_row *row, char text[COMPARE_CELL_BYTES]) {
    const double values[] = {row->difference, row->low, row->high};
    struct unit_scale scale = units_choose(row->meter->unit, values, 3);
    char shift[UNITS_TEXT_BYTES], low[UNITS_TEXT_BYTES], high[UNITS_TEXT_BYTES];
    units_print(&scale, row->difference, shift);
    units_print(&scale, row->low, low);
    units_print(&scale, row->high, high);
    snprintf(text, COMPARE_CELL_BYTES, "%s%s %s (%s to %s)", row->difference > 0 ? "+" : "", shift,
             scale.unit, low, high);
}

void compare_cells_change(const struct compare_row *row, char text[COMPARE_CELL_BYTES]) {
    text[0] = '\0';
    if (row->sides[0].count == 0 || row->sides[1].count == 0) {
        return;
    }
    if (row->how == COMPARE_EXACT) {
        print_exact_change(row, text);
    } else if (!row->judgement.is_relative && !isnan(row->difference)) {
        print_difference(row, text);
    } else if (!isnan(row->percent)) {
        int used = print_percent(row->percent, text, COMPARE_CELL_BYTES);
        if (row->low_percent != row->high_percent) {
            snprintf(text + used, COMPARE_CELL_BYTES - (size_t)used, " (%+.1f to %+.1f)",
                     row->low_percent, row->high_percent);
        }
    }
}

static void add_side(const struct compare_row *row, size_t side, const struct unit_scale *scale,
                     struct table *table) {
    const struct compare_values *values = &row->sides[side];
    char text[UNITS_TEXT_BYTES];
    if (values->count == 0) {
        table_missing(table, "n/a");
    } else if (row->how == COMPARE_EXACT) {
        table_number(table, values->median, values->is_unsteady ? NULL : values->text);
    } else {
        units_print_short(scale, values->median, text);
        table_number(table, values->median, text);
    }
}

static const char *exact_unit(const char *unit) {
    if (strcmp(unit, "percent") == 0) {
        return "%";
    }
    return strcmp(unit, "bytes") == 0 ? "B" : unit;
}

void compare_cells_row(const struct compare_row *row, bool has_interval, struct table *table,
                       struct table *notes) {
    const double medians[] = {row->sides[0].median, row->sides[1].median};
    struct unit_scale scale = units_choose(row->meter->unit, medians, 2);
    char text[COMPARE_CELL_BYTES];
    char note[COMPARE_NOTE_BYTES];
    bool has_steps = row->step > 0;
    snprintf(text, sizeof text, "%s", row->meter->name);
    if (has_steps) {
        snprintf(text, sizeof text, "%s, step %llu", row->meter->name,
                 (unsigned long long)row->step);
    }
    table_text(table, text);
    add_side(row, 0, &scale, table);
    add_side(row, 1, &scale, table);
    table_text(table, row->how == COMPARE_EXACT ? exact_unit(row->meter->unit)
                      : scale.is_each           ? "B"
                                                : scale.unit);
    compare_cells_change(row, text);
    char *interval = row->how == COMPARE_EXACT ? NULL : strstr(text, " (");
    if (!has_interval && interval != NULL) {
        *interval = '\0';
    }
    table_text(table, text);
    compare_note(row, note);
    if (note[0] != '\0') {
        size_t number = table_numbered_note(notes, note);
        snprintf(text, sizeof text, "%s[%zu]", compare_verdict_name(row->verdict), number);
        table_text(table, text);
    } else {
        table_text(table, compare_verdict_name(row->verdict));
    }
    if (row->verdict == COMPARE_WORSE) {
        table_mark(table);
    }
}

void compare_cells_outcome(const struct match *match, struct table *table, struct table *notes) {
    const struct gather_case *const cases[2] = {match->old_case, match->new_case};
    const char *verdict = compare_is_worse_outcome(match) ? "worse"
                          : gather_is_ok(match->new_case) ? "better"
                                                          : "failed";
    char text[GATHER_OUTCOME_BYTES + 32];
    table_text(table, "outcome");
    for (size_t side = 0; side < 2; side++) {
        char outcome[GATHER_OUTCOME_BYTES];
        gather_outcome(cases[side], outcome);
        snprintf(text, sizeof text, "%s", outcome);
        if (!gather_is_ok(cases[side]) && cases[side]->detail != NULL &&
            cases[side]->detail[0] != '\0') {
            char reason[REPORT_REASON_BYTES];
            snprintf(reason, sizeof reason, "%s: %s", outcome, cases[side]->detail);
            snprintf(text, sizeof text, "%s[%zu]", outcome, table_numbered_note(notes, reason));
        }
        table_text(table, text);
    }
    table_text(table, "");
    table_text(table, "");
    table_text(table, verdict);
    if (compare_is_worse_outcome(match)) {
        table_mark(table);
    }
}

static void add_count(size_t count, const char *what, char *line, size_t room) {
    size_t used = strlen(line);
    if (count > 0 && used < room) {
        snprintf(line + used, room - used, "%s%zu %s", used > 0 ? ", " : "", count, what);
    }
}

static void add_cases(size_t count, const char *what, char *line, size_t room) {
    char text[64];
    snprintf(text, sizeof text, "case%s %s", count == 1 ? "" : "s", what);
    add_count(count, text, line, room);
}

static bool has_how(const struct compare *compare, enum compare_how how) {
    for (size_t i = 0; i < compare->row_count; i++) {
        if (compare->rows[i].how == how && compare->rows[i].sides[0].count > 0 &&
            compare->rows[i].sides[1].count > 0) {
            return true;
        }
    }
    return false;
}

static void explain(const struct comparison *comparison, struct table *notes) {
    const struct compare *compare = comparison->compare;
    if (has_how(compare, COMPARE_EXACT)) {
        table_note(notes, "Exact meters: any difference is a change.");
    }
    if (has_how(compare, COMPARE_PAIRS) && compare->judged == 0) {
        table_note(notes,
                   "Measured in pairs, but too few to judge any value: a change is one where the "
                   "signed rank test has p < %g after Holm's correction for all values.",
                   comparison->rule.alpha);
    } else if (has_how(compare, COMPARE_PAIRS)) {
        table_note(notes,
                   "Measured in pairs: a change where the signed rank test has p < %g after Holm's "
                   "correction for %zu value%s, and the shift (Hodges-Lehmann, with its 95 %% "
                   "interval) is beyond %g %%%s.",
                   comparison->rule.alpha, compare->judged, compare->judged == 1 ? "" : "s",
                   comparison->rule.least_percent, comparison->has_floors ? " and the floor" : "");
    }
    if (has_how(compare, COMPARE_GROUPS)) {
        table_note(notes,
                   "Memory not measured in pairs, but at a fixed address layout: the same by the "
                   "rank sum test (Mann-Whitney).");
    }
    if (has_how(compare, COMPARE_APART)) {
        table_note(notes,
                   "apart: times of two runs that were not measured at the same time. Of equal "
                   "builds measured apart 35 to 50 %% look different, so nothing is judged; "
                   "'headroom compare --run' measures them trial by trial in pairs.");
    }
}

void compare_cells_sum(const struct comparison *comparison, struct table *notes) {
    struct compare_sum sum = compare_sum_up(comparison->compare);
    char line[512] = "";
    add_cases(sum.worse_outcomes, sum.worse_outcomes == 1 ? "that fails now" : "that fail now",
              line, sizeof line);
    add_cases(sum.mended_outcomes, "that failed before", line, sizeof line);
    add_cases(sum.other_outcomes, "failed on both sides", line, sizeof line);
    add_count(sum.rows[COMPARE_WORSE], "worse", line, sizeof line);
    add_count(sum.rows[COMPARE_BETTER], "better", line, sizeof line);
    add_count(sum.rows[COMPARE_CHANGED], "changed", line, sizeof line);
    add_count(sum.rows[COMPARE_SAME], "unchanged", line, sizeof line);
    add_count(sum.rows[COMPARE_UNSTEADY], "unsteady", line, sizeof line);
    add_count(sum.rows[COMPARE_TOO_FEW], "too few to judge", line, sizeof line);
    add_count(sum.rows[COMPARE_NOT_JUDGED], "measured apart", line, sizeof line);
    add_count(sum.rows[COMPARE_LOST], "not measured any more", line, sizeof line);
    add_count(sum.rows[COMPARE_GAINED], "measured now", line, sizeof line);
    add_cases(sum.added, "added", line, sizeof line);
    add_count(sum.failed_additions, "of them failed", line, sizeof line);
    add_cases(sum.removed, "removed", line, sizeof line);
    table_line(notes, "%s", line[0] == '\0' ? "no value was compared" : line);
    explain(comparison, notes);
    table_order_notes(notes);
}
