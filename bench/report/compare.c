/*
 * compare.c - merges the observations of matched cases into rows, and judges them.
 */
#include "report/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plan/number.h"
#include "report/floors.h"
#include "report/statistics.h"

static const char no_memory[] = "there is not enough memory";

static const char *const verdict_names[COMPARE_VERDICTS] = {
    [COMPARE_SAME] = "same",           [COMPARE_BETTER] = "better",
    [COMPARE_WORSE] = "worse",         [COMPARE_CHANGED] = "changed",
    [COMPARE_TOO_FEW] = "too few",     [COMPARE_NOT_JUDGED] = "apart",
    [COMPARE_UNSTEADY] = "unsteady",   [COMPARE_LOST] = "not measured",
    [COMPARE_GAINED] = "now measured", [COMPARE_UNMEASURED] = "unmeasured",
};

const char *compare_verdict_name(enum compare_verdict verdict) {
    return verdict_names[verdict];
}

const char *compare_how_name(enum compare_how how) {
    static const char *const names[] = {"exact", "pairs", "groups", "apart"};
    return names[how];
}

bool compare_is_condition(const char *meter) {
    return gather_lists("builds,steal_ticks,involuntary_switches", meter);
}

/* Nobody expects more of a case that is new than of one that `run` calls well. */
bool compare_is_failed_addition(const struct match *match) {
    const struct gather_case *it = match->new_case;
    return match->old_case == NULL && it->outcomes[OUTCOME_OK] + it->outcomes[OUTCOME_SKIPPED] +
                                              it->outcomes[OUTCOME_UNSUPPORTED] <
                                          it->trials;
}

bool compare_is_worse_outcome(const struct match *match) {
    return match->old_case != NULL && match->new_case != NULL && gather_is_ok(match->old_case) &&
           !gather_is_ok(match->new_case);
}

/* The observations of one row, on one side. */
struct range {
    const struct observation *item;
    size_t count;
};

static bool is_same_row(const struct observation *a, const struct observation *b) {
    return a->in_case == b->in_case && a->meter == b->meter && a->lane == b->lane &&
           a->step == b->step;
}

static size_t row_end(const struct range *range) {
    size_t end = 1;
    while (end < range->count && is_same_row(range->item, &range->item[end])) {
        end++;
    }
    return end;
}

/* By what rows of two cases that match are merged. */
static int compare_rows(const struct observation *a, const struct observation *b) {
    if (a->meter != b->meter) {
        return a->meter < b->meter ? -1 : 1;
    }
    if (a->lane != b->lane) {
        return a->lane < b->lane ? -1 : 1;
    }
    return (a->step > b->step) - (a->step < b->step);
}

/* What a comparison is made with. */
struct work {
    struct compare *compare;
    const struct gather *gathers[2];
    const struct compare_options *options;
    size_t used; /* of compare->values */
    bool failed;
};

static struct range range_of(const struct work *work, size_t side,
                             const struct gather_case *a_case) {
    const struct observations *all = &work->compare->observed[side];
    size_t wanted = a_case == NULL ? 0 : (size_t)(a_case - work->gathers[side]->cases);
    size_t low = 0;
    size_t high = a_case == NULL ? 0 : all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        low = all->item[middle].in_case < wanted ? middle + 1 : low;
        high = all->item[middle].in_case < wanted ? high : middle;
    }
    struct range range = {all->item + low, 0};
    while (a_case != NULL && low + range.count < all->count &&
           all->item[low + range.count].in_case == wanted) {
        range.count++;
    }
    return range;
}

static double *take_values(struct work *work, size_t count) {
    double *values = work->compare->values + work->used;
    work->used += count;
    return values;
}

/* Numbers of whole decimal digits to the last one, others as doubles. */
static bool is_equal_value(const struct results_sample *a, const struct results_sample *b) {
    if (a->text != NULL && b->text != NULL && strcmp(a->text, b->text) == 0) {
        return true;
    }
    return a->value == b->value && fabs(a->value) < 0x1p53;
}

static struct compare_values fill_side(struct work *work, const struct range *range,
                                       bool is_exact) {
    double *values = take_values(work, range->count);
    struct compare_values side = {
        .values = values, .median = NAN, .least = NAN, .most = NAN, .modes = {.count = 1}};
    const struct results_sample *first = NULL;
    for (size_t i = 0; i < range->count; i++) {
        const struct results_sample *sample = range->item[i].sample;
        if (!sample->is_measured) {
            side.missing = sample->text;
            continue;
        }
        first = first == NULL ? sample : first;
        side.is_unsteady |= is_exact && !is_equal_value(first, sample);
        values[side.count++] = sample->value;
        side.least = fmin(side.least, sample->value);
        side.most = fmax(side.most, sample->value);
    }
    side.text = first == NULL ? NULL : first->text;
    return side;
}

static void describe_side(struct work *work, struct compare_row *row, struct compare_values *side) {
    double *sorted = take_values(work, side->count);
    bool is_resident = row->lane == LANE_MEMORY && strcmp(row->meter->unit, "bytes") == 0;
    double quantum = is_resident ? work->options->page_bytes : row->lane == LANE_MEMORY ? 1 : 0;
    for (size_t i = 0; i < side->count; i++) {
        sorted[i] = side->values[i];
    }
    statistics_sort(sorted, side->count);
    side->median = statistics_median(sorted, side->count);
    if (row->meter->kind == METER_NOISY && side->count > 0) {
        side->modes = modes_find(sorted, side->count, quantum);
    }
}

static enum compare_how how_of(const struct compare_row *row, enum compare_pairing pairing) {
    if (row->meter->kind == METER_EXACT) {
        return COMPARE_EXACT;
    }
    if (pairing == COMPARE_IN_PAIRS || (pairing == COMPARE_SAME_RUN && row->lane == LANE_TIME)) {
        return COMPARE_PAIRS;
    }
    return row->lane == LANE_TIME ? COMPARE_APART : COMPARE_GROUPS;
}

static enum compare_verdict direction(const struct gather_meter *meter, bool is_higher) {
    if (meter->better == METER_NEITHER) {
        return COMPARE_CHANGED;
    }
    return is_higher == (meter->better == METER_HIGHER) ? COMPARE_BETTER : COMPARE_WORSE;
}

static bool whole_number(const char *text, uint64_t *number) {
    return text != NULL && strspn(text, "0123456789") == strlen(text) && number_count(text, number);
}

/* Whole numbers beyond 2^53 are subtracted before they are rounded. */
static double subtract(const struct compare_values *old_side,
                       const struct compare_values *new_side) {
    uint64_t a, b;
    if (!old_side->is_unsteady && !new_side->is_unsteady && whole_number(old_side->text, &a) &&
        whole_number(new_side->text, &b)) {
        return b >= a ? (double)(b - a) : -(double)(a - b);
    }
    return new_side->median - old_side->median;
}

static double per_cent(double difference, double of) {
    if (of == 0) {
        return difference == 0 ? 0 : difference > 0 ? INFINITY : -INFINITY;
    }
    return 100 * difference / fabs(of);
}

static void compare_exact(struct compare_row *row, bool is_equal) {
    const struct compare_values *old_side = &row->sides[0];
    const struct compare_values *new_side = &row->sides[1];
    bool is_hash = strcmp(row->meter->unit, "hash") == 0;
    row->difference = is_hash ? NAN : subtract(old_side, new_side);
    row->percent = is_hash ? NAN : per_cent(row->difference, old_side->median);
    if (is_hash) {
        row->verdict = is_equal ? COMPARE_SAME : COMPARE_CHANGED;
    } else if (old_side->is_unsteady || new_side->is_unsteady) {
        bool is_apart = new_side->least > old_side->most || new_side->most < old_side->least;
        row->verdict =
            is_apart ? direction(row->meter, new_side->least > old_side->most) : COMPARE_UNSTEADY;
    } else {
        row->verdict = is_equal ? COMPARE_SAME : direction(row->meter, row->difference > 0);
    }
}

/* The trials of the same repetition: their values first in both sides, the others behind. */
static bool pair_up(struct work *work, const struct range ranges[2], struct judge_sides *sides) {
    double *values[2];
    size_t i = 0;
    size_t j = 0;
    size_t pairs = 0;
    for (size_t side = 0; side < 2; side++) {
        values[side] = take_values(work, ranges[side].count);
    }
    while (i < ranges[0].count && j < ranges[1].count) {
        const struct observation *a = &ranges[0].item[i];
        const struct observation *b = &ranges[1].item[j];
        bool is_pair = a->repetition == b->repetition;
        if (is_pair && a->sample->is_measured && b->sample->is_measured) {
            values[0][pairs] = a->sample->value;
            values[1][pairs++] = b->sample->value;
        }
        i += is_pair || a->repetition < b->repetition;
        j += is_pair || a->repetition > b->repetition;
    }
    *sides = (struct judge_sides){values[0], pairs, values[1], pairs};
    return pairs > 0;
}

/* In the other measure too, where the old median is a number to speak of. */
static void tell_shift(struct compare_row *row) {
    const struct judgement *judgement = &row->judgement;
    double old_value = row->sides[0].median;
    double *const of_unit[] = {&row->difference, &row->low, &row->high};
    double *const of_percent[] = {&row->percent, &row->low_percent, &row->high_percent};
    const double shifts[] = {judgement->shift, judgement->low, judgement->high};
    for (size_t i = 0; i < 3; i++) {
        *of_percent[i] = judgement->is_relative ? shifts[i] : NAN;
        *of_unit[i] = judgement->is_relative ? shifts[i] * old_value / 100 : shifts[i];
        if (!judgement->is_relative && old_value > 0) {
            *of_percent[i] = 100 * shifts[i] / old_value;
        }
    }
}

static void compare_noisy(struct work *work, struct compare_row *row,
                          const struct range ranges[2]) {
    struct judge_rule rule = work->options->rule;
    const char *workload = gather_value(work->gathers[1], row->match->new_case, "workload");
    if (work->options->floors != NULL) {
        rule.floor_percent =
            floors_find(work->options->floors, workload == NULL ? "" : workload, row->meter->name);
    }
    struct judge_sides sides = {row->sides[0].values, row->sides[0].count, row->sides[1].values,
                                row->sides[1].count};
    bool is_whole;
    if (row->how == COMPARE_PAIRS) {
        pair_up(work, ranges, &sides);
        is_whole = judge_pairs(&sides, &rule, &row->judgement);
    } else {
        is_whole = judge_groups(&sides, &rule, &row->judgement);
    }
    work->failed |= !is_whole;
    if (is_whole) {
        tell_shift(row);
    }
}

/* Before Holm's method looked at all of them. */
static void decide(struct compare_row *row) {
    const struct judgement *judgement = &row->judgement;
    bool is_higher = judgement->shift > 0;
    row->is_untested = judgement->verdict == JUDGE_DIFFERS;
    if (row->how == COMPARE_APART) {
        row->verdict = COMPARE_NOT_JUDGED;
    } else if (judgement->verdict == JUDGE_TOO_FEW) {
        row->verdict = COMPARE_TOO_FEW;
    } else if (judgement->verdict == JUDGE_SAME) {
        row->verdict = COMPARE_SAME;
    } else {
        row->verdict = direction(row->meter, is_higher);
    }
}

static void add_row(struct work *work, const struct match *match, const struct range ranges[2]) {
    struct compare *compare = work->compare;
    const struct observation *any = ranges[0].count > 0 ? ranges[0].item : ranges[1].item;
    const struct gather_meter *meter = &compare->meters.meter[any->meter];
    bool is_wanted = work->options->meters == NULL
                         ? !compare_is_condition(meter->name)
                         : gather_lists(work->options->meters, meter->name);
    if (!is_wanted) {
        return;
    }
    struct compare_row *row = &compare->rows[compare->row_count++];
    *row = (struct compare_row){.match = match,
                                .meter = meter,
                                .lane = any->lane,
                                .step = any->step,
                                .difference = NAN,
                                .low = NAN,
                                .high = NAN,
                                .percent = NAN,
                                .low_percent = NAN,
                                .high_percent = NAN};
    row->how = how_of(row, work->options->pairing);
    for (size_t side = 0; side < 2; side++) {
        row->sides[side] = fill_side(work, &ranges[side], row->how == COMPARE_EXACT);
        describe_side(work, row, &row->sides[side]);
    }
    bool has_old = row->sides[0].count > 0;
    bool has_new = row->sides[1].count > 0;
    if (!has_old || !has_new) {
        row->verdict = has_old ? COMPARE_LOST : has_new ? COMPARE_GAINED : COMPARE_UNMEASURED;
    } else if (row->how == COMPARE_EXACT) {
        const struct observation *first[2] = {ranges[0].item, ranges[1].item};
        while (!first[0]->sample->is_measured) {
            first[0]++;
        }
        while (!first[1]->sample->is_measured) {
            first[1]++;
        }
        compare_exact(row, is_equal_value(first[0]->sample, first[1]->sample));
    } else {
        compare_noisy(work, row, ranges);
    }
}

/* Both cases' observations, merged. */
static void add_rows(struct work *work, const struct match *match) {
    struct range rest[2];
    for (size_t side = 0; side < 2; side++) {
        rest[side] = range_of(work, side, side == 0 ? match->old_case : match->new_case);
    }
    /* A case without values has an outcome that says so: no row for each value it has not. */
    bool has_both = rest[0].count > 0 && rest[1].count > 0;
    while (has_both && (rest[0].count > 0 || rest[1].count > 0)) {
        int order = rest[0].count == 0   ? 1
                    : rest[1].count == 0 ? -1
                                         : compare_rows(rest[0].item, rest[1].item);
        struct range row[2] = {rest[0], rest[1]};
        row[0].count = order <= 0 ? row_end(&rest[0]) : 0;
        row[1].count = order >= 0 ? row_end(&rest[1]) : 0;
        add_row(work, match, row);
        for (size_t side = 0; side < 2; side++) {
            rest[side].item += row[side].count;
            rest[side].count -= row[side].count;
        }
    }
}

static bool is_noisy_judged(const struct compare_row *row) {
    return (row->how == COMPARE_PAIRS || row->how == COMPARE_GROUPS) && row->sides[0].count > 0 &&
           row->sides[1].count > 0;
}

static bool judge_all(struct compare *compare, double alpha) {
    struct judgement *judgements = calloc(compare->row_count + 1, sizeof *judgements);
    size_t count = 0;
    for (size_t i = 0; judgements != NULL && i < compare->row_count; i++) {
        if (is_noisy_judged(&compare->rows[i])) {
            judgements[count++] = compare->rows[i].judgement;
        }
    }
    bool is_whole = judgements != NULL && judge_holm(alpha, judgements, count);
    compare->judged = 0;
    for (size_t i = 0, at = 0; is_whole && i < compare->row_count; i++) {
        struct compare_row *row = &compare->rows[i];
        if (is_noisy_judged(row)) {
            row->judgement = judgements[at++];
            compare->judged += row->judgement.least_p < alpha;
        }
        if (row->how != COMPARE_EXACT && row->sides[0].count > 0 && row->sides[1].count > 0) {
            decide(row);
        }
    }
    free(judgements);
    return is_whole;
}

static bool fill(struct work *work) {
    struct compare *compare = work->compare;
    size_t samples = compare->observed[0].count + compare->observed[1].count;
    /* As they were taken, sorted, and paired: no value is taken more often. */
    compare->values = calloc(3 * samples + 1, sizeof *compare->values);
    compare->rows = calloc(samples + 1, sizeof *compare->rows);
    if (compare->values == NULL || compare->rows == NULL) {
        return false;
    }
    for (size_t i = 0; i < compare->matches.count; i++) {
        const struct match *match = &compare->matches.match[i];
        if (match->old_case != NULL && match->new_case != NULL) {
            add_rows(work, match);
        }
    }
    return !work->failed && judge_all(compare, work->options->rule.alpha);
}

bool compare_init(struct compare *compare, const struct gather *old_cases,
                  const struct gather *new_cases, const struct compare_options *options) {
    *compare = (struct compare){.error = no_memory};
    struct work work = {.compare = compare, .gathers = {old_cases, new_cases}, .options = options};
    const char *free_names = options->free_names == NULL ? "" : options->free_names;
    if (!match_cases(old_cases, new_cases, free_names, &compare->matches)) {
        compare->error = compare->matches.error;
        return false;
    }
    return observe_meters(old_cases->runs[0].results, new_cases->runs[0].results,
                          &compare->meters) &&
           observe(old_cases, &compare->meters, 0, &compare->observed[0]) &&
           observe(new_cases, &compare->meters, 1, &compare->observed[1]) && fill(&work);
}

void compare_clean_up(struct compare *compare) {
    match_clean_up(&compare->matches);
    observe_meters_clean_up(&compare->meters);
    free(compare->observed[0].item);
    free(compare->observed[1].item);
    free(compare->values);
    free(compare->rows);
    *compare = (struct compare){0};
}
