/*
 * plugin_check.h - a plug-in held against its contract in a process of its own, because it may
 * crash or hang: both ends of that process.
 *
 * The child is `headroom check-plugin --here FILE`, which prints one line per event, fields
 * separated by tabs:
 *
 *     module  NAME  VERSION  ORIGIN
 *     begin   STRUCTURE  SETTINGS  ABOUT        a check
 *     enter   VERB                              called next, when it is another than before
 *     pass                                      the check that began last
 *     miss    STRUCTURE  VERB                   not supported
 *     end     OUTCOME  MESSAGE                  the last line; OUTCOME is enum module_outcome
 */
#ifndef HEADROOM_BENCH_PLUGIN_CHECK_H
#define HEADROOM_BENCH_PLUGIN_CHECK_H

#include <stdint.h>
#include <stdio.h>

#include "plan/case.h"
#include "plan/module.h"

struct plugin_check_options {
    const char *program;  /* whose verb `check-plugin` is started; NULL: this very program */
    uint64_t deadline_ns; /* for all of it; 0: half a minute */
    FILE *list;           /* where what was tried is told to people; NULL: nowhere */
};

/* Starts the child and judges what it says and how it ends. MODULE_OPENED when all is well,
 * otherwise *error says why. */
enum module_outcome plugin_check(const char *path, const struct plugin_check_options *options,
                                 struct case_error *error);

/*
 * The child: opens and tries `path` in this process and prints the lines. What the plug-in prints
 * on standard output goes to standard error. False when nobody reads the lines.
 */
bool plugin_check_here(const char *path);

#endif
