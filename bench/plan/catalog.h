/*
 * catalog.h - the structures there are, and their adapters: names come from adapters.def, tables
 * from the modules, which are opened on first use and stay open; then those of plug-ins, in the
 * order in which they were added.
 */
#ifndef HEADROOM_BENCH_CATALOG_H
#define HEADROOM_BENCH_CATALOG_H

#include <stddef.h>

#include <headroom/adapter.h>

#include "plan/module.h"

struct case_error;

enum { CATALOG_PLUGINS = 16, CATALOG_PATH_BYTES = 1024 };

/* A module that is not ours. */
struct catalog_plugin {
    char path[CATALOG_PATH_BYTES]; /* of the file itself: absolute, without symbolic links */
    struct module module;
};

/* The adapter of a structure; NULL with *error filled when the name is unknown or its module
 * cannot be opened. Lives for ever. */
const struct hr_adapter *catalog_adapter(const char *structure, struct case_error *error);

/* Names in the order of adapters.def, then of plug-ins; NULL past the end. Opens nothing. */
const char *catalog_structure_at(size_t index);

/*
 * Opens a plug-in and adds its structures. MODULE_MISUSED when it was added already, when there are
 * CATALOG_PLUGINS, or when it or a structure in it has the name of another: then, and in all other
 * cases but MODULE_OPENED, *error says why and nothing was added.
 */
enum module_outcome catalog_add_plugin(const char *path, struct case_error *error);

/* In the order in which they were added; NULL past the end. Lives for ever. */
const struct catalog_plugin *catalog_plugin_at(size_t index);

/* The plug-in that a structure is in; NULL for ours and for names that nobody knows. */
const struct catalog_plugin *catalog_plugin_of(const char *structure);

/*
 * The absolute path of a plug-in's file. False with *error filled when there is none; the outcome
 * of adding it would be MODULE_UNREADABLE.
 */
bool catalog_plugin_path(const char *path, char absolute[CATALOG_PATH_BYTES],
                         struct case_error *error);

/* Where modules are looked for from now on, instead of places_adapters(); NULL: there again. For
 * tests. The text must outlive its use; what is open stays open. */
void catalog_set_folder(const char *folder);

#endif
