/*
 * julia_memory.c - peak resident memory of the Julia set's layouts.
 */
#include "report/plots/parts.h"

static bool make(const struct preset_input *input, struct picture *picture) {
    const struct series_options options = {.x = "structure",
                                           .y = "rss_bytes_peak_high",
                                           .lower = "rss_bytes_peak_low",
                                           .by = "run,malloc",
                                           .narrow = true};
    const char *workload = parts_has_workload(input->gather, "julia") ? "julia" : "julia-setup";
    return parts_series_of(input->gather, workload, &options, picture);
}

const struct preset plot_julia_memory = {.name = "julia-memory",
                                         .script = "julia-memory.gp",
                                         .summary = "peak resident memory of the Julia layouts",
                                         .is_measured = true,
                                         .x_label = "layout",
                                         .y_label = "peak resident memory (MiB)",
                                         .make = make};
