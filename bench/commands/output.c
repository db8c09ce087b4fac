/*
 * commands/output.c - see output.h.
 */
#include "commands/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool fail(const struct output *output, const char *path) {
    fprintf(stderr, "headroom %s: cannot write '%s': %s\n", output->verb, path, strerror(errno));
    return false;
}

static void forget(struct output *output) {
    free(output->path);
    *output = (struct output){.verb = output->verb};
}

/* The file itself behind links, so that a link stays one. NULL without memory. */
static char *find_target(const char *path) {
    char *target = realpath(path, NULL);
    return target != NULL ? target : strdup(path);
}

static bool is_special(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

bool output_open(struct output *output, const char *verb, const char *path) {
    *output = (struct output){.verb = verb};
    if (path == NULL) {
        output->file = stdout;
        return true;
    }
    output->path = find_target(path);
    if (output->path != NULL) {
        output->is_in_place = is_special(output->path);
        output->file = output->is_in_place ? fopen(output->path, "we")
                                           : fresh_open(&output->fresh, output->path);
    }
    if (output->file == NULL) {
        fail(output, path);
        forget(output);
        return false;
    }
    return true;
}

bool output_close(struct output *output, bool is_wanted) {
    if (output->path == NULL) {
        return true;
    }
    bool is_written;
    if (output->is_in_place) {
        is_written = ferror(output->file) == 0;
        is_written = fclose(output->file) == 0 && is_written;
    } else {
        is_written = fresh_close(&output->fresh, output->file, is_wanted);
    }
    if (is_wanted && !is_written) {
        fail(output, output->path);
    }
    forget(output);
    return is_written;
}
