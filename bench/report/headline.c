/*
 * headline.c - the tables for people, by workload.
 */
#include "report/headline.h"

#include <string.h>

static const struct headline sequences[] = {{"block_calls", "block", 2},
                                            {"copied_bytes", "copied", 1},
                                            {"block_peak_live_bytes", "peak live", 3},
                                            {"headroom_percent", "headroom", 1},
                                            {"rss_bytes_peak_high", "peak RSS", 2},
                                            {"first_build_ns", "first", 3},
                                            {"build_ns", "warm", 1},
                                            {"malloc_calls", "mallocs", 5},
                                            {"realloc_calls", "reallocs", 5},
                                            {"minor_faults", "faults", 4},
                                            {"readdressed_bytes", "moved", 6},
                                            {NULL, NULL, 0}};

static const struct headline tuples[] = {{"block_allocate_calls", "block", 1},
                                         {"cache_hits", "cache hits", 2},
                                         {"cache_misses", "misses", 4},
                                         {"parked_bytes", "parked", 2},
                                         {"block_peak_live_bytes", "peak live", 3},
                                         {"rss_bytes_peak_high", "peak RSS", 3},
                                         {"first_build_ns", "first", 3},
                                         {"build_ns", "warm", 1},
                                         {NULL, NULL, 0}};

static const struct headline coords[] = {
    {"appends", "appends", 5},      {"block_calls", "block", 3},
    {"copied_bytes", "copied", 3},  {"block_peak_live_bytes", "peak live", 2},
    {"object_bytes", "objects", 4}, {"rss_bytes_peak_high", "peak RSS", 1},
    {"first_build_ns", "first", 2}, {"build_ns", "warm", 1},
    {"minor_faults", "faults", 4},  {NULL, NULL, 0}};

static const struct {
    const char *workload;
    const struct headline *list;
} lists[] = {
    {"tuple-churn", tuples},
    {"julia-setup", coords},
    {"julia", coords},
};

static const char *const subjects[] = {"run",    "structure", "growth", "allocator",
                                       "malloc", "cache",     "thp"};

const struct headline *headline_for(const char *workload) {
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (strcmp(lists[i].workload, workload) == 0) {
            return lists[i].list;
        }
    }
    return sequences;
}

static const char *label_in(const struct headline *list, const char *meter) {
    for (; list->meter != NULL; list++) {
        if (strcmp(list->meter, meter) == 0) {
            return list->label;
        }
    }
    return NULL;
}

const char *headline_label(const char *meter) {
    const struct headline *const all[] = {sequences, tuples, coords};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        const char *label = label_in(all[i], meter);
        if (label != NULL) {
            return label;
        }
    }
    return meter;
}

bool headline_is_subject(const char *name) {
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++) {
        if (strcmp(subjects[i], name) == 0) {
            return true;
        }
    }
    return false;
}
