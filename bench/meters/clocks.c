/*
 * clocks.c - time per element. CPU time decides, wall time stands beside it.
 */
#include "meters/measurement.h"

void meters_clocks_emit(const struct measurement *measurement, struct sample_sink *sink) {
    const struct clock_readings *clocks = &measurement->clocks;
    double built = clocks->elements * (double)clocks->builds;
    sample_real(sink, "first_build_ns", (double)clocks->first_cpu_ns / clocks->elements);
    sample_real(sink, "build_ns", (double)clocks->cpu_ns / built);
    sample_real(sink, "build_wall_ns", (double)clocks->wall_ns / built);
    sample_count(sink, "builds", clocks->builds);
    sample_count(sink, "steal_ticks", clocks->steal_ticks);
    sample_count(sink, "involuntary_switches", clocks->involuntary_switches);
}
