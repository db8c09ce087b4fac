/*
 * units.c - the choice of a column's unit and decimals.
 */
#include "report/units.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const byte_units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
enum { BYTE_UNITS = sizeof byte_units / sizeof byte_units[0] };

static const double widest_range = 1e4; /* that one unit can show with its decimals */

struct range {
    double least, most; /* of the sizes that are not 0 */
    bool is_whole;
};

static struct range find_range(const double *values, size_t count) {
    struct range range = {INFINITY, 0, true};
    for (size_t i = 0; i < count; i++) {
        double size = fabs(values[i]);
        if (isnan(size) || size == 0) {
            continue;
        }
        range.least = fmin(range.least, size);
        range.most = fmax(range.most, size);
        range.is_whole = range.is_whole && size == floor(size);
    }
    return range;
}

/* Decimals that leave three digits of the smallest value, within 0 and 3. */
static int decimals_for(double least) {
    if (least >= 100) {
        return 0;
    }
    if (least >= 10) {
        return 1;
    }
    return least >= 0.1 ? 2 : 3;
}

static size_t byte_unit(double bytes) {
    size_t unit = 0;
    while (unit + 1 < BYTE_UNITS && bytes >= 1024) {
        bytes /= 1024;
        unit++;
    }
    return unit;
}

static struct unit_scale choose_bytes(struct range range) {
    struct unit_scale scale = {.unit = byte_units[0], .divisor = 1, .is_bytes = true};
    if (range.most < 10240 && range.is_whole) {
        return scale;
    }
    if (range.most / range.least > widest_range) {
        scale.is_each = true;
        return scale;
    }
    size_t unit = byte_unit(range.most);
    while (unit > 0 && range.least < 0.1 * ldexp(1, 10 * (int)unit)) {
        unit--;
    }
    scale.unit = byte_units[unit];
    scale.divisor = ldexp(1, 10 * (int)unit);
    scale.decimals = unit == 0 ? 0 : decimals_for(range.least / scale.divisor);
    return scale;
}

static const char *short_unit(const char *unit) {
    if (strcmp(unit, "percent") == 0) {
        return "%";
    }
    return strcmp(unit, "ns/element") == 0 ? "ns/el." : unit;
}

struct unit_scale units_choose(const char *unit, const double *values, size_t count) {
    struct range range = find_range(values, count);
    if (strcmp(unit, "bytes") == 0) {
        return choose_bytes(range);
    }
    struct unit_scale scale = {.unit = short_unit(unit), .divisor = 1};
    scale.decimals = range.is_whole ? 0 : decimals_for(range.least);
    return scale;
}

void units_print(const struct unit_scale *scale, double value, char text[UNITS_TEXT_BYTES]) {
    if (scale->is_bytes && scale->is_each) {
        size_t unit = byte_unit(fabs(value));
        double scaled = ldexp(value, -10 * (int)unit);
        snprintf(text, UNITS_TEXT_BYTES, "%.*f%.1s", unit == 0 ? 0 : decimals_for(fabs(scaled)),
                 scaled, unit == 0 ? "" : byte_units[unit]);
        return;
    }
    snprintf(text, UNITS_TEXT_BYTES, "%.*f", scale->decimals, value / scale->divisor);
}

static void print_with(struct unit_scale scale, int decimals, double value,
                       char text[UNITS_TEXT_BYTES]) {
    scale.decimals = decimals;
    units_print(&scale, value, text);
}

void units_print_short(const struct unit_scale *scale, double value, char text[UNITS_TEXT_BYTES]) {
    double size = fabs(value / scale->divisor);
    int own = size >= 100 ? 0 : size >= 10 ? 1 : scale->decimals;
    print_with(*scale, own < scale->decimals ? own : scale->decimals, value, text);
}

void units_print_ends(const struct unit_scale *scale, double low, double high,
                      char low_text[UNITS_TEXT_BYTES], char high_text[UNITS_TEXT_BYTES]) {
    double width = fabs(high - low) / scale->divisor;
    int wanted = width >= 1 ? 0 : width >= 0.1 ? 1 : scale->decimals;
    int decimals = wanted < scale->decimals ? wanted : scale->decimals;
    /* One end alone, as "below", needs its digits. */
    decimals = low == 0 ? scale->decimals : decimals;
    print_with(*scale, decimals, low, low_text);
    print_with(*scale, decimals, high, high_text);
}
