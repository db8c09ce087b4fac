// links: bench-runner
/*
 * test_plugin_check.c - the parent's end of a check: whatever the child says and however it ends,
 * the plug-in is refused unless the last line says that all is well. The child is a script.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "runner/plugin_check.h"

enum { LIST_BYTES = 4096 };

static char folder[] = "/tmp/headroom-plugin-check-XXXXXX";
static char script[64];

static int make_folder(void **state) {
    (void)state;
    if (mkdtemp(folder) == NULL) {
        return 1;
    }
    (void)snprintf(script, sizeof script, "%s/child", folder);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    (void)unlink(script);
    return rmdir(folder);
}

/* What becomes of a plug-in whose check is this shell script; the list as people see it. */
static enum module_outcome check(const char *shell, char list[LIST_BYTES],
                                 struct case_error *error) {
    (void)unlink(script);
    FILE *file = fopen(script, "w");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", shell);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(script, S_IRWXU), 0);
    FILE *told = tmpfile();
    assert_non_null(told);
    const struct plugin_check_options options = {.program = script, .list = told};
    enum module_outcome outcome = plugin_check("/its/path.so", &options, error);
    rewind(told);
    list[fread(list, 1, LIST_BYTES - 1, told)] = '\0';
    assert_int_equal(fclose(told), 0);
    return outcome;
}

static void expect(const char *shell, enum module_outcome outcome, const char *text) {
    char list[LIST_BYTES];
    struct case_error error;
    assert_int_equal(check(shell, list, &error), outcome);
    assert_non_null(strstr(error.message, text));
    assert_non_null(strstr(list, "refused after "));
    assert_null(strstr(list, "all of"));
}

#define BEGIN "printf 'begin\\tmine\\tw=4\\tvalues come back\\nenter\\tpop_range\\n'\n"

static void test_plugin_check_of_a_good_child_is_listed_and_well(void **state) {
    char list[LIST_BYTES];
    struct case_error error;
    (void)state;
    assert_int_equal(check("printf 'module\\tm\\t1\\tme\\n'\n" BEGIN "printf 'pass\\n'\n"
                           "printf 'miss\\tmine\\treserve\\nend\\t0\\t\\n'",
                           list, &error),
                     MODULE_OPENED);
    assert_string_equal(list, "plug-in 'm', version 1, from me\n"
                              "mine w=4: values come back ... passed\n"
                              "mine: reserve is not supported\n"
                              "all of 1 checks passed\n");
}

static void test_plugin_check_child_that_dies_is_blamed_on_the_verb(void **state) {
    (void)state;
    expect(BEGIN "kill -FPE $$", MODULE_UNFIT,
           "the plug-in '/its/path.so' breaks its contract: structure 'mine' (w=4): pop_range: "
           "crashes (SIGFPE)");
    expect(BEGIN "echo last words >&2; exit 7", MODULE_UNFIT,
           "pop_range: ends the process (exit status 7): last words");
    expect("kill -KILL $$", MODULE_UNFIT, "it is opened: crashes (SIGKILL)");
}

static void test_plugin_check_lines_that_say_nothing_do_not_pass(void **state) {
    (void)state;
    expect("true", MODULE_UNFIT, "it is opened: ends the process (exit status 0)");
    expect("echo; echo end; echo nonsense; printf 'pass\\tpass\\n'", MODULE_UNFIT, "exit status 0");
    expect("printf 'end\\t99\\twell\\n'", MODULE_UNFIT, "exit status 0");
    expect("printf 'end\\t-1\\twell\\n'", MODULE_UNFIT, "exit status 0");
    expect("printf 'end\\t0\\t'", MODULE_UNFIT, "exit status 0");
    expect("printf 'end\\t0\\t\\n'; kill -SEGV $$", MODULE_UNFIT, "crashes (SIGSEGV)");
    expect("while :; do echo flood of lines; done", MODULE_UNFIT, "cannot be followed any more");
}

static void test_plugin_check_refusal_of_the_child_is_handed_on(void **state) {
    (void)state;
    expect("printf 'end\\t1\\tcannot read it\\n'", MODULE_UNREADABLE, "cannot read it");
    expect("printf 'end\\t3\\tits name is taken\\n'", MODULE_MISUSED, "its name is taken");
    expect(BEGIN "printf 'end\\t2\\tsum is 4\\n'", MODULE_UNFIT,
           "the plug-in '/its/path.so' breaks its contract: sum is 4");
}

static void test_plugin_check_that_cannot_be_started_is_told(void **state) {
    struct case_error error;
    const struct plugin_check_options options = {.program = "/nonexistent"};
    (void)state;
    assert_int_equal(plugin_check("/its/path.so", &options, &error), MODULE_NO_MEMORY);
    assert_non_null(strstr(error.message, "cannot start the check of the plug-in '/its/path.so'"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plugin_check_of_a_good_child_is_listed_and_well),
        cmocka_unit_test(test_plugin_check_child_that_dies_is_blamed_on_the_verb),
        cmocka_unit_test(test_plugin_check_lines_that_say_nothing_do_not_pass),
        cmocka_unit_test(test_plugin_check_refusal_of_the_child_is_handed_on),
        cmocka_unit_test(test_plugin_check_that_cannot_be_started_is_told),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
