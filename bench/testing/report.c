/*
 * report.c - the handler in force, the default one, and how often it was called.
 */
#include "report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void print(const struct hr_test_failure *failure, void *context) {
    (void)context;
    (void)fprintf(stderr, "%s:%d: %s%s\n", failure->file, failure->line,
                  failure->verdict == HR_TEST_UNSUPPORTED ? "unsupported: " : "", failure->message);
}

static struct {
    hr_test_handler *handler;
    void *context;
} in_force = {.handler = print};
static uint64_t told[HR_TEST_UNSUPPORTED + 1];

HR_EXPORT void hr_test_set_handler(hr_test_handler *handler, void *context) {
    in_force.handler = handler != NULL ? handler : print;
    in_force.context = context;
}

HR_EXPORT uint64_t hr_test_failed_count(void) {
    return __atomic_load_n(&told[HR_TEST_FAILED], __ATOMIC_RELAXED);
}

HR_EXPORT uint64_t hr_test_unsupported_count(void) {
    return __atomic_load_n(&told[HR_TEST_UNSUPPORTED], __ATOMIC_RELAXED);
}

HR_EXPORT int hr_test_exit_status(void) {
    enum { SKIPPED = 77 };
    if (hr_test_failed_count() > 0) {
        return 1;
    }
    return hr_test_unsupported_count() > 0 ? SKIPPED : 0;
}

void test_text_add(char *text, const char *format, ...) {
    size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text + used, TEST_TEXT_BYTES - used, format, arguments);
    va_end(arguments);
}

void test_text_left(char *text, const struct hr_test_counts *counts) {
    uint64_t blocks = counts->live_blocks;
    test_text_add(text, "%llu %s of %llu bytes", (unsigned long long)blocks,
                  blocks == 1 ? "block" : "blocks", (unsigned long long)counts->live_bytes);
    for (uint64_t i = 0; blocks > 1 && i < blocks && i < HR_TEST_LEFT_TOLD; i++) {
        test_text_add(text, "%s%llu", i == 0 ? " (" : ", ",
                      (unsigned long long)counts->left_bytes[i]);
    }
    if (blocks > 1) {
        test_text_add(text, "%s)", blocks > HR_TEST_LEFT_TOLD ? ", ..." : "");
    }
}

static void tell(const char *file, int line, enum hr_test_verdict verdict, const char *message) {
    const struct hr_test_failure failure = {file, line, verdict, message};
    (void)__atomic_fetch_add(&told[verdict], 1, __ATOMIC_RELAXED);
    in_force.handler(&failure, in_force.context);
}

bool test_report(const struct test_finding *finding) {
    if (finding->text[0] == '\0') {
        return true;
    }
    tell(finding->file, finding->line, HR_TEST_FAILED, finding->text);
    return false;
}

bool test_report_unsupported(const char *file, int line, const char *reason) {
    tell(file, line, HR_TEST_UNSUPPORTED, reason);
    return false;
}
