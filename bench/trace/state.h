/*
 * state.h - where the counts live: a shared mapping that outlives the process when it is a file.
 *
 * Every thread has a slot that only it writes, so that nothing in the hot path is locked or
 * contended; a reader sums the slots. Slots carry the region that they count in: a slot of another
 * region is not read. Also included by readers outside the traced process.
 */
#ifndef HEADROOM_TRACE_STATE_H
#define HEADROOM_TRACE_STATE_H

#include <stdint.h>

#include "trace.h"

enum {
    TRACE_SLOTS = 4096,
    TRACE_VERSION = 1,
    TRACE_PATH_BYTES = 512,
};

#define TRACE_MAGIC UINT64_C(0x4563617254726448) /* "HdrTracE" */

enum trace_kind {
    TRACE_MALLOC,
    TRACE_CALLOC,
    TRACE_ALIGNED,
    TRACE_KINDS,
};

enum trace_map {
    TRACE_MMAP,
    TRACE_MREMAP,
    TRACE_MUNMAP,
    TRACE_MADVISE,
    TRACE_MAPS,
};

/* live, peak and low are of this slot alone: blocks freed by another thread make them negative. */
struct trace_level {
    int64_t live, peak, low;
};

struct trace_slot {
    uint64_t region; /* 0: never used */
    uint32_t tid;    /* who writes here; taken over when that thread is gone */
    uint32_t owners;
    uint64_t calls[TRACE_KINDS];
    uint64_t realloc_calls, realloc_allocs, realloc_frees;
    uint64_t frees, failed, bytes;
    uint64_t foreign_frees, foreign_bytes, readdressed, dropped;
    int64_t blocks;
    struct trace_level requested;
    int64_t usable; /* live, by malloc_usable_size */
    uint64_t maps[TRACE_MAPS];
    uint64_t mmap_bytes, munmap_bytes, grown_bytes, shrunk_bytes, nested_maps;
} __attribute__((aligned(64)));

struct trace_state {
    uint64_t magic; /* written last: a file that has it is complete */
    uint32_t version, pid;
    uint64_t bytes;
    uint64_t region;     /* the current one, from 1 */
    uint32_t used;       /* slots ever handed out */
    uint32_t is_in_path; /* the program's malloc is the tracer's */
    uint64_t unslotted;  /* events of threads for which there was no slot */
    uint32_t is_ended;   /* counts stand still in `ended` */
    char next_malloc[TRACE_PATH_BYTES];
    struct trace_counts ended;
    struct trace_slot slots[TRACE_SLOTS];
};

/* Sums what the current region counted so far. Any process that maps the state may call it. */
void trace_state_sum(const struct trace_state *state, struct trace_counts *counts);

#endif
