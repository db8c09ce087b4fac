/*
 * group.c - one workload's cases, names, meters and what they could tell apart.
 */
#include "report/group.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meters/meter.h"
#include "report/format.h"

static const char *value_of(const struct group *group, size_t at, const char *name) {
    const char *value = gather_value(group->gather, group->cases[at], name);
    return value == NULL ? "" : value;
}

static bool is_floor(const struct gather *gather, const struct gather_case *a_case) {
    const char *structure = gather_value(gather, a_case, "structure");
    return structure != NULL && strcmp(structure, "null") == 0;
}

bool group_collect(struct group *group) {
    const struct gather *gather = group->gather;
    group->cases = calloc(gather->case_count + 1, sizeof *group->cases);
    for (int pass = 0; group->cases != NULL && pass < 2; pass++) {
        for (size_t i = 0; i < gather->case_count; i++) {
            const struct gather_case *a_case = &gather->cases[i];
            const char *workload = gather_value(gather, a_case, "workload");
            bool is_here = strcmp(workload == NULL ? "" : workload, group->workload) == 0;
            if (is_here && is_floor(gather, a_case) == (pass == 1)) {
                group->cases[group->case_count + group->floor_count] = a_case;
                group->case_count += pass == 0;
                group->floor_count += pass == 1;
            }
        }
    }
    if (group->case_count == 0) {
        group->case_count = group->floor_count;
        group->floor_count = 0;
    }
    return group->cases != NULL;
}

/* Where a name in the list that --by gives stands in it, from 1; 0 when it is not there. */
static unsigned place_in(const char *list, const char *name) {
    unsigned place = 1;
    for (const char *at = list; *at != '\0'; place++) {
        size_t length = strcspn(at, ",");
        if (strlen(name) == length && memcmp(at, name, length) == 0) {
            return place;
        }
        at += length;
        at += *at == ',';
    }
    return 0;
}

/* Of rising interest; what competes by the user's word above all others. */
static unsigned interest_of(const char *by, const char *name) {
    unsigned place = by == NULL ? 0 : place_in(by, name);
    return place > 0 ? 1000 + place : headline_interest(name);
}

/* A name that some cases lack belongs to the others' structures: the lack of it is no value. */
static const char *first_value(const struct group *group, const char *name) {
    for (size_t i = 0; i < group->case_count; i++) {
        const char *value = value_of(group, i, name);
        if (*value != '\0') {
            return value;
        }
    }
    return "";
}

static bool varies(const struct group *group, const char *name) {
    const char *first = first_value(group, name);
    for (size_t i = 0; i < group->case_count; i++) {
        const char *value = value_of(group, i, name);
        if (*value != '\0' && strcmp(first, value) != 0) {
            return true;
        }
    }
    return false;
}

static bool is_lacked(const struct group *group, const char *name) {
    for (size_t i = 0; i < group->case_count; i++) {
        if (*value_of(group, i, name) == '\0') {
            return true;
        }
    }
    return false;
}

static void add_name(struct group *group, const char *name) {
    struct view_names *names = &group->names;
    const char *by = group->options->by;
    if (names->count == VIEW_NAMES) {
        return;
    }
    size_t at = names->count++;
    while (at > 0 && interest_of(by, names->name[at - 1]) > interest_of(by, name)) {
        names->name[at] = names->name[at - 1];
        names->is_subject[at] = names->is_subject[at - 1];
        at--;
    }
    names->name[at] = name;
    bool is_own =
        by == NULL && is_lacked(group, name); /* as a structure is: a part of what it is */
    names->is_subject[at] =
        by != NULL ? place_in(by, name) > 0 : is_own || headline_is_subject(name);
}

void group_split_names(struct group *group, const struct report_names *names,
                       char line[GROUP_LINE_BYTES]) {
    size_t used = 0;
    line[0] = '\0';
    for (size_t i = 0; i < names->count; i++) {
        const char *name = names->names[i];
        const char *value = first_value(group, name);
        if (strcmp(name, "workload") == 0) {
            continue;
        }
        if (varies(group, name)) {
            add_name(group, name);
        } else if (*value != '\0' && used < GROUP_LINE_BYTES) {
            used += (size_t)snprintf(line + used, GROUP_LINE_BYTES - used, "%s%s=%s",
                                     used > 0 ? " " : "", name, value);
        }
    }
    if (varies(group, "run")) {
        add_name(group, "run");
    }
}

void group_want_meters(struct group *group) {
    const char *meters = group->options->meters;
    const struct headline *list = headline_for(group->workload);
    for (; meters == NULL && list->meter != NULL; list++) {
        group->wanted[group->wanted_count++] = *list;
    }
    for (size_t i = 0; meters != NULL && i < group->gather->meter_count; i++) {
        const char *name = group->gather->meters[i].name;
        if (gather_fits(meters, name) && group->wanted_count < SHEET_METERS) {
            const struct headline *known = headline_find(name);
            const struct meter *meter = meter_find(name);
            struct headline one = {name, name, NULL, 0, meter != NULL ? meter->formula : NULL};
            if (known != NULL && (known->lower == NULL || !gather_fits(meters, known->lower))) {
                one.label = known->label;
                one.lower = known->lower;
                one.meaning = known->meaning;
            }
            group->wanted[group->wanted_count++] = one;
        }
    }
}

size_t group_choose_meters(const struct group *group, const struct view *view, bool with_optional,
                           struct headline chosen[SHEET_METERS]) {
    size_t count = 0;
    for (size_t i = 0; i < group->wanted_count; i++) {
        bool is_optional = group->wanted[i].importance >= HEADLINE_OPTIONAL;
        if ((with_optional || !is_optional) && sheet_has_meter(view, &group->wanted[i])) {
            chosen[count++] = group->wanted[i];
        }
    }
    return count;
}

size_t group_width_of(const struct group *group, const struct view *view,
                      const struct headline *meters, size_t meter_count) {
    struct table table, notes;
    table_init(&table, "");
    table_init(&notes, "");
    const struct sheet sheet = {.view = view,
                                .floors = group->cases + group->case_count,
                                .floor_count = group->floor_count,
                                .meters = meters,
                                .meter_count = meter_count,
                                .notes = &notes};
    size_t width = sheet_fill(&sheet, &table) ? format_table_width(&table) : SIZE_MAX;
    table_clean_up(&table);
    table_clean_up(&notes);
    return width;
}

bool group_fits(void *context, const struct view *view) {
    const struct group *group = context;
    struct headline meters[SHEET_METERS];
    size_t count = group_choose_meters(group, view, false, meters);
    return group->options->width == 0 ||
           group_width_of(group, view, meters, count) <= group->options->width;
}

static void widen_told(struct sheet_told *all, const struct sheet_told *one) {
    if (one->unit != NULL && all->unit == NULL) {
        *all = *one;
    } else if (one->unit != NULL) {
        all->least = fmin(all->least, one->least);
        all->most = fmax(all->most, one->most);
        all->least_percent = fmin(all->least_percent, one->least_percent);
        all->most_percent = fmax(all->most_percent, one->most_percent);
    }
}

void group_tell(struct group *group, const struct sheet *sheet) {
    for (size_t i = 0; i < group->wanted_count; i++) {
        for (size_t j = 0; j < sheet->meter_count; j++) {
            if (strcmp(group->wanted[i].meter, sheet->meters[j].meter) == 0) {
                widen_told(&group->told[i], &sheet->told[j]);
            }
        }
    }
}

/* "12–80 %", or in the meter's unit where per cent of the best say nothing. */
static void print_told(const struct sheet_told *told, char text[64]) {
    bool is_percent = told->most_percent < 99.5;
    double least = is_percent ? told->least_percent : told->least;
    double most = is_percent ? told->most_percent : told->most;
    char low[24], high[24];
    snprintf(low, sizeof low, "%.2g", least);
    snprintf(high, sizeof high, "%.2g", most);
    snprintf(text, 64, "%s%s%s %s", strcmp(low, high) == 0 ? "" : low,
             strcmp(low, high) == 0 ? "" : "–", high, is_percent ? "%" : told->unit);
}

void group_note_differences(const struct group *group, struct table *table) {
    char line[GROUP_LINE_BYTES] = "";
    size_t used = 0;
    for (size_t i = 0; i < group->wanted_count && used < sizeof line; i++) {
        char text[64];
        if (group->told[i].unit != NULL && group->told[i].most > 0) {
            print_told(&group->told[i], text);
            used += (size_t)snprintf(line + used, sizeof line - used, "%s%s %s",
                                     used > 0 ? ", " : "", group->wanted[i].label, text);
        }
    }
    if (used > 0) {
        table_note(table, "Smallest difference from the best that could be seen: %s.", line);
    }
}
