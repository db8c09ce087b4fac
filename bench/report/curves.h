/*
 * curves.h - tables of what is computed, not measured: the capacity and the headroom that growth
 * policies give by length, and the counts of the Julia set. Pure.
 */
#ifndef HEADROOM_BENCH_CURVES_H
#define HEADROOM_BENCH_CURVES_H

#include <stdbool.h>
#include <stddef.h>

#include <headroom/growth.h>
#include <headroom/julia.h>

#include "report/table.h"

/*
 * Columns: length, then a column per policy with the capacity of an array that was filled to this
 * length by single pushes, for every length from 0 to `most`. False without memory.
 */
bool curves_capacity(const struct hr_growth *const *policies, size_t count, size_t most,
                     struct table *table);

/*
 * Columns: length, then a column per policy with the headroom in per cent of the length, from 1 to
 * `most`. Rows are close enough for a logarithmic axis, and hold every length at which some policy
 * grows and the one before it, while these are fewer than a few hundred a decade. False without
 * memory.
 */
bool curves_headroom(const struct hr_growth *const *policies, size_t count, size_t most,
                     struct table *table);

/*
 * Columns: length, then a column per policy with the upper envelope of its headroom in per cent:
 * through the points right after each growth, straight between them on a logarithmic axis. Rows
 * from 10 to `most` at equal ratios. False without memory.
 */
bool curves_envelope(const struct hr_growth *const *policies, size_t count, size_t most,
                     struct table *table);

/*
 * What it costs to get to each length by single appends of 8 bytes, up to `most` at equal ratios;
 * columns as above. `calls`: blocks asked for. `copied`: bytes, where no block can grow in place.
 * False without memory.
 */
bool curves_cost(const struct hr_growth *const *policies, size_t count, size_t most,
                 struct table *copied, struct table *calls);

/*
 * The counts as a matrix as gnuplot's `nonuniform matrix` reads it: the names of the columns are
 * how many there are and their real parts, a row is an imaginary part and its counts, from the
 * greatest down as the grid is walked. False without memory.
 */
bool curves_julia(const struct hr_julia *julia, struct table *table);

#endif
