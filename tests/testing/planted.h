/*
 * planted.h - a vector of numbers that is right, or wrong in one way at a time.
 */
#ifndef HEADROOM_TESTS_PLANTED_H
#define HEADROOM_TESTS_PLANTED_H

#include <stdlib.h>
#include <string.h>

#include <headroom/testing.h>

enum defect {
    NO_DEFECT,
    LEAK_ON_DESTROY,
    LEAK_ON_FAILURE,        /* a block taken before the one that fails */
    LENGTH_ON_FAILURE,      /* the length is counted before the block is there */
    UNUSABLE_AFTER_FAILURE, /* a flag stays */
    SILENT_FAILURE,         /* says it succeeded */
    FAILS_FOR_NO_REASON,    /* at length 6 */
    INSERT_FORGETS_LAST,    /* moves one element too few */
    STALE_CAPACITY,         /* after shrink */
    WRONG_POP,
    CLEAR_KEEPS_ONE,
    SMALL_RESERVE,
    COPY_SHARES_LENGTH, /* a copy of an empty vector has one element too many */
    NEVER_VALID,        /* from length 3 on */
};

struct planted {
    uint64_t *items;
    size_t length, capacity;
    bool is_broken;
};

static enum defect defect;

static bool planted_grow(void *list, size_t capacity) {
    struct planted *it = list;
    if (capacity <= it->capacity) {
        return true;
    }
    void *scratch = defect == LEAK_ON_FAILURE ? malloc(7) : NULL;
    uint64_t *items = realloc(it->items, capacity * sizeof *items);
    if (items == NULL) {
        it->is_broken = defect == UNUSABLE_AFTER_FAILURE;
        return false;
    }
    free(scratch);
    it->items = items;
    it->capacity = capacity;
    return true;
}

static bool planted_reserve(void *list, size_t capacity) {
    return planted_grow(list, defect == SMALL_RESERVE && capacity > 9 ? capacity - 1 : capacity);
}

static bool planted_insert(void *list, size_t index, uint64_t value) {
    struct planted *it = list;
    size_t after = it->length - index, capacity = it->capacity < 4 ? 4 : 2 * it->capacity;
    bool is_full = it->length == it->capacity;
    it->length += defect == LENGTH_ON_FAILURE ? 1 : 0;
    if (it->is_broken || (defect == FAILS_FOR_NO_REASON && it->length == 6) ||
        (is_full && !planted_grow(it, capacity))) {
        return defect == SILENT_FAILURE;
    }
    it->length += defect == LENGTH_ON_FAILURE ? 0 : 1;
    after -= defect == INSERT_FORGETS_LAST && after > 1 ? 1 : 0;
    memmove(&it->items[index + 1], &it->items[index], after * sizeof *it->items);
    it->items[index] = value;
    return true;
}

static bool planted_push(void *list, uint64_t value) {
    return planted_insert(list, ((struct planted *)list)->length, value);
}

static bool planted_erase(void *list, size_t index, size_t count) {
    struct planted *it = list;
    size_t end = index + count;
    memmove(&it->items[index], &it->items[end], (it->length - end) * sizeof *it->items);
    it->length -= count;
    return true;
}

static bool planted_pop(void *list, uint64_t *value) {
    struct planted *it = list;
    *value = it->items[it->length - 1] + (defect == WRONG_POP && it->length == 2 ? 1 : 0);
    it->length--;
    return true;
}

static bool planted_shrink(void *list) {
    struct planted *it = list;
    if (it->length == 0 || it->length == it->capacity) {
        return true;
    }
    uint64_t *items = realloc(it->items, it->length * sizeof *items);
    if (items == NULL) {
        return false;
    }
    it->items = items;
    it->capacity = defect == STALE_CAPACITY ? it->capacity : it->length;
    return true;
}

static bool planted_clear(void *list) {
    struct planted *it = list;
    it->length = defect == CLEAR_KEEPS_ONE && it->length > 2 ? 1 : 0;
    return true;
}

static void *planted_make(void *context) {
    (void)context;
    return calloc(1, sizeof(struct planted));
}

static void planted_destroy(void *list) {
    struct planted *it = list;
    if (defect != LEAK_ON_DESTROY || it->length < 2) {
        free(it->items);
    }
    free(it);
}

static void *planted_copy(void *list) {
    const struct planted *it = list;
    struct planted *copy = planted_make(NULL);
    if (copy == NULL || !planted_grow(copy, it->length)) {
        free(copy);
        return NULL;
    }
    if (it->length > 0) {
        memcpy(copy->items, it->items, it->length * sizeof *it->items);
    }
    copy->length = it->length + (defect == COPY_SHARES_LENGTH && it->length == 0 ? 1 : 0);
    return copy;
}

static size_t planted_length(void *list) {
    return ((struct planted *)list)->length;
}

static size_t planted_capacity(void *list) {
    return ((struct planted *)list)->capacity;
}

static uint64_t planted_at(void *list, size_t index) {
    return ((struct planted *)list)->items[index];
}

static bool planted_set(void *list, size_t index, uint64_t value) {
    ((struct planted *)list)->items[index] = value;
    return true;
}

static bool planted_is_valid(void *list) {
    const struct planted *it = list;
    return it->length <= it->capacity && !(defect == NEVER_VALID && it->length >= 3);
}

static const struct hr_test_sequence planted_sequence = {
    .name = "planted",
    .make = planted_make,
    .destroy = planted_destroy,
    .length = planted_length,
    .at = planted_at,
    .push = planted_push,
    .insert = planted_insert,
    .pop = planted_pop,
    .erase = planted_erase,
    .set = planted_set,
    .reserve = planted_reserve,
    .shrink = planted_shrink,
    .clear = planted_clear,
    .copy = planted_copy,
    .capacity = planted_capacity,
    .is_valid = planted_is_valid,
};

#endif
