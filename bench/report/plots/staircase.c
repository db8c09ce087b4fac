/*
 * staircase.c - capacity against length: each growth policy is a staircase above the line at which
 * nothing would be kept ready.
 */
#include <stdio.h>

#include "report/curves.h"
#include "report/plots/parts.h"

/* One that begins with hundreds of slots would press all others to the bottom. */
enum { LENGTHS = 100, CEILING = 3 * LENGTHS };

static bool is_cut(const struct picture *picture, size_t column) {
    const struct table *table = &picture->tables[0];
    for (size_t row = 0; row < table->row_count; row++) {
        if (parts_number(table, row, column) > CEILING) {
            return true;
        }
    }
    return false;
}

/* "; cut at 300, beyond it: postgres-stringinfo" */
static void describe_cut(struct picture *picture) {
    char names[SERIES_TEXT_BYTES] = "";
    parts_name_lines(picture, 1, is_cut, names);
    parts_option(picture, "ceiling=%d", CEILING);
    if (names[0] != '\0') {
        parts_append(picture->subtitle, "; cut at %d, beyond it:%s", CEILING, names);
    }
}

static bool make(const struct preset_input *input, struct picture *picture) {
    struct parts_policies policies;
    bool is_whole = parts_policies_init(&policies, input, picture);
    if (is_whole) {
        snprintf(picture->subtitle, sizeof picture->subtitle,
                 "computed from the policies: single appends of 8 bytes");
        is_whole = curves_capacity(policies.policies, policies.count, LENGTHS,
                                   &picture->tables[picture->table_count++]) &&
                   parts_emphasize(input, 1, METER_LOWER, picture);
        describe_cut(picture);
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
