/*
 * worker.c - the verb `worker`: one trial, as `run` starts it, for people who want to see it. What
 * it prints is what a run would store.
 */
#include "commands/options.h"
#include "commands/plugins.h"
#include "plan/case.h"
#include "runner/setup.h"
#include "words/shown.h"

static const struct option_row options[] = {
    {.id = 'l', .name = "lane", .argument = "LANE", .help = "counts, memory or time"},
    {.id = 't', .name = "trial", .argument = "ID", .help = "number of the trial, for its lines"},
    {.id = 'r', .name = "repetition", .argument = "N", .help = "which repetition it is"},
    {.id = 'm',
     .name = "memory-limit",
     .argument = "BYTES",
     .help = "data it may hold; 0: three quarters of the memory"},
    PLUGINS_ROW,
    {.name = NULL}};

struct request {
    struct setup_options setup;
    struct plugins plugins;
};

extern const struct command command_worker;

static bool set(void *context, int id, const char *value) {
    struct request *request = context;
    struct setup_options *setup = &request->setup;
    uint64_t number;
    switch (id) {
    case 'l':
        if (!lane_find(value, &setup->lane)) {
            shown_print(stderr,
                        "headroom worker: unknown lane '%s', choose counts, memory or time\n",
                        value);
            return false;
        }
        return true;
    case 't':
        setup->trial = value;
        return options_count("trial", value, 0, UINT64_MAX, &number);
    case 'r':
        setup->repetition = value;
        return options_count("repetition", value, 0, UINT32_MAX, &number);
    case 'p':
        return plugins_name(&request->plugins, command_worker.name, value);
    default:
        return options_count("memory limit", value, 0, UINT64_MAX / 2, &setup->memory_limit_bytes);
    }
}

static int run(int argc, char **argv);

const struct command command_worker = {
    .name = "worker",
    .synopsis = "CASE",
    .summary = "run one trial, as 'run' does, and print its lines",
    .details =
        "A case is one word: a key that 'run --dry-run' prints, or a part of one, which is\n"
        "completed as 'run' does it:\n\n"
        "  headroom worker --lane memory 'structure=dynarray workload=append length=1000'\n\n"
        "A plug-in is not tried before, as 'run' does it: see 'headroom check-plugin'.\n",
    .options = options,
    .run = run};

/* The whole key of what people type; NULL after a message for what is no case. */
static const char *complete(const char *words) {
    static char key[CASE_KEY_BYTES];
    static struct bench_case a_case;
    struct case_error error;
    if (!case_parse_words(words, &a_case, &error)) {
        shown_print(stderr, "headroom worker: %s\n", error.message);
        return NULL;
    }
    case_key(&a_case, key);
    return key;
}

static int run(int argc, char **argv) {
    struct request request = {.setup = {.trial = "0", .repetition = "0", .lane = LANE_COUNTS}};
    int first;
    switch (options_parse(&command_worker, argc, argv, set, &request, &first)) {
    case OPTIONS_HELP:
        return EXIT_OK;
    case OPTIONS_WRONG:
        return EXIT_USAGE;
    case OPTIONS_OK:
        break;
    }
    if (argc - first != 1) {
        shown_print(stderr, "headroom worker: one case is needed, see 'headroom worker --help'\n");
        return EXIT_USAGE;
    }
    int status = plugins_add(&request.plugins, command_worker.name);
    if (status != EXIT_OK) {
        return status;
    }
    request.setup.key = complete(argv[first]);
    return request.setup.key != NULL ? setup_and_execute(&request.setup) : EXIT_USAGE;
}
