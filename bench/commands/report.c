/*
 * commands/report.c - the verb `report`: runs to tables on standard output.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/options.h"
#include "commands/screen.h"
#include "commands/shortfall.h"
#include "report/format.h"
#include "report/inputs.h"
#include "report/report.h"

extern const struct command command_report;

struct request {
    const struct format *format;
    struct inputs inputs;
    struct report_options options;
    bool is_all;
};

static bool set_format(struct request *request, const char *name) {
    request->format = format_find(name);
    if (request->format != NULL) {
        return true;
    }
    fprintf(stderr, "headroom report: unknown format '%s'; there are:", name);
    for (size_t i = 0; format_at(i) != NULL; i++) {
        fprintf(stderr, " %s", format_at(i)->name);
    }
    putc('\n', stderr);
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

/* The first of the listed meters that no run knows; NULL when all are known. */
static bool check_meters(const struct gather *gather, const char *meters) {
    while (meters != NULL && *meters != '\0') {
        size_t length = strcspn(meters, ",");
        bool is_known = false;
        for (size_t i = 0; i < gather->meter_count; i++) {
            const char *name = gather->meters[i].name;
            is_known |= strlen(name) == length && memcmp(name, meters, length) == 0;
        }
        if (!is_known) {
            fprintf(stderr,
                    "headroom report: no run has the meter '%.*s', see 'headroom list meters'\n",
                    (int)length, meters);
            return false;
        }
        meters += length;
        meters += *meters == ',';
    }
    return true;
}

static int print_report(struct request *request, const struct gather *gather) {
    struct report report;
    bool is_long = request->format->is_long || request->is_all;
    size_t width = screen_width();
    request->options.width = width;
    bool is_whole = is_long ? report_long(gather, &request->options, &report)
                            : report_text(gather, &request->options, &report);
    const struct document document = {.tables = report.tables,
                                      .table_count = report.count,
                                      .runs = request->inputs.documents,
                                      .run_count = request->inputs.run_count,
                                      .width = request->is_all ? 0 : width,
                                      .has_colour = wants_colour()};
    is_whole = is_whole && request->format->write(&document, stdout);
    report_clean_up(&report);
    if (!is_whole) {
        fprintf(stderr, "headroom report: there is not enough memory\n");
        return EXIT_FILES;
    }
    return EXIT_OK;
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
        bool is_filter = inputs_explain_nothing(&request->inputs);
        fprintf(stderr, "headroom report: %s\n", request->inputs.error);
        return is_filter ? EXIT_USAGE : EXIT_OK;
    }
    if (!check_meters(gather, request->options.meters)) {
        return EXIT_USAGE;
    }
    int status = print_report(request, gather);
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
    {.id = 'f', .name = "format", .argument = "NAME", .help = "text (default), csv, json or tsv"},
    {.id = 'w',
     .name = "where",
     .argument = "KEY=VALUE[,VALUE]",
     .help = "only cases with one of these values;\nmay be repeated"},
    {.id = 'b',
     .name = "by",
     .argument = "KEY[,KEY]",
     .help = "what competes: rows that differ in these alone\nstand together (default: run, "
             "structure, growth,\n"
             "allocator, malloc, cache, thp)"},
    {.id = 'm',
     .name = "meters",
     .argument = "NAME[,NAME]",
     .help = "these meters instead of the headline"},
    {.id = 'a', .name = "all", .help = "every meter, one row each"},
    {.name = NULL}};

const struct command command_report = {
    .name = "report",
    .synopsis = "RUN...",
    .summary = "tables of what was measured",
    .details =
        "A RUN is the folder of a run, its results.tsv, or LABEL=PATH. Several are overlaid with\n"
        "a column 'run'. csv, json and tsv hold every value, raw, one per row.\n\n"
        "  headroom report first\n"
        "  headroom report first --where workload=append --meters copied_bytes,build_ns\n"
        "  headroom report before=old after=new --format csv\n",
    .options = options,
    .run = run,
};
