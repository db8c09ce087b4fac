/*
 * compare_text.c - a comparison for people: a table per workload with what changed, or one per case
 * where names and values do not fit side by side; then what the limits say, and the sum.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/compare_cells.h"
#include "report/compare_tables.h"
#include "report/format.h"

enum { LINE_BYTES = 1024, NAMES_MOST = 32, LISTED_MOST = 20 };

/* The matches of one workload, and which names tell its cases apart. */
struct group {
    const struct comparison *comparison;
    const char *workload;
    const char *varying[NAMES_MOST];
    size_t varying_count;
    char constants[LINE_BYTES];
    bool has_intervals; /* of shifts; left out where they would not fit */
};

struct text_work {
    const struct comparison *comparison;
    struct report *report;
    struct report_names names;
    struct table notes;
};

static const char *value_of(const struct comparison *comparison, const struct match *match,
                            const char *name) {
    const char *value = match->new_case != NULL
                            ? gather_value(comparison->gathers[1], match->new_case, name)
                            : gather_value(comparison->gathers[0], match->old_case, name);
    return value == NULL ? "" : value;
}

static bool is_in(const struct group *group, const struct match *match) {
    return match->old_case != NULL && match->new_case != NULL &&
           strcmp(value_of(group->comparison, match, "workload"), group->workload) == 0;
}

/* Splits the names into those that vary in the group and those that are told once. */
static void split_names(struct group *group, const struct report_names *names) {
    const struct matches *matches = &group->comparison->compare->matches;
    size_t used = 0;
    for (size_t n = 0; n < names->count; n++) {
        const char *name = names->names[n];
        const char *first = NULL;
        bool varies = false;
        if (strcmp(name, "workload") == 0 || gather_lists(group->comparison->free_names, name)) {
            continue;
        }
        for (size_t i = 0; i < matches->count && !varies; i++) {
            if (is_in(group, &matches->match[i])) {
                const char *value = value_of(group->comparison, &matches->match[i], name);
                varies = first != NULL && strcmp(first, value) != 0;
                first = value;
            }
        }
        if (varies && group->varying_count < NAMES_MOST) {
            group->varying[group->varying_count++] = name;
        } else if (first != NULL && *first != '\0' && used < sizeof group->constants) {
            used += (size_t)snprintf(group->constants + used, sizeof group->constants - used,
                                     "%s%s=%s", used > 0 ? " " : "", name, first);
        }
    }
}

static void add_columns(const struct group *group, bool with_names, struct table *table) {
    for (size_t i = 0; with_names && i < group->varying_count; i++) {
        table_column(table, group->varying[i], "", TABLE_LEFT, 0);
    }
    compare_cells_columns(table);
}

static void add_names(const struct group *group, const struct match *match, struct table *table) {
    for (size_t i = 0; i < group->varying_count; i++) {
        table_text(table, value_of(group->comparison, match, group->varying[i]));
    }
}

/* Rows are in the order of matches. */
static size_t first_row(const struct compare *compare, const struct match *match) {
    size_t low = 0;
    size_t high = compare->row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool is_before = compare->rows[middle].match < match;
        low = is_before ? middle + 1 : low;
        high = is_before ? high : middle;
    }
    return low;
}

/* What is to be seen of one match: its outcome, its changes. Returns how many rows there are. */
static size_t add_match(const struct group *group, const struct match *match, bool with_names,
                        struct table *table, struct table *notes) {
    const struct comparison *comparison = group->comparison;
    const struct compare *compare = comparison->compare;
    size_t shown = 0;
    if (!gather_is_ok(match->old_case) || !gather_is_ok(match->new_case)) {
        table_row(table, with_names);
        if (with_names) {
            add_names(group, match, table);
        }
        compare_cells_outcome(match, table, notes);
        shown++;
    }
    for (size_t i = first_row(compare, match);
         i < compare->row_count && compare->rows[i].match == match; i++) {
        const struct compare_row *row = &compare->rows[i];
        if (compare_is_repetition(compare, i) ||
            !(comparison->is_all || compare_cells_is_shown(row))) {
            continue;
        }
        table_row(table, with_names && shown == 0);
        if (with_names) {
            add_names(group, match, table);
        }
        compare_cells_row(row, group->has_intervals, table, notes);
        shown++;
    }
    return shown;
}

static void add_heading(const struct group *group, const struct match *match, struct table *table) {
    char text[LINE_BYTES] = "";
    size_t used = 0;
    for (size_t i = 0; i < group->varying_count && used < sizeof text; i++) {
        const char *value = value_of(group->comparison, match, group->varying[i]);
        if (*value != '\0') {
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s=%s",
                                     used > 0 ? " " : "", group->varying[i], value);
        }
    }
    if (used > 0) {
        table_heading(table, text);
    }
}

/* "unchanged: 120 values. Measured apart, not judged: build_ns -3.1 to +4.2 %." */
static void add_rest(const struct group *group, struct table *table) {
    const struct compare *compare = group->comparison->compare;
    size_t unchanged = 0;
    size_t too_few = 0;
    for (size_t i = 0; i < compare->row_count; i++) {
        const struct compare_row *row = &compare->rows[i];
        if (!is_in(group, row->match) || compare_is_repetition(compare, i)) {
            continue;
        }
        unchanged += row->verdict == COMPARE_SAME;
        too_few += row->verdict == COMPARE_TOO_FEW && !compare_cells_is_shown(row);
    }
    if (unchanged > 0) {
        table_note(table, "Unchanged: %zu value%s.", unchanged, unchanged == 1 ? "" : "s");
    }
    if (too_few > 0) {
        table_note(table, "Too few to judge, and no change seen: %zu value%s.", too_few,
                   too_few == 1 ? "" : "s");
    }
    for (size_t m = 0; m < compare->meters.count; m++) {
        double least = INFINITY;
        double most = -INFINITY;
        for (size_t i = 0; i < compare->row_count; i++) {
            const struct compare_row *row = &compare->rows[i];
            if (row->verdict == COMPARE_NOT_JUDGED && row->meter == &compare->meters.meter[m] &&
                is_in(group, row->match)) {
                least = fmin(least, row->percent);
                most = fmax(most, row->percent);
            }
        }
        if (least == most) {
            table_note(table, "Measured apart, not judged: %s %+.1f %%.",
                       compare->meters.meter[m].name, least);
        } else if (least < most) {
            table_note(table, "Measured apart, not judged: %s %+.1f to %+.1f %%.",
                       compare->meters.meter[m].name, least, most);
        }
    }
}

/* One table for all cases; it stays empty of rows when nothing changed. */
static bool add_flat(struct text_work *work, const struct group *group, size_t *rows) {
    const struct matches *matches = &work->comparison->compare->matches;
    struct table *table = report_add(work->report, group->workload);
    if (table == NULL) {
        return false;
    }
    if (group->constants[0] != '\0') {
        table_line(table, "%s", group->constants);
    }
    add_columns(group, true, table);
    for (size_t i = 0; i < matches->count; i++) {
        if (is_in(group, &matches->match[i])) {
            *rows += add_match(group, &matches->match[i], true, table, &work->notes);
        }
    }
    return !table->failed;
}

/* Wider than the screen even without the columns that may be left out. */
static bool is_too_wide(const struct text_work *work, const struct table *table) {
    size_t width = format_table_width(table);
    for (size_t i = 0; i < table->column_count; i++) {
        bool can_go = table->columns[i].importance > 0;
        width -= can_go ? FORMAT_GAP + format_column_width(table, i) : 0;
    }
    return width > work->comparison->width;
}

/* The rows of one case; without its intervals where they do not fit. Returns how many. */
static size_t fill_tall(struct text_work *work, const struct group *group,
                        const struct match *match, struct table *table) {
    struct group narrow = *group;
    char *title = table->title == NULL ? NULL : strdup(table->title);
    size_t shown = 0;
    for (int round = 0; round < 2; round++) {
        add_columns(&narrow, false, table);
        add_heading(&narrow, match, table);
        shown = add_match(&narrow, match, false, table, &work->notes);
        if (round > 0 || !is_too_wide(work, table)) {
            break;
        }
        table_clean_up(table);
        table_init(table, title == NULL ? "" : title);
        narrow.has_intervals = false;
    }
    if (!narrow.has_intervals) {
        table_note(table, "Left out for want of width: the intervals of the changes.");
    }
    free(title);
    return shown;
}

/* A table for each case that has something to show, under its names. */
static bool add_tall(struct text_work *work, const struct group *group) {
    const struct matches *matches = &work->comparison->compare->matches;
    bool is_first = true;
    for (size_t i = 0; i < matches->count; i++) {
        const struct match *match = &matches->match[i];
        struct table *table =
            is_in(group, match) ? report_add(work->report, is_first ? group->workload : "") : NULL;
        if (table == NULL) {
            continue;
        }
        if (fill_tall(work, group, match, table) == 0) {
            table_clean_up(table);
            work->report->count--;
            continue;
        }
        if (is_first && group->constants[0] != '\0') {
            table_line(table, "%s", group->constants);
        }
        is_first = false;
    }
    return true;
}

static bool add_group(struct text_work *work, const char *workload) {
    struct group group = {
        .comparison = work->comparison, .workload = workload, .has_intervals = true};
    size_t rows = 0;
    split_names(&group, &work->names);
    size_t first = work->report->count;
    if (!add_flat(work, &group, &rows)) {
        return false;
    }
    size_t width = format_table_width(&work->report->tables[first]);
    if (rows > 0 && work->comparison->width > 0 && width > work->comparison->width) {
        table_clean_up(&work->report->tables[first]);
        work->report->count = first;
        if (!add_tall(work, &group)) {
            return false;
        }
    }
    add_rest(&group, &work->report->tables[work->report->count - 1]);
    return true;
}

static bool add_groups(struct text_work *work) {
    const struct comparison *comparison = work->comparison;
    const struct matches *matches = &comparison->compare->matches;
    for (size_t i = 0; i < matches->count; i++) {
        const struct match *match = &matches->match[i];
        const char *workload = value_of(comparison, match, "workload");
        struct group group = {.comparison = comparison, .workload = workload};
        bool is_first = is_in(&group, match);
        for (size_t j = 0; j < i && is_first; j++) {
            is_first = !is_in(&group, &matches->match[j]);
        }
        if (is_first && !add_group(work, workload)) {
            return false;
        }
    }
    return true;
}

/* Old and new, and in what their headers differ. */
static bool add_head(struct text_work *work) {
    const struct comparison *comparison = work->comparison;
    struct table *table = report_add(work->report, "");
    if (table == NULL) {
        return false;
    }
    table_line(table, "old: %s", comparison->labels[0]);
    table_line(table, "new: %s", comparison->labels[1]);
    for (size_t i = 0; i < comparison->surroundings->count; i++) {
        const struct surrounding *entry = &comparison->surroundings->differing[i];
        table_line(table, "%s: %s, then %s", entry->key,
                   entry->old_value == NULL ? "not there" : entry->old_value,
                   entry->new_value == NULL ? "not there" : entry->new_value);
    }
    return !table->failed;
}

/* One that was added tells how it ended, where that is not well. */
static void add_one(const struct match *match, struct table *table) {
    char outcome[GATHER_OUTCOME_BYTES];
    if (match->new_case == NULL) {
        table_line(table, "removed: %s", match->old_case->key);
        return;
    }
    if (gather_is_ok(match->new_case)) {
        table_line(table, "added: %s", match->new_case->key);
        return;
    }
    const char *detail = match->new_case->detail == NULL ? "" : match->new_case->detail;
    gather_outcome(match->new_case, outcome);
    table_line(table, "added, %s%s%s: %s", outcome, *detail == '\0' ? "" : ", ", detail,
               match->new_case->key);
}

static bool add_one_sided(struct text_work *work) {
    const struct matches *matches = &work->comparison->compare->matches;
    struct table *table = NULL;
    size_t listed = 0;
    size_t all = 0;
    for (size_t i = 0; i < matches->count; i++) {
        const struct match *match = &matches->match[i];
        if (match->old_case != NULL && match->new_case != NULL) {
            continue;
        }
        table = table == NULL ? report_add(work->report, "cases on one side alone") : table;
        if (table == NULL) {
            return false;
        }
        if (all++ < LISTED_MOST || work->comparison->is_all || compare_is_failed_addition(match)) {
            add_one(match, table);
            listed++;
        }
    }
    if (all > listed) {
        table_line(table, "and %zu more: --all lists them", all - listed);
    }
    return true;
}

static void add_limit(const struct text_work *work, const struct limit *limit,
                      struct table *table) {
    struct limit_sum sum = compare_limit_sum(work->comparison->compare, limit);
    bool is_open = sum.lost + sum.apart + sum.too_few > 0;
    char change[COMPARE_CELL_BYTES] = "";
    table_row(table, false);
    table_text(table, limit->text);
    table_text(table, sum.exceeded > 0 ? "exceeded"
                      : is_open        ? "cannot be told"
                      : sum.kept == 0  ? "no such value"
                                       : "kept");
    table_number(table, (double)sum.exceeded, NULL);
    table_number(table, (double)(sum.exceeded + sum.kept + sum.lost + sum.apart + sum.too_few),
                 NULL);
    if (sum.worst != NULL) {
        compare_cells_change(sum.worst, change);
        table_text(table, sum.worst->meter->name);
        table_text(table, change);
        table_note(table, "The worst of '%s': %s.", limit->text, sum.worst->match->new_case->key);
    }
}

static bool add_limits(struct text_work *work) {
    const struct comparison *comparison = work->comparison;
    if (comparison->limit_count == 0) {
        return true;
    }
    struct table *table = report_add(work->report, "limits");
    if (table == NULL) {
        return false;
    }
    table_column(table, "limit", "", TABLE_LEFT, 0);
    table_column(table, "verdict", "", TABLE_LEFT, 0);
    table_column(table, "exceed", "values", TABLE_RIGHT, 0);
    table_column(table, "of", "values", TABLE_RIGHT, 0);
    table_column(table, "worst", "", TABLE_LEFT, 0);
    table_column(table, "change", "", TABLE_RIGHT, 0);
    for (size_t i = 0; i < comparison->limit_count; i++) {
        add_limit(work, &comparison->limits[i], table);
    }
    return !table->failed;
}

static bool add_notes(struct text_work *work) {
    compare_cells_sum(work->comparison, &work->notes);
    return report_take(work->report, &work->notes);
}

bool compare_text(const struct comparison *comparison, struct report *report) {
    *report = (struct report){0};
    struct text_work work = {.comparison = comparison, .report = report};
    const struct gather *named = comparison->gathers[1];
    named = named->case_count == 0 ? comparison->gathers[0] : named;
    table_init(&work.notes, "sum");
    bool is_whole = report_names(named, &work.names) && add_head(&work) && add_groups(&work) &&
                    add_one_sided(&work) && add_limits(&work) && add_notes(&work);
    table_clean_up(&work.notes);
    free(work.names.names);
    for (size_t i = 0; i < report->count; i++) {
        is_whole = is_whole && !report->tables[i].failed;
    }
    return is_whole;
}
