/*
 * lists_tuples.c - as many small sequences against as many tuples, by length: resident bytes of
 * each, and the time to make and release one. The third table has the bytes they asked for, which
 * no malloc changes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/plots/parts.h"

static bool is_of(const struct gather *gather, const struct gather_case *a_case, const char *name,
                  const char *value) {
    const char *there = gather_value(gather, a_case, name);
    return there != NULL && strcmp(there, value) == 0;
}

/* All of one length: a cycle of lengths has nothing to stand against. */
static bool is_shown(const struct gather *gather, const struct gather_case *a_case) {
    return is_of(gather, a_case, "workload", "many-small") &&
           is_of(gather, a_case, "mix", "same") && !parts_is_null(gather, a_case);
}

static bool make_of(const struct preset_input *input, const struct gather *part,
                    struct picture *picture) {
    const struct series_options resident = {.x = "length",
                                            .y = "rss_bytes_peak_high",
                                            .lower = "rss_bytes_peak_low",
                                            .by = "run,structure,malloc",
                                            .narrow = true,
                                            .per = "count"};
    const struct series_options time = {
        .x = "length", .y = "build_ns", .by = "run,structure,malloc", .narrow = true};
    const struct series_options asked = {.x = "length",
                                         .y = "block_peak_live_bytes",
                                         .by = "run,structure",
                                         .narrow = true,
                                         .per = "count"};
    char subtitle[SERIES_TEXT_BYTES], chosen[SERIES_TEXT_BYTES];
    if (!parts_series(part, &resident, picture)) {
        return false;
    }
    memcpy(subtitle, picture->subtitle, sizeof subtitle);
    memcpy(chosen, picture->chosen, sizeof chosen);
    bool is_whole = parts_series(part, &time, picture) &&
                    parts_emphasize(input, 3, METER_LOWER, picture) &&
                    parts_series(part, &asked, picture);
    /* what was asked for is the same under every malloc: that one was taken is no choice */
    memcpy(picture->subtitle, subtitle, sizeof subtitle);
    memcpy(picture->chosen, chosen, sizeof chosen);
    return is_whole;
}

static bool make(const struct preset_input *input, struct picture *picture) {
    struct gather part;
    bool is_whole = parts_keep(input->gather, is_shown, &part);
    if (is_whole && part.case_count == 0) {
        snprintf(picture->error, sizeof picture->error,
                 "the run has no case with workload=many-small and mix=same");
        is_whole = false;
    }
    is_whole = is_whole && make_of(input, &part, picture);
    free(part.cases);
    return is_whole;
}

const struct preset plot_lists_tuples = {.name = "lists-vs-tuples",
                                         .script = "lists-vs-tuples.gp",
                                         .summary = "small lists against as many tuples by length",
                                         .is_measured = true,
                                         .x_label = "length of each (elements)",
                                         .y_label = "peak resident bytes each",
                                         .make = make};
