/*
 * model.h - a plain array of fixed room that does what a dynamic array should, for random
 * comparisons, and a small reproducible generator of random numbers. For tests only.
 */
#ifndef HEADROOM_TESTS_MODEL_H
#define HEADROOM_TESTS_MODEL_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { MODEL_ROOM = 1 << 16 };

struct model {
    uint64_t items[MODEL_ROOM];
    size_t length;
};

static inline void model_insert(struct model *model, size_t index, const uint64_t *values,
                                size_t count) {
    memmove(&model->items[index + count], &model->items[index],
            (model->length - index) * sizeof model->items[0]);
    memmove(&model->items[index], values, count * sizeof model->items[0]);
    model->length += count;
}

static inline void model_erase(struct model *model, size_t index, size_t count) {
    memmove(&model->items[index], &model->items[index + count],
            (model->length - index - count) * sizeof model->items[0]);
    model->length -= count;
}

/* New elements are 0. */
static inline void model_resize(struct model *model, size_t length) {
    if (length > model->length) {
        memset(&model->items[model->length], 0, (length - model->length) * sizeof model->items[0]);
    }
    model->length = length;
}

/* splitmix64; any seed will do. */
static inline uint64_t model_random(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* A number below `bound` > 0. */
static inline size_t model_below(uint64_t *state, size_t bound) {
    return (size_t)(model_random(state) % bound);
}

#endif
