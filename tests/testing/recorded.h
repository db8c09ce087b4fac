/*
 * recorded.h - a handler that keeps what the checks under test say, so that a test can look at it.
 * The includer has cmocka.
 */
#ifndef HEADROOM_TESTS_RECORDED_H
#define HEADROOM_TESTS_RECORDED_H

#include <stdio.h>
#include <string.h>

#include <headroom/testing.h>

static struct {
    unsigned count;
    enum hr_test_verdict verdict;
    int line;
    char file[256];
    char message[4096];
} recorded;

static void record(const struct hr_test_failure *failure, void *context) {
    (void)context;
    recorded.count++;
    recorded.verdict = failure->verdict;
    recorded.line = failure->line;
    (void)snprintf(recorded.file, sizeof recorded.file, "%s", failure->file);
    (void)snprintf(recorded.message, sizeof recorded.message, "%s", failure->message);
}

/* A cmocka setup: every test begins with nothing said. */
static int record_anew(void **state) {
    (void)state;
    memset(&recorded, 0, sizeof recorded);
    hr_test_set_handler(record, NULL);
    return 0;
}

/* The check passed, and nothing was said. */
HR_UNUSED static void assert_passed(bool result) {
    if (recorded.count != 0) {
        print_error("it said: %s\n", recorded.message);
    }
    assert_true(result);
    assert_int_equal(recorded.count, 0);
}

/* The check failed, once, with these words; the next may speak. */
HR_UNUSED static void assert_failed(bool result, const char *message) {
    assert_false(result);
    assert_int_equal(recorded.count, 1);
    assert_int_equal(recorded.verdict, HR_TEST_FAILED);
    assert_string_equal(recorded.message, message);
    recorded.count = 0;
}

/* As assert_failed, where the words contain this. */
HR_UNUSED static void assert_failed_about(bool result, const char *part) {
    assert_false(result);
    assert_int_equal(recorded.count, 1);
    assert_int_equal(recorded.verdict, HR_TEST_FAILED);
    if (strstr(recorded.message, part) == NULL) {
        print_error("no '%s' in: %s\n", part, recorded.message);
        fail();
    }
    recorded.count = 0;
}

#endif
