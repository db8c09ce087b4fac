// links: bench-report
/* judge.c and rank_sum.c against published examples, exact enumeration in Python, and edge cases.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/judge.h"
#include "report/rank_sum.h"

enum { MOST = 100 };

static uint64_t random_state = 11;

static double random_unit(void) {
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(random_state >> 11) * 0x1p-53;
}

static struct judgement judged_pairs(const double *old_values, const double *new_values,
                                     size_t count) {
    struct judge_rule rule = judge_rule_default();
    struct judge_sides sides = {old_values, count, new_values, count};
    struct judgement judgement;
    assert_true(judge_pairs(&sides, &rule, &judgement));
    return judgement;
}

static struct judgement judged_groups(const double *old_values, size_t old_count,
                                      const double *new_values, size_t new_count) {
    struct judge_rule rule = judge_rule_default();
    struct judge_sides sides = {old_values, old_count, new_values, new_count};
    struct judgement judgement;
    assert_true(judge_groups(&sides, &rule, &judgement));
    return judgement;
}

/* Pairs that drift together, the new ones `factor` times the old, both with noise of `spread`. */
static void make_pairs(double *old_values, double *new_values, size_t count, double factor,
                       double spread) {
    for (size_t i = 0; i < count; i++) {
        double drift = 100 + 40 * sin((double)i / 7);
        old_values[i] = drift * (1 + spread * (random_unit() - 0.5));
        new_values[i] = factor * drift * (1 + spread * (random_unit() - 0.5));
    }
}

/* Hollander & Wolfe's chorioamnion, as in R's ?wilcox.test: W = 35, one-sided p = 0.1272. */
static void test_judge_chorioamnion_gives_r_result(void **state) {
    (void)state;
    double x[] = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
    double y[] = {1.15, 0.88, 0.90, 0.74, 1.21};
    struct rank_sum result;
    assert_true(rank_sum_test(y, 5, x, 10, &result));
    assert_true(result.u == 35);
    assert_true(fabs(result.p - 2 * 0.1272) < 1e-4);
    assert_true(fabs(result.shift - 0.305) < 1e-9);
    assert_true(result.confidence >= 0.95 && result.confidence < 0.97);
    assert_true(fabs(result.interval.low - -0.15) < 1e-9);
    assert_true(fabs(result.interval.high - 0.76) < 1e-9);
}

/* Diabetes onset by sex, as in scipy.stats.mannwhitneyu: U = 17, p = 1/9. */
static void test_judge_diabetes_gives_scipy_result(void **state) {
    (void)state;
    double males[] = {19, 22, 16, 29, 24};
    double females[] = {20, 11, 17, 12};
    struct rank_sum result;
    assert_true(rank_sum_test(females, 4, males, 5, &result));
    assert_true(result.u == 17);
    assert_true(fabs(result.p - 1.0 / 9) < 1e-12);
}

static void test_judge_rank_sum_refuses_what_it_cannot_test(void **state) {
    (void)state;
    double one = 1;
    double two = 2;
    struct rank_sum result = {.u = -1};
    assert_false(rank_sum_test(&one, 0, &two, 1, &result));
    assert_false(rank_sum_test(&one, 1, &two, 0, &result));
    assert_false(rank_sum_test(&one, 1, &two, RANK_SUM_MOST + 1, &result));
    assert_true(result.u == -1);
    assert_true(rank_sum_test(&one, 1, &two, 1, &result));
    assert_true(result.u == 1 && result.p == 1 && result.shift == 1 && result.confidence == 0);
    assert_true(rank_sum_least_p(0, 5) == 1);
    assert_true(fabs(rank_sum_least_p(3, 3) - 0.1) < 1e-12);
    assert_true(fabs(rank_sum_least_p(5, 5) - 2.0 / 252) < 1e-12);
}

static void test_judge_rank_sum_equal_values_have_no_shift(void **state) {
    (void)state;
    double old_values[RANK_SUM_EXACT + 1];
    double new_values[RANK_SUM_EXACT + 1];
    for (size_t i = 0; i <= RANK_SUM_EXACT; i++) {
        old_values[i] = new_values[i] = 7;
    }
    struct rank_sum result;
    assert_true(rank_sum_test(old_values, 5, new_values, 6, &result));
    assert_true(result.u == 15 && result.p == 1 && result.shift == 0);
    assert_true(rank_sum_test(old_values, RANK_SUM_EXACT, new_values, RANK_SUM_EXACT, &result));
    assert_true(result.p == 1 && result.shift == 0 && result.interval.high == 0);
}

/* The exact and the normal way agree where one gives way to the other, ties included. */
static void test_judge_rank_sum_many_values_agree_with_exact(void **state) {
    (void)state;
    enum { HALF = RANK_SUM_EXACT / 2 };
    for (int round = 0; round < 20; round++) {
        double old_values[HALF];
        double new_values[HALF + 1];
        for (size_t i = 0; i < HALF; i++) {
            old_values[i] = floor(20 * random_unit());
            new_values[i] = floor(20 * random_unit() + round / 4.0);
        }
        new_values[HALF] = new_values[HALF - 1];
        struct rank_sum exact, normal;
        assert_true(rank_sum_test(old_values, HALF, new_values, HALF, &exact));
        assert_true(rank_sum_test(old_values, HALF, new_values, HALF + 1, &normal));
        assert_true(fabs(exact.p - normal.p) < 0.12);
        assert_true(fabs(exact.shift - normal.shift) <= 1);
        assert_true(fabs(exact.interval.low - normal.interval.low) <= 1);
        assert_true(fabs(exact.interval.high - normal.interval.high) <= 1);
    }
}

static void test_judge_pairs_planted_shift_is_found_and_sized(void **state) {
    (void)state;
    double old_values[MOST], new_values[MOST];
    make_pairs(old_values, new_values, MOST, 1.03, 0.02);
    struct judgement higher = judged_pairs(old_values, new_values, MOST);
    assert_int_equal(higher.verdict, JUDGE_HIGHER);
    assert_true(higher.is_relative && higher.p < 1e-6 && higher.count == MOST);
    assert_true(fabs(higher.shift - 3) < 0.5);
    assert_true(higher.low < higher.shift && higher.shift < higher.high);
    assert_true(higher.confidence >= 0.95 && higher.threshold == 1);
    struct judgement lower = judged_pairs(new_values, old_values, MOST);
    assert_int_equal(lower.verdict, JUDGE_LOWER);
    assert_true(lower.p == higher.p);
    assert_true(fabs((1 + lower.shift / 100) * (1 + higher.shift / 100) - 1) < 1e-12);
}

static void test_judge_pairs_equal_builds_are_the_same(void **state) {
    (void)state;
    unsigned alarms = 0;
    for (int round = 0; round < 300; round++) {
        double old_values[30], new_values[30];
        make_pairs(old_values, new_values, 30, 1, 0.1);
        alarms += judged_pairs(old_values, new_values, 30).verdict != JUDGE_SAME;
    }
    assert_in_range(alarms, 0, 9); /* 1 % is 3; more than 9 of 300 has a chance of 0.0003 */
}

static void test_judge_pairs_shift_within_threshold_is_the_same(void **state) {
    (void)state;
    double old_values[MOST], new_values[MOST];
    make_pairs(old_values, new_values, MOST, 1.005, 0.001);
    struct judgement small = judged_pairs(old_values, new_values, MOST);
    assert_true(small.p < 0.01 && small.shift > 0.4);
    assert_int_equal(small.verdict, JUDGE_SAME);

    make_pairs(old_values, new_values, MOST, 1.03, 0.001);
    struct judge_rule rule = judge_rule_default();
    struct judge_sides sides = {old_values, MOST, new_values, MOST};
    struct judgement judgement;
    rule.floor_percent = 4;
    assert_true(judge_pairs(&sides, &rule, &judgement));
    assert_int_equal(judgement.verdict, JUDGE_SAME);
    assert_true(judgement.threshold == 4);
    rule.floor_percent = 2.5;
    assert_true(judge_pairs(&sides, &rule, &judgement));
    assert_int_equal(judgement.verdict, JUDGE_HIGHER);
}

static void test_judge_threshold_is_passed_not_reached(void **state) {
    (void)state;
    double old_values[10], new_values[10];
    for (size_t i = 0; i < 10; i++) {
        old_values[i] = 100;
        new_values[i] = 150;
    }
    struct judge_rule rule = {.alpha = 0.01, .least_percent = 50};
    struct judge_sides up = {old_values, 10, new_values, 10};
    struct judge_sides down = {new_values, 10, old_values, 10};
    struct judgement judgement;
    assert_true(judge_pairs(&up, &rule, &judgement));
    judgement.threshold = judgement.shift; /* exactly there */
    assert_true(judge_holm(0.01, &judgement, 1));
    assert_int_equal(judgement.verdict, JUDGE_SAME);
    rule.least_percent = 49.9;
    assert_true(judge_pairs(&up, &rule, &judgement));
    assert_int_equal(judgement.verdict, JUDGE_HIGHER);
    assert_true(judge_pairs(&down, &rule, &judgement)); /* -33.3 % is as far as +50 % */
    assert_int_equal(judgement.verdict, JUDGE_LOWER);
    rule.least_percent = 50.1;
    assert_true(judge_pairs(&down, &rule, &judgement));
    assert_int_equal(judgement.verdict, JUDGE_SAME);
}

static void test_judge_seven_pairs_are_too_few_eight_are_not(void **state) {
    (void)state;
    double old_values[8], new_values[8];
    for (size_t i = 0; i < 8; i++) {
        old_values[i] = 100 + (double)i;
        new_values[i] = 3 * old_values[i] + (double)i;
    }
    struct judgement seven = judged_pairs(old_values, new_values, 7);
    assert_int_equal(seven.verdict, JUDGE_TOO_FEW);
    assert_int_equal(seven.needed, 8);
    assert_true(seven.least_p == 2.0 / 128 && seven.p == seven.least_p);
    struct judgement eight = judged_pairs(old_values, new_values, 8);
    assert_int_equal(eight.verdict, JUDGE_HIGHER);
    assert_int_equal(eight.needed, 0);
    assert_true(eight.p == 2.0 / 256);
}

static void test_judge_no_values_are_too_few(void **state) {
    (void)state;
    double value = 1;
    struct judgement none = judged_pairs(&value, &value, 0);
    assert_int_equal(none.verdict, JUDGE_TOO_FEW);
    assert_true(isnan(none.shift) && none.p == 1 && none.needed == 8);
    struct judgement one_sided = judged_groups(&value, 1, &value, 0);
    assert_int_equal(one_sided.verdict, JUDGE_TOO_FEW);
    assert_true(isnan(one_sided.shift) && one_sided.needed == 5);
    struct judgement one_pair = judged_pairs(&value, &value, 1);
    assert_int_equal(one_pair.verdict, JUDGE_TOO_FEW); /* one value says nothing of its spread */
}

static void test_judge_few_constant_values_differ_or_are_the_same(void **state) {
    (void)state;
    const double low[] = {8192, 8192, 8192};
    const double high[] = {12288, 12288, 12288};
    const double near[] = {8193, 8193, 8193};
    const double spread[] = {12288, 12288, 12289};
    struct judgement differs = judged_groups(low, 3, high, 3);
    assert_int_equal(differs.verdict, JUDGE_DIFFERS);
    assert_true(fabs(differs.shift - 50) < 1e-9 && differs.p == 0.1 * 1);
    assert_int_equal(differs.needed, 5);
    assert_int_equal(judged_groups(low, 3, low, 3).verdict, JUDGE_SAME);
    assert_int_equal(judged_groups(low, 3, near, 3).verdict, JUDGE_SAME);
    assert_int_equal(judged_groups(low, 3, spread, 3).verdict, JUDGE_TOO_FEW);
    assert_int_equal(judged_groups(low, 1, high, 3).verdict, JUDGE_TOO_FEW);
    assert_int_equal(judged_groups(high, 3, low, 3).verdict, JUDGE_DIFFERS);
    assert_true(judged_groups(high, 3, low, 3).shift < 0);
}

static void test_judge_enough_constant_values_are_judged(void **state) {
    (void)state;
    const double low[] = {1, 1, 1, 1, 1};
    const double high[] = {2, 2, 2, 2, 2};
    struct judgement judgement = judged_groups(low, 5, high, 5);
    assert_int_equal(judgement.verdict, JUDGE_HIGHER);
    assert_true(fabs(judgement.p - 2.0 / 252) < 1e-12);
    assert_int_equal(judged_groups(low, 4, high, 4).verdict, JUDGE_DIFFERS);
}

static void test_judge_values_not_above_zero_are_subtracted(void **state) {
    (void)state;
    const double zeros[8] = {0};
    const double pages[] = {4096, 8192, 4096, 4096, 8192, 4096, 4096, 4096};
    const double below[] = {-4096, -8192, -4096, -4096, -8192, -4096, -4096, -4096};
    struct judgement up = judged_pairs(zeros, pages, 8);
    assert_int_equal(up.verdict, JUDGE_HIGHER);
    assert_false(up.is_relative);
    assert_true(up.shift >= 4096 && up.shift <= 8192 && up.low == 4096);
    assert_true(fabs(up.threshold - 40.96) < 1e-9);
    struct judgement down = judged_pairs(pages, below, 8);
    assert_int_equal(down.verdict, JUDGE_LOWER);
    assert_false(down.is_relative);
    assert_true(down.shift <= -8192);
    assert_int_equal(judged_pairs(below, below, 8).verdict, JUDGE_SAME);
    assert_int_equal(judged_pairs(zeros, zeros, 8).verdict, JUDGE_SAME);
    assert_int_equal(judged_groups(zeros, 8, pages, 8).verdict, JUDGE_HIGHER);
    assert_false(judged_groups(zeros, 8, pages, 8).is_relative);
}

/* Holm's own procedure on p = .001, .004, .02, .03 at four rows: .004, .012, .04, .04. */
static void test_judge_holm_adjusts_as_published(void **state) {
    (void)state;
    const double p[] = {0.02, 0.001, 0.03, 0.004};
    const double adjusted[] = {0.04, 0.004, 0.04, 0.012};
    struct judgement judgements[4];
    for (size_t i = 0; i < 4; i++) {
        judgements[i] = (struct judgement){.is_relative = true,
                                           .shift = i == 1 ? -5 : 5,
                                           .threshold = 1,
                                           .p = p[i],
                                           .p_adjusted = p[i],
                                           .least_p = 1e-9,
                                           .old_count = 30,
                                           .count = 30};
    }
    assert_true(judge_holm(0.01, judgements, 4));
    for (size_t i = 0; i < 4; i++) {
        assert_true(fabs(judgements[i].p_adjusted - adjusted[i]) < 1e-12);
        assert_int_equal(judgements[i].verdict, i == 1 ? JUDGE_LOWER : JUDGE_SAME);
    }
    assert_true(judge_holm(0.05, judgements, 4));
    assert_int_equal(judgements[0].verdict, JUDGE_HIGHER);
    assert_true(judge_holm(0.01, NULL, 0));
}

/* Eight pairs reach .0078: enough alone, too few among a hundred, which need 15. */
static void test_judge_holm_many_rows_need_more_pairs(void **state) {
    (void)state;
    enum { ROWS = 100 };
    double old_values[8], new_values[8];
    for (size_t i = 0; i < 8; i++) {
        old_values[i] = 100 + (double)i;
        new_values[i] = 2 * old_values[i] + (double)i;
    }
    struct judgement judgements[ROWS];
    for (size_t i = 0; i < ROWS; i++) {
        judgements[i] = judged_pairs(old_values, new_values, 8);
        assert_int_equal(judgements[i].verdict, JUDGE_HIGHER);
    }
    assert_true(judge_holm(0.01, judgements, ROWS));
    for (size_t i = 0; i < ROWS; i++) {
        assert_int_equal(judgements[i].verdict, JUDGE_TOO_FEW);
        assert_int_equal(judgements[i].needed, 15);
    }
}

static void test_judge_holm_hopeless_rows_cost_the_others_nothing(void **state) {
    (void)state;
    double old_values[8], new_values[8];
    for (size_t i = 0; i < 8; i++) {
        old_values[i] = 100 + (double)i;
        new_values[i] = 2 * old_values[i] + (double)i;
    }
    struct judgement judgements[50];
    judgements[0] = judged_pairs(old_values, new_values, 8);
    for (size_t i = 1; i < 50; i++) {
        judgements[i] = judged_pairs(old_values, new_values, 3);
    }
    assert_true(judge_holm(0.01, judgements, 50));
    assert_int_equal(judgements[0].verdict, JUDGE_HIGHER);
    assert_true(judgements[0].p_adjusted == judgements[0].p);
    assert_int_equal(judgements[1].verdict, JUDGE_TOO_FEW);
    assert_int_equal(judgements[1].needed, 14); /* then all 50 count: 2^-13 * 50 < .01 */
}

/* Four values with three pairs: with eight pairs each, all four would count, and it takes ten. */
static void test_judge_needed_is_enough_for_all_together(void **state) {
    (void)state;
    for (size_t pairs = 3; pairs <= 10; pairs++) {
        double old_values[10], new_values[10];
        struct judgement judgements[4];
        for (size_t i = 0; i < pairs; i++) {
            old_values[i] = 100 + (double)i;
            new_values[i] = 2 * old_values[i] + (double)i;
        }
        for (size_t i = 0; i < 4; i++) {
            judgements[i] = judged_pairs(old_values, new_values, pairs);
        }
        assert_true(judge_holm(0.01, judgements, 4));
        for (size_t i = 0; i < 4; i++) {
            assert_int_equal(judgements[i].verdict, pairs < 10 ? JUDGE_TOO_FEW : JUDGE_HIGHER);
            assert_int_equal(judgements[i].needed, pairs < 10 ? 10 : 0);
        }
    }
    assert_int_equal(judge_pairs_needed(0.01, 1), 8);
    assert_int_equal(judge_pairs_needed(0.01, 4), 10);
    assert_int_equal(judge_pairs_needed(0.01, 100), 15);
}

/* 400 to 404 KiB is one per cent, and no more. */
static void test_judge_threshold_is_not_passed_by_rounding(void **state) {
    (void)state;
    double old_values[10], new_values[10], more[10];
    for (size_t i = 0; i < 10; i++) {
        old_values[i] = 409600;
        new_values[i] = 413696;
        more[i] = 413697;
    }
    assert_int_equal(judged_groups(old_values, 10, new_values, 10).verdict, JUDGE_SAME);
    assert_int_equal(judged_pairs(old_values, new_values, 10).verdict, JUDGE_SAME);
    assert_int_equal(judged_groups(old_values, 10, more, 10).verdict, JUDGE_HIGHER);
    assert_int_equal(judged_pairs(old_values, more, 10).verdict, JUDGE_HIGHER);
    assert_false(judge_is_beyond(0, 0, true));
    assert_false(judge_is_beyond(NAN, 1, true));
}

/* Asks tests/reference_statistics.py; fails when there is no answer. */
static void ask(const char *question, double *answers, size_t count) {
    char path[] = "/tmp/headroom-judge-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w");
    assert_non_null(file);
    fputs(question, file);
    assert_int_equal(fclose(file), 0);
    char command[1024];
    snprintf(command, sizeof command, "python3 '%s/../reference_statistics.py' < %s", TEST_DATA_DIR,
             path);
    FILE *answer = popen(command, "r");
    assert_non_null(answer);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(fscanf(answer, "%lf", &answers[i]), 1);
    }
    assert_int_equal(pclose(answer), 0);
    assert_int_equal(remove(path), 0);
}

enum { QUESTIONS = 60, MOST_OF_GROUP = 7, QUESTION_BYTES = 1 << 16 };

struct question {
    double old_values[MOST_OF_GROUP], new_values[MOST_OF_GROUP];
    size_t old_count, new_count;
};

static size_t add_values(char *text, size_t used, const double *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        used += (size_t)snprintf(text + used, QUESTION_BYTES - used, " %.17g", values[i]);
    }
    return used;
}

/* Every other one of whole numbers, for the ties. */
static void random_question(struct question *question, bool has_ties) {
    question->old_count = 1 + (size_t)(random_unit() * MOST_OF_GROUP);
    question->new_count = 1 + (size_t)(random_unit() * MOST_OF_GROUP);
    for (size_t i = 0; i < MOST_OF_GROUP; i++) {
        double old_value = 10 * random_unit();
        double new_value = 10 * random_unit() + 2;
        question->old_values[i] = has_ties ? floor(old_value / 3) : old_value;
        question->new_values[i] = has_ties ? floor(new_value / 3) : new_value;
    }
}

static void test_judge_random_groups_agree_with_enumeration(void **state) {
    (void)state;
    static char text[QUESTION_BYTES];
    static struct question questions[QUESTIONS];
    static double answers[QUESTIONS * 3];
    size_t used = 0;
    for (size_t i = 0; i < QUESTIONS; i++) {
        struct question *question = &questions[i];
        random_question(question, i % 2 == 0);
        used += (size_t)snprintf(text + used, QUESTION_BYTES - used, "ranksum %zu",
                                 question->old_count);
        used = add_values(text, used, question->old_values, question->old_count);
        used = add_values(text, used, question->new_values, question->new_count);
        used += (size_t)snprintf(text + used, QUESTION_BYTES - used, "\n");
    }
    ask(text, answers, QUESTIONS * 3);
    for (size_t i = 0; i < QUESTIONS; i++) {
        struct question *question = &questions[i];
        struct rank_sum result;
        assert_true(rank_sum_test(question->old_values, question->old_count, question->new_values,
                                  question->new_count, &result));
        assert_true(fabs(result.u - answers[3 * i]) < 1e-9);
        assert_true(fabs(result.p - answers[3 * i + 1]) < 1e-9);
        assert_true(fabs(result.shift - answers[3 * i + 2]) < 1e-9);
    }
}

static void test_judge_random_families_agree_with_holm(void **state) {
    (void)state;
    enum { FAMILY = 40 };
    static char text[QUESTION_BYTES];
    double answers[FAMILY];
    struct judgement judgements[FAMILY];
    size_t used = (size_t)snprintf(text, sizeof text, "holm");
    for (size_t i = 0; i < FAMILY; i++) {
        double p = pow(random_unit(), 6);
        judgements[i] = (struct judgement){.shift = 5, .threshold = 1, .p = p, .least_p = 0};
        used = add_values(text, used, &p, 1);
    }
    snprintf(text + used, sizeof text - used, "\n");
    ask(text, answers, FAMILY);
    assert_true(judge_holm(0.01, judgements, FAMILY));
    size_t found = 0;
    for (size_t i = 0; i < FAMILY; i++) {
        assert_true(fabs(judgements[i].p_adjusted - answers[i]) < 1e-12);
        assert_int_equal(judgements[i].verdict, answers[i] < 0.01 ? JUDGE_HIGHER : JUDGE_SAME);
        found += judgements[i].verdict == JUDGE_HIGHER;
    }
    assert_in_range(found, 1, FAMILY - 1);
}

static void test_judge_verdicts_all_have_names(void **state) {
    (void)state;
    for (int i = 0; i < JUDGE_VERDICTS; i++) {
        assert_non_null(judge_verdict_name((enum judge_verdict)i));
    }
    assert_string_equal(judge_verdict_name(JUDGE_TOO_FEW), "too few");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judge_chorioamnion_gives_r_result),
        cmocka_unit_test(test_judge_diabetes_gives_scipy_result),
        cmocka_unit_test(test_judge_rank_sum_refuses_what_it_cannot_test),
        cmocka_unit_test(test_judge_rank_sum_equal_values_have_no_shift),
        cmocka_unit_test(test_judge_rank_sum_many_values_agree_with_exact),
        cmocka_unit_test(test_judge_pairs_planted_shift_is_found_and_sized),
        cmocka_unit_test(test_judge_pairs_equal_builds_are_the_same),
        cmocka_unit_test(test_judge_pairs_shift_within_threshold_is_the_same),
        cmocka_unit_test(test_judge_threshold_is_passed_not_reached),
        cmocka_unit_test(test_judge_seven_pairs_are_too_few_eight_are_not),
        cmocka_unit_test(test_judge_no_values_are_too_few),
        cmocka_unit_test(test_judge_few_constant_values_differ_or_are_the_same),
        cmocka_unit_test(test_judge_enough_constant_values_are_judged),
        cmocka_unit_test(test_judge_values_not_above_zero_are_subtracted),
        cmocka_unit_test(test_judge_holm_adjusts_as_published),
        cmocka_unit_test(test_judge_needed_is_enough_for_all_together),
        cmocka_unit_test(test_judge_threshold_is_not_passed_by_rounding),
        cmocka_unit_test(test_judge_holm_many_rows_need_more_pairs),
        cmocka_unit_test(test_judge_holm_hopeless_rows_cost_the_others_nothing),
        cmocka_unit_test(test_judge_random_groups_agree_with_enumeration),
        cmocka_unit_test(test_judge_random_families_agree_with_holm),
        cmocka_unit_test(test_judge_verdicts_all_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
