/*
 * resample.c - see resample.h.
 */
#include "report/resample.h"

#include <math.h>
#include <stdlib.h>

#include "workloads/random.h"

/* The shift in per cent of the values, also where it was measured as a difference. */
static double percent_of(const struct judgement *judgement, const struct judge_rule *rule) {
    if (judgement->is_relative) {
        return judgement->shift;
    }
    double threshold = fmax(rule->least_percent, rule->floor_percent);
    return judgement->threshold > 0 ? judgement->shift / judgement->threshold * threshold : 0;
}

static bool add(struct resample_tally *tally, double percent) {
    if (tally->comparisons == tally->room) {
        size_t room = tally->room == 0 ? 1024 : 2 * tally->room;
        double *grown = reallocarray(tally->percents, room, sizeof *grown);
        if (grown == NULL) {
            return false;
        }
        tally->percents = grown;
        tally->room = room;
    }
    tally->percents[tally->comparisons++] = percent;
    return true;
}

static bool judge(const struct judge_sides *sides, const struct resample_options *options,
                  struct resample_tally *tally) {
    struct judgement judgement;
    if (!judge_pairs(sides, &options->rule, &judgement)) {
        return false;
    }
    double percent = percent_of(&judgement, &options->rule);
    if (!add(tally, options->swaps ? fabs(percent) : percent)) {
        return false;
    }
    /* Seen though not tested counts as found: a reader would take it so. */
    bool is_found = judgement.verdict == JUDGE_HIGHER || judgement.verdict == JUDGE_LOWER ||
                    judgement.verdict == JUDGE_DIFFERS;
    tally->higher += is_found && judgement.shift > 0;
    tally->lower += is_found && judgement.shift <= 0;
    return true;
}

/* A comparison in the making: what is drawn, and from where. */
struct draw {
    const double *old_values, *new_values;
    size_t count;
    double *old_drawn, *new_drawn;
    uint64_t state;
};

static void draw_pairs(struct draw *draw, const struct resample_options *options) {
    for (size_t drawn = 0; drawn < options->pairs;) {
        size_t left = options->pairs - drawn;
        size_t block = options->block < left ? options->block : left;
        size_t first = (size_t)(random_next(&draw->state) % (draw->count - block + 1));
        for (size_t i = first; i < first + block; i++, drawn++) {
            bool is_swapped = options->swaps && (random_next(&draw->state) >> 63) != 0;
            draw->old_drawn[drawn] = is_swapped ? draw->new_values[i] : draw->old_values[i];
            draw->new_drawn[drawn] = is_swapped ? draw->old_values[i] : draw->new_values[i];
        }
    }
}

bool resample_judge(const double *old_values, const double *new_values, size_t count,
                    const struct resample_options *options, struct resample_tally *tally) {
    struct draw draw = {.old_values = old_values,
                        .new_values = new_values,
                        .count = count,
                        .old_drawn = calloc(options->pairs, sizeof(double)),
                        .new_drawn = calloc(options->pairs, sizeof(double)),
                        .state = options->seed};
    bool is_well = draw.old_drawn != NULL && draw.new_drawn != NULL;
    for (size_t i = 0; i < options->comparisons && is_well; i++) {
        struct judge_sides sides = {draw.old_drawn, options->pairs, draw.new_drawn, options->pairs};
        draw_pairs(&draw, options);
        is_well = judge(&sides, options, tally);
    }
    free(draw.old_drawn);
    free(draw.new_drawn);
    return is_well;
}

bool resample_judge_windows(const double *old_values, const double *new_values, size_t count,
                            const struct resample_options *options, struct resample_tally *tally) {
    bool is_well = true;
    for (size_t i = 0; count - i >= options->pairs && is_well; i += options->pairs) {
        struct judge_sides sides = {old_values + i, options->pairs, new_values + i, options->pairs};
        is_well = judge(&sides, options, tally);
    }
    return is_well;
}

void resample_clean_up(struct resample_tally *tally) {
    free(tally->percents);
    *tally = (struct resample_tally){0};
}

double resample_quantile(struct resample_tally *tally, double share) {
    if (tally->comparisons > 0) {
        statistics_sort(tally->percents, tally->comparisons);
    }
    return statistics_quantile(tally->percents, tally->comparisons, share);
}

struct statistics_interval resample_rate(size_t found, size_t comparisons) {
    const double z = 1.959963984540054; /* of the normal distribution at .975 */
    if (comparisons == 0) {
        return (struct statistics_interval){0, 100};
    }
    double n = (double)comparisons;
    double rate = (double)found / n;
    double middle = rate + z * z / (2 * n);
    double half = z * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n));
    double scale = 100 / (1 + z * z / n);
    return (struct statistics_interval){fmax(0, scale * (middle - half)),
                                        fmin(100, scale * (middle + half))};
}
