// links: bench-report
/* Comparisons drawn from noise whose truth is known; rates against published intervals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "report/resample.h"

enum { COUNT = 400, COMPARISONS = 1000 };

static double old_values[COUNT], new_values[COUNT];

static uint64_t random_state;

static double random_unit(void) {
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(random_state >> 11) * 0x1p-53;
}

/* Pairs that drift together by 40 %, the new ones `factor` times the old, each with noise of its
 * own, skewed as times are. */
static void make_pairs(double factor, double spread) {
    random_state = 5;
    for (size_t i = 0; i < COUNT; i++) {
        double drift = 100 * (1 + 0.4 * sin((double)i / 50));
        old_values[i] = drift * (1 + spread * -log(1 - random_unit()));
        new_values[i] = factor * drift * (1 + spread * -log(1 - random_unit()));
    }
}

static struct resample_options usual(size_t pairs, size_t block, bool swaps) {
    return (struct resample_options){.pairs = pairs,
                                     .block = block,
                                     .swaps = swaps,
                                     .comparisons = COMPARISONS,
                                     .seed = 1,
                                     .rule = judge_rule_default()};
}

static struct resample_tally draw(const struct resample_options *options) {
    struct resample_tally tally = {0};
    assert_true(resample_judge(old_values, new_values, COUNT, options, &tally));
    assert_int_equal(tally.comparisons, options->comparisons);
    return tally;
}

static void test_resample_equal_sides_alarm_hardly_more_than_alpha_says(void **state) {
    (void)state;
    make_pairs(1, 0.1);
    struct resample_options options = usual(30, 30, true);
    struct resample_tally tally = draw(&options);
    assert_true(tally.higher + tally.lower <= COMPARISONS / 50);
    assert_true(resample_quantile(&tally, 0) >= 0); /* swapped shifts have no sign */
    assert_true(resample_quantile(&tally, 1) > 1);  /* the noise could have been an alarm */
    assert_true(resample_quantile(&tally, 0.99) <= resample_quantile(&tally, 1));
    resample_clean_up(&tally);
}

static void test_resample_alarms_without_the_threshold_are_what_alpha_says(void **state) {
    (void)state;
    make_pairs(1, 0.1);
    struct resample_options options = usual(30, 30, true);
    options.rule = (struct judge_rule){.alpha = 0.05, .least_percent = 0};
    struct resample_tally tally = draw(&options);
    assert_true(tally.higher + tally.lower > COMPARISONS / 50);
    assert_true(tally.higher + tally.lower < COMPARISONS / 12);
    assert_true(tally.higher > 0 && tally.lower > 0);
    resample_clean_up(&tally);
}

static void test_resample_three_percent_are_found_and_in_the_right_direction(void **state) {
    (void)state;
    make_pairs(1.03, 0.03);
    struct resample_options options = usual(100, 10, false);
    struct resample_tally tally = draw(&options);
    assert_true(tally.higher >= 95 * COMPARISONS / 100);
    assert_int_equal(tally.lower, 0);
    assert_true(fabs(resample_quantile(&tally, 0.5) - 3) < 1);
    resample_clean_up(&tally);
    make_pairs(1 / 1.03, 0.03);
    tally = draw(&options);
    assert_true(tally.lower >= 95 * COMPARISONS / 100);
    assert_int_equal(tally.higher, 0);
    resample_clean_up(&tally);
}

static void test_resample_half_a_percent_is_below_the_threshold(void **state) {
    (void)state;
    make_pairs(1.005, 0.001);
    struct resample_options options = usual(100, 10, false);
    struct resample_tally tally = draw(&options);
    assert_int_equal(tally.higher + tally.lower, 0);
    resample_clean_up(&tally);
}

static void test_resample_swaps_take_a_difference_away(void **state) {
    (void)state;
    make_pairs(1.03, 0);
    struct resample_options options = usual(30, 30, true);
    struct resample_tally tally = draw(&options);
    assert_true(tally.higher + tally.lower <= COMPARISONS / 50);
    resample_clean_up(&tally);
}

static void test_resample_same_seed_draws_the_same_another_one_another(void **state) {
    (void)state;
    make_pairs(1, 0.1);
    struct resample_options options = usual(30, 30, true);
    struct resample_tally first = draw(&options);
    struct resample_tally second = draw(&options);
    options.seed = 2;
    struct resample_tally other = draw(&options);
    size_t bytes = COMPARISONS * sizeof(double);
    assert_memory_equal(first.percents, second.percents, bytes);
    assert_int_not_equal(memcmp(first.percents, other.percents, bytes), 0);
    resample_clean_up(&first);
    resample_clean_up(&second);
    resample_clean_up(&other);
}

/* A window that holds the bad half alone is found, one that mixes blocks of both is not. */
static void test_resample_block_of_all_pairs_is_one_window(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        old_values[i] = 100;
        new_values[i] = i < COUNT / 2 ? 110 : 100 / 1.1;
    }
    struct resample_options options = usual(20, 20, false);
    struct resample_tally windows = draw(&options);
    options.block = 1;
    struct resample_tally mixed = draw(&options);
    assert_true(windows.higher + windows.lower > 9 * COMPARISONS / 10);
    assert_true(windows.higher > COMPARISONS / 4 && windows.lower > COMPARISONS / 4);
    assert_true(mixed.higher + mixed.lower < COMPARISONS / 20);
    resample_clean_up(&windows);
    resample_clean_up(&mixed);
}

static void test_resample_windows_stand_next_to_each_other(void **state) {
    (void)state;
    struct resample_options options = usual(30, 30, false);
    struct resample_tally tally = {0};
    make_pairs(1, 0.1);
    assert_true(resample_judge_windows(old_values, new_values, 29, &options, &tally));
    assert_int_equal(tally.comparisons, 0);
    assert_true(isnan(resample_quantile(&tally, 0.5)));
    assert_true(resample_judge_windows(old_values, new_values, 30, &options, &tally));
    assert_int_equal(tally.comparisons, 1);
    assert_true(resample_judge_windows(old_values, new_values, 119, &options, &tally));
    assert_int_equal(tally.comparisons, 1 + 3);
    resample_clean_up(&tally);
}

static void test_resample_values_around_zero_are_percent_of_their_size(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        old_values[i] = i % 10 == 0 ? 0 : 100;
        new_values[i] = i % 10 == 0 ? 0 : 110 + (double)(i % 3);
    }
    struct resample_options options = usual(100, 100, false);
    struct resample_tally tally = draw(&options);
    assert_int_equal(tally.higher, COMPARISONS);
    assert_true(resample_quantile(&tally, 0.5) > 5 && resample_quantile(&tally, 0.5) < 15);
    resample_clean_up(&tally);
    for (size_t i = 0; i < COUNT; i++) {
        old_values[i] = new_values[i] = 0;
    }
    tally = draw(&options);
    assert_int_equal(tally.higher + tally.lower, 0);
    assert_true(resample_quantile(&tally, 1) == 0);
    resample_clean_up(&tally);
}

/* Brown, Cai, DasGupta 2001 give Wilson's interval; these by its formula in exact fractions. */
static void test_resample_rate_has_wilsons_interval(void **state) {
    (void)state;
    static const struct {
        size_t found, of;
        double low, high;
    } known[] = {{0, 1000, 0, 0.3827},
                 {5, 1000, 0.2138, 1.1649},
                 {10, 10, 72.2467, 100},
                 {1, 2, 9.4531, 90.5469}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        struct statistics_interval interval = resample_rate(known[i].found, known[i].of);
        assert_true(fabs(interval.low - known[i].low) < 1e-3);
        assert_true(fabs(interval.high - known[i].high) < 1e-3);
    }
    struct statistics_interval nothing = resample_rate(0, 0);
    assert_true(nothing.low == 0 && nothing.high == 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resample_equal_sides_alarm_hardly_more_than_alpha_says),
        cmocka_unit_test(test_resample_alarms_without_the_threshold_are_what_alpha_says),
        cmocka_unit_test(test_resample_three_percent_are_found_and_in_the_right_direction),
        cmocka_unit_test(test_resample_half_a_percent_is_below_the_threshold),
        cmocka_unit_test(test_resample_swaps_take_a_difference_away),
        cmocka_unit_test(test_resample_same_seed_draws_the_same_another_one_another),
        cmocka_unit_test(test_resample_block_of_all_pairs_is_one_window),
        cmocka_unit_test(test_resample_windows_stand_next_to_each_other),
        cmocka_unit_test(test_resample_values_around_zero_are_percent_of_their_size),
        cmocka_unit_test(test_resample_rate_has_wilsons_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
