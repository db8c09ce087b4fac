/*
 * resident.c - what became resident memory, by the kernel's own account of this process.
 *
 * smaps_rollup is exact; the high-water mark is kept in counters that the kernel updates in
 * batches, so it may trail by max(32, 2 * CPUs) pages on each CPU and is never too high: the peak
 * is an interval. It is re-armed at the start of the region, so that only the region can raise it.
 */
#include <unistd.h>

#include "meters/measurement.h"

/* Reads once for nothing before the reading that counts: the first touches pages of its own. */
void meters_resident_begin(struct measurement *measurement) {
    (void)procfs_memory_read(&measurement->memory_before);
    bool is_armed = procfs_peak_rearm();
    measurement->memory_is_read = procfs_memory_read(&measurement->memory_before);
    measurement->peak_is_armed = is_armed && measurement->memory_is_read;
    measurement->faults_before = procfs_minor_faults();
}

void meters_resident_end(struct measurement *measurement) {
    measurement->faults_after = procfs_minor_faults();
    bool is_read = procfs_memory_read(&measurement->memory_after);
    measurement->memory_is_read = measurement->memory_is_read && is_read;
    measurement->peak_is_armed =
        measurement->peak_is_armed && is_read && procfs_peak_bytes(&measurement->peak_bytes);
}

static uint64_t greater(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

/* The mark may trail behind even what was resident at the start, which is a lower end as well. */
static void emit_peak(const struct measurement *measurement, struct sample_sink *sink) {
    static const char no_peak[] = "the kernel does not let a process re-arm its high-water mark";
    if (!measurement->peak_is_armed) {
        sample_missing(sink, "rss_bytes_peak_low", no_peak);
        sample_missing(sink, "rss_bytes_peak_high", no_peak);
        return;
    }
    uint64_t before = measurement->memory_before.rss_bytes;
    uint64_t after = measurement->memory_after.rss_bytes;
    uint64_t low = greater(measurement->peak_bytes, greater(before, after));
    uint64_t cpus = (uint64_t)sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t batch = 2 * cpus > 32 ? 2 * cpus : 32;
    uint64_t slack = batch * cpus * (uint64_t)sysconf(_SC_PAGESIZE);
    sample_change(sink, "rss_bytes_peak_low", before, low);
    sample_change(sink, "rss_bytes_peak_high", before, low + slack);
}

/* Where the kernel did not tell, the readings are 0, and nothing may be made of them. */
static void emit_memory(const struct measurement *measurement, struct sample_sink *sink) {
    const struct procfs_memory *before = &measurement->memory_before;
    const struct procfs_memory *after = &measurement->memory_after;
    const struct {
        const char *meter;
        uint64_t before, after;
    } changes[] = {{"anonymous_bytes", before->anonymous_bytes, after->anonymous_bytes},
                   {"rss_bytes", before->rss_bytes, after->rss_bytes},
                   {"lazy_free_bytes", before->lazy_free_bytes, after->lazy_free_bytes},
                   {"huge_bytes", before->huge_bytes, after->huge_bytes}};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        if (measurement->memory_is_read) {
            sample_change(sink, changes[i].meter, changes[i].before, changes[i].after);
        } else {
            sample_missing(sink, changes[i].meter, "the kernel gives no smaps_rollup");
        }
    }
}

void meters_resident_emit(const struct measurement *measurement, struct sample_sink *sink) {
    emit_memory(measurement, sink);
    emit_peak(measurement, sink);
    sample_count(sink, "minor_faults", measurement->faults_after - measurement->faults_before);
}
