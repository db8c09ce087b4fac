/*
 * tables.c - see tables.h. What stands in a table ends up in keys, headers of files and messages,
 * where nothing looks at it again.
 */
#include "plan/tables.h"

#include <string.h>

#include "plan/errors.h"
#include "plan/file.h"
#include "plan/module.h"
#include "plan/number.h"

enum { MOST_VERBS = 20, MOST_NAME_BYTES = 64 };

typedef void any_verb(void);

/* A verb: its name, where its table has it, whether it must be there. */
struct verb {
    const char *name;
    size_t offset;
    bool is_required;
};

#define VERB(table, name, required)                                                                \
    { #name, offsetof(struct hr_##table##_verbs, name), required }

static const struct verb verbs[][MOST_VERBS + 1] = {
    [HR_INTERFACE_SEQUENCE] = {VERB(sequence, make, true),
                               VERB(sequence, construct, false),
                               VERB(sequence, append_range, true),
                               VERB(sequence, extend_blocks, false),
                               VERB(sequence, pop_range, false),
                               VERB(sequence, reserve, false),
                               VERB(sequence, sum_sequential, false),
                               VERB(sequence, sum_at, false),
                               VERB(sequence, checksum, true),
                               VERB(sequence, make_many, false),
                               VERB(sequence, destroy_many, false),
                               VERB(sequence, footprint, true),
                               VERB(sequence, blocks, false),
                               VERB(sequence, is_valid, false),
                               VERB(sequence, destroy, true),
                               VERB(sequence, crowd_make, false),
                               VERB(sequence, crowd_fill, false),
                               VERB(sequence, crowd_checksum, false),
                               VERB(sequence, crowd_footprint, false),
                               VERB(sequence, crowd_destroy, false)},
    [HR_INTERFACE_TUPLE] = {VERB(tuple, make, true), VERB(tuple, churn, true),
                            VERB(tuple, checksum, true), VERB(tuple, cache_counts, false),
                            VERB(tuple, footprint, true), VERB(tuple, is_valid, false),
                            VERB(tuple, destroy, true), VERB(tuple, concat, false),
                            VERB(tuple, crowd_make, false), VERB(tuple, crowd_fill, false),
                            VERB(tuple, crowd_checksum, false), VERB(tuple, crowd_footprint, false),
                            VERB(tuple, crowd_destroy, false)},
    [HR_INTERFACE_COORDS] = {VERB(coords, make, true), VERB(coords, build, true),
                             VERB(coords, iterate, true), VERB(coords, appends, true),
                             VERB(coords, sum, true), VERB(coords, checksum, true),
                             VERB(coords, footprint, true), VERB(coords, is_valid, false),
                             VERB(coords, destroy, true)},
};

#undef VERB

const char *tables_verb_at(enum hr_interface interface, size_t index) {
    return index < MOST_VERBS ? verbs[interface][index].name : NULL;
}

static const void *table_of(const struct hr_adapter *adapter) {
    switch (adapter->interface) {
    case HR_INTERFACE_SEQUENCE:
        return adapter->sequence;
    case HR_INTERFACE_TUPLE:
        return adapter->tuple;
    case HR_INTERFACE_COORDS:
        return adapter->coords;
    }
    return NULL;
}

bool tables_has_verb(const struct hr_adapter *adapter, size_t index) {
    any_verb *verb;
    memcpy(&verb, (const char *)table_of(adapter) + verbs[adapter->interface][index].offset,
           sizeof verb);
    return verb != NULL;
}

/* Lower-case letters, digits and - _ + . after a letter. */
static bool is_name(const char *text) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    static const char all[] = "abcdefghijklmnopqrstuvwxyz0123456789-_+.";
    return text != NULL && text[0] != '\0' && strchr(letters, text[0]) != NULL &&
           text[strspn(text, all)] == '\0' && strlen(text) < MOST_NAME_BYTES;
}

static bool is_line(const char *text) {
    if (text == NULL || text[0] == '\0') {
        return false;
    }
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < ' ' || *text == 0x7f) {
            return false;
        }
    }
    return true;
}

static const char *shown(const char *text) {
    return text != NULL ? text : "";
}

#define NAME_RULE                                                                                  \
    "choose one of lower-case letters, digits and - _ + . that begins with a letter and has at "   \
    "most 63 bytes"

/* Keys that the harness has itself: a parameter of that name could not be chosen. */
static bool is_taken(const char *name) {
    static const char *const taken[] = {"structure", "growth", "allocator", "malloc",
                                        "workload",  "lane",   "lanes",     "repetitions"};
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
        if (strcmp(taken[i], name) == 0) {
            return true;
        }
    }
    return strcmp(case_parameters[0].name, name) == 0;
}

static bool check_kind(const struct hr_adapter *adapter, const struct hr_parameter *parameter,
                       struct case_error *error) {
    if (parameter->kind == HR_PARAMETER_COUNT || parameter->kind == HR_PARAMETER_REAL) {
        return parameter->least <= parameter->most ||
               case_fail(error, "structure '%s': parameter '%s' has an empty range, %g to %g",
                         adapter->name, parameter->name, parameter->least, parameter->most);
    }
    if (parameter->kind == HR_PARAMETER_FILE) {
        return (parameter->words != NULL && file_is_kind(parameter->words[0])) ||
               case_fail(error, "structure '%s': parameter '%s' is a file of no known kind",
                         adapter->name, parameter->name);
    }
    if (parameter->kind != HR_PARAMETER_WORD || parameter->words == NULL) {
        return case_fail(error, "structure '%s': parameter '%s' %s", adapter->name, parameter->name,
                         parameter->kind == HR_PARAMETER_WORD ? "has no list of words"
                                                              : "has an unknown kind");
    }
    for (size_t i = 0; parameter->words[i] != NULL; i++) {
        if (!is_line(parameter->words[i]) || strpbrk(parameter->words[i], " ,=") != NULL ||
            strlen(parameter->words[i]) >= MOST_NAME_BYTES) {
            return case_fail(error,
                             "structure '%s': parameter '%s' has the word '%s'; choose one "
                             "without spaces, commas and '='",
                             adapter->name, parameter->name, parameter->words[i]);
        }
    }
    return true;
}

static bool check_parameter(const struct hr_adapter *adapter, const struct hr_parameter *parameter,
                            struct case_error *error) {
    char canonical[CASE_WORD_BYTES];
    struct case_error why;
    if (!is_name(parameter->name) || is_taken(parameter->name)) {
        return case_fail(error, "structure '%s': its parameter cannot be called '%.80s'; %s",
                         adapter->name, parameter->name,
                         is_name(parameter->name) ? "headroom has a key of that name" : NAME_RULE);
    }
    if (!is_line(parameter->unit) || !is_line(parameter->summary) || parameter->text == NULL) {
        return case_fail(error, "structure '%s': parameter '%s' has no unit, summary or default",
                         adapter->name, parameter->name);
    }
    if (!check_kind(adapter, parameter, error)) {
        return false;
    }
    return number_canonical(parameter, parameter->text, canonical, &why)
               ? strcmp(canonical, parameter->text) == 0 ||
                     case_fail(error, "structure '%s': the default '%s' of '%s' is spelled '%s'",
                               adapter->name, parameter->text, parameter->name, canonical)
               : case_fail(error, "structure '%s': a default of its own is refused: %s",
                           adapter->name, why.message);
}

static bool check_parameters(const struct hr_adapter *adapter, struct case_error *error) {
    const struct hr_parameter *all = adapter->parameters;
    for (size_t i = 0; all != NULL && all[i].name != NULL; i++) {
        if (i == CASE_SETTINGS) {
            return case_fail(error, "structure '%s' has more than %d parameters", adapter->name,
                             CASE_SETTINGS);
        }
        if (!check_parameter(adapter, &all[i], error)) {
            return false;
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(all[i].name, all[j].name) == 0) {
                return case_fail(error, "structure '%s' has the parameter '%s' twice",
                                 adapter->name, all[i].name);
            }
        }
    }
    return true;
}

/* Verbs that are of use only together: those whose names begin with "crowd_". */
static bool check_crowd(const struct hr_adapter *adapter, struct case_error *error) {
    const char *there = NULL, *missing = NULL;
    for (size_t i = 0; tables_verb_at(adapter->interface, i) != NULL; i++) {
        const char *verb = tables_verb_at(adapter->interface, i);
        if (strncmp(verb, "crowd_", 6) == 0) {
            *(tables_has_verb(adapter, i) ? &there : &missing) = verb;
        }
    }
    return there == NULL || missing == NULL ||
           case_fail(error,
                     "structure '%s': the verb '%s' goes together with '%s', which is not "
                     "there",
                     adapter->name, there, missing);
}

static bool check_verbs(const struct hr_adapter *adapter, struct case_error *error) {
    for (size_t i = 0; tables_verb_at(adapter->interface, i) != NULL; i++) {
        if (verbs[adapter->interface][i].is_required && !tables_has_verb(adapter, i)) {
            return case_fail(error, "structure '%s': the verb '%s' is not there and must be",
                             adapter->name, tables_verb_at(adapter->interface, i));
        }
    }
    const struct hr_sequence_verbs *sequence = adapter->sequence;
    if (!check_crowd(adapter, error)) {
        return false;
    }
    return sequence == NULL || (sequence->make_many != NULL) == (sequence->destroy_many != NULL) ||
           case_fail(error, "structure '%s': make_many and destroy_many go together",
                     adapter->name);
}

bool tables_check(const struct hr_adapter *adapter, struct case_error *error) {
    if (!is_name(adapter->name)) {
        return case_fail(error, "a structure cannot be called '%.80s'; %s", shown(adapter->name),
                         NAME_RULE);
    }
    if (!is_line(adapter->summary)) {
        return case_fail(error, "structure '%s': its summary is not one line", adapter->name);
    }
    int tables = (adapter->sequence != NULL) + (adapter->tuple != NULL) + (adapter->coords != NULL);
    if (table_of(adapter) == NULL || tables != 1) {
        return case_fail(error,
                         "structure '%s': it must have the table of verbs of its interface, "
                         "and no other",
                         adapter->name);
    }
    return check_parameters(adapter, error) && check_verbs(adapter, error);
}

bool tables_check_module(const struct module *module, struct case_error *error) {
    if (!is_name(module->name)) {
        return case_fail(error, "a plug-in cannot be called '%.80s'; %s", module->name, NAME_RULE);
    }
    if (!is_line(module->version) || !is_line(module->origin)) {
        return case_fail(error, "plug-in '%s': its version or origin is not one line",
                         module->name);
    }
    for (size_t i = 0; i < module->adapters; i++) {
        if (!tables_check(&module->adapter[i], error)) {
            return false;
        }
    }
    return true;
}
