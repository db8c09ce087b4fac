/*
 * tuple_parked.h - what a tuple looks like in memory, and what it looks like while it is parked.
 *
 * A tuple that waits in a cache keeps its length and a reference count of 1: the next owner finds
 * both as it needs them, and neither is written. Checked builds (HR_CHECK_LEVEL 1 and more) change
 * the count to a mark and every item to a pattern, and look for both when the tuple comes out
 * again, so that a use after the release is noticed:
 *
 *     read, taken or released while parked     the mark: an assertion at once
 *     an item written while parked             the pattern: an assertion when it comes out
 *     under AddressSanitizer                   any access of an item: its report at once
 *
 * A program is to be compiled at one level; the library it is linked with may be of any other.
 */
#ifndef HEADROOM_TUPLE_PARKED_H
#define HEADROOM_TUPLE_PARKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headroom/attributes.h>
#include <headroom/box.h>
#include <headroom/check.h>

#if defined(__SANITIZE_ADDRESS__)
#define HR_TUPLE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HR_TUPLE_ASAN 1
#endif
#endif
#ifndef HR_TUPLE_ASAN
#define HR_TUPLE_ASAN 0
#endif

#if HR_TUPLE_ASAN
#include <sanitizer/asan_interface.h>
#endif

HR_BEGIN_C

struct hr_tuple {
    size_t reference_count;
    size_t length;
    struct hr_tuple *next; /* while parked: the next in its bucket */
    struct hr_box *items[];
};

/* The reference count of a tuple that a checked build parked: no number of references. */
#define HR_TUPLE_PARKED (SIZE_MAX / 3)

/* What stands in its items: an odd address, where no box can be. */
#define HR_TUPLE_POISON ((struct hr_box *)(uintptr_t)(UINTPTR_MAX / 5 * 4 + 1))

/* Whether somebody may use it: it was not released for the last time, as far as can be told. */
static inline bool hr_tuple_is_live(const struct hr_tuple *tuple) {
    return tuple->reference_count > 0 && tuple->reference_count != HR_TUPLE_PARKED;
}

static inline bool hr_tuple_is_poison_whole(const struct hr_tuple *tuple) {
    for (size_t i = 0; i < tuple->length; i++) {
        if (tuple->items[i] != HR_TUPLE_POISON) {
            return false;
        }
    }
    return true;
}

/* Before it goes into a bucket; its items are dropped. Nothing in builds without checks. */
static inline void hr_tuple_poison(struct hr_tuple *tuple) {
#if HR_CHECK_LEVEL >= 1
    for (size_t i = 0; i < tuple->length; i++) {
        tuple->items[i] = HR_TUPLE_POISON;
    }
    tuple->reference_count = HR_TUPLE_PARKED;
#endif
#if HR_TUPLE_ASAN
    ASAN_POISON_MEMORY_REGION(tuple->items, tuple->length * sizeof tuple->items[0]);
#endif
    (void)tuple;
}

/* After it came out of the bucket of `length`: one reference, items without meaning. */
static inline void hr_tuple_unpoison(struct hr_tuple *tuple, size_t length) {
    HR_ASSERT_SAYING("header of a tuple written after its release", tuple->length == length);
#if HR_TUPLE_ASAN
    ASAN_UNPOISON_MEMORY_REGION(tuple->items, length * sizeof tuple->items[0]);
#endif
#if HR_CHECK_LEVEL >= 1
    if (tuple->reference_count == HR_TUPLE_PARKED) {
        HR_ASSERT_SAYING("item of a tuple written after its release",
                         hr_tuple_is_poison_whole(tuple));
        tuple->reference_count = 1;
    }
    HR_ASSERT_SAYING("header of a tuple written after its release", tuple->reference_count == 1);
#endif
    (void)tuple, (void)length;
}

HR_END_C

#endif
