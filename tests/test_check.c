// links: headroom-structures
/*
 * test_check.c - which assertions each level evaluates, and what a failing one does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <headroom/check.h>

static unsigned evaluated;

static bool evaluate(unsigned mark) {
    evaluated |= mark;
    return true;
}

/* The level is read where the macros are used, so each function below is compiled at its own. */
#define ALL_THREE                                                                                  \
    HR_ASSERT(evaluate(1));                                                                        \
    HR_ASSERT_VALID(evaluate(2));                                                                  \
    HR_ASSERT_EXPENSIVE(evaluate(4))

#undef HR_CHECK_LEVEL
#define HR_CHECK_LEVEL 0
static void at_level_0(void) {
    ALL_THREE;
}

#undef HR_CHECK_LEVEL
#define HR_CHECK_LEVEL 1
static void at_level_1(void) {
    ALL_THREE;
}

#undef HR_CHECK_LEVEL
#define HR_CHECK_LEVEL 2
static void at_level_2(void) {
    ALL_THREE;
}

#undef HR_CHECK_LEVEL
#define HR_CHECK_LEVEL 3
static void at_level_3(void) {
    ALL_THREE;
}

static void test_check_each_level_evaluates_its_own_and_the_cheaper(void **state) {
    (void)state;
    void (*const levels[])(void) = {at_level_0, at_level_1, at_level_2, at_level_3};
    const unsigned expected[] = {0, 1, 1 | 2, 1 | 2 | 4};
    for (size_t level = 0; level < 4; level++) {
        evaluated = 0;
        levels[level]();
        assert_int_equal(evaluated, expected[level]);
    }
}

/* In a child: a failing assertion, its standard error into the pipe. */
static void fail_in_child(int error_pipe) {
    const struct rlimit no_core = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &no_core);
    (void)dup2(error_pipe, STDERR_FILENO);
    (void)signal(SIGABRT, SIG_DFL);
    hr_check_failed("some/file.c", 1234, "length <= capacity");
}

static void test_check_failed_says_where_and_aborts(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        fail_in_child(ends[1]);
    }
    (void)close(ends[1]);
    char text[256] = "";
    size_t length = 0;
    ssize_t got = 0;
    while ((got = read(ends[0], text + length, sizeof text - 1 - length)) > 0) {
        length += (size_t)got;
    }
    (void)close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    assert_string_equal(text, "headroom: check failed: length <= capacity (some/file.c:1234)\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check_each_level_evaluates_its_own_and_the_cheaper),
        cmocka_unit_test(test_check_failed_says_where_and_aborts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
