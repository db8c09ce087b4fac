/*
 * plain.h - which characters of other people's texts, names and values and messages, may be shown
 * on a terminal as they are.
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

#endif
