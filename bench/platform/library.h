/*
 * library.h - finds a shared library that the dynamic linker would take, without loading anything.
 */
#ifndef HEADROOM_BENCH_LIBRARY_H
#define HEADROOM_BENCH_LIBRARY_H

#include <stdbool.h>

/*
 * Absolute path of the library with this file name, for this machine's kind of program, from the
 * linker's cache, else from the usual folders; NULL when there is none. The string is valid until
 * the next call.
 */
const char *library_find(const char *soname);

/* Whether the file is a shared library of this program's own kind (class and machine). */
bool library_is_loadable(const char *path);

#endif
