/*
 * pairing.c - see pairing.h.
 */
#include "commands/pairing.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "commands/options.h"
#include "plan/catalog.h"
#include "plan/errors.h"
#include "plan/pair.h"
#include "platform/environment.h"
#include "report/compare.h"
#include "report/judge.h"
#include "runner/plugin_check.h"
#include "runner/process.h"

enum { GROUP_BYTES = 24, STAMP_BYTES = PATH_MAX + 32 };

static const char *const side_names[PAIRED_SIDES] = {[PAIRED_OLD] = "old", [PAIRED_NEW] = "new"};

/* What a results file says of the program that wrote it, and what it can say of another one. */
static const char *const build_keys[] = {"headroom", "commit",     "compiler",
                                         "flags",    "build_type", "check_level"};
enum { BUILD_KEYS = sizeof build_keys / sizeof build_keys[0] };
static const char build_unknown[] = "unknown: what 'program' says measured it";

/* All that one side needs, besides what the command line says. */
struct side {
    struct plan plan;
    char folder[PATH_MAX];
    char program[PATH_MAX], program_stamp[STAMP_BYTES];
    char plugin[CATALOG_PATH_BYTES];
    struct results_pair header[RUNNER_HEADERS];
    size_t headers;
};

bool pairing_set(struct pairing *pairing, enum paired_side side, const char *value) {
    struct pairing_side *it = &pairing->side[side];
    if (it->sets == PAIRING_SETS) {
        fprintf(stderr, "headroom %s: there are more than %d --%s\n", pairing->campaign.verb,
                PAIRING_SETS, side_names[side]);
        return false;
    }
    it->set[it->sets++] = value;
    return true;
}

bool pairing_pairs(struct pairing *pairing, const char *value) {
    uint64_t pairs;
    if (!options_count("pairs", value, 1, PAIRING_MOST_PAIRS, &pairs)) {
        return false;
    }
    pairing->campaign.plan.repetitions = (unsigned)pairs;
    return true;
}

bool pairing_folder(const struct pairing *pairing, enum paired_side side, char *path,
                    size_t bytes) {
    int length = snprintf(path, bytes, "%s/%s", pairing->folder, side_names[side]);
    return length > 0 && (size_t)length < bytes;
}

static void add_header(struct side *side, const char *key, const char *value) {
    side->header[side->headers++] =
        (struct results_pair){(char *)(uintptr_t)key, (char *)(uintptr_t)value};
}

/* --- plug-ins: the first of the catalog may have a stand-in on the new side --- */

/* Whether both sides name the same structures: then both plug-ins cannot be in one catalog. */
static bool have_same_names(const struct pairing *pairing) {
    for (int side = 0; side < PAIRED_SIDES; side++) {
        for (size_t i = 0; i < pairing->side[side].sets; i++) {
            if (strncmp(pairing->side[side].set[i], "structure=", 10) == 0) {
                return false;
            }
        }
    }
    return true;
}

/* Tries the new plug-in as every plug-in is tried, without adding it. */
static int check_stand_in(const struct pairing *pairing, struct side *side) {
    const struct plugin_check_options check = {.deadline_ns = pairing->deadline_ns};
    struct case_error error;
    enum module_outcome outcome = MODULE_UNREADABLE;
    if (catalog_plugin_path(pairing->side[PAIRED_NEW].plugin, side->plugin, &error)) {
        outcome = plugin_check(side->plugin, &check, &error);
    }
    if (outcome != MODULE_OPENED) {
        fprintf(stderr, "headroom %s: %s\n", pairing->campaign.verb, error.message);
    }
    return plugins_status(outcome);
}

static int add_plugins(const struct pairing *pairing, struct side *sides) {
    const struct pairing_side *old_side = &pairing->side[PAIRED_OLD];
    const struct pairing_side *new_side = &pairing->side[PAIRED_NEW];
    struct plugins own = {.count = 0};
    if ((old_side->plugin != NULL) != (new_side->plugin != NULL)) {
        fprintf(stderr,
                "headroom %s: --old-plugin and --new-plugin go together; a plug-in of both sides "
                "is --plugin\n",
                pairing->campaign.verb);
        return EXIT_USAGE;
    }
    int status = EXIT_OK;
    if (old_side->plugin != NULL) {
        own.path[own.count++] = old_side->plugin;
        if (!have_same_names(pairing)) {
            own.path[own.count++] = new_side->plugin;
        } else {
            status = check_stand_in(pairing, &sides[PAIRED_NEW]);
        }
        status = status == EXIT_OK
                     ? plugins_check_and_add(&own, pairing->campaign.verb, pairing->deadline_ns)
                     : status;
    }
    return status == EXIT_OK ? plugins_check_and_add(&pairing->plugins, pairing->campaign.verb,
                                                     pairing->deadline_ns)
                             : status;
}

/* --- programs --- */

static int take_program(const struct pairing *pairing, const char *path, struct side *side) {
    unsigned long checksum;
    if (realpath(path, side->program) == NULL || access(side->program, X_OK) != 0 ||
        !environment_checksum_file(side->program, &checksum)) {
        fprintf(stderr, "headroom %s: the program '%s' cannot be started: %s\n",
                pairing->campaign.verb, path, strerror(errno));
        return EXIT_FILES;
    }
    (void)snprintf(side->program_stamp, sizeof side->program_stamp, "%s crc32 %08lx", side->program,
                   checksum);
    add_header(side, "program", side->program_stamp);
    for (size_t i = 0; i < BUILD_KEYS; i++) {
        add_header(side, build_keys[i], build_unknown);
    }
    return EXIT_OK;
}

/* Where one side names a program, the other one's is this, and both headers say the same kind of
 * thing. */
static int take_programs(const struct pairing *pairing, struct side *sides) {
    int status = EXIT_OK;
    if (pairing->side[PAIRED_OLD].program == NULL && pairing->side[PAIRED_NEW].program == NULL) {
        return EXIT_OK;
    }
    for (int side = 0; side < PAIRED_SIDES && status == EXIT_OK; side++) {
        const char *named = pairing->side[side].program;
        status = take_program(pairing, named != NULL ? named : process_own_program(), &sides[side]);
    }
    return status;
}

/* --- plans --- */

static bool pair_plans(struct pairing *pairing, struct side *sides, uint64_t seed,
                       struct case_error *error) {
    struct plan *old_plan = &sides[PAIRED_OLD].plan;
    struct plan *new_plan = &sides[PAIRED_NEW].plan;
    return plan_pair(old_plan, new_plan, seed, error) &&
           (plan_pair_names(old_plan, new_plan, pairing->names, sizeof pairing->names) ||
            case_fail(error, "the sides differ in too many names: %.200s...", pairing->names));
}

/* An exit_code, after messages; what was made of the plans is to be cleaned up in any case. */
static int make_plans(struct pairing *pairing, struct side *sides, uint64_t seed) {
    int status = EXIT_OK;
    for (int side = 0; side < PAIRED_SIDES && status == EXIT_OK; side++) {
        struct plan_options options = pairing->campaign.plan;
        options.set = pairing->side[side].set;
        options.set_count = pairing->side[side].sets;
        if (options.repetitions == 0) {
            options.repetitions = PAIRING_PAIRS;
        }
        if (options.lane_repetitions[LANE_MEMORY] == 0) {
            options.lane_repetitions[LANE_MEMORY] = options.repetitions < PAIRING_MEMORY_PAIRS
                                                        ? options.repetitions
                                                        : PAIRING_MEMORY_PAIRS;
        }
        status = campaign_plan(&pairing->campaign, &options, &sides[side].plan);
    }
    struct case_error error;
    if (status == EXIT_OK && !pair_plans(pairing, sides, seed, &error)) {
        fprintf(stderr, "headroom %s: %s\n", pairing->campaign.verb, error.message);
        status = EXIT_USAGE;
    }
    return status;
}

static void clean_up(struct side *sides) {
    for (int side = 0; side < PAIRED_SIDES; side++) {
        plan_clean_up(&sides[side].plan);
    }
}

/* --- the word that says which files belong together --- */

static void draw_group(char group[GROUP_BYTES]) {
    uint64_t word = 0;
    if (getrandom(&word, sizeof word, 0) != (ssize_t)sizeof word) {
        struct timespec now;
        (void)clock_gettime(CLOCK_REALTIME, &now);
        word = (uint64_t)now.tv_nsec * UINT64_C(0x9e3779b97f4a7c15) + (uint64_t)getpid();
    }
    (void)snprintf(group, GROUP_BYTES, "%016" PRIx64, word);
}

static bool has_results(const char *folder) {
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/results.tsv", folder);
    return length > 0 && length < PATH_MAX && access(path, F_OK) == 0;
}

/* A new word, or the one that the files of a resumed run have. */
static bool choose_group(const struct pairing *pairing, const char *folder, char group[GROUP_BYTES],
                         struct results_error *error) {
    draw_group(group);
    if (!pairing->resume || !has_results(folder)) {
        return true;
    }
    struct results results;
    if (!results_read(folder, &results, error)) {
        return false;
    }
    const char *there = results_env(&results, "pair_group");
    bool is_pair = there != NULL && strlen(there) < GROUP_BYTES;
    if (is_pair) {
        (void)snprintf(group, GROUP_BYTES, "%s", there);
    } else {
        (void)snprintf(error->message, sizeof error->message,
                       "'%.300s' was not measured in pairs; choose another --output", folder);
    }
    results_clean_up(&results);
    return is_pair;
}

/* --- the run --- */

/* Whether the user named what runs, rather than a suite that has it. */
static bool is_named(const struct pairing *pairing) {
    return pairing->campaign.plan.word_count + pairing->campaign.plan.where_count +
               pairing->side[PAIRED_OLD].sets + pairing->side[PAIRED_NEW].sets >
           0;
}

static int conclude(struct pairing *pairing, const struct side *sides,
                    const struct runner_summary *summary) {
    int status = EXIT_OK;
    for (int side = 0; side < PAIRED_SIDES; side++) {
        if (!pairing->is_quiet) {
            campaign_tell(side_names[side], &summary[side], sides[side].folder);
        }
        int own = campaign_status(&summary[side], is_named(pairing));
        status = status == EXIT_OK || own == EXIT_DIFFERENCE ? own : status;
    }
    pairing->was_interrupted = summary[PAIRED_OLD].signal != 0;
    if (pairing->was_interrupted) {
        campaign_tell_interrupted(&summary[PAIRED_OLD], pairing->folder);
    }
    return status;
}

static int run_sides(struct pairing *pairing, struct side *sides, uint64_t seed) {
    struct paired_options options = {.seed = seed};
    struct runner_summary summary[PAIRED_SIDES];
    struct results_error error;
    for (int i = 0; i < PAIRED_SIDES; i++) {
        struct side *side = &sides[i];
        options.side[i] = (struct runner_options){
            .plan = &side->plan,
            .program = side->program[0] != '\0' ? side->program : NULL,
            .folder = side->folder,
            .stand_in = side->plugin[0] != '\0' ? side->plugin : NULL,
            .header = side->header,
            .headers = side->headers,
            /* killed between the two files, the new one is missing */
            .resume = pairing->resume && (i == PAIRED_OLD || has_results(side->folder)),
            .deadline_ns = pairing->deadline_ns,
            .memory_limit_bytes = pairing->memory_limit_bytes,
            .is_quiet = pairing->is_quiet,
            .messages = stderr};
    }
    if (!paired_run(&options, summary, &error)) {
        fprintf(stderr, "headroom %s: %s\n", pairing->campaign.verb, error.message);
        return EXIT_FILES;
    }
    return conclude(pairing, sides, summary);
}

/* The plan of a side as `run --dry-run` prints one; that of the new side has the same order. */
static int show_plan(const struct side *sides) {
    plan_print(&sides[PAIRED_OLD].plan, stdout);
    return EXIT_OK;
}

/* How many noisy values of a lane the cases may have; of what says how the measuring went, none. */
static size_t count_noisy(const struct plan *plan, enum lane lane) {
    size_t meters = 0;
    size_t cases = 0;
    for (size_t i = 0; meter_at(i) != NULL; i++) {
        const struct meter *meter = meter_at(i);
        meters += meter->kind == METER_NOISY && (meter->lanes & (1U << lane)) != 0 &&
                  !compare_is_condition(meter->name);
    }
    for (size_t i = 0; i < plan->case_count; i++) {
        cases += plan->cases[i].repetitions[lane] > 0 && plan->cases[i].skip[0] == '\0';
    }
    return meters * cases;
}

/* Before an hour goes by: whether so few pairs can show a change of so many values at all. */
static void tell_pairs(const struct pairing *pairing, const struct plan *plan) {
    size_t values = count_noisy(plan, LANE_MEMORY) + count_noisy(plan, LANE_TIME);
    unsigned pairs = 0;
    for (size_t i = 0; i < plan->case_count; i++) {
        unsigned own = plan->cases[i].repetitions[LANE_TIME];
        pairs = own > pairs ? own : pairs;
    }
    size_t needed = judge_pairs_needed(judge_rule_default().alpha, values);
    if (pairs > 0 && pairs < needed) {
        fprintf(stderr,
                "headroom %s: %u pair%s can be too few to judge a time: for up to %zu noisy values "
                "judged together it takes %zu (--pairs %zu)\n",
                pairing->campaign.verb, pairs, pairs == 1 ? "" : "s", values, needed, needed);
    }
}

static int plan_and_run(struct pairing *pairing, struct side *sides) {
    static char group[GROUP_BYTES];
    struct results_error file_error;
    if (!choose_group(pairing, sides[PAIRED_OLD].folder, group, &file_error)) {
        fprintf(stderr, "headroom %s: %s\n", pairing->campaign.verb, file_error.message);
        return EXIT_FILES;
    }
    uint64_t seed = strtoull(group, NULL, 16) + pairing->campaign.plan.seed;
    int status = make_plans(pairing, sides, seed);
    if (status == EXIT_OK && pairing->tells_pairs) {
        tell_pairs(pairing, &sides[PAIRED_NEW].plan);
    }
    if (status == EXIT_OK && pairing->is_dry) {
        status = show_plan(sides);
    } else if (status == EXIT_OK) {
        add_header(&sides[PAIRED_OLD], "pair_group", group);
        add_header(&sides[PAIRED_NEW], "pair_group", group);
        status = run_sides(pairing, sides, seed);
    }
    clean_up(sides);
    return status;
}

int pairing_measure(struct pairing *pairing) {
    static struct side sides[PAIRED_SIDES];
    for (int i = 0; i < PAIRED_SIDES; i++) {
        enum paired_side side = (enum paired_side)i;
        if (!pairing_folder(pairing, side, sides[i].folder, sizeof sides[i].folder)) {
            fprintf(stderr, "headroom %s: the path of the output folder is too long\n",
                    pairing->campaign.verb);
            return EXIT_FILES;
        }
    }
    int status = add_plugins(pairing, sides);
    status = status == EXIT_OK ? take_programs(pairing, sides) : status;
    return status == EXIT_OK ? plan_and_run(pairing, sides) : status;
}
