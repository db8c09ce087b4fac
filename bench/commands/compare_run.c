/*
 * compare_run.c - see compare_run.h.
 */
#include "commands/compare_run.h"

#include "commands/options.h"
#include "runner/process.h"

static const char verb[] = "compare";

bool compare_run_takes(int id) {
    return id >= COMPARE_RUN && id < COMPARE_RUN_END;
}

static bool set_once(const char **place, const char *value) {
    *place = value;
    return true;
}

static bool set_flag(bool *place) {
    *place = true;
    return true;
}

/* What belongs to one side. */
static bool set_side(struct pairing *pairing, int id, const char *value) {
    struct pairing_side *old_side = &pairing->side[PAIRED_OLD];
    struct pairing_side *new_side = &pairing->side[PAIRED_NEW];
    switch (id) {
    case COMPARE_RUN_OLD_PROGRAM:
        return set_once(&old_side->program, value);
    case COMPARE_RUN_NEW_PROGRAM:
        return set_once(&new_side->program, value);
    case COMPARE_RUN_OLD_PLUGIN:
        return set_once(&old_side->plugin, value);
    default:
        return set_once(&new_side->plugin, value);
    }
}

static const char *name_of(int id) {
    static const struct option_row rows[] = {COMPARE_RUN_ROWS};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].id == id) {
            return rows[i].name;
        }
    }
    return "";
}

bool compare_run_set(struct compare_run *run, int id, const char *value) {
    struct pairing *pairing = &run->pairing;
    pairing->campaign.verb = verb;
    if (id == COMPARE_RUN) {
        return set_flag(&run->is_wanted);
    }
    run->other = name_of(id);
    switch (id) {
    case COMPARE_RUN_PLUGIN:
        return plugins_name(&pairing->plugins, verb, value);
    case COMPARE_RUN_PAIRS:
        return pairing_pairs(pairing, value);
    case COMPARE_RUN_LANES:
        return campaign_lanes(&pairing->campaign, value);
    case COMPARE_RUN_OUTPUT:
        return set_once(&pairing->folder, value);
    case COMPARE_RUN_RESUME:
        return set_flag(&pairing->resume);
    case COMPARE_RUN_SEED:
        return options_count("seed", value, 0, UINT64_MAX, &pairing->campaign.plan.seed);
    case COMPARE_RUN_DEADLINE:
        return options_deadline(verb, value, &pairing->deadline_ns);
    case COMPARE_RUN_DRY_RUN:
        return set_flag(&pairing->is_dry);
    case COMPARE_RUN_QUIET:
        return set_flag(&pairing->is_quiet);
    default:
        return set_side(pairing, id, value);
    }
}

bool compare_run_where(struct compare_run *run, const char *value) {
    run->pairing.campaign.verb = verb;
    return campaign_where(&run->pairing.campaign, value);
}

bool compare_run_side(struct compare_run *run, enum paired_side side, const char *value) {
    run->pairing.campaign.verb = verb;
    return pairing_set(&run->pairing, side, value);
}

bool compare_run_is_complete(const struct compare_run *run) {
    if (!run->is_wanted && run->other != NULL) {
        fprintf(stderr, "headroom compare: --%s needs --run, which measures both sides first\n",
                run->other);
        return false;
    }
    return true;
}

static bool have_differences(const struct pairing *pairing) {
    const struct pairing_side *side = pairing->side;
    return side[PAIRED_OLD].sets + side[PAIRED_NEW].sets > 0 || side[PAIRED_OLD].program != NULL ||
           side[PAIRED_NEW].program != NULL || side[PAIRED_OLD].plugin != NULL ||
           side[PAIRED_NEW].plugin != NULL;
}

/* False after a message. */
static bool complete(struct compare_run *run, int argc, char **argv) {
    struct pairing *pairing = &run->pairing;
    if (!have_differences(pairing)) {
        fprintf(stderr,
                "headroom compare: nothing tells the sides apart; give --old and --new KEY=VALUE, "
                "or --new-program, or --old-plugin and --new-plugin (a build against itself is "
                "'headroom aa')\n");
        return false;
    }
    if (pairing->folder == NULL && !pairing->is_dry) {
        fprintf(stderr,
                "headroom compare: --run needs a folder for what it measures: --output DIR\n");
        return false;
    }
    pairing->folder = pairing->folder != NULL ? pairing->folder : ".";
    return campaign_words(&pairing->campaign, argc, argv);
}

int compare_run_measure(struct compare_run *run, int argc, char **argv, bool *goes_on) {
    struct pairing *pairing = &run->pairing;
    (void)process_keep_standard_streams();
    *goes_on = false;
    pairing->tells_pairs = true;
    if (!complete(run, argc, argv)) {
        return EXIT_USAGE;
    }
    int status = pairing_measure(pairing);
    *goes_on = !pairing->is_dry && !pairing->was_interrupted &&
               (status == EXIT_OK || status == EXIT_DIFFERENCE) &&
               pairing_folder(pairing, PAIRED_OLD, run->old_folder, sizeof run->old_folder) &&
               pairing_folder(pairing, PAIRED_NEW, run->new_folder, sizeof run->new_folder);
    return status;
}
