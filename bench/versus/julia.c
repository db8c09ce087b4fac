/*
 * julia.c - the scalar Julia kernel against the plain double loop, over the book's points.
 */
#include <headroom/julia.h>

#include "paired.h"

enum { SIDE = 500, POINTS = SIDE * SIDE };

static double z_re[POINTS], z_im[POINTS];
static unsigned counts[POINTS];

static void make_points(void) {
    for (size_t i = 0; i < POINTS; i++) {
        z_re[i] = -1.8 + 3.6 * (double)(i % SIDE) / SIDE;
        z_im[i] = -1.8 + 3.6 * (double)(i / SIDE) / SIDE;
    }
}

/* The loop as anybody writes it; not inlined, as the kernel is not. */
__attribute__((noinline)) static uint64_t plain_counts(const double *re_list, const double *im_list,
                                                       size_t points, double c_re, double c_im,
                                                       unsigned most, unsigned *result) {
    uint64_t sum = 0;
    for (size_t i = 0; i < points; i++) {
        double re = re_list[i], im = im_list[i];
        unsigned n = 0;
        while (re * re + im * im < 4 && n < most) {
            const double next = re * re - im * im + c_re;
            im = 2 * re * im + c_im;
            re = next;
            n++;
        }
        result[i] = n;
        sum += n;
    }
    return sum;
}

typedef uint64_t kernel_fn(const double *, const double *, size_t, double, double, unsigned,
                           unsigned *);

static double time_kernel(kernel_fn *kernel) {
    const struct hr_julia julia = hr_julia_defaults();
    make_points();
    uint64_t expected =
        plain_counts(z_re, z_im, POINTS, julia.c_re, julia.c_im, julia.max_iterations, counts);
    const double start = paired_cpu_ns();
    uint64_t sum = kernel(z_re, z_im, POINTS, julia.c_re, julia.c_im, julia.max_iterations, counts);
    const double ns = paired_cpu_ns() - start;
    return sum == expected ? ns : -1;
}

static double ours(size_t parameter) {
    (void)parameter;
    return time_kernel(hr_julia_counts);
}

static double theirs(size_t parameter) {
    (void)parameter;
    return time_kernel(plain_counts);
}

int main(int argc, char **argv) {
    const struct paired_comparison comparison = {
        .name = "julia-scalar",
        .ours = {.name = "hr_julia_counts", .run = ours},
        .theirs = {.name = "plain", .run = theirs},
        .target = 1.03,
    };
    return paired_main(argc, argv, &comparison, 1,
                       "CPU time of hr_julia_counts / of the plain double loop; ours_ns: 250,000 "
                       "points");
}
