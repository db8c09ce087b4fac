/*
 * plugin_stamp.h - what the plug-ins of a run were when it began: for the header of its results,
 * which a resumed run must agree with, and for the trials after a plug-in was built anew.
 */
#ifndef HEADROOM_BENCH_PLUGIN_STAMP_H
#define HEADROOM_BENCH_PLUGIN_STAMP_H

#include <stdbool.h>
#include <stddef.h>

#include "results/results.h"

struct catalog_plugin;

/* Of all that the catalog has. False with *error filled when a file cannot be read any more. */
bool plugin_stamps_take(struct results_error *error);

/* "plugin_NAME": "PATH crc32 XXXXXXXX" for each, at most CATALOG_PLUGINS; how many. The texts live
 * for ever. */
size_t plugin_stamps_write(struct results_pair *pairs);

/* Whether the file is still the one that was stamped: by its number, size and time, in a
 * microsecond. */
bool plugin_stamp_holds(const struct catalog_plugin *plugin);

#endif
