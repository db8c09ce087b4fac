/*
 * units.h - numbers for people: one unit for a whole column, binary prefixes for bytes, as many
 * decimals as tell the smallest value apart.
 *
 *     struct unit_scale scale = units_choose("bytes", values, count);    "MiB", 2 decimals
 *     units_print(&scale, value, text);
 */
#ifndef HEADROOM_BENCH_UNITS_H
#define HEADROOM_BENCH_UNITS_H

#include <stdbool.h>
#include <stddef.h>

enum { UNITS_TEXT_BYTES = 48 };

struct unit_scale {
    const char *unit; /* for the head of the column; bytes may carry K, M, G */
    double divisor;
    int decimals;
    bool is_each; /* bytes too far apart for one unit: 24, 64.0K, 381M */
    bool is_bytes;
};

/* `unit` as in meters.def; NaNs among the values are passed over. */
struct unit_scale units_choose(const char *unit, const double *values, size_t count);

void units_print(const struct unit_scale *scale, double value, char text[UNITS_TEXT_BYTES]);

/* With three digits of its own, whatever the column has. */
void units_print_short(const struct unit_scale *scale, double value, char text[UNITS_TEXT_BYTES]);

/* Both ends of a range, with as many decimals as tell them apart. */
void units_print_ends(const struct unit_scale *scale, double low, double high,
                      char low_text[UNITS_TEXT_BYTES], char high_text[UNITS_TEXT_BYTES]);

#endif
