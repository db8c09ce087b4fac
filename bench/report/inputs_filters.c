/*
 * inputs_filters.c - filters held against what the runs have, before a misspelled one quietly
 * chooses nothing, or everything.
 */
#include "report/inputs.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "plan/nearest.h"
#include "report/gather_cases.h"
#include "report/inputs_internal.h"
#include "report/report.h"

enum { MOST_TOLD = 64 }; /* names in a message */

bool inputs_add_filter(struct inputs *inputs, const char *text) {
    struct case_error error;
    if (inputs->filter_count == INPUTS_FILTERS) {
        return inputs_fail(inputs, "there are more than %d filters", INPUTS_FILTERS);
    }
    if (!filter_parse(text, &inputs->filters[inputs->filter_count], &error)) {
        return inputs_fail(inputs, "%s", error.message);
    }
    char *copy = strdup(text);
    if (copy == NULL) {
        return inputs_fail(inputs, "there is not enough memory");
    }
    inputs->filter_texts[inputs->filter_count++] = copy;
    return true;
}

/* The names that a message can tell of. */
struct told {
    const char *names[MOST_TOLD];
    size_t count;
};

static void tell(struct told *told, const char *name) {
    for (size_t i = 0; i < told->count; i++) {
        if (strcmp(told->names[i], name) == 0) {
            return;
        }
    }
    if (told->count < MOST_TOLD) {
        told->names[told->count++] = name;
    }
}

/* The cases' value of a key, or the lanes' names. NULL past the end, "" where a case has none. */
static const char *value_at(const struct gather *gather, const char *key, size_t index) {
    if (strcmp(key, "lane") == 0) {
        return index < LANES ? lane_name((enum lane)index) : NULL;
    }
    if (index >= gather->case_count) {
        return NULL;
    }
    const char *value = gather_value(gather, &gather->cases[index], key);
    return value == NULL ? "" : value;
}

static bool accepts_any(const struct gather *gather, const struct filter *filter) {
    for (size_t i = 0; value_at(gather, filter->key, i) != NULL; i++) {
        const char *value = value_at(gather, filter->key, i);
        if (filter_accepts_text(filter, *value == '\0' ? NULL : value)) {
            return true;
        }
    }
    return false;
}

static void hint_values(const struct gather *gather, const struct filter *filter,
                        char hint[NEAREST_BYTES]) {
    struct told told = {.count = 0};
    for (size_t i = 0; value_at(gather, filter->key, i) != NULL; i++) {
        const char *value = value_at(gather, filter->key, i);
        if (*value != '\0') {
            tell(&told, value);
        }
    }
    nearest_hint_among(filter->values, told.names, told.count, hint);
}

/* `option` is what the key was given to, "" for a filter, whose key may be "lane" too. */
static bool check_key(struct inputs *inputs, const struct gather *gather, const char *option,
                      const char *key) {
    bool has_lanes = option[0] == '\0';
    struct told told = {.count = 0};
    struct report_names names = {0};
    char hint[NEAREST_BYTES];
    if (!report_names(gather, &names)) {
        return inputs_fail(inputs, "there is not enough memory");
    }
    bool is_known = strcmp(key, "run") == 0 || (has_lanes && strcmp(key, "lane") == 0);
    for (size_t i = 0; i < names.count; i++) {
        tell(&told, names.names[i]);
        is_known |= strcmp(names.names[i], key) == 0;
    }
    free(names.names);
    tell(&told, "run");
    if (has_lanes) {
        tell(&told, "lane");
    }
    nearest_hint_among(key, told.names, told.count, hint);
    return is_known || inputs_fail(inputs, "%s%sno case has the key '%s'%s", option,
                                   has_lanes ? "" : ": ", key, hint);
}

static bool has_value(const struct gather *gather, const char *key, const char *wanted) {
    for (size_t i = 0; value_at(gather, key, i) != NULL; i++) {
        if (strcmp(value_at(gather, key, i), wanted) == 0) {
            return true;
        }
    }
    return false;
}

/* Each value behind = is one of some case's; a malloc's tunables have commas of their own. */
static bool check_values(struct inputs *inputs, const struct gather *gather,
                         const struct filter *filter) {
    struct filter one = *filter;
    const char *value = filter->values;
    bool is_checked =
        filter->operation != FILTER_EQUAL || has_value(gather, filter->key, filter->values);
    while (!is_checked) {
        size_t length = strcspn(value, ",");
        memcpy(one.values, value, length);
        one.values[length] = '\0';
        if (!accepts_any(gather, &one)) {
            char hint[NEAREST_BYTES];
            hint_values(gather, &one, hint);
            return inputs_fail(inputs, "no case has %s='%s'%s", one.key, one.values, hint);
        }
        is_checked = value[length] == '\0';
        value += length + !is_checked;
    }
    return true;
}

static bool check_one(struct inputs *inputs, const struct gather *gather, size_t index) {
    return check_key(inputs, gather, "", inputs->filters[index].key) &&
           check_values(inputs, gather, &inputs->filters[index]);
}

static bool check(struct inputs *inputs, const struct gather *gather) {
    for (size_t i = 0; i < inputs->filter_count; i++) {
        if (!check_one(inputs, gather, i)) {
            return false;
        }
    }
    return true;
}

static void explain(struct inputs *inputs, const struct gather *gather) {
    if (!check(inputs, gather)) {
        return;
    }
    for (size_t i = 0; i < inputs->filter_count; i++) {
        if (!accepts_any(gather, &inputs->filters[i])) {
            struct filter none = inputs->filters[i];
            char hint[NEAREST_BYTES];
            none.values[0] = '\0';
            hint_values(gather, &none, hint);
            inputs_fail(inputs, "no case passes the filter '%s'%s", inputs->filter_texts[i], hint);
            return;
        }
    }
    inputs_fail(inputs, "no case passes all filters together");
}

/* All cases of the runs without their values. */
static bool find_cases(const struct inputs *inputs, struct gather *gather) {
    struct gather_index index = {0};
    *gather = (struct gather){.runs = inputs->runs, .run_count = inputs->run_count};
    bool is_whole = gather_cases_find(gather, &index, NULL, 0);
    gather_index_clean_up(&index, inputs->run_count);
    return is_whole;
}

bool inputs_check_filters(struct inputs *inputs) {
    struct gather gather;
    if (inputs->filter_count == 0) {
        return true;
    }
    bool is_right = find_cases(inputs, &gather);
    if (!is_right) {
        inputs_fail(inputs, "there is not enough memory");
    } else if (gather.case_count > 0) {
        is_right = check(inputs, &gather);
    }
    gather_cases_clean_up(&gather);
    return is_right;
}

bool inputs_check_keys(struct inputs *inputs, const char *option, const char *list) {
    struct gather gather;
    bool is_right =
        find_cases(inputs, &gather) || inputs_fail(inputs, "there is not enough memory");
    char *copy = strdup(list);
    char *rest = copy;
    is_right = is_right && (copy != NULL || inputs_fail(inputs, "there is not enough memory"));
    while (is_right && gather.case_count > 0 && rest != NULL) {
        const char *key = strsep(&rest, ",");
        is_right = check_key(inputs, &gather, option, key);
    }
    free(copy);
    gather_cases_clean_up(&gather);
    return is_right;
}

static bool has_filter(const struct inputs *inputs, const char *text) {
    for (size_t i = 0; i < inputs->filter_count; i++) {
        if (strcmp(inputs->filter_texts[i], text) == 0) {
            return true;
        }
    }
    return false;
}

/* A filter on one side alone is held against that side, one on both against the cases of both. */
static bool check_against(struct inputs *inputs, const struct gather *own,
                          const struct gather *both, const struct inputs *other) {
    for (size_t i = 0; i < inputs->filter_count; i++) {
        bool is_common = has_filter(other, inputs->filter_texts[i]);
        if (!check_one(inputs, is_common ? both : own, i)) {
            return false;
        }
    }
    return true;
}

bool inputs_check_filters_of_two(struct inputs *inputs, const struct inputs *other) {
    struct gather gather, others;
    const struct gather_run runs[2] = {inputs->runs[0], other->runs[0]};
    struct gather both = {.runs = runs, .run_count = 2};
    bool is_whole = find_cases(inputs, &gather);
    is_whole = find_cases(other, &others) && is_whole;
    both.case_count = gather.case_count + others.case_count;
    both.cases = calloc(both.case_count + 1, sizeof *both.cases);
    is_whole = is_whole && both.cases != NULL;
    for (size_t i = 0; is_whole && i < both.case_count; i++) {
        bool is_other = i >= gather.case_count;
        both.cases[i] = is_other ? others.cases[i - gather.case_count] : gather.cases[i];
        both.cases[i].run = is_other;
    }
    bool is_right =
        is_whole && (gather.case_count == 0 || check_against(inputs, &gather, &both, other));
    if (!is_whole) {
        inputs_fail(inputs, "there is not enough memory");
    }
    free(both.cases);
    gather_cases_clean_up(&gather);
    gather_cases_clean_up(&others);
    return is_right;
}

bool inputs_explain_nothing(struct inputs *inputs) {
    struct gather gather;
    bool has_cases = find_cases(inputs, &gather) && gather.case_count > 0;
    if (has_cases) {
        explain(inputs, &gather);
    } else {
        inputs_fail(inputs, "the runs hold no trials");
    }
    gather_cases_clean_up(&gather);
    return has_cases;
}
