/*
 * test_testing_expect.c - every expectation at its bound, one beyond it, and in words; the handler;
 * meters that have nothing to tell.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "recorded.h"

/* Three blocks of 10, 20 and 30 bytes, the first freed; two are left to the caller. */
static void make_three(struct hr_test_meter *meter, void *left[2]) {
    hr_test_begin(meter);
    void *volatile first = malloc(10);
    left[0] = malloc(20);
    free(first);
    left[1] = malloc(30);
}

static void test_testing_expect_bounds_hold_and_are_exceeded(void **state) {
    (void)state;
    static const struct {
        enum hr_test_quantity quantity;
        uint64_t value;
        const char *message;
    } cases[] = {
        {HR_TEST_ALLOCATIONS, 3, "3 allocations, at most 2 allowed"},
        {HR_TEST_FREES, 1, "1 free, at most 0 allowed"},
        {HR_TEST_TOTAL_BYTES, 60, "60 bytes requested in all, at most 59 allowed"},
        {HR_TEST_PEAK_BYTES, 50, "50 bytes live at the peak, at most 49 allowed"},
        {HR_TEST_PEAK_MOVING_BYTES, 50, "50 bytes there at once, at most 49 allowed"},
        {HR_TEST_LIVE_BYTES, 50, "50 bytes left, at most 49 allowed"},
        {HR_TEST_LIVE_BLOCKS, 2, "2 blocks left, at most 1 allowed"},
        {HR_TEST_COPIED_BYTES, 10, "10 bytes copied by growing, at most 9 allowed"},
    };
    struct hr_test_meter meter;
    void *left[2];
    make_three(&meter, left);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum hr_test_quantity quantity = cases[i].quantity;
        uint64_t value = cases[i].value;
        assert_passed(HR_EXPECT_AT_MOST(&meter, quantity, value));
        assert_passed(HR_EXPECT_AT_MOST(&meter, quantity, value + 1));
        assert_passed(HR_EXPECT_EXACTLY(&meter, quantity, value));
        assert_failed(HR_EXPECT_AT_MOST(&meter, quantity, value - 1), cases[i].message);
        assert_failed_about(HR_EXPECT_EXACTLY(&meter, quantity, value - 1), ", exactly ");
        assert_failed_about(HR_EXPECT_EXACTLY(&meter, quantity, value + 1), " expected");
    }
    assert_passed(HR_EXPECT_EXACTLY(&meter, HR_TEST_FAILED_CALLS, 0));
    assert_failed(HR_EXPECT_EXACTLY(&meter, HR_TEST_FAILED_CALLS, 1),
                  "0 failed allocations, exactly 1 expected");
    assert_passed(HR_EXPECT_AT_MOST(&meter, HR_TEST_MAP_CALLS, 0));
    free(left[0]);
    free(left[1]);
}

static void test_testing_expect_names_the_meter_and_the_place(void **state) {
    (void)state;
    struct hr_test_meter meter;
    hr_test_begin(&meter);
    meter.name = "a block";
    void *volatile block = malloc(1);
    free(block);
    int line = __LINE__ + 1;
    bool result = HR_EXPECT_AT_MOST(&meter, HR_TEST_ALLOCATIONS, 0);
    assert_int_equal(recorded.line, line);
    assert_string_equal(recorded.file, __FILE__);
    assert_failed(result, "a block: 1 allocation, at most 0 allowed");
}

static void test_testing_expect_unknown_quantity_is_refused(void **state) {
    (void)state;
    struct hr_test_meter meter;
    hr_test_begin(&meter);
    assert_failed(HR_EXPECT_AT_MOST(&meter, (enum hr_test_quantity)99, UINT64_MAX),
                  "there is no quantity 99, see enum hr_test_quantity");
}

static void test_testing_expect_leak_tells_what_is_left(void **state) {
    (void)state;
    struct hr_test_meter meter;
    void *left[2];
    make_three(&meter, left);
    assert_failed(HR_EXPECT_NO_LEAK(&meter),
                  "2 blocks of 50 bytes (20, 30) left, none expected; the oldest is allocation 2 "
                  "of 3");
    free(left[0]);
    free(left[1]);
    make_three(&meter, left);
    free(left[0]);
    free(left[1]);
    assert_passed(HR_EXPECT_NO_LEAK(&meter));
}

static void test_testing_expect_leak_tells_the_oldest_of_many(void **state) {
    (void)state;
    struct hr_test_meter meter;
    void *blocks[6];
    for (size_t count = 1; count <= 6; count++) {
        static const char *const wanted[] = {"1 block of 1 bytes left, ",
                                             "2 blocks of 3 bytes (1, 2) left, ",
                                             "3 blocks of 6 bytes (1, 2, 3) left,",
                                             "4 blocks of 10 bytes (1, 2, 3, 4) left, ",
                                             "5 blocks of 15 bytes (1, 2, 3, 4, ...) left, ",
                                             "6 blocks of 21 bytes (1, 2, 3, 4, ...) left, "};
        hr_test_begin(&meter);
        for (size_t i = 0; i < count; i++) {
            blocks[i] = malloc(i + 1);
        }
        assert_failed_about(HR_EXPECT_NO_LEAK(&meter), wanted[count - 1]);
        for (size_t i = 0; i < count; i++) {
            free(blocks[i]);
        }
    }
}

static void test_testing_expect_headroom_at_its_bound(void **state) {
    (void)state;
    assert_passed(HR_EXPECT_HEADROOM_AT_MOST(8, 8, 0.0));
    assert_passed(HR_EXPECT_HEADROOM_AT_MOST(8, 9, 12.5));
    assert_failed(HR_EXPECT_HEADROOM_AT_MOST(8, 9, 12.4),
                  "12.5 % headroom (9 slots, 8 in use), at most 12.4 % allowed");
    assert_failed(HR_EXPECT_HEADROOM_AT_MOST(8, 7, 100.0),
                  "a capacity of 7 is less than the length, 8");
    assert_passed(HR_EXPECT_HEADROOM_AT_MOST(0, 0, 0.0));
    assert_failed(HR_EXPECT_HEADROOM_AT_MOST(0, 4, 100.0),
                  "4 slots for no element, no headroom allowed");
    const struct hr_footprint footprint = {.length = 4, .capacity = 10};
    assert_passed(HR_EXPECT_FOOTPRINT_HEADROOM_AT_MOST(&footprint, 150.0));
    assert_failed(HR_EXPECT_FOOTPRINT_HEADROOM_AT_MOST(&footprint, 149.0),
                  "150.0 % headroom (10 slots, 4 in use), at most 149.0 % allowed");
}

static void test_testing_expect_of_a_lost_meter_is_unsupported(void **state) {
    (void)state;
    struct hr_test_meter outer, inner;
    hr_test_begin(&outer);
    hr_test_begin(&inner);
    hr_test_end(&outer);
    uint64_t before = hr_test_unsupported_count(), failed = hr_test_failed_count();
    assert_false(HR_EXPECT_AT_MOST(&inner, HR_TEST_ALLOCATIONS, UINT64_MAX));
    assert_false(HR_EXPECT_NO_LEAK(&inner));
    assert_int_equal(recorded.verdict, HR_TEST_UNSUPPORTED);
    assert_int_equal(recorded.count, 2);
    assert_int_equal(hr_test_unsupported_count(), before + 2);
    assert_int_equal(hr_test_failed_count(), failed);
    assert_int_equal(hr_test_exit_status(), failed > 0 ? 1 : 77);
}

static void test_testing_expect_of_a_meter_never_begun_fails(void **state) {
    (void)state;
    struct hr_test_meter meter = {.id = 0};
    const char *words = "this meter has counted nothing: hr_test_begin it first";
    assert_failed(HR_EXPECT_AT_MOST(&meter, HR_TEST_ALLOCATIONS, 5), words);
    assert_failed(HR_EXPECT_EXACTLY(&meter, HR_TEST_ALLOCATIONS, 0), words);
    assert_failed(HR_EXPECT_NO_LEAK(&meter), words);
}

static void test_testing_expect_counts_what_failed(void **state) {
    (void)state;
    uint64_t before = hr_test_failed_count();
    assert_passed(HR_EXPECT_HEADROOM_AT_MOST(1, 1, 0.0));
    assert_int_equal(hr_test_failed_count(), before);
    assert_failed_about(HR_EXPECT_HEADROOM_AT_MOST(1, 2, 0.0), "100.0 %");
    assert_int_equal(hr_test_failed_count(), before + 1);
    assert_int_equal(hr_test_exit_status(), 1);
}

static jmp_buf out;

static void jump(const struct hr_test_failure *failure, void *context) {
    (void)failure;
    longjmp(*(jmp_buf *)context, 1);
}

static void test_testing_expect_handler_may_jump(void **state) {
    (void)state;
    hr_test_set_handler(jump, &out);
    if (setjmp(out) == 0) {
        (void)HR_EXPECT_HEADROOM_AT_MOST(1, 2, 0.0);
        fail();
    }
    hr_test_set_handler(record, NULL);
    assert_passed(HR_EXPECT_HEADROOM_AT_MOST(1, 1, 0.0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_testing_expect_of_a_lost_meter_is_unsupported, record_anew),
        cmocka_unit_test_setup(test_testing_expect_bounds_hold_and_are_exceeded, record_anew),
        cmocka_unit_test_setup(test_testing_expect_names_the_meter_and_the_place, record_anew),
        cmocka_unit_test_setup(test_testing_expect_unknown_quantity_is_refused, record_anew),
        cmocka_unit_test_setup(test_testing_expect_leak_tells_what_is_left, record_anew),
        cmocka_unit_test_setup(test_testing_expect_leak_tells_the_oldest_of_many, record_anew),
        cmocka_unit_test_setup(test_testing_expect_headroom_at_its_bound, record_anew),
        cmocka_unit_test_setup(test_testing_expect_of_a_meter_never_begun_fails, record_anew),
        cmocka_unit_test_setup(test_testing_expect_counts_what_failed, record_anew),
        cmocka_unit_test_setup(test_testing_expect_handler_may_jump, record_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
