/*
 * fresh.c - see fresh.h.
 */
#include "commands/fresh.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What open would have made of 0666. */
static mode_t usual_mode(void) {
    mode_t mask = umask(0);
    (void)umask(mask);
    return 0666 & ~mask;
}

/* The descriptor of a new file; -1 with errno set. */
static int make(struct fresh *fresh, const char *path) {
    const char *slash = strrchr(path, '/');
    size_t folder = slash != NULL ? (size_t)(slash - path) + 1 : 0;
    fresh->path = path;
    int used = snprintf(fresh->temporary, sizeof fresh->temporary, "%.*s.headroom-XXXXXX",
                        (int)folder, path);
    if (used < 0 || (size_t)used >= sizeof fresh->temporary) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int descriptor = mkostemp(fresh->temporary, O_CLOEXEC);
    if (descriptor >= 0) {
        (void)fchmod(descriptor, usual_mode());
    }
    return descriptor;
}

bool fresh_make(struct fresh *fresh, const char *path) {
    int descriptor = make(fresh, path);
    return descriptor >= 0 && close(descriptor) == 0;
}

FILE *fresh_open(struct fresh *fresh, const char *path) {
    int descriptor = make(fresh, path);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    if (descriptor >= 0 && file == NULL) {
        (void)close(descriptor);
        (void)fresh_place(fresh, false);
    }
    return file;
}

bool fresh_place(struct fresh *fresh, bool is_wanted) {
    if (is_wanted && rename(fresh->temporary, fresh->path) == 0) {
        return true;
    }
    int why = errno;
    (void)unlink(fresh->temporary);
    errno = why;
    return !is_wanted;
}

bool fresh_close(struct fresh *fresh, FILE *file, bool is_whole) {
    is_whole = is_whole && ferror(file) == 0;
    is_whole = fclose(file) == 0 && is_whole;
    return fresh_place(fresh, is_whole) && is_whole;
}

bool fresh_is_link(const char *path) {
    struct stat status;
    return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
}
