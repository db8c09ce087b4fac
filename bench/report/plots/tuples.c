/*
 * tuples.c - two panels over the length of a tuple: the time to make and release one, and the share
 * of them that needed no block.
 */
#include "report/plots/parts.h"

static bool make(const struct preset_input *input, struct picture *picture) {
    const struct series_options time = {
        .x = "length", .y = "build_ns", .by = "run,cache", .narrow = true};
    const struct series_options avoided = {.x = "length",
                                           .y = "block_allocate_calls",
                                           .by = "run,cache",
                                           .narrow = true,
                                           .complement = "count"};
    return parts_series_of(input->gather, "tuple-churn", &time, picture) &&
           parts_series_of(input->gather, "tuple-churn", &avoided, picture) &&
           parts_emphasize(input, 3, METER_LOWER, picture);
}

const struct preset plot_tuples = {.name = "tuples",
                                   .script = "tuples.gp",
                                   .summary = "tuples: time and mallocs avoided by length",
                                   .is_measured = true,
                                   .x_label = "length of the tuple (items)",
                                   .y_label = "CPU time (ns)",
                                   .make = make};
