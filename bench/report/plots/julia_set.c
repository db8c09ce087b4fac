/*
 * julia_set.c - the Julia set as a picture, computed: in pure grey and in false grey.
 */
#include <stdio.h>

#include "report/curves.h"
#include "report/plots/parts.h"

static bool make(const struct preset_input *input, struct picture *picture) {
    (void)input;
    struct hr_julia julia = hr_julia_defaults();
    snprintf(picture->subtitle, sizeof picture->subtitle, "c = %g %+gi, at most %u iterations",
             julia.c_re, julia.c_im, julia.max_iterations);
    picture->table_count = 1;
    return curves_julia(&julia, &picture->tables[0]);
}

const struct preset plot_julia_grey = {.name = "julia-grey",
                                       .script = "julia-grey.gp",
                                       .summary = "the Julia set in pure grey",
                                       .x_label = "real part of z",
                                       .y_label = "imaginary part of z",
                                       .make = make};

const struct preset plot_julia_false_grey = {.name = "julia-false-grey",
                                             .script = "julia-false-grey.gp",
                                             .summary = "the Julia set in false grey",
                                             .x_label = "real part of z",
                                             .y_label = "imaginary part of z",
                                             .make = make};
