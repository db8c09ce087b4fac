/*
 * commands/plot.c - the verb `plot`: which pictures, of which tables, where they go.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/draw.h"
#include "commands/fresh.h"
#include "commands/options.h"
#include "commands/screen.h"
#include "commands/shortfall.h"
#include "plan/nearest.h"
#include "report/inputs.h"
#include "report/plots/parts.h"

extern const struct command command_plot;

enum { PLOT_PRESETS = 32, PLOT_LEAST = 240, PLOT_MOST = 8000 };

struct request {
    struct inputs inputs;
    const struct preset *presets[PLOT_PRESETS];
    size_t preset_count;
    struct series_options axes; /* of the generic plot: x and y set */
    const char *log;            /* NULL: where the values span decades */
    const char *highlight, *output;
    bool has_formats;
    struct canvas canvas;
};

static const char *preset_name_at(size_t index) {
    return preset_at(index) != NULL ? preset_at(index)->name : NULL;
}

static bool add_preset(struct request *request, const char *name) {
    char hint[NEAREST_BYTES];
    const struct preset *preset = preset_find(name);
    if (preset == NULL) {
        nearest_hint(name, preset_name_at, hint);
        fprintf(stderr, "headroom plot: unknown preset '%s'%s\n", name, hint);
        return false;
    }
    if (request->preset_count == PLOT_PRESETS) {
        fprintf(stderr, "headroom plot: more than %d presets\n", PLOT_PRESETS);
        return false;
    }
    request->presets[request->preset_count++] = preset;
    return true;
}

static bool add_presets(struct request *request, const char *list) {
    bool is_known = true;
    do {
        size_t length = strcspn(list, ",");
        char *name = strndup(list, length);
        is_known = name != NULL && add_preset(request, name);
        free(name);
        list += length;
    } while (is_known && *list++ == ',');
    return is_known;
}

static bool set_formats(struct request *request, const char *list) {
    request->canvas.formats = list;
    request->has_formats = true;
    do {
        size_t length = strcspn(list, ",");
        if (length != 3 || (memcmp(list, "svg", 3) != 0 && memcmp(list, "png", 3) != 0 &&
                            memcmp(list, "txt", 3) != 0)) {
            fprintf(stderr, "headroom plot: unknown format '%.*s'; there are: svg png txt\n",
                    (int)length, list);
            return false;
        }
        list += length;
    } while (*list++ == ',');
    return true;
}

static bool set_size(struct request *request, const char *text) {
    unsigned width, height;
    int used = 0;
    bool is_size = strspn(text, "0123456789x") == strlen(text) && strlen(text) < 12 &&
                   sscanf(text, "%5ux%5u%n", &width, &height, &used) == 2 && text[used] == '\0';
    if (!is_size || width < PLOT_LEAST || width > PLOT_MOST || height < PLOT_LEAST ||
        height > PLOT_MOST) {
        fprintf(stderr,
                "headroom plot: size '%s' is not WIDTHxHEIGHT in pixels, each from %d to %d\n",
                text, PLOT_LEAST, PLOT_MOST);
        return false;
    }
    request->canvas.width = width;
    request->canvas.height = height;
    return true;
}

static bool set_log(struct request *request, const char *text) {
    static const char *const choices[] = {"x", "y", "xy", "none"};
    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
        if (strcmp(choices[i], text) == 0) {
            request->log = text;
            return true;
        }
    }
    fprintf(stderr, "headroom plot: unknown axes '%s' for --log; there are: x y xy none\n", text);
    return false;
}

static bool set_filter(struct request *request, const char *text) {
    if (!inputs_add_filter(&request->inputs, text)) {
        fprintf(stderr, "headroom plot: %s\n", request->inputs.error);
        return false;
    }
    return true;
}

static bool set_option(void *context, int id, const char *value) {
    struct request *request = context;
    switch (id) {
    case 'p':
        return add_presets(request, value);
    case 'f':
        return set_formats(request, value);
    case 's':
        return set_size(request, value);
    case 'l':
        return set_log(request, value);
    case 'w':
        return set_filter(request, value);
    default:
        break;
    }
    request->canvas.on_terminal |= id == 't';
    const char **place = id == 'o'   ? &request->output
                         : id == 'x' ? &request->axes.x
                         : id == 'y' ? &request->axes.y
                         : id == 'b' ? &request->axes.by
                                     : &request->highlight;
    if (id != 't') {
        *place = value;
    }
    return true;
}

static int cannot_make(const char *name, const struct picture *picture) {
    bool is_usage = picture->error[0] != '\0';
    fprintf(stderr, "headroom plot: %s: %s\n", name,
            is_usage ? picture->error : "there is not enough memory");
    return is_usage ? EXIT_USAGE : EXIT_FILES;
}

static struct preset_input input_of(const struct request *request, const struct gather *gather) {
    struct preset_input input = {.gather = gather, .highlight = request->highlight};
    for (size_t i = 0; gather->run_count == 0 && i < request->inputs.filter_count; i++) {
        input.policies = request->inputs.filters[i].values;
    }
    return input;
}

/* A preset that was not named and has nothing to show is passed over with a remark. */
static int plot_preset(struct request *request, const struct preset *preset,
                       const struct gather *gather, bool is_named) {
    struct picture picture = {0};
    const struct preset_input input = input_of(request, gather);
    int status;
    if (preset->make(&input, &picture)) {
        const struct drawing drawing = {.name = preset->name,
                                        .script = preset->script,
                                        .x_label = preset->x_label,
                                        .y_label = preset->y_label,
                                        .picture = &picture};
        status = draw(&request->canvas, &drawing);
    } else {
        status = cannot_make(preset->name, &picture);
        status = !is_named && status == EXIT_USAGE ? EXIT_OK : status;
    }
    picture_clean_up(&picture);
    return status;
}

/* One axis: whether it becomes logarithmic. False with an error where it is to be and cannot. */
static bool choose_axis(const struct request *request, char axis, const struct series_span *span,
                        struct picture *picture) {
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

static bool make_generic(const struct request *request, const struct gather *gather,
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

static int plot_generic(struct request *request, const struct gather *gather) {
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
        status = cannot_make("plot", &picture);
    }
    picture_clean_up(&picture);
    return status;
}

static int plot_all(struct request *request, const struct gather *gather) {
    bool is_named = request->preset_count > 0;
    int status = EXIT_OK;
    for (size_t i = 0; !is_named && preset_at(i) != NULL; i++) {
        if (!preset_at(i)->is_measured || gather->run_count > 0) {
            request->presets[request->preset_count++] = preset_at(i);
        }
    }
    for (size_t i = 0; i < request->preset_count && status == EXIT_OK; i++) {
        status = plot_preset(request, request->presets[i], gather, is_named);
    }
    return status;
}

static int plot_gathered(struct request *request, const struct gather *gather) {
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

static bool wrong(const char *message) {
    fprintf(stderr, "headroom plot: %s\n", message);
    return false;
}

static bool check_without_runs(const struct request *request) {
    for (size_t i = 0; i < request->preset_count; i++) {
        if (request->presets[i]->is_measured) {
            fprintf(stderr, "headroom plot: the preset '%s' needs a run\n",
                    request->presets[i]->name);
            return false;
        }
    }
    for (size_t i = 0; i < request->inputs.filter_count; i++) {
        if (i > 0 || strcmp(request->inputs.filters[i].key, "growth") != 0) {
            return wrong("without a run only one --where growth=POLICY,... has a meaning");
        }
    }
    if (request->axes.x != NULL) {
        return wrong("--x and --y need a run");
    }
    return request->output != NULL || request->canvas.on_terminal ||
           wrong("name a run, or say by --output or --term where what needs none is to be drawn");
}

static bool check_request(const struct request *request, size_t runs) {
    bool is_generic = request->axes.x != NULL;
    if (is_generic != (request->axes.y != NULL)) {
        return wrong("--x and --y go together");
    }
    if (is_generic && request->preset_count > 0) {
        return wrong("--preset and --x are different plots; ask for one");
    }
    if (!is_generic && (request->log != NULL || request->axes.by != NULL)) {
        return wrong("--log and --by belong to --x and --y; presets have their own");
    }
    if (request->output != NULL && draw_is_picture(request->output)) {
        if (!is_generic && request->preset_count != 1) {
            return wrong("one picture is one plot: name it by --preset, or by --x and --y");
        }
        if (request->has_formats) {
            return wrong("the ending of --output is the format; --format is for folders");
        }
    }
    return runs > 0 || check_without_runs(request);
}

/* Where pictures go: what was asked for, else plots in the first run's folder. */
static bool find_place(struct request *request) {
    char folder[DRAW_PATH_BYTES];
    const char *output = request->output;
    if (output == NULL && !request->canvas.on_terminal) {
        const char *run = request->inputs.results[0].path;
        const char *slash = strrchr(run, '/');
        size_t length = slash != NULL ? (size_t)(slash - run) + 1 : 0;
        int used = snprintf(folder, sizeof folder, "%.*splots", (int)length, run);
        if (used < 0 || (size_t)used >= sizeof folder) {
            return wrong("the run's path is too long");
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

static int plot_runs(struct request *request, int argc, char **argv, int first) {
    size_t runs = (size_t)(argc - first);
    if (request->output != NULL && strcmp(request->output, "-") == 0) {
        request->output = NULL;
        request->canvas.on_terminal = true;
    }
    if (!check_request(request, runs)) {
        return EXIT_USAGE;
    }
    if (!inputs_read(&request->inputs, argv + first, runs)) {
        fprintf(stderr, "headroom plot: %s\n", request->inputs.error);
        return EXIT_FILES;
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
    struct request request = {.canvas = {.formats = "svg,png", .width = 800, .height = 500}};
    int first;
    argc = without_terminal_name(argc, argv);
    enum options_outcome outcome =
        options_parse(&command_plot, argc, argv, set_option, &request, &first);
    int status = outcome == OPTIONS_HELP ? EXIT_OK : EXIT_USAGE;
    if (outcome == OPTIONS_OK) {
        status = plot_runs(&request, argc, argv, first);
    }
    inputs_clean_up(&request.inputs);
    return status;
}

static const struct option_row options[] = {
    {.id = 'p',
     .name = "preset",
     .argument = "NAME[,NAME]",
     .help =
         "these plots, see 'headroom list plots' (default: all\nthat the runs have values for)"},
    {.id = 'o',
     .name = "output",
     .argument = "PATH",
     .help = "a folder for tables and pictures (default: plots in the\nfirst run's), one picture "
             "FILE.svg, .png or .txt with its\ntable FILE.tsv, or - for text on standard output"},
    {.id = 'f',
     .name = "format",
     .argument = "NAME[,NAME]",
     .help = "the pictures to make in a folder: svg, png, txt\n(default: svg,png)"},
    {.id = 's',
     .name = "size",
     .argument = "WIDTHxHEIGHT",
     .help = "of pictures (default 800x500); a png has two pixels\nfor each of these"},
    {.id = 't',
     .name = "term",
     .help = "draw as text, as wide as the terminal; leaves no table\n"
             "unless --output names a folder"},
    {.id = 'x',
     .name = "x",
     .argument = "KEY",
     .help = "any plot: what lies on the horizontal axis"},
    {.id = 'y',
     .name = "y",
     .argument = "METER",
     .help = "any plot: what lies on the vertical axis"},
    {.id = 'b',
     .name = "by",
     .argument = "KEY[,KEY]",
     .help = "any plot: a line for each of these (default: all\nthat vary)"},
    {.id = 'l',
     .name = "log",
     .argument = "x|y|xy|none",
     .help = "any plot: logarithmic axes (default: those whose values\nspan two decades)"},
    {.id = 'i',
     .name = "highlight",
     .argument = "KEY=VALUE[,VALUE]",
     .help = "lines that stand out, the others in grey (default, for\nmore than eight: the best, "
             "ours and CPython's)"},
    {.id = 'w',
     .name = "where",
     .argument = "KEY=VALUE[,VALUE]",
     .help = "only cases with one of these values;\nmay be repeated; without a RUN "
             "growth=NAME,... or\ngrowth=all is what is computed"},
    {.name = NULL}};

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
    .options = options,
    .run = run,
};
