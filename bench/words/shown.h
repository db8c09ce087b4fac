/*
 * shown.h - texts that somebody else chose, as they may be shown: names, words and paths in
 * messages. On a terminal nothing in them acts, and in a log they stay one line.
 *
 *     shown_print(stderr, "headroom run: unknown suite '%s'\n", name);     'a\x1b[2J'
 */
#ifndef HEADROOM_BENCH_SHOWN_H
#define HEADROOM_BENCH_SHOWN_H

#include <stddef.h>
#include <stdio.h>

#include <headroom/attributes.h>

enum { SHOWN_BYTES = 4096 }; /* of a message, with its end; what is longer is cut */

/*
 * Copies `text` with each byte that acts as \xHH, or \n \r \t: controls (C0, DEL, C1), marks that
 * turn the direction of writing, bytes that are no UTF-8. Everything else stays, a backslash too:
 * what was shown once stays the same when it is shown again. Cut where `room` (> 0) ends, never
 * within an escape; ends with a NUL. Returns the length. The two may not overlap.
 */
size_t shown_escape(const char *text, char *shown, size_t room);

/* The same in place, for a message of at most SHOWN_BYTES. */
void shown_mend(char *text, size_t room);

/* Prints a message escaped as a whole, but for a newline at its very end. */
HR_PRINTF(2, 3) void shown_print(FILE *out, const char *format, ...);

#endif
