/*
 * resolve.c - finding the real functions. dlsym may call calloc, which then is answered here.
 */
#include "resolve.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

#include "operators.h"

struct trace_real trace_real;
unsigned char trace_arena[TRACE_ARENA_BYTES] __attribute__((aligned(4096)));
static size_t arena_used;

struct wanted {
    const char *name;
    void **function;
};

bool trace_resolve_is_of_one_object(void *first, void *second) {
    Dl_info one, other;
    return first != NULL && second != NULL && dladdr(first, &one) != 0 &&
           dladdr(second, &other) != 0 && one.dli_fbase == other.dli_fbase;
}

/* POSIX gives functions as object pointers. `free`, tested by the hooks, is the last to appear. */
void trace_resolve(void) {
    const struct wanted all[] = {
        {"calloc", (void **)&trace_real.calloc},
        {"realloc", (void **)&trace_real.realloc},
        {"posix_memalign", (void **)&trace_real.posix_memalign},
        {"aligned_alloc", (void **)&trace_real.aligned_alloc},
        {"memalign", (void **)&trace_real.memalign},
        {"valloc", (void **)&trace_real.valloc},
        {"pvalloc", (void **)&trace_real.pvalloc},
        {"free_sized", (void **)&trace_real.free_sized},
        {"free_aligned_sized", (void **)&trace_real.free_aligned_sized},
        {"malloc_usable_size", (void **)&trace_real.usable},
        {"malloc", (void **)&trace_real.malloc},
        {"free", (void **)&trace_real.free},
    };
    trace_operators_resolve();
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        void *found = dlsym(RTLD_NEXT, all[i].name);
        __atomic_store(all[i].function, &found, __ATOMIC_RELEASE);
    }
    trace_real.has_own_reallocarray = trace_resolve_is_of_one_object(
        dlsym(RTLD_NEXT, "malloc"), dlsym(RTLD_NEXT, "reallocarray"));
    trace_real.has_other_pvalloc =
        !trace_resolve_is_of_one_object(dlsym(RTLD_NEXT, "malloc"), dlsym(RTLD_NEXT, "pvalloc"));
}

bool trace_resolve_is_in_path(void) {
    Dl_info ours, first;
    void *found = dlsym(RTLD_DEFAULT, "malloc");
    return found != NULL && dladdr(found, &first) != 0 && dladdr(trace_arena, &ours) != 0 &&
           first.dli_fbase == ours.dli_fbase;
}

void trace_resolve_next_path(char *path, size_t bytes) {
    Dl_info owner;
    void *found = NULL;
    memcpy(&found, &trace_real.malloc, sizeof found);
    path[0] = '\0';
    if (found != NULL && dladdr(found, &owner) != 0 && owner.dli_fname != NULL &&
        strlen(owner.dli_fname) < bytes) {
        memcpy(path, owner.dli_fname, strlen(owner.dli_fname) + 1);
    }
}

/* A size before each block, which is 16 bytes away from it at least. */
void *trace_arena_take(size_t alignment, size_t size) {
    enum { BEFORE = 16, ALIGNMENT_MOST = 4096 }; /* the arena itself is aligned to it */
    if (alignment < BEFORE) {
        alignment = BEFORE;
    }
    if (size > TRACE_ARENA_BYTES || alignment > ALIGNMENT_MOST) {
        errno = ENOMEM;
        return NULL;
    }
    size_t need = size + BEFORE + alignment;
    size_t start = __atomic_fetch_add(&arena_used, (need + 15) & ~(size_t)15, __ATOMIC_RELAXED);
    if (start > TRACE_ARENA_BYTES || need > TRACE_ARENA_BYTES - start) {
        errno = ENOMEM;
        return NULL;
    }
    size_t block = (start + BEFORE + alignment - 1) & ~(alignment - 1);
    memcpy(trace_arena + block - BEFORE, &size, sizeof size);
    return trace_arena + block;
}

size_t trace_arena_size(const void *block) {
    enum { BEFORE = 16 };
    size_t size;
    memcpy(&size, (const unsigned char *)block - BEFORE, sizeof size);
    return size;
}
