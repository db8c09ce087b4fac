/*
 * report.c - the tables for people: the cases of each workload, cut into tables that fit, the
 * legend and the notes once at the end.
 */
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/contest.h"
#include "report/group.h"

/* A report in the making. */
struct work {
    const struct gather *gather;
    const struct report_options *options;
    struct report *report;
    size_t room;
    struct table notes;
    const struct headline *explained[SHEET_METERS]; /* in the legend */
    size_t explained_count;
};

static struct table *add_table(struct work *work, const char *title) {
    struct report *report = work->report;
    if (report->count + 1 >= work->room) {
        size_t room = work->room == 0 ? 16 : 2 * work->room;
        struct table *tables = realloc(report->tables, room * sizeof *tables);
        if (tables == NULL) {
            return NULL;
        }
        report->tables = tables;
        work->room = room;
    }
    table_init(&report->tables[report->count], title);
    return &report->tables[report->count++];
}

static void explain(struct work *work, const struct headline *meter) {
    const struct headline *known = headline_find(meter->meter);
    for (size_t i = 0; i < work->explained_count; i++) {
        known = work->explained[i] == known ? NULL : known;
    }
    if (known != NULL && work->explained_count < SHEET_METERS) {
        work->explained[work->explained_count++] = known;
    }
}

/* What varies in the group but not in this view. */
static void add_heading(const struct view *view, struct table *table) {
    char text[GROUP_LINE_BYTES] = "";
    size_t used = 0;
    for (size_t name = 0; name < view->names->count; name++) {
        const char *value = view_value(view, 0, name);
        if (!view_has_column(view, name) && *value != '\0' && used < sizeof text) {
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s=%s",
                                     used > 0 ? " " : "", view->names->name[name], value);
        }
    }
    if (used > 0) {
        table_heading(table, text);
    }
}

static bool add_view(struct work *work, struct group *group, const struct view *view,
                     struct table *table) {
    struct headline meters[SHEET_METERS];
    struct sheet_told told[SHEET_METERS] = {0};
    size_t count = group_choose_meters(group, view, true, meters);
    size_t width = group->options->width;
    if (width > 0 && group_width_of(group, view, meters, count) > width) {
        count = group_choose_meters(group, view, false, meters);
    }
    for (size_t i = 0; i < count; i++) {
        explain(work, &meters[i]);
    }
    const struct sheet sheet = {.view = view,
                                .floors = group->cases + group->case_count,
                                .floor_count = group->floor_count,
                                .meters = meters,
                                .meter_count = count,
                                .is_sorted = group->options->sort != NULL,
                                .top = group->options->top,
                                .notes = &work->notes,
                                .told = told};
    add_heading(view, table);
    bool is_whole = sheet_fill(&sheet, table);
    group_tell(group, &sheet);
    return is_whole;
}

static bool is_taken(const struct group *group, const struct gather_case *floor) {
    for (size_t i = 0; i < group->arrangement.count; i++) {
        if (sheet_has_floor(&group->arrangement.views[i], floor)) {
            return true;
        }
    }
    return false;
}

/* Floors that no view takes are tables of their own under their whole key: no case is lost. */
static bool add_lone_floors(struct work *work, struct group *group) {
    size_t count = group->floor_count;
    const struct gather_case *const *floors = group->cases + group->case_count;
    for (size_t i = 0; i < count; i++) {
        struct view view;
        struct table *table;
        if (is_taken(group, floors[i])) {
            continue;
        }
        group->floor_count = 0;
        bool is_whole = view_init(&view, group->gather, &group->names, &floors[i], 1) &&
                        (table = add_table(work, "")) != NULL &&
                        add_view(work, group, &view, table);
        group->floor_count = count;
        view_clean_up(&view);
        if (!is_whole) {
            return false;
        }
        table_heading(table, floors[i]->key);
    }
    return true;
}

/* As --sort wants it. */
static bool sort_view(const struct group *group, struct view *view) {
    const char *sort = group->options->sort;
    const struct headline *known = sort == NULL ? NULL : headline_find(sort);
    const struct headline plain = {.meter = sort};
    return sort == NULL || contest_sort(view, known != NULL ? known : &plain);
}

/* What --top leaves out. */
static void note_cut(const struct group *group, const struct view *view, struct table *table) {
    uint64_t top = group->options->top;
    size_t left_out = 0;
    for (size_t row = 0; top > 0 && row < view->row_count;) {
        size_t end = view_task_end(view, row);
        left_out += end - row > top ? end - row - (size_t)top : 0;
        row = end;
    }
    if (left_out > 0) {
        table_note(table, "The best %llu by %s of each task; rows left out: %zu.",
                   (unsigned long long)top, group->options->sort, left_out);
    }
}

static bool add_views(struct work *work, struct group *group, const char *constants) {
    struct view whole;
    bool is_whole =
        view_init(&whole, group->gather, &group->names, group->cases, group->case_count) &&
        arrange(&group->arrangement, &whole, group_fits, group);
    view_clean_up(&whole);
    for (size_t i = 0; is_whole && i < group->arrangement.count; i++) {
        struct table *table = add_table(work, i == 0 ? group->workload : "");
        if (table == NULL) {
            return false;
        }
        if (i == 0 && constants[0] != '\0') {
            table_line(table, "%s", constants);
        }
        is_whole = sort_view(group, &group->arrangement.views[i]) &&
                   add_view(work, group, &group->arrangement.views[i], table);
        note_cut(group, &group->arrangement.views[i], table);
    }
    is_whole = is_whole && add_lone_floors(work, group);
    if (is_whole) {
        group_note_differences(group, &work->report->tables[work->report->count - 1]);
    }
    return is_whole;
}

static bool add_group(struct work *work, const struct report_names *names, const char *workload) {
    char constants[GROUP_LINE_BYTES];
    struct group group = {.gather = work->gather, .options = work->options, .workload = workload};
    bool is_whole = group_collect(&group);
    if (is_whole) {
        group_split_names(&group, names, constants);
        group_want_meters(&group);
        is_whole = add_views(work, &group, constants);
    }
    arrange_clean_up(&group.arrangement);
    free(group.cases);
    return is_whole;
}

/* The floor's own workload comes last: it is what the others are seen against. */
static bool is_floor_workload(const char *workload) {
    return workload != NULL && strcmp(workload, "null") == 0;
}

static bool is_first_of_workload(const struct gather *gather, size_t at) {
    const char *workload = gather_value(gather, &gather->cases[at], "workload");
    for (size_t i = 0; i < at; i++) {
        const char *earlier = gather_value(gather, &gather->cases[i], "workload");
        if (strcmp(earlier == NULL ? "" : earlier, workload == NULL ? "" : workload) == 0) {
            return false;
        }
    }
    return true;
}

static bool add_groups(struct work *work, const struct report_names *names, bool of_floor) {
    const struct gather *gather = work->gather;
    for (size_t i = 0; i < gather->case_count; i++) {
        const char *workload = gather_value(gather, &gather->cases[i], "workload");
        if (is_floor_workload(workload) == of_floor && is_first_of_workload(gather, i) &&
            !add_group(work, names, workload == NULL ? "" : workload)) {
            return false;
        }
    }
    return true;
}

/* Numbered notes stand before the others. */
static void order_notes(struct table *notes) {
    size_t numbered = 0;
    for (size_t i = 0; i < notes->note_count; i++) {
        char *note = notes->notes[i];
        if (note[0] == '[') {
            memmove(&notes->notes[numbered + 1], &notes->notes[numbered],
                    (i - numbered) * sizeof *notes->notes);
            notes->notes[numbered++] = note;
        }
    }
}

/* The legend, with all notes below it. */
static bool add_legend(struct work *work) {
    struct table *notes = &work->notes;
    table_column(notes, "column", "", TABLE_LEFT, 0);
    table_column(notes, "meter", "", TABLE_LEFT, 2);
    table_column(notes, "what it says", "", TABLE_LEFT, 0);
    for (size_t i = 0; i < work->explained_count; i++) {
        table_row(notes, false);
        table_text(notes, work->explained[i]->label);
        table_text(notes, work->explained[i]->meter);
        table_text(notes, work->explained[i]->meaning);
    }
    table_note(notes, "±: the wider half of the 95 %% interval of the median; numbers without it "
                      "are exact. *: the best of a table's rows with the same task, or not told "
                      "apart from it: their intervals overlap. K, M, G: KiB, MiB, GiB. Every "
                      "meter: --all; others: --meters.");
    order_notes(notes);
    struct table *place = add_table(work, "");
    if (place == NULL || notes->failed) {
        return false;
    }
    table_clean_up(place);
    *place = *notes;
    *notes = (struct table){0};
    return true;
}

bool report_text(const struct gather *gather, const struct report_options *options,
                 struct report *report) {
    *report = (struct report){0};
    struct work work = {.gather = gather, .options = options, .report = report};
    struct report_names names = {0};
    table_init(&work.notes, "notes");
    bool is_whole = report_names(gather, &names);
    is_whole = is_whole && add_groups(&work, &names, false) && add_groups(&work, &names, true);
    is_whole = is_whole && add_legend(&work);
    table_clean_up(&work.notes);
    free(names.names);
    return is_whole;
}
