/*
 * aa.c - the verb `aa`: this build against itself, in pairs, and what a comparison makes of that.
 * Whoever is to believe a comparison sees here how often it cries where there is nothing.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "commands/fresh.h"
#include "commands/options.h"
#include "commands/pairing.h"
#include "commands/screen.h"
#include "report/alarms.h"
#include "report/format.h"
#include "runner/process.h"

enum { OPTION_LONG = 256, AA_PAIRS = 100, AA_WINDOW = 30, AA_COMPARISONS = 1000 };
#define MOST_ALARMS 0.01

enum long_option { OPTION_WINDOW = OPTION_LONG, OPTION_COMPARISONS, OPTION_DRY_RUN };

static const struct option_row options[] = {
    {.id = 'o',
     .name = "output",
     .argument = "DIR",
     .help = "folder for old/results.tsv, new/results.tsv and floors.tsv"},
    {.id = 'R', .name = "resume", .help = "go on with what is in --output already"},
    {.id = 'P',
     .name = "pairs",
     .argument = "N",
     .help = "pairs of each case, at least as many as\n--window has; default: 100"},
    {.id = OPTION_WINDOW,
     .name = "window",
     .argument = "N",
     .help = "pairs of a comparison, as 'compare --run --pairs' has them;\ndefault: 30"},
    {.id = OPTION_COMPARISONS,
     .name = "comparisons",
     .argument = "N",
     .help = "of each noisy meter of a workload; default: 1000"},
    {.id = 'l',
     .name = "lanes",
     .argument = "LANES",
     .help = "some of counts,memory,time; default: as the suite says"},
    {.id = 's', .name = "seed", .argument = "N", .help = "of what is drawn from the pairs"},
    {.id = 'w',
     .name = "where",
     .argument = "CONDITION",
     .help = "only cases for which it holds, as 'run --where'; may be repeated"},
    PLUGINS_ROW,
    {.id = 'n', .name = "dry-run", .help = "print the plan of one side and measure nothing"},
    {.id = 'q', .name = "quiet", .help = "no progress bar and no summary, failures alone"},
    {.name = NULL}};

struct request {
    struct pairing pairing;
    struct alarms_options alarms;
};

extern const struct command command_aa;

static bool set_size(const char *what, const char *value, uint64_t least, size_t *size) {
    uint64_t number;
    bool is_good = options_count(what, value, least, 1000000, &number);
    *size = is_good ? (size_t)number : 0;
    return is_good;
}

static bool set(void *context, int id, const char *value) {
    struct request *request = context;
    struct pairing *pairing = &request->pairing;
    switch (id) {
    case 'o':
        pairing->folder = value;
        return true;
    case 'R':
        pairing->resume = true;
        return true;
    case 'P':
        return pairing_pairs(pairing, value);
    case OPTION_WINDOW:
        return set_size("window", value, 8, &request->alarms.pairs);
    case OPTION_COMPARISONS:
        return set_size("comparisons", value, 1, &request->alarms.comparisons);
    case 'l':
        return campaign_lanes(&pairing->campaign, value);
    case 's':
        return options_count("seed", value, 0, UINT64_MAX, &request->alarms.seed);
    case 'w':
        return campaign_where(&pairing->campaign, value);
    case 'p':
        return plugins_name(&pairing->plugins, command_aa.name, value);
    case 'n':
        pairing->is_dry = true;
        return true;
    default:
        pairing->is_quiet = true;
        return true;
    }
}

static int run(int argc, char **argv);

const struct command command_aa = {
    .name = "aa",
    .synopsis = "[SUITE | KEY=VALUE...]",
    .summary = "measure this build against itself: how often is there a false alarm?",
    .details =
        "Measures every case twice, in pairs, as 'compare --run' does, but both sides are the\n"
        "same; without SUITE or words it is the suite 'aa'. Then draws comparisons from the\n"
        "pairs, by windows of contiguous pairs with a new coin for each pair that says which of\n"
        "the two is the old one, judges them as 'compare' does, and prints how many of them\n"
        "find a difference. DIR/floors.tsv holds the shift that 99 of 100 stayed below:\n\n"
        "  headroom aa --output quiet\n"
        "  headroom compare --run --floor quiet --output tried --old malloc=glibc \\\n"
        "      --new malloc=jemalloc workload=append length=1e5\n\n"
        "exit status: 0 at most 1 % of the comparisons of each kind (exact, memory, time) are\n"
        "false alarms; 1 more are, or a trial failed, or it was interrupted; 2 wrong usage; 3 "
        "what\n"
        "was named cannot be measured here; 4 a file could not be read or written.\n",
    .options = options,
    .run = run};

static int fail_files(const char *what) {
    fprintf(stderr, "headroom aa: %s\n", what);
    return EXIT_FILES;
}

static int write_floors(const struct request *request, const struct alarms *alarms) {
    char path[PATH_MAX];
    struct fresh fresh;
    (void)snprintf(path, sizeof path, "%s/floors.tsv", request->pairing.folder);
    FILE *file = fresh_open(&fresh, path);
    if (file == NULL || !fresh_close(&fresh, file, alarms_write_floors(alarms, file))) {
        fprintf(stderr, "headroom aa: '%s' cannot be written: %s\n", path, strerror(errno));
        return EXIT_FILES;
    }
    return EXIT_OK;
}

static int print_alarms(const struct request *request, const struct alarms *alarms) {
    struct table table;
    alarms_table(alarms, &request->alarms, &table);
    const struct document document = {
        .tables = &table, .table_count = 1, .width = screen_width(), .has_colour = false};
    bool is_whole = !table.failed && format_find("text")->write(&document, stdout);
    table_clean_up(&table);
    return is_whole ? options_finish_output(EXIT_OK) : fail_files("there is not enough memory");
}

static int judge_alarms(const struct alarms *alarms) {
    int status = EXIT_OK;
    for (int i = 0; i < ALARMS_KINDS; i++) {
        enum alarms_kind kind = (enum alarms_kind)i;
        struct alarms_row total = alarms_total(alarms, kind);
        if ((double)total.alarms > MOST_ALARMS * (double)total.comparisons) {
            fprintf(stderr,
                    "headroom aa: %zu of %zu comparisons of %s meters are false alarms, more "
                    "than 1 %%: a comparison here says little\n",
                    total.alarms, total.comparisons, alarms_kind_name(kind));
            status = EXIT_DIFFERENCE;
        }
    }
    return status;
}

static int report_alarms(const struct request *request, const struct results *old_results,
                         const struct results *new_results) {
    struct alarms alarms = {0};
    int status = EXIT_OK;
    if (!alarms_find(old_results, new_results, &request->alarms, &alarms)) {
        status = fail_files("there is not enough memory");
    }
    status = status == EXIT_OK ? write_floors(request, &alarms) : status;
    status = status == EXIT_OK ? print_alarms(request, &alarms) : status;
    status = status == EXIT_OK ? judge_alarms(&alarms) : status;
    alarms_clean_up(&alarms);
    return status;
}

static int read_and_report(const struct request *request) {
    char path[PAIRED_SIDES][PATH_MAX];
    struct results results[PAIRED_SIDES] = {{0}};
    struct results_error error;
    bool is_read = true;
    for (int i = 0; i < PAIRED_SIDES && is_read; i++) {
        is_read = pairing_folder(&request->pairing, (enum paired_side)i, path[i], PATH_MAX) &&
                  results_read(path[i], &results[i], &error);
    }
    int status = is_read ? report_alarms(request, &results[PAIRED_OLD], &results[PAIRED_NEW])
                         : fail_files(error.message);
    for (int i = 0; i < PAIRED_SIDES; i++) {
        results_clean_up(&results[i]);
    }
    return status;
}

/* False after a message. */
static bool complete(struct request *request) {
    struct plan_options *plan = &request->pairing.campaign.plan;
    if (plan->repetitions == 0) {
        plan->repetitions = AA_PAIRS;
    }
    plan->lane_repetitions[LANE_MEMORY] = plan->repetitions;
    if (plan->suite == NULL && plan->word_count == 0) {
        plan->suite = "aa";
    }
    if (request->alarms.pairs > plan->repetitions) {
        fprintf(stderr,
                "headroom aa: a window of %zu pairs cannot be drawn from %u; give more --pairs or "
                "a smaller --window\n",
                request->alarms.pairs, plan->repetitions);
        return false;
    }
    if (request->pairing.folder == NULL && !request->pairing.is_dry) {
        fprintf(stderr, "headroom aa: it needs a folder for what it measures: --output DIR\n");
        return false;
    }
    request->pairing.folder = request->pairing.folder != NULL ? request->pairing.folder : ".";
    return true;
}

static int run(int argc, char **argv) {
    static struct request request;
    request = (struct request){.pairing = {.campaign = {.verb = "aa"}},
                               .alarms = {.pairs = AA_WINDOW,
                                          .comparisons = AA_COMPARISONS,
                                          .rule = judge_rule_default()}};
    int first;
    (void)process_keep_standard_streams();
    switch (options_parse(&command_aa, argc, argv, set, &request, &first)) {
    case OPTIONS_HELP:
        return EXIT_OK;
    case OPTIONS_WRONG:
        return EXIT_USAGE;
    case OPTIONS_OK:
        break;
    }
    if (!campaign_words(&request.pairing.campaign, argc - first, argv + first) ||
        !complete(&request)) {
        return EXIT_USAGE;
    }
    int status = pairing_measure(&request.pairing);
    return status == EXIT_OK && !request.pairing.is_dry ? read_and_report(&request) : status;
}
