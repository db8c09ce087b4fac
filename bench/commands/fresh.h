/*
 * fresh.h - files under names that the program invents, in folders where others may have put
 * something under the same name: a symbolic link there is replaced, never followed.
 *
 *     struct fresh fresh;
 *     if (fresh_make(&fresh, path)) { ... write to fresh.temporary ... fresh_place(&fresh, true); }
 */
#ifndef HEADROOM_BENCH_COMMANDS_FRESH_H
#define HEADROOM_BENCH_COMMANDS_FRESH_H

#include <stdbool.h>

enum { FRESH_PATH_BYTES = 4096 };

struct fresh {
    const char *path; /* where it will stand; the caller's */
    char temporary[FRESH_PATH_BYTES];
};

/*
 * Makes an empty file beside `path`, new and under a name that nobody can foresee. False with errno
 * set; there is nothing to place then.
 */
bool fresh_make(struct fresh *fresh, const char *path);

/*
 * Renames it over `path`, or with `is_wanted` false removes it. False with errno set where it could
 * not be renamed; it is removed then too.
 */
bool fresh_place(struct fresh *fresh, bool is_wanted);

/* Whether a symbolic link stands at `path`. */
bool fresh_is_link(const char *path);

#endif
