/*
 * shelf.h - a folder of plain files that are called by their names, as suites are: what there is in
 * it, and whether a word is such a name or a path.
 */
#ifndef HEADROOM_BENCH_SHELF_H
#define HEADROOM_BENCH_SHELF_H

#include <stdbool.h>
#include <stddef.h>

#include "plan/case.h"

enum { SHELF_MOST_NAMES = 64 };

struct shelf {
    const char *(*folder)(void);
    const char *ending; /* ".suite" */
    char names[SHELF_MOST_NAMES][CASE_WORD_BYTES];
    size_t count;
};

/* What has a slash or the ending is a path. */
bool shelf_is_path(const struct shelf *shelf, const char *word);

/* The names without the ending, sorted; NULL past the end. Index 0 reads the folder. */
const char *shelf_name_at(struct shelf *shelf, size_t index);

/* The word itself if it is a path, else where the file of that name is, or would be. Free it; NULL
 * without memory. */
char *shelf_path(const struct shelf *shelf, const char *word);

#endif
