/*
 * coords_pairs.c - layout `pairs`: an element of zs and cs is two doubles in the list itself.
 */
#include "coords_output.h"

static void pairs_init(struct hr_coords *coords) {
    struct coords_pairs_lists *lists = &coords->lists.pairs;
    coords_doubles_init(&lists->x, &coords->of_values);
    coords_doubles_init(&lists->y, &coords->of_values);
    coords_pairs_init(&lists->zs, &coords->of_values);
    coords_pairs_init(&lists->cs, &coords->of_values);
}

static enum hr_status append_y(void *context, double coordinate) {
    struct hr_coords *coords = context;
    return coords_doubles_push(&coords->lists.pairs.y, coordinate);
}

static enum hr_status append_x(void *context, double coordinate) {
    struct hr_coords *coords = context;
    return coords_doubles_push(&coords->lists.pairs.x, coordinate);
}

static enum hr_status append_point(void *context, size_t row, size_t column) {
    struct hr_coords *coords = context;
    struct coords_pairs_lists *lists = &coords->lists.pairs;
    const struct coords_pair z = {*coords_doubles_at(&lists->x, column),
                                  *coords_doubles_at(&lists->y, row)};
    const struct coords_pair c = {coords->config.julia.c_re, coords->config.julia.c_im};
    enum hr_status status = coords_pairs_push(&lists->zs, z);
    if (HR_UNLIKELY(status != HR_OK)) {
        return status;
    }
    return coords_pairs_push(&lists->cs, c);
}

static enum hr_status pairs_build(struct hr_coords *coords) {
    static const struct grid_visitor visitor = {append_y, append_x, append_point};
    return grid_walk(&coords->config.julia, coords, &visitor, &coords->rows, &coords->columns);
}

static unsigned count_point(void *context, size_t index) {
    const struct hr_coords *coords = context;
    const struct coords_pair *z = coords_pairs_at(&coords->lists.pairs.zs, index);
    const struct coords_pair *c = coords_pairs_at(&coords->lists.pairs.cs, index);
    return julia_iterate(z->re, z->im, c->re, c->im, coords->config.julia.max_iterations);
}

static enum hr_status pairs_iterate(struct hr_coords *coords) {
    return coords_fill_counts(coords, coords_points(coords), count_point, coords);
}

static void pairs_clean_up(struct hr_coords *coords) {
    struct coords_pairs_lists *lists = &coords->lists.pairs;
    coords_doubles_clean_up(&lists->x);
    coords_doubles_clean_up(&lists->y);
    coords_pairs_clean_up(&lists->zs);
    coords_pairs_clean_up(&lists->cs);
}

static size_t pairs_appends(const struct hr_coords *coords) {
    const struct coords_pairs_lists *lists = &coords->lists.pairs;
    return coords_doubles_length(&lists->x) + coords_doubles_length(&lists->y) +
           coords_pairs_length(&lists->zs) + coords_pairs_length(&lists->cs);
}

static uint64_t list_checksum(const struct coords_pairs *list) {
    uint64_t sum = 0;
    for (size_t i = 0; i < coords_pairs_length(list); i++) {
        const struct coords_pair *value = coords_pairs_at(list, i);
        sum += coords_bits(value->re) + coords_bits(value->im);
    }
    return sum;
}

static uint64_t pairs_checksum(const struct hr_coords *coords) {
    return list_checksum(&coords->lists.pairs.zs) + list_checksum(&coords->lists.pairs.cs);
}

static void pairs_footprint(const struct hr_coords *coords, struct hr_footprint *footprint) {
    const struct coords_pairs_lists *lists = &coords->lists.pairs;
    footprint->length = coords_pairs_length(&lists->zs);
    footprint->capacity = coords_pairs_capacity(&lists->zs);
    coords_add_list(footprint, coords_doubles_footprint(&lists->x));
    coords_add_list(footprint, coords_doubles_footprint(&lists->y));
    coords_add_list(footprint, coords_pairs_footprint(&lists->zs));
    coords_add_list(footprint, coords_pairs_footprint(&lists->cs));
}

static bool pairs_is_valid(const struct hr_coords *coords) {
    const struct coords_pairs_lists *lists = &coords->lists.pairs;
    return coords_doubles_is_valid(&lists->x) && coords_doubles_is_valid(&lists->y) &&
           coords_pairs_is_valid(&lists->zs) && coords_pairs_is_valid(&lists->cs);
}

const struct coords_layout coords_pairs_layout = {
    .name = "pairs",
    .init = pairs_init,
    .build = pairs_build,
    .iterate = pairs_iterate,
    .clean_up = pairs_clean_up,
    .appends = pairs_appends,
    .checksum = pairs_checksum,
    .footprint = pairs_footprint,
    .is_valid = pairs_is_valid,
};
