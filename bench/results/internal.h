/*
 * internal.h - what reader and writer of the results file share; for nobody else.
 */
#ifndef HEADROOM_BENCH_RESULTS_INTERNAL_H
#define HEADROOM_BENCH_RESULTS_INTERNAL_H

#include "results/results.h"

#define RESULTS_FILE         "results.tsv"
#define RESULTS_FORMAT       "headroom-results"
#define RESULTS_VERSION_TEXT "1"

/* Fills the message; control bytes in it become '?', so that no name can play with a terminal. */
void results_fail(struct results_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
