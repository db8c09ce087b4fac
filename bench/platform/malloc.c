/*
 * malloc.c - see malloc.h. One row per malloc; whoever adds one adds a row.
 */
#include "platform/malloc.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "platform/library.h"

static const char *const jemalloc_files[] = {"libjemalloc.so.2", NULL};
static const char *const mimalloc_files[] = {"libmimalloc.so.2", "libmimalloc.so.2.0", NULL};
static const char *const tcmalloc_files[] = {"libtcmalloc_minimal.so.4", "libtcmalloc.so.4", NULL};

static const struct malloc_kind kinds[] = {
    {.name = "glibc",
     .summary = "the C library's own; tunables are those of GLIBC_TUNABLES=glibc.malloc.KEY",
     .file_prefix = "libc.so.",
     .tuning = MALLOC_TUNES_TOGETHER,
     .tunable_variable = "GLIBC_TUNABLES",
     .tunable_prefix = "glibc.malloc.",
     .name_prefix = "glibc.malloc.",
     .tunable_separator = ":",
     .tunable_assignment = "="},
    {.name = "jemalloc",
     .summary = "jemalloc 5; tunables are those of MALLOC_CONF",
     .sonames = jemalloc_files,
     .file_prefix = "libjemalloc",
     .symbol = "mallctl",
     .tuning = MALLOC_TUNES_TOGETHER,
     .tunable_variable = "MALLOC_CONF",
     .tunable_prefix = "",
     .tunable_separator = ",",
     .tunable_assignment = ":",
     .name_prefix = "",
     .path_variable = "HEADROOM_JEMALLOC"},
    {.name = "mimalloc",
     .summary = "mimalloc 2; a tunable KEY is the variable MIMALLOC_KEY",
     .sonames = mimalloc_files,
     .file_prefix = "libmimalloc",
     .symbol = "mi_version",
     .tuning = MALLOC_TUNES_EACH,
     .tunable_variable = "MIMALLOC_",
     .tunable_prefix = "",
     .name_prefix = "",
     .path_variable = "HEADROOM_MIMALLOC"},
    {.name = "tcmalloc",
     .summary = "gperftools' tcmalloc; a tunable KEY is the variable TCMALLOC_KEY",
     .sonames = tcmalloc_files,
     .file_prefix = "libtcmalloc",
     .symbol = "tc_version",
     .tuning = MALLOC_TUNES_EACH,
     .tunable_variable = "TCMALLOC_",
     .tunable_prefix = "",
     .name_prefix = "TCMALLOC_",
     .has_upper_names = true,
     .path_variable = "HEADROOM_TCMALLOC"},
};

enum { KINDS = sizeof kinds / sizeof kinds[0] };

const struct malloc_kind *malloc_kind_at(size_t index) {
    return index < KINDS ? &kinds[index] : NULL;
}

const struct malloc_kind *malloc_kind_find(const char *name, size_t length) {
    for (size_t i = 0; i < KINDS; i++) {
        if (strlen(kinds[i].name) == length && memcmp(kinds[i].name, name, length) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

const struct malloc_kind *malloc_kind_of_path(const char *path) {
    const char *slash = path != NULL ? strrchr(path, '/') : NULL;
    const char *name = slash != NULL ? slash + 1 : path;
    for (size_t i = 0; i < KINDS && name != NULL; i++) {
        if (strncmp(name, kinds[i].file_prefix, strlen(kinds[i].file_prefix)) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

const char *malloc_library_path(const struct malloc_kind *kind) {
    const char *chosen = kind->path_variable != NULL ? getenv(kind->path_variable) : NULL;
    if (chosen != NULL && chosen[0] != '\0') {
        return library_is_loadable(chosen) ? chosen : NULL;
    }
    for (const char *const *file = kind->sonames; file != NULL && *file != NULL; file++) {
        const char *path = library_find(*file);
        if (path != NULL) {
            return path;
        }
    }
    return NULL;
}

bool malloc_is_installed(const struct malloc_kind *kind) {
    return kind->sonames == NULL || malloc_library_path(kind) != NULL;
}

/* Whose own API is there; the C library when it is nobody else's. NULL when it is two of them. */
static const struct malloc_kind *by_symbols(void) {
    const struct malloc_kind *found = NULL;
    for (size_t i = 0; i < KINDS; i++) {
        if (kinds[i].symbol != NULL && dlsym(RTLD_DEFAULT, kinds[i].symbol) != NULL) {
            if (found != NULL) {
                return NULL;
            }
            found = &kinds[i];
        }
    }
    return found != NULL ? found : &kinds[0];
}

/*
 * By the name of the object, or by the kind that its symbols say when it exports malloc under
 * another file name, as a library of the user's own build may.
 */
const struct malloc_kind *malloc_in_force(void) {
    Dl_info owner, owner_of_symbol;
    const struct malloc_kind *symbols = by_symbols();
    void *address = dlsym(RTLD_DEFAULT, "malloc");
    if (symbols == NULL || address == NULL || dladdr(address, &owner) == 0) {
        return NULL;
    }
    const struct malloc_kind *path = malloc_kind_of_path(owner.dli_fname);
    if (path == NULL && symbols->symbol != NULL &&
        dladdr(dlsym(RTLD_DEFAULT, symbols->symbol), &owner_of_symbol) != 0 &&
        owner_of_symbol.dli_fbase == owner.dli_fbase) {
        return symbols;
    }
    return path == symbols ? path : NULL;
}
