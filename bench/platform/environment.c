/*
 * environment.c - see environment.h. A pair is one function, and one line of `sources`.
 */
#include "platform/environment.h"

#include <fcntl.h>
#include <gnu/libc-version.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <zlib.h>

#include "platform/malloc.h"
#include "platform/procfs.h"

enum { VALUE_BYTES = ENVIRONMENT_VALUE_BYTES, CHUNK_BYTES = 16 * 1024, PROBE_PAGES = 256 };

static char chunk[CHUNK_BYTES];

static void cut_line(char *text) {
    text[strcspn(text, "\n")] = '\0';
}

static void read_kernel(char *value) {
    struct utsname name;
    if (uname(&name) == 0) {
        (void)snprintf(value, VALUE_BYTES, "%s %s %s", name.sysname, name.release, name.machine);
    }
}

static void read_cpu(char *value) {
    (void)procfs_read_file("/proc/cpuinfo", chunk, sizeof chunk);
    const char *line = strstr(chunk, "model name");
    const char *colon = line != NULL ? strchr(line, ':') : NULL;
    if (colon != NULL) {
        (void)snprintf(value, VALUE_BYTES, "%s", colon + 1 + strspn(colon + 1, " "));
        cut_line(value);
    }
}

static void read_cores(char *value) {
    (void)snprintf(value, VALUE_BYTES, "%ld", sysconf(_SC_NPROCESSORS_ONLN));
}

static void read_page_bytes(char *value) {
    (void)snprintf(value, VALUE_BYTES, "%ld", sysconf(_SC_PAGESIZE));
}

static void read_thp(char *value) {
    char word[32];
    if (procfs_huge_page_setting(word, sizeof word)) {
        (void)snprintf(value, VALUE_BYTES, "%s", word);
    }
}

static void read_overcommit(char *value) {
    if (procfs_read_file("/proc/sys/vm/overcommit_memory", value, VALUE_BYTES) > 0) {
        cut_line(value);
    }
}

static void read_libc(char *value) {
    (void)snprintf(value, VALUE_BYTES, "glibc %s", gnu_get_libc_version());
}

static void read_compiler(char *value) {
#ifdef __clang__
    (void)snprintf(value, VALUE_BYTES, "%s", __VERSION__);
#else
    (void)snprintf(value, VALUE_BYTES, "gcc %s", __VERSION__);
#endif
}

static void read_flags(char *value) {
    (void)snprintf(value, VALUE_BYTES, "%s", HEADROOM_BUILD_FLAGS);
}

static void read_build_type(char *value) {
    (void)snprintf(value, VALUE_BYTES, "%s", HEADROOM_BUILD_TYPE);
}

static void read_check_level(char *value) {
    (void)snprintf(value, VALUE_BYTES, "%d", HR_CHECK_LEVEL);
}

static void read_version(char *value) {
    (void)snprintf(value, VALUE_BYTES, "%s", HEADROOM_BUILD_VERSION);
}

static void read_commit(char *value) {
    (void)snprintf(value, VALUE_BYTES, "%s", HEADROOM_BUILD_COMMIT);
}

bool environment_checksum_file(const char *path, unsigned long *checksum) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t count = file >= 0 ? 1 : -1;
    *checksum = crc32(0, NULL, 0);
    while (count > 0) {
        count = read(file, chunk, sizeof chunk);
        if (count > 0) {
            *checksum = crc32(*checksum, (const unsigned char *)chunk, (unsigned)count);
        }
    }
    if (file >= 0) {
        (void)close(file);
    }
    return count == 0;
}

/* The real file, whose name has the version, and its checksum. */
static void read_malloc(const char *name, char *value) {
    const struct malloc_kind *kind = malloc_kind_find(name, strlen(name));
    const char *path = kind != NULL ? malloc_library_path(kind) : NULL;
    char real[PATH_MAX];
    unsigned long checksum;
    if (path == NULL) {
        (void)snprintf(value, VALUE_BYTES, "not installed");
    } else if (realpath(path, real) != NULL && environment_checksum_file(real, &checksum)) {
        (void)snprintf(value, VALUE_BYTES, "%.400s crc32 %08lx", real, checksum);
    }
}

static void read_jemalloc(char *value) {
    read_malloc("jemalloc", value);
}

static void read_mimalloc(char *value) {
    read_malloc("mimalloc", value);
}

static void read_tcmalloc(char *value) {
    read_malloc("tcmalloc", value);
}

/* Touches a known number of pages and looks whether they are counted. */
static void probe_resident(char *value) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t bytes = PROBE_PAGES * page;
    struct procfs_memory before, after;
    char *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) {
        return;
    }
    (void)madvise(pages, bytes, MADV_NOHUGEPAGE);
    /* The first time the pages that are read into may come after the kernel has counted. */
    (void)procfs_memory_read(&after);
    bool is_read = procfs_memory_read(&before);
    for (size_t i = 0; i < bytes; i += page) {
        ((volatile char *)pages)[i] = 1;
    }
    is_read = procfs_memory_read(&after) && is_read;
    (void)munmap(pages, bytes);
    bool is_exact = after.anonymous_bytes - before.anonymous_bytes == bytes;
    (void)snprintf(value, VALUE_BYTES, "%s",
                   !is_read   ? "not readable"
                   : is_exact ? "exact"
                              : "inexact");
}

static void probe_peak(char *value) {
    (void)snprintf(value, VALUE_BYTES, "%s", procfs_peak_rearm() ? "re-armed" : "refused");
}

/* Some containers do not let a program say so. */
static void probe_aslr(char *value) {
    int before = personality(0xffffffff);
    bool is_allowed =
        before >= 0 && personality((unsigned long)(unsigned)before | ADDR_NO_RANDOMIZE) >= 0;
    if (is_allowed) {
        (void)personality((unsigned long)(unsigned)before);
    }
    (void)snprintf(value, VALUE_BYTES, "%s", is_allowed ? "can be switched off" : "stays on");
}

static const struct {
    const char *key;
    void (*read)(char *value);
} sources[] = {
    {"headroom", read_version},
    {"commit", read_commit},
    {"compiler", read_compiler},
    {"flags", read_flags},
    {"build_type", read_build_type},
    {"check_level", read_check_level},
    {"kernel", read_kernel},
    {"cpu", read_cpu},
    {"cores", read_cores},
    {"page_bytes", read_page_bytes},
    {"thp", read_thp},
    {"overcommit", read_overcommit},
    {"libc", read_libc},
    {"malloc_jemalloc", read_jemalloc},
    {"malloc_mimalloc", read_mimalloc},
    {"malloc_tcmalloc", read_tcmalloc},
    {"can_smaps_rollup", probe_resident},
    {"can_peak", probe_peak},
    {"can_aslr", probe_aslr},
};

enum { SOURCES = sizeof sources / sizeof sources[0] };

_Static_assert((int)SOURCES <= (int)ENVIRONMENT_PAIRS, "every pair has a place");

void environment_read(struct environment *environment) {
    environment->pairs = 0;
    for (size_t i = 0; i < SOURCES; i++) {
        struct environment_pair *pair = &environment->pair[environment->pairs++];
        pair->key = sources[i].key;
        (void)snprintf(pair->value, sizeof pair->value, "unknown");
        sources[i].read(pair->value);
    }
}

const char *environment_value(const struct environment *environment, const char *key) {
    for (size_t i = 0; i < environment->pairs; i++) {
        if (strcmp(environment->pair[i].key, key) == 0) {
            return environment->pair[i].value;
        }
    }
    return NULL;
}
