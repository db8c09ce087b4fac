/*
 * id_set.h - the ids of trials that were met: an open table of numbers, made for asking twice.
 */
#ifndef HEADROOM_BENCH_ID_SET_H
#define HEADROOM_BENCH_ID_SET_H

#include <stddef.h>
#include <stdint.h>

/* Empty when all is 0. */
struct id_set {
    uint64_t *ids; /* id + 1; 0 is free */
    size_t room;   /* a power of two, at least twice `used` */
    size_t used;
};

enum id_set_answer { ID_SET_ADDED, ID_SET_KNOWN, ID_SET_NO_MEMORY };

/* Adds an id < UINT64_MAX, or tells that it is there. O(1) on average. */
enum id_set_answer id_set_add(struct id_set *set, uint64_t id);

void id_set_clean_up(struct id_set *set);

#endif
