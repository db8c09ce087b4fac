/*
 * number.h - texts of parameters to their canonical spelling.
 */
#ifndef HEADROOM_BENCH_NUMBER_H
#define HEADROOM_BENCH_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "plan/case.h"

/* A whole number in digits or as 1e6, 2.5e3: exact, nothing around it, within 64 bits. */
bool number_count(const char *text, uint64_t *value);

/* A finite decimal number, nothing around it. */
bool number_real(const char *text, double *value);

/* Checks `text` against the parameter and spells it canonically; false with *error filled. */
bool number_canonical(const struct hr_parameter *parameter, const char *text,
                      char canonical[CASE_WORD_BYTES], struct case_error *error);

#endif
