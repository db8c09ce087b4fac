/*
 * plugin_stamp.h - what the plug-ins of a run were when it began: for the header of its results,
 * which a resumed run must agree with, and for the trials after a plug-in was built anew.
 */
#ifndef HEADROOM_BENCH_PLUGIN_STAMP_H
#define HEADROOM_BENCH_PLUGIN_STAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "plan/catalog.h"
#include "results/results.h"

enum { PLUGIN_STAMP_KEY_BYTES = 96, PLUGIN_STAMP_VALUE_BYTES = CATALOG_PATH_BYTES + 32 };

struct plugin_stamp {
    const char *path;
    char key[PLUGIN_STAMP_KEY_BYTES], value[PLUGIN_STAMP_VALUE_BYTES];
    struct stat status;
};

/* In the order of the catalog. */
struct plugin_stamps {
    struct plugin_stamp stamp[CATALOG_PLUGINS];
    size_t count;
};

/*
 * Of all that the catalog has; `stand_in`, unless it is NULL, is the path of a file that takes the
 * place of the first. Paths must outlive the stamps. False with *error filled when a file cannot be
 * read any more.
 */
bool plugin_stamps_take(struct plugin_stamps *stamps, const char *stand_in,
                        struct results_error *error);

/* "plugin_NAME": "PATH crc32 XXXXXXXX" for each, at most CATALOG_PLUGINS; how many. The texts lie
 * in the stamps. */
size_t plugin_stamps_write(struct plugin_stamps *stamps, struct results_pair *pairs);

/* That of a plug-in of the catalog; NULL for NULL. */
const struct plugin_stamp *plugin_stamp_of(const struct plugin_stamps *stamps,
                                           const struct catalog_plugin *plugin);

/* Whether the file is still the one that was stamped: by its number, size and time, in a
 * microsecond. */
bool plugin_stamp_holds(const struct plugin_stamp *stamp);

#endif
