/*
 * malloc.h - the mallocs that a process can be run on, how each takes its tunables, where its
 * library lies, and which of them answers in this process.
 *
 *     struct malloc_spec spec;
 *     char error[MALLOC_ERROR_BYTES];
 *     if (!malloc_spec_parse("jemalloc:dirty_decay_ms=0", &spec, error)) { puts(error); }
 *
 * A malloc that is not recognized is never guessed at.
 */
#ifndef HEADROOM_BENCH_MALLOC_H
#define HEADROOM_BENCH_MALLOC_H

#include <stdbool.h>
#include <stddef.h>

enum {
    MALLOC_TUNABLES = 8,
    MALLOC_WORD_BYTES = 96,
    MALLOC_ERROR_BYTES = 320,
    MALLOC_VARIABLE_BYTES = 1024
};

/* How tunables reach a malloc. */
enum malloc_tuning {
    MALLOC_TUNES_TOGETHER, /* one variable with all: VARIABLE=PREFIXkey=value,PREFIXkey=value */
    MALLOC_TUNES_EACH,     /* a variable for each: VARIABLE_KEY=value */
};

struct malloc_kind {
    const char *name;
    const char *summary;
    const char *const *sonames; /* files to preload, best first; NULL: it is the C library's own */
    const char *file_prefix;    /* how the name of a file begins that holds it */
    const char *symbol;         /* that only it exports; NULL for the C library */
    const char *tunable_variable;
    const char *tunable_prefix; /* put before each key */
    const char *tunable_separator, *tunable_assignment;
    const char *name_prefix;   /* of a tunable's name as it stands in the malloc's own file */
    const char *path_variable; /* environment variable that names the library; NULL for none */
    enum malloc_tuning tuning;
    bool has_upper_names; /* whether a tunable's name stands there in upper case */
};

const struct malloc_kind *malloc_kind_find(const char *name, size_t length); /* or NULL */
const struct malloc_kind *malloc_kind_at(size_t index);                      /* NULL past the end */

/* By the name of the file that holds a malloc ("/lib/libjemalloc.so.2"); NULL for any other. */
const struct malloc_kind *malloc_kind_of_path(const char *path);

struct malloc_tunable {
    char key[MALLOC_WORD_BYTES], value[MALLOC_WORD_BYTES];
};

/* `name` or `name:key=value[,key=value...]`. */
struct malloc_spec {
    const struct malloc_kind *kind;
    size_t tunables;
    struct malloc_tunable tunable[MALLOC_TUNABLES];
};

/* False with a message that quotes what is wrong. Keys are lower case, digits, '_' and '.'. */
bool malloc_spec_parse(const char *text, struct malloc_spec *spec, char error[MALLOC_ERROR_BYTES]);

/*
 * Whether the installed malloc knows all the tunables; false with a message that quotes the first
 * it does not. True where its file cannot be read. Values are not checked.
 */
bool malloc_spec_is_known(const struct malloc_spec *spec, char error[MALLOC_ERROR_BYTES]);

/*
 * The tunables as an environment entry VARIABLE=VALUE, the index-th of them; false past the last.
 */
bool malloc_spec_variable(const struct malloc_spec *spec, size_t index,
                          char entry[MALLOC_VARIABLE_BYTES]);

/*
 * The library to preload, by the linker's cache and then the usual folders; nothing is loaded. NULL
 * when it is not installed, and for the C library's own, which needs none. The string is valid
 * until the next call.
 */
const char *malloc_library_path(const struct malloc_kind *kind);

/* Whether the process can be run on it here. */
bool malloc_is_installed(const struct malloc_kind *kind);

/*
 * The malloc that answers this process's calls, by the symbols it brings along and by the object
 * that `malloc` resolves to. NULL when the two disagree or nothing is recognized. Where a tracer
 * stands in front, ask it for whom it calls next, and malloc_kind_of_path for who that is.
 */
const struct malloc_kind *malloc_in_force(void);

#endif
