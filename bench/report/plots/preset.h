/*
 * preset.h - the plots that have a name: which tables each is made from, by which script it is
 * drawn, and what stands on its axes. One file in this folder and one line in plots.def each:
 *
 *     static bool make(const struct preset_input *input, struct picture *picture) {
 *         const struct series_options options = {.x = "length", .y = "build_ns", .by = "malloc"};
 *         return parts_series_of(input->gather, "append", &options, picture);
 *     }
 *
 *     const struct preset plot_append_time = {.name = "append-time", .script = "lines.gp", ...};
 *
 * parts.h has what several are made from; plots/common.gp says what the script is given.
 */
#ifndef HEADROOM_BENCH_PLOTS_PRESET_H
#define HEADROOM_BENCH_PLOTS_PRESET_H

#include <stdbool.h>
#include <stddef.h>

#include "report/gather.h"
#include "report/series.h"
#include "report/table.h"

enum { PICTURE_TABLES = 6 };

/* A plot ready to be drawn. */
struct picture {
    struct table tables[PICTURE_TABLES];
    size_t table_count;
    char subtitle[SERIES_TEXT_BYTES]; /* what all of it shares */
    char chosen[SERIES_TEXT_BYTES];   /* that part of it which was chosen among several */
    char error[SERIES_TEXT_BYTES];    /* why there is none; "" when memory is short */
    char options[SERIES_TEXT_BYTES];  /* words for the script, separated by blanks: "logx" */
    size_t highlighted;               /* the first so many lines stand out; see parts_emphasize */
    char caption[SERIES_TEXT_BYTES];  /* which lines stand out, and why; "" where all do */
};

/* What a plot is made from. */
struct preset_input {
    const struct gather *gather; /* of no run where none was named */
    const char *highlight;       /* NULL, or "growth=cpython-3.9,java": what shall stand out */
    const char *policies;        /* NULL, or the growth policies that were asked for by name */
};

struct preset {
    const char *name;   /* of letters, digits and '-': it becomes the name of files */
    const char *script; /* in the folder of the plot scripts */
    const char *summary;
    bool is_measured; /* needs a run */
    const char *x_label, *y_label;
    /* False with `error`, which names what the runs lack, or "" without memory. */
    bool (*make)(const struct preset_input *input, struct picture *picture);
};

const struct preset *preset_find(const char *name); /* NULL when there is none */
const struct preset *preset_at(size_t index);       /* NULL past the end */

void picture_clean_up(struct picture *picture);

#endif
