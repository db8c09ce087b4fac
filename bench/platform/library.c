/*
 * library.c - see library.h. Reads /etc/ld.so.cache in the format of glibc 2.2 and later
 * (elf/cache.c, "glibc-ld.so.cache1.1"): a header, entries, then the strings, whose offsets count
 * from the header.
 */
#include "platform/library.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define CACHE_MAGIC "glibc-ld.so.cache1.1"

enum { PATH_BYTES = 4096 };

struct cache_header {
    char magic[sizeof CACHE_MAGIC - 1];
    uint32_t entries;
    uint32_t string_bytes;
    uint32_t reserved[5];
};

struct cache_entry {
    int32_t flags;
    uint32_t name, path; /* offsets of strings */
    uint32_t system_version;
    uint64_t hardware;
};

/* Debian's multiarch folder comes first; the others are everybody else's. */
static const char *const folders[] = {
#if defined(__x86_64__)
    "/usr/lib/x86_64-linux-gnu",
#elif defined(__aarch64__)
    "/usr/lib/aarch64-linux-gnu",
#endif
    "/usr/local/lib",
    "/usr/lib64",
    "/usr/lib",
    "/lib64",
    "/lib"};

static char found_path[PATH_BYTES];

static bool read_identity(const char *path, ElfW(Ehdr) * header) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    ssize_t count = read(file, header, sizeof *header);
    (void)close(file);
    return count == (ssize_t)sizeof *header && memcmp(header->e_ident, ELFMAG, SELFMAG) == 0;
}

bool library_is_loadable(const char *path) {
    ElfW(Ehdr) own, other;
    return read_identity("/proc/self/exe", &own) && read_identity(path, &other) &&
           own.e_ident[EI_CLASS] == other.e_ident[EI_CLASS] && own.e_machine == other.e_machine &&
           other.e_type == ET_DYN;
}

/* A string of the cache, or NULL when its offset leads out of it. */
static const char *cache_string(const char *cache, size_t bytes, uint32_t offset) {
    return offset < bytes && memchr(cache + offset, '\0', bytes - offset) != NULL ? cache + offset
                                                                                  : NULL;
}

static bool remember(const char *path) {
    size_t length = strlen(path);
    if (length >= sizeof found_path || !library_is_loadable(path)) {
        return false;
    }
    memcpy(found_path, path, length + 1);
    return true;
}

static bool find_in_cache(const char *cache, size_t bytes, const char *soname) {
    struct cache_header header;
    if (bytes < sizeof header) {
        return false;
    }
    memcpy(&header, cache, sizeof header);
    if (memcmp(header.magic, CACHE_MAGIC, sizeof header.magic) != 0 ||
        header.entries > (bytes - sizeof header) / sizeof(struct cache_entry)) {
        return false;
    }
    for (size_t i = 0; i < header.entries; i++) {
        struct cache_entry entry;
        memcpy(&entry, cache + sizeof header + i * sizeof entry, sizeof entry);
        const char *name = cache_string(cache, bytes, entry.name);
        const char *path = cache_string(cache, bytes, entry.path);
        if (name != NULL && path != NULL && strcmp(name, soname) == 0 && remember(path)) {
            return true;
        }
    }
    return false;
}

static bool ask_cache(const char *soname) {
    int file = open("/etc/ld.so.cache", O_RDONLY | O_CLOEXEC);
    struct stat status;
    bool is_found = false;
    if (file >= 0 && fstat(file, &status) == 0 && status.st_size > 0) {
        size_t bytes = (size_t)status.st_size;
        void *cache = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, file, 0);
        if (cache != MAP_FAILED) {
            is_found = find_in_cache(cache, bytes, soname);
            (void)munmap(cache, bytes);
        }
    }
    if (file >= 0) {
        (void)close(file);
    }
    return is_found;
}

const char *library_find(const char *soname) {
    if (ask_cache(soname)) {
        return found_path;
    }
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char path[PATH_BYTES];
        int length = snprintf(path, sizeof path, "%s/%s", folders[i], soname);
        if (length > 0 && (size_t)length < sizeof path && remember(path)) {
            return found_path;
        }
    }
    return NULL;
}
