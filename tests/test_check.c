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

static sigjmp_buf before_abort;

static void leave_abort(int number) {
    siglongjmp(before_abort, number);
}

/* What it says, in this process: the way out of abort is a signal handler that jumps. */
static void read_message(int line, char *text, size_t room) {
    int ends[2];
    const int error = dup(STDERR_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
    void (*const former)(int) = signal(SIGABRT, leave_abort);
    if (sigsetjmp(before_abort, 1) == 0) {
        hr_check_failed("f", line, "c");
    }
    (void)signal(SIGABRT, former);
    assert_int_equal(dup2(error, STDERR_FILENO), STDERR_FILENO);
    (void)close(error);
    (void)close(ends[1]);
    const ssize_t length = read(ends[0], text, room - 1);
    (void)close(ends[0]);
    assert_in_range(length, 1, room - 1);
    text[length] = '\0';
}

static void test_check_failed_writes_every_digit_of_the_line(void **state) {
    (void)state;
    static const struct {
        int line;
        const char *text;
    } cases[] = {
        {0, "headroom: check failed: c (f:0)\n"},
        {1, "headroom: check failed: c (f:1)\n"},
        {9, "headroom: check failed: c (f:9)\n"},
        {10, "headroom: check failed: c (f:10)\n"},
        {2147483647, "headroom: check failed: c (f:2147483647)\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[256];
        read_message(cases[i].line, text, sizeof text);
        assert_string_equal(text, cases[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check_each_level_evaluates_its_own_and_the_cheaper),
        cmocka_unit_test(test_check_failed_says_where_and_aborts),
        cmocka_unit_test(test_check_failed_writes_every_digit_of_the_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
