/*
 * errors.h - messages of this folder, shown as in words/shown.h: no name in them can play with a
 * terminal.
 */
#ifndef HEADROOM_BENCH_PLAN_ERRORS_H
#define HEADROOM_BENCH_PLAN_ERRORS_H

#include "plan/case.h"
#include "plan/nearest.h"

/* Fills the message. Always false, so that it can be returned. */
bool case_fail(struct case_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "unknown KIND 'name'; did you mean ...". Always false. */
bool case_fail_unknown(struct case_error *error, const char *kind, const char *name,
                       name_at_fn *name_at);

#endif
