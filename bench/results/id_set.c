/*
 * id_set.c - see id_set.h.
 */
#include "results/id_set.h"

#include <stdbool.h>
#include <stdlib.h>

/* Where the id stands, or the free place for it. */
static uint64_t *find(const struct id_set *set, uint64_t id) {
    size_t mask = set->room - 1;
    size_t at = (size_t)(id * UINT64_C(0x9e3779b97f4a7c15) >> 20) & mask;
    while (set->ids[at] != 0 && set->ids[at] != id + 1) {
        at = (at + 1) & mask;
    }
    return &set->ids[at];
}

static bool grow(struct id_set *set) {
    struct id_set grown = {.room = set->room == 0 ? 64 : 2 * set->room, .used = set->used};
    grown.ids = calloc(grown.room, sizeof *grown.ids);
    if (grown.ids == NULL) {
        return false;
    }
    for (size_t i = 0; i < set->room; i++) {
        if (set->ids[i] != 0) {
            *find(&grown, set->ids[i] - 1) = set->ids[i];
        }
    }
    free(set->ids);
    *set = grown;
    return true;
}

enum id_set_answer id_set_add(struct id_set *set, uint64_t id) {
    if (2 * (set->used + 1) > set->room && !grow(set)) {
        return ID_SET_NO_MEMORY;
    }
    uint64_t *place = find(set, id);
    if (*place != 0) {
        return ID_SET_KNOWN;
    }
    *place = id + 1;
    set->used++;
    return ID_SET_ADDED;
}

void id_set_clean_up(struct id_set *set) {
    free(set->ids);
    *set = (struct id_set){0};
}
