// links: bench-report
/* Go benchmark text, read by a reader that is stricter than benchstat's. */
#include "support/hostile.h"

#include <ctype.h>

/* Go's benchmark format, strictly: what a reader of it accepts, and nothing it would pass over. */
struct go_counts {
    size_t units, results, settings, removals;
};

static bool is_decimal(const char *word) {
    char *end;
    (void)strtod(word, &end);
    return *word != '\0' && *end == '\0' && strspn(word, "+-0123456789.e") == strlen(word);
}

static bool is_ascii_word(const char *word) {
    for (; *word != '\0'; word++) {
        if ((unsigned char)*word <= ' ' || (unsigned char)*word >= 0x7f) {
            return false;
        }
    }
    return true;
}

/* "BenchmarkAppend/key=value/key=value-1" */
static void check_go_name(const char *name) {
    const char *base = name + strlen("Benchmark");
    const char *end = strrchr(name, '-');
    assert_true(isupper((unsigned char)*base) && is_ascii_word(name));
    assert_non_null(end);
    assert_string_equal(end, "-1");
    for (const char *part = strchr(name, '/'); part != NULL; part = strchr(part + 1, '/')) {
        size_t length = strcspn(part + 1, "/");
        const char *equals = memchr(part + 1, '=', length);
        assert_true(equals != NULL && equals > part + 1);
    }
}

static void check_go_result(char *line, const char *units) {
    char *rest = NULL;
    check_go_name(strtok_r(line, " ", &rest));
    const char *iterations = strtok_r(NULL, " ", &rest);
    assert_true(iterations != NULL && strspn(iterations, "0123456789") == strlen(iterations));
    size_t values = 0;
    for (const char *value = strtok_r(NULL, " ", &rest); value != NULL;
         value = strtok_r(NULL, " ", &rest)) {
        char listed[256];
        const char *unit = strtok_r(NULL, " ", &rest);
        assert_true(is_decimal(value));
        assert_non_null(unit);
        snprintf(listed, sizeof listed, "\nUnit %s ", unit);
        assert_non_null(strstr(units, listed)); /* said what it is before */
        values++;
    }
    assert_true(values > 0);
}

static void check_go_unit(char *line) {
    char *rest = NULL;
    assert_string_equal(strtok_r(line, " ", &rest), "Unit");
    assert_true(is_ascii_word(strtok_r(NULL, " ", &rest)));
    const char *pair = strtok_r(NULL, " ", &rest);
    if (pair != NULL && strncmp(pair, "better=", 7) == 0) {
        assert_true(strcmp(pair + 7, "lower") == 0 || strcmp(pair + 7, "higher") == 0);
        pair = strtok_r(NULL, " ", &rest);
    }
    assert_non_null(pair);
    assert_true(strcmp(pair, "assume=exact") == 0 || strcmp(pair, "assume=nothing") == 0);
    assert_null(strtok_r(NULL, " ", &rest));
}

static void check_go_setting(const char *line, struct go_counts *counts) {
    size_t key = strcspn(line, ":");
    assert_true(islower((unsigned char)line[0]) && line[key] == ':');
    for (size_t i = 0; i < key; i++) {
        assert_true(line[i] > ' ' && line[i] < 0x7f && !isupper((unsigned char)line[i]));
    }
    counts->removals += line[key + 1] == '\0';
    counts->settings += line[key + 1] == ' ';
    assert_true(line[key + 1] == '\0' || line[key + 1] == ' ');
}

/* Cuts the text into lines and frees it. */
static struct go_counts check_go(char *text) {
    struct go_counts counts = {0};
    char *units = NULL;
    assert_true(asprintf(&units, "\n%s", text) > 0);
    char *rest = text;
    for (char *line = strsep(&rest, "\n"); rest != NULL; line = strsep(&rest, "\n")) {
        if (strncmp(line, "Benchmark", 9) == 0) {
            check_go_result(line, units);
            counts.results++;
        } else if (strncmp(line, "Unit ", 5) == 0) {
            check_go_unit(line);
            counts.units++;
        } else {
            check_go_setting(line, &counts);
        }
    }
    free(units);
    free(text);
    return counts;
}

static void test_exports_go_has_a_line_per_good_trial(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_case(&run, KEY_OF("java"));
    add_failures(&run, KEY_OF("java"), OUTCOME_CRASHED);
    synthetic_close(&run);
    gather_reading(&reading, "label");
    char *text = export_as(&reading, "go", NULL);
    assert_non_null(strstr(text, "\nUnit B/op better=lower assume=exact\n"));
    assert_non_null(strstr(text, "\nUnit ns/element better=lower assume=nothing\n"));
    assert_non_null(strstr(text, "Unit checksum assume=exact\n"));
    assert_null(strstr(text, "copied-B")); /* n/a in all: no value, no unit */
    assert_null(strstr(text, "99"));
    assert_non_null(strstr(text, "\nBenchmarkAppendPop/structure=dynarray/growth=java/"
                                 "allocator=heap/malloc=glibc/element_bytes=8/length=10-1 1 "
                                 "18446744073709551557 checksum 5 allocs/op 1600 B/op "
                                 "0 malloc-live-B 800 malloc-peak-live-B-high\n"));
    assert_non_null(strstr(text, "length=10-1 70 10.5 ns/element 11 build-wall-ns/element "
                                 "70 builds\n"));
    assert_non_null(strstr(text, "kernel: Linux \"test\", with a comma\n"));
    struct go_counts counts = check_go(text);
    assert_int_equal(counts.results, 1 + 2 + 3);
    assert_int_equal(counts.units, 9);
    assert_int_equal(counts.settings, 1);
    text = export_as(&reading, "go", "build_ns");
    assert_null(strstr(text, "builds"));
    counts = check_go(text);
    assert_int_equal(counts.results, 3);
    assert_int_equal(counts.units, 1);
    close_reading(&reading);
}

static void test_exports_hostile_names_stay_in_their_place_in_go(void **state) {
    (void)state;
    struct reading reading;
    gather_hostile(&reading);
    char *text = export_as(&reading, "go", NULL);
    assert_true(is_escape_free(text));
    struct go_counts counts = check_go(text);
    assert_int_equal(counts.results, 12);
    assert_int_equal(counts.settings, 1);
    close_reading(&reading);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exports_go_has_a_line_per_good_trial),
        cmocka_unit_test(test_exports_hostile_names_stay_in_their_place_in_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
