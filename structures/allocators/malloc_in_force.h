/*
 * malloc_in_force.h - which malloc serves this process, and what is known of its blocks.
 *
 * Found once, by the symbols that each malloc brings along, so that a tracer preloaded in front of
 * it does not hide it. A malloc that is not recognized is never guessed at.
 */
#ifndef HEADROOM_MALLOC_IN_FORCE_H
#define HEADROOM_MALLOC_IN_FORCE_H

#include <stdbool.h>
#include <stddef.h>

#include <headroom/allocator.h>

enum malloc_kind {
    MALLOC_UNKNOWN,
    MALLOC_GLIBC,
    MALLOC_JEMALLOC,
    MALLOC_MIMALLOC,
    MALLOC_TCMALLOC
};

/* What a process shows of its malloc. */
struct malloc_signs {
    void *(*find)(const char *name); /* the address of a symbol, NULL when there is none */
    const char *malloc_file;         /* that `malloc` is found in, NULL when nobody knows */
    bool is_under_valgrind;
};

/* Whose malloc that is; the real process is asked once, tests ask about others. */
enum malloc_kind malloc_recognize(const struct malloc_signs *process);

/* The greatest request that occupies no more than this one; `bytes` itself where not known. */
size_t malloc_good_size(size_t bytes);

/* What realloc does to the contents of this block, from malloc, if it moves it. */
enum hr_move malloc_move(const void *block);

#endif
