/*
 * compare_long.c - the long table of a comparison, for programs.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/compare_tables.h"

enum { LIMITS_BYTES = 512, NAME_BYTES = 128 };

struct long_table {
    const struct comparison *comparison;
    struct report_names names;
    struct table *table;
};

static bool is_free(const struct long_table *work, const char *name) {
    return gather_lists(work->comparison->free_names, name);
}

static void add_columns(const struct long_table *work) {
    static const char *const texts[] = {"lane", "meter", "unit", "better", "kind"};
    static const char *const numbers[] = {
        "step",       "old_n",   "new_n",       "old",          "new",
        "difference", "percent", "low_percent", "high_percent", "threshold_percent",
        "p",          "p_holm"};
    for (size_t i = 0; i < work->names.count; i++) {
        const char *name = work->names.names[i];
        if (is_free(work, name)) {
            char text[NAME_BYTES];
            snprintf(text, sizeof text, "old_%s", name);
            table_column(work->table, text, "", TABLE_LEFT, 0);
            snprintf(text, sizeof text, "new_%s", name);
            table_column(work->table, text, "", TABLE_LEFT, 0);
        } else {
            table_column(work->table, name, "", TABLE_LEFT, 0);
        }
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        table_column(work->table, texts[i], "", TABLE_LEFT, 0);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        table_column(work->table, numbers[i], "", TABLE_RIGHT, 0);
    }
    table_column(work->table, "how", "", TABLE_LEFT, 0);
    table_column(work->table, "verdict", "", TABLE_LEFT, 0);
    table_column(work->table, "limit", "", TABLE_LEFT, 0);
    table_column(work->table, "note", "", TABLE_LEFT, 0);
}

static void add_word(struct table *table, const char *word) {
    char *end;
    double value = word == NULL ? 0 : strtod(word, &end);
    if (word == NULL) {
        table_empty(table);
    } else if (*word != '\0' && *end == '\0' && isfinite(value) &&
               strspn(word, "+-0123456789.eE") == strlen(word)) {
        table_number(table, value, word);
    } else {
        table_text(table, word);
    }
}

static void start_row(const struct long_table *work, const struct match *match) {
    const struct gather_case *cases[2] = {match->old_case, match->new_case};
    const char *values[2];
    table_row(work->table, false);
    for (size_t i = 0; i < work->names.count; i++) {
        const char *name = work->names.names[i];
        for (size_t side = 0; side < 2; side++) {
            const struct gather *gather = work->comparison->gathers[side];
            values[side] = cases[side] == NULL ? NULL : gather_value(gather, cases[side], name);
        }
        if (is_free(work, name)) {
            add_word(work->table, values[0]);
        }
        add_word(work->table, values[1] == NULL && !is_free(work, name) ? values[0] : values[1]);
    }
}

static void add_number(struct table *table, double number) {
    if (isfinite(number)) {
        table_number(table, number, NULL);
    } else {
        table_empty(table);
    }
}

static void add_side(struct table *table, const struct compare_row *row, size_t side) {
    const struct compare_values *values = &row->sides[side];
    char reason[REPORT_REASON_BYTES];
    if (values->count == 0) {
        report_reason(values->missing == NULL ? "no value" : values->missing, reason);
        table_missing(table, reason);
    } else if (row->how == COMPARE_EXACT && !values->is_unsteady) {
        table_number(table, values->median, values->text);
    } else {
        table_number(table, values->median, NULL);
    }
}

static void add_statistics(struct table *table, const struct compare_row *row) {
    const struct judgement *judgement = &row->judgement;
    bool is_judged = row->how == COMPARE_PAIRS || row->how == COMPARE_GROUPS;
    bool has_both = row->sides[0].count > 0 && row->sides[1].count > 0;
    add_number(table, row->difference);
    add_number(table, row->percent);
    add_number(table, row->low_percent);
    add_number(table, row->high_percent);
    add_number(table, is_judged && has_both && judgement->is_relative ? judgement->threshold : NAN);
    add_number(table, is_judged && has_both ? judgement->p : NAN);
    add_number(table, is_judged && has_both ? judgement->p_adjusted : NAN);
}

static void add_limits(const struct comparison *comparison, struct table *table,
                       const struct compare_row *row) {
    char text[LIMITS_BYTES] = "";
    size_t used = 0;
    for (size_t i = 0; i < comparison->limit_count && used < sizeof text; i++) {
        const struct limit *limit = &comparison->limits[i];
        if (limit_check(limit, row) == LIMIT_EXCEEDED) {
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used > 0 ? " " : "",
                                     limit->text);
        }
    }
    table_text(table, text);
}

static void add_row(const struct long_table *work, const struct compare_row *row) {
    struct table *table = work->table;
    char note[COMPARE_NOTE_BYTES];
    start_row(work, row->match);
    table_text(table, lane_name(row->lane));
    table_text(table, row->meter->name);
    table_text(table, row->meter->unit);
    table_text(table, meter_better_name(row->meter->better));
    table_text(table, meter_kind_name(row->meter->kind));
    table_number(table, (double)row->step, NULL);
    table_number(table, (double)row->sides[0].count, NULL);
    table_number(table, (double)row->sides[1].count, NULL);
    add_side(table, row, 0);
    add_side(table, row, 1);
    add_statistics(table, row);
    compare_note(row, note);
    table_text(table, compare_how_name(row->how));
    table_text(table, compare_verdict_name(row->verdict));
    add_limits(work->comparison, table, row);
    table_text(table, note);
}

/* Added, removed, or of another outcome; the verdict and the note say it. */
static void add_case(const struct long_table *work, const struct match *match) {
    enum { BETWEEN = 18 }; /* lane ... how */
    char outcomes[2][GATHER_OUTCOME_BYTES] = {"", ""};
    char note[2 * GATHER_OUTCOME_BYTES + 32] = "";
    const char *verdict = match->old_case == NULL ? "added" : "removed";
    if (match->old_case != NULL && match->new_case != NULL) {
        gather_outcome(match->old_case, outcomes[0]);
        gather_outcome(match->new_case, outcomes[1]);
        snprintf(note, sizeof note, "outcome: %s, then %s", outcomes[0], outcomes[1]);
        verdict = compare_is_worse_outcome(match) ? "worse"
                  : gather_is_ok(match->new_case) ? "better"
                                                  : "failed";
    }
    if (match->old_case == NULL && !gather_is_ok(match->new_case)) {
        gather_outcome(match->new_case, outcomes[1]);
        snprintf(note, sizeof note, "outcome: not there, then %s", outcomes[1]);
        verdict = compare_is_failed_addition(match) ? "worse" : verdict;
    }
    start_row(work, match);
    for (size_t i = 0; i < BETWEEN; i++) {
        table_empty(work->table);
    }
    table_text(work->table, verdict);
    table_empty(work->table);
    table_text(work->table, note);
}

static bool is_told(const struct match *match) {
    return match->old_case == NULL || match->new_case == NULL || !gather_is_ok(match->old_case) ||
           !gather_is_ok(match->new_case);
}

bool compare_long(const struct comparison *comparison, struct report *report) {
    const struct compare *compare = comparison->compare;
    *report = (struct report){0};
    struct long_table work = {.comparison = comparison, .table = report_add(report, "")};
    const struct gather *named = comparison->gathers[1];
    named = named->case_count == 0 ? comparison->gathers[0] : named;
    if (work.table == NULL || !report_names(named, &work.names)) {
        return false;
    }
    add_columns(&work);
    size_t row = 0;
    for (size_t i = 0; i < compare->matches.count; i++) {
        const struct match *match = &compare->matches.match[i];
        if (is_told(match)) {
            add_case(&work, match);
        }
        for (; row < compare->row_count && compare->rows[row].match == match; row++) {
            add_row(&work, &compare->rows[row]);
        }
    }
    free(work.names.names);
    return !work.table->failed;
}
