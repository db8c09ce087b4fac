/*
 * campaign.h - what a command line asks to be measured, and what became of it: what `run`, `compare
 * --run` and `aa` have in common. Messages go to standard error and begin with the verb.
 */
#ifndef HEADROOM_BENCH_CAMPAIGN_H
#define HEADROOM_BENCH_CAMPAIGN_H

#include <stdbool.h>

#include "plan/plan.h"
#include "runner/runner.h"

enum { CAMPAIGN_FILTERS = 16 };

struct campaign {
    const char *verb;
    struct plan_options plan; /* without `where` and `faults`, which campaign_plan sets */
    const char *where[CAMPAIGN_FILTERS];
};

/* Each takes the value of an option; false after a message. */
bool campaign_lanes(struct campaign *campaign, const char *value);
bool campaign_where(struct campaign *campaign, const char *value);

/* Words are cases when all have a '='; a single one without is a suite. False after a message. */
bool campaign_words(struct campaign *campaign, int argc, char **argv);

/*
 * The plan of these options, which are the campaign's own or made from them. An exit_code: after
 * EXIT_OK the plan is to be cleaned up, otherwise all that is wrong was told.
 */
int campaign_plan(const struct campaign *campaign, const struct plan_options *options,
                  struct plan *plan);

/* How the trials in a folder ended; `side` is "old" or "new", NULL where there are no sides. */
void campaign_tell(const char *side, const struct runner_summary *summary, const char *folder);

/* How to go on after a signal. */
void campaign_tell_interrupted(const struct runner_summary *summary, const char *folder);

/* The exit_code of a run; `is_named`: the user named what runs, rather than a suite that has it, so
 * that it cannot pass unsupported. */
int campaign_status(const struct runner_summary *summary, bool is_named);

#endif
