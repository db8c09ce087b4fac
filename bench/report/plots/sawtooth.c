/*
 * sawtooth.c - headroom in per cent of the length: each growth policy jumps up when it grows and
 * comes down until the block is full. The first table is the line through all tops, of every
 * policy; the second the teeth, of those that can be shown with them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/curves.h"
#include "report/plots/parts.h"

enum { LENGTHS = 1000000, PANELS = 20 /* as in plots/common.gp */ };

/* The policies in the order of the envelope's columns, as many as have teeth. */
static size_t order_policies(const struct parts_policies *policies, const struct table *envelope,
                             size_t highlighted, const struct hr_growth **ordered) {
    size_t count = policies->count <= PANELS ? policies->count : highlighted;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < policies->count; j++) {
            if (strcmp(policies->policies[j]->name, envelope->columns[i + 1].name) == 0) {
                ordered[i] = policies->policies[j];
            }
        }
    }
    return count;
}

static bool make_tables(const struct preset_input *input, const struct parts_policies *policies,
                        struct picture *picture) {
    snprintf(picture->subtitle, sizeof picture->subtitle,
             "computed from the policies: single appends of 8 bytes; cut at 150%%");
    struct table *envelope = &picture->tables[picture->table_count++];
    if (!curves_envelope(policies->policies, policies->count, LENGTHS, envelope) ||
        !parts_emphasize(input, 1, METER_LOWER, picture)) {
        return false;
    }
    const struct hr_growth **ordered =
        (const struct hr_growth **)calloc(policies->count + 1, sizeof *ordered);
    if (ordered == NULL) {
        return false;
    }
    size_t count = order_policies(policies, envelope, picture->highlighted, ordered);
    bool is_whole =
        curves_headroom(ordered, count, LENGTHS, &picture->tables[picture->table_count++]);
    free((void *)ordered);
    return is_whole;
}

static bool make(const struct preset_input *input, struct picture *picture) {
    struct parts_policies policies;
    bool is_whole =
        parts_policies_init(&policies, input, picture) && make_tables(input, &policies, picture);
    parts_policies_clean_up(&policies);
    return is_whole;
}

const struct preset plot_sawtooth = {.name = "sawtooth",
                                     .script = "sawtooth.gp",
                                     .summary =
                                         "headroom by length and its envelope, from the policies",
                                     .x_label = "length (elements)",
                                     .y_label = "headroom (% of length)",
                                     .make = make};
