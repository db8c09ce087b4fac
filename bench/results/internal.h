/*
 * internal.h - what reader and writer of the results file share; for nobody else.
 */
#ifndef HEADROOM_BENCH_RESULTS_INTERNAL_H
#define HEADROOM_BENCH_RESULTS_INTERNAL_H

#include "results/results.h"

#define RESULTS_FILE   "results.tsv"
#define RESULTS_FORMAT "headroom-results"

/* What is written, and what is read besides: lines whose checksums stand alone, no end. */
#define RESULTS_VERSION_TEXT     "2"
#define RESULTS_VERSION_UNLINKED "1"

/* Fills the message; what a terminal would obey becomes '?', so that no name can play with it. */
void results_fail(struct results_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * The file named results->path into results->contents, which has room for one byte more. Reading
 * stops at a block with a zero byte in it: such a file is refused anyway, and may be all holes.
 */
bool results_load(struct results *results, size_t *bytes, struct results_error *error);

#endif
