/*
 * malloc_tunables.c - whether a malloc knows the tunables that it is given.
 *
 * Most mallocs ignore what they do not know, and a case would then name a setting that was never in
 * force. Each compares the names with texts of its own, so that a name which does not stand in its
 * library, up to the zero at the end, cannot be one of them. glibc keeps them in the loader.
 */
#include <ctype.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/malloc.h"

/* The file that holds the names; NULL where it cannot be told. */
static const char *file_with_names(const struct malloc_kind *kind) {
    if (kind->sonames != NULL) {
        return malloc_library_path(kind);
    }
    Dl_info loader;
    const void *base = (const void *)(uintptr_t)getauxval(AT_BASE);
    return base != NULL && dladdr(base, &loader) != 0 ? loader.dli_fname : NULL;
}

/* The text with its zero, anywhere in the file; true where the file cannot be read. */
static bool stands_in(const char *path, const char *text) {
    struct stat status = {.st_size = 0};
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return true;
    }
    (void)fstat(file, &status);
    size_t bytes = (size_t)status.st_size;
    void *contents = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, file, 0); /* fails for no bytes */
    (void)close(file);
    if (contents == MAP_FAILED) {
        return true;
    }
    bool is_there = memmem(contents, bytes, text, strlen(text) + 1) != NULL;
    (void)munmap(contents, bytes);
    return is_there;
}

bool malloc_spec_is_known(const struct malloc_spec *spec, char error[MALLOC_ERROR_BYTES]) {
    const struct malloc_kind *kind = spec->kind;
    const char *path = spec->tunables > 0 ? file_with_names(kind) : NULL;
    for (size_t i = 0; path != NULL && i < spec->tunables; i++) {
        char name[2 * MALLOC_WORD_BYTES];
        const char *key = spec->tunable[i].key;
        int length = snprintf(name, sizeof name, "%s%s", kind->name_prefix, key);
        for (int at = 0; kind->has_upper_names && at < length; at++) {
            name[at] = (char)toupper((unsigned char)name[at]);
        }
        if (!stands_in(path, name)) {
            (void)snprintf(error, MALLOC_ERROR_BYTES, "malloc '%s' has no tunable '%s'", kind->name,
                           key);
            return false;
        }
    }
    return true;
}
