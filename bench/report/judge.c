/*
 * judge.c - measures the shift, tests it, and gives verdicts that keep apart what was found, what
 * was not found, and what could not have been found.
 */
#include "report/judge.h"

#include <math.h>
#include <stdlib.h>

#include "report/rank_sum.h"
#include "report/statistics.h"

static const char *const verdict_names[JUDGE_VERDICTS] = {
    [JUDGE_SAME] = "same",       [JUDGE_LOWER] = "lower",     [JUDGE_HIGHER] = "higher",
    [JUDGE_TOO_FEW] = "too few", [JUDGE_DIFFERS] = "differs",
};

const char *judge_verdict_name(enum judge_verdict verdict) {
    return verdict_names[verdict];
}

struct judge_rule judge_rule_default(void) {
    return (struct judge_rule){.alpha = 0.01, .least_percent = 1, .floor_percent = 0};
}

static bool are_positive(const double *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!(values[i] > 0)) {
            return false;
        }
    }
    return true;
}

static bool are_equal(const double *values, size_t count) {
    for (size_t i = 1; i < count; i++) {
        if (values[i] != values[0]) {
            return false;
        }
    }
    return count >= 2;
}

/* Sets *size to that of the median; false without memory. */
static bool size_of_median(const double *values, size_t count, double *size) {
    double *sorted = calloc(count, sizeof *sorted);
    if (sorted == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] = values[i];
    }
    statistics_sort(sorted, count);
    *size = fabs(statistics_median(sorted, count));
    free(sorted);
    return true;
}

/* What is compared, and what it has to pass: per cent, or that share of the larger median. */
static bool choose_measure(const struct judge_sides *sides, const struct judge_rule *rule,
                           struct judgement *judgement) {
    judgement->is_constant = are_equal(sides->old_values, sides->old_count) &&
                             are_equal(sides->new_values, sides->new_count);
    judgement->is_relative = are_positive(sides->old_values, sides->old_count) &&
                             are_positive(sides->new_values, sides->new_count);
    judgement->threshold = fmax(rule->least_percent, rule->floor_percent);
    if (judgement->is_relative) {
        return true;
    }
    double old_size = 0;
    double new_size = 0;
    if (!size_of_median(sides->old_values, sides->old_count, &old_size) ||
        !size_of_median(sides->new_values, sides->new_count, &new_size)) {
        return false;
    }
    judgement->threshold *= fmax(old_size, new_size) / 100;
    return true;
}

/* The logarithm of a ratio as per cent; differences stay what they are. */
static double as_shown(const struct judgement *judgement, double shift) {
    return judgement->is_relative ? 100 * expm1(shift) : shift;
}

static void set_shift(struct judgement *judgement, double shift,
                      const struct statistics_interval *interval) {
    judgement->shift = as_shown(judgement, shift);
    judgement->low = as_shown(judgement, interval->low);
    judgement->high = as_shown(judgement, interval->high);
}

/* Logarithm and exponential err in the last digits of the ratio, which is 1 and the shift. */
bool judge_is_beyond(double size, double threshold, bool is_relative) {
    const double error = 1e-12;
    return size > threshold + error * (threshold + (is_relative ? 100 : 0));
}

/* Twice as much and half as much are equally far. */
static bool is_beyond_threshold(const struct judgement *judgement) {
    double shift = judgement->shift;
    if (judgement->is_relative && shift < 0) {
        shift = 100 * (1 / (1 + shift / 100) - 1);
    }
    return judge_is_beyond(fabs(shift), judgement->threshold, judgement->is_relative);
}

static double least_p(const struct judgement *judgement, size_t old_count, size_t count) {
    return judgement->is_two ? rank_sum_least_p(old_count, count) : fmin(1, ldexp(2, -(int)count));
}

/* The fewest pairs, or values on each side, with which p * times can be below alpha. */
static size_t find_needed(const struct judgement *judgement, double alpha, double times) {
    size_t count = 1;
    while (count < STATISTICS_MOST_PAIRS && !(least_p(judgement, count, count) * times < alpha)) {
        count++;
    }
    return count;
}

/* Of a row whose p counts `times` as much because others are judged with it; `all` would be, if all
 * had as many values as it takes. */
static void decide(struct judgement *judgement, double alpha, double times, double all) {
    bool is_beyond = is_beyond_threshold(judgement);
    judgement->needed = 0;
    judgement->verdict = JUDGE_SAME;
    if (is_beyond && judgement->p_adjusted < alpha) {
        judgement->verdict = judgement->shift > 0 ? JUDGE_HIGHER : JUDGE_LOWER;
        return;
    }
    if (judgement->least_p * times < alpha || (judgement->is_constant && !is_beyond)) {
        return;
    }
    judgement->verdict = judgement->is_constant ? JUDGE_DIFFERS : JUDGE_TOO_FEW;
    judgement->needed = find_needed(judgement, alpha, all);
}

size_t judge_pairs_needed(double alpha, size_t values) {
    return find_needed(&(struct judgement){.is_two = false}, alpha, (double)values);
}

/* The values, or their logarithms; NULL without memory. */
static double *copy_measure(const struct judgement *judgement, const double *values, size_t count) {
    double *copy = calloc(count, sizeof *copy);
    for (size_t i = 0; copy != NULL && i < count; i++) {
        copy[i] = judgement->is_relative ? log(values[i]) : values[i];
    }
    return copy;
}

static bool test_pairs(const struct judge_sides *sides, struct judgement *judgement) {
    size_t count = sides->old_count;
    double *differences = calloc(count, sizeof *differences);
    if (differences == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        double old_value = sides->old_values[i];
        double new_value = sides->new_values[i];
        differences[i] =
            judgement->is_relative ? log(new_value / old_value) : new_value - old_value;
    }
    struct statistics_shift shift;
    bool is_whole = statistics_signed_rank(differences, count, &shift);
    free(differences);
    if (is_whole) {
        judgement->p = shift.p;
        judgement->confidence = shift.confidence;
        set_shift(judgement, shift.shift, &shift.interval);
    }
    return is_whole;
}

static bool test_groups(const struct judge_sides *sides, struct judgement *judgement) {
    double *old_values = copy_measure(judgement, sides->old_values, sides->old_count);
    double *new_values = copy_measure(judgement, sides->new_values, sides->new_count);
    struct rank_sum result;
    bool is_whole =
        old_values != NULL && new_values != NULL &&
        rank_sum_test(old_values, sides->old_count, new_values, sides->new_count, &result);
    free(old_values);
    free(new_values);
    if (is_whole) {
        judgement->p = result.p;
        judgement->confidence = result.confidence;
        set_shift(judgement, result.shift, &result.interval);
    }
    return is_whole;
}

static bool judge(const struct judge_sides *sides, const struct judge_rule *rule, bool is_two,
                  struct judgement *judgement) {
    *judgement = (struct judgement){.verdict = JUDGE_TOO_FEW,
                                    .is_two = is_two,
                                    .shift = NAN,
                                    .low = NAN,
                                    .high = NAN,
                                    .p = 1,
                                    .p_adjusted = 1,
                                    .least_p = 1,
                                    .old_count = sides->old_count,
                                    .count = sides->new_count};
    if (sides->old_count == 0 || sides->new_count == 0) {
        judgement->needed = find_needed(judgement, rule->alpha, 1);
        return true;
    }
    if (!choose_measure(sides, rule, judgement) ||
        !(is_two ? test_groups(sides, judgement) : test_pairs(sides, judgement))) {
        return false;
    }
    judgement->p_adjusted = judgement->p;
    judgement->least_p = least_p(judgement, sides->old_count, sides->new_count);
    decide(judgement, rule->alpha, 1, 1);
    return true;
}

static size_t at_most(size_t count, size_t most) {
    return count < most ? count : most;
}

bool judge_pairs(const struct judge_sides *sides, const struct judge_rule *rule,
                 struct judgement *judgement) {
    struct judge_sides first = *sides;
    first.old_count = at_most(sides->old_count, STATISTICS_MOST_PAIRS);
    first.new_count = first.old_count;
    return judge(&first, rule, false, judgement);
}

bool judge_groups(const struct judge_sides *sides, const struct judge_rule *rule,
                  struct judgement *judgement) {
    struct judge_sides first = *sides;
    first.old_count = at_most(sides->old_count, RANK_SUM_MOST);
    first.new_count = at_most(sides->new_count, RANK_SUM_MOST);
    return judge(&first, rule, true, judgement);
}

static int compare_p(const void *left, const void *right) {
    double a = (*(struct judgement *const *)left)->p;
    double b = (*(struct judgement *const *)right)->p;
    return (a > b) - (a < b);
}

bool judge_holm(double alpha, struct judgement *judgements, size_t count) {
    struct judgement **family = calloc(count > 0 ? count : 1, sizeof *family);
    if (family == NULL) {
        return false;
    }
    size_t members = 0;
    for (size_t i = 0; i < count; i++) {
        if (judgements[i].least_p < alpha) {
            family[members++] = &judgements[i];
        }
    }
    qsort(family, members, sizeof *family, compare_p);
    double reached = 0;
    double times = (double)members;
    for (size_t i = 0; i < members; i++) {
        double left = (double)(members - i);
        /* Where the steps down end, no later row is looked at: its p would have had to count as
         * often as the one that ended them. */
        times = reached < alpha ? left : times;
        reached = fmin(1, fmax(reached, family[i]->p * left));
        family[i]->p_adjusted = reached;
        decide(family[i], alpha, times, (double)count);
    }
    for (size_t i = 0; i < count; i++) {
        if (judgements[i].needed > 0 && !(judgements[i].least_p < alpha)) {
            judgements[i].needed = find_needed(&judgements[i], alpha, (double)count);
        }
    }
    free(family);
    return true;
}
