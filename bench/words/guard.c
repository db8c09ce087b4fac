/*
 * guard.c - see guard.h. glibc lets a program set its `stderr`; the stream in front is one of
 * fopencookie, with lines as its unit so that no character is cut in two.
 */
#include "words/guard.h"

#include <stdbool.h>
#include <string.h>
#include <sys/types.h>

#include "words/plain.h"

enum { LINE_BYTES = 4096 };

static FILE *behind, *guarded;

/* The bytes at `text` that may pass: one character, a line end or a tab; 0 for what may not. */
static size_t passing(const char *text) {
    return *text == '\n' || *text == '\t' ? 1 : plain_bytes(text);
}

static ssize_t write_masked(void *context, const char *bytes, size_t count) {
    char line[LINE_BYTES + 1];
    (void)context;
    size_t taken = count < LINE_BYTES ? count : LINE_BYTES;
    memcpy(line, bytes, taken);
    line[taken] = '\0';
    for (size_t at = 0; at < taken;) {
        size_t passes = passing(line + at);
        line[at] = passes > 0 ? line[at] : '?';
        at += passes > 0 ? passes : 1;
    }
    bool is_written = fwrite(line, 1, taken, behind) == taken && fflush(behind) == 0;
    return is_written ? (ssize_t)taken : 0;
}

void guard_standard_error(void) {
    static char buffer[LINE_BYTES];
    if (guarded != NULL) {
        return;
    }
    guarded = fopencookie(NULL, "w", (cookie_io_functions_t){.write = write_masked});
    if (guarded == NULL) {
        return;
    }
    (void)setvbuf(guarded, buffer, _IOLBF, sizeof buffer);
    behind = stderr;
    stderr = guarded;
}

FILE *guard_behind(FILE *stream) {
    return stream == guarded && guarded != NULL ? behind : stream;
}
