/*
 * case_faults.c - all that is wrong with the words of a case. One that is at fault is taken out and
 * the rest looked at again; where even the work is not known, each word is looked at by itself.
 */
#include <stdio.h>
#include <string.h>

#include "plan/case.h"
#include "plan/catalog.h"
#include "plan/errors.h"
#include "plan/faults.h"
#include "plan/number.h"
#include "workloads/workload.h"

enum { MOST_WORDS = 5 + CASE_SETTINGS, MOST_KEYS = 128 };

/* Keys of all cases there could be, each once; one thread makes cases. */
static const char *all_keys[MOST_KEYS + 1];

static const char *all_key_at(size_t index) {
    return index < MOST_KEYS ? all_keys[index] : NULL;
}

/* The tables of parameters there are: of every case, of workloads, of structures; false past the
 * end. A structure that cannot be opened has none. */
static bool owner_at(size_t index, const struct hr_parameter **parameters) {
    struct case_error ignored;
    *parameters = case_parameters;
    if (index == 0) {
        return true;
    }
    size_t workloads = 0;
    for (; workload_at(workloads) != NULL; workloads++) {
        if (index == workloads + 1) {
            *parameters = workload_at(workloads)->parameters;
            return true;
        }
    }
    const char *structure = catalog_structure_at(index - 1 - workloads);
    const struct hr_adapter *adapter =
        structure != NULL ? catalog_adapter(structure, &ignored) : NULL;
    *parameters = adapter != NULL ? adapter->parameters : NULL;
    return structure != NULL;
}

static void add_key(const char *name) {
    size_t count = 0;
    for (; all_keys[count] != NULL; count++) {
        if (strcmp(all_keys[count], name) == 0) {
            return;
        }
    }
    if (count < MOST_KEYS) {
        all_keys[count] = name;
        all_keys[count + 1] = NULL;
    }
}

static void collect_keys(void) {
    static const char *const first[] = {"structure", "growth", "allocator", "malloc", "workload"};
    const struct hr_parameter *parameter;
    all_keys[0] = NULL;
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++) {
        add_key(first[i]);
    }
    for (size_t i = 0; owner_at(i, &parameter); i++) {
        for (; parameter != NULL && parameter->name != NULL; parameter++) {
            add_key(parameter->name);
        }
    }
}

/* Whether anything has such a parameter, and would take the value; *error is the refusal of that
 * with the widest range: a narrower one would promise less than there is. */
static bool suits_somewhere(const struct case_word *word, struct case_error *error) {
    const struct hr_parameter *parameter;
    const struct hr_parameter *widest = NULL;
    char canonical[CASE_WORD_BYTES];
    for (size_t i = 0; owner_at(i, &parameter); i++) {
        for (; parameter != NULL && parameter->name != NULL; parameter++) {
            if (strcmp(parameter->name, word->name) != 0) {
                continue;
            }
            if (number_canonical(parameter, word->text, canonical, error)) {
                return true;
            }
            bool is_wider =
                widest == NULL || parameter->most - parameter->least > widest->most - widest->least;
            widest = is_wider ? parameter : widest;
        }
    }
    if (widest != NULL) {
        return number_canonical(widest, word->text, canonical, error);
    }
    collect_keys();
    return case_fail_unknown(error, "key", word->name, all_key_at);
}

/* A word without the work that it belongs to, or with one that takes any growth and allocator. */
static bool suits_alone(const struct case_word *word, struct case_error *error) {
    static const char *const beside[] = {"growth", "allocator", "malloc"};
    struct case_word words[] = {{"workload", "append"}, *word};
    struct bench_case ignored = {0};
    if (strcmp(word->name, "workload") == 0) {
        return workload_find(word->text) != NULL || case_complete(&words[1], 1, &ignored, error);
    }
    if (strcmp(word->name, "structure") == 0) {
        return catalog_adapter(word->text, error) != NULL;
    }
    for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++) {
        if (strcmp(word->name, beside[i]) == 0) {
            bool is_implied = strcmp(word->text, "own") == 0 || strcmp(word->text, "none") == 0;
            return is_implied || case_complete(words, 2, &ignored, error);
        }
    }
    return suits_somewhere(word, error);
}

static void check_alone(const struct case_word *words, size_t count, struct case_faults *faults) {
    for (size_t i = 0; i < count; i++) {
        struct case_error error;
        if (!suits_alone(&words[i], &error)) {
            faults_add(faults->list, faults->path, faults->line, error.message);
        }
    }
}

/* Takes one word of that name out, the last of several; the number that is left. */
static size_t take_out(struct case_word *words, size_t count, const char *name) {
    for (size_t i = count; i-- > 0;) {
        if (strcmp(words[i].name, name) == 0) {
            memmove(&words[i], &words[i + 1], (count - 1 - i) * sizeof *words);
            return count - 1;
        }
    }
    return count;
}

void case_find_faults(const struct case_word *words, size_t count, struct case_faults *faults) {
    struct case_word rest[MOST_WORDS];
    struct case_error error;
    struct bench_case ignored = {0};
    const char *at_fault;
    count = count < MOST_WORDS ? count : MOST_WORDS;
    memcpy(rest, words, count * sizeof *rest);
    while (!case_complete_or_name(rest, count, &ignored, &error, &at_fault)) {
        faults_add(faults->list, faults->path, faults->line, error.message);
        size_t left = at_fault != NULL ? take_out(rest, count, at_fault) : count;
        if (left == count) {
            check_alone(rest, count, faults);
            return;
        }
        count = left;
    }
}
