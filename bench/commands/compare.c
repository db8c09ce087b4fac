/*
 * commands/compare.c - the verb `compare`: two runs against each other, or one against a budget.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/compare_request.h"
#include "commands/options.h"
#include "commands/shortfall.h"

extern const struct command command_compare;

enum {
    OPTION_OLD = 256,
    OPTION_NEW,
    OPTION_FORCE,
    OPTION_FLOOR,
    OPTION_FAIL_ON,
    OPTION_BUDGET,
    OPTION_WRITE_BUDGET
};

static bool set_format(struct compare_request *request, const char *name) {
    request->format = format_find(name);
    if (request->format != NULL && request->format->wants != FORMAT_TRIALS) {
        return true;
    }
    fprintf(stderr, "headroom compare: %s '%s'; there are:",
            request->format == NULL ? "unknown format" : "no comparison is written as", name);
    for (size_t i = 0; format_at(i) != NULL; i++) {
        if (format_at(i)->wants != FORMAT_TRIALS) {
            fprintf(stderr, " %s", format_at(i)->name);
        }
    }
    putc('\n', stderr);
    return false;
}

static bool add_filter(struct compare_request *request, enum compare_side side, const char *text) {
    if (inputs_add_filter(&request->inputs[side], text)) {
        return true;
    }
    compare_complain(request->inputs[side].error);
    return false;
}

static bool append(char *list, size_t room, const char *separator, const char *text,
                   size_t length) {
    size_t used = strlen(list);
    int added =
        snprintf(list + used, room - used, "%s%.*s", used > 0 ? separator : "", (int)length, text);
    return added >= 0 && (size_t)added < room - used;
}

/* A filter of one side, whose name is left out where cases are matched. */
static bool fix(struct compare_request *request, enum compare_side side, const char *text) {
    char name[COMPARE_NAMES_BYTES];
    size_t length = strcspn(text, "=!<>~");
    if (!add_filter(request, side, text)) {
        return false;
    }
    snprintf(name, sizeof name, "%.*s", (int)length, text);
    bool is_new = !gather_lists(request->free_names, name);
    if (append(request->fixed[side], COMPARE_NAMES_BYTES, " ", text, strlen(text)) &&
        (!is_new || append(request->free_names, COMPARE_NAMES_BYTES, ",", name, strlen(name)))) {
        return true;
    }
    compare_complain("there are too many --old and --new");
    return false;
}

static bool add_limit(struct compare_request *request, const char *text) {
    struct case_error error;
    if (request->limit_count == COMPARE_LIMITS) {
        compare_complain("there are too many --fail-on");
        return false;
    }
    if (!limit_parse(text, &request->limits[request->limit_count], &error)) {
        compare_complain(error.message);
        return false;
    }
    request->limit_count++;
    return true;
}

static bool set_option(void *context, int id, const char *value) {
    struct compare_request *request = context;
    if (compare_run_takes(id)) {
        return compare_run_set(&request->measured, id, value);
    }
    switch (id) {
    case 'f':
        return set_format(request, value);
    case 'w':
        return add_filter(request, COMPARE_OLD, value) && add_filter(request, COMPARE_NEW, value) &&
               compare_run_where(&request->measured, value);
    case 'm':
        request->meters = value;
        return true;
    case 'a':
        request->is_all = true;
        return true;
    case OPTION_OLD:
        return fix(request, COMPARE_OLD, value) &&
               compare_run_side(&request->measured, PAIRED_OLD, value);
    case OPTION_NEW:
        return fix(request, COMPARE_NEW, value) &&
               compare_run_side(&request->measured, PAIRED_NEW, value);
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

/* Adds the meters that a name, words of names or a pattern means to those that are chosen. */
static bool choose_meters(struct compare_request *request, const char *text) {
    struct meter_pattern pattern;
    struct case_error error;
    if (!meter_pattern_parse(text, &pattern, &error)) {
        compare_complain(error.message);
        return false;
    }
    for (size_t i = 0; meter_at(i) != NULL; i++) {
        const char *name = meter_at(i)->name;
        if (meter_pattern_fits(&pattern, name) && !gather_lists(request->meter_names, name) &&
            !append(request->meter_names, sizeof request->meter_names, ",", name, strlen(name))) {
            compare_complain("there are too many --meters");
            return false;
        }
    }
    return true;
}

/* From what --meters says to the names of meters. */
static bool resolve_meters(struct compare_request *request) {
    if (request->meters == NULL) {
        return true;
    }
    char *copy = strdup(request->meters);
    char *rest = copy;
    bool is_right = copy != NULL;
    while (is_right && rest != NULL) {
        is_right = choose_meters(request, strsep(&rest, ","));
    }
    free(copy);
    request->meters = request->meter_names;
    return is_right;
}

static const char *const side_names[COMPARE_SIDES] = {"OLD", "NEW"};

static int read_side(struct compare_request *request, enum compare_side side, char *path) {
    struct inputs *inputs = &request->inputs[side];
    if (!inputs_read(inputs, &path, 1)) {
        compare_complain(inputs->error);
        return EXIT_FILES;
    }
    /* One run against itself is told of once. */
    if (side == COMPARE_OLD || request->inputs[COMPARE_OLD].run_count == 0 ||
        strcmp(inputs->results[0].path, request->inputs[COMPARE_OLD].results[0].path) != 0) {
        shortfall_tell("compare", inputs);
    }
    return EXIT_OK;
}

/* Where two are compared, a message says of which one it is. */
static void complain_of(const struct compare_request *request, enum compare_side side) {
    bool is_alone = request->inputs[COMPARE_OLD].run_count == 0;
    fprintf(stderr, "headroom compare: %s%s%s\n", is_alone ? "" : side_names[side],
            is_alone ? "" : ": ", request->inputs[side].error);
}

/* Both are read, or NEW alone. */
static int gather_side(struct compare_request *request, enum compare_side side) {
    struct inputs *inputs = &request->inputs[side];
    const struct inputs *other = &request->inputs[side == COMPARE_OLD ? COMPARE_NEW : COMPARE_OLD];
    bool is_right = other->run_count == 0 ? inputs_check_filters(inputs)
                                          : inputs_check_filters_of_two(inputs, other);
    if (!is_right) {
        complain_of(request, side);
        return EXIT_USAGE;
    }
    if (!gather_init(&request->gathers[side], inputs->runs, 1, inputs->filters,
                     inputs->filter_count)) {
        compare_complain("there is not enough memory");
        return EXIT_FILES;
    }
    if (request->gathers[side].case_count > 0) {
        return EXIT_OK;
    }
    (void)inputs_explain_nothing(inputs);
    complain_of(request, side);
    return EXIT_USAGE;
}

static int read_rules(struct compare_request *request) {
    enum budget_failure failure;
    if (request->floor_path != NULL && !floors_read(request->floor_path, &request->floors)) {
        compare_complain(request->floors.error);
        return EXIT_FILES;
    }
    if (request->budget_path != NULL &&
        !budget_read(request->budget_path, &request->budget, &failure)) {
        const struct faults *faults = &request->budget.faults;
        for (size_t i = 0; i < faults->count; i++) {
            compare_complain(faults->text[i]);
        }
        if (faults->count == 0 || failure == BUDGET_UNREADABLE) {
            compare_complain(request->budget.error);
        }
        return failure == BUDGET_UNREADABLE ? EXIT_FILES : EXIT_USAGE;
    }
    return resolve_meters(request) ? EXIT_OK : EXIT_USAGE;
}

/* A format of one long table has no place for a comparison and a budget's findings. */
static bool check_format(const struct compare_request *request, int words) {
    bool is_compared = request->measured.is_wanted || words == 2 || request->free_names[0] != '\0';
    if (request->budget_path == NULL || !is_compared || request->format->wants != FORMAT_LONG) {
        return true;
    }
    fprintf(
        stderr,
        "headroom compare: --format %s holds one table: check NEW against --budget by a command "
        "of its own\n",
        request->format->name);
    return false;
}

/* How many runs the words must be, or a message. */
static bool check_words(const struct compare_request *request, int words) {
    bool is_fixed = request->free_names[0] != '\0';
    bool has_budget = request->budget_path != NULL || request->write_path != NULL;
    if (words == 1 && !is_fixed && has_budget && request->limit_count > 0) {
        compare_complain("--fail-on needs two runs to compare");
        return false;
    }
    if (words == 2 || (words == 1 && (is_fixed || has_budget))) {
        return true;
    }
    compare_complain(
        words > 2 ? "there are more than two runs"
                  : "name two runs, OLD and NEW; or one with --old and --new, or with --budget");
    return false;
}

/* The rules are read already. */
static int read_and_compare(struct compare_request *request, int words, char **word) {
    bool is_alone = words == 1 && request->free_names[0] == '\0';
    int status = EXIT_OK;
    if (!is_alone) {
        status = read_side(request, COMPARE_OLD, word[0]);
    }
    if (status == EXIT_OK) {
        status = read_side(request, COMPARE_NEW, word[words - 1]);
    }
    if (status == EXIT_OK && !is_alone) {
        status = gather_side(request, COMPARE_OLD);
    }
    if (status == EXIT_OK) {
        status = gather_side(request, COMPARE_NEW);
    }
    if (status != EXIT_OK) {
        return status;
    }
    return is_alone ? compare_alone(request) : compare_runs(request);
}

/* With --run: what the words say is measured first, in pairs. A trial that failed stays said. */
static int measure_and_compare(struct compare_request *request, int words, char **word) {
    struct compare_run *measured = &request->measured;
    bool goes_on;
    int status = compare_run_measure(measured, words, word, &goes_on);
    if (!goes_on) {
        return status;
    }
    /* Another structure may bring other names along than --old and --new say: its growth, its own
     * parameters. */
    snprintf(request->free_names, sizeof request->free_names, "%s", measured->pairing.names);
    char *folders[COMPARE_SIDES] = {measured->old_folder, measured->new_folder};
    int compared = read_and_compare(request, COMPARE_SIDES, folders);
    return compared == EXIT_OK ? status : compared;
}

static int compare_words(struct compare_request *request, int words, char **word) {
    bool is_run = request->measured.is_wanted;
    if (!compare_run_is_complete(&request->measured) || (!is_run && !check_words(request, words)) ||
        !check_format(request, words)) {
        return EXIT_USAGE;
    }
    int status = read_rules(request);
    if (status != EXIT_OK) {
        return status;
    }
    return is_run ? measure_and_compare(request, words, word)
                  : read_and_compare(request, words, word);
}

static int run(int argc, char **argv) {
    struct compare_request *request = calloc(1, sizeof *request);
    if (request == NULL) {
        compare_complain("there is not enough memory");
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
    for (size_t side = 0; side < COMPARE_SIDES; side++) {
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
    {.id = OPTION_NEW,
     .name = "new",
     .argument = "KEY=VALUE",
     .help = "the same for NEW; with --run these are what the sides\nhave for a key, whatever the "
             "suite or the words say"},
    {.id = 'w',
     .name = "where",
     .argument = "CONDITION",
     .help = "of both only cases for which it holds, as\n'report --where'; may be repeated"},
    {.id = 'm',
     .name = "meters",
     .argument = "NAME[,NAME]",
     .help = "these meters alone; words of names and patterns as\nmalloc_* as well"},
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
    {.id = 'f',
     .name = "format",
     .argument = "NAME",
     .help = "text (default), markdown, csv, json or tsv"},
    {.id = 'a', .name = "all", .help = "what is unchanged too"},
    COMPARE_RUN_ROWS,
    {.name = NULL}};

const struct command command_compare = {
    .name = "compare",
    .synopsis = "OLD NEW | RUN | --run [SUITE | KEY=VALUE...]",
    .summary = "what changed between two runs, or exceeds a budget",
    .details =
        "  headroom compare before after\n"
        "  headroom compare run --old malloc=glibc --new malloc=jemalloc\n"
        "  headroom compare before after --fail-on 'peak_live_bytes>2%' --fail-on 'block_calls>0'\n"
        "  headroom compare --write-budget limits run         then, every time:\n"
        "  headroom compare --budget limits run\n\n"
        "Exact meters (calls, bytes): any difference is a change. Noisy ones (time, resident\n"
        "memory): a change where p < .01 after Holm's correction over all values, and the shift\n"
        "is beyond 1 % and the floor; trial by trial where both were measured in pairs (in one\n"
        "run, or by 'compare --run'), else memory by the rank sum test, and times not at all:\n"
        "measured apart, equal builds look different. With too few values for a test, a change is\n"
        "one only where each side repeats a single value (\"seen, not tested\"); for --fail-on "
        "that\n"
        "cannot be told.\n\n"
        "METER is a name of 'headroom list meters', a pattern with * and ?, or words of names:\n"
        "peak_live_bytes is block_peak_live_bytes and malloc_peak_live_bytes_low and _high. '%' "
        "is\n"
        "of OLD's value. Of a noisy meter a judged change counts with its shift, not with the\n"
        "nearer end of its interval.\n\n" COMPARE_RUN_DETAILS
        "A budget is lines KEY=VALUE... : METER <= AMOUNT, ... (also >= and =). A line that fits "
        "no\n"
        "case or no value, and a trial that failed, is a finding as well; a line whose cases "
        "--where\n"
        "left out is not. --write-budget writes exact meters as they are and noisy ones with 10 %\n"
        "on top of the most, of --meters or, without it, of calls, peaks and copied bytes.\n\n"
        "exit status: 0 nothing is worse: equal, better, failed on both sides, or cases that one\n"
        "side alone has and that did not fail; 1 some value is worse or not measured any more, an\n"
        "exact one of which neither is better (as the checksum) differs, or a case fails now, "
        "also\n"
        "one that NEW alone has; with --fail-on: a limit is exceeded, or a case fails now; with\n"
        "--budget: a finding; with --write-budget: a case failed, or has no value; 2 wrong usage,\n"
        "as cases that have no or several counterparts; 3 different environments without --force,\n"
        "or what cannot be told: a limit on times measured apart, on too few trials or on no such\n"
        "value, or cases that NEW lacks because it did not come to its end; 4 a file could not be\n"
        "read or written, or a budget is to be made of a run without its end.\n",
    .options = options,
    .run = run,
};
