/*
 * fresh.h - files that appear whole or not at all: written beside their place under a new name that
 * nobody can foresee, then renamed over it. A symbolic link that somebody left at the place is
 * replaced, never followed.
 *
 *     struct fresh fresh;
 *     FILE *file = fresh_open(&fresh, path);
 *     if (file == NULL || !fresh_close(&fresh, file, write_it(file))) { ... errno ... }
 */
#ifndef HEADROOM_BENCH_COMMANDS_FRESH_H
#define HEADROOM_BENCH_COMMANDS_FRESH_H

#include <stdbool.h>
#include <stdio.h>

enum { FRESH_PATH_BYTES = 4096 };

struct fresh {
    const char *path; /* where it will stand; the caller's */
    char temporary[FRESH_PATH_BYTES];
};

/* Makes an empty file beside `path`, for others to write to. False with errno set; there is nothing
 * to place then. */
bool fresh_make(struct fresh *fresh, const char *path);

/* The same, opened for writing; NULL with errno set. */
FILE *fresh_open(struct fresh *fresh, const char *path);

/*
 * Renames it over `path`, or with `is_wanted` false removes it. False with errno set where it could
 * not be renamed; it is removed then too.
 */
bool fresh_place(struct fresh *fresh, bool is_wanted);

/* Closes what was opened, and places it when it is whole and was written without error, or else
 * removes it. Whether it was placed; errno says why not. */
bool fresh_close(struct fresh *fresh, FILE *file, bool is_whole);

/* Whether a symbolic link stands at `path`. */
bool fresh_is_link(const char *path);

#endif
