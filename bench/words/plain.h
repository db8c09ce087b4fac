/*
 * plain.h - texts of other people, names and values and messages, so that they cannot play with the
 * terminal on which they are shown. Knows nothing of where they come from.
 */
#ifndef HEADROOM_BENCH_PLAIN_H
#define HEADROOM_BENCH_PLAIN_H

#include <stddef.h>

/*
 * The bytes of the character at `text` if it may be shown as it is: UTF-8, but no control character
 * (also not one of U+0080 to U+009F, which are escapes too), no other end of a line, and nothing
 * that changes the direction of writing. 0 for all others and at the end of the text.
 */
size_t plain_bytes(const char *text);

/* Makes every byte that may not be shown a '?', in place. */
void plain_mask(char *text);

#endif
