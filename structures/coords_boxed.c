/*
 * coords_boxed.c - layout `boxed`: lists of references; every coordinate of x and y is a float box,
 * every element of zs and cs a complex box of its own. What CPython does.
 */
#include "coords_output.h"

static void boxed_init(struct hr_coords *coords) {
    struct coords_boxed_lists *lists = &coords->lists.boxed;
    coords_boxes_init(&lists->x, &coords->of_references);
    coords_boxes_init(&lists->y, &coords->of_references);
    coords_boxes_init(&lists->zs, &coords->of_references);
    coords_boxes_init(&lists->cs, &coords->of_references);
}

static enum hr_status push_complex(const struct hr_allocator *allocator, struct coords_boxes *list,
                                   double re, double im) {
    struct hr_box *box;
    enum hr_status status = hr_box_new_complex(allocator, re, im, &box);
    if (HR_UNLIKELY(status != HR_OK)) {
        return status;
    }
    status = coords_boxes_push(list, box);
    if (HR_UNLIKELY(status != HR_OK)) {
        hr_box_release(allocator, box);
    }
    return status;
}

static enum hr_status append_y(void *context, double coordinate) {
    struct hr_coords *coords = context;
    return coords_push_float(coords->config.allocator, &coords->lists.boxed.y, coordinate);
}

static enum hr_status append_x(void *context, double coordinate) {
    struct hr_coords *coords = context;
    return coords_push_float(coords->config.allocator, &coords->lists.boxed.x, coordinate);
}

static enum hr_status append_point(void *context, size_t row, size_t column) {
    struct hr_coords *coords = context;
    struct coords_boxed_lists *lists = &coords->lists.boxed;
    const double x = coords_float(*coords_boxes_at(&lists->x, column));
    const double y = coords_float(*coords_boxes_at(&lists->y, row));
    enum hr_status status = push_complex(coords->config.allocator, &lists->zs, x, y);
    if (HR_UNLIKELY(status != HR_OK)) {
        return status;
    }
    return push_complex(coords->config.allocator, &lists->cs, coords->config.julia.c_re,
                        coords->config.julia.c_im);
}

static enum hr_status boxed_build(struct hr_coords *coords) {
    static const struct grid_visitor visitor = {append_y, append_x, append_point};
    return grid_walk(&coords->config.julia, coords, &visitor, &coords->rows, &coords->columns);
}

static const struct hr_box_complex *complex_at(const struct coords_boxes *list, size_t index) {
    const struct hr_box *box = *coords_boxes_at(list, index);
    HR_ASSERT(box->kind == HR_BOX_COMPLEX);
    return (const struct hr_box_complex *)box;
}

static unsigned count_point(void *context, size_t index) {
    const struct hr_coords *coords = context;
    const struct hr_box_complex *z = complex_at(&coords->lists.boxed.zs, index);
    const struct hr_box_complex *c = complex_at(&coords->lists.boxed.cs, index);
    return julia_iterate(z->re, z->im, c->re, c->im, coords->config.julia.max_iterations);
}

static enum hr_status boxed_iterate(struct hr_coords *coords) {
    return coords_fill_boxes(coords, coords_points(coords), count_point, coords);
}

static void boxed_clean_up(struct hr_coords *coords) {
    struct coords_boxed_lists *lists = &coords->lists.boxed;
    coords_boxes_destroy(coords->config.allocator, &lists->x);
    coords_boxes_destroy(coords->config.allocator, &lists->y);
    coords_boxes_destroy(coords->config.allocator, &lists->zs);
    coords_boxes_destroy(coords->config.allocator, &lists->cs);
}

static size_t boxed_appends(const struct hr_coords *coords) {
    const struct coords_boxed_lists *lists = &coords->lists.boxed;
    return coords_boxes_length(&lists->x) + coords_boxes_length(&lists->y) +
           coords_boxes_length(&lists->zs) + coords_boxes_length(&lists->cs);
}

static uint64_t complex_checksum(const struct coords_boxes *list) {
    uint64_t sum = 0;
    for (size_t i = 0; i < coords_boxes_length(list); i++) {
        const struct hr_box_complex *value = complex_at(list, i);
        sum += coords_bits(value->re) + coords_bits(value->im);
    }
    return sum;
}

static uint64_t boxed_checksum(const struct hr_coords *coords) {
    return complex_checksum(&coords->lists.boxed.zs) + complex_checksum(&coords->lists.boxed.cs);
}

static void boxed_footprint(const struct hr_coords *coords, struct hr_footprint *footprint) {
    const struct coords_boxed_lists *lists = &coords->lists.boxed;
    footprint->length = coords_boxes_length(&lists->zs);
    footprint->capacity = coords_boxes_capacity(&lists->zs);
    coords_add_list(footprint, coords_boxes_footprint(&lists->x));
    coords_add_list(footprint, coords_boxes_footprint(&lists->y));
    coords_add_list(footprint, coords_boxes_footprint(&lists->zs));
    coords_add_list(footprint, coords_boxes_footprint(&lists->cs));
    const size_t floats = coords_boxes_length(&lists->x) + coords_boxes_length(&lists->y);
    const size_t complexes = coords_boxes_length(&lists->zs) + coords_boxes_length(&lists->cs);
    footprint->object_bytes +=
        hr_saturating_add(hr_saturating_multiply(floats, hr_box_bytes(HR_BOX_FLOAT)),
                          hr_saturating_multiply(complexes, hr_box_bytes(HR_BOX_COMPLEX)));
}

static bool boxed_is_valid(const struct hr_coords *coords) {
    const struct coords_boxed_lists *lists = &coords->lists.boxed;
    return coords_boxes_are(&lists->x, HR_BOX_FLOAT) && coords_boxes_are(&lists->y, HR_BOX_FLOAT) &&
           coords_boxes_are(&lists->zs, HR_BOX_COMPLEX) &&
           coords_boxes_are(&lists->cs, HR_BOX_COMPLEX);
}

const struct coords_layout coords_boxed_layout = {
    .name = "boxed",
    .init = boxed_init,
    .build = boxed_build,
    .iterate = boxed_iterate,
    .clean_up = boxed_clean_up,
    .appends = boxed_appends,
    .checksum = boxed_checksum,
    .footprint = boxed_footprint,
    .is_valid = boxed_is_valid,
};
