/*
 * maps.c - mmap, mremap, munmap and madvise, called by the program or by a malloc that the
 * dynamic linker binds to us. They enter the kernel themselves, as the C library's do: a malloc may
 * call them before anything could be resolved.
 */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "slot.h"

/*
 * The slot to count a call in that succeeded. Never starts the tracer: a malloc that is not behind
 * it maps in the middle of its own start, and would wait for ever for the calloc of our dlsym.
 */
static struct trace_slot *counted(enum trace_map kind) {
    struct trace_slot *slot = trace_is_begun() ? trace_slot() : NULL;
    if (slot != NULL) {
        trace_add(&slot->maps[kind], 1);
        if (trace_thread.depth > 0) {
            trace_add(&slot->nested_maps, 1);
        }
    }
    return slot;
}

HR_EXPORT void *mmap(void *address, size_t length, int protection, int flags, int descriptor,
                     off_t offset) {
    long mapped = syscall(SYS_mmap, address, length, protection, flags, descriptor, offset);
    struct trace_slot *slot = mapped != -1 ? counted(TRACE_MMAP) : NULL;
    if (slot != NULL) {
        trace_add(&slot->mmap_bytes, length);
    }
    return (void *)(uintptr_t)mapped;
}

HR_EXPORT void *mmap64(void *address, size_t length, int protection, int flags, int descriptor,
                       off_t offset) {
    return mmap(address, length, protection, flags, descriptor, offset);
}

HR_EXPORT int munmap(void *address, size_t length) {
    long result = syscall(SYS_munmap, address, length);
    struct trace_slot *slot = result == 0 ? counted(TRACE_MUNMAP) : NULL;
    if (slot != NULL) {
        trace_add(&slot->munmap_bytes, length);
    }
    return (int)result;
}

HR_EXPORT int madvise(void *address, size_t length, int advice) {
    long result = syscall(SYS_madvise, address, length, advice);
    if (result == 0) {
        (void)counted(TRACE_MADVISE);
    }
    return (int)result;
}

HR_EXPORT void *mremap(void *address, size_t old_length, size_t new_length, int flags, ...) {
    void *wanted = NULL;
    if ((flags & MREMAP_FIXED) != 0) {
        va_list arguments;
        va_start(arguments, flags);
        wanted = va_arg(arguments, void *);
        va_end(arguments);
    }
    long mapped = syscall(SYS_mremap, address, old_length, new_length, flags, wanted);
    struct trace_slot *slot = mapped != -1 ? counted(TRACE_MREMAP) : NULL;
    if (slot != NULL && new_length > old_length) {
        trace_add(&slot->grown_bytes, new_length - old_length);
    } else if (slot != NULL) {
        trace_add(&slot->shrunk_bytes, old_length - new_length);
    }
    return (void *)(uintptr_t)mapped;
}
