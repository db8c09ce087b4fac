/*
 * julia_kernel.h - the iteration z = z * z + c, inlined into every loop that needs it.
 *
 * CPython's order of operations (Objects/complexobject.c, _Py_c_prod and _Py_c_sum):
 *
 *     re' = (re * re - im * im) + c_re        im' = (re * im + im * re) + c_im
 *
 * and its bound, abs(z) < 2 by hypot. The sum of squares s, two products and one sum each rounded
 * once, lies within |z|^2 * (1 +- 2^-52); hypot lies within one last place of |z|. Outside of
 * 4 +- 2^-44 both agree, so the kernel compares s, and asks hypot only inside that band.
 * A NaN is not below the bound, nor is an infinity or what overflows.
 */
#ifndef HEADROOM_STRUCTURES_JULIA_KERNEL_H
#define HEADROOM_STRUCTURES_JULIA_KERNEL_H

#include <stdbool.h>

#include <headroom/attributes.h>

#define JULIA_SURELY_BELOW (4.0 - 0x1p-44)
#define JULIA_SURELY_ABOVE (4.0 + 0x1p-44)

/*
 * Keeps what follows behind the computation of two doubles. Both next values wait for three
 * operations in a row; an addition for the bound, for which only a predicted branch waits, would
 * take the adder from them, which costs a tenth of the time.
 */
#if defined(__GNUC__) && defined(__x86_64__)
#define JULIA_COMPUTE_FIRST(a, b) __asm__("" : "+x"(a), "+x"(b))
#elif defined(__GNUC__) && defined(__aarch64__)
#define JULIA_COMPUTE_FIRST(a, b) __asm__("" : "+w"(a), "+w"(b))
#else
#define JULIA_COMPUTE_FIRST(a, b) ((void)0)
#endif

/* Whether abs(z) < 2, by hypot: for sums of squares that are not surely below. */
HR_COLD bool julia_is_below_bound(double re, double im);

/* Updates of z until abs(z) >= 2, at most `most`. */
static inline unsigned julia_iterate(double re, double im, double c_re, double c_im,
                                     unsigned most) {
    unsigned count = 0;
    while (count < most) {
        const double re_squared = re * re;
        const double im_squared = im * im;
        const double product = re * im;
        double next_re = (re_squared - im_squared) + c_re;
        double next_im = (product + product) + c_im;
        JULIA_COMPUTE_FIRST(next_re, next_im);
        const double sum = re_squared + im_squared;
        if (!(sum < JULIA_SURELY_BELOW)) {
            if (!(sum <= JULIA_SURELY_ABOVE) || !julia_is_below_bound(re, im)) {
                break;
            }
        }
        re = next_re;
        im = next_im;
        count++;
    }
    return count;
}

#endif
