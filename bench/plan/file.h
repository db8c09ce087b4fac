/*
 * file.h - files that parameters name: headroom's own by their names, others by their paths. Each
 * is read and checked when it is named first, so that a plan with a damaged one is never begun.
 *
 * What was named is remembered, in the order of naming, for the header of a run's results.
 */
#ifndef HEADROOM_BENCH_FILE_H
#define HEADROOM_BENCH_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "plan/case.h"

enum { FILE_NAMED = 16, FILE_PATH_BYTES = 1024, FILE_SUMMARY_BYTES = 256 };

struct named_file {
    const char *kind;           /* "lengths" */
    char name[CASE_WORD_BYTES]; /* as it stands in the case's key */
    char path[FILE_PATH_BYTES]; /* absolute */
};

/* Whether there are files of this kind at all. */
bool file_is_kind(const char *kind);

/* The file, read and checked; NULL with *error filled when it is damaged, unknown (near names are
 * listed), or one more than FILE_NAMED. Lives for ever. */
const struct named_file *file_name(const char *kind, const char *name, struct case_error *error);

/* In the order of naming; NULL past the end. */
const struct named_file *file_at(size_t index);

/* The file that a parameter of the case names; NULL where setting `index` names none. */
const struct named_file *file_of(const struct bench_case *a_case, size_t index);

/* Names of headroom's own files of lengths, in order; NULL past the end. Index 0 looks anew. */
const char *file_lengths_at(size_t index);

/* What the first line of one of them says in its comment; "" when it says nothing. */
void file_lengths_summary(const char *name, char summary[FILE_SUMMARY_BYTES]);

#endif
