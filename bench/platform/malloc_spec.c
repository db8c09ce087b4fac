/*
 * malloc_spec.c - a malloc with its tunables: from text, and to environment entries. What a tunable
 * means is the malloc's business; here only its spelling is checked.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <headroom/attributes.h>

#include "platform/malloc.h"

HR_PRINTF(2, 3) static bool refuse(char error[MALLOC_ERROR_BYTES], const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error, MALLOC_ERROR_BYTES, format, arguments);
    va_end(arguments);
    return false;
}

static bool is_key_letter(char letter) {
    return islower((unsigned char)letter) || isdigit((unsigned char)letter) || letter == '_' ||
           letter == '.';
}

/* Separators of any malloc and of our own keys would change the meaning. */
static bool is_value_letter(char letter) {
    return isalnum((unsigned char)letter) || strchr("_.-+/|", letter) != NULL;
}

static bool all_are(const char *text, size_t length, bool (*is)(char)) {
    for (size_t i = 0; i < length; i++) {
        if (!is(text[i])) {
            return false;
        }
    }
    return length > 0 && length < MALLOC_WORD_BYTES;
}

static bool add_tunable(const char *text, size_t length, struct malloc_spec *spec,
                        char error[MALLOC_ERROR_BYTES]) {
    const char *equals = memchr(text, '=', length);
    size_t key = equals != NULL ? (size_t)(equals - text) : 0;
    size_t value = equals != NULL ? length - key - 1 : 0;
    int shown = length < MALLOC_WORD_BYTES ? (int)length : MALLOC_WORD_BYTES;
    if (equals == NULL || !all_are(text, key, is_key_letter) ||
        !all_are(equals + 1, value, is_value_letter)) {
        return refuse(error, "'%.*s' is no tunable of malloc '%s', write KEY=VALUE", shown, text,
                      spec->kind->name);
    }
    if (spec->tunables == MALLOC_TUNABLES) {
        return refuse(error, "malloc '%s' has more than %d tunables", spec->kind->name,
                      MALLOC_TUNABLES);
    }
    struct malloc_tunable *tunable = &spec->tunable[spec->tunables++];
    *tunable = (struct malloc_tunable){{0}, {0}};
    memcpy(tunable->key, text, key);
    memcpy(tunable->value, equals + 1, value);
    return true;
}

bool malloc_spec_parse(const char *text, struct malloc_spec *spec, char error[MALLOC_ERROR_BYTES]) {
    size_t name = strcspn(text, ":");
    *spec = (struct malloc_spec){.kind = malloc_kind_find(text, name)};
    error[0] = '\0';
    if (spec->kind == NULL) {
        return refuse(error, "unknown malloc '%.*s', choose glibc, jemalloc, mimalloc or tcmalloc",
                      name < MALLOC_WORD_BYTES ? (int)name : MALLOC_WORD_BYTES, text);
    }
    for (const char *rest = text + name; *rest != '\0';) {
        rest++; /* ':' before the first, ',' before the others */
        size_t length = strcspn(rest, ",");
        if (!add_tunable(rest, length, spec, error)) {
            return false;
        }
        rest += length;
    }
    return true;
}

/* Adds text at the end of an entry; false when it does not fit. */
static bool append(char entry[MALLOC_VARIABLE_BYTES], const char *text) {
    size_t used = strlen(entry);
    size_t length = strlen(text);
    if (length >= MALLOC_VARIABLE_BYTES - used) {
        return false;
    }
    memcpy(entry + used, text, length + 1);
    return true;
}

static bool write_together(const struct malloc_spec *spec, char entry[MALLOC_VARIABLE_BYTES]) {
    const struct malloc_kind *kind = spec->kind;
    bool fits = append(entry, kind->tunable_variable) && append(entry, "=");
    for (size_t i = 0; i < spec->tunables; i++) {
        fits = fits && (i == 0 || append(entry, kind->tunable_separator)) &&
               append(entry, kind->tunable_prefix) && append(entry, spec->tunable[i].key) &&
               append(entry, kind->tunable_assignment) && append(entry, spec->tunable[i].value);
    }
    return fits;
}

static bool write_each(const struct malloc_spec *spec, size_t index,
                       char entry[MALLOC_VARIABLE_BYTES]) {
    char key[MALLOC_WORD_BYTES] = "";
    const char *from = spec->tunable[index].key;
    for (size_t i = 0; from[i] != '\0'; i++) {
        key[i] = (char)toupper((unsigned char)from[i]);
    }
    return append(entry, spec->kind->tunable_variable) && append(entry, key) &&
           append(entry, "=") && append(entry, spec->tunable[index].value);
}

bool malloc_spec_variable(const struct malloc_spec *spec, size_t index,
                          char entry[MALLOC_VARIABLE_BYTES]) {
    bool is_together = spec->kind->tuning == MALLOC_TUNES_TOGETHER;
    entry[0] = '\0';
    if (index >= (is_together && spec->tunables > 0 ? 1 : spec->tunables)) {
        return false;
    }
    return is_together ? write_together(spec, entry) : write_each(spec, index, entry);
}
