/*
 * table.h - the size of every live block, keyed by its address.
 *
 * Lock-free and open: a block has one key and one owner, so a key is inserted once, after the real
 * malloc gave it, and taken out before the real free or realloc lets another thread have it. The
 * home of a key keeps neighbouring blocks in neighbouring slots. Memory is touched as needed.
 */
#ifndef HEADROOM_TRACE_TABLE_H
#define HEADROOM_TRACE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct trace_entry {
    uint64_t key;   /* address, or TRACE_EMPTY, or TRACE_GONE */
    uint64_t value; /* size, and in the bits above it the region */
};

enum {
    TRACE_EMPTY = 0,
    TRACE_GONE = 1,
    TRACE_SIZE_BITS = 47, /* of a process's address space: no block is larger */
    TRACE_REGION_MASK = (1 << (64 - TRACE_SIZE_BITS)) - 1,
    TRACE_PROBES_MAX = 1 << 16,
};

struct trace_table {
    struct trace_entry *entries;
    size_t mask;
    size_t reach; /* the farthest from its home that any key was ever put */
};

extern struct trace_table trace_table;

/* Maps it once; later calls keep what is there. False where there is no address space. */
bool trace_table_init(size_t slots);

/* False where the table is full, or has the key: its block was freed behind the tracer's back. */
bool trace_table_insert_far(uintptr_t key, uint64_t value);
/* False where the key is not there. */
bool trace_table_remove_far(uintptr_t key, uint64_t *value);

static inline uint64_t trace_value(uint64_t size, uint64_t region) {
    return size | (region & TRACE_REGION_MASK) << TRACE_SIZE_BITS;
}

static inline uint64_t trace_value_size(uint64_t value) {
    return value & ((UINT64_C(1) << TRACE_SIZE_BITS) - 1);
}

static inline bool trace_value_is_of(uint64_t value, uint64_t region) {
    return value >> TRACE_SIZE_BITS == (region & TRACE_REGION_MASK);
}

/*
 * One slot for every 16 bytes of a window of addresses, which no malloc's blocks share: those at
 * odd multiples of 8, as some mallocs give for tiny requests, go to the other half. Windows are
 * displaced by a multiple of 256 slots, so that equal offsets in two of them seldom meet.
 */
static inline size_t trace_table_home(uintptr_t key) {
    uint64_t window = (key >> 30) * UINT64_C(0x9E3779B97F4A7C15) >> 32;
    size_t half = (key & 8) != 0 ? (trace_table.mask >> 1) + 1 : 0;
    return ((key >> 4) ^ (window << 8) ^ half) & trace_table.mask;
}

static inline bool trace_table_insert(uintptr_t key, uint64_t value) {
    struct trace_entry *entry = &trace_table.entries[trace_table_home(key)];
    uint64_t free_key = __atomic_load_n(&entry->key, __ATOMIC_RELAXED);
    if (__builtin_expect(free_key <= TRACE_GONE, 1) &&
        __atomic_compare_exchange_n(&entry->key, &free_key, key, false, __ATOMIC_RELAXED,
                                    __ATOMIC_RELAXED)) {
        __atomic_store_n(&entry->value, value, __ATOMIC_RELAXED);
        return true;
    }
    return trace_table_insert_far(key, value);
}

static inline bool trace_table_remove(uintptr_t key, uint64_t *value) {
    struct trace_entry *entry = &trace_table.entries[trace_table_home(key)];
    if (__builtin_expect(__atomic_load_n(&entry->key, __ATOMIC_RELAXED) == key, 1)) {
        *value = __atomic_load_n(&entry->value, __ATOMIC_RELAXED);
        __atomic_store_n(&entry->key, TRACE_GONE, __ATOMIC_RELEASE);
        return true;
    }
    return trace_table_remove_far(key, value);
}

#endif
