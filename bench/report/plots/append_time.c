/*
 * append_time.c - time per append against length, by malloc.
 */
#include "report/plots/parts.h"

static bool make(const struct preset_input *input, struct picture *picture) {
    const struct series_options options = {
        .x = "length", .y = "build_ns", .by = "run,malloc", .narrow = true};
    return parts_series_of(input->gather, "append", &options, picture) &&
           parts_emphasize(input, 3, METER_LOWER, picture);
}

const struct preset plot_append_time = {.name = "append-time",
                                        .script = "append-time.gp",
                                        .summary = "time per append against length, by malloc",
                                        .is_measured = true,
                                        .x_label = "length (elements)",
                                        .y_label = "CPU time per append, warm (ns)",
                                        .make = make};
