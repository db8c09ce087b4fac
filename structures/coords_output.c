/*
 * coords_output.c - the list of counts as numbers or as boxes, and the shared small boxes.
 */
#include "coords_output.h"

void coords_output_init(struct hr_coords *coords) {
    coords_counts_init(&coords->output.counts, &coords->of_values);
    coords_boxes_init(&coords->output.boxes, &coords->of_references);
    coords->output.shared = NULL;
}

static size_t shared_bytes(void) {
    return COORDS_SHARED * sizeof(struct hr_box_integer); /* a constant, about 6 KiB */
}

void coords_output_clean_up(struct hr_coords *coords) {
    struct coords_output *output = &coords->output;
    coords_counts_clean_up(&output->counts);
    coords_boxes_destroy(coords->config.allocator, &output->boxes);
    hr_release(coords->config.allocator, output->shared, shared_bytes());
    output->shared = NULL;
}

enum hr_status coords_output_start_boxes(struct hr_coords *coords, size_t points) {
    struct coords_output *output = &coords->output;
    enum hr_status status = coords_boxes_construct(&output->boxes, NULL, points);
    if (status != HR_OK) {
        return status;
    }
    output->shared = hr_allocate(coords->config.allocator, shared_bytes());
    if (output->shared == NULL) {
        coords_output_clean_up(coords);
        return HR_NO_MEMORY;
    }
    for (int64_t value = 0; value < COORDS_SHARED; value++) {
        /* The first reference is the block's own, so that no release ever frees a part of it. */
        output->shared[value] = (struct hr_box_integer){
            .header = {.kind = HR_BOX_INTEGER, .reference_count = 1}, .value = value};
    }
    return HR_OK;
}

enum hr_status coords_output_box(struct hr_coords *coords, unsigned count, struct hr_box **box) {
    if (count < COORDS_SHARED) {
        *box = hr_box_take(&coords->output.shared[count].header);
        return HR_OK;
    }
    return hr_box_new_integer(coords->config.allocator, count, box);
}

static unsigned box_count(const struct hr_box *box) {
    HR_ASSERT(box->kind == HR_BOX_INTEGER);
    return (unsigned)((const struct hr_box_integer *)box)->value;
}

unsigned coords_output_at(const struct hr_coords *coords, size_t index) {
    const struct coords_output *output = &coords->output;
    if (output->shared != NULL) {
        return box_count(*coords_boxes_at(&output->boxes, index));
    }
    return *coords_counts_at(&output->counts, index);
}

static size_t output_length(const struct coords_output *output) {
    return coords_counts_length(&output->counts) + coords_boxes_length(&output->boxes);
}

uint64_t coords_output_sum(const struct hr_coords *coords) {
    uint64_t sum = 0;
    for (size_t i = 0; i < output_length(&coords->output); i++) {
        sum += coords_output_at(coords, i);
    }
    return sum;
}

void coords_output_footprint(const struct hr_coords *coords, struct hr_footprint *footprint) {
    const struct coords_output *output = &coords->output;
    coords_add_list(footprint, coords_counts_footprint(&output->counts));
    coords_add_list(footprint, coords_boxes_footprint(&output->boxes));
    if (output->shared == NULL) {
        return;
    }
    footprint->object_bytes += shared_bytes();
    for (size_t i = 0; i < coords_boxes_length(&output->boxes); i++) {
        if (coords_output_at(coords, i) >= COORDS_SHARED) {
            footprint->object_bytes += hr_box_bytes(HR_BOX_INTEGER);
        }
    }
}

bool coords_output_is_valid(const struct hr_coords *coords, size_t points) {
    const struct coords_output *output = &coords->output;
    return output_length(output) == points && coords_counts_is_valid(&output->counts) &&
           coords_boxes_are(&output->boxes, HR_BOX_INTEGER);
}
