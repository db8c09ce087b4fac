/*
 * test_places.c - the program's parts are found in a build tree and in an installation, by copies
 * of this test that are laid out like the program.
 */
// links: bench-platform headroom-image
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <headroom/attributes.h>

#include "platform/places.h"

/* Runs a shell command made of a format; gives the first line it prints, for the caller to free. */
HR_PRINTF(1, 2) static char *first_line(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *command = NULL, *line = NULL;
    size_t size = 0;
    assert_true(vasprintf(&command, format, arguments) > 0);
    va_end(arguments);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_true(getline(&line, &size, pipe) > 0);
    assert_int_equal(pclose(pipe), 0);
    line[strcspn(line, "\n")] = '\0';
    free(command);
    return line;
}

/* A folder laid out as an installation, with this test as bin/headroom and libexec's image. */
static int make_installation(void **state) {
    char *self = realpath("/proc/self/exe", NULL);
    assert_non_null(self);
    *state =
        first_line("t=$(mktemp -d) && mkdir -p $t/bin $t/libexec/headroom/adapters"
                   " $t/share/headroom/suites $t/share/headroom/plots $t/share/headroom/lengths"
                   " && : >$t/libexec/headroom/libheadroom-trace.so"
                   " && cp '%s' $t/bin/headroom"
                   " && cp '%s' $t/libexec/headroom/headroom-image && realpath $t",
                   self, self);
    free(self);
    return 0;
}

static int remove_installation(void **state) {
    free(first_line("rm -r '%s' && echo removed", (char *)*state));
    free(*state);
    return 0;
}

/* What `place` is for the program `program` of the installation, as one real path. */
static void assert_place(void **state, const char *program, const char *place, const char *wanted) {
    char *found = first_line("realpath \"$('%s/%s' %s)\"", (char *)*state, program, place);
    char *expected = first_line("echo '%s/%s'", (char *)*state, wanted);
    assert_string_equal(found, expected);
    free(found);
    free(expected);
}

static void test_places_installed_program_finds_installed_parts(void **state) {
    assert_place(state, "bin/headroom", "image", "libexec/headroom/headroom-image");
    assert_place(state, "bin/headroom", "tracer", "libexec/headroom/libheadroom-trace.so");
    assert_place(state, "bin/headroom", "adapters", "libexec/headroom/adapters");
    assert_place(state, "bin/headroom", "suites", "share/headroom/suites");
    assert_place(state, "bin/headroom", "lengths", "share/headroom/lengths");
    assert_place(state, "bin/headroom", "plots", "share/headroom/plots");
}

static void test_places_installed_image_finds_installed_parts(void **state) {
    assert_place(state, "libexec/headroom/headroom-image", "adapters", "libexec/headroom/adapters");
    assert_place(state, "libexec/headroom/headroom-image", "tracer",
                 "libexec/headroom/libheadroom-trace.so");
    assert_place(state, "libexec/headroom/headroom-image", "suites", "share/headroom/suites");
    assert_place(state, "libexec/headroom/headroom-image", "lengths", "share/headroom/lengths");
}

static void test_places_build_tree_program_finds_built_parts(void **state) {
    (void)state;
    assert_string_equal(places_image(), TEST_BINARY_DIR "/bin/headroom-image");
    assert_string_equal(places_adapters(), TEST_BINARY_DIR "/bin/adapters");
}

static void test_places_build_tree_program_finds_source_data(void **state) {
    (void)state;
    assert_string_equal(places_suites(), TEST_SOURCE_DIR "/bench/suites");
    assert_string_equal(places_lengths(), TEST_SOURCE_DIR "/bench/lengths");
    assert_string_equal(places_plots(), TEST_SOURCE_DIR "/plots");
}

static void test_places_environment_goes_first(void **state) {
    (void)state;
    assert_int_equal(setenv("HEADROOM_SUITES", "/nowhere/suites", 1), 0);
    assert_string_equal(places_suites(), "/nowhere/suites");
    assert_int_equal(setenv("HEADROOM_SUITES", "", 1), 0);
    assert_string_equal(places_suites(), TEST_SOURCE_DIR "/bench/suites");
    assert_int_equal(unsetenv("HEADROOM_SUITES"), 0);
    assert_string_equal(places_suites(), TEST_SOURCE_DIR "/bench/suites");
}

static int print_place(const char *name) {
    static const struct {
        const char *name;
        const char *(*place)(void);
    } places[] = {{"image", places_image},       {"tracer", places_tracer},
                  {"adapters", places_adapters}, {"suites", places_suites},
                  {"lengths", places_lengths},   {"plots", places_plots}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (strcmp(places[i].name, name) == 0) {
            return puts(places[i].place()) < 0;
        }
    }
    return 1;
}

int main(int count, char **words) {
    if (count == 2) {
        return print_place(words[1]);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places_installed_program_finds_installed_parts),
        cmocka_unit_test(test_places_installed_image_finds_installed_parts),
        cmocka_unit_test(test_places_build_tree_program_finds_built_parts),
        cmocka_unit_test(test_places_build_tree_program_finds_source_data),
        cmocka_unit_test(test_places_environment_goes_first),
    };
    return cmocka_run_group_tests(tests, make_installation, remove_installation);
}
