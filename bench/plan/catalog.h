/*
 * catalog.h - the structures there are, and their adapters: names come from adapters.def, tables
 * from the modules, which are opened on first use and stay open.
 */
#ifndef HEADROOM_BENCH_CATALOG_H
#define HEADROOM_BENCH_CATALOG_H

#include <stddef.h>

#include <headroom/adapter.h>

struct case_error;

/* The adapter of a structure; NULL with *error filled when the name is unknown or its module
 * cannot be opened. Lives for ever. */
const struct hr_adapter *catalog_adapter(const char *structure, struct case_error *error);

/* Names in the order of adapters.def; NULL past the end. Opens nothing. */
const char *catalog_structure_at(size_t index);

/* Where modules are looked for from now on, instead of places_adapters(); NULL: there again. For
 * tests. The text must outlive its use; what is open stays open. */
void catalog_set_folder(const char *folder);

#endif
