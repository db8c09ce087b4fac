/*
 * commands/plot.c - the verb `plot`: which pictures, of which tables, where they go.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "commands/draw.h"
#include "commands/options.h"
#include "commands/screen.h"
#include "report/inputs.h"
#include "report/presets.h"

extern const struct command command_plot;

enum { PLOT_PRESETS = 16 };

struct request {
    struct inputs inputs;
    const struct preset *presets[PLOT_PRESETS];
    size_t preset_count;
    struct series_options axes; /* of the generic plot: x and y set */
    struct canvas canvas;
};

static bool set_preset(struct request *request, const char *name) {
    const struct preset *preset = preset_find(name);
    if (preset != NULL && request->preset_count < PLOT_PRESETS) {
        request->presets[request->preset_count++] = preset;
        return true;
    }
    if (preset != NULL) {
        fprintf(stderr, "headroom plot: more than %d presets\n", PLOT_PRESETS);
        return false;
    }
    fprintf(stderr, "headroom plot: unknown preset '%s'; there are:", name);
    for (size_t i = 0; preset_at(i) != NULL; i++) {
        fprintf(stderr, " %s", preset_at(i)->name);
    }
    putc('\n', stderr);
    return false;
}

static bool set_formats(struct request *request, const char *list) {
    request->canvas.formats = list;
    while (*list != '\0') {
        size_t length = strcspn(list, ",");
        bool is_known = length == 3 && (memcmp(list, "svg", 3) == 0 || memcmp(list, "png", 3) == 0);
        if (!is_known) {
            fprintf(stderr, "headroom plot: unknown format '%.*s'; there are: svg png\n",
                    (int)length, list);
            return false;
        }
        list += length;
        list += *list == ',';
    }
    return true;
}

static bool set_option(void *context, int id, const char *value) {
    struct request *request = context;
    switch (id) {
    case 'p':
        return set_preset(request, value);
    case 'f':
        return set_formats(request, value);
    case 'o':
        request->canvas.folder = value;
        return true;
    case 't':
        request->canvas.on_terminal = true;
        return true;
    case 'x':
        request->axes.x = value;
        return true;
    case 'y':
        request->axes.y = value;
        return true;
    case 'b':
        request->axes.by = value;
        return true;
    default:
        if (!inputs_add_filter(&request->inputs, value)) {
            fprintf(stderr, "headroom plot: %s\n", request->inputs.error);
            return false;
        }
        return true;
    }
}

static int cannot_make(const char *name, const struct picture *picture) {
    bool is_usage = picture->error[0] != '\0';
    fprintf(stderr, "headroom plot: %s: %s\n", name,
            is_usage ? picture->error : "there is not enough memory");
    return is_usage ? EXIT_USAGE : EXIT_FILES;
}

/* A preset that was not named and has nothing to show is passed over with a remark. */
static int plot_preset(struct request *request, const struct preset *preset,
                       const struct gather *gather, bool is_named) {
    struct picture picture = {0};
    int status;
    if (preset->make(gather, &picture)) {
        struct drawing drawing = {.name = preset->name,
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

static int plot_generic(struct request *request, const struct gather *gather) {
    struct picture picture;
    char y_label[256];
    const char *unit = NULL;
    for (size_t i = 0; i < gather->meter_count; i++) {
        bool is_it = strcmp(gather->meters[i].name, request->axes.y) == 0;
        unit = is_it ? gather->meters[i].unit : unit;
    }
    if (unit == NULL) {
        fprintf(stderr, "headroom plot: no run has the meter '%s', see 'headroom list meters'\n",
                request->axes.y);
        return EXIT_USAGE;
    }
    snprintf(y_label, sizeof y_label, "%s (%s)", request->axes.y, unit);
    int status;
    if (preset_generic(gather, &request->axes, &picture)) {
        struct drawing drawing = {.name = "plot",
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
    if (mkdir(request->canvas.folder, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "headroom plot: cannot make the folder '%s': %s\n", request->canvas.folder,
                strerror(errno));
        return EXIT_FILES;
    }
    int status = request->axes.x != NULL && request->preset_count == 0
                     ? plot_generic(request, gather)
                     : plot_all(request, gather);
    if (status == EXIT_OK && request->canvas.lacks_gnuplot) {
        fprintf(stderr,
                "headroom plot: gnuplot is not on PATH: the tables are in '%s', the commands "
                "above draw them; 'apt-get install gnuplot-nox' installs it\n",
                request->canvas.folder);
        return EXIT_IMPOSSIBLE;
    }
    return status;
}

static bool check_request(const struct request *request, int words) {
    if ((request->axes.x == NULL) != (request->axes.y == NULL)) {
        fprintf(stderr, "headroom plot: --x and --y go together\n");
        return false;
    }
    if (words == 0 && request->axes.x != NULL) {
        fprintf(stderr, "headroom plot: --x and --y need a run\n");
        return false;
    }
    for (size_t i = 0; i < request->preset_count; i++) {
        if (words == 0 && request->presets[i]->is_measured) {
            fprintf(stderr, "headroom plot: the preset '%s' needs a run\n",
                    request->presets[i]->name);
            return false;
        }
    }
    return true;
}

static int plot_runs(struct request *request, int argc, char **argv, int first) {
    char folder[DRAW_PATH_BYTES];
    struct stat found;
    if (!check_request(request, argc - first)) {
        return EXIT_USAGE;
    }
    bool is_folder = first < argc && stat(argv[first], &found) == 0 && S_ISDIR(found.st_mode);
    snprintf(folder, sizeof folder, "%s%s", is_folder ? argv[first] : ".",
             is_folder ? "/plots" : "");
    request->canvas.folder = request->canvas.folder == NULL ? folder : request->canvas.folder;
    draw_find_gnuplot(&request->canvas);
    request->canvas.width = screen_width();
    if (!inputs_read(&request->inputs, argv + first, (size_t)(argc - first))) {
        fprintf(stderr, "headroom plot: %s\n", request->inputs.error);
        return EXIT_FILES;
    }
    if (!inputs_check_filters(&request->inputs)) {
        fprintf(stderr, "headroom plot: %s\n", request->inputs.error);
        return EXIT_USAGE;
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

static int run(int argc, char **argv) {
    struct request request = {.canvas.formats = "svg,png"};
    int first;
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
     .argument = "NAME",
     .help = "capacity, headroom, append-time, julia-memory, tuples,\njulia-grey, "
             "julia-false-grey; may be repeated\n(default: all that the runs have values for)"},
    {.id = 'o',
     .name = "output",
     .argument = "DIR",
     .help = "where tables and pictures go (default: plots in\nthe first run's folder)"},
    {.id = 'f',
     .name = "format",
     .argument = "svg,png",
     .help = "the pictures to make (default: both)"},
    {.id = 't', .name = "term", .help = "draw on the terminal instead"},
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
    {.id = 'w',
     .name = "where",
     .argument = "KEY=VALUE[,VALUE]",
     .help = "only cases with one of these values;\nmay be repeated"},
    {.name = NULL}};

const struct command command_plot = {
    .name = "plot",
    .synopsis = "[RUN...]",
    .summary = "pictures of growth policies and of what was measured",
    .details = "For each plot a table (.tsv) is written and drawn by gnuplot; the command that "
               "redraws it\n"
               "is printed. capacity, headroom and the Julia pictures need no RUN.\n\n"
               "  headroom plot first\n"
               "  headroom plot --preset capacity --term\n"
               "  headroom plot first --x length --y build_ns --by growth --where malloc=glibc\n",
    .options = options,
    .run = run,
};
