/*
 * coords_output.h - the output list of the calculation: one count per point, in a list constructed
 * at its exact length beforehand (the book's `output = [0] * len(zs)`) and filled in order.
 */
#ifndef HEADROOM_STRUCTURES_COORDS_OUTPUT_H
#define HEADROOM_STRUCTURES_COORDS_OUTPUT_H

#include "coords_layout.h"
#include "julia_kernel.h"

/* The count of the next point; called once per point, in order. */
typedef unsigned coords_count_fn(void *context, size_t index);

/* Empty; of numbers until coords_output_start_boxes. */
void coords_output_init(struct hr_coords *coords);
void coords_output_clean_up(struct hr_coords *coords);

/* The list of boxes without its boxes yet, and the shared ones. On failure nothing is left. */
HR_NODISCARD enum hr_status coords_output_start_boxes(struct hr_coords *coords, size_t points);

/* A box for a count, shared or its own, with a reference for the list. */
HR_NODISCARD enum hr_status coords_output_box(struct hr_coords *coords, unsigned count,
                                              struct hr_box **box);

uint64_t coords_output_sum(const struct hr_coords *coords);
unsigned coords_output_at(const struct hr_coords *coords, size_t index);
void coords_output_footprint(const struct hr_coords *coords, struct hr_footprint *footprint);
bool coords_output_is_valid(const struct hr_coords *coords, size_t points);

/* Fills a list of 32-bit counts. */
GRID_INLINE enum hr_status coords_fill_counts(struct hr_coords *coords, size_t points,
                                              coords_count_fn *count, void *context) {
    struct coords_counts *list = &coords->output.counts;
    enum hr_status status = coords_counts_construct(list, NULL, points);
    if (status != HR_OK) {
        return status;
    }
    uint32_t *counts = coords_counts_items(list);
    for (size_t i = 0; i < points; i++) {
        counts[i] = count(context, i);
    }
    return HR_OK;
}

/* Fills a list of references to boxes. */
GRID_INLINE enum hr_status coords_fill_boxes(struct hr_coords *coords, size_t points,
                                             coords_count_fn *count, void *context) {
    enum hr_status status = coords_output_start_boxes(coords, points);
    if (status != HR_OK) {
        return status;
    }
    struct hr_box **boxes = coords_boxes_items(&coords->output.boxes);
    for (size_t i = 0; i < points; i++) {
        status = coords_output_box(coords, count(context, i), &boxes[i]);
        if (HR_UNLIKELY(status != HR_OK)) {
            coords_output_clean_up(coords);
            return status;
        }
    }
    return HR_OK;
}

#endif
