/*
 * julia.c - the book's parameters, what of them can be walked, and the scalar kernel over lists.
 */
#include <headroom/julia.h>

#include <math.h>

#include "grid.h"
#include "julia_kernel.h"

struct hr_julia hr_julia_defaults(void) {
    return (struct hr_julia){
        .x1 = -1.8,
        .x2 = 1.8,
        .y1 = -1.8,
        .y2 = 1.8,
        .c_re = -0.62772,
        .c_im = -0.42193,
        .width = 1000,
        .max_iterations = 300,
    };
}

/*
 * Whether adding `step` changes every number between -most and most: it does when it is more than
 * half the distance of the two doubles at their outer end.
 */
static bool moves_every_coordinate(double step, double most) {
    return isfinite(step) && 2 * step > nextafter(most, INFINITY) - most;
}

enum hr_status hr_julia_check(const struct hr_julia *julia) {
    const double values[] = {julia->x1, julia->x2, julia->y1, julia->y2, julia->c_re, julia->c_im};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (!isfinite(values[i])) {
            return HR_INVALID;
        }
    }
    if (julia->width == 0 || !(julia->x1 < julia->x2) || !(julia->y1 < julia->y2)) {
        return HR_INVALID;
    }
    const double most_x = fmax(fabs(julia->x1), fabs(julia->x2));
    const double most_y = fmax(fabs(julia->y1), fabs(julia->y2));
    if (!moves_every_coordinate(grid_x_step(julia), most_x) ||
        !moves_every_coordinate(-grid_y_step(julia), most_y)) {
        return HR_INVALID;
    }
    return HR_OK;
}

static enum hr_status only_count(void *context, double coordinate) {
    (void)context;
    (void)coordinate;
    return HR_OK;
}

size_t hr_julia_columns(const struct hr_julia *julia) {
    size_t columns = 0;
    (void)grid_walk_x(julia, NULL, only_count, &columns);
    return columns;
}

size_t hr_julia_rows(const struct hr_julia *julia) {
    size_t rows = 0;
    (void)grid_walk_y(julia, NULL, only_count, &rows);
    return rows;
}

bool julia_is_below_bound(double re, double im) {
    return hypot(re, im) < 2;
}

unsigned hr_julia_count(double z_re, double z_im, double c_re, double c_im,
                        unsigned max_iterations) {
    return julia_iterate(z_re, z_im, c_re, c_im, max_iterations);
}

void hr_julia_update(double *z_re, double *z_im, double c_re, double c_im) {
    const double product = *z_re * *z_im;
    *z_re = (*z_re * *z_re - *z_im * *z_im) + c_re;
    *z_im = (product + product) + c_im;
}

uint64_t hr_julia_counts(const double *z_re, const double *z_im, size_t points, double c_re,
                         double c_im, unsigned max_iterations, unsigned *counts) {
    uint64_t sum = 0;
    for (size_t i = 0; i < points; i++) {
        counts[i] = julia_iterate(z_re[i], z_im[i], c_re, c_im, max_iterations);
        sum += counts[i];
    }
    return sum;
}
