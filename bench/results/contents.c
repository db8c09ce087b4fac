/*
 * contents.c - a results file's bytes into memory. Knows nothing of records.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "results/internal.h"

enum { BLOCK_BYTES = 1 << 16 };

/* Up to `room` bytes; less at the end of the file only. -1 on failure. */
static ssize_t read_block(int descriptor, char *block, size_t room) {
    size_t used = 0;
    while (used < room) {
        ssize_t got = read(descriptor, block + used, room - used);
        if (got < 0 && errno != EINTR) {
            return -1;
        }
        if (got == 0) {
            break;
        }
        used += got > 0 ? (size_t)got : 0;
    }
    return (ssize_t)used;
}

/* Doubles the block when the next read would not fit, with one byte to spare. */
static bool make_room(char **contents, size_t *room, size_t used) {
    if (*contents != NULL && *room - used > BLOCK_BYTES) {
        return true;
    }
    size_t more = 2 * (*room + BLOCK_BYTES);
    char *grown = realloc(*contents, more);
    if (grown == NULL) {
        return false;
    }
    *contents = grown;
    *room = more;
    return true;
}

/* The size that the file claims is not believed: room is made for what was read. */
static bool read_contents(int descriptor, char **contents, size_t *bytes) {
    struct stat status;
    size_t room = 0;
    if (fstat(descriptor, &status) != 0) {
        return false;
    }
    if (!S_ISREG(status.st_mode)) {
        errno = EINVAL;
        return false;
    }
    *bytes = 0;
    for (ssize_t got = 1; got > 0;) {
        if (!make_room(contents, &room, *bytes)) {
            return false;
        }
        char *block = *contents + *bytes;
        got = read_block(descriptor, block, BLOCK_BYTES);
        *bytes += got > 0 ? (size_t)got : 0;
        if (got < 0 || (got > 0 && memchr(block, '\0', (size_t)got) != NULL)) {
            return got > 0;
        }
    }
    return true;
}

bool results_load(struct results *results, size_t *bytes, struct results_error *error) {
    int descriptor = open(results->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool is_read = descriptor >= 0 && read_contents(descriptor, &results->contents, bytes);
    if (!is_read) {
        results_fail(error, "%s: cannot be read: %s", results->path,
                     errno == EINVAL ? "it is no regular file" : strerror(errno));
    }
    if (descriptor >= 0) {
        (void)close(descriptor);
    }
    return is_read;
}
