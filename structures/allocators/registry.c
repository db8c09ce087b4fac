/*
 * registry.c - the table of allocators that allocators.def lists.
 */
#include <string.h>

#include <headroom/allocator.h>

#define HR_ALLOCATOR_WRAPPER(file)
#define HR_ALLOCATOR_PART(file)

#define HR_ALLOCATOR(file, symbol) extern const struct hr_allocator hr_allocator_##symbol;
#include "allocators.def"
#undef HR_ALLOCATOR

static const struct hr_allocator *const allocators[] = {
#define HR_ALLOCATOR(file, symbol) &hr_allocator_##symbol,
#include "allocators.def"
#undef HR_ALLOCATOR
};

enum { ALLOCATORS = sizeof allocators / sizeof allocators[0] };

const struct hr_allocator *hr_allocator_at(size_t index) {
    return index < ALLOCATORS ? allocators[index] : NULL;
}

const struct hr_allocator *hr_allocator_find(const char *name) {
    for (size_t i = 0; i < ALLOCATORS; i++) {
        if (strcmp(allocators[i]->name, name) == 0) {
            return allocators[i];
        }
    }
    return NULL;
}
