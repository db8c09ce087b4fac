/*
 * registry.c - the table of growth policies that growth.def lists, names with a parameter or a
 * wish, and the one place that brings what a policy answers into the promised range.
 */
#include <stdio.h>
#include <string.h>

#include "rules.h"

#define HR_GROWTH(file, symbol) extern const struct hr_growth hr_growth_##symbol;
#include "growth.def"
#undef HR_GROWTH

static const struct hr_growth *const policies[] = {
#define HR_GROWTH(file, symbol) &hr_growth_##symbol,
#include "growth.def"
#undef HR_GROWTH
};

enum { POLICIES = sizeof policies / sizeof policies[0] };

static const char good_wish[] = "+good";

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

/* The registered policy that stands for all of its parameters: "geometric:1.5" for geometric. */
static const struct hr_growth *find_family(const char *name, size_t bytes) {
    for (size_t i = 0; i < POLICIES; i++) {
        const char *colon = strchr(policies[i]->name, ':');
        if (colon != NULL && (size_t)(colon - policies[i]->name) == bytes &&
            strncmp(policies[i]->name, name, bytes) == 0) {
            return policies[i];
        }
    }
    return NULL;
}

/* Writes the canonical name of a policy with a parameter: the fewest digits that say it. */
static void spell(struct hr_growth_named *named, const char *family, size_t family_bytes) {
    char digits[24] = "";
    size_t rest = named->growth.numerator % named->growth.denominator;
    size_t length = 0;
    for (; rest > 0; rest %= named->growth.denominator) {
        rest *= 10;
        digits[length++] = (char)('0' + rest / named->growth.denominator);
    }
    (void)snprintf(named->name, sizeof named->name, "%.*s:%zu%s%s", (int)family_bytes, family,
                   named->growth.numerator / named->growth.denominator, length > 0 ? "." : "",
                   digits);
}

/* `base` has no wish any more. */
static const struct hr_growth *parse_base(const char *base, struct hr_growth_named *named) {
    const struct hr_growth *found = hr_growth_find(base);
    const char *colon = strchr(base, ':');
    if (found != NULL || colon == NULL) {
        return found;
    }
    size_t bytes = (size_t)(colon - base);
    const struct hr_growth *family = find_family(base, bytes);
    if (family == NULL) {
        return NULL;
    }
    named->growth = *family;
    if (!family->set_parameter(&named->growth, colon + 1)) {
        return NULL;
    }
    spell(named, base, bytes);
    const struct hr_growth *registered = hr_growth_find(named->name);
    named->growth.name = named->name;
    return registered != NULL ? registered : &named->growth;
}

const struct hr_growth *hr_growth_parse(const char *name, struct hr_growth_named *named) {
    char base[HR_GROWTH_NAME_BYTES - sizeof good_wish];
    size_t bytes = strlen(name);
    size_t wish_bytes = sizeof good_wish - 1;
    bool is_good = bytes > wish_bytes && strcmp(name + bytes - wish_bytes, good_wish) == 0;
    bytes -= is_good ? wish_bytes : 0;
    if (bytes >= sizeof base) {
        return NULL;
    }
    memcpy(base, name, bytes);
    base[bytes] = '\0';
    const struct hr_growth *found = parse_base(base, named);
    if (found == NULL || !is_good) {
        return found;
    }
    (void)snprintf(base, sizeof base, "%s", found->name);
    named->growth = *found;
    (void)snprintf(named->name, sizeof named->name, "%s%s", base, good_wish);
    named->growth.name = named->name;
    named->growth.takes_good_size = true;
    return &named->growth;
}

static size_t clamp(size_t value, size_t least, size_t most) {
    if (value < least) {
        return least;
    }
    return value > most ? most : value;
}

size_t hr_growth_good_bytes(const struct hr_growth_request *request, size_t bytes) {
    if (request->good_size == NULL) {
        return bytes;
    }
    return larger(bytes, request->good_size(request->good_size_context, bytes));
}

/* The slots that fit into what the allocator would give for `capacity` of them anyway. */
static size_t fill_good_size(const struct hr_growth_request *request, size_t capacity) {
    size_t bytes;
    if (!hr_checked_multiply(capacity, request->element_bytes, &bytes)) {
        return capacity;
    }
    return clamp(hr_growth_good_bytes(request, bytes) / request->element_bytes, capacity,
                 request->limit);
}

size_t hr_growth_next(const struct hr_growth *growth, const struct hr_growth_request *request) {
    if (request->reason == HR_GROWTH_SHRINK && !growth->has_shrink) {
        return request->capacity;
    }
    size_t capacity = clamp(growth->next(growth, request), request->needed, request->limit);
    return growth->takes_good_size && capacity > 0 && capacity != request->capacity
               ? fill_good_size(request, capacity)
               : capacity;
}
