/*
 * cpython_tables.c - extras: how the hash tables of CPython's dict and set grow. Capacity is the
 * number of entries that fit before the table is made anew; its slots are the next power of two
 * that leaves a third (dict) or two fifths (set) of them free.
 */
#include "rules.h"

enum { LEAST_SLOTS = 8, LARGE = 50000 };

static size_t next_slots(size_t least) {
    return larger(LEAST_SLOTS, power_of_two(least));
}

/* USABLE_FRACTION(slots): slots * 2 / 3. */
static size_t dict_entries(size_t slots) {
    return slots == SIZE_MAX ? SIZE_MAX : slots / 3 * 2 + slots % 3 * 2 / 3;
}

/* A set is made anew by the entry that brings fill * 5 to (slots - 1) * 3. */
static size_t set_entries(size_t slots) {
    if (slots == SIZE_MAX) {
        return SIZE_MAX;
    }
    size_t mask = slots - 1;
    return mask / 5 * 3 + (mask % 5 * 3 + 4) / 5 - 1;
}

/* The smallest power of two whose entries are at least `needed`. */
static size_t slots_for(size_t needed, size_t (*entries)(size_t slots)) {
    size_t slots = LEAST_SLOTS;
    while (entries(slots) < needed) {
        slots = power_of_two(hr_saturating_add(slots, 1));
    }
    return slots;
}

/* GROWTH_RATE: three times what is there, as a power of two. */
static size_t next_dict(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason != HR_GROWTH_PUSH || request->capacity == 0) {
        return dict_entries(slots_for(request->needed, dict_entries));
    }
    return dict_entries(next_slots(hr_saturating_multiply(request->capacity, 3)));
}

/* The smallest power of two above `rate` times the entries, the new one counted. */
static size_t next_by_rate(const struct hr_growth_request *request,
                           size_t (*entries)(size_t slots)) {
    if (request->reason != HR_GROWTH_PUSH || request->capacity == 0) {
        return entries(slots_for(request->needed, entries));
    }
    size_t rate = request->needed > LARGE ? 2 : 4;
    size_t least = hr_saturating_add(hr_saturating_multiply(request->needed, rate), 1);
    return entries(next_slots(least));
}

static size_t next_dict_27(const struct hr_growth *growth,
                           const struct hr_growth_request *request) {
    (void)growth;
    return next_by_rate(request, dict_entries);
}

static size_t next_set(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return next_by_rate(request, set_entries);
}

/* Entries: 5 10 21 42 85 170 341 682 1365, in 8 16 32 64 128 slots: it grows at length 6, 11, 22.
 */
const struct hr_growth hr_growth_cpython_dict = {
    .name = "cpython-dict",
    .origin = "CPython 3.7 to 3.15, dict, entries in its table",
    .formula = "2 / 3 of the power of two from 3 * entries on",
    .rules =
        {
            .push = "insertion_resize(), GROWTH_RATE, Objects/dictobject.c, 3.7 to 3.15",
            .extend = "not known; taken to be the smallest table that holds them",
            .construct = "the smallest table that holds them, _PyDict_NewPresized()",
            .shrink = "never by itself, 3.7 to 3.15",
        },
    .factor = 2.0,
    .next = next_dict,
};

/* Entries: 5 21 85 341 1365 5461 21845 87381, in 8 32 128 512 2048 slots. */
const struct hr_growth hr_growth_cpython_dict_27 = {
    .name = "cpython-dict-2.7",
    .origin = "CPython 2.7, dict, entries in its table",
    .formula = "2 / 3 of the power of two above 4 * n, above 50,000 entries 2 * n",
    .rules =
        {
            .push = "dictresize(), Objects/dictobject.c, 2.7.18",
            .extend = "not known; taken to be the smallest table that holds them",
            .construct = "not known; taken to be the smallest table that holds them",
            .shrink = "never by itself, 2.7.18",
        },
    .factor = 2.0,
    .next = next_dict_27,
};

/* Entries: 4 18 76 306 1228 4914, in 8 32 128 512 2048 8192 slots: it grows at length 5, 19, 77. */
const struct hr_growth hr_growth_cpython_set = {
    .name = "cpython-set",
    .origin = "CPython 3.7 to 3.15, set, entries in its table",
    .formula = "3 / 5 of the power of two above 4 * n, above 50,000 entries 2 * n",
    .rules =
        {
            .push = "set_add_entry(), set_table_resize(), Objects/setobject.c, 3.7 to 3.15",
            .extend = "not known; taken to be the smallest table that holds them",
            .construct = "not known; taken to be the smallest table that holds them",
            .shrink = "never by itself, 3.7 to 3.15",
        },
    .factor = 2.0,
    .next = next_set,
};
