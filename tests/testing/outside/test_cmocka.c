/*
 * test_cmocka.c - the checks in cmocka: one test that passes, and one that fails at its line.
 */
#include <headroom/testing_cmocka.h>

static void test_headroom_passes(void **state) {
    (void)state;
    assert_true(HR_EXPECT_HEADROOM_AT_MOST(8, 9, 12.5));
}

static void test_headroom_fails(void **state) {
    (void)state;
    (void)HR_EXPECT_HEADROOM_AT_MOST(8, 9, 12.0); /* here */
    assert_true(false);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_headroom_passes),
                                       cmocka_unit_test(test_headroom_fails)};
    hr_test_use_cmocka();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
