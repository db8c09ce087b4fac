/*
 * trace.h - what the preloaded library libheadroom-trace.so counts, and how a process that it is
 * loaded into marks a region and reads the counts. The library depends on nothing above it; readers
 * find the functions by dlsym(RTLD_DEFAULT, ...) and never link it.
 *
 * Two ledgers: malloc_* for the calls of the program to the malloc family, map_* for its calls to
 * mmap and friends, direct or made inside a malloc function (nested). They are never summed.
 */
#ifndef HEADROOM_TRACE_H
#define HEADROOM_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include <headroom/attributes.h>

/* Since the region began, summed over all threads of the process. Bytes as requested. */
struct trace_counts {
    /* Calls by kind that succeeded; aligned: posix_memalign aligned_alloc memalign valloc pvalloc. */
    uint64_t malloc_calls, calloc_calls, realloc_calls, aligned_calls, free_calls;
    uint64_t failed_calls;
    /* As valgrind counts: a realloc of a block is one alloc and one free. */
    uint64_t heap_allocs, heap_frees, heap_bytes;
    /* Blocks from before the region that were freed or resized in it. */
    uint64_t foreign_frees, foreign_bytes;
    uint64_t live_blocks;
    uint64_t live_bytes, live_usable_bytes; /* of blocks made in the region */
    /* Highest live_bytes: equal for one allocating thread, else the true peak lies between. */
    uint64_t peak_live_bytes_low, peak_live_bytes_high;
    uint64_t peak_usable_bytes_low, peak_usable_bytes_high;
    uint64_t readdressed_bytes; /* contents of blocks that realloc moved */
    uint64_t threads;           /* that allocated in the region */
    uint64_t dropped;           /* blocks the full side table could not hold: live and peaks are off */

    uint64_t mmap_calls, mremap_calls, munmap_calls, madvise_calls;
    uint64_t mmap_bytes, munmap_bytes, mremap_grown_bytes, mremap_shrunk_bytes;
    uint64_t nested_map_calls; /* those of the above made inside a malloc function */
};

/* Names for dlsym, with these types. */
#define TRACE_BEGIN_SYMBOL "headroom_trace_begin" /* void (void): a region begins, counts are 0 */
#define TRACE_END_SYMBOL "headroom_trace_end"     /* void (void): counts stand still */
#define TRACE_READ_SYMBOL "headroom_trace_read"   /* void (struct trace_counts *) */
/* const char *(void): path of the object whose malloc the tracer calls next. */
#define TRACE_NEXT_SYMBOL "headroom_trace_next_malloc"

typedef void trace_mark_fn(void);
typedef void trace_read_fn(struct trace_counts *counts);
typedef const char *trace_next_fn(void);

#endif
