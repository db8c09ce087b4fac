/*
 * filter.c - see filter.h.
 */
#include "plan/filter.h"

#include <fnmatch.h>
#include <string.h>

#include "plan/errors.h"
#include "plan/number.h"

static const struct {
    const char *sign;
    enum filter_operator operation;
} operators[] = {{"!=", FILTER_UNEQUAL},  {"!~", FILTER_UNLIKE}, {"<=", FILTER_AT_MOST},
                 {">=", FILTER_AT_LEAST}, {"=", FILTER_EQUAL},   {"~", FILTER_LIKE},
                 {"<", FILTER_LESS},      {">", FILTER_GREATER}};

static bool find_operator(const char *text, size_t *bytes, enum filter_operator *operation) {
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        size_t length = strlen(operators[i].sign);
        if (strncmp(text, operators[i].sign, length) == 0) {
            *bytes = length;
            *operation = operators[i].operation;
            return true;
        }
    }
    return false;
}

bool filter_parse(const char *text, struct filter *filter, struct case_error *error) {
    size_t key_bytes = strcspn(text, "=!<>~");
    size_t sign_bytes = 0;
    double number;
    if (key_bytes == 0 || key_bytes >= sizeof filter->key ||
        !find_operator(text + key_bytes, &sign_bytes, &filter->operation)) {
        return case_fail(
            error, "'%.200s' is no filter; write KEY=VALUE with = != ~ !~ < <= > or >=", text);
    }
    memcpy(filter->key, text, key_bytes);
    filter->key[key_bytes] = '\0';
    const char *values = text + key_bytes + sign_bytes;
    if (values[0] == '\0' || strlen(values) >= sizeof filter->values) {
        return case_fail(error, "the filter '%.200s' has %s value", text,
                         values[0] == '\0' ? "no" : "too long a");
    }
    memcpy(filter->values, values, strlen(values) + 1);
    return filter->operation < FILTER_LESS || number_real(values, &number) ||
           case_fail(error, "the filter '%.200s' compares by size, but '%.100s' is no number", text,
                     values);
}

static bool is_same(const char *value, size_t length, const char *text) {
    char copy[CASE_WORD_BYTES];
    double left, right;
    if (length == strlen(text) && memcmp(value, text, length) == 0) {
        return true;
    }
    if (length >= sizeof copy) {
        return false;
    }
    memcpy(copy, value, length);
    copy[length] = '\0';
    return number_real(copy, &left) && number_real(text, &right) && !(left < right) &&
           !(left > right);
}

static bool is_like(const char *value, size_t length, const char *text) {
    char pattern[CASE_KEY_BYTES];
    if (length >= sizeof pattern) {
        return false;
    }
    memcpy(pattern, value, length);
    pattern[length] = '\0';
    return fnmatch(pattern, text, 0) == 0;
}

typedef bool fits_fn(const char *value, size_t length, const char *text);

static bool is_among(const struct filter *filter, fits_fn *fits, const char *text) {
    if (fits(filter->values, strlen(filter->values), text)) {
        return true; /* with its commas, as a malloc's tunables have them */
    }
    for (const char *value = filter->values;; value++) {
        size_t length = strcspn(value, ",");
        if (fits(value, length, text)) {
            return true;
        }
        value += length;
        if (*value == '\0') {
            return false;
        }
    }
}

bool filter_accepts_text(const struct filter *filter, const char *text) {
    double left, right;
    bool is_pattern = filter->operation == FILTER_LIKE || filter->operation == FILTER_UNLIKE;
    if (filter->operation < FILTER_LESS) {
        bool is_negative =
            filter->operation == FILTER_UNEQUAL || filter->operation == FILTER_UNLIKE;
        return (text != NULL && is_among(filter, is_pattern ? is_like : is_same, text)) !=
               is_negative;
    }
    if (text == NULL || !number_real(text, &left) || !number_real(filter->values, &right)) {
        return false;
    }
    switch (filter->operation) {
    case FILTER_LESS:
        return left < right;
    case FILTER_AT_MOST:
        return left <= right;
    case FILTER_GREATER:
        return left > right;
    default:
        return left >= right;
    }
}

bool filter_accepts(const struct filter *filter, const struct bench_case *a_case, enum lane lane) {
    const char *text =
        strcmp(filter->key, "lane") == 0 ? lane_name(lane) : case_value(a_case, filter->key);
    return filter_accepts_text(filter, text);
}
