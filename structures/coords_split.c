/*
 * coords_split.c - layout `split`: zs and cs are each a list of real and a list of imaginary parts.
 *
 * Invariant: both lists of a pair have the same length, after a failed append too.
 */
#include "coords_output.h"

static void split_init(struct hr_coords *coords) {
    struct coords_split_lists *lists = &coords->lists.split;
    coords_doubles_init(&lists->x, &coords->of_values);
    coords_doubles_init(&lists->y, &coords->of_values);
    coords_doubles_init(&lists->zs_re, &coords->of_values);
    coords_doubles_init(&lists->zs_im, &coords->of_values);
    coords_doubles_init(&lists->cs_re, &coords->of_values);
    coords_doubles_init(&lists->cs_im, &coords->of_values);
}

static enum hr_status append_y(void *context, double coordinate) {
    struct hr_coords *coords = context;
    return coords_doubles_push(&coords->lists.split.y, coordinate);
}

static enum hr_status append_x(void *context, double coordinate) {
    struct hr_coords *coords = context;
    return coords_doubles_push(&coords->lists.split.x, coordinate);
}

/* One append to a pair of lists. */
static enum hr_status push_parts(struct coords_doubles *re_list, struct coords_doubles *im_list,
                                 double re, double im) {
    enum hr_status status = coords_doubles_push(re_list, re);
    if (HR_UNLIKELY(status != HR_OK)) {
        return status;
    }
    status = coords_doubles_push(im_list, im);
    if (HR_UNLIKELY(status != HR_OK)) {
        re_list->core.length--;
    }
    return status;
}

static enum hr_status append_point(void *context, size_t row, size_t column) {
    struct hr_coords *coords = context;
    struct coords_split_lists *lists = &coords->lists.split;
    const double x = *coords_doubles_at(&lists->x, column);
    const double y = *coords_doubles_at(&lists->y, row);
    enum hr_status status = push_parts(&lists->zs_re, &lists->zs_im, x, y);
    if (HR_UNLIKELY(status != HR_OK)) {
        return status;
    }
    return push_parts(&lists->cs_re, &lists->cs_im, coords->config.julia.c_re,
                      coords->config.julia.c_im);
}

static enum hr_status split_build(struct hr_coords *coords) {
    static const struct grid_visitor visitor = {append_y, append_x, append_point};
    return grid_walk(&coords->config.julia, coords, &visitor, &coords->rows, &coords->columns);
}

static unsigned count_point(void *context, size_t index) {
    const struct hr_coords *coords = context;
    const struct coords_split_lists *lists = &coords->lists.split;
    return julia_iterate(
        *coords_doubles_at(&lists->zs_re, index), *coords_doubles_at(&lists->zs_im, index),
        *coords_doubles_at(&lists->cs_re, index), *coords_doubles_at(&lists->cs_im, index),
        coords->config.julia.max_iterations);
}

static enum hr_status split_iterate(struct hr_coords *coords) {
    return coords_fill_counts(coords, coords_points(coords), count_point, coords);
}

static void split_clean_up(struct hr_coords *coords) {
    struct coords_split_lists *lists = &coords->lists.split;
    coords_doubles_clean_up(&lists->x);
    coords_doubles_clean_up(&lists->y);
    coords_doubles_clean_up(&lists->zs_re);
    coords_doubles_clean_up(&lists->zs_im);
    coords_doubles_clean_up(&lists->cs_re);
    coords_doubles_clean_up(&lists->cs_im);
}

static size_t split_appends(const struct hr_coords *coords) {
    const struct coords_split_lists *lists = &coords->lists.split;
    return coords_doubles_length(&lists->x) + coords_doubles_length(&lists->y) +
           coords_doubles_length(&lists->zs_re) + coords_doubles_length(&lists->cs_re);
}

static uint64_t list_checksum(const struct coords_doubles *list) {
    uint64_t sum = 0;
    for (size_t i = 0; i < coords_doubles_length(list); i++) {
        sum += coords_bits(*coords_doubles_at(list, i));
    }
    return sum;
}

static uint64_t split_checksum(const struct hr_coords *coords) {
    const struct coords_split_lists *lists = &coords->lists.split;
    return list_checksum(&lists->zs_re) + list_checksum(&lists->zs_im) +
           list_checksum(&lists->cs_re) + list_checksum(&lists->cs_im);
}

static void split_footprint(const struct hr_coords *coords, struct hr_footprint *footprint) {
    const struct coords_split_lists *lists = &coords->lists.split;
    footprint->length = coords_doubles_length(&lists->zs_re);
    footprint->capacity = coords_doubles_capacity(&lists->zs_re);
    coords_add_list(footprint, coords_doubles_footprint(&lists->x));
    coords_add_list(footprint, coords_doubles_footprint(&lists->y));
    coords_add_list(footprint, coords_doubles_footprint(&lists->zs_re));
    coords_add_list(footprint, coords_doubles_footprint(&lists->zs_im));
    coords_add_list(footprint, coords_doubles_footprint(&lists->cs_re));
    coords_add_list(footprint, coords_doubles_footprint(&lists->cs_im));
}

static bool are_parts_valid(const struct coords_doubles *re, const struct coords_doubles *im) {
    return coords_doubles_is_valid(re) && coords_doubles_is_valid(im) &&
           coords_doubles_length(re) == coords_doubles_length(im);
}

static bool split_is_valid(const struct hr_coords *coords) {
    const struct coords_split_lists *lists = &coords->lists.split;
    return coords_doubles_is_valid(&lists->x) && coords_doubles_is_valid(&lists->y) &&
           are_parts_valid(&lists->zs_re, &lists->zs_im) &&
           are_parts_valid(&lists->cs_re, &lists->cs_im);
}

const struct coords_layout coords_split_layout = {
    .name = "split",
    .init = split_init,
    .build = split_build,
    .iterate = split_iterate,
    .clean_up = split_clean_up,
    .appends = split_appends,
    .checksum = split_checksum,
    .footprint = split_footprint,
    .is_valid = split_is_valid,
};
