// links: bench-plan
/* Two plans that correspond: words that take the place of a suite's, and the order in pairs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "plan/pair.h"

static const char *const words[] = {"workload=append", "growth=java,cpython-3.9",
                                    "length=10,20,30"};

static bool build(const char *set, unsigned repetitions, struct plan *plan,
                  struct case_error *error) {
    struct plan_options options = {.words = words,
                                   .word_count = 3,
                                   .set = &set,
                                   .set_count = set != NULL,
                                   .repetitions = repetitions,
                                   .lane_repetitions = {[LANE_MEMORY] = 4}};
    return plan_build(&options, plan, error);
}

static void build_pair(const char *old_set, const char *new_set, struct plan *old_plan,
                       struct plan *new_plan, uint64_t seed) {
    struct case_error error;
    if (!build(old_set, 6, old_plan, &error) || !build(new_set, 6, new_plan, &error) ||
        !plan_pair(old_plan, new_plan, seed, &error)) {
        fail_msg("%s", error.message);
    }
}

static void clean_up(struct plan *old_plan, struct plan *new_plan) {
    plan_clean_up(old_plan);
    plan_clean_up(new_plan);
}

static void test_pair_trials_correspond_and_differ_in_the_word_alone(void **state) {
    (void)state;
    struct plan old_plan, new_plan;
    build_pair("malloc=glibc", "malloc=jemalloc", &old_plan, &new_plan, 3);
    assert_int_equal(old_plan.trial_count, 6 * (1 + 4 + 6));
    assert_int_equal(new_plan.trial_count, old_plan.trial_count);
    for (size_t i = 0; i < old_plan.trial_count; i++) {
        const struct plan_trial *a = &old_plan.trials[i];
        const struct plan_trial *b = &new_plan.trials[i];
        assert_int_equal(a->case_index, b->case_index);
        assert_int_equal(a->lane, b->lane);
        assert_int_equal(a->repetition, b->repetition);
    }
    for (size_t i = 0; i < old_plan.case_count; i++) {
        const char *old_key = old_plan.cases[i].key;
        const char *new_key = new_plan.cases[i].key;
        const char *at = strstr(old_key, "malloc=glibc ");
        assert_non_null(at);
        assert_memory_equal(old_key, new_key, (size_t)(at - old_key));
        assert_string_equal(at + strlen("malloc=glibc"),
                            strstr(new_key, "malloc=jemalloc") + strlen("malloc=jemalloc"));
    }
    clean_up(&old_plan, &new_plan);
}

static void expect_names(const char *old_set, const char *new_set, const char *expected) {
    struct plan old_plan, new_plan;
    char names[64];
    build_pair(old_set, new_set, &old_plan, &new_plan, 3);
    assert_true(plan_pair_names(&old_plan, &new_plan, names, sizeof names));
    assert_string_equal(names, expected);
    if (expected[0] != '\0') {
        assert_false(plan_pair_names(&old_plan, &new_plan, names, strlen(expected)));
    }
    clean_up(&old_plan, &new_plan);
}

static void test_pair_names_are_those_that_differ_and_no_others(void **state) {
    (void)state;
    expect_names(NULL, NULL, "");
    expect_names("malloc=glibc", NULL, "");
    expect_names("malloc=jemalloc", "malloc=mimalloc", "malloc");
    expect_names("element_bytes=4", NULL, "element_bytes");
    expect_names("thp=never", "thp=madvise", "thp");
}

static void test_pair_order_of_time_changes_with_the_seed_and_only_with_it(void **state) {
    (void)state;
    struct plan first, second, third, fourth;
    build_pair(NULL, NULL, &first, &second, 3);
    build_pair(NULL, NULL, &third, &fourth, 4);
    size_t bytes = first.trial_count * sizeof *first.trials;
    assert_memory_equal(first.trials, second.trials, bytes);
    assert_int_not_equal(memcmp(first.trials, third.trials, bytes), 0);
    clean_up(&first, &second);
    clean_up(&third, &fourth);
}

static void test_pair_coin_falls_on_both_sides_alike_and_again_the_same(void **state) {
    (void)state;
    enum { THROWS = 10000 };
    size_t new_first = 0;
    size_t repeats = 0;
    for (size_t i = 0; i < THROWS; i++) {
        bool is_new_first = plan_pair_new_first(42, i);
        assert_true(plan_pair_new_first(42, i) == is_new_first);
        new_first += is_new_first;
        repeats += i > 0 && plan_pair_new_first(42, i - 1) == is_new_first;
    }
    assert_true(new_first > THROWS * 48 / 100 && new_first < THROWS * 52 / 100);
    assert_true(repeats > THROWS * 48 / 100 && repeats < THROWS * 52 / 100);
    size_t as_other_seed = 0;
    for (size_t i = 0; i < THROWS; i++) {
        as_other_seed += plan_pair_new_first(42, i) == plan_pair_new_first(43, i);
    }
    assert_true(as_other_seed > THROWS * 48 / 100 && as_other_seed < THROWS * 52 / 100);
}

/* Exact growth to 10^7 would copy 400 TB: no side of the pair is run. */
static void test_pair_what_one_side_skips_the_other_skips(void **state) {
    (void)state;
    static const char *const long_words[] = {"workload=append", "length=1e7", "allocator=copying"};
    struct plan plan[2];
    struct case_error error;
    const char *sets[2] = {"growth=exact", "growth=java"};
    for (int side = 0; side < 2; side++) {
        struct plan_options options = {.words = long_words,
                                       .word_count = 3,
                                       .set = &sets[side],
                                       .set_count = 1,
                                       .repetitions = 5};
        assert_true(plan_build(&options, &plan[side], &error));
    }
    assert_int_not_equal(plan[0].trial_count, plan[1].trial_count);
    assert_true(plan_pair(&plan[0], &plan[1], 1, &error));
    assert_int_equal(plan[0].trial_count, plan[1].trial_count);
    assert_non_null(strstr(plan[0].cases[0].skip, "would copy"));
    assert_non_null(strstr(plan[1].cases[0].skip, "the other would copy"));
    assert_true(plan[1].seconds == 0);
    clean_up(&plan[0], &plan[1]);
}

static void test_pair_sides_with_other_cases_are_refused(void **state) {
    (void)state;
    struct plan old_plan, new_plan;
    struct case_error error;
    assert_true(build(NULL, 6, &old_plan, &error));
    assert_true(build("growth=java", 6, &new_plan, &error));
    assert_false(plan_pair(&old_plan, &new_plan, 1, &error));
    assert_non_null(strstr(error.message, "6 cases"));
    assert_non_null(strstr(error.message, "3"));
    plan_clean_up(&new_plan);
    assert_true(build(NULL, 7, &new_plan, &error));
    assert_false(plan_pair(&old_plan, &new_plan, 1, &error));
    clean_up(&old_plan, &new_plan);
}

static void expect_refused(const char *set, const char *part) {
    struct plan plan;
    struct case_error error;
    assert_false(build(set, 1, &plan, &error));
    if (strstr(error.message, part) == NULL) {
        fail_msg("'%s' does not say '%s'", error.message, part);
    }
}

static void test_override_takes_the_place_of_a_list_and_of_nothing(void **state) {
    (void)state;
    struct plan plan;
    struct case_error error;
    assert_true(build("growth=exact", 1, &plan, &error));
    assert_int_equal(plan.case_count, 3);
    assert_non_null(strstr(plan.cases[0].key, "growth=exact "));
    plan_clean_up(&plan);
    assert_true(build("thp=madvise", 1, &plan, &error));
    assert_int_equal(plan.case_count, 6);
    assert_non_null(strstr(plan.cases[5].key, "thp=madvise"));
    plan_clean_up(&plan);
    assert_true(build("malloc=jemalloc:narenas=1,dirty_decay_ms=0", 1, &plan, &error));
    plan_clean_up(&plan);
}

static void test_override_that_is_no_single_word_is_refused(void **state) {
    (void)state;
    expect_refused("growth=java,exact", "'growth=java,exact' is a list");
    expect_refused("malloc=glibc,jemalloc", "is a list");
    expect_refused("growth", "growth");
    expect_refused("growth=", "growth");
    expect_refused("grwth=java", "grwth");
    expect_refused("malloc=jemallocc", "jemalloc");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pair_trials_correspond_and_differ_in_the_word_alone),
        cmocka_unit_test(test_pair_names_are_those_that_differ_and_no_others),
        cmocka_unit_test(test_pair_order_of_time_changes_with_the_seed_and_only_with_it),
        cmocka_unit_test(test_pair_coin_falls_on_both_sides_alike_and_again_the_same),
        cmocka_unit_test(test_pair_what_one_side_skips_the_other_skips),
        cmocka_unit_test(test_pair_sides_with_other_cases_are_refused),
        cmocka_unit_test(test_override_takes_the_place_of_a_list_and_of_nothing),
        cmocka_unit_test(test_override_that_is_no_single_word_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
