/*
 * measurement.h - what the measured image gathers about one trial, and the groups of meters that
 * turn it into sample lines. Nothing here calls malloc or stdio.
 *
 * A group's `begin` runs right before the region and its `end` right after it, `emit` when all is
 * over. Groups of other lanes are not touched: one lane per kind of meter.
 */
#ifndef HEADROOM_BENCH_MEASUREMENT_H
#define HEADROOM_BENCH_MEASUREMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headroom/allocator.h>

#include "meters/meter.h"
#include "platform/procfs.h"
#include "trace/trace.h"
#include "workloads/workload.h"

/* The timed builds of a trial. */
struct clock_readings {
    uint64_t first_cpu_ns;    /* one run, cold */
    uint64_t cpu_ns, wall_ns; /* of all warm builds */
    uint64_t builds;          /* warm ones */
    uint64_t steal_ticks;     /* during them */
    uint64_t involuntary_switches;
    double elements; /* per build */
};

/* The tracer as it is found in this process; all NULL where it is not loaded. */
struct tracer {
    trace_mark_fn *begin, *end;
    trace_read_fn *read;
    trace_next_fn *next;
};

struct measurement {
    enum lane lane;
    struct workload_result result;
    struct hr_counting_allocator *blocks; /* NULL where the structure takes no allocator of ours */
    struct tracer tracer;
    bool malloc_is_glibc;
    struct trace_counts trace;
    struct procfs_memory memory_before, memory_after;
    bool memory_is_read, peak_is_armed;
    uint64_t peak_bytes; /* VmHWM after the region, if it could be re-armed before it */
    uint64_t faults_before, faults_after;
    struct clock_readings clocks;
};

/* Where sample lines are collected until they are written at once; static in the image. */
struct sample_sink {
    const char *trial; /* its id, as text */
    char *lines;
    size_t used, bytes;
    bool is_full; /* something did not fit: the trial is garbled, nothing is dropped silently */
};

void sample_count(struct sample_sink *sink, const char *meter, uint64_t value);
void sample_change(struct sample_sink *sink, const char *meter, uint64_t before, uint64_t after);
void sample_real(struct sample_sink *sink, const char *meter, double value); /* n/a if infinite */
void sample_missing(struct sample_sink *sink, const char *meter, const char *reason);

void meters_contents_emit(const struct measurement *measurement, struct sample_sink *sink);
void meters_blocks_emit(const struct measurement *measurement, struct sample_sink *sink);

/* Finds the tracer in this process by dlsym. */
void meters_mallocs_find(struct tracer *tracer);
void meters_mallocs_begin(const struct measurement *measurement);
void meters_mallocs_end(struct measurement *measurement);
void meters_mallocs_emit(const struct measurement *measurement, struct sample_sink *sink);

void meters_resident_begin(struct measurement *measurement);
void meters_resident_end(struct measurement *measurement);
void meters_resident_emit(const struct measurement *measurement, struct sample_sink *sink);

void meters_clocks_emit(const struct measurement *measurement, struct sample_sink *sink);

#endif
