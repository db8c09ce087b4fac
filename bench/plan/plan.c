/*
 * plan.c - rows to cases, cases to trials in their order.
 */
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>

#include "plan/errors.h"
#include "plan/filter.h"
#include "plan/identity.h"
#include "plan/override.h"
#include "plan/predict.h"
#include "plan/suite.h"
#include "workloads/random.h"

/* A plan in the making. */
struct building {
    const struct plan_options *options;
    struct filter *filters;
    struct plan *plan;
    struct faults *faults;
    size_t case_room;
    size_t *index; /* open addressing by key; case + 1, 0 is free */
    size_t index_room;
};

static size_t hash_key(const char *key) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *key != '\0'; key++) {
        hash = (hash ^ (unsigned char)*key) * UINT64_C(1099511628211);
    }
    return (size_t)(hash ^ hash >> 32);
}

/* Where the case stands in the index, or the free place for it. */
static size_t *find_key(const struct building *building, const char *key) {
    size_t at = hash_key(key) & (building->index_room - 1);
    while (building->index[at] != 0 &&
           strcmp(building->plan->cases[building->index[at] - 1].key, key) != 0) {
        at = (at + 1) & (building->index_room - 1);
    }
    return &building->index[at];
}

static bool grow(struct building *building) {
    struct plan *plan = building->plan;
    size_t room = building->case_room == 0 ? 64 : 2 * building->case_room;
    struct plan_case *cases = reallocarray(plan->cases, room, sizeof *cases);
    if (cases == NULL) {
        return false;
    }
    plan->cases = cases;
    size_t *index = calloc(2 * room, sizeof *index);
    if (index == NULL) {
        return false;
    }
    free(building->index);
    building->index = index;
    building->index_room = 2 * room;
    building->case_room = room;
    for (size_t i = 0; i < plan->case_count; i++) {
        *find_key(building, cases[i].key) = i + 1;
    }
    return true;
}

/* The command line goes before the row, a lane by its name before all lanes, and last the default.
 */
static unsigned repetitions_of(const struct building *building, const struct suite_row *row,
                               enum lane lane) {
    static const unsigned usual[LANES] = {[LANE_COUNTS] = 1,
                                          [LANE_MEMORY] = PLAN_MEMORY_REPETITIONS,
                                          [LANE_TIME] = PLAN_TIME_REPETITIONS};
    const struct plan_options *options = building->options;
    unsigned all = options->repetitions;
    if (lane == LANE_COUNTS) {
        return usual[lane];
    }
    if (options->lane_repetitions[lane] != 0) {
        return options->lane_repetitions[lane];
    }
    if (all != 0) {
        return lane == LANE_TIME || all < usual[lane] ? all : usual[lane];
    }
    return row->repetitions[lane] != 0 ? row->repetitions[lane] : usual[lane];
}

/* Lanes of the row that filters leave; a case that stands in several rows gets what each asks. */
static void add_lanes(const struct building *building, const struct suite_row *row,
                      struct plan_case *it) {
    unsigned lanes = building->options->lanes != 0 ? building->options->lanes
                     : row->lanes != 0             ? row->lanes
                                                   : PLAN_ALL_LANES;
    for (int i = LANE_COUNTS; i < LANES; i++) {
        enum lane lane = (enum lane)i;
        bool is_in = (lanes & (1U << lane)) != 0;
        for (size_t j = 0; j < building->options->where_count && is_in; j++) {
            is_in = filter_accepts(&building->filters[j], &it->a_case, lane);
        }
        unsigned repetitions = is_in ? repetitions_of(building, row, lane) : 0;
        if (repetitions > it->repetitions[lane]) {
            it->repetitions[lane] = repetitions;
        }
    }
}

static void say_skipped(struct plan_case *it, const char *would, double bytes) {
    char size[32];
    predict_spell_bytes(bytes, size, sizeof size);
    (void)snprintf(it->skip, sizeof it->skip, "would %s %s", would, size);
}

static void predict(const struct plan_options *options, struct plan_case *it) {
    struct prediction prediction = predict_case(&it->a_case);
    double most_copied =
        options->most_copied_bytes > 0.0 ? options->most_copied_bytes : PLAN_MOST_COPIED_BYTES;
    double most_payload =
        options->most_payload_bytes > 0.0 ? options->most_payload_bytes : PLAN_MOST_PAYLOAD_BYTES;
    if (prediction.payload_bytes > most_payload) {
        say_skipped(it, "hold", prediction.payload_bytes);
    } else if (prediction.copied_bytes > most_copied) {
        say_skipped(it, "copy", prediction.copied_bytes);
    }
    for (int lane = LANE_COUNTS; lane < LANES; lane++) {
        it->seconds[lane] =
            it->skip[0] != '\0' ? 0.0 : predict_trial_seconds(&prediction, (enum lane)lane);
    }
}

static bool add_case(void *context, const struct suite_row *row, const struct bench_case *a_case,
                     struct case_error *error) {
    struct building *building = context;
    struct plan *plan = building->plan;
    char key[CASE_KEY_BYTES];
    case_key(a_case, key);
    if (plan->case_count == building->case_room && !grow(building)) {
        return case_fail(error, "there is not enough memory for the plan");
    }
    size_t *place = find_key(building, key);
    if (*place == 0) {
        struct plan_case *made = &plan->cases[plan->case_count];
        *made = (struct plan_case){.a_case = *a_case, .key = strdup(key)};
        if (made->key == NULL) {
            return case_fail(error, "there is not enough memory for the plan");
        }
        predict(building->options, made);
        *place = ++plan->case_count;
    }
    add_lanes(building, row, &plan->cases[*place - 1]);
    return true;
}

/* All rows, and only then what is wrong with them. */
static bool add_rows(struct building *building, const struct suite *suite,
                     struct case_error *error) {
    for (size_t i = 0; i < suite->row_count; i++) {
        if (!suite_expand(suite, &suite->rows[i], add_case, building, building->faults, error)) {
            return false;
        }
    }
    return !faults_are_there(building->faults) ||
           case_fail(error, "%s",
                     building->faults->count > 0 ? building->faults->text[0]
                                                 : "there is not enough memory for the plan");
}

/* The keys that filters can name, each once, for near names; one thread makes plans. */
enum { MOST_KEYS = 64 };
static const char *known_keys[MOST_KEYS + 1];

static const char *known_key_at(size_t index) {
    return index < MOST_KEYS ? known_keys[index] : NULL;
}

static bool is_known_key(const char *key) {
    for (size_t i = 0; known_keys[i] != NULL; i++) {
        if (strcmp(known_keys[i], key) == 0) {
            return true;
        }
    }
    return false;
}

static void collect_keys(const struct plan *plan) {
    static const char *const always[] = {"lane",      "structure", "growth",
                                         "allocator", "malloc",    "workload"};
    size_t count = sizeof always / sizeof always[0];
    memcpy(known_keys, always, sizeof always);
    known_keys[count] = NULL;
    for (size_t i = 0; i < plan->case_count; i++) {
        const struct bench_case *a_case = &plan->cases[i].a_case;
        for (size_t j = 0; j < a_case->settings && count < MOST_KEYS; j++) {
            if (!is_known_key(a_case->setting[j].name)) {
                known_keys[count++] = a_case->setting[j].name;
                known_keys[count] = NULL;
            }
        }
    }
}

static bool check_filters(const struct building *building, struct case_error *error) {
    collect_keys(building->plan);
    for (size_t i = 0; i < building->options->where_count; i++) {
        if (!is_known_key(building->filters[i].key)) {
            return case_fail_unknown(error, "key in a filter", building->filters[i].key,
                                     known_key_at);
        }
    }
    return true;
}

static bool parse_filters(struct building *building, struct case_error *error) {
    size_t count = building->options->where_count;
    building->filters = calloc(count + 1, sizeof *building->filters);
    if (building->filters == NULL) {
        return case_fail(error, "there is not enough memory for the filters");
    }
    for (size_t i = 0; i < count; i++) {
        if (!filter_parse(building->options->where[i], &building->filters[i], error)) {
            return false;
        }
    }
    return true;
}

static void shuffle(struct plan_trial *trials, size_t count, uint64_t *state) {
    for (size_t i = count; i > 1; i--) {
        size_t j = (size_t)(random_next(state) % i);
        struct plan_trial swapped = trials[i - 1];
        trials[i - 1] = trials[j];
        trials[j] = swapped;
    }
}

/* What is skipped is said once, not once per repetition. */
static unsigned trials_of(const struct plan_case *it, enum lane lane) {
    return it->skip[0] != '\0' && it->repetitions[lane] > 1 ? 1 : it->repetitions[lane];
}

/* One repetition of a lane, over all cases that have it. */
static size_t add_repetition(struct plan *plan, enum lane lane, unsigned repetition) {
    size_t first = plan->trial_count;
    for (size_t i = 0; i < plan->case_count; i++) {
        if (repetition < trials_of(&plan->cases[i], lane)) {
            plan->trials[plan->trial_count++] = (struct plan_trial){i, lane, repetition};
            plan->seconds += plan->cases[i].seconds[lane];
        }
    }
    return plan->trial_count - first;
}

bool plan_order(struct plan *plan, uint64_t seed, struct case_error *error) {
    size_t total = 0;
    for (size_t i = 0; i < plan->case_count; i++) {
        for (int lane = LANE_COUNTS; lane < LANES; lane++) {
            total += trials_of(&plan->cases[i], (enum lane)lane);
        }
    }
    if (total == 0) {
        return case_fail(error, "the filters leave no trial; loosen --where");
    }
    struct plan_trial *trials = calloc(total, sizeof *trials);
    if (trials == NULL) {
        return case_fail(error, "there is not enough memory for the plan");
    }
    free(plan->trials);
    plan->trials = trials;
    plan->trial_count = 0;
    plan->seconds = 0;
    for (int lane = LANE_COUNTS; lane < LANES; lane++) {
        size_t added = 1;
        for (unsigned repetition = 0; added > 0; repetition++) {
            size_t first = plan->trial_count;
            added = add_repetition(plan, (enum lane)lane, repetition);
            if (lane == LANE_TIME) {
                shuffle(plan->trials + first, added, &seed);
            }
        }
    }
    return true;
}

static bool open_suite(const struct building *building, struct suite *suite,
                       struct case_error *error) {
    const struct plan_options *options = building->options;
    if (options->suite != NULL && options->word_count > 0) {
        return case_fail(error,
                         "both a suite and '%.100s' are given; choose a suite and filter it "
                         "with --where, or KEY=VALUE words alone",
                         options->words[0]);
    }
    if (options->word_count > 0) {
        return suite_from_words(options->words, options->word_count, suite, building->faults,
                                error);
    }
    return suite_read(options->suite != NULL ? options->suite : "quick", suite, building->faults,
                      error);
}

bool plan_build(const struct plan_options *options, struct plan *plan, struct case_error *error) {
    struct faults own = {0};
    struct building building = {.options = options,
                                .plan = plan,
                                .faults = options->faults != NULL ? options->faults : &own};
    struct suite suite = {0};
    *plan = (struct plan){0};
    plan_identify(options, plan);
    bool is_built = parse_filters(&building, error) && open_suite(&building, &suite, error) &&
                    suite_override(&suite, options->set, options->set_count, error) &&
                    add_rows(&building, &suite, error) && check_filters(&building, error) &&
                    plan_order(plan, options->seed, error);
    plan->question = suite.question;
    suite.question = NULL;
    suite_clean_up(&suite);
    faults_clean_up(&own);
    free(building.filters);
    free(building.index);
    if (!is_built) {
        plan_clean_up(plan);
    }
    return is_built;
}

void plan_clean_up(struct plan *plan) {
    for (size_t i = 0; i < plan->case_count; i++) {
        free(plan->cases[i].key);
    }
    free(plan->cases);
    free(plan->trials);
    free(plan->question);
    *plan = (struct plan){0};
}

void plan_print_total(const struct plan *plan, FILE *out) {
    size_t cases = 0, skipped = 0;
    for (size_t i = 0; i < plan->case_count; i++) {
        const struct plan_case *it = &plan->cases[i];
        bool is_run = it->repetitions[LANE_COUNTS] + it->repetitions[LANE_MEMORY] +
                          it->repetitions[LANE_TIME] >
                      0;
        cases += is_run;
        skipped += is_run && it->skip[0] != '\0';
    }
    fprintf(out, "# %zu trial%s of %zu case%s", plan->trial_count,
            plan->trial_count == 1 ? "" : "s", cases, cases == 1 ? "" : "s");
    if (skipped > 0) {
        fprintf(out, " (%zu skipped)", skipped);
    }
    fprintf(out, ", about %.1f minutes\n", plan->seconds / 60.0);
}

void plan_print(const struct plan *plan, FILE *out) {
    fprintf(out, "trial\tlane\trepetition\tpredicted_ms\tcase\n");
    for (size_t i = 0; i < plan->trial_count; i++) {
        const struct plan_trial *trial = &plan->trials[i];
        const struct plan_case *it = &plan->cases[trial->case_index];
        fprintf(out, "%zu\t%s\t%u\t%.1f\t%s", i, lane_name(trial->lane), trial->repetition,
                1e3 * it->seconds[trial->lane], it->key);
        fprintf(out, it->skip[0] != '\0' ? "\tskipped (%s)\n" : "%s\n", it->skip);
    }
    plan_print_total(plan, out);
}
