// links: bench-report
/* Formats of other programs: what stands where. */
#include "support/exported.h"

#include <jansson.h>
#include <math.h>

static json_t *read_json(char *text) {
    json_error_t error;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        fail_msg("%s in %s", error.text, text);
    }
    free(text);
    return root;
}

static const char *string_of(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

static double number_of(const json_t *object, const char *key) {
    const json_t *number = json_object_get(object, key);
    if (!json_is_number(number)) {
        fail_msg("no number %s", key);
    }
    return json_number_value(number);
}

static bool is_near(double a, double b) {
    return fabs(a - b) <= 1e-12 * fabs(b);
}

static void test_exports_google_benchmark_has_an_entry_per_repetition(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_case(&run, KEY_OF("java"));
    add_case(&run, KEY_OF("exact"));
    synthetic_close(&run);
    gather_reading(&reading, "label");
    json_t *root = read_json(export_as(&reading, "google-benchmark", NULL));
    const json_t *context = json_object_get(root, "context");
    assert_string_equal(string_of(context, "kernel"), "Linux \"test\", with a comma");
    assert_true(number_of(context, "json_schema_version") == 1);
    const json_t *entries = json_object_get(root, "benchmarks");
    assert_int_equal(json_array_size(entries), 2 * (3 + 4));
    static const double cpu[] = {30.5, 10.5, 20.5};
    for (size_t i = 0; i < 3; i++) {
        const json_t *entry = json_array_get(entries, i);
        assert_string_equal(string_of(entry, "name"),
                            "append-pop/structure:dynarray/growth:java/allocator:heap/malloc:glibc/"
                            "element_bytes:8/length:10");
        assert_string_equal(string_of(entry, "run_name"), string_of(entry, "name"));
        assert_string_equal(string_of(entry, "run_type"), "iteration");
        assert_string_equal(string_of(entry, "time_unit"), "ns");
        assert_string_equal(string_of(entry, "label"), "checksum=18446744073709551557");
        assert_true(number_of(entry, "repetition_index") == (double)i);
        assert_true(number_of(entry, "repetitions") == 3);
        assert_true(number_of(entry, "iterations") == 70);
        assert_true(number_of(entry, "cpu_time") == cpu[i]);
        assert_true(number_of(entry, "real_time") == cpu[i] + 0.5); /* of the same trial */
        assert_true(json_is_real(json_object_get(entry, "real_time")));
        assert_true(number_of(entry, "allocs_per_iter") == 5);
        assert_true(number_of(entry, "max_bytes_used") == 800);
        assert_true(number_of(entry, "total_allocated_bytes") == 1600);
        assert_true(number_of(entry, "net_heap_growth") == 0);
        assert_null(json_object_get(entry, "copied_bytes")); /* not measured: not 0 */
        assert_null(json_object_get(entry, "error_occurred"));
        assert_int_equal(json_object_get(entry, "rss_bytes_peak_high") != NULL, i < 2);
    }
    const json_t *other = json_array_get(entries, 7);
    assert_true(number_of(other, "family_index") == 0);
    assert_true(number_of(other, "per_family_instance_index") == 1);
    json_decref(root);
    close_reading(&reading);
}

static void test_exports_google_benchmark_has_its_aggregates(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_case(&run, KEY_OF("java"));
    synthetic_close(&run);
    gather_reading(&reading, "label");
    json_t *root = read_json(export_as(&reading, "google-benchmark", NULL));
    const json_t *entries = json_object_get(root, "benchmarks");
    static const char *const names[] = {"mean", "median", "stddev", "cv"};
    static const double expected[] = {20.5, 20.5, 10, 10 / 20.5};
    for (size_t i = 0; i < 4; i++) {
        const json_t *entry = json_array_get(entries, 3 + i);
        const char *name = string_of(entry, "name");
        assert_string_equal(string_of(entry, "aggregate_name"), names[i]);
        assert_string_equal(string_of(entry, "run_type"), "aggregate");
        assert_string_equal(strrchr(name, '_') + 1, names[i]);
        assert_null(json_object_get(entry, "repetition_index"));
        assert_true(is_near(number_of(entry, "cpu_time"), expected[i]));
    }
    assert_true(is_near(number_of(json_array_get(entries, 3), "rss_bytes_peak_high"), 6144));
    assert_true(is_near(number_of(json_array_get(entries, 5), "heap_bytes"), 0));
    json_decref(root);
    root = read_json(export_as(&reading, "google-benchmark", "heap_*"));
    const json_t *entry = json_array_get(json_object_get(root, "benchmarks"), 0);
    assert_non_null(json_object_get(entry, "heap_bytes"));
    assert_null(json_object_get(entry, "rss_bytes_peak_high"));
    json_decref(root);
    close_reading(&reading);
}

static void test_exports_google_benchmark_case_without_times_has_aggregates_alone(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    synthetic_trial(&run, LANE_COUNTS, 0, KEY_OF("java"));
    synthetic_sample(&run, "heap_bytes", "1600");
    synthetic_outcome(&run, OUTCOME_OK, "");
    synthetic_close(&run);
    gather_reading(&reading, "label");
    json_t *root = read_json(export_as(&reading, "google-benchmark", NULL));
    const json_t *entries = json_object_get(root, "benchmarks");
    assert_int_equal(json_array_size(entries), 4);
    assert_null(json_object_get(json_array_get(entries, 0), "real_time")); /* and no 0 */
    assert_true(number_of(json_array_get(entries, 0), "total_allocated_bytes") == 1600);
    json_decref(root);
    close_reading(&reading);
}

static void test_exports_google_benchmark_failures_are_errors(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_case(&run, KEY_OF("java"));
    add_failures(&run, KEY_OF("java"), OUTCOME_CRASHED);
    add_failures(&run, KEY_OF("exact"), OUTCOME_SKIPPED);
    add_case(&run, KEY_OF("libstdcxx"));
    add_failures(&run, KEY_OF("libstdcxx"), OUTCOME_WRONG);
    synthetic_close(&run);
    gather_reading(&reading, "label");
    json_t *root = read_json(export_as(&reading, "google-benchmark", NULL));
    const json_t *entries = json_object_get(root, "benchmarks");
    assert_int_equal(json_array_size(entries), (3 + 4 + 1) + 1 + 1); /* nothing of the wrong one */
    static const size_t at[] = {7, 8, 9};
    static const char *const messages[] = {
        "crashed: signal 11\\x1b[0m", "skipped: signal 11\\x1b[0m", "wrong: signal 11\\x1b[0m"};
    for (size_t i = 0; i < 3; i++) {
        const json_t *entry = json_array_get(entries, at[i]);
        assert_true(json_is_true(json_object_get(entry, "error_occurred")));
        assert_string_equal(string_of(entry, "error_message"), messages[i]);
        assert_int_equal(strstr(string_of(entry, "name"), "/outcome:crashed") != NULL, i == 0);
        assert_null(json_object_get(entry, "heap_bytes"));
    }
    json_decref(root);
    close_reading(&reading);
}

static void test_exports_hyperfine_has_times_and_memory(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_case(&run, KEY_OF("java"));
    synthetic_trial(&run, LANE_COUNTS, 0, KEY_OF("exact")); /* no times: left out */
    synthetic_sample(&run, "heap_bytes", "1600");
    synthetic_outcome(&run, OUTCOME_OK, "");
    synthetic_close(&run);
    gather_reading(&reading, "label");
    json_t *root = read_json(export_as(&reading, "hyperfine", NULL));
    const json_t *results = json_object_get(root, "results");
    assert_int_equal(json_array_size(results), 1);
    const json_t *result = json_array_get(results, 0);
    assert_string_equal(string_of(result, "command"),
                        "append-pop structure=dynarray growth=java allocator=heap malloc=glibc "
                        "element_bytes=8 length=10");
    assert_true(is_near(number_of(result, "mean"), 21e-9));
    assert_true(is_near(number_of(result, "stddev"), 10e-9));
    assert_true(is_near(number_of(result, "median"), 21e-9));
    assert_true(is_near(number_of(result, "user"), 20.5e-9));
    assert_true(is_near(number_of(result, "min"), 11e-9));
    assert_true(is_near(number_of(result, "max"), 31e-9));
    const json_t *times = json_object_get(result, "times");
    assert_true(is_near(json_real_value(json_array_get(times, 1)), 11e-9)); /* as they were run */
    const json_t *bytes = json_object_get(result, "memory_usage_byte");
    assert_int_equal(json_array_size(bytes), 2);
    assert_int_equal(json_integer_value(json_array_get(bytes, 1)), 8192);
    assert_int_equal(json_array_size(json_object_get(result, "exit_codes")), 3);
    assert_string_equal(string_of(json_object_get(result, "parameters"), "growth"), "java");
    json_decref(root);
    close_reading(&reading);
}

static void test_exports_markdown_best_are_bold(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_case(&run, KEY_OF("java"));
    add_case(&run, KEY_OF("a_b"));
    synthetic_close(&run);
    gather_reading(&reading, "label");
    char *text = export_as(&reading, "markdown", NULL);
    assert_non_null(strstr(text, "### append-pop\n"));
    assert_non_null(strstr(text, "**20.5 ±49%**\\* |"));
    assert_non_null(strstr(text, "| a_b |")); /* nothing to escape inside a word */
    assert_non_null(strstr(text, "|---|"));   /* names to the left */
    assert_non_null(strstr(text, "---:|"));   /* numbers to the right */
    assert_null(strstr(text, " (ns/el. )"));  /* no blanks that only text wants */
    free(text);
    close_reading(&reading);
}

static void test_exports_key_named_as_a_column_has_its_own(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_case(&run, "value=1 meter=2 run=3 growth=java");
    synthetic_close(&run);
    gather_reading(&reading, "label");
    json_t *root = read_json(export_as(&reading, "json", NULL)); /* refuses a key that is twice */
    const json_t *row = json_array_get(json_object_get(root, "values"), 0);
    assert_string_equal(string_of(row, "meter"), "checksum");
    assert_string_equal(string_of(row, "value"), "18446744073709551557");
    assert_true(number_of(row, "key_meter") == 2);
    assert_string_equal(string_of(row, "run"), "label");
    json_decref(root);
    close_reading(&reading);
}

static void test_exports_of_nothing_are_whole(void **state) {
    (void)state;
    static const char *const names[] = {"google-benchmark", "hyperfine", "json"};
    struct gather gather = {0};
    const struct document document = {.gather = &gather};
    for (size_t i = 0; i < 3; i++) {
        char *text = NULL;
        size_t bytes;
        FILE *out = open_memstream(&text, &bytes);
        assert_true(format_find(names[i])->write(&document, out));
        assert_int_equal(fclose(out), 0);
        json_decref(read_json(text));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exports_google_benchmark_has_an_entry_per_repetition),
        cmocka_unit_test(test_exports_google_benchmark_has_its_aggregates),
        cmocka_unit_test(test_exports_google_benchmark_case_without_times_has_aggregates_alone),
        cmocka_unit_test(test_exports_google_benchmark_failures_are_errors),
        cmocka_unit_test(test_exports_hyperfine_has_times_and_memory),
        cmocka_unit_test(test_exports_markdown_best_are_bold),
        cmocka_unit_test(test_exports_key_named_as_a_column_has_its_own),
        cmocka_unit_test(test_exports_of_nothing_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
