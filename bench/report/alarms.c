/*
 * alarms.c - see alarms.h.
 */
#include "report/alarms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "meters/meter.h"
#include "report/resample.h"
#include "report/trial_pairs.h"

enum { CELL_BYTES = 64 };
#define FLOOR_SHARE 0.99

static const char *const kind_names[ALARMS_KINDS] = {
    [ALARMS_EXACT] = "exact", [ALARMS_MEMORY] = "memory", [ALARMS_TIME] = "time"};

const char *alarms_kind_name(enum alarms_kind kind) {
    return kind_names[kind];
}

/* The pairs of one case in one lane. */
struct group {
    char workload[ALARMS_WORKLOAD_BYTES];
    enum lane lane;
    size_t first, end;
};

/* What alarms_find works with. */
struct search {
    const struct alarms_options *options;
    struct trial_pairs pairs;
    struct group *group;
    size_t groups;
    double *old_values, *new_values;
};

/* What is noted of the machine while it measures is no property of a build. */
static bool is_judged(const struct meter *meter) {
    return meter->kind == METER_NOISY && meter->better != METER_NEITHER &&
           strcmp(meter->name, "steal_ticks") != 0 &&
           strcmp(meter->name, "involuntary_switches") != 0;
}

static void copy_workload(const char *key, char workload[ALARMS_WORKLOAD_BYTES]) {
    const char *word = strstr(key, "workload=");
    const char *name = word != NULL ? word + strlen("workload=") : "";
    (void)snprintf(workload, ALARMS_WORKLOAD_BYTES, "%.*s", (int)strcspn(name, " "), name);
}

static struct alarms_row *add_row(struct alarms *alarms, const char *workload, const char *meter,
                                  enum alarms_kind kind) {
    if (alarms->count == alarms->room) {
        size_t room = alarms->room == 0 ? 32 : 2 * alarms->room;
        struct alarms_row *grown = reallocarray(alarms->row, room, sizeof *grown);
        if (grown == NULL) {
            return NULL;
        }
        alarms->row = grown;
        alarms->room = room;
    }
    struct alarms_row *row = &alarms->row[alarms->count++];
    *row = (struct alarms_row){
        .meter = meter, .kind = kind, .largest_percent = NAN, .floor_percent = NAN};
    (void)snprintf(row->workload, sizeof row->workload, "%s", workload);
    return row;
}

/* --- exact meters --- */

static bool is_exact(const struct results *results, const struct results_sample *sample) {
    return results->meters[sample->meter].kind == METER_EXACT;
}

/* Sample by sample: a meter that one side alone has differs as well. */
static void compare_exact(const struct trial_pairs *pairs, const struct trial_pair *pair,
                          struct alarms_row *row) {
    size_t most = pair->old_trial->samples > pair->new_trial->samples ? pair->old_trial->samples
                                                                      : pair->new_trial->samples;
    for (size_t i = 0; i < most; i++) {
        const struct results_sample *old_sample =
            i < pair->old_trial->samples
                ? &pairs->old_results->samples[pair->old_trial->first_sample + i]
                : NULL;
        const struct results_sample *new_sample =
            i < pair->new_trial->samples
                ? &pairs->new_results->samples[pair->new_trial->first_sample + i]
                : NULL;
        bool has_both = old_sample != NULL && new_sample != NULL;
        if (has_both && !is_exact(pairs->old_results, old_sample)) {
            continue;
        }
        row->comparisons++;
        row->alarms += !has_both || old_sample->meter != new_sample->meter ||
                       old_sample->step != new_sample->step ||
                       strcmp(old_sample->text, new_sample->text) != 0;
    }
}

static bool find_exact(const struct search *search, const char *workload, struct alarms *alarms) {
    struct alarms_row *row = add_row(alarms, workload, NULL, ALARMS_EXACT);
    for (size_t i = 0; row != NULL && i < search->groups; i++) {
        const struct group *group = &search->group[i];
        if (strcmp(group->workload, workload) == 0) {
            row->cases += group->lane == LANE_COUNTS;
            for (size_t pair = group->first; pair < group->end; pair++) {
                compare_exact(&search->pairs, &search->pairs.pair[pair], row);
            }
        }
    }
    if (row != NULL) {
        row->thrown = row->comparisons;
        row->thrown_alarms = row->alarms;
    }
    return row != NULL;
}

/* --- noisy meters --- */

static bool is_of(const struct group *group, const char *workload, const struct meter *meter) {
    return (meter->lanes & (1U << group->lane)) != 0 && strcmp(group->workload, workload) == 0;
}

static size_t values_of(const struct search *search, const struct group *group,
                        const struct meter *meter) {
    return trial_pairs_values(&search->pairs, group->first, group->end, meter->name,
                              search->old_values, search->new_values);
}

/* Cases with enough pairs of the meter, and those with some, but too few. */
static void count_cases(const struct search *search, const char *workload,
                        const struct meter *meter, size_t *enough, size_t *too_few) {
    *enough = 0;
    *too_few = 0;
    for (size_t i = 0; i < search->groups; i++) {
        if (is_of(&search->group[i], workload, meter)) {
            size_t count = values_of(search, &search->group[i], meter);
            *enough += count >= search->options->pairs;
            *too_few += count > 0 && count < search->options->pairs;
        }
    }
}

static bool resample_cases(const struct search *search, const char *workload,
                           const struct meter *meter, size_t cases, struct resample_tally *drawn,
                           struct resample_tally *thrown) {
    bool is_well = true;
    for (size_t i = 0; i < search->groups && is_well; i++) {
        size_t count = is_of(&search->group[i], workload, meter)
                           ? values_of(search, &search->group[i], meter)
                           : 0;
        if (count < search->options->pairs) {
            continue;
        }
        struct resample_options options = {.pairs = search->options->pairs,
                                           .block = search->options->pairs,
                                           .swaps = true,
                                           .comparisons =
                                               (search->options->comparisons + cases - 1) / cases,
                                           .seed = search->options->seed + i,
                                           .rule = search->options->rule};
        is_well =
            resample_judge(search->old_values, search->new_values, count, &options, drawn) &&
            resample_judge_windows(search->old_values, search->new_values, count, &options, thrown);
    }
    return is_well;
}

static bool find_noisy(const struct search *search, const char *workload, const struct meter *meter,
                       struct alarms *alarms) {
    struct resample_tally drawn = {0};
    struct resample_tally thrown = {0};
    size_t enough;
    size_t too_few;
    count_cases(search, workload, meter, &enough, &too_few);
    if (enough + too_few == 0) {
        return true;
    }
    bool is_time = (meter->lanes & (1U << LANE_TIME)) != 0;
    struct alarms_row *row =
        add_row(alarms, workload, meter->name, is_time ? ALARMS_TIME : ALARMS_MEMORY);
    bool is_well = row != NULL && (enough == 0 || resample_cases(search, workload, meter, enough,
                                                                 &drawn, &thrown));
    if (is_well) {
        row->cases = enough;
        row->short_cases = too_few;
        row->comparisons = drawn.comparisons;
        row->alarms = drawn.higher + drawn.lower;
        row->thrown = thrown.comparisons;
        row->thrown_alarms = thrown.higher + thrown.lower;
        row->largest_percent = resample_quantile(&drawn, 1);
        row->floor_percent = resample_quantile(&drawn, FLOOR_SHARE);
    }
    resample_clean_up(&drawn);
    resample_clean_up(&thrown);
    return is_well;
}

/* --- all of it --- */

static bool make_groups(struct search *search) {
    size_t largest = 1;
    search->group = calloc(search->pairs.count + 1, sizeof *search->group);
    for (size_t first = 0; search->group != NULL && first < search->pairs.count;) {
        size_t end = trial_pairs_end(&search->pairs, first);
        struct group *group = &search->group[search->groups++];
        *group = (struct group){
            .lane = search->pairs.pair[first].old_trial->lane, .first = first, .end = end};
        copy_workload(search->pairs.pair[first].old_trial->key, group->workload);
        largest = end - first > largest ? end - first : largest;
        first = end;
    }
    search->old_values = calloc(largest, sizeof *search->old_values);
    search->new_values = calloc(largest, sizeof *search->new_values);
    return search->group != NULL && search->old_values != NULL && search->new_values != NULL;
}

static bool find_workload(const struct search *search, const char *workload,
                          struct alarms *alarms) {
    bool is_well = find_exact(search, workload, alarms);
    for (size_t i = 0; meter_at(i) != NULL && is_well; i++) {
        is_well = !is_judged(meter_at(i)) || find_noisy(search, workload, meter_at(i), alarms);
    }
    return is_well;
}

/* Whether an earlier group has the workload. */
static bool is_known(const struct search *search, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (strcmp(search->group[i].workload, search->group[index].workload) == 0) {
            return true;
        }
    }
    return false;
}

bool alarms_find(const struct results *old_results, const struct results *new_results,
                 const struct alarms_options *options, struct alarms *alarms) {
    struct search search = {.options = options};
    bool is_well =
        trial_pairs_find(old_results, new_results, &search.pairs) && make_groups(&search);
    for (size_t i = 0; is_well && i < search.groups; i++) {
        is_well = is_known(&search, i) || find_workload(&search, search.group[i].workload, alarms);
    }
    free(search.group);
    free(search.old_values);
    free(search.new_values);
    trial_pairs_clean_up(&search.pairs);
    return is_well;
}

void alarms_clean_up(struct alarms *alarms) {
    free(alarms->row);
    *alarms = (struct alarms){0};
}

struct alarms_row alarms_total(const struct alarms *alarms, enum alarms_kind kind) {
    struct alarms_row total = {.kind = kind, .largest_percent = 0, .floor_percent = NAN};
    (void)snprintf(total.workload, sizeof total.workload, "all");
    for (size_t i = 0; i < alarms->count; i++) {
        const struct alarms_row *row = &alarms->row[i];
        if (row->kind == kind) {
            total.comparisons += row->comparisons;
            total.alarms += row->alarms;
            total.thrown += row->thrown;
            total.thrown_alarms += row->thrown_alarms;
            total.largest_percent = fmax(total.largest_percent, row->largest_percent);
        }
    }
    return total;
}

bool alarms_write_floors(const struct alarms *alarms, FILE *out) {
    fprintf(out, "workload\tmeter\tfloor_percent\tcomparisons\n");
    for (size_t i = 0; i < alarms->count; i++) {
        const struct alarms_row *row = &alarms->row[i];
        if (row->meter != NULL && row->comparisons > 0) {
            fprintf(out, "%s\t%s\t%.4f\t%zu\n", row->workload, row->meter, row->floor_percent,
                    row->comparisons);
        }
    }
    return ferror(out) == 0;
}
