/*
 * staircase.c - capacity against length: each growth policy is a staircase above the line at which
 * nothing would be kept ready.
 */
#include <stdio.h>

#include "report/curves.h"
#include "report/plots/parts.h"

enum { LENGTHS = 100 };

static bool make(const struct preset_input *input, struct picture *picture) {
    struct parts_policies policies;
    bool is_whole = parts_policies_init(&policies, input, picture);
    if (is_whole) {
        snprintf(picture->subtitle, sizeof picture->subtitle,
                 "computed from the policies: single appends of 8 bytes");
        is_whole = curves_capacity(policies.policies, policies.count, LENGTHS,
                                   &picture->tables[picture->table_count++]) &&
                   parts_emphasize(input, 1, METER_LOWER, picture);
    }
    parts_policies_clean_up(&policies);
    return is_whole;
}

const struct preset plot_staircase = {.name = "staircase",
                                      .script = "staircase.gp",
                                      .summary = "capacity against length, from the policies",
                                      .x_label = "length (elements)",
                                      .y_label = "capacity (elements)",
                                      .make = make};
