/*
 * compare_run.h - `compare --run`: the part of the verb that measures both sides, in pairs, before
 * they are compared.
 */
#ifndef HEADROOM_BENCH_COMPARE_RUN_H
#define HEADROOM_BENCH_COMPARE_RUN_H

#include <limits.h>

#include "commands/pairing.h"

/* The ids of its options, out of the way of those of `compare`. */
enum compare_run_option {
    COMPARE_RUN = 1000,
    COMPARE_RUN_OLD_PROGRAM,
    COMPARE_RUN_NEW_PROGRAM,
    COMPARE_RUN_OLD_PLUGIN,
    COMPARE_RUN_NEW_PLUGIN,
    COMPARE_RUN_PLUGIN,
    COMPARE_RUN_PAIRS,
    COMPARE_RUN_LANES,
    COMPARE_RUN_OUTPUT,
    COMPARE_RUN_RESUME,
    COMPARE_RUN_SEED,
    COMPARE_RUN_DEADLINE,
    COMPARE_RUN_DRY_RUN,
    COMPARE_RUN_QUIET,
    COMPARE_RUN_END
};

#define COMPARE_RUN_ROWS                                                                           \
    {.id = COMPARE_RUN,                                                                            \
     .name = "run",                                                                                \
     .help = "measure both sides first, in pairs: the words are what is\n"                         \
             "measured, a suite or KEY=VALUE..., and no runs"},                                    \
        {.id = COMPARE_RUN_OLD_PROGRAM,                                                            \
         .name = "old-program",                                                                    \
         .argument = "PATH",                                                                       \
         .help = "with --run: the headroom program that measures the old\n"                        \
                 "side, by its own parts and structures"},                                         \
        {.id = COMPARE_RUN_NEW_PROGRAM,                                                            \
         .name = "new-program",                                                                    \
         .argument = "PATH",                                                                       \
         .help = "with --run: the same of the new side"},                                          \
        {.id = COMPARE_RUN_OLD_PLUGIN,                                                             \
         .name = "old-plugin",                                                                     \
         .argument = "FILE",                                                                       \
         .help = "with --run: the module of the old side's structures, which\n"                    \
                 "have the same names in --new-plugin unless --old and --new\n"                    \
                 "say structure=NAME"},                                                            \
        {.id = COMPARE_RUN_NEW_PLUGIN,                                                             \
         .name = "new-plugin",                                                                     \
         .argument = "FILE",                                                                       \
         .help = "with --run: the same of the new side"},                                          \
        {.id = COMPARE_RUN_PLUGIN,                                                                 \
         .name = "plugin",                                                                         \
         .argument = "FILE",                                                                       \
         .help = "with --run: a module of both sides; may be repeated"},                           \
        {.id = COMPARE_RUN_PAIRS,                                                                  \
         .name = "pairs",                                                                          \
         .argument = "N",                                                                          \
         .help = "with --run: pairs of each case in the time lane, and at most\n"                  \
                 "15 of memory; default: 30. The more values are judged\n"                         \
                 "together, the more it takes: 8 pairs for one, 15 for 100"},                      \
        {.id = COMPARE_RUN_LANES,                                                                  \
         .name = "lanes",                                                                          \
         .argument = "LANES",                                                                      \
         .help = "with --run: some of counts,memory,time"},                                        \
        {.id = COMPARE_RUN_OUTPUT,                                                                 \
         .name = "output",                                                                         \
         .argument = "DIR",                                                                        \
         .help = "with --run: folder for old/results.tsv and\nnew/results.tsv"},                   \
        {.id = COMPARE_RUN_RESUME,                                                                 \
         .name = "resume",                                                                         \
         .help = "with --run: go on with what is in --output already"},                            \
        {.id = COMPARE_RUN_SEED,                                                                   \
         .name = "seed",                                                                           \
         .argument = "N",                                                                          \
         .help = "with --run: of the order in pairs, added to a random word"},                     \
        {.id = COMPARE_RUN_DEADLINE,                                                               \
         .name = "deadline",                                                                       \
         .argument = "SECONDS",                                                                    \
         .help = "with --run: for each trial"},                                                    \
        {.id = COMPARE_RUN_DRY_RUN,                                                                \
         .name = "dry-run",                                                                        \
         .help = "with --run: print the plan of the old side and measure\nnothing"},               \
    {                                                                                              \
        .id = COMPARE_RUN_QUIET, .name = "quiet", .help = "with --run: no progress and no summary" \
    }

#define COMPARE_RUN_DETAILS                                                                        \
    "With --run both sides are measured first, trial by trial next to each other, a coin saying\n" \
    "which comes first, and what was measured is kept in DIR/old and DIR/new:\n\n"                 \
    "  headroom compare --run --output mallocs --old malloc=glibc --new malloc=jemalloc \\\n"      \
    "      workload=append length=1e5\n"                                                           \
    "  headroom compare --run --output builds --old-program before/bin/headroom \\\n"              \
    "      --new-program build/release/bin/headroom quick\n"                                       \
    "  headroom compare --run --output plug-ins --old-plugin a.so --new-plugin b.so \\\n"          \
    "      structure=mine workload=append\n\n"

struct compare_run {
    bool is_wanted;
    const char *other; /* the name of an option of it that was given: wrong without --run */
    struct pairing pairing;
    char old_folder[PATH_MAX], new_folder[PATH_MAX]; /* of the results, once measured */
};

/* Whether the option is one of these. */
bool compare_run_takes(int id);

/* Takes its value; false after a message. */
bool compare_run_set(struct compare_run *run, int id, const char *value);

/* Takes a filter, or a KEY=VALUE of one side, which `compare` has a use for without --run as well.
 * False after a message. */
bool compare_run_where(struct compare_run *run, const char *value);
bool compare_run_side(struct compare_run *run, enum paired_side side, const char *value);

/* False after a message when options of --run stand there without it. */
bool compare_run_is_complete(const struct compare_run *run);

/*
 * Measures what the words say. An exit_code; *goes_on says whether old_folder and new_folder are to
 * be compared now: also where a trial failed, then with EXIT_DIFFERENCE.
 */
int compare_run_measure(struct compare_run *run, int argc, char **argv, bool *goes_on);

#endif
