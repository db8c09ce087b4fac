/*
 * coords.c - the coordinate lists as coords.h shows them: which layout, in which stage, and what
 * all layouts have in common. The lists themselves are in coords_<layout>.c.
 */
#include <headroom/coords.h>

#include "coords_layout.h"
#include "coords_output.h"
#include "grid.h"

static const struct coords_layout *const layouts[HR_COORDS_LAYOUTS] = {
    [HR_COORDS_BOXED] = &coords_boxed_layout,       [HR_COORDS_PAIRS] = &coords_pairs_layout,
    [HR_COORDS_SPLIT] = &coords_split_layout,       [HR_COORDS_TUPLE] = &coords_tuple_layout,
    [HR_COORDS_STREAMED] = &coords_streamed_layout,
};

const char *hr_coords_layout_name(enum hr_coords_layout layout) {
    HR_ASSERT((unsigned)layout < HR_COORDS_LAYOUTS);
    return layouts[layout]->name;
}

enum hr_status hr_coords_new(enum hr_coords_layout layout, const struct hr_coords_config *config,
                             struct hr_coords **coords) {
    if ((unsigned)layout >= HR_COORDS_LAYOUTS || hr_julia_check(&config->julia) != HR_OK) {
        return HR_INVALID;
    }
    struct hr_coords *made = hr_allocate(config->allocator, sizeof *made);
    if (made == NULL) {
        return HR_NO_MEMORY;
    }
    *made = (struct hr_coords){
        .layout = layouts[layout],
        .config = *config,
        .of_values = {.allocator = config->allocator, .growth = config->growth},
        .of_references = {.allocator = config->allocator,
                          .growth = config->growth,
                          .element_has_pointers = true},
    };
    made->layout->init(made);
    coords_output_init(made);
    *coords = made;
    return HR_OK;
}

void hr_coords_destroy(struct hr_coords *coords) {
    if (coords == NULL) {
        return;
    }
    HR_ASSERT_EXPENSIVE(hr_coords_is_valid(coords));
    coords_output_clean_up(coords);
    coords->layout->clean_up(coords);
    hr_release(coords->config.allocator, coords, sizeof *coords);
}

enum hr_status hr_coords_build(struct hr_coords *coords) {
    if (coords->stage != COORDS_EMPTY) {
        return HR_INVALID;
    }
    coords->stage = COORDS_BROKEN;
    enum hr_status status = coords->layout->build(coords);
    size_t points;
    if (status == HR_OK && !hr_checked_multiply(coords->rows, coords->columns, &points)) {
        status = HR_TOO_LARGE;
    }
    if (status == HR_OK) {
        coords->stage = COORDS_BUILT;
    }
    return status;
}

enum hr_status hr_coords_iterate(struct hr_coords *coords) {
    if (coords->stage != COORDS_BUILT) {
        return HR_INVALID;
    }
    enum hr_status status = coords->layout->iterate(coords);
    if (status == HR_OK) {
        coords->stage = COORDS_ITERATED;
    }
    return status;
}

uint64_t hr_coords_appends(const struct hr_coords *coords) {
    return coords->layout->appends(coords);
}

size_t hr_coords_columns(const struct hr_coords *coords) {
    return coords->columns;
}

size_t hr_coords_rows(const struct hr_coords *coords) {
    return coords->rows;
}

uint64_t hr_coords_sum(const struct hr_coords *coords) {
    return coords_output_sum(coords);
}

unsigned hr_coords_count_at(const struct hr_coords *coords, size_t index) {
    HR_ASSERT(coords->stage == COORDS_ITERATED);
    return coords_output_at(coords, index);
}

uint64_t hr_coords_checksum(const struct hr_coords *coords) {
    return coords->layout->checksum(coords);
}

struct hr_footprint hr_coords_footprint(const struct hr_coords *coords) {
    struct hr_footprint footprint = {.overhead_bytes = sizeof *coords};
    coords->layout->footprint(coords, &footprint);
    coords_output_footprint(coords, &footprint);
    return footprint;
}

bool hr_coords_is_valid(const struct hr_coords *coords) {
    if (coords == NULL || !coords->layout->is_valid(coords)) {
        return false;
    }
    const bool is_complete = coords->stage == COORDS_BUILT || coords->stage == COORDS_ITERATED;
    const size_t output = coords->stage == COORDS_ITERATED ? coords_points(coords) : 0;
    if (!coords_output_is_valid(coords, output)) {
        return false;
    }
    const size_t appends = coords->layout->appends(coords);
    return !is_complete || coords->layout == &coords_streamed_layout ||
           appends == coords->rows + coords->columns + 2 * coords_points(coords);
}

void coords_boxes_destroy(const struct hr_allocator *allocator, struct coords_boxes *list) {
    for (size_t i = 0; i < coords_boxes_length(list); i++) {
        struct hr_box *box = *coords_boxes_at(list, i);
        if (box != NULL) { /* a list that could not be filled to its end */
            hr_box_release(allocator, box);
        }
    }
    coords_boxes_clean_up(list);
}

bool coords_boxes_are(const struct coords_boxes *list, enum hr_box_kind kind) {
    for (size_t i = 0; i < coords_boxes_length(list); i++) {
        const struct hr_box *box = *coords_boxes_at(list, i);
        if (!hr_box_is_valid(box) || box->kind != kind) {
            return false;
        }
    }
    return coords_boxes_is_valid(list);
}

/* hr_coords_generate: the walk with a cursor in place of lists. */
struct generation {
    const struct hr_julia *julia;
    const struct hr_coords_sink *sink;
    struct grid_cursor cursor;
};

static enum hr_status give(const struct generation *generation, enum hr_coords_list list, double re,
                           double im) {
    const struct hr_coords_sink *sink = generation->sink;
    return sink->append(sink->context, list, re, im);
}

static enum hr_status give_y(void *context, double coordinate) {
    return give(context, HR_COORDS_Y, coordinate, 0);
}

static enum hr_status give_x(void *context, double coordinate) {
    return give(context, HR_COORDS_X, coordinate, 0);
}

static enum hr_status give_point(void *context, size_t row, size_t column) {
    struct generation *generation = context;
    if (column > 0) {
        grid_cursor_next_column(&generation->cursor);
    } else if (row > 0) {
        grid_cursor_next_row(&generation->cursor);
    }
    enum hr_status status =
        give(generation, HR_COORDS_ZS, generation->cursor.x, generation->cursor.y);
    if (status == HR_OK) {
        status = give(generation, HR_COORDS_CS, generation->julia->c_re, generation->julia->c_im);
    }
    return status;
}

enum hr_status hr_coords_generate(const struct hr_julia *julia, const struct hr_coords_sink *sink) {
    static const struct grid_visitor visitor = {give_y, give_x, give_point};
    if (hr_julia_check(julia) != HR_OK) {
        return HR_INVALID;
    }
    struct generation generation = {julia, sink, grid_cursor_start(julia)};
    size_t rows, columns;
    return grid_walk(julia, &generation, &visitor, &rows, &columns);
}
