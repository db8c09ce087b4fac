/*
 * stamp.c - see stamp.h.
 */
#include "runner/stamp.h"

#include <stdio.h>

#include "platform/environment.h"

bool stamp_take(const char *path, struct stamp *stamp) {
    return stat(path, &stamp->status) == 0 && environment_checksum_file(path, &stamp->checksum);
}

void stamp_write(const char *path, const struct stamp *stamp, char *value, size_t bytes) {
    (void)snprintf(value, bytes, "%s crc32 %08lx", path, stamp->checksum);
}

bool stamp_holds(const char *path, const struct stamp *stamp) {
    struct stat now;
    const struct stat *then = &stamp->status;
    return stat(path, &now) == 0 && now.st_dev == then->st_dev && now.st_ino == then->st_ino &&
           now.st_size == then->st_size && now.st_mtim.tv_sec == then->st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == then->st_mtim.tv_nsec;
}
