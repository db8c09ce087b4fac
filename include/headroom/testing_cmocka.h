/*
 * testing_cmocka.h - testing.h in tests by cmocka: a check that does not pass fails the test at its
 * own file and line, as cmocka's assertions do, and `unsupported` skips it.
 *
 *     static void test_vector_append_is_amortized(void **state) {
 *         ...
 *         HR_EXPECT_AT_MOST(&meter, HR_TEST_ALLOCATIONS, 11);
 *     }
 *
 *     int main(void) {
 *         hr_test_use_cmocka();
 *         ...
 *         return cmocka_run_group_tests(tests, NULL, NULL);
 *     }
 *
 * Includes cmocka.h with what that wants before it. Other frameworks need no header: give
 * hr_test_set_handler a function that calls theirs.
 */
#ifndef HEADROOM_TESTING_CMOCKA_H
#define HEADROOM_TESTING_CMOCKA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <headroom/testing.h>

HR_BEGIN_C

/* Some versions do not say themselves that they are C. */
#include <cmocka.h>

/* A hr_test_handler: does not return. */
static inline void hr_test_fail_in_cmocka(const struct hr_test_failure *failure, void *context) {
    (void)context;
    print_error("%s\n", failure->message);
    if (failure->verdict == HR_TEST_UNSUPPORTED) {
        _skip(failure->file, failure->line);
    }
    _fail(failure->file, failure->line);
}

/* All checks of this process fail or skip the cmocka test that they are called in. */
static inline void hr_test_use_cmocka(void) {
    hr_test_set_handler(hr_test_fail_in_cmocka, NULL);
}

HR_END_C

#endif
