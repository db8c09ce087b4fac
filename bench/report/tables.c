/*
 * tables.c - the list of tables that a report is.
 */
#include <stdlib.h>

#include "report/report.h"

static bool make_room(struct report *report) {
    if (report->count < report->room) {
        return true;
    }
    size_t room = report->room == 0 ? 16 : 2 * report->room;
    struct table *tables = reallocarray(report->tables, room, sizeof *tables);
    if (tables == NULL) {
        return false;
    }
    report->tables = tables;
    report->room = room;
    return true;
}

struct table *report_add(struct report *report, const char *title) {
    if (!make_room(report)) {
        return NULL;
    }
    table_init(&report->tables[report->count], title);
    return &report->tables[report->count++];
}

bool report_take(struct report *report, struct table *table) {
    if (table->failed || !make_room(report)) {
        return false;
    }
    report->tables[report->count++] = *table;
    *table = (struct table){0};
    return true;
}

void report_clean_up(struct report *report) {
    for (size_t i = 0; i < report->count; i++) {
        table_clean_up(&report->tables[i]);
    }
    free(report->tables);
    *report = (struct report){0};
}
