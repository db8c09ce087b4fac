/*
 * commands/plot.c - the verb `plot`: tables into files, gnuplot over them. Names and values reach
 * gnuplot in the table and as arguments only, never as text of a command.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/options.h"
#include "platform/places.h"
#include "report/format.h"
#include "report/inputs.h"
#include "report/presets.h"
#include "runner/process.h"

extern const struct command command_plot;
extern char **environ;

enum { PLOT_PRESETS = 16, PLOT_PATH_BYTES = 4096, PLOT_ARGUMENTS = 16 };
enum { PLOT_OUTPUT_BYTES = 1 << 20, PLOT_ERRORS_BYTES = 4096 };

static const uint64_t deadline_ns = UINT64_C(120) * 1000 * 1000 * 1000;

struct request {
    struct inputs inputs;
    const struct preset *presets[PLOT_PRESETS];
    size_t preset_count;
    const char *folder, *formats;
    bool on_terminal;
    struct series_options axes; /* of the generic plot: x and y set */
    char gnuplot[PLOT_PATH_BYTES];
    bool lacks_gnuplot;
};

/* One drawing: a plot, its tables' paths, what it becomes. */
struct drawing {
    const char *name, *script, *x_label, *y_label;
    const struct picture *picture;
    char tables[PRESET_TABLES][PLOT_PATH_BYTES];
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
    request->formats = list;
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
        request->folder = value;
        return true;
    case 't':
        request->on_terminal = true;
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

/* Finds gnuplot on PATH; "" when it is not there. */
static void find_gnuplot(char path[PLOT_PATH_BYTES]) {
    const char *folders = getenv("PATH");
    while (folders != NULL && *folders != '\0') {
        size_t length = strcspn(folders, ":");
        int used = snprintf(path, PLOT_PATH_BYTES, "%.*s/gnuplot", (int)length, folders);
        if (length > 0 && used < PLOT_PATH_BYTES && access(path, X_OK) == 0) {
            return;
        }
        folders += length;
        folders += *folders == ':';
    }
    path[0] = '\0';
}

static bool write_table(const struct table *table, const char *path) {
    const struct document document = {.tables = table, .table_count = 1};
    FILE *file = fopen(path, "w");
    bool is_written = file != NULL && format_find("tsv")->write(&document, file);
    is_written = file != NULL && !ferror(file) && is_written;
    is_written = file != NULL && fclose(file) == 0 && is_written;
    if (!is_written) {
        fprintf(stderr, "headroom plot: cannot write '%s': %s\n", path, strerror(errno));
    }
    return is_written;
}

static bool write_tables(const struct request *request, struct drawing *drawing) {
    for (size_t i = 0; i < drawing->picture->table_count; i++) {
        int used = snprintf(drawing->tables[i], PLOT_PATH_BYTES, "%s/%s%s.tsv", request->folder,
                            drawing->name, i == 0 ? "" : "-2");
        if (used >= PLOT_PATH_BYTES) {
            fprintf(stderr, "headroom plot: the path '%s' is too long\n", request->folder);
            return false;
        }
        if (!write_table(&drawing->picture->tables[i], drawing->tables[i])) {
            return false;
        }
    }
    return true;
}

/* A word as a shell reads it back. */
static void print_word(const char *word, FILE *out) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-+./,:=%";
    if (*word != '\0' && strspn(word, plain) == strlen(word)) {
        fputs(word, out);
        return;
    }
    putc('\'', out);
    for (; *word != '\0'; word++) {
        fputs(*word == '\'' ? "'\\'" : "", out);
        putc(*word, out);
    }
    putc('\'', out);
}

static void print_command(char *const *arguments, FILE *out) {
    for (size_t i = 0; arguments[i] != NULL; i++) {
        fputs(i > 0 ? " " : "  ", out);
        print_word(arguments[i], out);
    }
    putc('\n', out);
}

static int run_gnuplot(const struct request *request, char *const *arguments, bool shows_output) {
    char *output = malloc(PLOT_OUTPUT_BYTES);
    char errors[PLOT_ERRORS_BYTES] = "";
    if (output == NULL) {
        fprintf(stderr, "headroom plot: there is not enough memory\n");
        return EXIT_FILES;
    }
    const struct process_request process = {.program = request->gnuplot,
                                            .arguments = arguments,
                                            .environment = environ,
                                            .deadline_ns = deadline_ns,
                                            .output = output,
                                            .output_bytes = PLOT_OUTPUT_BYTES,
                                            .errors = errors,
                                            .errors_bytes = sizeof errors};
    struct process_result result;
    process_run(&process, &result);
    bool is_ok = result.end == PROCESS_EXITED && result.status == 0;
    if (is_ok && shows_output) {
        fwrite(output, 1, result.output_bytes, stdout);
    }
    free(output);
    if (!is_ok) {
        fprintf(stderr, "headroom plot: gnuplot failed: %s\n", errors);
        return EXIT_FILES;
    }
    return EXIT_OK;
}

/* `terminal` is svg, png or dumb; dumb goes to standard output. */
static int draw_on(struct request *request, struct drawing *drawing, const char *terminal) {
    char script[PLOT_PATH_BYTES], out[PLOT_PATH_BYTES];
    bool is_dumb = strcmp(terminal, "dumb") == 0;
    int used = snprintf(script, sizeof script, "%s/%s", places_plots(), drawing->script);
    int out_used = snprintf(out, sizeof out, "%s/%s.%s", request->folder, drawing->name, terminal);
    if (used >= PLOT_PATH_BYTES || out_used >= PLOT_PATH_BYTES) {
        fprintf(stderr, "headroom plot: the path '%s' is too long\n", request->folder);
        return EXIT_FILES;
    }
    char *const arguments[PLOT_ARGUMENTS] = {(char *)"gnuplot",
                                             (char *)"-c",
                                             script,
                                             drawing->tables[0],
                                             is_dumb ? (char *)"-" : out,
                                             (char *)(uintptr_t)terminal,
                                             (char *)(uintptr_t)drawing->x_label,
                                             (char *)(uintptr_t)drawing->y_label,
                                             (char *)(uintptr_t)drawing->picture->subtitle,
                                             drawing->tables[1],
                                             NULL};
    if (request->gnuplot[0] == '\0') {
        request->lacks_gnuplot = true;
        print_command(arguments, stderr);
        return EXIT_OK;
    }
    int status = run_gnuplot(request, arguments, is_dumb);
    if (status == EXIT_OK && !is_dumb) {
        printf("%s\n", out);
        print_command(arguments, stdout);
    }
    return status;
}

static int draw(struct request *request, struct drawing *drawing) {
    if (drawing->picture->chosen[0] != '\0') {
        fprintf(stderr, "headroom plot: %s shows %s; choose others by --where\n", drawing->name,
                drawing->picture->chosen);
    }
    if (!write_tables(request, drawing)) {
        return EXIT_FILES;
    }
    if (request->on_terminal) {
        return draw_on(request, drawing, "dumb");
    }
    int status = EXIT_OK;
    if (status == EXIT_OK && gather_lists(request->formats, "svg")) {
        status = draw_on(request, drawing, "svg");
    }
    if (status == EXIT_OK && gather_lists(request->formats, "png")) {
        status = draw_on(request, drawing, "png");
    }
    return status;
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
        status = draw(request, &drawing);
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
        status = draw(request, &drawing);
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
    if (mkdir(request->folder, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "headroom plot: cannot make the folder '%s': %s\n", request->folder,
                strerror(errno));
        return EXIT_FILES;
    }
    int status = request->axes.x != NULL && request->preset_count == 0
                     ? plot_generic(request, gather)
                     : plot_all(request, gather);
    if (status == EXIT_OK && request->lacks_gnuplot) {
        fprintf(stderr,
                "headroom plot: gnuplot is not on PATH: the tables are in '%s', the commands "
                "above draw them; 'apt-get install gnuplot-nox' installs it\n",
                request->folder);
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
    char folder[PLOT_PATH_BYTES];
    struct stat found;
    if (!check_request(request, argc - first)) {
        return EXIT_USAGE;
    }
    bool is_folder = first < argc && stat(argv[first], &found) == 0 && S_ISDIR(found.st_mode);
    snprintf(folder, sizeof folder, "%s%s", is_folder ? argv[first] : ".",
             is_folder ? "/plots" : "");
    request->folder = request->folder == NULL ? folder : request->folder;
    find_gnuplot(request->gnuplot);
    if (!inputs_read(&request->inputs, argv + first, (size_t)(argc - first))) {
        fprintf(stderr, "headroom plot: %s\n", request->inputs.error);
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

static int run(int argc, char **argv) {
    struct request request = {.formats = "svg,png"};
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
