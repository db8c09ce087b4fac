/*
 * limit.c - see limit.h.
 */
#include "report/limit.h"

#include <ctype.h>
#include <fnmatch.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "meters/meter.h"
#include "plan/errors.h"
#include "plan/number.h"
#include "report/headline.h"

static const char *meter_name_at(size_t index) {
    const struct meter *meter = meter_at(index);
    return meter == NULL ? NULL : meter->name;
}

/* Whether words stand in a name together, each whole: live_bytes in block_live_bytes. */
static bool has_words(const char *name, const char *words) {
    size_t length = strlen(words);
    for (const char *at = strstr(name, words); at != NULL; at = strstr(at + 1, words)) {
        bool starts = at == name || at[-1] == '_';
        bool ends = at[length] == '\0' || at[length] == '_';
        if (starts && ends) {
            return true;
        }
    }
    return false;
}

bool meter_pattern_fits(const struct meter_pattern *pattern, const char *meter) {
    const struct headline *headline;
    switch (pattern->kind) {
    case METER_NAME:
        return strcmp(meter, pattern->text) == 0;
    case METER_LABEL:
        headline = headline_find(meter);
        return headline != NULL && strcmp(headline->label, pattern->text) == 0;
    case METER_WORDS:
        return has_words(meter, pattern->text);
    default:
        return fnmatch(pattern->text, meter, 0) == 0;
    }
}

static bool fits_any(const struct meter_pattern *pattern) {
    for (size_t i = 0; meter_at(i) != NULL; i++) {
        if (meter_pattern_fits(pattern, meter_at(i)->name)) {
            return true;
        }
    }
    return false;
}

bool meter_pattern_parse(const char *text, struct meter_pattern *pattern,
                         struct case_error *error) {
    if (*text == '\0' || strlen(text) >= sizeof pattern->text) {
        return case_fail(error, "'%.100s' is no meter", text);
    }
    snprintf(pattern->text, sizeof pattern->text, "%s", text);
    for (int kind = METER_NAME; kind <= METER_GLOB; kind++) {
        pattern->kind = (enum meter_pattern_kind)kind;
        if (fits_any(pattern)) {
            return true;
        }
    }
    return case_fail_unknown(error, "meter", text, meter_name_at);
}

/* What a suffix multiplies by; 0 where it is none. */
static double factor_of(const char *suffix, enum amount_unit *unit) {
    static const char *const prefixes[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    *unit = *suffix == '\0' ? AMOUNT_PLAIN : *suffix == '%' ? AMOUNT_PERCENT : AMOUNT_BYTES;
    if (*suffix == '\0' || strcmp(suffix, "%") == 0) {
        return 1;
    }
    for (int i = 0; i < 5; i++) {
        if (strcmp(suffix, prefixes[i]) == 0) {
            return ldexp(1, 10 * i);
        }
    }
    return 0;
}

bool amount_parse(const char *text, struct amount *amount, struct case_error *error) {
    char number[64] = "";
    size_t digits = strspn(text, "0123456789.");
    if (digits > 0 && (text[digits] == 'e' || text[digits] == 'E')) {
        digits += 1 + strspn(text + digits + 1, "+-0123456789");
    }
    if (digits < sizeof number) {
        snprintf(number, sizeof number, "%.*s", (int)digits, text);
    }
    const char *suffix = text + digits + strspn(text + digits, " ");
    double value;
    if (!number_real(number, &value) || value < 0) {
        return case_fail(error, "'%.100s' is no amount: write 100, 1e6, 8.5MiB or 2%%", text);
    }
    double factor = factor_of(suffix, &amount->unit);
    if (factor == 0) {
        return case_fail(error,
                         "'%.100s' has the unknown unit '%.32s': there are B, KiB, MiB, GiB, TiB "
                         "and %%; a number alone has the meter's own unit",
                         text, suffix);
    }
    amount->value = value * factor;
    return true;
}

bool amount_fits(const struct amount *amount, const struct meter_pattern *pattern,
                 struct case_error *error) {
    for (size_t i = 0; amount->unit == AMOUNT_BYTES && meter_at(i) != NULL; i++) {
        const struct meter *meter = meter_at(i);
        if (meter_pattern_fits(pattern, meter->name) && strcmp(meter->unit, "bytes") != 0) {
            return case_fail(error, "'%s' is measured in %s, not in bytes", meter->name,
                             meter->unit);
        }
    }
    return true;
}

bool limit_parse(const char *text, struct limit *limit, struct case_error *error) {
    char meter[METER_PATTERN_BYTES];
    const char *greater = strchr(text, '>');
    size_t length = greater == NULL ? 0 : (size_t)(greater - text);
    while (length > 0 && isspace((unsigned char)text[length - 1])) {
        length--;
    }
    if (length == 0 || length >= sizeof meter || greater[1] == '=') {
        return case_fail(error,
                         "the limit '%.100s' is not of the form METER>AMOUNT, as in "
                         "'peak_live_bytes>2%%'",
                         text);
    }
    snprintf(meter, sizeof meter, "%.*s", (int)length, text);
    const char *amount = greater + 1 + strspn(greater + 1, " ");
    limit->text = text;
    return meter_pattern_parse(meter, &limit->meter, error) &&
           amount_parse(amount, &limit->most, error) &&
           amount_fits(&limit->most, &limit->meter, error);
}

/* By how much it is worse, in the limit's unit; NaN where nobody knows. */
static double worsening(const struct limit *limit, const struct compare_row *row) {
    double change = limit->most.unit == AMOUNT_PERCENT ? row->percent : row->difference;
    switch (row->meter->better) {
    case METER_LOWER:
        return change;
    case METER_HIGHER:
        return -change;
    default:
        return fabs(change);
    }
}

enum limit_outcome limit_check(const struct limit *limit, const struct compare_row *row) {
    if (!meter_pattern_fits(&limit->meter, row->meter->name)) {
        return LIMIT_ELSEWHERE;
    }
    double worse = worsening(limit, row);
    bool is_beyond =
        row->how == COMPARE_EXACT
            ? worse > limit->most.value
            : judge_is_beyond(worse, limit->most.value, limit->most.unit == AMOUNT_PERCENT);
    switch (row->verdict) {
    case COMPARE_UNMEASURED:
    case COMPARE_GAINED:
        return LIMIT_ELSEWHERE;
    case COMPARE_LOST:
        return LIMIT_LOST;
    case COMPARE_NOT_JUDGED:
        return LIMIT_APART;
    case COMPARE_TOO_FEW:
        return is_beyond || isnan(worse) ? LIMIT_TOO_FEW : LIMIT_KEPT;
    case COMPARE_WORSE:
    case COMPARE_CHANGED:
        /* A hash has no size of change: any is beyond any limit. */
        if (!is_beyond && !isnan(worse)) {
            return LIMIT_KEPT;
        }
        return row->is_untested ? LIMIT_TOO_FEW : LIMIT_EXCEEDED;
    default:
        return LIMIT_KEPT;
    }
}
