/*
 * checks.h - runs a table of checks and prints the names of those that did not pass, one a line.
 */
#ifndef OUTSIDE_CHECKS_H
#define OUTSIDE_CHECKS_H

#include <stdio.h>

#include <headroom/testing.h>

struct named_check {
    const char *name;
    void (*run)(void);
};

static inline int run_checks(const struct named_check *checks, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint64_t before = hr_test_failed_count() + hr_test_unsupported_count();
        checks[i].run();
        if (hr_test_failed_count() + hr_test_unsupported_count() != before) {
            printf("%s\n", checks[i].name);
        }
    }
    return hr_test_exit_status();
}

#endif
