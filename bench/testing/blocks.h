/*
 * blocks.h - the blocks that were made while a meter ran and are still there: by address, and in
 * the order in which they were made.
 *
 * Lives in pages of its own, for it is used inside of malloc. Not thread-safe: meter.c locks.
 */
#ifndef HEADROOM_TESTING_BLOCKS_H
#define HEADROOM_TESTING_BLOCKS_H

#include <stdbool.h>
#include <stdint.h>

struct test_block {
    uintptr_t address;
    uint64_t bytes;
    uint64_t ordinal; /* which allocation of its thread, from 1 */
    uint64_t thread;
    uint32_t next;         /* in the chain of its addresses; 0: the last, or a free place */
    uint32_t older, newer; /* 0: none */
};

enum { TEST_BLOCKS_MOST = 1 << 22 };

/* The newest; NULL where there is none. Both: O(1). */
struct test_block *test_blocks_newest(void);
struct test_block *test_blocks_before(const struct test_block *block);

/* A place for a block that is newer than all others; NULL where there is no place left. */
struct test_block *test_blocks_add(uintptr_t address);

/* NULL where it is not known. */
struct test_block *test_blocks_find(uintptr_t address);

/* Known by another address from now on, and as old as before. */
void test_blocks_move(struct test_block *block, uintptr_t address);

void test_blocks_remove(struct test_block *block);

/* Forgets all. O(blocks). */
void test_blocks_clear(void);

/* The same in a forked child, whatever another thread of the parent was in the middle of. */
void test_blocks_abandon(void);

#endif
