/*
 * blocks.c - the block ledger: what the structure asked of its allocator.
 */
#include "meters/measurement.h"

static const char no_ledger[] = "the structure takes no allocator of ours";

static void emit_counts(const struct hr_block_counts *counts, struct sample_sink *sink) {
    sample_count(sink, "block_allocate_calls", counts->allocate_calls);
    sample_count(sink, "block_resize_calls", counts->resize_calls);
    sample_count(sink, "block_release_calls", counts->release_calls);
    sample_count(sink, "block_requested_bytes", counts->requested_bytes);
    sample_count(sink, "block_total_bytes", counts->total_bytes);
    sample_count(sink, "block_live_bytes", counts->live_bytes);
    sample_count(sink, "block_peak_live_bytes", counts->peak_live_bytes);
    sample_count(sink, "block_peak_moving_bytes", counts->peak_moving_bytes);
    sample_count(sink, "readdressed_bytes", counts->readdressed_bytes);
    if (counts->unknown_bytes == 0) {
        sample_count(sink, "copied_bytes", counts->copied_bytes);
    } else {
        sample_missing(sink, "copied_bytes", "this malloc does not tell copies from remaps");
    }
}

void meters_blocks_emit(const struct measurement *measurement, struct sample_sink *sink) {
    if (measurement->blocks == NULL) {
        sample_missing(sink, "block_calls", no_ledger);
        return;
    }
    const struct hr_block_counts *counts = &measurement->blocks->counts;
    sample_count(sink, "block_calls",
                 counts->allocate_calls + counts->resize_calls + counts->release_calls);
    if (measurement->lane == LANE_COUNTS) {
        emit_counts(counts, sink);
    }
}
