/*
 * blocks.c - places in one array, numbered from 1; chains of equal hashes, and one list by age.
 */
#include "blocks.h"

#include <stddef.h>
#include <string.h>

#include "trace/pages.h"

enum { CHAINS = 1 << 18 };

static struct {
    struct test_block *places; /* touched as needed */
    uint32_t *chains;
    uint32_t used, vacant; /* highest place ever given; first of those given back */
    uint32_t newest;
} blocks;

static struct test_block *at(uint32_t place) {
    return place == 0 ? NULL : &blocks.places[place - 1];
}

static uint32_t place_of(const struct test_block *block) {
    return (uint32_t)(block - blocks.places) + 1;
}

static uint32_t *chain_of(uintptr_t address) {
    uint64_t hash = (uint64_t)(address >> 4) * UINT64_C(0x9E3779B97F4A7C15);
    return &blocks.chains[hash >> 46];
}

static bool has_places(void) {
    if (blocks.places == NULL) {
        int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
        blocks.chains = trace_pages_map(NULL, CHAINS * sizeof *blocks.chains, flags, -1);
        blocks.places =
            blocks.chains == NULL
                ? NULL
                : trace_pages_map(NULL, TEST_BLOCKS_MOST * sizeof *blocks.places, flags, -1);
    }
    return blocks.places != NULL;
}

static struct test_block *take_place(void) {
    struct test_block *block = at(blocks.vacant);
    if (block != NULL) {
        blocks.vacant = block->older;
    } else if (blocks.used < TEST_BLOCKS_MOST) {
        block = at(++blocks.used);
    }
    return block;
}

struct test_block *test_blocks_newest(void) {
    return at(blocks.newest);
}

struct test_block *test_blocks_before(const struct test_block *block) {
    return at(block->older);
}

struct test_block *test_blocks_add(uintptr_t address) {
    struct test_block *block = has_places() ? take_place() : NULL;
    if (block == NULL) {
        return NULL;
    }
    uint32_t *chain = chain_of(address), place = place_of(block);
    *block = (struct test_block){.address = address, .next = *chain, .older = blocks.newest};
    if (blocks.newest != 0) {
        at(blocks.newest)->newer = place;
    }
    *chain = place;
    blocks.newest = place;
    return block;
}

struct test_block *test_blocks_find(uintptr_t address) {
    if (blocks.newest == 0) {
        return NULL;
    }
    struct test_block *block = at(*chain_of(address));
    while (block != NULL && block->address != address) {
        block = at(block->next);
    }
    return block;
}

static void unchain(const struct test_block *block) {
    uint32_t *link = chain_of(block->address), place = place_of(block);
    while (*link != place) {
        link = &at(*link)->next;
    }
    *link = block->next;
}

void test_blocks_move(struct test_block *block, uintptr_t address) {
    unchain(block);
    uint32_t *chain = chain_of(address);
    block->address = address;
    block->next = *chain;
    *chain = place_of(block);
}

void test_blocks_remove(struct test_block *block) {
    unchain(block);
    if (block->newer != 0) {
        at(block->newer)->older = block->older;
    } else {
        blocks.newest = block->older;
    }
    if (block->older != 0) {
        at(block->older)->newer = block->newer;
    }
    block->older = blocks.vacant;
    blocks.vacant = place_of(block);
}

void test_blocks_clear(void) {
    for (struct test_block *block = at(blocks.newest); block != NULL; block = at(blocks.newest)) {
        test_blocks_remove(block);
    }
}

void test_blocks_abandon(void) {
    memset(&blocks, 0, sizeof blocks);
}
