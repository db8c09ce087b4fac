/*
 * parts.c - which cases and policies plots are made from.
 */
#include "report/plots/parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/nearest.h"
#include "report/emphasis.h"

enum { MOST_NAMED = 6 /* lines in one breath */ };

static bool is_of_workload(const struct gather *gather, size_t at, const char *workload) {
    const char *value = gather_value(gather, &gather->cases[at], "workload");
    return value != NULL && strcmp(value, workload) == 0;
}

bool parts_has_workload(const struct gather *gather, const char *workload) {
    for (size_t i = 0; i < gather->case_count; i++) {
        if (is_of_workload(gather, i, workload)) {
            return true;
        }
    }
    return false;
}

/* The cases of one workload; the result borrows all else from `gather`. False: no memory. */
static bool only_workload(const struct gather *gather, const char *workload, struct gather *part) {
    *part = *gather;
    part->cases = calloc(gather->case_count + 1, sizeof *part->cases);
    part->case_count = 0;
    for (size_t i = 0; part->cases != NULL && i < gather->case_count; i++) {
        if (is_of_workload(gather, i, workload)) {
            part->cases[part->case_count++] = gather->cases[i];
        }
    }
    return part->cases != NULL;
}

bool parts_keep(const struct gather *gather, parts_keep_fn *keeps, struct gather *part) {
    *part = *gather;
    part->cases = calloc(gather->case_count + 1, sizeof *part->cases);
    part->case_count = 0;
    for (size_t i = 0; part->cases != NULL && i < gather->case_count; i++) {
        if (keeps(gather, &gather->cases[i])) {
            part->cases[part->case_count++] = gather->cases[i];
        }
    }
    return part->cases != NULL;
}

bool parts_is_null(const struct gather *gather, const struct gather_case *a_case) {
    const char *structure = gather_value(gather, a_case, "structure");
    return structure != NULL && strcmp(structure, "null") == 0;
}

bool parts_series(const struct gather *gather, const struct series_options *options,
                  struct picture *picture) {
    struct series_table made;
    bool is_whole = series_make(gather, options, &made);
    picture->tables[picture->table_count++] = made.table;
    if (is_whole && made.is_empty) {
        snprintf(picture->error, sizeof picture->error, "no case has both %s and %s", options->x,
                 options->y);
        return false;
    }
    memcpy(picture->subtitle, made.fixed, sizeof picture->subtitle);
    memcpy(picture->chosen, made.chosen, sizeof picture->chosen);
    memcpy(picture->error, made.error, sizeof picture->error);
    return is_whole;
}

bool parts_series_of(const struct gather *gather, const char *workload,
                     const struct series_options *options, struct picture *picture) {
    struct gather part;
    bool is_whole = only_workload(gather, workload, &part);
    if (is_whole && part.case_count == 0) {
        snprintf(picture->error, sizeof picture->error, "the run has no case with workload=%s",
                 workload);
        is_whole = false;
    }
    is_whole = is_whole && parts_series(&part, options, picture);
    free(part.cases);
    return is_whole;
}

void parts_append(char text[SERIES_TEXT_BYTES], const char *format, ...) {
    va_list arguments;
    size_t used = strlen(text);
    va_start(arguments, format);
    vsnprintf(text + used, SERIES_TEXT_BYTES - used, format, arguments);
    va_end(arguments);
}

void parts_name_lines(const struct picture *picture, size_t step, parts_line_fn *is_named,
                      char text[SERIES_TEXT_BYTES]) {
    const struct table *table = &picture->tables[0];
    size_t named = 0;
    for (size_t i = 1; i < table->column_count; i += step) {
        if (is_named(picture, i) && named++ < MOST_NAMED) {
            parts_append(text, "%s %s", named > 1 ? "," : "", table->columns[i].name);
        }
    }
    if (named > MOST_NAMED) {
        parts_append(text, " and %zu more", named - MOST_NAMED);
    }
}

double parts_number(const struct table *table, size_t row, size_t column) {
    const struct table_cell *cell = table_at(table, row, column);
    return cell != NULL && cell->kind == TABLE_NUMBER ? cell->number : NAN;
}

void parts_option(struct picture *picture, const char *format, ...) {
    size_t used = strlen(picture->options);
    if (used > 0 && used < sizeof picture->options - 1) {
        picture->options[used++] = ' ';
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(picture->options + used, sizeof picture->options - used, format, arguments);
    va_end(arguments);
}

static bool emphasize_tables(const struct emphasis *emphasis, size_t step,
                             struct picture *picture) {
    bool is_whole = true;
    for (size_t i = 0; i < picture->table_count && is_whole; i++) {
        is_whole = emphasis_apply(emphasis, step, &picture->tables[i]);
    }
    picture->highlighted = emphasis->highlighted;
    memcpy(picture->caption, emphasis->caption, sizeof picture->caption);
    parts_option(picture, "lines=%zu highlighted=%zu", emphasis->count, emphasis->highlighted);
    return is_whole;
}

/* What a line's label is without the run's in front; NULL where all are of one run. */
static const char *kin_of(const struct gather *gather, const char *label) {
    const char *kin = NULL;
    for (size_t i = 0; gather->run_count > 1 && i < gather->run_count; i++) {
        size_t length = strlen(gather->runs[i].label);
        bool is_of_run = strncmp(label, gather->runs[i].label, length) == 0 && label[length] == ' ';
        if (is_of_run && (kin == NULL || label + length + 1 > kin)) {
            kin = label + length + 1;
        }
    }
    return kin;
}

bool parts_emphasize(const struct preset_input *input, size_t step, enum meter_better better,
                     struct picture *picture) {
    const struct table *table = &picture->tables[0];
    size_t count = table->column_count > 0 ? (table->column_count - 1) / step : 0;
    struct emphasis_line *lines = calloc(count + 1, sizeof *lines);
    for (size_t i = 0; lines != NULL && i < count; i++) {
        lines[i].label = table->columns[1 + i * step].name;
        lines[i].score = emphasis_score(table, step, i);
        lines[i].kin = kin_of(input->gather, lines[i].label);
    }
    struct emphasis emphasis = {0};
    bool is_whole = lines != NULL && !table->failed &&
                    emphasis_init(&emphasis, lines, count, better, input->highlight);
    memcpy(picture->error, emphasis.error, sizeof picture->error);
    if (input->highlight != NULL) {
        parts_option(picture, "chosen");
    }
    is_whole = is_whole && emphasize_tables(&emphasis, step, picture);
    emphasis_clean_up(&emphasis);
    free(lines);
    return is_whole;
}

/* False for a name that is not known. */
static bool add_policy(struct parts_policies *policies, const char *name) {
    struct hr_growth_named *made = &policies->made[policies->count];
    const struct hr_growth *growth = hr_growth_parse(name, made);
    for (size_t i = 0; i < policies->count && growth != NULL; i++) {
        if (strcmp(policies->policies[i]->name, growth->name) == 0) {
            return true;
        }
    }
    if (growth != NULL) {
        policies->policies[policies->count++] = growth;
    }
    return growth != NULL;
}

static const char *policy_name_at(size_t index) {
    const struct hr_growth *growth = hr_growth_at(index);
    return growth != NULL ? growth->name : NULL;
}

/* One of the names that were asked for. */
static bool add_wanted(struct parts_policies *policies, const char *name, struct picture *picture) {
    char hint[NEAREST_BYTES];
    if (strcmp(name, "all") == 0) {
        for (size_t i = 0; policy_name_at(i) != NULL; i++) {
            (void)add_policy(policies, policy_name_at(i));
        }
        return true;
    }
    if (!add_policy(policies, name)) {
        nearest_hint(name, policy_name_at, hint);
        snprintf(picture->error, sizeof picture->error, "unknown growth '%s'%s", name, hint);
        return false;
    }
    return true;
}

static bool add_all_wanted(struct parts_policies *policies, const char *list,
                           struct picture *picture) {
    bool is_known = true;
    while (*list != '\0' && is_known) {
        size_t length = strcspn(list, ",");
        char *name = strndup(list, length);
        is_known = name != NULL && add_wanted(policies, name, picture);
        free(name);
        list += length;
        list += *list == ',';
    }
    return is_known;
}

/* Room for every name that can come: of cases, of the list, of all that are registered. */
static size_t room_of(const struct preset_input *input) {
    size_t room = input->gather->case_count + 1;
    for (const char *at = input->policies; at != NULL && *at != '\0'; at++) {
        room += *at == ',';
    }
    for (size_t i = 0; policy_name_at(i) != NULL; i++) {
        room++;
    }
    return room + 1;
}

bool parts_policies_init(struct parts_policies *policies, const struct preset_input *input,
                         struct picture *picture) {
    static const char usual[] = "cpython-2.7,cpython-3.9,libstdcxx,java,go-1.18,v8,r";
    const struct gather *gather = input->gather;
    size_t room = room_of(input);
    const struct hr_growth **list = (const struct hr_growth **)calloc(room, sizeof *list);
    struct hr_growth_named *made = calloc(room, sizeof *made);
    *policies = (struct parts_policies){.policies = list, .made = made};
    if (list == NULL || made == NULL) {
        return false;
    }
    for (size_t i = 0; i < gather->case_count; i++) {
        const char *growth = gather_value(gather, &gather->cases[i], "growth");
        if (growth != NULL) {
            (void)add_policy(policies, growth); /* a plug-in's may not be known here */
        }
    }
    if (gather->run_count == 0) {
        return add_all_wanted(policies, input->policies != NULL ? input->policies : usual, picture);
    }
    if (policies->count == 0) {
        snprintf(picture->error, sizeof picture->error,
                 "no case has a growth policy that is known here");
    }
    return policies->count > 0;
}

void parts_policies_clean_up(struct parts_policies *policies) {
    free((void *)policies->policies);
    free(policies->made);
    *policies = (struct parts_policies){0};
}
