/*
 * commands/plot_request.c - see plot_request.h. Nothing is opened or drawn here.
 */
#include "commands/plot_request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/nearest.h"

enum { LEAST_SIDE = 240, MOST_SIDE = 8000 };

static const char *preset_name_at(size_t index) {
    return preset_at(index) != NULL ? preset_at(index)->name : NULL;
}

static bool add_preset(struct plot_request *request, const char *name) {
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

static bool add_presets(struct plot_request *request, const char *list) {
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

static bool set_formats(struct plot_request *request, const char *list) {
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

static bool set_size(struct plot_request *request, const char *text) {
    unsigned width, height;
    int used = 0;
    bool is_size = strspn(text, "0123456789x") == strlen(text) && strlen(text) < 12 &&
                   sscanf(text, "%5ux%5u%n", &width, &height, &used) == 2 && text[used] == '\0';
    if (!is_size || width < LEAST_SIDE || width > MOST_SIDE || height < LEAST_SIDE ||
        height > MOST_SIDE) {
        fprintf(stderr,
                "headroom plot: size '%s' is not WIDTHxHEIGHT in pixels, each from %d to %d\n",
                text, LEAST_SIDE, MOST_SIDE);
        return false;
    }
    request->canvas.width = width;
    request->canvas.height = height;
    return true;
}

static bool set_log(struct plot_request *request, const char *text) {
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

static bool set_filter(struct plot_request *request, const char *text) {
    if (!inputs_add_filter(&request->inputs, text)) {
        fprintf(stderr, "headroom plot: %s\n", request->inputs.error);
        return false;
    }
    return true;
}

bool plot_request_set(void *context, int id, const char *value) {
    struct plot_request *request = context;
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

static bool wrong(const char *message) {
    fprintf(stderr, "headroom plot: %s\n", message);
    return false;
}

static bool check_without_runs(const struct plot_request *request) {
    for (size_t i = 0; i < request->preset_count; i++) {
        if (request->presets[i]->is_measured) {
            fprintf(stderr, "headroom plot: the preset '%s' needs a run\n",
                    request->presets[i]->name);
            return false;
        }
    }
    for (size_t i = 0; i < request->inputs.filter_count; i++) {
        const struct filter *filter = &request->inputs.filters[i];
        if (i > 0 || filter->operation != FILTER_EQUAL || strcmp(filter->key, "growth") != 0) {
            return wrong("without a run only one --where growth=POLICY,... has a meaning");
        }
    }
    if (request->axes.x != NULL) {
        return wrong("--x and --y need a run");
    }
    return request->output != NULL || request->canvas.on_terminal ||
           wrong("name a run, or say by --output or --term where what needs none is to be drawn");
}

/* The ending of a name that looks like another picture's: ".pdf", ".SVG"; NULL for none. */
static const char *strange_ending(const char *path) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const char *name = strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1;
    const char *dot = strrchr(name, '.');
    size_t length = dot == NULL ? 0 : strlen(dot + 1);
    bool is_ending = dot != NULL && dot != name && length >= 2 && length <= 5 &&
                     strspn(dot + 1, letters) == length;
    return is_ending && !draw_is_picture(path) && !draw_is_folder(path) ? dot : NULL;
}

static bool check_ending(const char *path) {
    const char *ending = strange_ending(path);
    if (ending != NULL) {
        fprintf(stderr,
                "headroom plot: --output '%s': no picture is made as '%s'; there are .svg, .png "
                "and .txt, and a new folder of that name is '%s/'\n",
                path, ending, path);
    }
    return ending == NULL;
}

/* Several runs are overlaid: each has lines of its own, whatever else tells lines apart. */
static bool add_run_to_by(struct plot_request *request, size_t runs) {
    struct series_options *axes = &request->axes;
    if (runs < 2 || axes->by == NULL || gather_lists(axes->by, "run") ||
        strcmp(axes->x, "run") == 0) {
        return true;
    }
    int used = snprintf(request->by, sizeof request->by, "run,%s", axes->by);
    axes->by = request->by;
    return (used > 0 && (size_t)used < sizeof request->by) || wrong("--by is too long");
}

bool plot_request_check(struct plot_request *request, size_t runs) {
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
    if (is_generic && !add_run_to_by(request, runs)) {
        return false;
    }
    if (request->output != NULL && !check_ending(request->output)) {
        return false;
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

const struct option_row plot_request_options[] = {
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
     .help = "any plot: a line for each of these, and of each run\n(default: all that vary)"},
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
     .argument = "CONDITION",
     .help = "only cases for which it holds, as 'report --where';\nwithout a RUN growth=NAME,... "
             "or growth=all\nis what is computed"},
    {.name = NULL}};
