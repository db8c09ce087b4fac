/*
 * report.h - what a check has to say: text of bounded length, and the way to the handler.
 */
#ifndef HEADROOM_TESTING_REPORT_H
#define HEADROOM_TESTING_REPORT_H

#include <headroom/testing.h>

enum { TEST_TEXT_BYTES = 4096 };

/* Where a check stands, and the first thing that it found wrong. */
struct test_finding {
    const char *file;
    int line;
    char text[TEST_TEXT_BYTES]; /* "": nothing yet */
};

/* Appends to a text of TEST_TEXT_BYTES, cutting off what is too much. */
HR_PRINTF(2, 3) void test_text_add(char *text, const char *format, ...);

/* "3 blocks of 60 bytes (10, 20, 30)", with the sizes of the oldest. */
void test_text_left(char *text, const struct hr_test_counts *counts);

/* Passes on what was found; true where that is nothing. */
bool test_report(const struct test_finding *finding);

/* Reports that nothing can be measured, and why. Always false. */
bool test_report_unsupported(const char *file, int line, const char *reason);

/* The name, or what to call a thing that has none. */
static inline const char *test_name(const char *name, const char *otherwise) {
    return name != NULL ? name : otherwise;
}

#endif
