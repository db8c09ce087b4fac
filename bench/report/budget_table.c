/*
 * budget_table.c - the findings of a budget, one a row.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "plan/nearest.h"
#include "report/compare_tables.h"

static void add_columns(struct table *table) {
    table_column(table, "line", "", TABLE_RIGHT, 0);
    table_column(table, "limit", "", TABLE_LEFT, 0);
    table_column(table, "meter", "", TABLE_LEFT, 0);
    table_column(table, "value", "", TABLE_RIGHT, 0);
    table_column(table, "over", "", TABLE_RIGHT, 0);
    table_column(table, "verdict", "", TABLE_LEFT, 0);
    table_column(table, "case", "", TABLE_LEFT, 0);
}

static const char *verdict_of(const struct budget_finding *finding) {
    switch (finding->kind) {
    case BUDGET_EXCEEDED:
        return "exceeded";
    case BUDGET_NO_CASE:
        return "fits no case";
    default:
        return "no value";
    }
}

/* The words of a key whose values differ among the cases of the run. */
static void tell_case(const struct gather *gather, const struct gather_case *a_case, char *text,
                      size_t room) {
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < a_case->pair_count && used < room; i++) {
        const struct gather_pair *pair = &a_case->pairs[i];
        bool varies = false;
        for (size_t j = 0; j < gather->case_count && !varies; j++) {
            const char *other = gather_value(gather, &gather->cases[j], pair->name);
            varies = other == NULL || strcmp(other, pair->value) != 0;
        }
        if (varies) {
            used += (size_t)snprintf(text + used, room - used, "%s%s=%s", used > 0 ? " " : "",
                                     pair->name, pair->value);
        }
    }
    if (used == 0) {
        snprintf(text, room, "%s", "the only one");
    }
}

static bool is_met(const struct filter *condition, const struct gather *gather) {
    for (size_t i = 0; i < gather->case_count; i++) {
        const char *value = gather_value(gather, &gather->cases[i], condition->key);
        if (filter_accepts_text(condition, value)) {
            return true;
        }
    }
    return false;
}

/* The value of some case that is nearest to what was written; NULL where none is near. */
static const char *nearest_value(const struct filter *condition, const struct gather *gather) {
    size_t best_distance = 1 + strlen(condition->values) / 3;
    const char *best = NULL;
    for (size_t i = 0; i < gather->case_count; i++) {
        const char *value = gather_value(gather, &gather->cases[i], condition->key);
        size_t distance = value == NULL ? SIZE_MAX : nearest_distance(condition->values, value);
        if (distance < best_distance || (distance == best_distance && best == NULL)) {
            best = value;
            best_distance = distance;
        }
    }
    return best;
}

/* Which of a line's conditions no case meets. */
static void explain_no_case(const struct budget_line *line, const struct gather *gather,
                            struct table *table) {
    for (size_t i = 0; i < line->condition_count; i++) {
        const struct filter *condition = &line->conditions[i];
        if (is_met(condition, gather)) {
            continue;
        }
        bool is_name = condition->operation == FILTER_EQUAL;
        const char *near = is_name ? nearest_value(condition, gather) : NULL;
        table_note(table, "Line %zu: no case meets its condition on %s ('%s')%s%s%s", line->number,
                   condition->key, condition->values, near == NULL ? "." : "; did you mean '",
                   near == NULL ? "" : near, near == NULL ? "" : "'?");
        return;
    }
    table_note(table, "Line %zu: no case meets all conditions together.", line->number);
}

static void add_finding(const struct budget_finding *finding, const struct gather *gather,
                        struct table *table) {
    char text[1024];
    table_row(table, false);
    table_number(table, (double)finding->line->number, NULL);
    table_text(table, finding->limit == NULL ? "" : finding->limit->text);
    if (finding->kind == BUDGET_EXCEEDED) {
        table_text(table, finding->meter->name);
        table_number(table, finding->value, NULL);
        table_number(table, finding->over, NULL);
    } else {
        table_empty(table);
        table_empty(table);
        table_empty(table);
    }
    table_text(table, verdict_of(finding));
    table_mark(table);
    if (finding->a_case != NULL) {
        tell_case(gather, finding->a_case, text, sizeof text);
        table_text(table, text);
    }
    if (finding->kind == BUDGET_NO_CASE) {
        explain_no_case(finding->line, gather, table);
    }
    if (finding->reason != NULL) {
        char reason[REPORT_REASON_BYTES];
        report_reason(finding->reason, reason);
        table_note(table, "No value for line %zu: %s.", finding->line->number, reason);
    }
}

bool budget_table(const struct budget *budget, const struct budget_findings *findings,
                  const struct gather *gather, struct table *table) {
    table_init(table, "budget");
    add_columns(table);
    for (size_t i = 0; i < findings->count; i++) {
        add_finding(&findings->findings[i], gather, table);
    }
    size_t lines = budget->line_count - findings->left;
    table_note(table, "%s: %zu value%s of %zu of %zu case%s held to %zu line%s, %zu finding%s.",
               budget->path, findings->checked, findings->checked == 1 ? "" : "s", findings->cases,
               gather->case_count, gather->case_count == 1 ? "" : "s", lines, lines == 1 ? "" : "s",
               findings->count, findings->count == 1 ? "" : "s");
    if (findings->left > 0) {
        table_note(table, "%zu line%s of cases that filters left out.", findings->left,
                   findings->left == 1 ? "" : "s");
    }
    return !table->failed;
}
