/*
 * box.c - makes and frees boxes. Knows nothing of what refers to them.
 */
#include <headroom/box.h>

#include <headroom/check.h>

/* A block for a box of this kind, its header filled in; NULL when there is no memory. */
static struct hr_box *new_box(const struct hr_allocator *allocator, enum hr_box_kind kind) {
    struct hr_box *box = hr_allocate(allocator, hr_box_bytes(kind));
    if (box != NULL) {
        box->kind = kind;
        box->reference_count = 1;
    }
    return box;
}

enum hr_status hr_box_new_integer(const struct hr_allocator *allocator, int64_t value,
                                  struct hr_box **box) {
    struct hr_box *made = new_box(allocator, HR_BOX_INTEGER);
    if (made == NULL) {
        return HR_NO_MEMORY;
    }
    ((struct hr_box_integer *)made)->value = value;
    *box = made;
    return HR_OK;
}

enum hr_status hr_box_new_float(const struct hr_allocator *allocator, double value,
                                struct hr_box **box) {
    struct hr_box *made = new_box(allocator, HR_BOX_FLOAT);
    if (made == NULL) {
        return HR_NO_MEMORY;
    }
    ((struct hr_box_float *)made)->value = value;
    *box = made;
    return HR_OK;
}

enum hr_status hr_box_new_complex(const struct hr_allocator *allocator, double re, double im,
                                  struct hr_box **box) {
    struct hr_box *made = new_box(allocator, HR_BOX_COMPLEX);
    if (made == NULL) {
        return HR_NO_MEMORY;
    }
    ((struct hr_box_complex *)made)->re = re;
    ((struct hr_box_complex *)made)->im = im;
    *box = made;
    return HR_OK;
}

size_t hr_box_bytes(enum hr_box_kind kind) {
    switch (kind) {
    case HR_BOX_INTEGER:
        return sizeof(struct hr_box_integer);
    case HR_BOX_FLOAT:
        return sizeof(struct hr_box_float);
    case HR_BOX_COMPLEX:
        return sizeof(struct hr_box_complex);
    }
    return 0;
}

static bool is_kind(size_t kind) {
    return kind >= HR_BOX_INTEGER && kind <= HR_BOX_COMPLEX;
}

void hr_box_destroy(const struct hr_allocator *allocator, struct hr_box *box) {
    HR_ASSERT(box->reference_count == 0);
    HR_ASSERT(is_kind(box->kind));
    hr_release(allocator, box, hr_box_bytes((enum hr_box_kind)box->kind));
}

bool hr_box_is_valid(const struct hr_box *box) {
    return box != NULL && is_kind(box->kind) && box->reference_count > 0;
}
