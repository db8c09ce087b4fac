/*
 * glib.c - GArray, GPtrArray and GString of GLib: powers of two in bytes. Beyond half of the
 * address space GLib ends the program; here the limit clamps.
 */
#include "rules.h"

enum { ARRAY_LEAST_BYTES = 16, STRING_FIRST_BYTES = 128 };

/* g_array_maybe_expand(): g_nearest_pow() of the bytes, MIN_ARRAY_SIZE at least. */
static size_t next_array(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    size_t bytes = power_of_two(bytes_behind(0, request->needed, request->element_bytes));
    return elements_behind(0, larger(bytes, ARRAY_LEAST_BYTES), request->element_bytes);
}

/* g_string_maybe_expand(): the final NUL is counted; a new string has room for 64 characters. */
static size_t next_string(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return power_with_nul(STRING_FIRST_BYTES, request->needed);
}

/* Pushes of 8 bytes: 2 4 8 16 32; of 24: 1 2 5 10 21 42 85; sized_new(10) of 8: 16. */
const struct hr_growth hr_growth_glib_array = {
    .name = "glib-array",
    .origin = "GLib 2.74, GArray, GByteArray and GPtrArray",
    .formula = "next power of two of n * size bytes, at least 16, / size",
    .rules =
        {
            .push = "g_array_maybe_expand(), garray.c, 2.74.6",
            .extend = "the same, 2.74.6",
            .construct = "the same, g_array_sized_new(), 2.74.6",
            .shrink = "never, set_size neither, 2.74.6",
        },
    .factor = 2.0,
    .next = next_array,
};

/* Pushes: 127 255 511 1023 */
const struct hr_growth hr_growth_glib_string = {
    .name = "glib-string",
    .origin = "GLib 2.74, GString; capacity without the final NUL",
    .formula = "next power of two of n + 1, at least 128, less 1",
    .rules =
        {
            .push = "g_string_maybe_expand(), gstring.c, 2.74.6",
            .extend = "the same, 2.74.6",
            .construct = "the same, 2.74.6",
            .shrink = "never, 2.74.6",
        },
    .factor = 2.0,
    .next = next_string,
};
