/*
 * pages.h - pages straight from the kernel, past our own hook of mmap.
 *
 * syscall() takes what it is given as whole registers: an offset that is written as a plain 0 is
 * half as wide, and what stands in its upper half is chance.
 */
#ifndef HEADROOM_TRACE_PAGES_H
#define HEADROOM_TRACE_PAGES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/* Readable and writable pages at the start of a file, or without one (-1); NULL on failure. */
static inline void *trace_pages_map(void *address, size_t bytes, int flags, int descriptor) {
    long pages = syscall(SYS_mmap, address, bytes, (long)(PROT_READ | PROT_WRITE), (long)flags,
                         (long)descriptor, (off_t)0);
    return pages == -1 ? NULL : (void *)(uintptr_t)pages;
}

#endif
