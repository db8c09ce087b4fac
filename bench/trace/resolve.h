/*
 * resolve.h - the functions that the hooks stand before, found once by dlsym(RTLD_NEXT, ...), and
 * the arena that answers calls made while they are being found.
 */
#ifndef HEADROOM_TRACE_RESOLVE_H
#define HEADROOM_TRACE_RESOLVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct trace_real {
    void *(*malloc)(size_t);
    void *(*calloc)(size_t, size_t);
    void *(*realloc)(void *, size_t);
    void (*free)(void *);
    int (*posix_memalign)(void **, size_t, size_t);
    void *(*aligned_alloc)(size_t, size_t);
    void *(*memalign)(size_t, size_t);
    void *(*valloc)(size_t);
    void *(*pvalloc)(size_t);
    void (*free_sized)(void *, size_t);
    void (*free_aligned_sized)(void *, size_t, size_t);
    size_t (*usable)(void *);
    bool has_own_reallocarray;
    bool has_other_pvalloc; /* of another object than malloc, as under jemalloc: the C library's */
};

enum { TRACE_ARENA_BYTES = 64 * 1024 };

extern struct trace_real trace_real;
extern unsigned char trace_arena[TRACE_ARENA_BYTES];

/* Once per process image; a forked child inherits it. */
void trace_resolve(void);

/* Both addresses are of the same library or program. */
bool trace_resolve_is_of_one_object(void *first, void *second);

/* The program's malloc is ours. */
bool trace_resolve_is_in_path(void);

/* Path of the object whose malloc is called next, "" where nobody knows. */
void trace_resolve_next_path(char *path, size_t bytes);

/* Zeroed, for ever. NULL when the arena is used up. */
void *trace_arena_take(size_t alignment, size_t size);
size_t trace_arena_size(const void *block);

static inline bool trace_arena_has(const void *block) {
    return (uintptr_t)block - (uintptr_t)trace_arena < TRACE_ARENA_BYTES;
}

#endif
