/*
 * errors.c - see errors.h.
 */
#include "plan/errors.h"

#include <stdarg.h>
#include <stdio.h>

#include "words/shown.h"

bool case_fail(struct case_error *error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    shown_mend(error->message, sizeof error->message);
    return false;
}

bool case_fail_unknown(struct case_error *error, const char *kind, const char *name,
                       name_at_fn *name_at) {
    char hint[NEAREST_BYTES];
    nearest_hint(name, name_at, hint);
    return case_fail(error, "unknown %s '%s'%s", kind, name, hint);
}
