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
    const char *unit; /* for the head of the column; "" when each value carries its own */
    double divisor;
    int decimals;
    bool is_each; /* values too far apart for one unit */
    bool is_bytes;
};

/* `unit` as in meters.def; NaNs among the values are passed over. */
struct unit_scale units_choose(const char *unit, const double *values, size_t count);

void units_print(const struct unit_scale *scale, double value, char text[UNITS_TEXT_BYTES]);

#endif
