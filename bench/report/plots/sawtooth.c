/*
 * sawtooth.c - headroom in per cent of the length: each growth policy jumps up when it grows and
 * comes down until the block is full.
 */
#include <stdio.h>

#include "report/curves.h"
#include "report/plots/parts.h"

enum { LENGTHS = 1000000 };

static bool make(const struct preset_input *input, struct picture *picture) {
    struct parts_policies policies;
    bool is_whole = parts_policies_init(&policies, input->gather, picture);
    if (is_whole) {
        snprintf(picture->subtitle, sizeof picture->subtitle,
                 "computed from the policies: single appends of 8 bytes");
        is_whole = curves_headroom(policies.policies, policies.count, LENGTHS,
                                   &picture->tables[picture->table_count++]);
    }
    parts_policies_clean_up(&policies);
    return is_whole;
}

const struct preset plot_sawtooth = {.name = "sawtooth",
                                     .script = "sawtooth.gp",
                                     .summary = "headroom against length, from the policies",
                                     .x_label = "length (elements)",
                                     .y_label = "headroom (% of length)",
                                     .make = make};
