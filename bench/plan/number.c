/*
 * number.c - see number.h.
 */
#include "plan/number.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/errors.h"
#include "plan/file.h"

enum { MOST_EXPONENT = 400 };

/* value * 10 + digit, or false where that leaves 64 bits. */
static bool shift_in(uint64_t *value, unsigned digit) {
    if (*value > (UINT64_MAX - digit) / 10) {
        return false;
    }
    *value = *value * 10 + digit;
    return true;
}

/* Digits at *text, shifted into the value; how many there were in *digits. */
static bool take_digits(const char **text, uint64_t *value, int *digits) {
    for (*digits = 0; isdigit((unsigned char)**text); (*text)++, (*digits)++) {
        if (*digits > MOST_EXPONENT || !shift_in(value, (unsigned)(**text - '0'))) {
            return false;
        }
    }
    return true;
}

/* value * 10^exponent, exactly. */
static bool scale(uint64_t *value, int exponent) {
    if (*value == 0) {
        return true;
    }
    for (; exponent > 0; exponent--) {
        if (!shift_in(value, 0)) {
            return false;
        }
    }
    for (; exponent < 0; exponent++) {
        if (*value % 10 != 0) {
            return false;
        }
        *value /= 10;
    }
    return true;
}

bool number_count(const char *text, uint64_t *value) {
    int whole, fraction = 0, exponent_digits;
    uint64_t exponent = 0;
    *value = 0;
    if (!take_digits(&text, value, &whole) || whole == 0) {
        return false;
    }
    if (*text == '.') {
        text++;
        if (!take_digits(&text, value, &fraction) || fraction == 0) {
            return false;
        }
    }
    if (*text == 'e' || *text == 'E') {
        text += text[1] == '+' ? 2 : 1;
        if (!take_digits(&text, &exponent, &exponent_digits) || exponent_digits == 0 ||
            exponent > MOST_EXPONENT) {
            return false;
        }
    }
    return *text == '\0' && scale(value, (int)exponent - fraction);
}

bool number_real(const char *text, double *value) {
    char *end;
    if (text[strspn(text, "0123456789.eE+-")] != '\0' || text[0] == '\0') {
        return false;
    }
    *value = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*value);
}

/* The fewest digits that read back equal. */
static void spell_real(double value, char canonical[CASE_WORD_BYTES]) {
    value = value == 0.0 ? 0.0 : value;
    for (int digits = 1; digits <= 17; digits++) {
        (void)snprintf(canonical, CASE_WORD_BYTES, "%.*g", digits, value);
        if (strtod(canonical, NULL) == value) {
            return;
        }
    }
}

static bool canonical_count(const struct hr_parameter *parameter, const char *text,
                            char canonical[CASE_WORD_BYTES], struct case_error *error) {
    uint64_t value;
    if (!number_count(text, &value) || (double)value < parameter->least ||
        (double)value > parameter->most) {
        return case_fail(error, "%s '%s' is not a whole number from %.0f to %.0f (%s)",
                         parameter->name, text, parameter->least, parameter->most, parameter->unit);
    }
    (void)snprintf(canonical, CASE_WORD_BYTES, "%" PRIu64, value);
    return true;
}

static bool canonical_real(const struct hr_parameter *parameter, const char *text,
                           char canonical[CASE_WORD_BYTES], struct case_error *error) {
    double value;
    if (!number_real(text, &value) || value < parameter->least || value > parameter->most) {
        return case_fail(error, "%s '%s' is not a number from %g to %g", parameter->name, text,
                         parameter->least, parameter->most);
    }
    spell_real(value, canonical);
    return true;
}

static bool canonical_word(const struct hr_parameter *parameter, const char *text,
                           char canonical[CASE_WORD_BYTES], struct case_error *error) {
    char all[NEAREST_BYTES] = "";
    size_t used = 0;
    for (size_t i = 0; parameter->words[i] != NULL; i++) {
        if (strcmp(parameter->words[i], text) == 0) {
            (void)snprintf(canonical, CASE_WORD_BYTES, "%s", text);
            return true;
        }
        int length =
            snprintf(all + used, sizeof all - used, "%s%s", i > 0 ? ", " : "", parameter->words[i]);
        used += length > 0 && (size_t)length < sizeof all - used ? (size_t)length : 0;
    }
    return case_fail(error, "%s '%s' is unknown; choose one of %s", parameter->name, text, all);
}

/* The file is read and checked; its name stays as it is. */
static bool canonical_file(const struct hr_parameter *parameter, const char *text,
                           char canonical[CASE_WORD_BYTES], struct case_error *error) {
    if (file_name(parameter->words[0], text, error) == NULL) {
        return false;
    }
    (void)snprintf(canonical, CASE_WORD_BYTES, "%s", text);
    return true;
}

bool number_canonical(const struct hr_parameter *parameter, const char *text,
                      char canonical[CASE_WORD_BYTES], struct case_error *error) {
    switch (parameter->kind) {
    case HR_PARAMETER_COUNT:
        return canonical_count(parameter, text, canonical, error);
    case HR_PARAMETER_REAL:
        return canonical_real(parameter, text, canonical, error);
    case HR_PARAMETER_WORD:
        return canonical_word(parameter, text, canonical, error);
    case HR_PARAMETER_FILE:
        return canonical_file(parameter, text, canonical, error);
    }
    return case_fail(error, "%s has an unknown kind", parameter->name);
}
