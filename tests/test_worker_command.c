// headroom worker as people call it: its own example works, and what is no case is refused.
// links: bench-commands headroom headroom-image headroom-adapters
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "commands/options.h"

extern const struct command command_worker;

enum { OUTPUT_BYTES = 1 << 16, LINE_BYTES = 1024 };

/* What the shell makes of `headroom ARGUMENTS`; its exit status. */
static int shell(const char *arguments, char output[OUTPUT_BYTES]) {
    char line[LINE_BYTES];
    assert_true(snprintf(line, sizeof line, "'%s/bin/headroom' %s", TEST_BINARY_DIR, arguments) <
                (int)sizeof line);
    FILE *program = popen(line, "r");
    assert_non_null(program);
    output[fread(output, 1, OUTPUT_BYTES - 1, program)] = '\0';
    int status = pclose(program);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void test_worker_example_of_its_help_is_ok(void **state) {
    static char output[OUTPUT_BYTES];
    char example[LINE_BYTES];
    (void)state;
    const char *found = strstr(command_worker.details, "  headroom worker ");
    assert_non_null(found);
    found += strlen("  headroom ");
    (void)snprintf(example, sizeof example, "%.*s", (int)strcspn(found, "\n"), found);
    assert_int_equal(shell(example, output), 0);
    assert_non_null(strstr(output, "\noutcome\t0\tok\t"));
    assert_non_null(strstr(output, "\trss_bytes\t"));
}

static void test_worker_case_that_is_none_is_wrong_usage(void **state) {
    static char output[OUTPUT_BYTES];
    (void)state;
    assert_int_equal(shell("worker 'workload=apend' 2>&1", output), EXIT_USAGE);
    assert_non_null(strstr(output, "unknown workload 'apend'"));
    assert_non_null(strstr(output, "'append'"));
    assert_null(strstr(output, "outcome\t"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worker_example_of_its_help_is_ok),
        cmocka_unit_test(test_worker_case_that_is_none_is_wrong_usage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
