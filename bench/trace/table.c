/*
 * table.c - mapping the side table, and the keys that are not at home in it.
 */
#include "table.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "pages.h"

struct trace_table trace_table;

/* The program keeps at least seven eighths of what it may map. */
static size_t allowed_bytes(void) {
    static const int limits[] = {RLIMIT_AS, RLIMIT_DATA};
    size_t bytes = SIZE_MAX;
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct rlimit limit;
        if (syscall(SYS_prlimit64, 0, limits[i], NULL, &limit) == 0 &&
            limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur / 8 < bytes) {
            bytes = limit.rlim_cur / 8;
        }
    }
    return bytes;
}

/* Emptied in a forked child by the kernel: its parent's blocks are foreign to it. */
static bool map_slots(size_t slots) {
    size_t bytes = slots * sizeof(struct trace_entry);
    void *pages = trace_pages_map(NULL, bytes, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
    if (pages == NULL) {
        return false;
    }
    if (syscall(SYS_madvise, pages, bytes, MADV_WIPEONFORK) != 0) {
        (void)syscall(SYS_munmap, pages, bytes);
        return false;
    }
    (void)syscall(SYS_madvise, pages, bytes, MADV_DONTDUMP);
    (void)syscall(SYS_madvise, pages, bytes, MADV_NOHUGEPAGE);
    trace_table.entries = pages;
    trace_table.mask = slots - 1;
    return true;
}

bool trace_table_init(size_t slots) {
    enum { SLOTS_MIN = 16 };
    if (trace_table.entries != NULL) {
        return true;
    }
    size_t allowed = allowed_bytes() / sizeof(struct trace_entry);
    while (slots >= SLOTS_MIN && (slots > allowed || !map_slots(slots))) {
        slots /= 2;
    }
    return trace_table.entries != NULL;
}

static void extend_reach(size_t distance) {
    size_t reach = __atomic_load_n(&trace_table.reach, __ATOMIC_RELAXED);
    while (reach < distance &&
           !__atomic_compare_exchange_n(&trace_table.reach, &reach, distance, false,
                                        __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {
    }
}

static size_t probes(size_t most) {
    return most < trace_table.mask ? most : trace_table.mask;
}

bool trace_table_insert_far(uintptr_t key, uint64_t value) {
    size_t home = trace_table_home(key), last = probes(TRACE_PROBES_MAX);
    for (size_t distance = 0; distance <= last; distance++) {
        struct trace_entry *entry = &trace_table.entries[(home + distance) & trace_table.mask];
        uint64_t found = __atomic_load_n(&entry->key, __ATOMIC_RELAXED);
        if (found == key) {
            return false;
        }
        while (found <= TRACE_GONE) {
            extend_reach(distance);
            if (__atomic_compare_exchange_n(&entry->key, &found, key, false, __ATOMIC_RELAXED,
                                            __ATOMIC_RELAXED)) {
                __atomic_store_n(&entry->value, value, __ATOMIC_RELAXED);
                return true;
            }
        }
    }
    return false;
}

bool trace_table_remove_far(uintptr_t key, uint64_t *value) {
    size_t home = trace_table_home(key);
    size_t last = probes(__atomic_load_n(&trace_table.reach, __ATOMIC_RELAXED));
    for (size_t distance = 0; distance <= last; distance++) {
        struct trace_entry *entry = &trace_table.entries[(home + distance) & trace_table.mask];
        uint64_t found = __atomic_load_n(&entry->key, __ATOMIC_RELAXED);
        if (found == key) {
            *value = __atomic_load_n(&entry->value, __ATOMIC_RELAXED);
            __atomic_store_n(&entry->key, TRACE_GONE, __ATOMIC_RELEASE);
            return true;
        }
        if (found == TRACE_EMPTY) {
            return false;
        }
    }
    return false;
}
