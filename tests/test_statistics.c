// links: bench-report
/* statistics.c against published examples and against Python's statistics and exact enumeration. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/statistics.h"

static uint64_t random_state = 7;

static double random_unit(void) {
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(random_state >> 11) * 0x1p-53;
}

static void test_statistics_no_values_give_nan(void **state) {
    (void)state;
    double one = 3;
    assert_true(isnan(statistics_median(NULL, 0)));
    assert_true(isnan(statistics_quantile(NULL, 0, 0.5)));
    assert_true(isnan(statistics_quantile(&one, 1, -0.1)));
    assert_true(isnan(statistics_quantile(&one, 1, NAN)));
    assert_true(statistics_median(&one, 1) == 3);
    assert_true(statistics_quantile(&one, 1, 1) == 3);
}

/* Hollander & Wolfe's depression scores, as in R's ?wilcox.test: V = 40, p = 0.03906 two-sided. */
static void test_statistics_depression_scores_give_r_result(void **state) {
    (void)state;
    const double x[] = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    const double y[] = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
    double differences[9];
    for (int i = 0; i < 9; i++) {
        differences[i] = x[i] - y[i];
    }
    struct statistics_shift shift;
    assert_true(statistics_signed_rank(differences, 9, &shift));
    assert_true(shift.rank_sum == 40);
    assert_true(fabs(shift.p - 0.0390625) < 1e-12);
    assert_true(fabs(shift.shift - 0.46) < 1e-9);
    /* R: qsignrank(0.025, 9) = 6, so the interval is between the 6th and 40th of 45 averages. */
    assert_true(shift.confidence > 0.95 && shift.confidence < 0.97);
    assert_true(shift.interval.low > 0 && shift.interval.high > shift.shift);
}

/* Darwin's Zea mays heights, as in scipy.stats.wilcoxon: W = 24, p = 0.041259765625. */
static void test_statistics_zea_mays_give_scipy_result(void **state) {
    (void)state;
    double differences[] = {6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75};
    struct statistics_shift shift;
    assert_true(statistics_signed_rank(differences, 15, &shift));
    assert_true(shift.rank_sum == 120 - 24);
    assert_true(fabs(shift.p - 0.041259765625) < 1e-12);
}

static void test_statistics_zero_differences_are_not_ranked(void **state) {
    (void)state;
    double differences[] = {0, 0, 0, 0};
    struct statistics_shift shift;
    assert_true(statistics_signed_rank(differences, 4, &shift));
    assert_int_equal(shift.pairs, 0);
    assert_true(shift.p == 1 && shift.shift == 0);
    assert_false(statistics_signed_rank(differences, 0, &shift));
}

/* The exact and the normal way agree where one gives way to the other. */
static void test_statistics_many_pairs_agree_with_exact(void **state) {
    (void)state;
    double exact[STATISTICS_EXACT_PAIRS];
    double normal[STATISTICS_EXACT_PAIRS + 1];
    for (size_t i = 0; i <= STATISTICS_EXACT_PAIRS; i++) {
        normal[i] = random_unit() - 0.42;
        exact[i % STATISTICS_EXACT_PAIRS] = normal[i];
    }
    exact[0] = normal[0];
    struct statistics_shift a, b;
    assert_true(statistics_signed_rank(exact, STATISTICS_EXACT_PAIRS, &a));
    assert_true(statistics_signed_rank(normal, STATISTICS_EXACT_PAIRS + 1, &b));
    assert_true(fabs(a.p - b.p) < 0.02);
    assert_true(fabs(a.shift - b.shift) < 0.02);
    assert_true(fabs(a.interval.low - b.interval.low) < 0.03);
    assert_true(fabs(a.interval.high - b.interval.high) < 0.03);
}

static void test_statistics_bootstrap_few_values_give_their_range(void **state) {
    (void)state;
    struct statistics_bootstrap *bootstrap = statistics_bootstrap_new(1);
    const double values[] = {1, 2, 3, 4, 5};
    struct statistics_interval interval = {-1, -1};
    assert_false(statistics_bootstrap_median(bootstrap, values, 1, &interval));
    assert_true(interval.low == -1);
    assert_true(statistics_bootstrap_median(bootstrap, values, 5, &interval));
    assert_true(interval.low == 1 && interval.high == 5);
    const double equal[] = {7, 7, 7};
    assert_true(statistics_bootstrap_median(bootstrap, equal, 3, &interval));
    assert_true(interval.low == 7 && interval.high == 7);
    statistics_bootstrap_destroy(bootstrap);
    statistics_bootstrap_destroy(NULL);
}

/*
 * P(median of a resample is at most the k-th of n values) = P(Binomial(n, k / n) >= (n + 1) / 2)
 * for odd n: the interval's ends are the first k at which this passes 2.5 and 97.5 %.
 */
static double chance_at_most(size_t n, size_t k) {
    double sum = 0;
    double share = (double)k / (double)n;
    for (size_t hits = (n + 1) / 2; hits <= n; hits++) {
        double log_term = lgamma((double)n + 1) - lgamma((double)hits + 1) -
                          lgamma((double)(n - hits) + 1) + (double)hits * log(share) +
                          (hits < n ? (double)(n - hits) * log1p(-share) : 0);
        sum += exp(log_term);
    }
    return k == n ? 1 : sum;
}

static void test_statistics_bootstrap_ends_are_those_of_closed_form(void **state) {
    (void)state;
    struct statistics_bootstrap *bootstrap = statistics_bootstrap_new(42);
    double values[301];
    for (size_t i = 0; i < 301; i++) {
        values[i] = (double)(i + 1);
    }
    const size_t counts[] = {15, 31, 61, 101, 301};
    for (size_t c = 0; c < 5; c++) {
        size_t n = counts[c];
        struct statistics_interval interval;
        assert_true(statistics_bootstrap_median(bootstrap, values, n, &interval));
        /* Two thousand resamples know these chances to about 0.011 (three deviations). */
        double below = interval.low > 1 ? chance_at_most(n, (size_t)interval.low - 1) : 0;
        assert_true(below <= 0.025 + 0.011);
        assert_true(chance_at_most(n, (size_t)interval.low) >= 0.025 - 0.011);
        assert_true(chance_at_most(n, (size_t)interval.high) >= 0.975 - 0.011);
        assert_true(chance_at_most(n, (size_t)interval.high - 1) <= 0.975 + 0.011);
    }
    statistics_bootstrap_destroy(bootstrap);
}

static void test_statistics_bootstrap_interval_covers_the_median(void **state) {
    (void)state;
    enum { RUNS = 2000, VALUES = 30 };
    struct statistics_bootstrap *bootstrap = statistics_bootstrap_new(3);
    unsigned covered = 0;
    for (int run = 0; run < RUNS; run++) {
        double values[VALUES];
        for (int i = 0; i < VALUES; i++) {
            values[i] = -log(1 - random_unit()); /* skewed, as times are; its median is log 2 */
        }
        statistics_sort(values, VALUES);
        struct statistics_interval interval;
        assert_true(statistics_bootstrap_median(bootstrap, values, VALUES, &interval));
        covered += interval.low <= log(2) && log(2) <= interval.high;
    }
    statistics_bootstrap_destroy(bootstrap);
    assert_in_range(covered, RUNS * 91 / 100, RUNS * 985 / 1000);
}

static void test_statistics_bootstrap_many_values_join_the_few(void **state) {
    (void)state;
    enum { MORE = STATISTICS_BOOTSTRAP_MOST + 1 };
    double values[MORE];
    for (size_t i = 0; i < MORE; i++) {
        values[i] = (double)i;
    }
    struct statistics_bootstrap *bootstrap = statistics_bootstrap_new(4);
    struct statistics_interval few, many;
    assert_true(statistics_bootstrap_median(bootstrap, values, MORE - 1, &few));
    assert_true(statistics_bootstrap_median(bootstrap, values, MORE, &many));
    statistics_bootstrap_destroy(bootstrap);
    assert_true(fabs(few.low - many.low) < 6 && fabs(few.high - many.high) < 6);
}

/* Asks the Python script; fails when there is no answer. */
static void ask(const char *question, double *answers, size_t count) {
    char path[] = "/tmp/headroom-statistics-XXXXXX";
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

enum { QUESTIONS = 60, MOST_VALUES = 13, QUESTION_BYTES = 1 << 16 };

/* Whole numbers make ties and zeros. */
static size_t random_values(double *values, bool has_ties) {
    size_t count = 2 + (size_t)(random_unit() * (MOST_VALUES - 1));
    for (size_t i = 0; i < count; i++) {
        double value = random_unit() * 20 - 8;
        values[i] = has_ties ? floor(value / 3) : value;
    }
    return count;
}

static size_t add_question(char *text, size_t used, const char *verb, const double *values,
                           size_t count) {
    used += (size_t)snprintf(text + used, QUESTION_BYTES - used, "%s", verb);
    for (size_t i = 0; i < count; i++) {
        used += (size_t)snprintf(text + used, QUESTION_BYTES - used, " %.17g", values[i]);
    }
    return used + (size_t)snprintf(text + used, QUESTION_BYTES - used, "\n");
}

static void test_statistics_random_values_agree_with_python(void **state) {
    (void)state;
    static char text[QUESTION_BYTES];
    static double values[QUESTIONS][MOST_VALUES];
    static double answers[QUESTIONS * 5];
    size_t counts[QUESTIONS];
    size_t used = 0;
    for (size_t i = 0; i < QUESTIONS; i++) {
        counts[i] = random_values(values[i], i % 2 == 0);
        used = add_question(text, used, "median", values[i], counts[i]);
        used = add_question(text, used, "quantile 90", values[i], counts[i]);
        used = add_question(text, used, "rank", values[i], counts[i]);
    }
    ask(text, answers, QUESTIONS * 5);
    for (size_t i = 0; i < QUESTIONS; i++) {
        const double *expected = &answers[5 * i];
        statistics_sort(values[i], counts[i]);
        assert_true(fabs(statistics_median(values[i], counts[i]) - expected[0]) < 1e-12);
        assert_true(fabs(statistics_quantile(values[i], counts[i], 0.9) - expected[1]) < 1e-9);
        struct statistics_shift shift;
        assert_true(statistics_signed_rank(values[i], counts[i], &shift));
        assert_true(fabs(shift.rank_sum - expected[2]) < 1e-9);
        assert_true(fabs(shift.p - expected[3]) < 1e-9);
        assert_true(fabs(shift.shift - expected[4]) < 1e-9);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statistics_no_values_give_nan),
        cmocka_unit_test(test_statistics_depression_scores_give_r_result),
        cmocka_unit_test(test_statistics_zea_mays_give_scipy_result),
        cmocka_unit_test(test_statistics_zero_differences_are_not_ranked),
        cmocka_unit_test(test_statistics_many_pairs_agree_with_exact),
        cmocka_unit_test(test_statistics_bootstrap_few_values_give_their_range),
        cmocka_unit_test(test_statistics_bootstrap_ends_are_those_of_closed_form),
        cmocka_unit_test(test_statistics_bootstrap_interval_covers_the_median),
        cmocka_unit_test(test_statistics_bootstrap_many_values_join_the_few),
        cmocka_unit_test(test_statistics_random_values_agree_with_python),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
