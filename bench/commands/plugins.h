/*
 * plugins.h - the option --plugin of several verbs: its row, its values, and what is done with
 * them.
 */
#ifndef HEADROOM_BENCH_PLUGINS_H
#define HEADROOM_BENCH_PLUGINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plan/module.h"

#define PLUGINS_ROW                                                                                \
    {                                                                                              \
        .id = 'p', .name = "plugin", .argument = "FILE",                                           \
        .help = "a module with structures of your own; may be repeated"                            \
    }

enum { PLUGINS_MOST = 16 };

/* As they stand on the command line. */
struct plugins {
    const char *path[PLUGINS_MOST];
    size_t count;
};

/* Takes a value of the option; false after a message when there are too many. */
bool plugins_name(struct plugins *plugins, const char *verb, const char *value);

/*
 * Checks each in a process of its own and adds it to the catalog. An exit_code, after a message of
 * this verb when it is not EXIT_OK. 0 for the deadline: the usual one.
 */
int plugins_check_and_add(const struct plugins *plugins, const char *verb, uint64_t deadline_ns);

/* Adds them without trying them: for a worker, whose starter has. */
int plugins_add(const struct plugins *plugins, const char *verb);

/* The exit_code for what became of a plug-in. */
int plugins_status(enum module_outcome outcome);

#endif
