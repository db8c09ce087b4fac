/*
 * presets.h - the plots that have a name: which table each is made from, by which script it is
 * drawn, and what stands on its axes.
 */
#ifndef HEADROOM_BENCH_PRESETS_H
#define HEADROOM_BENCH_PRESETS_H

#include <stdbool.h>
#include <stddef.h>

#include "report/gather.h"
#include "report/series.h"
#include "report/table.h"

enum { PRESET_TABLES = 2 };

/* A plot ready to be drawn. */
struct picture {
    struct table tables[PRESET_TABLES];
    size_t table_count;
    char subtitle[SERIES_TEXT_BYTES]; /* what all of it shares */
    char chosen[SERIES_TEXT_BYTES];   /* that part of it which was chosen among several */
    char error[SERIES_TEXT_BYTES];    /* why there is none; "" when memory is short */
};

struct preset {
    const char *name;
    const char *script; /* in the folder of the plot scripts */
    const char *summary;
    bool is_measured; /* needs a run */
    const char *x_label, *y_label;
    bool (*make)(const struct gather *gather, struct picture *picture);
};

const struct preset *preset_find(const char *name); /* NULL when there is none */
const struct preset *preset_at(size_t index);       /* NULL past the end */

/* Any meter against any key. */
bool preset_generic(const struct gather *gather, const struct series_options *options,
                    struct picture *picture);

void picture_clean_up(struct picture *picture);

#endif
