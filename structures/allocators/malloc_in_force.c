/*
 * malloc_in_force.c - recognizes glibc, jemalloc, mimalloc and tcmalloc.
 *
 * The others are known by a symbol of their own API. glibc is in force when calls of malloc go to
 * the C library itself, or to a preloaded library that stands in front and exports
 * headroom_trace_next_malloc(), the path of whom it calls next. Under a sanitizer or valgrind, and
 * with a malloc that is none of these, nothing is known, and no chunk header is read.
 */
#include "malloc_in_force.h"

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
#define FIND_FUNCTION(process, name, function)                                                     \
    do {                                                                                           \
        void *address = (process)->find(name);                                                     \
        memcpy(&(function), &address, sizeof(function));                                           \
    } while (0)

/* Whoever replaces malloc there leaves no chunk header where glibc has one. */
static bool is_instrumented(const struct malloc_signs *process) {
    static const char *const inits[] = {"__asan_init", "__tsan_init", "__msan_init",
                                        "__hwasan_init", "__lsan_init"};
    for (size_t i = 0; i < sizeof inits / sizeof inits[0]; i++) {
        if (process->find(inits[i]) != NULL) {
            return true;
        }
    }
    return process->is_under_valgrind;
}

static bool is_c_library(const char *path) {
    const char *slash = path == NULL ? NULL : strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    return name != NULL && strncmp(name, "libc.so", strlen("libc.so")) == 0;
}

static bool is_glibc(const struct malloc_signs *process) {
    next_malloc_fn *next_malloc;
    FIND_FUNCTION(process, "headroom_trace_next_malloc", next_malloc);
    if (next_malloc != NULL) {
        return is_c_library(next_malloc());
    }
    return process->find("gnu_get_libc_version") != NULL && is_c_library(process->malloc_file);
}

enum malloc_kind malloc_recognize(const struct malloc_signs *process) {
    if (is_instrumented(process)) {
        return MALLOC_UNKNOWN;
    }
    if (process->find("mallctl") != NULL) {
        return MALLOC_JEMALLOC;
    }
    if (process->find("mi_version") != NULL) {
        return MALLOC_MIMALLOC;
    }
    if (process->find("tc_version") != NULL) {
        return MALLOC_TCMALLOC;
    }
    return is_glibc(process) ? MALLOC_GLIBC : MALLOC_UNKNOWN;
}

static void *find_symbol(const char *name) {
    return dlsym(RTLD_DEFAULT, name);
}

static int is_valgrind_object(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    (void)context;
    return strstr(object->dlpi_name, "/vgpreload_") != NULL;
}

/* The one that calls from here are bound to: a search by name passes over older versions of a
 * symbol, as which glibc's own malloc for debugging comes. */
static void *malloc_address(void) {
    void *(*function)(size_t bytes) = malloc;
    void *address;
    memcpy(&address, &function, sizeof address);
    return address;
}

static void detect(void) {
    Dl_info owner = {0};
    (void)dladdr(malloc_address(), &owner);
    const struct malloc_signs process = {
        .find = find_symbol,
        .malloc_file = owner.dli_fname,
        .is_under_valgrind = dl_iterate_phdr(is_valgrind_object, NULL) != 0,
    };
    in_force.kind = malloc_recognize(&process);
    if (in_force.kind == MALLOC_JEMALLOC) {
        FIND_FUNCTION(&process, "nallocx", in_force.nallocx);
    } else if (in_force.kind == MALLOC_TCMALLOC) {
        FIND_FUNCTION(&process, "tc_nallocx", in_force.nallocx);
    } else if (in_force.kind == MALLOC_MIMALLOC) {
        FIND_FUNCTION(&process, "mi_good_size", in_force.mi_good_size);
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
    enum malloc_kind kind = kind_in_force();
    if (kind == MALLOC_GLIBC) {
        return block != NULL && is_mmapped_chunk(block) ? HR_MOVE_REMAPS : HR_MOVE_COPIES;
    }
    return kind == MALLOC_UNKNOWN ? HR_MOVE_UNKNOWN : HR_MOVE_COPIES;
}
