/*
 * life.h - one sequence under trial: every verb called with what must hold after it. Values are
 * always 0, 1, 2, ... from the first element on.
 */
#ifndef HEADROOM_BENCH_CONTRACT_LIFE_H
#define HEADROOM_BENCH_CONTRACT_LIFE_H

#include "contract/internal.h"

struct life {
    struct trying *trying;
    const struct hr_sequence_verbs *verbs;
    void *sequence;
    uint64_t length;
};

/* Makes it; true with sequence NULL where memory was refused. */
bool life_begin(struct life *life, struct trying *trying);

/* Destroys it, and nothing is left. */
bool life_end(struct life *life);

/* Appends up to a length that is wanted. After a refused request the length is what it says. */
bool life_append(struct life *life, uint64_t length);

/* Valid, of the right length, and with a footprint to that. */
bool life_look(struct life *life);

/* The same, and every value comes back by every way of reading. */
bool life_read(struct life *life);

/* Takes over the length that the sequence tells after a failure, at most `most`. */
bool life_take_length(struct life *life, uint64_t most);

/* Sum of `count` values from `first` on, as they are when they were truncated to the width. */
uint64_t life_sum(const struct life *life, uint64_t first, uint64_t count);

#endif
