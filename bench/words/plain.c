/*
 * plain.c - see plain.h.
 */
#include "words/plain.h"

#include <stdbool.h>
#include <stdint.h>

/* The lead bytes of UTF-8 by how many bytes follow, and the least character written that way. */
static const struct {
    unsigned char mask, mark;
    uint32_t least;
} leads[] = {{0x80, 0x00, 0x00}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};

/* C0, DEL and C1; marks, embeddings, overrides and isolates of direction; ends of lines. */
static bool is_obeyed(uint32_t character) {
    return character < 0x20 || (character >= 0x7f && character < 0xa0) || character == 0x61c ||
           (character >= 0x200b && character <= 0x200f) ||
           (character >= 0x2028 && character <= 0x202e) ||
           (character >= 0x2060 && character <= 0x206f) || character == 0xfeff;
}

static bool is_character(uint32_t value, uint32_t least) {
    bool is_surrogate = value >= 0xd800 && value <= 0xdfff;
    return value >= least && value <= 0x10ffff && !is_surrogate;
}

size_t plain_bytes(const char *text) {
    const unsigned char *at = (const unsigned char *)text;
    size_t more = 0;
    if (*at >= ' ' && *at <= '~') {
        return 1;
    }
    while (more < sizeof leads / sizeof leads[0] && (*at & leads[more].mask) != leads[more].mark) {
        more++;
    }
    if (more == sizeof leads / sizeof leads[0]) {
        return 0;
    }
    uint32_t value = *at & (unsigned char)~leads[more].mask;
    for (size_t i = 1; i <= more; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
        value = value << 6 | (at[i] & 0x3f);
    }
    return is_character(value, leads[more].least) && !is_obeyed(value) ? more + 1 : 0;
}
