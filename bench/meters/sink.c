/*
 * sink.c - values to sample lines, in a buffer of the caller.
 */
#include <math.h>
#include <stdio.h>

#include "meters/measurement.h"
#include "results/record.h"

static void put(struct sample_sink *sink, const char *meter, const char *value) {
    const char *const fields[] = {sink->trial, meter, "0", value};
    size_t written =
        record_write(RECORD_SAMPLE, fields, 4, sink->lines + sink->used, sink->bytes - sink->used);
    sink->used += written;
    sink->is_full = sink->is_full || written == 0;
}

void sample_count(struct sample_sink *sink, const char *meter, uint64_t value) {
    char text[24];
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    put(sink, meter, text);
}

/* To the last byte, whatever the size; the difference may be negative. */
void sample_change(struct sample_sink *sink, const char *meter, uint64_t before, uint64_t after) {
    char text[24];
    const char *sign = after < before ? "-" : "";
    uint64_t size = after < before ? before - after : after - before;
    (void)snprintf(text, sizeof text, "%s%llu", sign, (unsigned long long)size);
    put(sink, meter, text);
}

void sample_real(struct sample_sink *sink, const char *meter, double value) {
    char text[40];
    if (!isfinite(value)) {
        sample_missing(sink, meter, "it is no finite number");
        return;
    }
    (void)snprintf(text, sizeof text, "%.10g", value);
    put(sink, meter, text);
}

void sample_missing(struct sample_sink *sink, const char *meter, const char *reason) {
    char text[256];
    (void)snprintf(text, sizeof text, "n/a(%s)", reason);
    put(sink, meter, text);
}
