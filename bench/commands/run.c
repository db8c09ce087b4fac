/*
 * run.c - the verb `run`: a suite or words to a plan, the plan to a results file.
 */
#include <string.h>
#include <time.h>

#include "commands/campaign.h"
#include "commands/options.h"
#include "commands/plugins.h"
#include "plan/plan.h"
#include "plan/suite.h"
#include "report/limit.h"
#include "runner/process.h"
#include "runner/runner.h"
#include "runner/setup.h"
#include "words/shown.h"

enum { FOLDER_BYTES = 64, OPTION_LONG = 256 };

#define MOST_MEMORY_LIMIT_BYTES 0x1p62

enum long_option { OPTION_DEADLINE = OPTION_LONG, OPTION_MEMORY_LIMIT, OPTION_DRY_RUN };

static const struct option_row options[] = {
    {.id = 'o',
     .name = "output",
     .argument = "DIR",
     .help = "folder for results.tsv; default: results/ and the time of day (UTC)"},
    {.id = 'R',
     .name = "resume",
     .help = "go on with what is in --output already, with the\nsame words and options as before"},
    {.id = 'l',
     .name = "lanes",
     .argument = "LANES",
     .help = "some of counts,memory,time; default: as the suite says"},
    {.id = 'r',
     .name = "repetitions",
     .argument = "N",
     .help = "trials of each case in the time lane, and at most so many in memory;\n"
             "or lane by lane, as in memory:5,time:30; default: as the suite says"},
    {.id = 's', .name = "seed", .argument = "N", .help = "of the random order of time trials"},
    {.id = 'w',
     .name = "where",
     .argument = "KEY=VALUE",
     .help = "only cases for which this holds; also != < <= > >= ~ !~; may be\nrepeated"},
    PLUGINS_ROW,
    {.id = 'n', .name = "dry-run", .help = "print the plan and measure nothing"},
    {.id = 'q', .name = "quiet", .help = "no progress bar and no summary, failures alone"},
    {.id = OPTION_DEADLINE,
     .name = "deadline",
     .argument = "SECONDS",
     .help = "for each trial, and for trying a plug-in; default: ten times what\nis predicted, at "
             "least 10; 30 for a plug-in"},
    {.id = OPTION_MEMORY_LIMIT,
     .name = "memory-limit",
     .argument = "BYTES",
     .help = "data a trial may hold, as 1e8 or 96MiB, at least 1e6;\ndefault: three quarters of "
             "the memory"},
    {.name = NULL}};

struct request {
    struct campaign campaign;
    struct plugins plugins;
    const char *folder;
    bool resume, is_dry, is_quiet;
    uint64_t deadline_ns, memory_limit_bytes;
};

static bool set_repetitions(const char *value, struct plan_options *plan) {
    struct case_error error;
    unsigned repetitions[LANES];
    if (!suite_parse_repetitions(value, repetitions, &error)) {
        shown_print(stderr, "headroom run: %s\n", error.message);
        return false;
    }
    memcpy(plan->lane_repetitions, repetitions, sizeof repetitions);
    return true;
}

static bool set_folder(struct request *request, const char *value) {
    if (value[0] == '\0') {
        shown_print(stderr, "headroom run: output '' is no folder; give it a name\n");
        return false;
    }
    request->folder = value;
    return true;
}

/* Bytes as budgets have them: 100000000, 1e8 or 96MiB. */
static bool set_memory_limit(struct request *request, const char *value) {
    struct amount amount;
    struct case_error ignored;
    bool is_size = amount_parse(value, &amount, &ignored) && amount.unit != AMOUNT_PERCENT;
    if (!is_size || amount.value > MOST_MEMORY_LIMIT_BYTES) {
        shown_print(stderr,
                    "headroom run: memory limit '%s' is no size; write bytes, as 1e8, or with a "
                    "unit, as 96MiB (B, KiB, MiB, GiB, TiB)\n",
                    value);
        return false;
    }
    if (amount.value < SETUP_LEAST_MEMORY_BYTES) {
        shown_print(stderr,
                    "headroom run: memory limit '%s' is less than the %d bytes that a trial's "
                    "process needs before it begins; give more\n",
                    value, SETUP_LEAST_MEMORY_BYTES);
        return false;
    }
    request->memory_limit_bytes = (uint64_t)amount.value;
    return true;
}

extern const struct command command_run;

static bool set(void *context, int id, const char *value) {
    struct request *request = context;
    switch (id) {
    case 'o':
        return set_folder(request, value);
    case 'R':
        request->resume = true;
        return true;
    case 'n':
        request->is_dry = true;
        return true;
    case 'q':
        request->is_quiet = true;
        return true;
    case 'l':
        return campaign_lanes(&request->campaign, value);
    case 'r':
        return set_repetitions(value, &request->campaign.plan);
    case 's':
        return options_count("seed", value, 0, UINT64_MAX, &request->campaign.plan.seed);
    case 'w':
        return campaign_where(&request->campaign, value);
    case 'p':
        return plugins_name(&request->plugins, command_run.name, value);
    case OPTION_DEADLINE:
        return options_deadline(command_run.name, value, &request->deadline_ns);
    default:
        return set_memory_limit(request, value);
    }
}

static int run(int argc, char **argv);

const struct command command_run = {
    .name = "run",
    .synopsis = "[SUITE | KEY=VALUE...]",
    .summary = "measure a suite, or the cases that words describe",
    .details =
        "SUITE is the name of a suite ('headroom list suites') or the path of a suite file, with "
        "a '/'\n"
        "in it or ending in .suite; without one it is 'quick'. A word is KEY=VALUE[,VALUE...]; "
        "lists\n"
        "make the product of all, but for lanes=LANE,... and repetitions=N or "
        "repetitions=LANE:N,...\n"
        "A suite file has such words row by row; all of it is checked before anything is "
        "measured.\n\n"
        "  headroom run --output first\n"
        "  headroom run workload=append growth=cpython-3.9,java length=1e3,1e6\n"
        "  headroom run quick --where malloc=glibc --lanes counts,memory\n"
        "  headroom run ./mine.suite --repetitions memory:5,time:30\n"
        "  headroom run --output first --resume       the first again, after it was interrupted: "
        "the\n"
        "                                             same words go on where it stopped\n\n"
        "What a run was begun with stands in its header: resumed with another suite, other words, "
        "filters,\n"
        "lanes, repetitions or another seed it is refused. To let it grow, add rows to its suite "
        "file, or\n"
        "repetitions to them, and resume.\n\n"
        "A structure of your own comes with the file it is in (see 'headroom check-plugin "
        "--help'),\n"
        "which is tried first, in a process of its own:\n\n"
        "  headroom run --plugin ./mine.so structure=mine,dynarray workload=append length=1e6\n\n"
        "Every trial has one outcome in DIR/results.tsv; read it with 'headroom report DIR'.\n"
        "exit status: 0 all is well; 1 a trial failed, or the run was interrupted; 2 wrong usage,\n"
        "as a plug-in with a name that is taken; 3 what was named cannot be measured here, as a\n"
        "plug-in that breaks its contract; 4 the results could not be written, or a plug-in or\n"
        "a suite file not read.\n",
    .options = options,
    .run = run};

/* Whether the user named what runs, rather than a suite that has it: words, or a filter by name. */
static bool is_named(const struct request *request) {
    static const char *const names[] = {"malloc=", "structure=", "allocator="};
    const struct campaign *campaign = &request->campaign;
    bool found = campaign->plan.word_count > 0;
    for (size_t i = 0; i < campaign->plan.where_count; i++) {
        for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
            found = found || strncmp(campaign->where[i], names[n], strlen(names[n])) == 0;
        }
    }
    return found;
}

static const char *default_folder(void) {
    static char folder[FOLDER_BYTES];
    time_t now = time(NULL);
    struct tm parts = {0};
    (void)gmtime_r(&now, &parts);
    (void)strftime(folder, sizeof folder, "results/%Y-%m-%d-%H%M%S", &parts);
    return folder;
}

static int measure(const struct request *request, const struct plan *plan) {
    if (!request->is_quiet) {
        plan_print_total(plan, stderr);
    }
    struct runner_options runner = {.plan = plan,
                                    .folder = request->folder,
                                    .resume = request->resume,
                                    .deadline_ns = request->deadline_ns,
                                    .memory_limit_bytes = request->memory_limit_bytes,
                                    .is_quiet = request->is_quiet,
                                    .messages = stderr};
    struct runner_summary summary;
    struct results_error error;
    if (!runner_run(&runner, &summary, &error)) {
        shown_print(stderr, "headroom run: %s\n", error.message);
        return EXIT_FILES;
    }
    if (!request->is_quiet) {
        campaign_tell(NULL, &summary, request->folder);
    }
    if (summary.signal != 0) {
        campaign_tell_interrupted(&summary, request->folder);
    }
    return campaign_status(&summary, is_named(request));
}

static int run_plan(struct request *request) {
    struct plan plan;
    int status = campaign_plan(&request->campaign, &request->campaign.plan, &plan);
    if (status != EXIT_OK) {
        return status;
    }
    if (request->is_dry) {
        plan_print(&plan, stdout);
    } else {
        status = measure(request, &plan);
    }
    plan_clean_up(&plan);
    return status;
}

static int run(int argc, char **argv) {
    static struct request request = {.campaign = {.verb = "run"}};
    int first;
    (void)process_keep_standard_streams();
    switch (options_parse(&command_run, argc, argv, set, &request, &first)) {
    case OPTIONS_HELP:
        return EXIT_OK;
    case OPTIONS_WRONG:
        return EXIT_USAGE;
    case OPTIONS_OK:
        break;
    }
    if (!campaign_words(&request.campaign, argc - first, argv + first)) {
        return EXIT_USAGE;
    }
    if (request.resume && request.folder == NULL) {
        shown_print(stderr,
                    "headroom run: --resume needs the folder to go on with: --output DIR\n");
        return EXIT_USAGE;
    }
    request.folder = request.folder != NULL ? request.folder : default_folder();
    int status = plugins_check_and_add(&request.plugins, command_run.name, request.deadline_ns);
    return status == EXIT_OK ? run_plan(&request) : status;
}
