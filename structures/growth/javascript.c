/*
 * javascript.c - arrays of V8, JavaScriptCore and SpiderMonkey, for elements of 8 bytes: all three
 * reckon in slots of that size.
 */
#include "rules.h"

/* JSObject::NewElementsCapacity() */
static size_t grow_v8(size_t needed) {
    enum { ADDED = 16 };
    return hr_saturating_add(half_more(needed), ADDED);
}

/*
 * SetLengthImpl(): more than half unused is trimmed, but a pop leaves half of the unused tail for
 * the next ones.
 */
static size_t shrink_v8(const struct hr_growth_request *request) {
    enum { KEPT = 16 };
    if (hr_saturating_add(doubled(request->needed), KEPT) >= request->capacity) {
        return request->capacity;
    }
    size_t unused = request->capacity - request->needed;
    bool is_pop = request->needed + 1 == request->length;
    return is_pop ? request->capacity - unused / 2 : request->needed;
}

static size_t next_v8(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason == HR_GROWTH_SHRINK) {
        return shrink_v8(request);
    }
    return is_asked_for(request) ? request->needed : grow_v8(request->needed);
}

/*
 * MarkedSpace: steps of 16 bytes up to 80, then by 1.4, each class widened where a block of 16,064
 * bytes for cells holds no more of the narrower one; above 8,032 bytes blocks are exact.
 */
static const unsigned short jsc_classes[] = {16,  32,  48,  64,   80,   112,  160,  224,  256, 320,
                                             432, 608, 880, 1232, 1776, 2672, 4016, 5344, 8032};

enum { JSC_CLASSES = sizeof jsc_classes / sizeof jsc_classes[0], JSC_SLOT = 8, JSC_FIRST = 5 };

/* A header of one slot comes before the elements. */
static size_t round_jsc(size_t slots) {
    for (size_t i = 0; i < JSC_CLASSES; i++) {
        if (slots < jsc_classes[i] / JSC_SLOT) {
            return jsc_classes[i] / JSC_SLOT - 1;
        }
    }
    return slots;
}

static size_t next_jsc(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason == HR_GROWTH_CONSTRUCT) {
        return round_jsc(request->needed);
    }
    size_t grown =
        request->capacity == 0 ? larger(JSC_FIRST, request->needed) : half_more(request->needed);
    return round_jsc(grown);
}

enum { MOZ_HEADER = 2, MOZ_LEAST = 8 };
static const size_t mebi = (size_t)1 << 20;

/* The next of 1 2 3 4 5 6 7 8 9 11 13 15 17 ... Mi slots: ceil(x * 9 / 8). */
static size_t mebi_bucket(size_t slots) {
    size_t bucket = mebi;
    while (bucket < slots) {
        size_t next = hr_saturating_add(bucket, bucket / 8);
        if (!hr_checked_round_up(next, mebi, &bucket)) {
            return SIZE_MAX;
        }
    }
    return bucket;
}

/* goodElementsAllocationAmount(): slots with a header of two, a power of two below 2^20. */
static size_t next_spidermonkey(const struct hr_growth *growth,
                                const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason == HR_GROWTH_CONSTRUCT) {
        return request->needed;
    }
    size_t slots = hr_saturating_add(request->needed, MOZ_HEADER);
    size_t amount = slots < mebi ? power_of_two(slots) : mebi_bucket(slots);
    return larger(amount, MOZ_LEAST + MOZ_HEADER) - MOZ_HEADER;
}

/* Pushes: 17 43 82 140 227 358 554 848 1289; popped from 140 on: 101 (at 61) 72 50 33 21 12. */
const struct hr_growth hr_growth_v8 = {
    .name = "v8",
    .origin = "V8 11.3 (Node 20), JSArray",
    .formula = "n + (n >> 1) + 16",
    .rules =
        {
            .push = "JSObject::NewElementsCapacity(), js-objects.h, 11.3.244.8",
            .extend = "the same for a store beyond the end, 11.3.244.8",
            .construct = "exact, literals, 11.3.244.8",
            .shrink = "when 2 * n + 16 < capacity: half of the tail by pop, else all; 11.3.244.8",
        },
    .factor = 1.5,
    .has_shrink = true,
    .next = next_v8,
};

/* Pushes: 5 9 19 31 53 109 221 333 501 1003 1506 2260 3391 5088 7633 */
const struct hr_growth hr_growth_jsc = {
    .name = "jsc",
    .origin = "JavaScriptCore (WebKitGTK 2.54), JSArray",
    .formula = "n + (n >> 1), first 5, up to the collector's size class",
    .rules =
        {
            .push = "ensureLengthSlow(), JSObject.cpp, quoted; sequence read from jsc 2.54.2",
            .extend = "not known; taken to be the same",
            .construct = "up to the size class, literals and new Array(n), 2.54.2",
            .shrink = "not by pop, 2.54.2; by setting length: not modelled",
        },
    .factor = 1.5,
    .next = next_jsc,
};

/* Pushes: 8 14 30 62 126 254 ... 1048574 2097150 3145726 */
const struct hr_growth hr_growth_spidermonkey = {
    .name = "spidermonkey",
    .origin = "SpiderMonkey 102, dense elements on the heap",
    .formula = "power of two of n + 2, less 2, at least 8; from 2^20 slots on by 1.125",
    .rules =
        {
            .push = "goodElementsAllocationAmount(), NativeObject.cpp, quoted; seen from 254 on",
            .extend = "the same for a store beyond the end, quoted",
            .construct = "exact, quoted",
            .shrink = "not known; taken to be never",
        },
    .factor = 1.125,
    .next = next_spidermonkey,
};
