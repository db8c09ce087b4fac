/*
 * commands/compare.c - the verb `compare`: two runs against each other, or one against a budget.
 */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/options.h"
#include "commands/screen.h"
#include "plan/nearest.h"
#include "report/compare_tables.h"
#include "report/floors.h"
#include "report/format.h"
#include "report/inputs.h"

extern const struct command command_compare;

enum { LIMITS = 32, NAMES_BYTES = 1024, LABEL_BYTES = 1024, USUAL_PAGE_BYTES = 4096 };

enum {
    OPTION_OLD = 256,
    OPTION_NEW,
    OPTION_FORCE,
    OPTION_FLOOR,
    OPTION_FAIL_ON,
    OPTION_BUDGET,
    OPTION_WRITE_BUDGET
};

/* The two sides, which may be one run with different filters. */
enum side { OLD, NEW, SIDES };

struct request {
    const struct format *format;
    struct inputs inputs[SIDES];
    char fixed[SIDES][NAMES_BYTES]; /* "malloc=glibc growth=rust", for the label */
    char free_names[NAMES_BYTES];
    const char *meters, *floor_path, *budget_path, *write_path;
    struct limit limits[LIMITS];
    size_t limit_count;
    bool is_all, is_forced;
    struct floors floors;
    struct budget budget;
    struct gather gathers[SIDES];
};

static void complain(const char *message) {
    fprintf(stderr, "headroom compare: %s\n", message);
}

static bool set_format(struct request *request, const char *name) {
    request->format = format_find(name);
    if (request->format != NULL) {
        return true;
    }
    fprintf(stderr, "headroom compare: unknown format '%s'; there are:", name);
    for (size_t i = 0; format_at(i) != NULL; i++) {
        fprintf(stderr, " %s", format_at(i)->name);
    }
    putc('\n', stderr);
    return false;
}

static bool add_filter(struct request *request, enum side side, const char *text) {
    if (inputs_add_filter(&request->inputs[side], text)) {
        return true;
    }
    complain(request->inputs[side].error);
    return false;
}

static bool append(char *list, const char *separator, const char *text, size_t length) {
    size_t used = strlen(list);
    int added = snprintf(list + used, NAMES_BYTES - used, "%s%.*s", used > 0 ? separator : "",
                         (int)length, text);
    return added >= 0 && (size_t)added < NAMES_BYTES - used;
}

/* A filter of one side, whose name is left out where cases are matched. */
static bool fix(struct request *request, enum side side, const char *text) {
    char name[NAMES_BYTES];
    size_t length = strcspn(text, "=!<>~");
    if (!add_filter(request, side, text)) {
        return false;
    }
    snprintf(name, sizeof name, "%.*s", (int)length, text);
    bool is_new = !gather_lists(request->free_names, name);
    if (append(request->fixed[side], " ", text, strlen(text)) &&
        (!is_new || append(request->free_names, ",", name, strlen(name)))) {
        return true;
    }
    complain("there are too many --old and --new");
    return false;
}

static bool add_limit(struct request *request, const char *text) {
    struct case_error error;
    if (request->limit_count == LIMITS) {
        complain("there are too many --fail-on");
        return false;
    }
    if (!limit_parse(text, &request->limits[request->limit_count], &error)) {
        complain(error.message);
        return false;
    }
    request->limit_count++;
    return true;
}

static bool set_option(void *context, int id, const char *value) {
    struct request *request = context;
    switch (id) {
    case 'f':
        return set_format(request, value);
    case 'w':
        return add_filter(request, OLD, value) && add_filter(request, NEW, value);
    case 'm':
        request->meters = value;
        return true;
    case 'a':
        request->is_all = true;
        return true;
    case OPTION_OLD:
        return fix(request, OLD, value);
    case OPTION_NEW:
        return fix(request, NEW, value);
    case OPTION_FORCE:
        request->is_forced = true;
        return true;
    case OPTION_FLOOR:
        request->floor_path = value;
        return true;
    case OPTION_FAIL_ON:
        return add_limit(request, value);
    case OPTION_BUDGET:
        request->budget_path = value;
        return true;
    default:
        request->write_path = value;
        return true;
    }
}

static const char *meter_name_at(size_t index) {
    const struct meter *meter = meter_at(index);
    return meter == NULL ? NULL : meter->name;
}

static bool check_meters(const char *meters) {
    char copy[NAMES_BYTES];
    char hint[NEAREST_BYTES];
    char *rest = NULL;
    snprintf(copy, sizeof copy, "%s", meters == NULL ? "" : meters);
    for (char *name = strtok_r(copy, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest)) {
        if (meter_find(name) == NULL) {
            nearest_hint(name, meter_name_at, hint);
            fprintf(stderr, "headroom compare: unknown meter '%s'%s\n", name, hint);
            return false;
        }
    }
    return true;
}

static bool wants_colour(void) {
    const char *no_colour = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    bool is_dumb = terminal == NULL || strcmp(terminal, "dumb") == 0;
    return isatty(STDOUT_FILENO) && !is_dumb && (no_colour == NULL || no_colour[0] == '\0');
}

static bool is_same_file(const char *left, const char *right) {
    struct stat a, b;
    return stat(left, &a) == 0 && stat(right, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

static enum compare_pairing pairing_of(const struct results *old_results,
                                       const struct results *new_results) {
    if (is_same_file(old_results->path, new_results->path)) {
        return COMPARE_SAME_RUN;
    }
    return surroundings_are_paired(old_results, new_results) ? COMPARE_IN_PAIRS
                                                             : COMPARE_MEASURED_APART;
}

static double page_bytes_of(const struct results *results) {
    const char *text = results_env(results, "page_bytes");
    double bytes = text == NULL ? 0 : strtod(text, NULL);
    return bytes > 0 && isfinite(bytes) ? bytes : USUAL_PAGE_BYTES;
}

/* What differs; false where the comparison is refused for it. */
static bool check_surroundings(const struct request *request,
                               const struct surroundings *surroundings) {
    if (surroundings->refused == 0) {
        return true;
    }
    fprintf(stderr, "headroom compare: the runs were measured in different environments:\n");
    for (size_t i = 0; i < surroundings->count; i++) {
        const struct surrounding *entry = &surroundings->differing[i];
        if (!entry->is_subject) {
            fputs("  ", stderr);
            format_escape(entry->key, "", stderr);
            fputs(": ", stderr);
            format_escape(entry->old_value == NULL ? "(not there)" : entry->old_value, "", stderr);
            fputs(", then ", stderr);
            format_escape(entry->new_value == NULL ? "(not there)" : entry->new_value, "", stderr);
            putc('\n', stderr);
        }
    }
    if (!request->is_forced) {
        complain("differences may come from that; --force compares them all the same");
    }
    return request->is_forced;
}

/* 0 where all limits are kept, else what the worst of them says. */
static int check_limits(const struct request *request, const struct compare *compare) {
    int status = EXIT_OK;
    for (size_t i = 0; i < request->limit_count; i++) {
        const struct limit *limit = &request->limits[i];
        struct limit_sum sum = compare_limit_sum(compare, limit);
        if (sum.exceeded > 0) {
            fprintf(stderr, "headroom compare: limit '%s' exceeded by %zu value%s\n", limit->text,
                    sum.exceeded, sum.exceeded == 1 ? "" : "s");
            status = EXIT_DIFFERENCE;
            continue;
        }
        if (sum.lost > 0) {
            fprintf(stderr,
                    "headroom compare: limit '%s': %zu values of OLD are not measured in "
                    "NEW\n",
                    limit->text, sum.lost);
        } else if (sum.apart > 0) {
            fprintf(stderr,
                    "headroom compare: limit '%s' cannot be told: these times were measured "
                    "apart; 'headroom compare --run' measures them in pairs\n",
                    limit->text);
        } else if (sum.too_few > 0) {
            fprintf(stderr,
                    "headroom compare: limit '%s' cannot be told: %zu values moved beyond "
                    "it, but there are too few trials to judge; it takes %zu\n",
                    limit->text, sum.too_few, sum.needed);
        } else if (sum.kept == 0) {
            fprintf(stderr,
                    "headroom compare: limit '%s' is about nothing: no case compared has "
                    "such a value\n",
                    limit->text);
        } else {
            continue;
        }
        status = status == EXIT_OK ? EXIT_IMPOSSIBLE : status;
    }
    return status;
}

static int verdict(const struct request *request, const struct compare *compare) {
    struct compare_sum sum = compare_sum_up(compare);
    size_t changed = 0;
    if (sum.worse_outcomes > 0) {
        fprintf(stderr, "headroom compare: %zu case%s that ended well in OLD did not in NEW\n",
                sum.worse_outcomes, sum.worse_outcomes == 1 ? "" : "s");
        (void)check_limits(request, compare);
        return EXIT_DIFFERENCE;
    }
    if (request->limit_count > 0) {
        return check_limits(request, compare);
    }
    for (size_t i = 0; i < compare->row_count; i++) {
        const struct compare_row *row = &compare->rows[i];
        changed += row->verdict == COMPARE_CHANGED && row->how == COMPARE_EXACT;
    }
    return sum.rows[COMPARE_WORSE] + sum.rows[COMPARE_LOST] + changed > 0 ? EXIT_DIFFERENCE
                                                                          : EXIT_OK;
}

/* What is printed: the comparison's tables, then the budget's. */
struct output {
    struct report report;
    struct table budget;
    bool has_budget;
};

static bool print(const struct request *request, struct output *output) {
    const struct inputs *sides = request->inputs;
    struct document_run runs[SIDES];
    size_t run_count = 0;
    for (size_t side = 0; side < SIDES; side++) {
        if (sides[side].run_count > 0) {
            runs[run_count++] = sides[side].documents[0];
        }
    }
    size_t count = output->report.count;
    struct table *tables = calloc(count + 1, sizeof *tables);
    for (size_t i = 0; tables != NULL && i < count; i++) {
        tables[i] = output->report.tables[i];
    }
    if (tables != NULL && output->has_budget) {
        tables[count++] = output->budget;
    }
    const struct document document = {.tables = tables,
                                      .table_count = count,
                                      .runs = runs,
                                      .run_count = run_count,
                                      .width = screen_width(),
                                      .has_colour = wants_colour()};
    bool is_whole = tables != NULL && request->format->write(&document, stdout);
    free(tables);
    return is_whole;
}

static int check_budget(const struct request *request, struct output *output) {
    struct budget_findings findings;
    const struct gather *gather = &request->gathers[NEW];
    bool is_whole = budget_check(&request->budget, gather, &findings) &&
                    budget_table(&request->budget, &findings, gather, &output->budget);
    output->has_budget = is_whole;
    size_t found = findings.count;
    free(findings.findings);
    if (!is_whole) {
        complain("there is not enough memory");
        return EXIT_FILES;
    }
    if (found > 0) {
        fprintf(stderr, "headroom compare: the budget '%s' is not kept: %zu finding%s\n",
                request->budget_path, found, found == 1 ? "" : "s");
    }
    return found > 0 ? EXIT_DIFFERENCE : EXIT_OK;
}

static int write_budget(const struct request *request) {
    FILE *file = fopen(request->write_path, "wxe");
    if (file == NULL) {
        fprintf(stderr, "headroom compare: '%s' cannot be made: %s\n", request->write_path,
                strerror(errno));
        return EXIT_FILES;
    }
    bool is_made = budget_write(&request->gathers[NEW], request->meters, file);
    bool is_written = ferror(file) == 0;
    is_written = fclose(file) == 0 && is_written;
    if (is_made && is_written) {
        return EXIT_OK;
    }
    (void)remove(request->write_path);
    if (is_made) {
        fprintf(stderr, "headroom compare: '%s' could not be written\n", request->write_path);
        return EXIT_FILES;
    }
    complain("no budget is made of a run with failed cases, or without a value of these meters");
    return EXIT_DIFFERENCE;
}

/* The worse of two statuses: what could not be done before what differs before what is well. */
static int worse(int left, int right) {
    return left == EXIT_FILES || right == EXIT_FILES             ? EXIT_FILES
           : left == EXIT_DIFFERENCE || right == EXIT_DIFFERENCE ? EXIT_DIFFERENCE
           : left > right                                        ? left
                                                                 : right;
}

static int finish(const struct request *request, struct output *output, int status) {
    if (request->budget_path != NULL) {
        status = worse(status, check_budget(request, output));
    }
    if ((output->report.count > 0 || output->has_budget) && !print(request, output)) {
        complain("there is not enough memory");
        status = EXIT_FILES;
    }
    if (output->has_budget) {
        table_clean_up(&output->budget);
    }
    report_clean_up(&output->report);
    if (request->write_path != NULL && status == EXIT_OK) {
        status = write_budget(request);
    }
    return status;
}

static void make_label(const struct request *request, enum side side, char label[LABEL_BYTES]) {
    const char *fixed = request->fixed[side];
    snprintf(label, LABEL_BYTES, "%s%s%s%s", request->inputs[side].results[0].path,
             *fixed == '\0' ? "" : " (", fixed, *fixed == '\0' ? "" : ")");
}

static int show(const struct request *request, const struct compare *compare,
                const struct compare_options *options, const struct surroundings *surroundings) {
    char labels[SIDES][LABEL_BYTES];
    struct output output = {0};
    make_label(request, OLD, labels[OLD]);
    make_label(request, NEW, labels[NEW]);
    const struct comparison comparison = {
        .compare = compare,
        .gathers = {&request->gathers[OLD], &request->gathers[NEW]},
        .labels = {labels[OLD], labels[NEW]},
        .free_names = request->free_names,
        .pairing = options->pairing,
        .alpha = options->rule.alpha,
        .surroundings = surroundings,
        .limits = request->limits,
        .limit_count = request->limit_count,
        .width = screen_width(),
        .is_all = request->is_all};
    bool is_whole = request->format->is_long ? compare_long(&comparison, &output.report)
                                             : compare_text(&comparison, &output.report);
    if (!is_whole) {
        report_clean_up(&output.report);
        complain("there is not enough memory");
        return EXIT_FILES;
    }
    return finish(request, &output, verdict(request, compare));
}

static int judge_compared(const struct request *request, const struct compare *compare,
                          const struct compare_options *options) {
    const struct results *old_results = &request->inputs[OLD].results[0];
    const struct results *new_results = &request->inputs[NEW].results[0];
    struct surroundings surroundings;
    if (compare->matches.both == 0) {
        complain("no case of NEW has a counterpart in OLD: keys are compared as a whole, but for "
                 "names fixed by --old and --new; 'headroom report OLD NEW' shows both");
        return EXIT_USAGE;
    }
    int status = EXIT_FILES;
    if (!surroundings_compare(old_results, new_results, &compare->matches, &surroundings)) {
        complain("there is not enough memory");
    } else if (!check_surroundings(request, &surroundings)) {
        status = EXIT_IMPOSSIBLE;
    } else {
        status = show(request, compare, options, &surroundings);
    }
    free(surroundings.differing);
    return status;
}

static int compare_sides(struct request *request) {
    const struct results *old_results = &request->inputs[OLD].results[0];
    const struct results *new_results = &request->inputs[NEW].results[0];
    const struct compare_options options = {
        .rule = judge_rule_default(),
        .pairing = pairing_of(old_results, new_results),
        .free_names = request->free_names,
        .meters = request->meters,
        .floors = request->floor_path == NULL ? NULL : &request->floors,
        .page_bytes = page_bytes_of(new_results)};
    struct compare compare;
    int status = EXIT_FILES;
    if (compare_init(&compare, &request->gathers[OLD], &request->gathers[NEW], &options)) {
        status = judge_compared(request, &compare, &options);
    } else {
        complain(compare.error);
        status = compare.matches.is_ambiguous ? EXIT_USAGE : EXIT_FILES;
    }
    compare_clean_up(&compare);
    return status;
}

static int read_side(struct request *request, enum side side, char *path) {
    struct inputs *inputs = &request->inputs[side];
    if (!inputs_read(inputs, &path, 1)) {
        complain(inputs->error);
        return EXIT_FILES;
    }
    if (inputs->results[0].has_torn_tail) {
        fprintf(stderr,
                "headroom compare: '%s' ends in the middle of a line: that trial is left out\n",
                inputs->results[0].path);
    }
    if (!gather_init(&request->gathers[side], inputs->runs, 1, inputs->filters,
                     inputs->filter_count)) {
        complain("there is not enough memory");
        return EXIT_FILES;
    }
    if (request->gathers[side].case_count > 0) {
        return EXIT_OK;
    }
    (void)inputs_explain_nothing(inputs);
    complain(inputs->error);
    return EXIT_USAGE;
}

static int read_rules(struct request *request) {
    enum budget_failure failure;
    if (request->floor_path != NULL && !floors_read(request->floor_path, &request->floors)) {
        complain(request->floors.error);
        return EXIT_FILES;
    }
    if (request->budget_path != NULL &&
        !budget_read(request->budget_path, &request->budget, &failure)) {
        complain(request->budget.error);
        return failure == BUDGET_UNREADABLE ? EXIT_FILES : EXIT_USAGE;
    }
    return check_meters(request->meters) ? EXIT_OK : EXIT_USAGE;
}

/* How many runs the words must be, or a message. */
static bool check_words(const struct request *request, int words) {
    bool is_fixed = request->free_names[0] != '\0';
    bool has_budget = request->budget_path != NULL || request->write_path != NULL;
    if (words == 1 && !is_fixed && has_budget && request->limit_count > 0) {
        complain("--fail-on needs two runs to compare");
        return false;
    }
    if (words == 2 || (words == 1 && (is_fixed || has_budget))) {
        return true;
    }
    complain(words > 2
                 ? "there are more than two runs"
                 : "name two runs, OLD and NEW; or one with --old and --new, or with --budget");
    return false;
}

static int compare_words(struct request *request, int words, char **word) {
    if (!check_words(request, words)) {
        return EXIT_USAGE;
    }
    bool is_alone = words == 1 && request->free_names[0] == '\0';
    int status = read_rules(request);
    if (status == EXIT_OK && !is_alone) {
        status = read_side(request, OLD, word[0]);
    }
    if (status == EXIT_OK) {
        status = read_side(request, NEW, word[words - 1]);
    }
    if (status != EXIT_OK) {
        return status;
    }
    struct output nothing = {0};
    return is_alone ? finish(request, &nothing, EXIT_OK) : compare_sides(request);
}

static int run(int argc, char **argv) {
    struct request *request = calloc(1, sizeof *request);
    if (request == NULL) {
        complain("there is not enough memory");
        return EXIT_FILES;
    }
    request->format = format_find("text");
    int first;
    enum options_outcome outcome =
        options_parse(&command_compare, argc, argv, set_option, request, &first);
    int status = outcome == OPTIONS_HELP ? EXIT_OK : EXIT_USAGE;
    if (outcome == OPTIONS_OK) {
        status = compare_words(request, argc - first, argv + first);
    }
    for (size_t side = 0; side < SIDES; side++) {
        gather_clean_up(&request->gathers[side]);
        inputs_clean_up(&request->inputs[side]);
    }
    floors_clean_up(&request->floors);
    budget_clean_up(&request->budget);
    free(request);
    return status;
}

static const struct option_row options[] = {
    {.id = OPTION_OLD,
     .name = "old",
     .argument = "KEY=VALUE",
     .help = "of OLD only these cases, and KEY is left out where\ncases are matched; may be "
             "repeated"},
    {.id = OPTION_NEW, .name = "new", .argument = "KEY=VALUE", .help = "the same for NEW"},
    {.id = 'w',
     .name = "where",
     .argument = "KEY=VALUE[,VALUE]",
     .help = "of both only these cases; may be repeated"},
    {.id = 'm', .name = "meters", .argument = "NAME[,NAME]", .help = "these meters alone"},
    {.id = OPTION_FAIL_ON,
     .name = "fail-on",
     .argument = "'METER>AMOUNT'",
     .help = "exit status 1 only where a meter is worse by more:\n'>2%', '>100', '>8KiB', '>0'; "
             "may be repeated"},
    {.id = OPTION_BUDGET,
     .name = "budget",
     .argument = "FILE",
     .help = "limits that the cases of NEW, or of one RUN, must keep"},
    {.id = OPTION_WRITE_BUDGET,
     .name = "write-budget",
     .argument = "FILE",
     .help = "make FILE, the budget that NEW or RUN just keeps"},
    {.id = OPTION_FLOOR,
     .name = "floor",
     .argument = "DIR|FILE",
     .help = "floors.tsv: what equal builds differ by here"},
    {.id = OPTION_FORCE, .name = "force", .help = "compare runs of different environments"},
    {.id = 'f', .name = "format", .argument = "NAME", .help = "as of 'headroom report'"},
    {.id = 'a', .name = "all", .help = "what is unchanged too"},
    {.name = NULL}};

const struct command command_compare = {
    .name = "compare",
    .synopsis = "OLD NEW | RUN",
    .summary = "what changed between two runs, or exceeds a budget",
    .details =
        "  headroom compare before after\n"
        "  headroom compare run --old malloc=glibc --new malloc=jemalloc\n"
        "  headroom compare before after --fail-on 'peak_live_bytes>2%' --fail-on 'block_calls>0'\n"
        "  headroom compare --write-budget limits run         then, every time:\n"
        "  headroom compare --budget limits run\n\n"
        "Exact meters (calls, bytes): any difference is a change. Noisy ones (time, resident\n"
        "memory): a change where p < .01 after Holm's correction over all values, and the shift "
        "is\n"
        "beyond 1 % and the floor; trial by trial where both were measured in pairs (in one run, "
        "or\n"
        "by 'compare --run'), else memory by the rank sum test, and times not at all: measured\n"
        "apart, equal builds look different.\n\n"
        "METER is a name of 'headroom list meters', a pattern with * and ?, or words of names:\n"
        "peak_live_bytes is block_peak_live_bytes and malloc_peak_live_bytes_low and _high. '%' "
        "is\n"
        "of OLD's value. Of a noisy meter a judged change counts with its shift, not with the\n"
        "nearer end of its interval.\n\n"
        "A budget is lines KEY=VALUE... : METER <= AMOUNT, ... (also >= and =). A line that fits "
        "no\n"
        "case or no value, and a trial that failed, is a finding as well.\n\n"
        "exit status: 0 nothing is worse: equal, better, or cases that one side alone has; 1 some\n"
        "value is worse or not measured any more, an exact one of which neither is better (as the\n"
        "checksum) differs, or a case fails now; with --fail-on: a limit is exceeded, or a case\n"
        "fails now; with --budget: a finding; 2 wrong usage, as cases that have no or several\n"
        "counterparts; 3 different environments without --force, or a limit that cannot be told:\n"
        "times measured apart, too few trials, no such value; 4 a file could not be read or\n"
        "written.\n",
    .options = options,
    .run = run,
};
