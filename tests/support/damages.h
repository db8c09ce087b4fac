/*
 * damages.h - what happens to files: bits flip, bytes and lines go missing, come twice or change
 * places, halves of two files are put together. The same seed gives the same damages.
 */
#ifndef HEADROOM_TEST_DAMAGES_H
#define HEADROOM_TEST_DAMAGES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum damage {
    DAMAGE_CUT,
    DAMAGE_BIT,
    DAMAGE_BYTE_ADDED,
    DAMAGE_BYTE_LOST,
    DAMAGE_BYTE_CHANGED,
    DAMAGE_ZEROS,
    DAMAGE_LINE_LOST,
    DAMAGE_LINE_DOUBLED,
    DAMAGE_LINE_MOVED,
    DAMAGE_LINES_SWAPPED,
    DAMAGE_LINES_LOST,
    DAMAGE_HALVES,
    DAMAGES,
};

enum { DAMAGES_BYTES = 1 << 18 };

struct damaged {
    size_t bytes;
    char text[DAMAGES_BYTES];
};

static inline size_t damages_below(uint64_t *state, size_t limit) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(*state >> 33) % limit;
}

static inline void damages_add(struct damaged *to, const char *text, size_t bytes) {
    memcpy(to->text + to->bytes, text, bytes);
    to->bytes += bytes;
}

/* A line at random: where it begins; *end is where the next one does. */
static inline size_t damages_line(uint64_t *state, const struct damaged *from, size_t *end) {
    size_t at = damages_below(state, from->bytes);
    while (at > 0 && from->text[at - 1] != '\n') {
        at--;
    }
    const char *found = memchr(from->text + at, '\n', from->bytes - at);
    *end = found != NULL ? (size_t)(found - from->text) + 1 : from->bytes;
    return at;
}

static inline void damages_bytes(uint64_t *state, enum damage kind, struct damaged *to) {
    size_t at = damages_below(state, to->bytes);
    char byte = (char)damages_below(state, 256);
    size_t run = 1 + damages_below(state, 600);
    switch (kind) {
    case DAMAGE_CUT:
        to->bytes = at;
        break;
    case DAMAGE_BIT:
        to->text[at] = (char)(to->text[at] ^ (1 << damages_below(state, 8)));
        break;
    case DAMAGE_BYTE_ADDED:
        memmove(to->text + at + 1, to->text + at, to->bytes - at);
        to->text[at] = byte;
        to->bytes++;
        break;
    case DAMAGE_BYTE_LOST:
        memmove(to->text + at, to->text + at + 1, to->bytes - at - 1);
        to->bytes--;
        break;
    case DAMAGE_BYTE_CHANGED:
        to->text[at] = byte;
        break;
    default:
        memset(to->text + at, 0, run < to->bytes - at ? run : to->bytes - at);
        break;
    }
}

/* Puts `to` together out of pieces of `from` around two lines. */
static inline void damages_lines(uint64_t *state, enum damage kind, const struct damaged *from,
                                 struct damaged *to) {
    size_t first_end, second_end;
    size_t first = damages_line(state, from, &first_end);
    size_t second = damages_line(state, from, &second_end);
    if (second < first) {
        size_t start = first, end = first_end;
        first = second, first_end = second_end;
        second = start, second_end = end;
    }
    const char *text = from->text;
    to->bytes = 0;
    damages_add(to, text, kind == DAMAGE_LINE_DOUBLED ? first_end : first);
    switch (kind) {
    case DAMAGE_LINE_LOST:
        damages_add(to, text + first_end, from->bytes - first_end);
        break;
    case DAMAGE_LINE_DOUBLED:
        damages_add(to, text + first, from->bytes - first);
        break;
    case DAMAGE_LINES_LOST:
        damages_add(to, text + second, from->bytes - second);
        break;
    default:
        if (first == second) {
            damages_add(to, text + first, from->bytes - first);
            break;
        }
        if (kind == DAMAGE_LINES_SWAPPED) {
            damages_add(to, text + second, second_end - second);
        }
        damages_add(to, text + first_end, second - first_end);
        if (kind == DAMAGE_LINE_MOVED) {
            damages_add(to, text + second, second_end - second);
        }
        damages_add(to, text + first, first_end - first);
        damages_add(to, text + second_end, from->bytes - second_end);
        break;
    }
}

/* The beginning of one and the end of the other, at lines as often as between. */
static inline void damages_halves(uint64_t *state, const struct damaged *from,
                                  const struct damaged *other, struct damaged *to) {
    size_t end, other_end;
    size_t at = damages_line(state, from, &end);
    size_t other_at = damages_line(state, other, &other_end);
    if (damages_below(state, 2) == 0) {
        at = damages_below(state, from->bytes);
        other_at = damages_below(state, other->bytes);
    }
    to->bytes = 0;
    damages_add(to, from->text, at);
    damages_add(to, other->text + other_at, other->bytes - other_at);
}

/* A damage of the kind to `from`, which is less than half of what `to` has room for. */
static inline void damages_make(uint64_t *state, enum damage kind, const struct damaged *from,
                                const struct damaged *other, struct damaged *to) {
    if (kind == DAMAGE_HALVES) {
        damages_halves(state, from, other, to);
    } else if (kind >= DAMAGE_LINE_LOST) {
        damages_lines(state, kind, from, to);
    } else {
        to->bytes = from->bytes;
        memcpy(to->text, from->text, from->bytes);
        damages_bytes(state, kind, to);
    }
}

#endif
