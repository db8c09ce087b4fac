/*
 * julia.h - the Julia set of the book: the grid, the iteration, the checksum.
 *
 *     struct hr_julia julia = hr_julia_defaults();       1000 x 1000, at most 300 iterations
 *     size_t columns = hr_julia_columns(&julia);         by repeated addition, not by the width
 *     unsigned count = hr_julia_count(0.0, 0.0, julia.c_re, julia.c_im, julia.max_iterations);
 *
 * z = z * z + c in the order of operations of CPython's complex numbers, never contracted to fused
 * multiply-adds; the bound is abs(z) < 2. Every count equals what the book's loops give in CPython,
 * and so does the number of points per side, which repeated addition of the step decides. One
 * difference: where abs(z) itself overflows, CPython raises OverflowError; here the point is beyond
 * the bound, which is what its value says. Values that are no numbers are beyond it in both.
 */
#ifndef HEADROOM_JULIA_H
#define HEADROOM_JULIA_H

#include <stddef.h>
#include <stdint.h>

#include <headroom/attributes.h>
#include <headroom/status.h>

HR_BEGIN_C

struct hr_julia {
    double x1, x2, y1, y2; /* the area: -1.8 ... 1.8 both ways */
    double c_re, c_im;     /* -0.62772 - 0.42193i */
    size_t width;          /* desired points per side */
    unsigned max_iterations;
};

/* The sum of all counts of the book's set: what hr_julia_defaults() must give in every layout. */
#define HR_JULIA_BOOK_SUM UINT64_C(33219980)

struct hr_julia hr_julia_defaults(void);

/* HR_INVALID unless width > 0, x1 < x2, y1 < y2, all finite, and the steps move every coordinate.
 */
HR_NODISCARD enum hr_status hr_julia_check(const struct hr_julia *julia);

/* Points per row and rows, counted by walking: O(width). */
size_t hr_julia_columns(const struct hr_julia *julia);
size_t hr_julia_rows(const struct hr_julia *julia);

/* Iterations of one point until abs(z) >= 2, at most `max_iterations`. */
unsigned hr_julia_count(double z_re, double z_im, double c_re, double c_im,
                        unsigned max_iterations);

/*
 * One update in place: z = z * z + c. What hr_julia_count counts while abs(z) < 2, step by step, to
 * the last bit. Values that overflow become infinities or NaN, as in the counts.
 */
void hr_julia_update(double *z_re, double *z_im, double c_re, double c_im);

/*
 * Counts of `points` points of split coordinates into `counts`; returns their sum. The scalar
 * kernel.
 */
uint64_t hr_julia_counts(const double *z_re, const double *z_im, size_t points, double c_re,
                         double c_im, unsigned max_iterations, unsigned *counts);

HR_END_C

#endif
