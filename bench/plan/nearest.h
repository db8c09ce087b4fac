/*
 * nearest.h - what somebody who misspelled a name may have meant.
 *
 *     char hint[NEAREST_BYTES];
 *     nearest_hint("cpyton-3.9", growth_name_at, hint);     "; did you mean 'cpython-3.9'?"
 */
#ifndef HEADROOM_BENCH_NEAREST_H
#define HEADROOM_BENCH_NEAREST_H

#include <stddef.h>

enum { NEAREST_BYTES = 320 };

/* The names there are; NULL past the end. */
typedef const char *name_at_fn(size_t index);

/* Letters to insert, delete, replace or swap with their neighbour until both are equal. */
size_t nearest_distance(const char *left, const char *right);

/* "; did you mean 'x'?" when a name is near, otherwise "; known are a, b, c", cut where it must be.
 */
void nearest_hint(const char *name, name_at_fn *name_at, char hint[NEAREST_BYTES]);

/* The same for a list of names. */
void nearest_hint_among(const char *name, const char *const *names, size_t count,
                        char hint[NEAREST_BYTES]);

#endif
