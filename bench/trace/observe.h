/*
 * observe.h - where somebody may look over the hooks' shoulder, and refuse a request.
 *
 * Compiled in only with TRACE_OBSERVED, as the testing library compiles these files a second time:
 * in the preloaded library every one of these calls is empty, and its machine code is what it would
 * be without them.
 *
 * An observer is told of a block after the real function gave it and before one takes it back, as
 * the side table is. It runs inside of malloc: it may neither allocate nor wait for whoever might.
 */
#ifndef HEADROOM_TRACE_OBSERVE_H
#define HEADROOM_TRACE_OBSERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headroom/attributes.h>

#ifdef TRACE_OBSERVED

/* True: the request is not to be answered, and errno is ENOMEM. Asked once per request. */
bool trace_observe_refuses(size_t bytes);

void trace_observe_made(void *block, size_t bytes);
void trace_observe_freed(void *block, uint64_t bytes); /* 0 bytes: nobody knows */

/* A realloc in two halves: after `leaving` the same thread calls one of the other two. */
void trace_observe_leaving(void *block);
void trace_observe_stayed(void); /* the real function failed */
/* `block` is NULL where realloc freed; `moved` is the size of the old block where that went away.
 */
void trace_observe_resized(void *block, size_t bytes, uint64_t moved);

#else

static inline bool trace_observe_refuses(size_t bytes) {
    (void)bytes;
    return false;
}

static inline void trace_observe_made(void *block, size_t bytes) {
    (void)block, (void)bytes;
}

static inline void trace_observe_freed(void *block, uint64_t bytes) {
    (void)block, (void)bytes;
}

static inline void trace_observe_leaving(void *block) {
    (void)block;
}

static inline void trace_observe_stayed(void) {
}

static inline void trace_observe_resized(void *block, size_t bytes, uint64_t moved) {
    (void)block, (void)bytes, (void)moved;
}

#endif

#endif
