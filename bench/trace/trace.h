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
    /* Calls by kind that succeeded; aligned: posix_memalign aligned_alloc memalign valloc pvalloc.
     */
    uint64_t malloc_calls, calloc_calls, realloc_calls, aligned_calls, free_calls;
    uint64_t failed_calls;
    /* As valgrind counts: a realloc of a block is one alloc and one free. */
    uint64_t heap_allocs, heap_frees, heap_bytes;
    /* Blocks from before the region that were freed or resized in it: bytes as requested where the
     * tracer saw the request, else as malloc_usable_size says. Part of the calls above. */
    uint64_t foreign_frees, foreign_bytes;
    uint64_t live_blocks;
    uint64_t live_bytes, live_usable_bytes; /* of blocks made in the region */
    /* Highest live_bytes: equal where one thread made and freed all, else the peak lies between. */
    uint64_t peak_live_bytes_low, peak_live_bytes_high;
    uint64_t readdressed_bytes; /* contents of blocks that realloc moved */
    uint64_t threads;           /* that called any traced function in the region */
    uint64_t dropped;           /* events not held or not seen: unless 0, live and peaks are off */

    uint64_t mmap_calls, mremap_calls, munmap_calls, madvise_calls;
    uint64_t mmap_bytes, munmap_bytes, mremap_grown_bytes, mremap_shrunk_bytes;
    uint64_t nested_map_calls; /* those of the above made inside a malloc function */
};

/*
 * Names for dlsym, with these types. A process that marks nothing is one region from its start.
 * Functions that fail to trace say so: is_in_path is false and next_malloc NULL, whatever read
 * says.
 */
#define TRACE_BEGIN_SYMBOL "headroom_trace_begin" /* void (void): a region begins, counts are 0 */
#define TRACE_END_SYMBOL   "headroom_trace_end"   /* void (void): counts stand still */
#define TRACE_READ_SYMBOL  "headroom_trace_read"  /* void (struct trace_counts *) */
/* const char *(void): path of the object whose malloc the tracer calls next; NULL where the
 * program's calls do not come through the tracer or it has no state to count in. */
#define TRACE_NEXT_SYMBOL "headroom_trace_next_malloc"
/* bool (void): the program's malloc is the tracer's, and it counts. */
#define TRACE_IN_PATH_SYMBOL "headroom_trace_is_in_path"

typedef void trace_mark_fn(void);
typedef void trace_read_fn(struct trace_counts *counts);
typedef const char *trace_next_fn(void);
typedef bool trace_in_path_fn(void);

/*
 * Environment. FILE: the counts live in FILE.PID.K, K the first free from 0, one for every process
 * and every exec, readable after kill -9 (state.h). FD: an inherited descriptor of a file whose
 * space is allocated; the first process to claim it has it. Neither: the counts die with the
 * process. TABLE: slots of the side table, a power of two, for tests.
 */
#define TRACE_FILE_VARIABLE  "HEADROOM_TRACE_FILE"
#define TRACE_FD_VARIABLE    "HEADROOM_TRACE_FD"
#define TRACE_TABLE_VARIABLE "HEADROOM_TRACE_TABLE"

#endif
