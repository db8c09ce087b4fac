/*
 * inputs.c - runs read from their folders and labelled.
 */
#include "report/inputs.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/inputs_internal.h"

bool inputs_fail(struct inputs *inputs, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(inputs->error, sizeof inputs->error, format, arguments);
    va_end(arguments);
    for (char *byte = inputs->error; *byte != '\0'; byte++) {
        if ((unsigned char)*byte < 0x20 || *byte == 0x7f) {
            *byte = '?';
        }
    }
    return false;
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
        return inputs_fail(inputs, "there is not enough memory");
    }
    for (size_t i = 0; i < count; i++) {
        const char *path = paths[i];
        char *label = make_label(inputs, &path);
        struct results_error error;
        if (label == NULL || !results_read(path, &inputs->results[i], &error)) {
            bool has_label = label != NULL;
            free(label);
            return inputs_fail(inputs, "%s",
                               has_label ? error.message : "there is not enough memory");
        }
        inputs->runs[i] = (struct gather_run){label, &inputs->results[i]};
        inputs->run_count++;
        if (!describe(&inputs->documents[i], label, &inputs->results[i])) {
            return inputs_fail(inputs, "there is not enough memory");
        }
    }
    return true;
}

void inputs_clean_up(struct inputs *inputs) {
    for (size_t i = 0; i < inputs->run_count; i++) {
        free((void *)(uintptr_t)inputs->runs[i].label);
        free((void *)(uintptr_t)inputs->documents[i].keys);
        free((void *)(uintptr_t)inputs->documents[i].values);
        results_clean_up(&inputs->results[i]);
    }
    for (size_t i = 0; i < inputs->filter_count; i++) {
        free(inputs->filter_texts[i]);
    }
    free(inputs->results);
    free(inputs->runs);
    free(inputs->documents);
    *inputs = (struct inputs){0};
}
