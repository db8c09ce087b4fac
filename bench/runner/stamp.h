/*
 * stamp.h - what a file was when a run began: for the header of its results, and to tell before a
 * trial whether it is still that.
 */
#ifndef HEADROOM_BENCH_STAMP_H
#define HEADROOM_BENCH_STAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

struct stamp {
    struct stat status;
    unsigned long checksum; /* CRC-32 of the contents */
};

/* False when the file cannot be read, and errno says why. */
bool stamp_take(const char *path, struct stamp *stamp);

/* "PATH crc32 XXXXXXXX" */
void stamp_write(const char *path, const struct stamp *stamp, char *value, size_t bytes);

/* Whether the file is still the one that was stamped: by its number, size and time, in a
 * microsecond. */
bool stamp_holds(const char *path, const struct stamp *stamp);

#endif
