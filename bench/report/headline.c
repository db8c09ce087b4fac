/*
 * headline.c - the tables for people, by workload.
 */
#include "report/headline.h"

#include <string.h>

#define BLOCKS                                                                                     \
    { "block_calls", "blocks", NULL, 2, "requests to the allocator: made, resized, given back" }
#define COPIED                                                                                     \
    { "copied_bytes", "copied", NULL, 1, "bytes copied because a block moved" }
#define PEAK                                                                                       \
    { "block_peak_live_bytes", "peak", NULL, 3, "most bytes held at a time" }
#define MOVING                                                                                     \
    {                                                                                              \
        "block_peak_moving_bytes", "moving", NULL, 5,                                              \
            "the same while a block moves: old and new both counted"                               \
    }
#define RESIDENT                                                                                   \
    {                                                                                              \
        "rss_bytes_peak_high", "resident", "rss_bytes_peak_low", 3,                                \
            "peak resident memory, within these ends"                                              \
    }
#define FIRST                                                                                      \
    { "first_build_ns", "first", NULL, 4, "CPU time per element, cold: the first time" }
#define WARM                                                                                       \
    { "build_ns", "warm", NULL, 1, "CPU time per element, warm: make, run, destroy again" }
#define FAULTS                                                                                     \
    { "minor_faults", "faults", NULL, 10, "pages the kernel had to bring" }

static const struct headline sequences[] = {
    BLOCKS,
    COPIED,
    PEAK,
    MOVING,
    {"headroom_percent", "headroom", NULL, 1, "capacity - length, in per cent of length"},
    RESIDENT,
    FIRST,
    WARM,
    FAULTS,
    {"malloc_calls", "mallocs", NULL, 11, "calls of malloc"},
    {"realloc_calls", "reallocs", NULL, 11, "calls of realloc"},
    {NULL, NULL, NULL, 0, NULL}};

static const struct headline tuples[] = {
    {"block_allocate_calls", "made", NULL, 1, "blocks made by the allocator"},
    {"cache_hits", "hits", NULL, 2, "tuples that came from a free list"},
    {"cache_misses", "misses", NULL, 10, "tuples of a listed length whose free list was empty"},
    {"parked_bytes", "parked", NULL, 2, "bytes that stay in the free lists"},
    PEAK,
    RESIDENT,
    FIRST,
    WARM,
    {NULL, NULL, NULL, 0, NULL}};

static const struct headline coords[] = {
    BLOCKS,
    COPIED,
    PEAK,
    {"object_bytes", "objects", NULL, 4, "objects that elements refer to"},
    RESIDENT,
    FIRST,
    WARM,
    FAULTS,
    {"appends", "appends", NULL, 11, "single appends of the set-up"},
    {NULL, NULL, NULL, 0, NULL}};

/* For single meters that were asked for. */
static const struct headline others[] = {
    {"malloc_peak_live_bytes_high", "malloc peak", "malloc_peak_live_bytes_low", 1,
     "most bytes that malloc had given at a time, within these ends"},
    {NULL, NULL, NULL, 0, NULL}};

static const struct {
    const char *workload;
    const struct headline *list;
} lists[] = {
    {"tuple-churn", tuples},
    {"julia-setup", coords},
    {"julia", coords},
};

/* Of rising interest; from the subjects' first on they compete. */
static const char *const interests[] = {"element_bytes", "length", "thp",   "malloc", "allocator",
                                        "structure",     "growth", "cache", "run"};
enum { INTERESTS = sizeof interests / sizeof interests[0], FIRST_SUBJECT = 2 };

const struct headline *headline_for(const char *workload) {
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (strcmp(lists[i].workload, workload) == 0) {
            return lists[i].list;
        }
    }
    return sequences;
}

const struct headline *headline_find(const char *meter) {
    const struct headline *const all[] = {sequences, tuples, coords, others};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        for (const struct headline *at = all[i]; at->meter != NULL; at++) {
            if (strcmp(at->meter, meter) == 0) {
                return at;
            }
        }
    }
    return NULL;
}

unsigned headline_interest(const char *name) {
    for (unsigned i = 0; i < INTERESTS; i++) {
        if (strcmp(interests[i], name) == 0) {
            return i + 1;
        }
    }
    return 0;
}

bool headline_is_subject(const char *name) {
    return headline_interest(name) > FIRST_SUBJECT;
}
