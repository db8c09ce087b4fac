/*
 * no_free.c - takes the tracer's free out of the way: preloaded before it, hands every block to the
 * malloc behind it. Merely hiding the hook would crash, for the tracer's arena is nobody else's.
 */
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/trace.h"

void free(void *block);

static void (*real_free)(void *block);
static uintptr_t arena_near;

/* Not before the tracer knows who comes next. */
static void resolve(void) {
    static int is_resolving;
    trace_next_fn *next = NULL;
    Dl_info tracer;
    if (is_resolving) {
        return;
    }
    is_resolving = 1;
    *(void **)&next = dlsym(RTLD_DEFAULT, TRACE_NEXT_SYMBOL);
    const char *path = next != NULL ? next() : NULL;
    void *library = path != NULL ? dlopen(path, RTLD_LAZY | RTLD_NOLOAD) : NULL;
    if (library != NULL && dladdr(*(void **)&next, &tracer) != 0) {
        arena_near = (uintptr_t)tracer.dli_fbase;
        *(void **)&real_free = dlsym(library, "free");
    }
    is_resolving = 0;
}

__attribute__((visibility("default"))) void free(void *block) {
    enum { TRACER_BYTES = 1 << 20 };
    if (real_free == NULL) {
        resolve();
    }
    if (block != NULL && real_free != NULL && (uintptr_t)block - arena_near > TRACER_BYTES) {
        real_free(block);
    }
}
