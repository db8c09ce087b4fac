/*
 * registry.c - the table of growth policies that growth.def lists, and the one place that brings
 * what a policy answers into the promised range.
 */
#include <string.h>

#include <headroom/growth.h>

#define HR_GROWTH(file, symbol) extern const struct hr_growth hr_growth_##symbol;
#include "growth.def"
#undef HR_GROWTH

static const struct hr_growth *const policies[] = {
#define HR_GROWTH(file, symbol) &hr_growth_##symbol,
#include "growth.def"
#undef HR_GROWTH
};

enum { POLICIES = sizeof policies / sizeof policies[0] };

const struct hr_growth *hr_growth_at(size_t index) {
    return index < POLICIES ? policies[index] : NULL;
}

const struct hr_growth *hr_growth_find(const char *name) {
    for (size_t i = 0; i < POLICIES; i++) {
        if (strcmp(policies[i]->name, name) == 0) {
            return policies[i];
        }
    }
    return NULL;
}

static size_t clamp(size_t value, size_t least, size_t most) {
    if (value < least) {
        return least;
    }
    return value > most ? most : value;
}

size_t hr_growth_next(const struct hr_growth *growth, const struct hr_growth_request *request) {
    if (request->reason == HR_GROWTH_SHRINK && !growth->has_shrink) {
        return request->capacity;
    }
    return clamp(growth->next(request), request->needed, request->limit);
}
