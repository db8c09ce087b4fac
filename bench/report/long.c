/*
 * long.c - the long table: one row per series, for programs.
 */
#include "report/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool report_names(const struct gather *gather, struct report_names *names) {
    size_t most = 1;
    for (size_t i = 0; i < gather->case_count; i++) {
        most = gather->cases[i].pair_count > most ? gather->cases[i].pair_count : most;
    }
    size_t room = most;
    *names = (struct report_names){calloc(room, sizeof *names->names), 0};
    for (size_t i = 0; names->names != NULL && i < gather->case_count; i++) {
        for (size_t j = 0; j < gather->cases[i].pair_count; j++) {
            const char *name = gather->cases[i].pairs[j].name;
            size_t at = 0;
            while (at < names->count && strcmp(names->names[at], name) != 0) {
                at++;
            }
            if (at < names->count) {
                continue;
            }
            if (names->count == room) {
                room *= 2;
                const char **more = realloc(names->names, room * sizeof *more);
                if (more == NULL) {
                    free(names->names);
                    return false;
                }
                names->names = more;
            }
            names->names[names->count++] = name;
        }
    }
    return names->names != NULL;
}

void report_reason(const char *text, char reason[REPORT_REASON_BYTES]) {
    size_t length = strlen(text);
    if (strncmp(text, "n/a(", 4) == 0 && text[length - 1] == ')') {
        snprintf(reason, REPORT_REASON_BYTES, "%.*s", (int)(length - 5), text + 4);
    } else {
        snprintf(reason, REPORT_REASON_BYTES, "%s", text);
    }
}

static const char *const texts[] = {"outcome", "lane", "meter", "unit", "better", "kind"};
static const char *const numbers[] = {"step", "n", "value", "low", "high"};
enum { TEXTS = sizeof texts / sizeof texts[0], NUMBERS = sizeof numbers / sizeof numbers[0] };

static bool is_taken(const char *name) {
    bool is_there = strcmp(name, "run") == 0 || strcmp(name, "note") == 0;
    for (size_t i = 0; i < TEXTS; i++) {
        is_there |= strcmp(name, texts[i]) == 0;
    }
    for (size_t i = 0; i < NUMBERS; i++) {
        is_there |= strcmp(name, numbers[i]) == 0;
    }
    return is_there;
}

/* A name of a case's key that is also one of ours: no two columns have the same. */
static void add_key_column(struct table *table, const char *name) {
    char *other = NULL;
    if (is_taken(name) && asprintf(&other, "key_%s", name) < 0) {
        table->failed = true;
        return;
    }
    table_column(table, other != NULL ? other : name, "", TABLE_LEFT, 0);
    free(other);
}

static void add_columns(struct table *table, const struct report_names *names) {
    table_column(table, "run", "", TABLE_LEFT, 0);
    for (size_t i = 0; i < names->count; i++) {
        add_key_column(table, names->names[i]);
    }
    for (size_t i = 0; i < TEXTS; i++) {
        table_column(table, texts[i], "", TABLE_LEFT, 0);
    }
    for (size_t i = 0; i < NUMBERS; i++) {
        table_column(table, numbers[i], "", TABLE_RIGHT, 0);
    }
    table_column(table, "note", "", TABLE_LEFT, 0);
}

static bool is_number(const char *text) {
    char *end;
    double value = strtod(text, &end);
    bool is_plain = strspn(text, "+-0123456789.eE") == strlen(text);
    return *text != '\0' && *end == '\0' && is_plain && isfinite(value);
}

static void add_value(struct table *table, const char *text) {
    if (text == NULL) {
        table_empty(table);
    } else if (is_number(text)) {
        table_number(table, strtod(text, NULL), text);
    } else {
        table_text(table, text);
    }
}

static void start_row(struct table *table, const struct gather *gather,
                      const struct gather_case *a_case, const struct report_names *names) {
    char outcome[GATHER_OUTCOME_BYTES];
    gather_outcome(a_case, outcome);
    table_row(table, false);
    table_text(table, gather_value(gather, a_case, "run"));
    for (size_t i = 0; i < names->count; i++) {
        add_value(table, gather_value(gather, a_case, names->names[i]));
    }
    table_text(table, outcome);
}

static void add_number(struct table *table, double number) {
    if (isnan(number)) {
        table_empty(table);
    } else {
        table_number(table, number, NULL);
    }
}

/* Value, low, high and note. Exact values keep their digits. */
static void add_statistics(struct table *table, const struct gather_series *series,
                           enum meter_kind kind) {
    char reason[REPORT_REASON_BYTES];
    if (series->count == 0) {
        report_reason(series->missing == NULL ? "" : series->missing, reason);
        table_missing(table, reason);
    } else if (kind == METER_EXACT && !series->differs) {
        table_number(table, series->median, series->text);
    } else {
        add_number(table, series->median);
    }
    if (kind == METER_EXACT && !series->differs) {
        table_empty(table);
        table_empty(table);
    } else {
        add_number(table, series->low);
        add_number(table, series->high);
    }
    if (series->count == 0) {
        table_text(table, reason);
    } else {
        table_text(table, series->differs ? "exact, but repetitions differ" : "");
    }
}

static void add_series(struct table *table, const struct gather *gather,
                       const struct gather_series *series) {
    const struct gather_meter *meter = &gather->meters[series->meter];
    table_text(table, lane_name(series->lane));
    table_text(table, meter->name);
    table_text(table, meter->unit);
    table_text(table, meter_better_name(meter->better));
    table_text(table, meter_kind_name(meter->kind));
    table_number(table, (double)series->step, NULL);
    table_number(table, (double)series->count, NULL);
    add_statistics(table, series, meter->kind);
}

static void add_case(struct table *table, const struct gather *gather,
                     const struct gather_case *a_case, const struct report_names *names,
                     const char *meters) {
    if (a_case->series == 0) {
        start_row(table, gather, a_case, names);
        for (int i = 0; i < 10; i++) {
            table_empty(table);
        }
        table_text(table, a_case->detail == NULL ? "" : a_case->detail);
    }
    bool is_first = true;
    for (size_t i = 0; i < a_case->series; i++) {
        const struct gather_series *series = &gather->series[a_case->first_series + i];
        if (meters == NULL || gather_fits(meters, gather->meters[series->meter].name)) {
            if (is_first) {
                start_row(table, gather, a_case, names);
            } else {
                table_row(table, false);
                table_repeat(table, names->count + 2); /* run, the key, outcome */
            }
            is_first = false;
            add_series(table, gather, series);
        }
    }
}

bool report_long(const struct gather *gather, const struct report_options *options,
                 struct report *report) {
    *report = (struct report){0};
    struct report_names names;
    struct table *table = report_add(report, "");
    if (table == NULL || !report_names(gather, &names)) {
        return false;
    }
    add_columns(table, &names);
    for (size_t i = 0; i < gather->case_count; i++) {
        add_case(table, gather, &gather->cases[i], &names, options->meters);
    }
    free(names.names);
    return !table->failed;
}
