/*
 * check.c - what happens when an assertion fails: one line on standard error, then abort.
 *
 * It must not allocate and uses no stdio: the failure may be inside an allocator.
 */
#include <headroom/check.h>

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A short or failed write changes nothing: the process is about to abort anyway. */
static void say(const char *text) {
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written;
}

static void say_line_number(int line) {
    char digits[3 * sizeof line + 1]; /* 8 bits are fewer than 3 digits: there is always room */
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + line % 10);
        line /= 10;
    } while (line > 0);
    say(&digits[at]);
}

void hr_check_failed(const char *file, int line, const char *condition) {
    say("headroom: check failed: ");
    say(condition);
    say(" (");
    say(file);
    say(":");
    say_line_number(line);
    say(")\n");
    abort();
}
