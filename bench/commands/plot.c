/*
 * commands/plot.c - the verb `plot`: which pictures, of which tables, where they go.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/fresh.h"
#include "commands/plot_request.h"
#include "commands/screen.h"
#include "commands/shortfall.h"
#include "report/plots/parts.h"

extern const struct command command_plot;

/* `name` is a preset's, or NULL. What --where left out is not what the runs lack. */
static int cannot_make(const struct plot_request *request, const char *name,
                       const struct picture *picture) {
    bool is_usage = picture->error[0] != '\0';
    bool is_part = is_usage && request->inputs.run_count > 0 && request->inputs.filter_count > 0;
    fprintf(stderr, "headroom plot: %s%s%s%s\n", name == NULL ? "" : name, name == NULL ? "" : ": ",
            is_usage ? picture->error : "there is not enough memory",
            is_part ? "; only cases that pass --where were looked at" : "");
    return is_usage ? EXIT_USAGE : EXIT_FILES;
}

static struct preset_input input_of(const struct plot_request *request,
                                    const struct gather *gather) {
    struct preset_input input = {.gather = gather, .highlight = request->highlight};
    for (size_t i = 0; gather->run_count == 0 && i < request->inputs.filter_count; i++) {
        input.policies = request->inputs.filters[i].values;
    }
    return input;
}

/* A preset that was not named and has nothing to show is passed over with a remark. */
static int plot_preset(struct plot_request *request, const struct preset *preset,
                       const struct gather *gather, bool is_named) {
    struct picture picture = {0};
    const struct preset_input input = input_of(request, gather);
    int status;
    bool is_made = preset->make(&input, &picture);
    if (is_made && is_named && request->highlight != NULL && picture.highlighted == 0) {
        snprintf(picture.error, sizeof picture.error, "has no lines that could be highlighted");
        is_made = false;
    }
    if (is_made) {
        const struct drawing drawing = {.name = preset->name,
                                        .script = preset->script,
                                        .x_label = preset->x_label,
                                        .y_label = preset->y_label,
                                        .picture = &picture};
        status = draw(&request->canvas, &drawing);
    } else {
        status = cannot_make(request, preset->name, &picture);
        status = !is_named && status == EXIT_USAGE ? EXIT_OK : status;
    }
    picture_clean_up(&picture);
    return status;
}

/* One axis: whether it becomes logarithmic. False with an error where it is to be and cannot. */
static bool choose_axis(const struct plot_request *request, char axis,
                        const struct series_span *span, struct picture *picture) {
    bool is_wanted = request->log != NULL && strchr(request->log, axis) != NULL;
    bool is_chosen = request->log == NULL && series_is_wide(span);
    if (is_wanted && (!span->is_numeric || !(span->least > 0))) {
        snprintf(picture->error, sizeof picture->error,
                 "--log %s: %s has values that are not greater than 0", request->log,
                 axis == 'x' ? request->axes.x : request->axes.y);
        return false;
    }
    if (is_wanted || is_chosen) {
        parts_option(picture, "log%c", axis);
    }
    return true;
}

static bool make_generic(const struct plot_request *request, const struct gather *gather,
                         enum meter_better better, struct picture *picture) {
    const struct preset_input input = input_of(request, gather);
    if (!parts_series(gather, &request->axes, picture)) {
        return false;
    }
    const struct series_span x = series_span_x(&picture->tables[0]);
    const struct series_span y = series_span_y(&picture->tables[0]);
    if (!x.is_numeric) {
        parts_option(picture, "words=%zu", series_longest_x(&picture->tables[0]));
    }
    return choose_axis(request, 'x', &x, picture) && choose_axis(request, 'y', &y, picture) &&
           parts_emphasize(&input, 3, better, picture);
}

static int plot_generic(struct plot_request *request, const struct gather *gather) {
    struct picture picture = {0};
    char y_label[256];
    const struct gather_meter *meter = NULL;
    for (size_t i = 0; i < gather->meter_count; i++) {
        bool is_it = strcmp(gather->meters[i].name, request->axes.y) == 0;
        meter = is_it ? &gather->meters[i] : meter;
    }
    if (meter == NULL) {
        fprintf(stderr, "headroom plot: no run has the meter '%s', see 'headroom list meters'\n",
                request->axes.y);
        return EXIT_USAGE;
    }
    snprintf(y_label, sizeof y_label, "%s (%s)", meter->name, meter->unit);
    int status;
    if (make_generic(request, gather, meter->better, &picture)) {
        const struct drawing drawing = {.name = "plot",
                                        .script = "lines.gp",
                                        .x_label = request->axes.x,
                                        .y_label = y_label,
                                        .picture = &picture};
        status = draw(&request->canvas, &drawing);
    } else {
        status = cannot_make(request, NULL, &picture);
    }
    picture_clean_up(&picture);
    return status;
}

static int plot_all(struct plot_request *request, const struct gather *gather) {
    bool is_named = request->preset_count > 0;
    int status = EXIT_OK;
    for (size_t i = 0; !is_named && preset_at(i) != NULL; i++) {
        if (!preset_at(i)->is_measured || gather->run_count > 0) {
            request->presets[request->preset_count++] = preset_at(i);
        }
    }
    /* One that has nothing to show keeps none of the others from being drawn. */
    for (size_t i = 0; i < request->preset_count && status != EXIT_FILES; i++) {
        int one = plot_preset(request, request->presets[i], gather, is_named);
        status = one != EXIT_OK ? one : status;
    }
    return status;
}

static int plot_gathered(struct plot_request *request, const struct gather *gather) {
    if (gather->run_count > 0 && gather->case_count == 0) {
        (void)inputs_explain_nothing(&request->inputs);
        fprintf(stderr, "headroom plot: %s\n", request->inputs.error);
        return EXIT_USAGE;
    }
    int status =
        request->axes.x != NULL ? plot_generic(request, gather) : plot_all(request, gather);
    if (status == EXIT_OK && request->canvas.lacks_gnuplot) {
        fprintf(stderr,
                "headroom plot: gnuplot is not on PATH: nothing is drawn%s; 'apt-get install "
                "gnuplot-nox' installs it\n",
                request->canvas.folder[0] != '\0' ? ", the commands above draw the tables" : "");
        return EXIT_IMPOSSIBLE;
    }
    return status;
}

/* Where pictures go: what was asked for, else plots in the first run's folder. */
static bool find_place(struct plot_request *request) {
    char folder[DRAW_PATH_BYTES];
    const char *output = request->output;
    if (output == NULL && !request->canvas.on_terminal) {
        const char *run = request->inputs.results[0].path;
        const char *slash = strrchr(run, '/');
        size_t length = slash != NULL ? (size_t)(slash - run) + 1 : 0;
        int used = snprintf(folder, sizeof folder, "%.*splots", (int)length, run);
        if (used < 0 || (size_t)used >= sizeof folder) {
            fprintf(stderr, "headroom plot: the path '%s' is too long\n", run);
            return false;
        }
        if (fresh_is_link(folder)) {
            fprintf(stderr,
                    "headroom plot: '%s' is a symbolic link and not followed; name a folder with "
                    "--output\n",
                    folder);
            return false;
        }
        output = folder;
    }
    return output == NULL || draw_find_place(&request->canvas, output);
}

/* False with an error for a key that no case has. */
static bool check_axes(struct plot_request *request) {
    const struct series_options *axes = &request->axes;
    return axes->x == NULL ||
           (inputs_check_keys(&request->inputs, "--x", axes->x) &&
            (axes->by == NULL || inputs_check_keys(&request->inputs, "--by", axes->by)));
}

static int plot_runs(struct plot_request *request, int argc, char **argv, int first) {
    size_t runs = (size_t)(argc - first);
    if (request->output != NULL && strcmp(request->output, "-") == 0) {
        request->output = NULL;
        request->canvas.on_terminal = true;
    }
    if (!plot_request_check(request, runs)) {
        return EXIT_USAGE;
    }
    if (!inputs_read(&request->inputs, argv + first, runs)) {
        fprintf(stderr, "headroom plot: %s\n", request->inputs.error);
        return EXIT_FILES;
    }
    if (runs > 0 && !inputs_check_filters(&request->inputs)) {
        fprintf(stderr, "headroom plot: %s\n", request->inputs.error);
        return EXIT_USAGE;
    }
    if (!check_axes(request)) {
        fprintf(stderr, "headroom plot: %s\n", request->inputs.error);
        return EXIT_USAGE;
    }
    shortfall_tell("plot", &request->inputs);
    draw_find_gnuplot(&request->canvas);
    request->canvas.columns = screen_width();
    if (!find_place(request)) {
        return EXIT_FILES;
    }
    struct gather gather;
    int status = EXIT_FILES;
    if (gather_init(&gather, request->inputs.runs, request->inputs.run_count,
                    request->inputs.filters, request->inputs.filter_count)) {
        status = plot_gathered(request, &gather);
    } else {
        fprintf(stderr, "headroom plot: there is not enough memory\n");
    }
    gather_clean_up(&gather);
    return status;
}

/* "--term dumb" is "--term": the only terminal there is, by gnuplot's name for it. */
static int without_terminal_name(int argc, char **argv) {
    int kept = 0;
    for (int i = 0; i < argc; i++) {
        bool is_name = i > 0 && strcmp(argv[i], "dumb") == 0 &&
                       (strcmp(argv[i - 1], "--term") == 0 || strcmp(argv[i - 1], "-t") == 0);
        if (!is_name) {
            argv[kept++] = argv[i];
        }
    }
    argv[kept] = NULL;
    return kept;
}

static int run(int argc, char **argv) {
    struct plot_request request = {.canvas = {.formats = "svg,png", .width = 800, .height = 500}};
    int first;
    argc = without_terminal_name(argc, argv);
    enum options_outcome outcome =
        options_parse(&command_plot, argc, argv, plot_request_set, &request, &first);
    int status = outcome == OPTIONS_HELP ? EXIT_OK : EXIT_USAGE;
    if (outcome == OPTIONS_OK) {
        status = plot_runs(&request, argc, argv, first);
    }
    inputs_clean_up(&request.inputs);
    return status;
}

const struct command command_plot = {
    .name = "plot",
    .synopsis = "[RUN...]",
    .summary = "pictures of growth policies and of what was measured",
    .details =
        "Several RUNs, or LABEL=PATH, are overlaid. Each plot leaves its table (.tsv) and the "
        "gnuplot\ncommand that redraws it, which is printed and stands in a file .sh beside "
        "it.\n\n"
        "  headroom plot first\n"
        "  headroom plot --preset staircase --term\n"
        "  headroom plot first --x length --y build_ns --by growth --where malloc=glibc\n",
    .options = plot_request_options,
    .run = run,
};
