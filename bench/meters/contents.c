/*
 * contents.c - what the structure holds after the region, as it says itself.
 */
#include "meters/measurement.h"

static void emit_footprint(const struct hr_footprint *footprint, struct sample_sink *sink) {
    sample_count(sink, "payload_bytes", footprint->payload_bytes);
    sample_count(sink, "headroom_bytes", footprint->headroom_bytes);
    if (footprint->length > 0) {
        sample_real(sink, "headroom_percent", hr_headroom_percent(footprint));
    } else {
        sample_missing(sink, "headroom_percent", "there are no elements");
    }
    sample_count(sink, "overhead_bytes", footprint->overhead_bytes);
    sample_count(sink, "object_bytes", footprint->object_bytes);
    sample_count(sink, "parked_bytes", footprint->parked_bytes);
}

void meters_contents_emit(const struct measurement *measurement, struct sample_sink *sink) {
    const struct workload_result *result = &measurement->result;
    sample_count(sink, "checksum", result->checksum);
    sample_count(sink, "length", result->length);
    sample_count(sink, "capacity", result->capacity);
    if (measurement->lane != LANE_COUNTS) {
        return;
    }
    emit_footprint(&result->footprint, sink);
    if (result->has_appends) {
        sample_count(sink, "appends", result->appends);
    }
    if (result->has_cache) {
        sample_count(sink, "cache_hits", result->cache.hits);
        sample_count(sink, "cache_misses", result->cache.misses);
        sample_count(sink, "cache_refused", result->cache.refused);
    }
}
