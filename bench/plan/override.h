/*
 * override.h - words that take the place of what every row of a suite says: the two sides of a
 * comparison are the same suite with malloc=glibc and with malloc=jemalloc.
 */
#ifndef HEADROOM_BENCH_OVERRIDE_H
#define HEADROOM_BENCH_OVERRIDE_H

#include "plan/suite.h"

/* Each word is KEY=VALUE, one value. False with *error filled when one is not, or a row gets too
 * long; *suite is to be cleaned up then too. */
bool suite_override(struct suite *suite, const char *const *words, size_t count,
                    struct case_error *error);

#endif
