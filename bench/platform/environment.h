/*
 * environment.h - what the numbers of this machine and this build depend on, as pairs for the
 * header of a results file.
 *
 * Only what stays the same from run to run, for a resumed run compares every pair: no load, no
 * clock, no free memory. Reading it costs some milliseconds and touches 1 MiB for an instant.
 */
#ifndef HEADROOM_BENCH_ENVIRONMENT_H
#define HEADROOM_BENCH_ENVIRONMENT_H

#include <stdbool.h>
#include <stddef.h>

enum { ENVIRONMENT_PAIRS = 32, ENVIRONMENT_VALUE_BYTES = 512 };

struct environment_pair {
    const char *key; /* in lower case, greppable: "kernel", "malloc_jemalloc", ... */
    char value[ENVIRONMENT_VALUE_BYTES];
};

struct environment {
    size_t pairs;
    struct environment_pair pair[ENVIRONMENT_PAIRS];
};

void environment_read(struct environment *environment);

/* NULL when there is no such pair. */
const char *environment_value(const struct environment *environment, const char *key);

/* CRC-32 of a whole file, for one of the same name may be another. False when it cannot be read.
 * Not for threads. */
bool environment_checksum_file(const char *path, unsigned long *checksum);

#endif
