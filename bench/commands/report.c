/*
 * commands/report.c - the verb `report`: runs to tables or to the formats of other programs, on
 * standard output or into a file.
 */
#include <fnmatch.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/options.h"
#include "commands/output.h"
#include "commands/screen.h"
#include "commands/shortfall.h"
#include "plan/nearest.h"
#include "report/format.h"
#include "report/inputs.h"
#include "report/report.h"

extern const struct command command_report;

struct request {
    const struct format *format;
    struct inputs inputs;
    struct report_options options;
    const char *output; /* NULL: standard output */
    bool is_all;
};

static const char *format_name_at(size_t index) {
    return format_at(index) == NULL ? NULL : format_at(index)->name;
}

static bool set_format(struct request *request, const char *name) {
    request->format = format_find(name);
    if (request->format != NULL) {
        return true;
    }
    char hint[NEAREST_BYTES];
    nearest_hint(name, format_name_at, hint);
    fprintf(stderr, "headroom report: unknown format '%s'%s\n", name, hint);
    return false;
}

static bool set_option(void *context, int id, const char *value) {
    struct request *request = context;
    switch (id) {
    case 'f':
        return set_format(request, value);
    case 'b':
        request->options.by = value;
        return true;
    case 'm':
        request->options.meters = value;
        return true;
    case 'a':
        request->is_all = true;
        return true;
    case 'o':
        request->output = value;
        return true;
    case 's':
        request->options.sort = value;
        return true;
    case 't':
        return options_count("number of rows", value, 1, SIZE_MAX, &request->options.top);
    default:
        if (!inputs_add_filter(&request->inputs, value)) {
            fprintf(stderr, "headroom report: %s\n", request->inputs.error);
            return false;
        }
        return true;
    }
}

static bool wants_colour(void) {
    const char *no_colour = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    bool is_dumb = terminal == NULL || strcmp(terminal, "dumb") == 0;
    return isatty(STDOUT_FILENO) && !is_dumb && (no_colour == NULL || no_colour[0] == '\0');
}

/* Whether some run has a meter of this name or pattern; if not, says what is near. */
static bool check_meter(const struct gather *gather, const char *meter) {
    char hint[NEAREST_BYTES] = "";
    const char **names = calloc(gather->meter_count + 1, sizeof *names);
    bool is_known = false;
    for (size_t i = 0; names != NULL && i < gather->meter_count; i++) {
        names[i] = gather->meters[i].name;
        is_known |= fnmatch(meter, names[i], 0) == 0;
    }
    if (!is_known && names != NULL) {
        nearest_hint_among(meter, names, gather->meter_count, hint);
        fprintf(stderr,
                "headroom report: no run has the meter '%s'%s; see 'headroom list meters'\n", meter,
                strncmp(hint, "; did", 5) == 0 ? hint : "");
    }
    free(names);
    return is_known;
}

static bool check_name(const struct gather *gather, const char *name) {
    struct report_names names = {0};
    char hint[NEAREST_BYTES] = "";
    if (!report_names(gather, &names)) {
        fprintf(stderr, "headroom report: there is not enough memory\n");
        return false;
    }
    bool is_known = strcmp(name, "run") == 0;
    for (size_t i = 0; i < names.count; i++) {
        is_known |= strcmp(names.names[i], name) == 0;
    }
    if (!is_known) {
        nearest_hint_among(name, names.names, names.count, hint);
        fprintf(stderr, "headroom report: --by: no case has the key '%s'%s\n", name, hint);
    }
    free(names.names);
    return is_known;
}

static bool check_sort(const struct gather *gather, const char *sort) {
    if (sort != NULL && strpbrk(sort, "*?[,") != NULL) {
        fprintf(stderr, "headroom report: --sort wants one meter, not '%s'\n", sort);
        return false;
    }
    return sort == NULL || check_meter(gather, sort);
}

typedef bool check_fn(const struct gather *gather, const char *word);

/* Each word of a list separated by commas; NULL is an empty one. */
static bool check_list(const struct gather *gather, const char *list, check_fn *is_right) {
    char *words = list == NULL ? NULL : strdup(list);
    char *rest = words;
    bool are_right = list == NULL || words != NULL;
    while (are_right && rest != NULL) {
        are_right = is_right(gather, strsep(&rest, ","));
    }
    free(words);
    return are_right;
}

static bool wants_sheets(const struct request *request) {
    return request->format->wants == FORMAT_SHEETS && !request->is_all;
}

static bool check_request(const struct request *request, const struct gather *gather) {
    const struct report_options *options = &request->options;
    if (!wants_sheets(request) && (options->sort != NULL || options->top > 0)) {
        fprintf(stderr, "headroom report: --sort and --top order the tables for people (text and "
                        "markdown, without --all)\n");
        return false;
    }
    if (options->top > 0 && options->sort == NULL) {
        fprintf(stderr, "headroom report: --top wants --sort METER: the first of what?\n");
        return false;
    }
    return check_list(gather, options->meters, check_meter) &&
           check_list(gather, options->by, check_name) && check_sort(gather, options->sort);
}

static bool make_report(const struct request *request, const struct gather *gather,
                        struct report *report) {
    if (wants_sheets(request)) {
        return report_text(gather, &request->options, report);
    }
    if (request->format->wants == FORMAT_TRIALS) {
        *report = (struct report){0};
        return true;
    }
    return report_long(gather, &request->options, report);
}

static int print_report(struct request *request, const struct gather *gather) {
    struct report report;
    struct output output;
    if (!output_open(&output, "report", request->output)) {
        return EXIT_FILES;
    }
    bool is_markdown = strcmp(request->format->name, "markdown") == 0; /* the reader scrolls */
    size_t width = is_markdown || request->is_all ? 0 : screen_width();
    request->options.width = width;
    bool is_whole = make_report(request, gather, &report);
    const struct document document = {.tables = report.tables,
                                      .table_count = report.count,
                                      .gather = gather,
                                      .meters = request->options.meters,
                                      .runs = request->inputs.documents,
                                      .run_count = request->inputs.run_count,
                                      .width = width,
                                      .has_colour = request->output == NULL && wants_colour()};
    is_whole = is_whole && request->format->write(&document, output.file);
    report_clean_up(&report);
    if (!is_whole) {
        fprintf(stderr, "headroom report: there is not enough memory\n");
    }
    return output_close(&output, is_whole) && is_whole ? EXIT_OK : EXIT_FILES;
}

static void warn_of_failures(const struct gather *gather) {
    char failures[GATHER_FAILURES_BYTES];
    gather_failures(gather, failures);
    if (failures[0] != '\0') {
        fprintf(stderr, "headroom report: trials that did not end well: %s\n", failures);
    }
}

static int report_gathered(struct request *request, const struct gather *gather) {
    if (gather->case_count == 0) {
        (void)inputs_explain_nothing(&request->inputs);
        fprintf(stderr, "headroom report: %s\n", request->inputs.error);
        return EXIT_USAGE;
    }
    if (!check_request(request, gather)) {
        return EXIT_USAGE;
    }
    int status = print_report(request, gather);
    if (status == EXIT_OK && request->format->leaves_out[0] != '\0') {
        fprintf(stderr, "headroom report: the format %s has no place for %s\n",
                request->format->name, request->format->leaves_out);
    }
    warn_of_failures(gather);
    return status;
}

static int report_runs(struct request *request, int argc, char **argv, int first) {
    if (first == argc) {
        fprintf(stderr,
                "headroom report: name a run: the folder given to 'headroom run --output'\n");
        return EXIT_USAGE;
    }
    if (!inputs_read(&request->inputs, argv + first, (size_t)(argc - first))) {
        fprintf(stderr, "headroom report: %s\n", request->inputs.error);
        return EXIT_FILES;
    }
    shortfall_tell("report", &request->inputs);
    if (!inputs_check_filters(&request->inputs)) {
        fprintf(stderr, "headroom report: %s\n", request->inputs.error);
        return EXIT_USAGE;
    }
    struct gather gather;
    int status = EXIT_FILES;
    if (gather_init(&gather, request->inputs.runs, request->inputs.run_count,
                    request->inputs.filters, request->inputs.filter_count)) {
        status = report_gathered(request, &gather);
    } else {
        fprintf(stderr, "headroom report: there is not enough memory\n");
    }
    gather_clean_up(&gather);
    return status;
}

static int run(int argc, char **argv) {
    struct request request = {.format = format_find("text")};
    int first;
    enum options_outcome outcome =
        options_parse(&command_report, argc, argv, set_option, &request, &first);
    int status = outcome == OPTIONS_HELP ? EXIT_OK : EXIT_USAGE;
    if (outcome == OPTIONS_OK) {
        status = report_runs(&request, argc, argv, first);
    }
    inputs_clean_up(&request.inputs);
    return status;
}

static const struct option_row options[] = {
    {.id = 'f', .name = "format", .argument = "NAME", .help = format_help},
    {.id = 'o',
     .name = "output",
     .argument = "FILE",
     .help = "into this file, whole or not at all;\nwhat is there is replaced"},
    {.id = 'w',
     .name = "where",
     .argument = "KEY=VALUE",
     .help = "only cases for which this holds; also != < <= >\n>= and patterns: ~ !~; lane and "
             "run are keys\ntoo; may be repeated"},
    {.id = 'b',
     .name = "by",
     .argument = "KEY[,KEY]",
     .help = "what competes: rows that differ in these alone\nstand together (default: run, "
             "structure, growth,\n"
             "allocator, malloc, cache, thp)"},
    {.id = 'm',
     .name = "meters",
     .argument = "NAME[,NAME]",
     .help = "these meters instead of the headline; patterns\nas malloc_*"},
    {.id = 's',
     .name = "sort",
     .argument = "METER",
     .help = "best first within each task, instead of by key"},
    {.id = 't', .name = "top", .argument = "N", .help = "only the first N rows of each task"},
    {.id = 'a', .name = "all", .help = "every meter, one row each"},
    {.name = NULL}};

const struct command command_report = {
    .name = "report",
    .synopsis = "RUN...",
    .summary = "tables of what was measured",
    .details =
        "A RUN is the folder of a run, its results.tsv, or LABEL=PATH. Several are overlaid with\n"
        "a column 'run'. results/FORMAT.md says which meter goes where in other programs' "
        "formats.\n\n"
        "  headroom report first\n"
        "  headroom report first --where 'length>=1e4' --where 'growth~cpython-*'\n"
        "  headroom report first --where workload=append --sort build_ns --top 10\n"
        "  headroom report first --meters 'copied_bytes,malloc_*' --format markdown\n"
        "  headroom report before=old after=new --format csv --output both.csv\n\n"
        "exit status: 0 the report is made, whatever it tells: trials that failed are its rows, "
        "and\n"
        "standard error counts them; 2 wrong usage, as a filter that leaves nothing, or runs "
        "without\n"
        "a trial; 4 a file could not be read or written.\n",
    .options = options,
    .run = run,
};
