/*
 * growth_cost.c - two panels over the length: bytes copied and blocks asked for until an array is
 * filled by appends. As measured, where a run has several lengths; else computed from the policies.
 */
#include <stdio.h>

#include "report/curves.h"
#include "report/plots/parts.h"

enum { LENGTHS = 1000000 };

static bool has_lengths(const struct picture *picture) {
    const struct table *copied = &picture->tables[0], *calls = &picture->tables[1];
    return copied->row_count > 1 && copied->row_count == calls->row_count &&
           copied->column_count == calls->column_count;
}

/* False where the run has no such cases, or has them at one length only. */
static bool make_measured(const struct preset_input *input, struct picture *picture) {
    const struct series_options copied = {
        .x = "length", .y = "copied_bytes", .by = "run,growth", .narrow = true};
    const struct series_options calls = {
        .x = "length", .y = "block_calls", .by = "run,growth", .narrow = true};
    bool is_whole = parts_has_workload(input->gather, "append") &&
                    parts_series_of(input->gather, "append", &copied, picture) &&
                    parts_series_of(input->gather, "append", &calls, picture);
    if (!is_whole || !has_lengths(picture)) {
        picture_clean_up(picture);
        return false;
    }
    parts_option(picture, "step=3");
    return true;
}

static bool make_computed(const struct preset_input *input, struct picture *picture) {
    struct parts_policies policies;
    bool is_whole = parts_policies_init(&policies, input, picture);
    if (is_whole) {
        snprintf(picture->subtitle, sizeof picture->subtitle,
                 "computed from the policies: single appends of 8 bytes, every growth copies");
        picture->table_count = 2;
        is_whole = curves_cost(policies.policies, policies.count, LENGTHS, &picture->tables[0],
                               &picture->tables[1]);
    }
    parts_policies_clean_up(&policies);
    return is_whole;
}

/* A zero has no place on a logarithmic axis. */
static bool has_zero(const struct picture *picture, size_t column) {
    for (size_t i = 0; i < picture->table_count; i++) {
        const struct table *table = &picture->tables[i];
        for (size_t row = 0; row < table->row_count; row++) {
            double number = parts_number(table, row, column);
            if (number <= 0 && number >= 0) {
                return true;
            }
        }
    }
    return false;
}

static void describe_zeros(size_t step, struct picture *picture) {
    char names[SERIES_TEXT_BYTES] = "";
    parts_name_lines(picture, step, has_zero, names);
    bool has_all = true;
    for (size_t i = 1; i < picture->tables[0].column_count; i += step) {
        has_all = has_all && has_zero(picture, i);
    }
    if (has_all) {
        parts_append(picture->subtitle, "; a line begins where it is above 0");
    } else if (names[0] != '\0') {
        parts_append(picture->subtitle, "; not drawn where 0, at some lengths:%s", names);
    }
}

static bool make(const struct preset_input *input, struct picture *picture) {
    bool is_measured = make_measured(input, picture);
    size_t step = is_measured ? 3 : 1;
    bool is_whole = (is_measured || make_computed(input, picture)) &&
                    parts_emphasize(input, step, METER_LOWER, picture);
    describe_zeros(step, picture);
    return is_whole;
}

const struct preset plot_growth_cost = {.name = "growth-cost",
                                        .script = "growth-cost.gp",
                                        .summary = "bytes copied and allocator calls by length",
                                        .x_label = "length (elements)",
                                        .y_label = "bytes copied",
                                        .make = make};
