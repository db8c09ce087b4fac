/*
 * mallocs.c - the malloc ledger and the map ledger, as the preloaded tracer kept them.
 */
#include <dlfcn.h>

#include "meters/measurement.h"

/* POSIX gives functions as object pointers; this is its own way to convert one. */
static void find(const char *symbol, void *function) {
    *(void **)function = dlsym(RTLD_DEFAULT, symbol);
}

void meters_mallocs_find(struct tracer *tracer) {
    find(TRACE_BEGIN_SYMBOL, &tracer->begin);
    find(TRACE_END_SYMBOL, &tracer->end);
    find(TRACE_READ_SYMBOL, &tracer->read);
    find(TRACE_NEXT_SYMBOL, &tracer->next);
}

void meters_mallocs_begin(const struct measurement *measurement) {
    if (measurement->tracer.begin != NULL) {
        measurement->tracer.begin();
    }
}

void meters_mallocs_end(struct measurement *measurement) {
    if (measurement->tracer.end != NULL && measurement->tracer.read != NULL) {
        measurement->tracer.end();
        measurement->tracer.read(&measurement->trace);
    }
}

static void emit_calls(const struct trace_counts *trace, struct sample_sink *sink) {
    sample_count(sink, "malloc_calls", trace->malloc_calls);
    sample_count(sink, "calloc_calls", trace->calloc_calls);
    sample_count(sink, "realloc_calls", trace->realloc_calls);
    sample_count(sink, "aligned_calls", trace->aligned_calls);
    sample_count(sink, "free_calls", trace->free_calls);
    sample_count(sink, "heap_allocs", trace->heap_allocs);
    sample_count(sink, "heap_frees", trace->heap_frees);
    sample_count(sink, "heap_bytes", trace->heap_bytes);
    sample_count(sink, "failed_calls", trace->failed_calls);
}

/* What the side table decides: a block that it could not hold looks foreign when it is freed. */
static void emit_live(const struct trace_counts *trace, struct sample_sink *sink) {
    static const char *const names[] = {"malloc_live_bytes",
                                        "malloc_live_usable_bytes",
                                        "malloc_peak_live_bytes_low",
                                        "malloc_peak_live_bytes_high",
                                        "foreign_frees",
                                        "foreign_bytes"};
    const uint64_t values[] = {trace->live_bytes,          trace->live_usable_bytes,
                               trace->peak_live_bytes_low, trace->peak_live_bytes_high,
                               trace->foreign_frees,       trace->foreign_bytes};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (trace->dropped == 0) {
            sample_count(sink, names[i], values[i]);
        } else {
            sample_missing(sink, names[i], "the tracer could not hold or see every block");
        }
    }
}

/* glibc enters the kernel without a call that a preloaded library could see. */
static void emit_maps(const struct measurement *measurement, struct sample_sink *sink) {
    const struct trace_counts *trace = &measurement->trace;
    uint64_t calls =
        trace->mmap_calls + trace->mremap_calls + trace->munmap_calls + trace->madvise_calls;
    sample_count(sink, "map_direct_calls", calls - trace->nested_map_calls);
    if (measurement->malloc_is_glibc) {
        sample_missing(sink, "map_nested_calls", "glibc's malloc maps without a visible call");
    } else {
        sample_count(sink, "map_nested_calls", trace->nested_map_calls);
    }
}

void meters_mallocs_emit(const struct measurement *measurement, struct sample_sink *sink) {
    if (measurement->tracer.read == NULL) {
        sample_missing(sink, "heap_allocs", "the tracer is not loaded");
        return;
    }
    emit_calls(&measurement->trace, sink);
    emit_live(&measurement->trace, sink);
    emit_maps(measurement, sink);
}
