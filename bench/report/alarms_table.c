/*
 * alarms_table.c - the false alarms as a table for people; see alarms.h.
 */
#include <math.h>
#include <stdio.h>

#include "report/alarms.h"
#include "report/resample.h"

enum { CELL_BYTES = 64 };

static void add_percent(struct table *table, double percent) {
    char text[CELL_BYTES];
    if (isnan(percent)) {
        table_empty(table);
        return;
    }
    (void)snprintf(text, sizeof text, "%.2f", percent);
    table_number(table, percent, text);
}

static void add_count(struct table *table, size_t count) {
    char text[CELL_BYTES];
    (void)snprintf(text, sizeof text, "%zu", count);
    table_number(table, (double)count, text);
}

static void add_row(struct table *table, const struct alarms_row *row, bool starts_block) {
    char text[CELL_BYTES];
    struct statistics_interval interval = resample_rate(row->alarms, row->comparisons);
    table_row(table, starts_block);
    table_text(table, row->workload);
    table_text(table, row->meter != NULL ? row->meter : alarms_kind_name(row->kind));
    add_count(table, row->comparisons);
    if (row->comparisons == 0) {
        return;
    }
    add_count(table, row->alarms);
    add_percent(table, 100 * (double)row->alarms / (double)row->comparisons);
    (void)snprintf(text, sizeof text, "%.2f...%.2f", interval.low, interval.high);
    table_text(table, text);
    (void)snprintf(text, sizeof text, "%zu of %zu", row->thrown_alarms, row->thrown);
    table_text(table, text);
    add_percent(table, row->largest_percent);
    add_percent(table, row->floor_percent);
}

static void add_columns(struct table *table) {
    table_column(table, "workload", "", TABLE_LEFT, 0);
    table_column(table, "meter", "", TABLE_LEFT, 0);
    table_column(table, "compared", "", TABLE_RIGHT, 0);
    table_column(table, "alarms", "", TABLE_RIGHT, 0);
    table_column(table, "rate", "%", TABLE_RIGHT, 0);
    table_column(table, "95 %", "%", TABLE_RIGHT, 1);
    table_column(table, "as thrown", "", TABLE_RIGHT, 1);
    table_column(table, "largest", "%", TABLE_RIGHT, 0);
    table_column(table, "floor", "%", TABLE_RIGHT, 0);
}

void alarms_table(const struct alarms *alarms, const struct alarms_options *options,
                  struct table *table) {
    size_t short_cases = 0;
    table_init(table, "a build against itself: false alarms");
    table_line(table, "A comparison is %zu pairs; an alarm is p < %g and a shift beyond %g %%.",
               options->pairs, options->rule.alpha, options->rule.least_percent);
    add_columns(table);
    for (size_t i = 0; i < alarms->count; i++) {
        add_row(table, &alarms->row[i], alarms->row[i].kind == ALARMS_EXACT);
        short_cases += alarms->row[i].short_cases;
    }
    for (int kind = 0; kind < ALARMS_KINDS; kind++) {
        struct alarms_row total = alarms_total(alarms, (enum alarms_kind)kind);
        add_row(table, &total, kind == 0);
    }
    table_note(table, "compared: windows of contiguous pairs, a new coin for each pair; exact "
                      "meters: every pair, once.");
    table_note(table, "as thrown: windows next to each other, by the coins that were thrown while "
                      "they were measured.");
    table_note(table, "floor: 99 of 100 comparisons stayed below; 'compare --floor DIR' takes it.");
    if (short_cases > 0) {
        table_note(table, "%zu times a case had fewer than %zu pairs and was left out.",
                   short_cases, options->pairs);
    }
}
