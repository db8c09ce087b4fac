/*
 * vector.h - somebody's vector of numbers, written by hand. PLANT_... macros plant one bug each.
 */
#ifndef OUTSIDE_VECTOR_H
#define OUTSIDE_VECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vector;

struct vector *vector_new(void);
struct vector *vector_with_capacity(size_t capacity);
struct vector *vector_copy(const struct vector *vector);
void vector_destroy(struct vector *vector);
size_t vector_length(const struct vector *vector);
size_t vector_capacity(const struct vector *vector);
uint64_t vector_at(const struct vector *vector, size_t index);
bool vector_push(struct vector *vector, uint64_t value);
bool vector_insert(struct vector *vector, size_t index, uint64_t value);
uint64_t vector_pop(struct vector *vector);
void vector_erase(struct vector *vector, size_t index, size_t count);
bool vector_reserve(struct vector *vector, size_t capacity);
bool vector_shrink(struct vector *vector);

size_t vector_next_capacity(size_t capacity, size_t needed);

#endif
