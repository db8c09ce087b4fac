/*
 * test_testing_unsupported.c - in a tree without tracer: what counts says `unsupported` and why,
 * and what does not count works as ever.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planted.h"
#include "recorded.h"

static void assert_unsupported(bool result) {
    assert_false(result);
    assert_int_equal(recorded.count, 1);
    assert_int_equal(recorded.verdict, HR_TEST_UNSUPPORTED);
    assert_string_equal(recorded.message, hr_test_unsupported());
    recorded.count = 0;
}

static bool run(void *context) {
    return context == NULL;
}

static void test_testing_unsupported_checks_say_so(void **state) {
    (void)state;
    struct hr_test_meter meter;
    struct hr_test_operation operation = {.run = run};
    struct hr_test_sequence sequence = planted_sequence;
    assert_non_null(hr_test_unsupported());
    hr_test_begin(&meter);
    assert_unsupported(HR_EXPECT_AT_MOST(&meter, HR_TEST_ALLOCATIONS, UINT64_MAX));
    assert_unsupported(HR_EXPECT_EXACTLY(&meter, HR_TEST_ALLOCATIONS, 0));
    assert_unsupported(HR_EXPECT_NO_LEAK(&meter));
    assert_unsupported(HR_EXPECT_SURVIVES_FAILURES(&operation));
    assert_passed(HR_EXPECT_SEQUENCE(&sequence, 1));
    sequence.element_bytes = 8;
    assert_unsupported(HR_EXPECT_SEQUENCE(&sequence, 1));
    sequence.element_bytes = 0;
    sequence.with_refusals = true;
    assert_unsupported(HR_EXPECT_SEQUENCE(&sequence, 1));
    assert_int_equal(hr_test_exit_status(), 77);
}

static void test_testing_unsupported_headroom_is_checked_all_the_same(void **state) {
    (void)state;
    assert_passed(HR_EXPECT_HEADROOM_AT_MOST(8, 9, 12.5));
    assert_failed_about(HR_EXPECT_HEADROOM_AT_MOST(8, 9, 12.0), "12.5 % headroom");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_testing_unsupported_checks_say_so, record_anew),
        cmocka_unit_test_setup(test_testing_unsupported_headroom_is_checked_all_the_same,
                               record_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
