/*
 * consume.h - results through everything that reads them: gathered, as tables in every format, as
 * the table of every plot of measured values. For tests that look for what no reader can stand.
 */
#ifndef HEADROOM_TEST_CONSUME_H
#define HEADROOM_TEST_CONSUME_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/format.h"
#include "report/gather.h"
#include "report/plots/parts.h"
#include "report/report.h"

/* A table in every format; the words for people may be narrow. */
static inline bool consume_tables(const struct gather *gather, const struct report *report,
                                  const struct document_run *run, bool is_long, FILE *out) {
    const struct document document = {.tables = report->tables,
                                      .table_count = report->count,
                                      .gather = gather,
                                      .runs = run,
                                      .run_count = 1,
                                      .width = is_long ? 0 : 60,
                                      .has_colour = true};
    bool is_whole = true;
    for (size_t i = 0; format_at(i) != NULL; i++) {
        const struct format *format = format_at(i);
        is_whole &= (format->wants != FORMAT_SHEETS) != is_long || format->write(&document, out);
    }
    return is_whole;
}

static inline bool consume_reports(const struct gather *gather, const struct document_run *run,
                                   FILE *out) {
    const struct report_options options = {.width = 60};
    struct report text = {0}, rows = {0};
    bool is_whole = report_text(gather, &options, &text) && report_long(gather, &options, &rows) &&
                    consume_tables(gather, &text, run, false, out) &&
                    consume_tables(gather, &rows, run, true, out);
    report_clean_up(&text);
    report_clean_up(&rows);
    return is_whole;
}

/* A picture that cannot be made must say why. */
static inline bool consume_pictures(const struct gather *gather) {
    const struct series_options axes = {.x = "length", .y = "build_ns"};
    const struct preset_input input = {.gather = gather};
    struct picture picture;
    bool is_whole = true;
    for (size_t i = 0; preset_at(i) != NULL; i++) {
        picture = (struct picture){0};
        bool is_skipped = !preset_at(i)->is_measured;
        is_whole &= is_skipped || preset_at(i)->make(&input, &picture) || picture.error[0] != '\0';
        picture_clean_up(&picture);
    }
    picture = (struct picture){0};
    is_whole &= parts_series(gather, &axes, &picture) || picture.error[0] != '\0';
    picture_clean_up(&picture);
    return is_whole;
}

/* False only for lack of memory. What is written goes to `out`. */
static inline bool consume(const struct results *results, const struct filter *filters,
                           size_t filter_count, FILE *out) {
    const char **words = calloc(2 * results->envs + 1, sizeof *words);
    struct document_run document = {"run", results->path, results->envs, words,
                                    words + results->envs};
    const struct gather_run run = {"run", results};
    struct gather gather = {0};
    for (size_t i = 0; words != NULL && i < results->envs; i++) {
        words[i] = results->env[i].key;
        words[results->envs + i] = results->env[i].value;
    }
    bool is_whole = words != NULL && gather_init(&gather, &run, 1, filters, filter_count);
    is_whole = is_whole && consume_reports(&gather, &document, out) && consume_pictures(&gather);
    gather_clean_up(&gather);
    free(words);
    return is_whole;
}

#endif
