/*
 * file_stamp.h - what the files that a run's cases name were when it began: for the header of its
 * results, which a resumed run must agree with, and for the trials after one was written anew.
 */
#ifndef HEADROOM_BENCH_FILE_STAMP_H
#define HEADROOM_BENCH_FILE_STAMP_H

#include <stdbool.h>
#include <stddef.h>

#include "plan/case.h"
#include "results/results.h"

/* Of all that were named. False with *error filled when a file cannot be read any more. */
bool file_stamps_take(struct results_error *error);

/* "KIND_NAME": "PATH crc32 XXXXXXXX" for each, at most FILE_NAMED; how many. The texts live for
 * ever. */
size_t file_stamps_write(struct results_pair *pairs);

/* The path of a file that the case names and that is not the one that was stamped; NULL: none. */
const char *file_stamp_broken(const struct bench_case *a_case);

#endif
