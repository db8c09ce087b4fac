/*
 * commands/plot_request.h - what was asked of the verb `plot`: its options, read and checked.
 */
#ifndef HEADROOM_BENCH_COMMANDS_PLOT_REQUEST_H
#define HEADROOM_BENCH_COMMANDS_PLOT_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "commands/draw.h"
#include "commands/options.h"
#include "report/inputs.h"
#include "report/plots/preset.h"
#include "report/series.h"

enum { PLOT_PRESETS = 32 };

struct plot_request {
    struct inputs inputs;
    const struct preset *presets[PLOT_PRESETS];
    size_t preset_count;
    struct series_options axes; /* of the generic plot: x and y set */
    char by[SERIES_TEXT_BYTES]; /* axes.by, with run in front where there are several */
    const char *log;            /* NULL: where the values span decades */
    const char *highlight, *output;
    bool has_formats;
    struct canvas canvas;
};

/* The options of the verb, and what takes one of them (an options_set_fn of a plot_request). */
extern const struct option_row plot_request_options[];
bool plot_request_set(void *context, int id, const char *value);

/*
 * Whether the options go together, and with so many runs; false after a message. Several runs
 * become part of what tells lines apart.
 */
bool plot_request_check(struct plot_request *request, size_t runs);

#endif
