/*
 * test_testing_growth.c - growth functions that are right, among them all registered policies, and
 * functions that are wrong in one way each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "recorded.h"

static size_t twice(size_t capacity, size_t needed, void *context) {
    (void)context;
    size_t next = capacity > SIZE_MAX / 2 ? SIZE_MAX : capacity * 2;
    return next > needed ? next : needed;
}

static size_t twice_wrapping(size_t capacity, size_t needed, void *context) {
    (void)needed, (void)context;
    return capacity == 0 ? 1 : capacity * 2;
}

static size_t half_more_wrapping(size_t capacity, size_t needed, void *context) {
    (void)context;
    size_t next = capacity + capacity / 2;
    return capacity < 8 || next > needed || next < capacity ? (next > needed ? next : needed + 1)
                                                            : needed;
}

static size_t sixteen_more(size_t capacity, size_t needed, void *context) {
    (void)capacity, (void)context;
    return needed > SIZE_MAX - 16 ? SIZE_MAX : needed + 16;
}

static size_t exactly(size_t capacity, size_t needed, void *context) {
    (void)capacity, (void)context;
    return needed;
}

static size_t too_little(size_t capacity, size_t needed, void *context) {
    return capacity == 100 ? needed - 1 : exactly(capacity, needed, context);
}

static size_t deaf_to_need(size_t capacity, size_t needed, void *context) {
    (void)needed;
    return twice(capacity, capacity + 1, context);
}

static size_t dips(size_t capacity, size_t needed, void *context) {
    return capacity == 37 ? needed : twice(capacity, needed, context);
}

static bool check(hr_test_next_fn *next, const char *name) {
    struct hr_test_growth growth = {.name = name, .next = next};
    return HR_EXPECT_GROWTH(&growth);
}

static void test_testing_growth_doubling_passes_and_is_measured(void **state) {
    (void)state;
    struct hr_test_growth growth = {.name = "twice", .next = twice, .length_most = 1 << 16};
    assert_passed(HR_EXPECT_GROWTH(&growth));
    assert_int_equal(growth.growths, 17);
    assert_int_equal(growth.capacity, 1 << 16);
    assert_true(growth.copied_per_push > 0.99 && growth.copied_per_push < 2.0);
    growth.copied_most = growth.copied_per_push;
    assert_passed(HR_EXPECT_GROWTH(&growth));
    growth.copied_most = growth.copied_per_push * 0.99;
    assert_failed_about(HR_EXPECT_GROWTH(&growth), "per push, at most ");
}

/* Real systems whose rule changes at some size, for the worse; test_growth_promises.c has where. */
static bool is_dipping(const char *name) {
    static const char *const dipping[] = {"folly-fbvector",
                                          "go-1.15",
                                          "d",
                                          "d-appender",
                                          "nim",
                                          "ocaml",
                                          "java-arraydeque",
                                          "java-priorityqueue",
                                          "cpython-dict-2.7",
                                          "cpython-set"};
    for (size_t i = 0; i < sizeof dipping / sizeof dipping[0]; i++) {
        if (strcmp(dipping[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void test_testing_growth_all_policies_give_what_is_needed(void **state) {
    (void)state;
    size_t dips_found = 0;
    const struct hr_growth *policy;
    for (size_t i = 0; (policy = hr_growth_at(i)) != NULL; i++) {
        struct hr_test_growth growth = {.name = policy->name,
                                        .next = hr_test_next_of_policy,
                                        .context = (void *)(uintptr_t)policy,
                                        .length_most = 1 << 14,
                                        .copied_most = 1e9,
                                        .may_dip = is_dipping(policy->name)};
        assert_passed(HR_EXPECT_GROWTH(&growth));
        assert_true(growth.growths > 1);
        dips_found += growth.may_dip;
    }
    assert_int_equal(dips_found, 10);
    struct hr_test_growth strict = {.name = "fbvector",
                                    .next = hr_test_next_of_policy,
                                    .context = (void *)(uintptr_t)hr_growth_find("folly-fbvector")};
    assert_failed_about(HR_EXPECT_GROWTH(&strict), "capacity 511 goes to 1022, but capacity 512");
}

static void test_testing_growth_constant_steps_are_quadratic(void **state) {
    (void)state;
    assert_failed(
        check(sixteen_more, "step"),
        "step: 1089 pushes copy 35360 elements in 65 growths, 32.5 per push, at most 32.0 "
        "allowed");
    assert_failed_about(check(exactly, "exact"), "exact: 66 pushes copy 2145 elements");
}

static void test_testing_growth_too_little_is_found(void **state) {
    (void)state;
    struct hr_test_growth growth = {.name = "less", .next = too_little, .copied_most = 1e9};
    assert_failed(HR_EXPECT_GROWTH(&growth),
                  "less: from capacity 100, 101 needed, it goes to 100: less than is needed");
}

static void test_testing_growth_overflow_is_found(void **state) {
    (void)state;
    assert_failed_about(check(twice_wrapping, "wrapping"), "less than is needed");
    assert_failed_about(check(half_more_wrapping, NULL), "growth: from capacity ");
    assert_passed(check(twice, "saturating"));
}

static void test_testing_growth_beyond_the_limit_is_found(void **state) {
    (void)state;
    struct hr_test_growth growth = {.name = "far", .next = twice, .limit = 1000};
    assert_failed_about(HR_EXPECT_GROWTH(&growth), "more than the limit, 1000");
}

static void test_testing_growth_less_for_more_is_found(void **state) {
    (void)state;
    assert_failed(check(deaf_to_need, "deaf"),
                  "deaf: from capacity 0, 2 needed, it goes to 1: less than is needed");
    assert_failed(check(dips, "dip"), "dip: capacity 36 goes to 72, but capacity 37 only to 38");
}

static void test_testing_growth_headroom_at_its_bound(void **state) {
    (void)state;
    struct hr_test_growth growth = {.name = "twice",
                                    .next = twice,
                                    .length_most = 5000,
                                    .headroom_most = 100.0,
                                    .headroom_from = 2};
    assert_passed(HR_EXPECT_GROWTH(&growth));
    assert_true(growth.headroom_percent > 90.0 && growth.headroom_percent <= 100.0);
    growth.headroom_most = 50.0;
    assert_failed(HR_EXPECT_GROWTH(&growth),
                  "twice: 8 slots for 5 elements are 60.0 % headroom, at most 50.0 % allowed");
}

static void test_testing_growth_without_a_function_is_refused(void **state) {
    (void)state;
    assert_failed(check(NULL, NULL), "growth: there is no function `next`");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_testing_growth_doubling_passes_and_is_measured, record_anew),
        cmocka_unit_test_setup(test_testing_growth_all_policies_give_what_is_needed, record_anew),
        cmocka_unit_test_setup(test_testing_growth_constant_steps_are_quadratic, record_anew),
        cmocka_unit_test_setup(test_testing_growth_too_little_is_found, record_anew),
        cmocka_unit_test_setup(test_testing_growth_overflow_is_found, record_anew),
        cmocka_unit_test_setup(test_testing_growth_beyond_the_limit_is_found, record_anew),
        cmocka_unit_test_setup(test_testing_growth_less_for_more_is_found, record_anew),
        cmocka_unit_test_setup(test_testing_growth_headroom_at_its_bound, record_anew),
        cmocka_unit_test_setup(test_testing_growth_without_a_function_is_refused, record_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
