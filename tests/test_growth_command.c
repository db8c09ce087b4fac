// headroom growth and headroom list: what they print and what they refuse.
// links: bench-commands
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "commands/options.h"

extern const struct command command_growth, command_list;

enum { OUTPUT_BYTES = 1 << 16, MOST_WORDS = 8 };

/* Runs the command with words; what it wrote on descriptor `which`, in *output. */
static int run(const struct command *command, const char *const *words, int which,
               char output[OUTPUT_BYTES]) {
    char path[] = "/tmp/headroom-output-XXXXXX";
    char *argv[MOST_WORDS + 2] = {(char *)(uintptr_t)command->name};
    int argc = 1;
    for (; words[argc - 1] != NULL; argc++) {
        argv[argc] = (char *)(uintptr_t)words[argc - 1];
    }
    (void)fflush(NULL);
    int file = mkstemp(path), kept = dup(which);
    assert_true(file >= 0 && kept >= 0 && dup2(file, which) == which);
    int status = command->run(argc, argv);
    (void)fflush(NULL);
    assert_int_equal(dup2(kept, which), which);
    ssize_t bytes = pread(file, output, OUTPUT_BYTES - 1, 0);
    assert_true(bytes >= 0);
    output[bytes] = '\0';
    (void)close(kept);
    (void)close(file);
    (void)unlink(path);
    return status;
}

/* CPython's own comment on list_resize: 0, 4, 8, 16, 24, 32, 40, 52, 64, 76, ... */
static void test_growth_command_prints_cpythons_sequence(void **state) {
    (void)state;
    static char output[OUTPUT_BYTES];
    const char *const words[] = {"cpython-3.9", "--up-to", "65", NULL};
    assert_int_equal(run(&command_growth, words, STDOUT_FILENO, output), EXIT_OK);
    assert_string_equal(output, "policy\tlength\tcapacity\n"
                                "cpython-3.9\t0\t0\n"
                                "cpython-3.9\t1\t4\n"
                                "cpython-3.9\t5\t8\n"
                                "cpython-3.9\t9\t16\n"
                                "cpython-3.9\t17\t24\n"
                                "cpython-3.9\t25\t32\n"
                                "cpython-3.9\t33\t40\n"
                                "cpython-3.9\t41\t52\n"
                                "cpython-3.9\t53\t64\n"
                                "cpython-3.9\t65\t76\n");
}

static void test_growth_command_takes_several_policies_and_formats(void **state) {
    (void)state;
    static char output[OUTPUT_BYTES];
    const char *const words[] = {"--format", "csv", "exact", "libstdcxx", "-u", "3", NULL};
    assert_int_equal(run(&command_growth, words, STDOUT_FILENO, output), EXIT_OK);
    assert_string_equal(output, "policy,length,capacity\nexact,0,0\nexact,1,1\nexact,2,2\n"
                                "exact,3,3\nlibstdcxx,0,0\nlibstdcxx,1,1\nlibstdcxx,2,2\n"
                                "libstdcxx,3,4\n");
    const char *const nothing[] = {"java", "--up-to", "0", NULL};
    assert_int_equal(run(&command_growth, nothing, STDOUT_FILENO, output), EXIT_OK);
    assert_string_equal(output, "policy\tlength\tcapacity\njava\t0\t0\n");
}

/* Pointers, good sizes of an allocator, and names that are made: reserved-all gives whole pages. */
static void test_growth_command_tells_policies_of_elements_and_allocator(void **state) {
    (void)state;
    static char output[OUTPUT_BYTES];
    const char *const pointers[] = {"go-1.22", "--pointers", "--up-to", "65", NULL};
    assert_int_equal(run(&command_growth, pointers, STDOUT_FILENO, output), EXIT_OK);
    assert_non_null(strstr(output, "go-1.22\t65\t143\n"));
    const char *const plain[] = {"go-1.22", "--up-to", "65", NULL};
    assert_int_equal(run(&command_growth, plain, STDOUT_FILENO, output), EXIT_OK);
    assert_non_null(strstr(output, "go-1.22\t65\t128\n"));
    const char *const pages[] = {
        "geometric:1.30+good", "--allocator", "reserved-all", "-u", "513", NULL};
    assert_int_equal(run(&command_growth, pages, STDOUT_FILENO, output), EXIT_OK);
    assert_string_equal(output, "policy\tlength\tcapacity\ngeometric:1.3+good\t0\t0\n"
                                "geometric:1.3+good\t1\t512\ngeometric:1.3+good\t513\t1024\n");
}

static void expect_usage(const struct command *command, const char *const *words,
                         const char *part) {
    static char output[OUTPUT_BYTES];
    assert_int_equal(run(command, words, STDERR_FILENO, output), EXIT_USAGE);
    if (strstr(output, part) == NULL) {
        fail_msg("'%s' does not say '%s'", output, part);
    }
}

static void test_growth_command_refuses_what_it_does_not_know(void **state) {
    (void)state;
    expect_usage(&command_growth, (const char *[]){"cpyton-3.9", NULL},
                 "did you mean 'cpython-3.9'?");
    expect_usage(&command_growth, (const char *[]){NULL}, "no policy");
    expect_usage(&command_growth, (const char *[]){"java", "--up-to", "-1", NULL}, "'-1'");
    expect_usage(&command_growth, (const char *[]){"java", "--up-to", "1e30", NULL}, "'1e30'");
    expect_usage(&command_growth, (const char *[]){"java", "-e", "0", NULL}, "'0'");
    expect_usage(&command_growth, (const char *[]){"geometric:0.5", NULL}, "'geometric:0.5'");
    expect_usage(&command_growth, (const char *[]){"java", "-a", "reservd", NULL},
                 "did you mean 'reserved'?");
    expect_usage(&command_growth, (const char *[]){"java", "-f", "cvs", NULL},
                 "did you mean 'csv'?");
}

static void test_list_command_knows_every_kind_it_names(void **state) {
    (void)state;
    static char kinds[OUTPUT_BYTES], output[OUTPUT_BYTES];
    size_t count = 0;
    assert_int_equal(run(&command_list, (const char *[]){NULL}, STDOUT_FILENO, kinds), EXIT_OK);
    for (char *rest = kinds, *line; (line = strsep(&rest, "\n")) != NULL && line[0] != '\0';) {
        line[strcspn(line, " ")] = '\0';
        const char *const words[] = {line, NULL};
        assert_int_equal(run(&command_list, words, STDOUT_FILENO, output), EXIT_OK);
        assert_true(strlen(output) > 0);
        count++;
    }
    assert_true(count >= 9);
    assert_int_equal(run(&command_list, (const char *[]){"growth", NULL}, STDOUT_FILENO, output),
                     EXIT_OK);
    assert_non_null(strstr(output, "cpython-3.9 "));
    assert_non_null(strstr(output, "POLICY+good "));
}

static void test_list_command_refuses_unknown_kinds(void **state) {
    (void)state;
    expect_usage(&command_list, (const char *[]){"grwth", NULL}, "did you mean 'growth'?");
    expect_usage(&command_list, (const char *[]){"growth", "meters", NULL}, "one kind at a time");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growth_command_prints_cpythons_sequence),
        cmocka_unit_test(test_growth_command_takes_several_policies_and_formats),
        cmocka_unit_test(test_growth_command_tells_policies_of_elements_and_allocator),
        cmocka_unit_test(test_growth_command_refuses_what_it_does_not_know),
        cmocka_unit_test(test_list_command_knows_every_kind_it_names),
        cmocka_unit_test(test_list_command_refuses_unknown_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
