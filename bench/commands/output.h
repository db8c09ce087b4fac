/*
 * commands/output.h - a file that the user named, or standard output: it appears whole or not at
 * all, and links are followed.
 *
 *     struct output output;
 *     if (!output_open(&output, "report", "table.md")) { return EXIT_FILES; }
 *     ... fprintf(output.file, ...) ...
 *     status = output_close(&output, is_whole) ? EXIT_OK : EXIT_FILES;
 *
 * Messages go to standard error. What is no regular file (/dev/stderr, a pipe) is written to as it
 * stands.
 */
#ifndef HEADROOM_BENCH_COMMANDS_OUTPUT_H
#define HEADROOM_BENCH_COMMANDS_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "commands/fresh.h"

struct output {
    const char *verb; /* for messages */
    FILE *file;
    char *path; /* NULL for standard output */
    bool is_in_place;
    struct fresh fresh; /* unless it is written in place */
};

/* `path` NULL: standard output. False after a message; there is nothing to close then. */
bool output_open(struct output *output, const char *verb, const char *path);

/*
 * Puts the file into its place, or with `is_wanted` false removes what was written. False after a
 * message when it could not all be written. Standard output stays open and is not asked.
 */
bool output_close(struct output *output, bool is_wanted);

#endif
