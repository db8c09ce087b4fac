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
    bool is_read = procfs_memory_read(&measurement->memory_before);
    measurement->peak_is_armed = is_armed && is_read;
    measurement->faults_before = procfs_minor_faults();
}

void meters_resident_end(struct measurement *measurement) {
    measurement->faults_after = procfs_minor_faults();
    bool is_read = procfs_memory_read(&measurement->memory_after);
    measurement->peak_is_armed =
        measurement->peak_is_armed && is_read && procfs_peak_bytes(&measurement->peak_bytes);
}

/* A difference as a sample; memory can also have been given back in the region. */
static void emit_change(struct sample_sink *sink, const char *meter, uint64_t before,
                        uint64_t after) {
    sample_real(sink, meter, (double)after - (double)before);
}

static void emit_peak(const struct measurement *measurement, struct sample_sink *sink) {
    static const char no_peak[] = "the kernel does not let a process re-arm its high-water mark";
    if (!measurement->peak_is_armed) {
        sample_missing(sink, "rss_bytes_peak_low", no_peak);
        sample_missing(sink, "rss_bytes_peak_high", no_peak);
        return;
    }
    uint64_t after = measurement->memory_after.rss_bytes;
    uint64_t low = measurement->peak_bytes > after ? measurement->peak_bytes : after;
    uint64_t cpus = (uint64_t)sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t batch = 2 * cpus > 32 ? 2 * cpus : 32;
    uint64_t slack = batch * cpus * (uint64_t)sysconf(_SC_PAGESIZE);
    emit_change(sink, "rss_bytes_peak_low", measurement->memory_before.rss_bytes, low);
    emit_change(sink, "rss_bytes_peak_high", measurement->memory_before.rss_bytes, low + slack);
}

void meters_resident_emit(const struct measurement *measurement, struct sample_sink *sink) {
    const struct procfs_memory *before = &measurement->memory_before;
    const struct procfs_memory *after = &measurement->memory_after;
    emit_change(sink, "anonymous_bytes", before->anonymous_bytes, after->anonymous_bytes);
    emit_change(sink, "rss_bytes", before->rss_bytes, after->rss_bytes);
    emit_peak(measurement, sink);
    emit_change(sink, "lazy_free_bytes", before->lazy_free_bytes, after->lazy_free_bytes);
    emit_change(sink, "huge_bytes", before->huge_bytes, after->huge_bytes);
    sample_count(sink, "minor_faults", measurement->faults_after - measurement->faults_before);
}
