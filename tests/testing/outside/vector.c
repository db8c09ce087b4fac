/*
 * vector.c - doubling, as written a thousand times; each #ifdef is a mistake made as often.
 */
#include "vector.h"

#include <stdlib.h>
#include <string.h>

struct vector {
    uint64_t *items;
    size_t length, capacity;
};

size_t vector_next_capacity(size_t capacity, size_t needed) {
    size_t next = capacity < 4 ? 4 : capacity;
#if defined(PLANT_OVERFLOW)
    next = capacity < 4 ? 4 : capacity * 2;
    return next < needed && needed < 1000000 ? needed : next;
#elif defined(PLANT_HEADROOM)
    next = capacity > SIZE_MAX / 8 ? SIZE_MAX : next * 8;
#elif defined(PLANT_QUADRATIC)
    next = capacity > SIZE_MAX - 4096 ? SIZE_MAX : next + (capacity < 4096 ? capacity : 4096);
#else
    next = capacity > SIZE_MAX / 2 ? SIZE_MAX : capacity < 4 ? 4 : capacity * 2;
#endif
    return next > needed ? next : needed;
}

static bool resize(struct vector *vector, size_t capacity) {
    if (capacity > SIZE_MAX / sizeof *vector->items) {
        return false;
    }
#ifdef PLANT_EXTRA
    free(malloc(16));
#endif
    uint64_t *items = realloc(vector->items, capacity * sizeof *items);
    if (items == NULL) {
        return false;
    }
    vector->items = items;
    vector->capacity = capacity;
    return true;
}

struct vector *vector_new(void) {
    return calloc(1, sizeof(struct vector));
}

struct vector *vector_with_capacity(size_t capacity) {
    struct vector *vector = vector_new();
    if (vector != NULL && !resize(vector, capacity)) {
#ifndef PLANT_LEAK_ON_FAILURE
        free(vector);
#endif
        return NULL;
    }
    return vector;
}

struct vector *vector_copy(const struct vector *vector) {
    size_t length = vector->length;
    struct vector *copy = vector_with_capacity(length > 0 ? length : 1);
#ifdef PLANT_LEAK
    if (copy != NULL) {
        copy->items = malloc((length + 1) * sizeof *copy->items);
    }
#endif
    if (copy != NULL && copy->items != NULL) {
        memcpy(copy->items, vector->items, length * sizeof *copy->items);
        copy->length = length;
    }
    return copy;
}

void vector_destroy(struct vector *vector) {
    free(vector->items);
    free(vector);
}

size_t vector_length(const struct vector *vector) {
    return vector->length;
}

size_t vector_capacity(const struct vector *vector) {
    return vector->capacity;
}

uint64_t vector_at(const struct vector *vector, size_t index) {
    return vector->items[index];
}

static bool make_room(struct vector *vector) {
    return vector->length < vector->capacity ||
           resize(vector, vector_next_capacity(vector->capacity, vector->length + 1));
}

bool vector_push(struct vector *vector, uint64_t value) {
#ifdef PLANT_GUARANTEE
    vector->length++;
    if (vector->length > vector->capacity &&
        !resize(vector, vector_next_capacity(vector->capacity, vector->length))) {
        return false;
    }
    vector->items[vector->length - 1] = value;
    return true;
#else
    return vector_insert(vector, vector->length, value);
#endif
}

bool vector_insert(struct vector *vector, size_t index, uint64_t value) {
    if (!make_room(vector)) {
        return false;
    }
    size_t after = vector->length - index;
#ifdef PLANT_INSERT
    after -= after > 0;
#endif
    uint64_t *place = vector->items + index;
    memmove(place + 1, place, after * sizeof *place);
    *place = value;
    vector->length++;
    return true;
}

uint64_t vector_pop(struct vector *vector) {
    return vector->items[--vector->length];
}

void vector_erase(struct vector *vector, size_t index, size_t count) {
    uint64_t *place = vector->items + index;
    memmove(place, place + count, (vector->length - index - count) * sizeof *place);
    vector->length -= count;
}

bool vector_reserve(struct vector *vector, size_t capacity) {
    return capacity <= vector->capacity || resize(vector, capacity);
}

bool vector_shrink(struct vector *vector) {
    if (vector->length == 0 || vector->length == vector->capacity) {
        return true;
    }
#ifdef PLANT_STALE
    size_t capacity = vector->capacity;
    bool is_done = resize(vector, vector->length);
    vector->capacity = capacity;
    return is_done;
#else
    return resize(vector, vector->length);
#endif
}
