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
static uint64_t counts[HR_TEST_UNSUPPORTED + 1];

HR_EXPORT void hr_test_set_handler(hr_test_handler *handler, void *context) {
    in_force.handler = handler != NULL ? handler : print;
    in_force.context = context;
}

HR_EXPORT uint64_t hr_test_failed_count(void) {
    return __atomic_load_n(&counts[HR_TEST_FAILED], __ATOMIC_RELAXED);
}

HR_EXPORT uint64_t hr_test_unsupported_count(void) {
    return __atomic_load_n(&counts[HR_TEST_UNSUPPORTED], __ATOMIC_RELAXED);
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

static void tell(const char *file, int line, enum hr_test_verdict verdict, const char *message) {
    const struct hr_test_failure failure = {file, line, verdict, message};
    (void)__atomic_fetch_add(&counts[verdict], 1, __ATOMIC_RELAXED);
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
