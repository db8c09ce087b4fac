/*
 * inputs.c - runs read from their folders and labelled.
 */
#include "report/inputs.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <headroom/attributes.h>

#include "report/report.h"

HR_PRINTF(2, 3) static bool fail(struct inputs *inputs, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(inputs->error, sizeof inputs->error, format, arguments);
    va_end(arguments);
    return false;
}

bool inputs_add_filter(struct inputs *inputs, const char *text) {
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text || equals[1] == '\0') {
        return fail(inputs, "the filter '%s' is not of the form KEY=VALUE", text);
    }
    if (inputs->filter_count == INPUTS_FILTERS) {
        return fail(inputs, "there are more than %d filters", INPUTS_FILTERS);
    }
    char *words = strdup(text);
    if (words == NULL) {
        return fail(inputs, "there is not enough memory");
    }
    words[equals - text] = '\0';
    inputs->filter_words[inputs->filter_count] = words;
    inputs->filters[inputs->filter_count++] =
        (struct gather_filter){words, words + (equals - text) + 1};
    return true;
}

/* The last part of a path, without results.tsv. */
static char *name_of(const char *path) {
    size_t length = strlen(path);
    static const char file[] = "/results.tsv";
    if (length > strlen(file) && strcmp(path + length - strlen(file), file) == 0) {
        length -= strlen(file);
    }
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    size_t start = length;
    while (start > 0 && path[start - 1] != '/') {
        start--;
    }
    return strndup(path + start, length - start);
}

static bool is_taken(const struct inputs *inputs, const char *label) {
    for (size_t i = 0; i < inputs->run_count; i++) {
        const char *other = inputs->runs[i].label;
        if (other != NULL && strcmp(other, label) == 0) {
            return true;
        }
    }
    return false;
}

/* LABEL=PATH unless a file of that whole name is there. */
static char *make_label(const struct inputs *inputs, const char **path) {
    const char *equals = strchr(*path, '=');
    char *label = NULL;
    if (equals != NULL && equals != *path && access(*path, F_OK) != 0) {
        label = strndup(*path, (size_t)(equals - *path));
        *path = equals + 1;
    } else {
        label = name_of(*path);
    }
    for (unsigned number = 2; label != NULL && is_taken(inputs, label); number++) {
        char *base = name_of(*path);
        free(label);
        label = NULL;
        if (base == NULL || asprintf(&label, "%s#%u", base, number) < 0) {
            label = NULL;
        }
        free(base);
    }
    return label;
}

static bool describe(struct document_run *document, const char *label,
                     const struct results *results) {
    const char **keys = calloc(results->envs + 1, sizeof *keys);
    const char **values = calloc(results->envs + 1, sizeof *values);
    *document = (struct document_run){label, results->path, results->envs, keys, values};
    for (size_t i = 0; keys != NULL && values != NULL && i < results->envs; i++) {
        keys[i] = results->env[i].key;
        values[i] = results->env[i].value;
    }
    return keys != NULL && values != NULL;
}

bool inputs_read(struct inputs *inputs, char *const *paths, size_t count) {
    inputs->results = calloc(count + 1, sizeof *inputs->results);
    inputs->runs = calloc(count + 1, sizeof *inputs->runs);
    inputs->documents = calloc(count + 1, sizeof *inputs->documents);
    if (inputs->results == NULL || inputs->runs == NULL || inputs->documents == NULL) {
        return fail(inputs, "there is not enough memory");
    }
    for (size_t i = 0; i < count; i++) {
        const char *path = paths[i];
        char *label = make_label(inputs, &path);
        struct results_error error;
        if (label == NULL || !results_read(path, &inputs->results[i], &error)) {
            bool has_label = label != NULL;
            free(label);
            return fail(inputs, "%s", has_label ? error.message : "there is not enough memory");
        }
        inputs->runs[i] = (struct gather_run){label, &inputs->results[i]};
        inputs->run_count++;
        if (!describe(&inputs->documents[i], label, &inputs->results[i])) {
            return fail(inputs, "there is not enough memory");
        }
    }
    return true;
}

static void add_word(struct inputs *inputs, const char *word) {
    size_t used = strlen(inputs->error);
    bool is_first = used == 0 || inputs->error[used - 1] == ':';
    snprintf(inputs->error + used, sizeof inputs->error - used, "%s%s", is_first ? " " : ", ",
             word);
}

/* Whether some case has the name; if so, lists its values once each. */
static bool list_values(struct inputs *inputs, const struct gather *gather,
                        const struct gather_filter *filter) {
    bool is_there = false;
    fail(inputs, "no case has %s='%s'; there are:", filter->name, filter->values);
    for (size_t i = 0; i < gather->case_count; i++) {
        const char *value = gather_value(gather, &gather->cases[i], filter->name);
        bool is_new = value != NULL;
        for (size_t j = 0; is_new && j < i; j++) {
            const char *before = gather_value(gather, &gather->cases[j], filter->name);
            is_new = before == NULL || strcmp(before, value) != 0;
        }
        if (is_new) {
            add_word(inputs, value);
        }
        is_there |= value != NULL;
    }
    return is_there;
}

static bool has_value(const struct gather *gather, const struct gather_filter *filter) {
    for (size_t i = 0; i < gather->case_count; i++) {
        const char *value = gather_value(gather, &gather->cases[i], filter->name);
        if (value != NULL && gather_lists(filter->values, value)) {
            return true;
        }
    }
    return false;
}

static void explain(struct inputs *inputs, const struct gather *gather) {
    for (size_t i = 0; i < inputs->filter_count; i++) {
        const struct gather_filter *filter = &inputs->filters[i];
        struct report_names names = {0};
        if (has_value(gather, filter)) {
            continue;
        }
        if (!list_values(inputs, gather, filter) && report_names(gather, &names)) {
            fail(inputs, "no case has the key '%s'; there are:", filter->name);
            for (size_t j = 0; j < names.count; j++) {
                add_word(inputs, names.names[j]);
            }
            free(names.names);
        }
        return;
    }
    fail(inputs, "no case passes all filters together");
}

bool inputs_explain_nothing(struct inputs *inputs) {
    struct gather gather;
    bool has_cases =
        gather_init(&gather, inputs->runs, inputs->run_count, NULL, 0) && gather.case_count > 0;
    if (has_cases) {
        explain(inputs, &gather);
    } else {
        fail(inputs, "the runs hold no trials");
    }
    gather_clean_up(&gather);
    return has_cases;
}

void inputs_clean_up(struct inputs *inputs) {
    for (size_t i = 0; i < inputs->run_count; i++) {
        free((void *)(uintptr_t)inputs->runs[i].label);
        free((void *)(uintptr_t)inputs->documents[i].keys);
        free((void *)(uintptr_t)inputs->documents[i].values);
        results_clean_up(&inputs->results[i]);
    }
    for (size_t i = 0; i < inputs->filter_count; i++) {
        free(inputs->filter_words[i]);
    }
    free(inputs->results);
    free(inputs->runs);
    free(inputs->documents);
    *inputs = (struct inputs){0};
}
