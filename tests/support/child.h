/*
 * child.h - what an action says on standard error and how it ends, in a process of its own: for
 * assertions and sanitizers, which end the process.
 */
#ifndef HEADROOM_TESTS_CHILD_H
#define HEADROOM_TESTS_CHILD_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct child_end {
    int status;      /* of waitpid */
    char text[8192]; /* the first of what it wrote */
};

static inline void child_run(void (*action)(void), int error) {
    const struct rlimit no_core = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &no_core);
    (void)dup2(error, STDERR_FILENO);
    (void)signal(SIGABRT, SIG_DFL);
    (void)signal(SIGSEGV, SIG_DFL);
    action();
    _exit(0);
}

/* Fails the test when there is no child to be had. */
static inline struct child_end child_end_of(void (*action)(void)) {
    struct child_end end = {0};
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    (void)fflush(NULL); /* so that nobody prints what waits here twice */
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        child_run(action, ends[1]);
    }
    (void)close(ends[1]);
    char rest[512];
    size_t length = 0;
    ssize_t got = 1;
    while (got > 0) {
        const size_t room = sizeof end.text - 1 - length;
        got = read(ends[0], room > 0 ? end.text + length : rest, room > 0 ? room : sizeof rest);
        length += got > 0 && room > 0 ? (size_t)got : 0;
    }
    (void)close(ends[0]);
    assert_int_equal(waitpid(child, &end.status, 0), child);
    return end;
}

static inline bool child_succeeds(void (*action)(void)) {
    const struct child_end end = child_end_of(action);
    return WIFEXITED(end.status) && WEXITSTATUS(end.status) == 0;
}

/* Whether a failed check ended it, with these words in its line. */
static inline bool child_fails_check(void (*action)(void), const char *words) {
    const struct child_end end = child_end_of(action);
    return WIFSIGNALED(end.status) && WTERMSIG(end.status) == SIGABRT &&
           strncmp(end.text, "headroom: check failed: ", 24) == 0 &&
           strstr(end.text, words) != NULL;
}

#endif
