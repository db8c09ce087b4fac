/*
 * case.c - words to a case and back. What is said here of names and numbers is all the checking
 * there is: whoever holds a completed case need not check again.
 */
#include "plan/case.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <headroom/growth.h>

#include "plan/catalog.h"
#include "plan/errors.h"
#include "plan/file.h"
#include "plan/number.h"
#include "platform/malloc.h"
#include "workloads/workload.h"

enum { MOST_WORDS = 5 + CASE_SETTINGS };

static const char *const thp_words[] = {"never", "madvise", "always", NULL};

const struct hr_parameter case_parameters[] = {
    {.name = "thp",
     .unit = "mode",
     .summary = "transparent huge pages for the trial's process",
     .text = "never",
     .kind = HR_PARAMETER_WORD,
     .words = thp_words},
    {.name = NULL},
};

static const char *const first_keys[] = {"structure", "growth", "allocator", "malloc", "workload"};

enum { FIRST_KEYS = sizeof first_keys / sizeof first_keys[0] };

/* What a case is made from, and the case. */
struct making {
    const struct case_word *words;
    size_t count;
    struct bench_case *result;
    struct case_error *error;
};

static const char *word_text(const struct making *making, const char *name) {
    for (size_t i = 0; i < making->count; i++) {
        if (strcmp(making->words[i].name, name) == 0) {
            return making->words[i].text;
        }
    }
    return NULL;
}

static bool is_plain(const char *text) {
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text <= ' ' || *text == 0x7f) {
            return false;
        }
    }
    return true;
}

bool case_word_parse(const char *text, struct case_word *word, struct case_error *error) {
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text || !is_plain(text)) {
        return case_fail(error, "'%s' is no KEY=VALUE", text);
    }
    size_t name_bytes = (size_t)(equals - text);
    size_t text_bytes = strlen(equals + 1);
    if (text_bytes == 0) {
        return case_fail(error, "'%s' has no value; write KEY=VALUE", text);
    }
    if (name_bytes >= CASE_WORD_BYTES || text_bytes >= CASE_WORD_BYTES) {
        return case_fail(error, "'%.60s...' is too long; names and values have at most %d bytes",
                         text, CASE_WORD_BYTES - 1);
    }
    memcpy(word->name, text, name_bytes);
    word->name[name_bytes] = '\0';
    memcpy(word->text, equals + 1, text_bytes + 1);
    return true;
}

static bool has_no_duplicate(const struct making *making) {
    for (size_t i = 0; i < making->count; i++) {
        if (making->words[i].text[0] == '\0') {
            return case_fail(making->error, "%s '' has no value", making->words[i].name);
        }
        if (word_text(making, making->words[i].name) != making->words[i].text) {
            return case_fail(making->error, "'%s' is given twice; give it once",
                             making->words[i].name);
        }
    }
    return true;
}

static const char *workload_name_at(size_t index) {
    const struct workload *workload = workload_at(index);
    return workload != NULL ? workload->name : NULL;
}

static const char *growth_name_at(size_t index) {
    const struct hr_growth *growth = hr_growth_at(index);
    return growth != NULL ? growth->name : NULL;
}

static const char *allocator_name_at(size_t index) {
    const struct hr_allocator *allocator = hr_allocator_at(index);
    return allocator != NULL ? allocator->name : NULL;
}

static const char *malloc_name_at(size_t index) {
    const struct malloc_kind *kind = malloc_kind_at(index);
    return kind != NULL ? kind->name : NULL;
}

static const char *usual_structure(const struct workload *workload) {
    static const char *const usual[] = {[HR_INTERFACE_SEQUENCE] = "dynarray",
                                        [HR_INTERFACE_TUPLE] = "tuple",
                                        [HR_INTERFACE_COORDS] = "coords-boxed"};
    return workload->interface == 0 ? "null" : usual[workload->interface];
}

static const char *usual_workload(const struct hr_adapter *adapter) {
    static const char *const usual[] = {[HR_INTERFACE_SEQUENCE] = "append",
                                        [HR_INTERFACE_TUPLE] = "tuple-churn",
                                        [HR_INTERFACE_COORDS] = "julia-setup"};
    return usual[adapter->interface];
}

static bool find_workload(struct making *making, const char *name) {
    making->result->workload = workload_find(name);
    return making->result->workload != NULL ||
           case_fail_unknown(making->error, "workload", name, workload_name_at);
}

/* Each of the two may be decided by the other. */
static bool set_work(struct making *making) {
    struct bench_case *result = making->result;
    const char *workload = word_text(making, "workload");
    const char *structure = word_text(making, "structure");
    if (workload == NULL && structure == NULL) {
        return case_fail(making->error, "neither workload nor structure is given; say for example "
                                        "workload=append or structure=dynarray");
    }
    if (workload != NULL && !find_workload(making, workload)) {
        return false;
    }
    structure = structure != NULL ? structure : usual_structure(result->workload);
    result->adapter = catalog_adapter(structure, making->error);
    if (result->adapter == NULL ||
        (workload == NULL && !find_workload(making, usual_workload(result->adapter)))) {
        return false;
    }
    if (workload_suits(result->workload, result->adapter)) {
        return true;
    }
    return case_fail(making->error, "workload '%s' makes no sense with structure '%s'; %s",
                     result->workload->name, structure,
                     "'headroom list workloads' and 'list structures' tell what goes together");
}

const char *case_implied_growth(const struct hr_adapter *adapter) {
    return adapter->interface == HR_INTERFACE_SEQUENCE && !adapter->is_null ? "own" : "none";
}

static void copy_word(char to[CASE_WORD_BYTES], const char *from) {
    (void)snprintf(to, CASE_WORD_BYTES, "%s", from);
}

/* A structure that takes none has one word for that, which a key repeats. */
static bool set_implied(struct making *making, const char *what, const char *implied,
                        char text[CASE_WORD_BYTES]) {
    const char *named = word_text(making, what);
    copy_word(text, implied);
    return named == NULL || strcmp(named, implied) == 0 ||
           case_fail(making->error, "structure '%s' takes no %s, but '%s' is given; leave it out",
                     making->result->adapter->name, what, named);
}

static bool set_growth(struct making *making) {
    struct bench_case *result = making->result;
    if (!result->adapter->takes_growth) {
        return set_implied(making, "growth", case_implied_growth(result->adapter), result->growth);
    }
    const char *named = word_text(making, "growth");
    struct hr_growth_named storage;
    const struct hr_growth *growth =
        hr_growth_parse(named != NULL ? named : "cpython-3.9", &storage);
    if (growth == NULL) {
        return case_fail_unknown(making->error, "growth", named, growth_name_at);
    }
    copy_word(result->growth, growth->name);
    return true;
}

static bool set_allocator(struct making *making) {
    struct bench_case *result = making->result;
    if (!result->adapter->takes_allocator) {
        return set_implied(making, "allocator", "own", result->allocator);
    }
    const char *named = word_text(making, "allocator");
    copy_word(result->allocator, named != NULL ? named : "heap");
    return hr_allocator_find(result->allocator) != NULL ||
           case_fail_unknown(making->error, "allocator", result->allocator, allocator_name_at);
}

/* NAME or NAME:KEY=VALUE,...; which keys there are only that malloc knows. */
static bool set_malloc(struct making *making) {
    struct bench_case *result = making->result;
    const char *named = word_text(making, "malloc");
    copy_word(result->malloc, named != NULL ? named : "glibc");
    size_t length = strcspn(result->malloc, ":");
    const struct malloc_kind *kind = malloc_kind_find(result->malloc, length);
    if (kind == NULL) {
        char name[CASE_WORD_BYTES];
        copy_word(name, result->malloc);
        name[length] = '\0';
        return case_fail_unknown(making->error, "malloc", name, malloc_name_at);
    }
    if (result->malloc[length] == '\0') {
        return true;
    }
    struct malloc_spec spec;
    char why[MALLOC_ERROR_BYTES];
    return malloc_spec_parse(result->malloc, &spec, why) || case_fail(making->error, "%s", why);
}

static bool add_setting(struct making *making, const struct hr_parameter *parameter) {
    struct bench_case *result = making->result;
    if (case_value(result, parameter->name) != NULL) {
        return true; /* the workload's goes before the structure's */
    }
    if (result->settings == CASE_SETTINGS) {
        return case_fail(making->error, "workload '%s' and structure '%s' have too many parameters",
                         result->workload->name, result->adapter->name);
    }
    const char *named = word_text(making, parameter->name);
    struct case_word setting;
    copy_word(setting.name, parameter->name);
    if (!number_canonical(parameter, named != NULL ? named : parameter->text, setting.text,
                          making->error)) {
        return false;
    }
    size_t at = result->settings++;
    for (; at > 0 && strcmp(result->setting[at - 1].name, setting.name) > 0; at--) {
        result->setting[at] = result->setting[at - 1];
    }
    result->setting[at] = setting;
    return true;
}

static bool set_parameters(struct making *making) {
    const struct hr_parameter *const owners[] = {
        making->result->workload->parameters, making->result->adapter->parameters, case_parameters};
    for (size_t i = 0; i < sizeof owners / sizeof owners[0]; i++) {
        for (const struct hr_parameter *parameter = owners[i];
             parameter != NULL && parameter->name != NULL; parameter++) {
            if (!add_setting(making, parameter)) {
                return false;
            }
        }
    }
    return true;
}

/* Of the case whose unknown key is being explained; one thread makes cases. */
static const struct bench_case *named_case;

static const char *key_name_at(size_t index) {
    if (index < FIRST_KEYS) {
        return first_keys[index];
    }
    index -= FIRST_KEYS;
    return index < named_case->settings ? named_case->setting[index].name : NULL;
}

static bool knows_all_words(const struct making *making) {
    for (size_t i = 0; i < making->count; i++) {
        if (case_value(making->result, making->words[i].name) == NULL) {
            char kind[2 * CASE_WORD_BYTES];
            (void)snprintf(kind, sizeof kind, "key (for workload '%s')",
                           making->result->workload->name);
            named_case = making->result;
            return case_fail_unknown(making->error, kind, making->words[i].name, key_name_at);
        }
    }
    return true;
}

/* Writes the key; its length, which may be more than there was room for. */
static size_t write_key(const struct bench_case *a_case, char key[CASE_KEY_BYTES]) {
    int length =
        snprintf(key, CASE_KEY_BYTES, "structure=%s growth=%s allocator=%s malloc=%s workload=%s",
                 a_case->adapter->name, a_case->growth, a_case->allocator, a_case->malloc,
                 a_case->workload->name);
    size_t used = length > 0 ? (size_t)length : 0;
    for (size_t i = 0; i < a_case->settings; i++) {
        size_t room = used < CASE_KEY_BYTES ? CASE_KEY_BYTES - used : 0;
        length = snprintf(room > 0 ? key + used : NULL, room, " %s=%s", a_case->setting[i].name,
                          a_case->setting[i].text);
        used += length > 0 ? (size_t)length : 0;
    }
    return used;
}

void case_key(const struct bench_case *a_case, char key[CASE_KEY_BYTES]) {
    (void)write_key(a_case, key);
}

bool case_complete(const struct case_word *words, size_t count, struct bench_case *result,
                   struct case_error *error) {
    struct making making = {words, count, result, error};
    char key[CASE_KEY_BYTES];
    *result = (struct bench_case){0};
    if (!has_no_duplicate(&making) || !set_work(&making) || !set_growth(&making) ||
        !set_allocator(&making) || !set_malloc(&making) || !set_parameters(&making) ||
        !knows_all_words(&making)) {
        return false;
    }
    return write_key(result, key) < CASE_KEY_BYTES ||
           case_fail(error, "the case's key is longer than %d bytes", CASE_KEY_BYTES - 1);
}

bool case_parse_words(const char *key, struct bench_case *result, struct case_error *error) {
    struct case_word words[MOST_WORDS] = {0};
    char copy[CASE_KEY_BYTES];
    size_t count = 0;
    if (strlen(key) >= sizeof copy) {
        return case_fail(error, "this case's key is longer than %d bytes", CASE_KEY_BYTES - 1);
    }
    memcpy(copy, key, strlen(key) + 1);
    for (char *rest = copy, *word; (word = strsep(&rest, " ")) != NULL; count++) {
        if (count == MOST_WORDS) {
            return case_fail(error, "the case '%s' has too many words", key);
        }
        if (!case_word_parse(word, &words[count], error)) {
            return false;
        }
    }
    return case_complete(words, count, result, error);
}

bool case_parse(const char *key, struct bench_case *result, struct case_error *error) {
    char whole[CASE_KEY_BYTES];
    if (!case_parse_words(key, result, error)) {
        return false;
    }
    case_key(result, whole);
    return strcmp(whole, key) == 0 ||
           case_fail(error, "the case's key is not whole and canonical; it would be '%s'", whole);
}

const char *case_value(const struct bench_case *a_case, const char *name) {
    const char *const values[] = {a_case->adapter->name, a_case->growth, a_case->allocator,
                                  a_case->malloc, a_case->workload->name};
    for (size_t i = 0; i < FIRST_KEYS; i++) {
        if (strcmp(first_keys[i], name) == 0) {
            return values[i];
        }
    }
    for (size_t i = 0; i < a_case->settings; i++) {
        if (strcmp(a_case->setting[i].name, name) == 0) {
            return a_case->setting[i].text;
        }
    }
    return NULL;
}

void case_settings(const struct bench_case *a_case, struct hr_setting *settings) {
    for (size_t i = 0; i < a_case->settings; i++) {
        const struct named_file *file = file_of(a_case, i);
        settings[i] = (struct hr_setting){a_case->setting[i].name,
                                          file != NULL ? file->path : a_case->setting[i].text};
    }
    settings[a_case->settings] = (struct hr_setting){0};
}
