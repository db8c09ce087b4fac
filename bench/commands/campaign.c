/*
 * campaign.c - see campaign.h.
 */
#include "commands/campaign.h"

#include <signal.h>
#include <string.h>

#include "commands/options.h"
#include "plan/faults.h"
#include "plan/suite.h"
#include "words/shown.h"

bool campaign_lanes(struct campaign *campaign, const char *value) {
    struct case_error error;
    if (!suite_parse_lanes(value, &campaign->plan.lanes, &error)) {
        shown_print(stderr, "headroom %s: %s\n", campaign->verb, error.message);
        return false;
    }
    return true;
}

bool campaign_where(struct campaign *campaign, const char *value) {
    if (campaign->plan.where_count == CAMPAIGN_FILTERS) {
        shown_print(stderr, "headroom %s: there are more than %d filters\n", campaign->verb,
                    CAMPAIGN_FILTERS);
        return false;
    }
    campaign->where[campaign->plan.where_count++] = value;
    return true;
}

bool campaign_words(struct campaign *campaign, int argc, char **argv) {
    if (argc == 1 && strchr(argv[0], '=') == NULL) {
        campaign->plan.suite = argv[0];
        return true;
    }
    for (int i = 0; i < argc; i++) {
        if (strchr(argv[i], '=') == NULL) {
            shown_print(stderr,
                        "headroom %s: '%s' is not KEY=VALUE, and a suite must stand alone; choose "
                        "from a suite with --where\n",
                        campaign->verb, argv[i]);
            return false;
        }
    }
    campaign->plan.words = (const char *const *)argv;
    campaign->plan.word_count = (size_t)argc;
    return true;
}

static int tell_faults(const char *verb, const struct faults *faults,
                       const struct case_error *error) {
    for (size_t i = 0; i < faults->count; i++) {
        shown_print(stderr, "headroom %s: %s\n", verb, faults->text[i]);
    }
    if (faults->count == 0) {
        shown_print(stderr, "headroom %s: %s\n", verb, error->message);
    }
    if (faults->left_out > 0) {
        shown_print(stderr, "headroom %s: and %zu more\n", verb, faults->left_out);
    }
    return faults->is_unreadable ? EXIT_FILES : EXIT_USAGE;
}

int campaign_plan(const struct campaign *campaign, const struct plan_options *options,
                  struct plan *plan) {
    struct case_error error;
    struct faults faults = {0};
    struct plan_options asked = *options;
    asked.where = campaign->where;
    asked.faults = &faults;
    int status =
        plan_build(&asked, plan, &error) ? EXIT_OK : tell_faults(campaign->verb, &faults, &error);
    faults_clean_up(&faults);
    return status;
}

void campaign_tell(const char *side, const struct runner_summary *summary, const char *folder) {
    const char *separator = "";
    shown_print(stderr, "headroom: %s%s", side != NULL ? side : "", side != NULL ? ": " : "");
    for (int i = 0; i < OUTCOMES; i++) {
        if (summary->outcomes[i] > 0) {
            shown_print(stderr, "%s%zu %s", separator, summary->outcomes[i],
                        outcome_name((enum outcome_kind)i));
            separator = ", ";
        }
    }
    shown_print(stderr, "%sof %zu trial%s", separator[0] != '\0' ? " " : "nothing ",
                summary->trials, summary->trials == 1 ? "" : "s");
    if (summary->kept > 0) {
        shown_print(stderr, " (%zu were there already)", summary->kept);
    }
    shown_print(stderr, ", in '%s/results.tsv'\n", folder);
}

void campaign_tell_interrupted(const struct runner_summary *summary, const char *folder) {
    shown_print(stderr,
                "headroom: interrupted by SIG%s; what is measured is kept: go on with the same "
                "command and '--output %s --resume'\n",
                sigabbrev_np(summary->signal), folder);
}

int campaign_status(const struct runner_summary *summary, bool is_named) {
    size_t harmless = summary->outcomes[OUTCOME_OK] + summary->outcomes[OUTCOME_SKIPPED] +
                      summary->outcomes[OUTCOME_UNSUPPORTED];
    if (summary->signal != 0 || harmless < summary->trials) {
        return EXIT_DIFFERENCE;
    }
    return summary->outcomes[OUTCOME_UNSUPPORTED] > 0 && is_named ? EXIT_IMPOSSIBLE : EXIT_OK;
}
