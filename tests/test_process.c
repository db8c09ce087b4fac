/*
 * test_process.c - children that end well, badly, not at all, flood, and leave children of their
 * own. The test program itself is the child: `test_process child MODE`.
 */
// links: bench-runner
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "runner/process.h"

enum { OUTPUT_BYTES = 4096, ERRORS_BYTES = 256 };

static char output[OUTPUT_BYTES], errors[ERRORS_BYTES];

static _Noreturn void sleep_for_ever(void) {
    for (;;) {
        pause();
    }
}

/* A grandchild that holds the pipes and prints its number. */
static void leave_grandchild(void) {
    pid_t id = fork();
    if (id == 0) {
        sleep_for_ever();
    }
    printf("%d\n", (int)id);
    fflush(stdout);
}

static int be_child(const char *mode) {
    if (strcmp(mode, "talk") == 0) {
        printf("one\ntwo\n");
        fprintf(stderr, "a word\n");
    } else if (strcmp(mode, "fail") == 0) {
        return 42;
    } else if (strcmp(mode, "abort") == 0) {
        abort();
    } else if (strcmp(mode, "hang") == 0) {
        sleep_for_ever();
    } else if (strcmp(mode, "stubborn") == 0) {
        (void)signal(SIGTERM, SIG_IGN);
        (void)signal(SIGINT, SIG_IGN);
        leave_grandchild();
        sleep_for_ever();
    } else if (strcmp(mode, "close") == 0) {
        (void)close(STDOUT_FILENO);
        (void)close(STDERR_FILENO);
        (void)usleep(50000);
        return 7;
    } else if (strcmp(mode, "grandchild") == 0) {
        leave_grandchild();
    } else if (strcmp(mode, "flood") == 0) {
        for (;;) {
            (void)puts("more and more");
        }
    } else if (strcmp(mode, "scold") == 0) {
        for (int i = 0; i < 10000; i++) {
            fprintf(stderr, "complaint %d\n", i);
        }
    } else if (strcmp(mode, "exact") == 0 || strcmp(mode, "exact+1") == 0) {
        for (int i = 0; i < OUTPUT_BYTES - 1 + (mode[5] == '+'); i++) {
            (void)putchar('x');
        }
    } else if (strcmp(mode, "signals") == 0) {
        sigset_t mask;
        struct sigaction action;
        (void)sigprocmask(SIG_BLOCK, NULL, &mask);
        (void)sigaction(SIGPIPE, NULL, &action);
        printf("%d %d %d", sigismember(&mask, SIGINT), action.sa_handler == SIG_DFL,
               getsid(0) == getpid());
    } else if (strcmp(mode, "zero") == 0) {
        (void)fwrite("a\0b", 1, 3, stdout);
    }
    return 0;
}

static struct process_result run_for(const char *mode, uint64_t deadline_ms) {
    char path[] = "/proc/self/exe";
    char word[] = "child";
    char *copy = strdup(mode);
    char *arguments[] = {path, word, copy, NULL};
    struct process_request request = {.program = path,
                                      .arguments = arguments,
                                      .environment = environ,
                                      .deadline_ns = deadline_ms * 1000000,
                                      .output = output,
                                      .output_bytes = sizeof output,
                                      .errors = errors,
                                      .errors_bytes = sizeof errors};
    struct process_result result;
    process_run(&request, &result);
    free(copy);
    return result;
}

static struct process_result run(const char *mode) {
    return run_for(mode, 60000);
}

/* True when no process of that number is left, but maybe a zombie of somebody else's. */
static bool is_gone(int id) {
    for (int i = 0; i < 2000; i++) {
        char path[64], text[512] = "";
        (void)snprintf(path, sizeof path, "/proc/%d/stat", id);
        int file = open(path, O_RDONLY);
        ssize_t count = file >= 0 ? read(file, text, sizeof text - 1) : 0;
        if (file >= 0) {
            (void)close(file);
        }
        const char *state = count > 0 ? strstr(text, ") ") : NULL;
        if (state == NULL || state[2] == 'Z' || state[2] == 'X') {
            return true;
        }
        (void)usleep(1000);
    }
    return false;
}

static void assert_no_children(void) {
    errno = 0;
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static int count_descriptors(void) {
    int count = 0;
    for (int i = 0; i < 256; i++) {
        count += fcntl(i, F_GETFD) >= 0;
    }
    return count;
}

static void test_process_talks_is_heard(void **state) {
    (void)state;
    struct process_result result = run("talk");
    assert_int_equal(result.end, PROCESS_EXITED);
    assert_int_equal(result.status, 0);
    assert_string_equal(output, "one\ntwo\n");
    assert_string_equal(errors, "a word\n");
    assert_int_equal(result.output_bytes, 8);
    assert_false(result.output_has_zeros);
    assert_no_children();
}

static void test_process_fails_gives_its_status(void **state) {
    (void)state;
    struct process_result result = run("fail");
    assert_int_equal(result.end, PROCESS_EXITED);
    assert_int_equal(result.status, 42);
    assert_string_equal(output, "");
}

static void test_process_crashes_gives_its_signal(void **state) {
    (void)state;
    struct process_result result = run("abort");
    assert_int_equal(result.end, PROCESS_KILLED);
    assert_int_equal(result.status, SIGABRT);
}

static void test_process_hangs_is_timed_out(void **state) {
    (void)state;
    struct process_result result = run_for("hang", 100);
    assert_int_equal(result.end, PROCESS_TIMED_OUT);
    assert_true(result.wall_ns >= 100000000);
    assert_no_children();
}

static void test_process_stubborn_is_killed_with_its_children(void **state) {
    (void)state;
    struct process_result result = run_for("stubborn", 500);
    assert_int_equal(result.end, PROCESS_TIMED_OUT);
    int grandchild = (int)strtol(output, NULL, 10);
    assert_true(grandchild > 0);
    assert_true(is_gone(grandchild));
}

static void test_process_closes_its_output_is_waited_for(void **state) {
    (void)state;
    struct process_result result = run("close");
    assert_int_equal(result.end, PROCESS_EXITED);
    assert_int_equal(result.status, 7);
}

static void test_process_leaves_grandchild_does_not_wait_for_it(void **state) {
    (void)state;
    struct process_result result = run("grandchild");
    assert_int_equal(result.end, PROCESS_EXITED);
    int grandchild = (int)strtol(output, NULL, 10);
    assert_true(grandchild > 0);
    assert_true(is_gone(grandchild));
}

static void test_process_floods_is_stopped(void **state) {
    (void)state;
    struct process_result result = run("flood");
    assert_int_equal(result.end, PROCESS_FLOODED);
    assert_int_equal(result.output_bytes, OUTPUT_BYTES - 1);
    assert_int_equal(output[OUTPUT_BYTES - 1], '\0');
    assert_no_children();
}

static void test_process_output_fits_exactly_one_more_does_not(void **state) {
    (void)state;
    struct process_result result = run("exact");
    assert_int_equal(result.end, PROCESS_EXITED);
    assert_int_equal(result.output_bytes, OUTPUT_BYTES - 1);
    result = run("exact+1");
    assert_int_equal(result.end, PROCESS_FLOODED);
}

static void test_process_scolds_its_last_words_are_kept(void **state) {
    (void)state;
    struct process_result result = run("scold");
    assert_int_equal(result.end, PROCESS_EXITED);
    assert_true(result.errors_bytes < ERRORS_BYTES);
    assert_non_null(strstr(errors, "complaint 9999\n"));
    assert_null(strstr(errors, "complaint 1\n"));
}

static void test_process_zero_bytes_are_noticed(void **state) {
    (void)state;
    assert_true(run("zero").output_has_zeros);
}

static void test_process_is_not_there_gives_errno(void **state) {
    (void)state;
    char path[] = "/nowhere/to/be/found";
    char *arguments[] = {path, NULL};
    struct process_request request = {.program = path,
                                      .arguments = arguments,
                                      .environment = environ,
                                      .output = output,
                                      .output_bytes = sizeof output,
                                      .errors = errors,
                                      .errors_bytes = sizeof errors};
    struct process_result result;
    process_run(&request, &result);
    assert_int_equal(result.end, PROCESS_NOT_STARTED);
    assert_int_equal(result.status, ENOENT);
    assert_no_children();
}

static void test_process_signals_of_parent_are_not_inherited(void **state) {
    (void)state;
    (void)signal(SIGPIPE, SIG_IGN);
    process_interrupts_watch();
    (void)run("signals");
    process_interrupts_release();
    assert_string_equal(output, "0 1 1");
}

static void test_process_sigchld_ignored_keeps_the_status(void **state) {
    (void)state;
    (void)signal(SIGCHLD, SIG_IGN);
    struct process_result result = run("fail");
    assert_int_equal(result.end, PROCESS_EXITED);
    assert_int_equal(result.status, 42);
}

static void test_process_interrupted_ends_the_child_and_starts_none(void **state) {
    (void)state;
    process_interrupts_watch();
    assert_int_equal(process_interrupted(), 0);
    pid_t parent = getpid();
    pid_t helper = fork();
    if (helper == 0) {
        (void)usleep(100000);
        (void)kill(parent, SIGTERM);
        _exit(0);
    }
    struct process_result result = run("hang");
    assert_int_equal(result.end, PROCESS_INTERRUPTED);
    assert_int_equal(process_interrupted(), SIGTERM);
    result = run("talk");
    assert_int_equal(result.end, PROCESS_INTERRUPTED);
    assert_string_equal(output, "");
    process_interrupts_release();
    assert_int_equal(waitpid(helper, NULL, 0), helper);
}

static void test_process_interrupted_between_children_is_seen(void **state) {
    (void)state;
    process_interrupts_watch();
    assert_int_equal(raise(SIGINT), 0); /* blocked: would end this test otherwise */
    assert_int_equal(process_interrupted(), SIGINT);
    process_interrupts_release();
}

static void test_process_hangup_ignored_stays_ignored(void **state) {
    (void)state;
    (void)signal(SIGHUP, SIG_IGN);
    process_interrupts_watch();
    assert_int_equal(raise(SIGHUP), 0);
    assert_int_equal(process_interrupted(), 0);
    process_interrupts_release();
    (void)signal(SIGHUP, SIG_DFL);
}

static void test_process_many_leak_no_descriptor(void **state) {
    (void)state;
    int before = count_descriptors();
    for (int i = 0; i < 50; i++) {
        assert_int_equal(run(i % 2 == 0 ? "talk" : "flood").output_bytes > 0, 1);
    }
    assert_int_equal(count_descriptors(), before);
    assert_no_children();
}

/* In a process of its own, for it closes what the test itself prints on. */
static void test_process_without_standard_streams_works(void **state) {
    (void)state;
    pid_t helper = fork();
    if (helper == 0) {
        (void)close(0);
        (void)close(1);
        (void)close(2);
        bool bare = run("talk").output_bytes == 8 && strcmp(errors, "a word\n") == 0;
        bool kept = process_keep_standard_streams() && write(1, "x", 1) < 0;
        for (int stream = 0; stream < 3; stream++) {
            kept = kept && fcntl(stream, F_GETFD) >= 0;
        }
        _exit(bare && kept ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(helper, &status, 0), helper);
    assert_int_equal(status, 0);
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "child") == 0) {
        return be_child(argv[2]);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_process_talks_is_heard),
        cmocka_unit_test(test_process_fails_gives_its_status),
        cmocka_unit_test(test_process_crashes_gives_its_signal),
        cmocka_unit_test(test_process_hangs_is_timed_out),
        cmocka_unit_test(test_process_stubborn_is_killed_with_its_children),
        cmocka_unit_test(test_process_closes_its_output_is_waited_for),
        cmocka_unit_test(test_process_leaves_grandchild_does_not_wait_for_it),
        cmocka_unit_test(test_process_floods_is_stopped),
        cmocka_unit_test(test_process_output_fits_exactly_one_more_does_not),
        cmocka_unit_test(test_process_scolds_its_last_words_are_kept),
        cmocka_unit_test(test_process_zero_bytes_are_noticed),
        cmocka_unit_test(test_process_is_not_there_gives_errno),
        cmocka_unit_test(test_process_signals_of_parent_are_not_inherited),
        cmocka_unit_test(test_process_sigchld_ignored_keeps_the_status),
        cmocka_unit_test(test_process_interrupted_ends_the_child_and_starts_none),
        cmocka_unit_test(test_process_interrupted_between_children_is_seen),
        cmocka_unit_test(test_process_hangup_ignored_stays_ignored),
        cmocka_unit_test(test_process_many_leak_no_descriptor),
        cmocka_unit_test(test_process_without_standard_streams_works),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
