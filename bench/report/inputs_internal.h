/*
 * inputs_internal.h - what inputs.c and inputs_filters.c share.
 */
#ifndef HEADROOM_BENCH_INPUTS_INTERNAL_H
#define HEADROOM_BENCH_INPUTS_INTERNAL_H

#include <headroom/attributes.h>

#include "report/inputs.h"

/* Fills *error, control bytes as '?'; always false. */
bool inputs_fail(struct inputs *inputs, const char *format, ...) HR_PRINTF(2, 3);

#endif
