/*
 * error.c - messages of reader and writer.
 */
#include <stdarg.h>
#include <stdio.h>

#include "results/internal.h"
#include "words/shown.h"

void results_fail(struct results_error *error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    shown_mend(error->message, sizeof error->message);
}
