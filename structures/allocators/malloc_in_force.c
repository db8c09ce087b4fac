/*
 * malloc_in_force.c - recognizes glibc, jemalloc, mimalloc and tcmalloc.
 *
 * The others are known by a symbol of their own API. glibc is in force when `malloc` resolves to
 * the C library itself, or to a preloaded library that stands in front and exports
 * headroom_trace_next_malloc(), the path of whom it calls next. Under a sanitizer or valgrind, and
 * with a malloc that is none of these, nothing is known, and no chunk header is read.
 */
#include "malloc_in_force.h"

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum malloc_kind {
    MALLOC_UNKNOWN,
    MALLOC_GLIBC,
    MALLOC_JEMALLOC,
    MALLOC_MIMALLOC,
    MALLOC_TCMALLOC
};

typedef size_t nallocx_fn(size_t bytes, int flags);
typedef size_t mi_good_size_fn(size_t bytes);
typedef const char *next_malloc_fn(void);

/* Written once by detect(). */
static struct {
    enum malloc_kind kind;
    nallocx_fn *nallocx; /* jemalloc's or tcmalloc's */
    mi_good_size_fn *mi_good_size;
} in_force;

static pthread_once_t detected = PTHREAD_ONCE_INIT;

/* dlsym gives functions as void *; copying the bits is what POSIX promises to work. */
#define FIND_FUNCTION(name, function)                                                              \
    do {                                                                                           \
        void *address = dlsym(RTLD_DEFAULT, name);                                                 \
        memcpy(&(function), &address, sizeof(function));                                           \
    } while (0)

static bool has_symbol(const char *name) {
    return dlsym(RTLD_DEFAULT, name) != NULL;
}

static int is_valgrind_object(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    (void)context;
    return object->dlpi_name != NULL && strstr(object->dlpi_name, "/vgpreload_") != NULL;
}

/* Whoever replaces malloc here leaves no chunk header where glibc has one. */
static bool is_instrumented(void) {
    return has_symbol("__asan_init") || has_symbol("__tsan_init") || has_symbol("__msan_init") ||
           has_symbol("__hwasan_init") || has_symbol("__lsan_init") ||
           dl_iterate_phdr(is_valgrind_object, NULL) != 0;
}

static bool is_c_library(const char *path) {
    const char *slash = path == NULL ? NULL : strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    return name != NULL && strncmp(name, "libc.so", strlen("libc.so")) == 0;
}

static bool is_glibc(void) {
    next_malloc_fn *next_malloc;
    FIND_FUNCTION("headroom_trace_next_malloc", next_malloc);
    if (next_malloc != NULL) {
        return is_c_library(next_malloc());
    }
    Dl_info owner;
    void *address = dlsym(RTLD_DEFAULT, "malloc");
    return address != NULL && has_symbol("gnu_get_libc_version") && dladdr(address, &owner) != 0 &&
           is_c_library(owner.dli_fname);
}

static void detect(void) {
    if (is_instrumented()) {
        in_force.kind = MALLOC_UNKNOWN;
    } else if (has_symbol("mallctl")) {
        in_force.kind = MALLOC_JEMALLOC;
        FIND_FUNCTION("nallocx", in_force.nallocx);
    } else if (has_symbol("mi_version")) {
        in_force.kind = MALLOC_MIMALLOC;
        FIND_FUNCTION("mi_good_size", in_force.mi_good_size);
    } else if (has_symbol("tc_version")) {
        in_force.kind = MALLOC_TCMALLOC;
        FIND_FUNCTION("tc_nallocx", in_force.nallocx);
    } else if (is_glibc()) {
        in_force.kind = MALLOC_GLIBC;
    }
    /* A symbol that is not found leaves a message, which malloc holds; the second call frees it. */
    (void)dlerror();
    (void)dlerror();
}

static enum malloc_kind kind_in_force(void) {
    (void)pthread_once(&detected, detect);
    return in_force.kind;
}

/* Before main: looking for symbols calls malloc, which would be counted in whatever is measured. */
__attribute__((constructor)) static void detect_early(void) {
    (void)kind_in_force();
}

/*
 * glibc 2.36, malloc/malloc.c, 64 bits: a chunk is the request and one word of header, rounded up
 * to 16 bytes, at least 32. A chunk of 128 KiB and more gets pages of its own, with one word more;
 * of those, 8 bytes are usable that a request for them would not find: it would get another page.
 * Where the threshold has moved or free memory is found, such a block is smaller than said here,
 * unless that size is what is requested.
 */
enum { WORD = 8, CHUNK_STEP = 16, CHUNK_LEAST = 32, MMAP_THRESHOLD = 128 * 1024 };

/* Cannot wrap: what comes here is at most PTRDIFF_MAX and a few words. */
static size_t rounded_up(size_t bytes, size_t step) {
    return (bytes + step - 1) & ~(step - 1);
}

static size_t glibc_good_size(size_t bytes) {
    size_t chunk = rounded_up(bytes + WORD, CHUNK_STEP);
    if (chunk < CHUNK_LEAST) {
        chunk = CHUNK_LEAST;
    }
    if (chunk < MMAP_THRESHOLD) {
        return chunk - WORD;
    }
    return rounded_up(chunk + WORD, (size_t)sysconf(_SC_PAGESIZE)) - CHUNK_STEP - WORD;
}

/* Of the answer of a malloc: never less, and nothing that no malloc gives. */
static size_t sensible(size_t bytes, size_t good_size) {
    return good_size > bytes && good_size <= PTRDIFF_MAX ? good_size : bytes;
}

size_t malloc_good_size(size_t bytes) {
    enum malloc_kind kind = kind_in_force();
    if (bytes == 0 || bytes > PTRDIFF_MAX) {
        return bytes;
    }
    if (kind == MALLOC_GLIBC && sizeof(size_t) == WORD) {
        return sensible(bytes, glibc_good_size(bytes));
    }
    if (in_force.nallocx != NULL) {
        return sensible(bytes, in_force.nallocx(bytes, 0));
    }
    if (in_force.mi_good_size != NULL) {
        return sensible(bytes, in_force.mi_good_size(bytes));
    }
    return bytes;
}

/* glibc's bit IS_MMAPPED in the word before the block: such a block grows by mremap. */
static bool is_mmapped_chunk(const void *block) {
    size_t size_and_bits;
    memcpy(&size_and_bits, (const char *)block - sizeof size_and_bits, sizeof size_and_bits);
    return (size_and_bits & 2) != 0;
}

enum hr_move malloc_move(const void *block) {
    switch (kind_in_force()) {
    case MALLOC_GLIBC:
        return block != NULL && is_mmapped_chunk(block) ? HR_MOVE_REMAPS : HR_MOVE_COPIES;
    case MALLOC_JEMALLOC:
    case MALLOC_MIMALLOC:
    case MALLOC_TCMALLOC:
        return HR_MOVE_COPIES;
    case MALLOC_UNKNOWN:
        break;
    }
    return HR_MOVE_UNKNOWN;
}
