/*
 * coords_tuple.c - layout `tuple`: lists of references to tuples of two float boxes. zs.append((x,
 * y)) shares the boxes of x and y; cs.append((c_real, c_imag)) shares two for all.
 *
 * The tuples come from a cache that keeps nothing: none is released before the end.
 */
#include "coords_output.h"

static void tuple_init(struct hr_coords *coords) {
    struct coords_tuple_lists *lists = &coords->lists.tuple;
    coords_boxes_init(&lists->x, &coords->of_references);
    coords_boxes_init(&lists->y, &coords->of_references);
    coords_tuples_init(&lists->zs, &coords->of_references);
    coords_tuples_init(&lists->cs, &coords->of_references);
    lists->c_re = NULL;
    lists->c_im = NULL;
    hr_tuple_cache_init(&lists->cache, coords->config.allocator, hr_tuple_cache_preset_find("off"));
}

static enum hr_status append_y(void *context, double coordinate) {
    struct hr_coords *coords = context;
    return coords_push_float(coords->config.allocator, &coords->lists.tuple.y, coordinate);
}

static enum hr_status append_x(void *context, double coordinate) {
    struct hr_coords *coords = context;
    return coords_push_float(coords->config.allocator, &coords->lists.tuple.x, coordinate);
}

static enum hr_status push_pair(struct hr_tuple_cache *cache, struct coords_tuples *list,
                                struct hr_box *re, struct hr_box *im) {
    struct hr_box *const items[] = {re, im};
    struct hr_tuple *pair;
    enum hr_status status = hr_tuple_new(cache, items, 2, &pair);
    if (HR_UNLIKELY(status != HR_OK)) {
        return status;
    }
    status = coords_tuples_push(list, pair);
    if (HR_UNLIKELY(status != HR_OK)) {
        hr_tuple_release(cache, pair);
    }
    return status;
}

static enum hr_status append_point(void *context, size_t row, size_t column) {
    struct hr_coords *coords = context;
    struct coords_tuple_lists *lists = &coords->lists.tuple;
    enum hr_status status =
        push_pair(&lists->cache, &lists->zs, *coords_boxes_at(&lists->x, column),
                  *coords_boxes_at(&lists->y, row));
    if (HR_UNLIKELY(status != HR_OK)) {
        return status;
    }
    return push_pair(&lists->cache, &lists->cs, lists->c_re, lists->c_im);
}

static enum hr_status tuple_build(struct hr_coords *coords) {
    static const struct grid_visitor visitor = {append_y, append_x, append_point};
    const struct hr_julia *julia = &coords->config.julia;
    struct coords_tuple_lists *lists = &coords->lists.tuple;
    enum hr_status status = hr_box_new_float(coords->config.allocator, julia->c_re, &lists->c_re);
    if (status == HR_OK) {
        status = hr_box_new_float(coords->config.allocator, julia->c_im, &lists->c_im);
    }
    if (status != HR_OK) {
        return status;
    }
    return grid_walk(julia, coords, &visitor, &coords->rows, &coords->columns);
}

static double part(const struct coords_tuples *list, size_t index, size_t item) {
    return coords_float(hr_tuple_at(*coords_tuples_at(list, index), item));
}

static unsigned count_point(void *context, size_t index) {
    const struct hr_coords *coords = context;
    const struct coords_tuple_lists *lists = &coords->lists.tuple;
    return julia_iterate(part(&lists->zs, index, 0), part(&lists->zs, index, 1),
                         part(&lists->cs, index, 0), part(&lists->cs, index, 1),
                         coords->config.julia.max_iterations);
}

static enum hr_status tuple_iterate(struct hr_coords *coords) {
    return coords_fill_boxes(coords, coords_points(coords), count_point, coords);
}

static void destroy_tuples(struct hr_tuple_cache *cache, struct coords_tuples *list) {
    for (size_t i = 0; i < coords_tuples_length(list); i++) {
        hr_tuple_release(cache, *coords_tuples_at(list, i));
    }
    coords_tuples_clean_up(list);
}

static void tuple_clean_up(struct hr_coords *coords) {
    struct coords_tuple_lists *lists = &coords->lists.tuple;
    destroy_tuples(&lists->cache, &lists->zs);
    destroy_tuples(&lists->cache, &lists->cs);
    coords_boxes_destroy(coords->config.allocator, &lists->x);
    coords_boxes_destroy(coords->config.allocator, &lists->y);
    if (lists->c_re != NULL) {
        hr_box_release(coords->config.allocator, lists->c_re);
    }
    if (lists->c_im != NULL) {
        hr_box_release(coords->config.allocator, lists->c_im);
    }
    hr_tuple_cache_clean_up(&lists->cache);
}

static size_t tuple_appends(const struct hr_coords *coords) {
    const struct coords_tuple_lists *lists = &coords->lists.tuple;
    return coords_boxes_length(&lists->x) + coords_boxes_length(&lists->y) +
           coords_tuples_length(&lists->zs) + coords_tuples_length(&lists->cs);
}

static uint64_t list_checksum(const struct coords_tuples *list) {
    uint64_t sum = 0;
    for (size_t i = 0; i < coords_tuples_length(list); i++) {
        sum += coords_bits(part(list, i, 0)) + coords_bits(part(list, i, 1));
    }
    return sum;
}

static uint64_t tuple_checksum(const struct hr_coords *coords) {
    return list_checksum(&coords->lists.tuple.zs) + list_checksum(&coords->lists.tuple.cs);
}

static void tuple_footprint(const struct hr_coords *coords, struct hr_footprint *footprint) {
    const struct coords_tuple_lists *lists = &coords->lists.tuple;
    footprint->length = coords_tuples_length(&lists->zs);
    footprint->capacity = coords_tuples_capacity(&lists->zs);
    coords_add_list(footprint, coords_boxes_footprint(&lists->x));
    coords_add_list(footprint, coords_boxes_footprint(&lists->y));
    coords_add_list(footprint, coords_tuples_footprint(&lists->zs));
    coords_add_list(footprint, coords_tuples_footprint(&lists->cs));
    const size_t floats = coords_boxes_length(&lists->x) + coords_boxes_length(&lists->y) +
                          (lists->c_re != NULL) + (lists->c_im != NULL);
    const size_t tuples = coords_tuples_length(&lists->zs) + coords_tuples_length(&lists->cs);
    footprint->object_bytes +=
        hr_saturating_add(hr_saturating_multiply(floats, hr_box_bytes(HR_BOX_FLOAT)),
                          hr_saturating_multiply(tuples, hr_tuple_bytes(2)));
}

static bool are_pairs(const struct coords_tuples *list) {
    for (size_t i = 0; i < coords_tuples_length(list); i++) {
        const struct hr_tuple *pair = *coords_tuples_at(list, i);
        if (!hr_tuple_is_valid(pair) || pair->length != 2) {
            return false;
        }
    }
    return coords_tuples_is_valid(list);
}

static bool tuple_is_valid(const struct hr_coords *coords) {
    const struct coords_tuple_lists *lists = &coords->lists.tuple;
    return coords_boxes_are(&lists->x, HR_BOX_FLOAT) && coords_boxes_are(&lists->y, HR_BOX_FLOAT) &&
           are_pairs(&lists->zs) && are_pairs(&lists->cs) && hr_tuple_cache_is_valid(&lists->cache);
}

const struct coords_layout coords_tuple_layout = {
    .name = "tuple",
    .init = tuple_init,
    .build = tuple_build,
    .iterate = tuple_iterate,
    .clean_up = tuple_clean_up,
    .appends = tuple_appends,
    .checksum = tuple_checksum,
    .footprint = tuple_footprint,
    .is_valid = tuple_is_valid,
};
