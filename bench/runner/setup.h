/*
 * setup.h - the worker's first stage: everything that must be set before the measured image starts.
 */
#ifndef HEADROOM_BENCH_SETUP_H
#define HEADROOM_BENCH_SETUP_H

#include <stdint.h>

#include "meters/meter.h"

/*
 * What a limit of memory must leave: below about 0.6 MB (x86-64, glibc, a trial of one element) the
 * loader cannot map the image and what it opens, and the trial ends as if it had crashed. Of the
 * other mallocs jemalloc and tcmalloc want 12 MB before their first block, mimalloc 38 MB.
 */
enum { SETUP_LEAST_MEMORY_BYTES = 1000000 };

struct setup_options {
    const char *key, *trial, *repetition; /* as text, handed on to the image */
    enum lane lane;
    uint64_t memory_limit_bytes; /* 0: three quarters of the machine's memory */
};

/*
 * Becomes the measured image. Returns only when that cannot be: after printing the outcome
 * `unsupported` on standard output, an exit status of 0; after a message, another.
 */
int setup_and_execute(const struct setup_options *options);

#endif
