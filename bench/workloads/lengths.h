/*
 * lengths.h - a distribution of lengths, from a file of text: lines of LENGTH WEIGHT, two whole
 * numbers each, the lengths increasing; what follows a '#' is a comment.
 *
 *     0 25
 *     1 22        # nearly as many hold one element
 *
 *     struct lengths lengths;
 *     if (!lengths_read(path, &lengths, error)) { fprintf(stderr, "%s\n", error); }
 *     size_t length = lengths_draw(&lengths, &state);
 *     lengths_clean_up(&lengths);
 */
#ifndef HEADROOM_BENCH_LENGTHS_H
#define HEADROOM_BENCH_LENGTHS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LENGTHS_ERROR_BYTES = 400, LENGTHS_MOST_ENTRIES = 100000 };

#define LENGTHS_MOST_LENGTH 1000000000
#define LENGTHS_MOST_WEIGHT UINT64_C(1000000000000)

struct lengths_entry {
    size_t length;
    uint64_t weight;
    uint64_t up_to; /* sum of the weights up to this one: no greater than 10^17 */
};

struct lengths {
    struct lengths_entry *entry; /* by length */
    size_t entries;              /* at least 1 */
};

/*
 * Reads the whole file; the caller owns *lengths. False with what is wrong ("FILE:LINE: ..."), and
 * *lengths empty.
 */
bool lengths_read(const char *path, struct lengths *lengths, char error[LENGTHS_ERROR_BYTES]);
void lengths_clean_up(struct lengths *lengths);

/* A length by its weight, from the next number of the seeded row. O(log entries). */
size_t lengths_draw(const struct lengths *lengths, uint64_t *state);

double lengths_mean(const struct lengths *lengths);

#endif
