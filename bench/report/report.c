/*
 * report.c - the tables for people: the cases of each workload, cut into tables that fit, the
 * legend and the notes once at the end.
 */
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/contest.h"
#include "report/format.h"
#include "report/group.h"

enum { MOST_EXPLAINED = 2 * SHEET_METERS, LEAST_MEANING_WIDTH = 24 };

/* A report in the making. */
struct work {
    const struct gather *gather;
    const struct report_options *options;
    struct report *report;
    struct table notes;
    struct headline explained[MOST_EXPLAINED]; /* in the legend */
    size_t explained_count;
};

static void explain(struct work *work, const struct headline *meter) {
    bool is_new = meter->meaning != NULL && work->explained_count < MOST_EXPLAINED;
    for (size_t i = 0; is_new && i < work->explained_count; i++) {
        is_new = strcmp(work->explained[i].meter, meter->meter) != 0 ||
                 strcmp(work->explained[i].label, meter->label) != 0;
    }
    if (is_new) {
        work->explained[work->explained_count++] = *meter;
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

/* One table: these meters of the view. */
static bool add_sheet(struct work *work, struct group *group, const struct view *view,
                      const struct headline *meters, size_t count, struct table *table) {
    struct sheet_told told[SHEET_METERS] = {0};
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
    bool is_whole = sheet_fill(&sheet, table);
    group_tell(group, &sheet);
    return is_whole;
}

/* How many of the meters stand side by side: all of the headline, whose least important columns are
 * left out where they do not fit; of those that were asked for what fits, at least one. */
static size_t fitting(const struct group *group, const struct view *view,
                      const struct headline *meters, size_t count) {
    size_t width = group->options->meters == NULL ? 0 : group->options->width;
    while (width > 0 && count > 1 && group_width_of(group, view, meters, count) > width) {
        count--;
    }
    return count;
}

/* Fills the table, and more below it where the meters that were asked for are too many for one.
 * Without a heading it is what varies in the group but not in the view. */
static bool add_view(struct work *work, struct group *group, const struct view *view,
                     struct table *table, const char *heading) {
    struct headline meters[SHEET_METERS];
    size_t count = group_choose_meters(group, view, true, meters);
    size_t width = group->options->width;
    if (width > 0 && group_width_of(group, view, meters, count) > width) {
        count = group_choose_meters(group, view, false, meters);
    }
    size_t from = 0;
    while (table != NULL) {
        size_t shown = fitting(group, view, meters + from, count - from);
        if (heading != NULL) {
            table_heading(table, heading);
        } else {
            add_heading(view, table);
        }
        bool is_whole = add_sheet(work, group, view, meters + from, shown, table);
        from += shown;
        if (!is_whole || from == count) {
            return is_whole;
        }
        table = report_add(work->report, "");
    }
    return false;
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
                        (table = report_add(work->report, "")) != NULL &&
                        add_view(work, group, &view, table, floors[i]->key);
        group->floor_count = count;
        view_clean_up(&view);
        if (!is_whole) {
            return false;
        }
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
        struct table *table = report_add(work->report, i == 0 ? group->workload : "");
        if (table == NULL) {
            return false;
        }
        if (i == 0 && constants[0] != '\0') {
            table_line(table, "%s", constants);
        }
        is_whole = sort_view(group, &group->arrangement.views[i]) &&
                   add_view(work, group, &group->arrangement.views[i], table, NULL);
        note_cut(group, &group->arrangement.views[i],
                 &work->report->tables[work->report->count - 1]);
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

/* Widths of the two columns before the meaning, with their gaps. */
static size_t width_before_meaning(const struct work *work) {
    size_t label = strlen("column"), meter = strlen("meter");
    for (size_t i = 0; i < work->explained_count; i++) {
        size_t label_width = format_width(work->explained[i].label);
        size_t meter_width = format_width(work->explained[i].meter);
        label = label_width > label ? label_width : label;
        meter = meter_width > meter ? meter_width : meter;
    }
    return label + meter + (size_t)3 * FORMAT_GAP;
}

/* Bytes of the text that a line of this width takes, cut at a space where there is one. */
static size_t line_length(const char *text, size_t width) {
    size_t length = strlen(text);
    if (length <= width) {
        return length;
    }
    for (length = width; length > 0 && text[length] != ' ';) {
        length--;
    }
    return length > 0 ? length : strcspn(text, " ");
}

/* A row, and one for each line more that the meaning takes. */
static void add_explanation(struct table *notes, const struct headline *meter, size_t width) {
    const char *meaning = meter->meaning;
    for (bool is_first = true; is_first || *meaning != '\0'; is_first = false) {
        size_t length = line_length(meaning, width);
        char *line = strndup(meaning, length);
        notes->failed |= line == NULL;
        table_row(notes, false);
        table_text(notes, is_first ? meter->label : "");
        table_text(notes, is_first ? meter->meter : "");
        table_text(notes, line != NULL ? line : "");
        free(line);
        meaning += length;
        meaning += strspn(meaning, " ");
    }
}

/* The legend, with all notes below it. */
static bool add_legend(struct work *work) {
    struct table *notes = &work->notes;
    table_column(notes, "column", "", TABLE_LEFT, 0);
    table_column(notes, "meter", "", TABLE_LEFT, 2);
    table_column(notes, "what it says", "", TABLE_LEFT, 0);
    size_t before = width_before_meaning(work);
    size_t width = work->options->width;
    bool is_broken = width >= before + LEAST_MEANING_WIDTH;
    for (size_t i = 0; i < work->explained_count; i++) {
        add_explanation(notes, &work->explained[i], is_broken ? width - before : SIZE_MAX);
    }
    table_note(notes, "±: the wider half of the 95 %% interval of the median; numbers without it "
                      "are exact. *: the best of a table's rows with the same task, or not told "
                      "apart from it: their intervals overlap. K, M, G: KiB, MiB, GiB. Every "
                      "meter: --all; others: --meters.");
    table_order_notes(notes);
    return report_take(work->report, notes);
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
