/*
 * blocks.h - what tests of allocators share: a pattern in blocks, children that answer by their
 * exit status, what the kernel says of this process.
 */
#ifndef HEADROOM_TESTS_BLOCKS_H
#define HEADROOM_TESTS_BLOCKS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <headroom/allocator.h>
#include <headroom/attributes.h>

#define BORDER ((size_t)128 * 1024) /* of mapped and reserved */

static inline unsigned char pattern(size_t i) {
    return (unsigned char)(i * 131 + (i >> 8) * 7 + 5);
}

HR_UNUSED static void fill(unsigned char *block, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        block[i] = pattern(i);
    }
}

HR_UNUSED static bool is_filled(const unsigned char *block, size_t bytes) {
    size_t i = 0;
    while (i < bytes && block[i] == pattern(i)) {
        i++;
    }
    return i == bytes;
}

HR_UNUSED static void assert_filled(const unsigned char *block, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        if (block[i] != pattern(i)) {
            fail_msg("byte %zu of %zu is lost", i, bytes);
        }
    }
}

static inline bool is_instrumented(void) {
    return dlsym(RTLD_DEFAULT, "__asan_init") != NULL;
}

static inline enum hr_move move_of(const struct hr_allocator *allocator, const void *block,
                                   size_t from, size_t to) {
    return allocator->move(allocator->context, block, from, to);
}

/* Runs `body` in a child, which is killed when it hangs; it has to return 0. */
HR_UNUSED static void assert_child(int (*body)(void)) {
    (void)fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)alarm(100);
        (void)signal(SIGSEGV, SIG_DFL); /* cmocka's would go on with the next test, in the child */
        int result = body();
        if (is_instrumented()) {
            _exit(result); /* the search for leaks waits for threads that the child has not got */
        }
        exit(result);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* A number of a file of /proc behind `field`, "" for the first; asks malloc for nothing. */
HR_UNUSED static size_t number_in(const char *path, const char *field) {
    char text[4096];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (length < 0) {
        abort();
    }
    (void)close(file);
    text[length] = '\0';
    const char *found = strstr(text, field);
    return found == NULL ? 0 : strtoull(found + strlen(field), NULL, 10);
}

/* Bytes of address space of this process. */
HR_UNUSED static size_t address_space(void) {
    return number_in("/proc/self/statm", "") * (size_t)sysconf(_SC_PAGESIZE);
}

#endif
