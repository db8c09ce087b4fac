/*
 * coords_streamed.c - layout `streamed`: no coordinate is stored; points are computed where they
 * are used, in the order of the other layouts. Building only counts rows and columns.
 */
#include "coords_output.h"

static void streamed_init(struct hr_coords *coords) {
    (void)coords;
}

static enum hr_status streamed_build(struct hr_coords *coords) {
    coords->rows = hr_julia_rows(&coords->config.julia);
    coords->columns = hr_julia_columns(&coords->config.julia);
    return HR_OK;
}

/* Where the calculation stands. */
struct stream {
    const struct hr_julia *julia;
    struct grid_cursor cursor;
    size_t column, columns;
};

static struct stream start(const struct hr_coords *coords) {
    const struct hr_julia *julia = &coords->config.julia;
    return (struct stream){
        .julia = julia, .cursor = grid_cursor_start(julia), .columns = coords->columns};
}

static void advance(struct stream *stream) {
    if (++stream->column < stream->columns) {
        grid_cursor_next_column(&stream->cursor);
    } else {
        stream->column = 0;
        grid_cursor_next_row(&stream->cursor);
    }
}

static unsigned count_point(void *context, size_t index) {
    struct stream *stream = context;
    const struct hr_julia *julia = stream->julia;
    (void)index;
    unsigned count = julia_iterate(stream->cursor.x, stream->cursor.y, julia->c_re, julia->c_im,
                                   julia->max_iterations);
    advance(stream);
    return count;
}

static enum hr_status streamed_iterate(struct hr_coords *coords) {
    struct stream stream = start(coords);
    return coords_fill_counts(coords, coords_points(coords), count_point, &stream);
}

static void streamed_clean_up(struct hr_coords *coords) {
    (void)coords;
}

static size_t streamed_appends(const struct hr_coords *coords) {
    (void)coords;
    return 0;
}

static uint64_t streamed_checksum(const struct hr_coords *coords) {
    const struct hr_julia *julia = &coords->config.julia;
    struct stream stream = start(coords);
    uint64_t sum = 0;
    for (size_t i = 0; i < coords_points(coords); i++) {
        sum += coords_bits(stream.cursor.x) + coords_bits(stream.cursor.y);
        sum += coords_bits(julia->c_re) + coords_bits(julia->c_im);
        advance(&stream);
    }
    return sum;
}

static void streamed_footprint(const struct hr_coords *coords, struct hr_footprint *footprint) {
    (void)coords;
    (void)footprint;
}

static bool streamed_is_valid(const struct hr_coords *coords) {
    (void)coords;
    return true;
}

const struct coords_layout coords_streamed_layout = {
    .name = "streamed",
    .init = streamed_init,
    .build = streamed_build,
    .iterate = streamed_iterate,
    .clean_up = streamed_clean_up,
    .appends = streamed_appends,
    .checksum = streamed_checksum,
    .footprint = streamed_footprint,
    .is_valid = streamed_is_valid,
};
