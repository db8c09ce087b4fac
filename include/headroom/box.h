/*
 * box.h - the small object that a reference points to: a number with a header and a reference
 * count.
 *
 * A boxed list holds one machine word per element and an object beside it. A float takes 24 and a
 * complex number 32 bytes, as in CPython (Include/floatobject.h, complexobject.h; 64-bit).
 *
 *     struct hr_box *box;
 *     if (hr_box_new_float(allocator, 2.5, &box) != HR_OK) { ... }
 *     struct hr_box *second = hr_box_take(box);      now two references
 *     hr_box_release(allocator, second);
 *     hr_box_release(allocator, box);                the last one frees it
 */
#ifndef HEADROOM_BOX_H
#define HEADROOM_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headroom/allocator.h>
#include <headroom/attributes.h>
#include <headroom/check.h>
#include <headroom/status.h>

HR_BEGIN_C

enum hr_box_kind {
    HR_BOX_INTEGER = 1, /* int64_t, 24 bytes */
    HR_BOX_FLOAT,       /* double, 24 bytes */
    HR_BOX_COMPLEX,     /* two doubles, 32 bytes */
};

/* The header, 16 bytes. The payload follows it. */
struct hr_box {
    size_t kind; /* enum hr_box_kind, one word wide as CPython's type pointer */
    size_t reference_count;
};

struct hr_box_integer {
    struct hr_box header;
    int64_t value;
};

struct hr_box_float {
    struct hr_box header;
    double value;
};

struct hr_box_complex {
    struct hr_box header;
    double re, im;
};

/* A new box with one reference, which the caller owns. HR_NO_MEMORY: *box is untouched. */
HR_NODISCARD enum hr_status hr_box_new_integer(const struct hr_allocator *allocator, int64_t value,
                                               struct hr_box **box);
HR_NODISCARD enum hr_status hr_box_new_float(const struct hr_allocator *allocator, double value,
                                             struct hr_box **box);
HR_NODISCARD enum hr_status hr_box_new_complex(const struct hr_allocator *allocator, double re,
                                               double im, struct hr_box **box);

/* Bytes of a box of this kind with its header; 0 for what is no kind. */
size_t hr_box_bytes(enum hr_box_kind kind);

/* The count reached 0: gives the block back to the allocator it came from. */
void hr_box_destroy(const struct hr_allocator *allocator, struct hr_box *box);

/* One more reference; returns the box. O(1). */
static inline struct hr_box *hr_box_take(struct hr_box *box) {
    box->reference_count++;
    return box;
}

/* One reference less; the last one destroys the box. */
static inline void hr_box_release(const struct hr_allocator *allocator, struct hr_box *box) {
    HR_ASSERT(box->reference_count > 0);
    if (HR_UNLIKELY(--box->reference_count == 0)) {
        hr_box_destroy(allocator, box);
    }
}

/* Whether the header makes sense: a known kind and a positive count. O(1). */
bool hr_box_is_valid(const struct hr_box *box);

HR_END_C

#endif
