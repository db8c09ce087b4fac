/*
 * parts.c - which cases and policies plots are made from.
 */
#include "report/plots/parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void add_policy(struct parts_policies *policies, const char *name) {
    struct hr_growth_named *made = &policies->made[policies->count];
    const struct hr_growth *growth = hr_growth_parse(name, made);
    for (size_t i = 0; i < policies->count && growth != NULL; i++) {
        if (strcmp(policies->policies[i]->name, growth->name) == 0) {
            return;
        }
    }
    if (growth != NULL) {
        policies->policies[policies->count++] = growth;
    }
}

bool parts_policies_init(struct parts_policies *policies, const struct gather *gather,
                         struct picture *picture) {
    static const char *const usual[] = {"cpython-2.7", "cpython-3.9", "libstdcxx", "java",
                                        "go-1.18",     "v8",          "r"};
    enum { USUAL = sizeof usual / sizeof usual[0] };
    size_t room = gather->case_count + USUAL;
    *policies =
        (struct parts_policies){.policies = (const struct hr_growth **)calloc(room, sizeof(void *)),
                                .made = calloc(room, sizeof *policies->made)};
    if (policies->policies == NULL || policies->made == NULL) {
        return false;
    }
    for (size_t i = 0; i < gather->case_count; i++) {
        const char *growth = gather_value(gather, &gather->cases[i], "growth");
        if (growth != NULL) {
            add_policy(policies, growth);
        }
    }
    for (size_t i = 0; gather->case_count == 0 && i < USUAL; i++) {
        add_policy(policies, usual[i]);
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
