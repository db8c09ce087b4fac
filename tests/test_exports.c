// links: bench-report
/* Formats that walk the trials: what stands where, and that hostile names break none of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/format.h"
#include "report/inputs.h"
#include "report/report.h"
#include "synthetic_run.h"

#define KEY_OF(growth)                                                                             \
    "structure=dynarray growth=" growth                                                            \
    " allocator=heap malloc=glibc workload=append-pop element_bytes=8 length=10"

/* What nobody would call anything, as a label and as a value; a key's words hold no blank. */
static const char hostile_label[] =
    "</script>|`touch x`\n\033]0;x\a\"',;\\\tBenchmarkX 1\xff\xc2\x9b"
    "31m\xe2\x80\xae $(x) **@all** _a_ <b> a:b/c-3";
static const char hostile_value[] =
    "</script>|`x`\n\033[31m\"',;\\\t=/:\xff\xc2\x9b\xe2\x80\xae$(x)**@all**-3";

struct reading {
    char path[64];
    char *labelled;
    struct inputs inputs;
    struct gather gather;
};

static struct synthetic open_reading(struct reading *reading) {
    *reading = (struct reading){.path = "/tmp/headroom-exports-XXXXXX"};
    int descriptor = mkstemp(reading->path);
    assert_true(descriptor >= 0);
    struct synthetic run = synthetic_open(reading->path);
    assert_int_equal(close(descriptor), 0);
    return run;
}

static void gather_reading(struct reading *reading, const char *label) {
    assert_true(asprintf(&reading->labelled, "%s=%s", label, reading->path) > 0);
    char *paths[] = {reading->labelled};
    if (!inputs_read(&reading->inputs, paths, 1)) {
        fail_msg("%s", reading->inputs.error);
    }
    assert_true(gather_init(&reading->gather, reading->inputs.runs, 1, NULL, 0));
}

static void close_reading(struct reading *reading) {
    gather_clean_up(&reading->gather);
    inputs_clean_up(&reading->inputs);
    assert_int_equal(remove(reading->path), 0);
    free(reading->labelled);
}

/* What a format makes of it; free it. */
static char *export_as(const struct reading *reading, const char *name, const char *meters) {
    const struct format *format = format_find(name);
    struct report report = {0};
    const struct report_options options = {.meters = meters};
    if (format->wants == FORMAT_SHEETS) {
        assert_true(report_text(&reading->gather, &options, &report));
    } else if (format->wants == FORMAT_LONG) {
        assert_true(report_long(&reading->gather, &options, &report));
    }
    const struct document document = {.tables = report.tables,
                                      .table_count = report.count,
                                      .gather = &reading->gather,
                                      .meters = meters,
                                      .runs = reading->inputs.documents,
                                      .run_count = reading->inputs.run_count};
    char *text = NULL;
    size_t bytes;
    FILE *out = open_memstream(&text, &bytes);
    assert_non_null(out);
    assert_true(format->write(&document, out));
    assert_int_equal(fclose(out), 0);
    assert_int_equal(strlen(text), bytes); /* no zero byte */
    report_clean_up(&report);
    return text;
}

/* A case with a trial of counts, two of memory and three of time. */
static void add_case(struct synthetic *run, const char *key) {
    synthetic_trial(run, LANE_COUNTS, 0, key);
    synthetic_sample(run, "checksum", "18446744073709551557");
    synthetic_sample(run, "copied_bytes", "n/a(not known here)");
    synthetic_sample(run, "heap_allocs", "5");
    synthetic_sample(run, "heap_bytes", "1600");
    synthetic_sample(run, "malloc_live_bytes", "0");
    synthetic_sample(run, "malloc_peak_live_bytes_high", "800");
    synthetic_outcome(run, OUTCOME_OK, "");
    for (unsigned i = 0; i < 2; i++) {
        synthetic_trial(run, LANE_MEMORY, i, key);
        synthetic_number(run, "rss_bytes_peak_high", 4096 * (i + 1));
        synthetic_outcome(run, OUTCOME_OK, "");
    }
    static const char *const cpu[] = {"30.5", "10.5", "20.5"}; /* not ascending: pairs must stay */
    static const char *const wall[] = {"31", "11", "21"};
    for (unsigned i = 0; i < 3; i++) {
        synthetic_trial(run, LANE_TIME, i, key);
        synthetic_sample(run, "build_ns", cpu[i]);
        synthetic_sample(run, "build_wall_ns", wall[i]);
        synthetic_sample(run, "builds", "70");
        synthetic_outcome(run, OUTCOME_OK, "");
    }
}

static void add_failures(struct synthetic *run, const char *key, enum outcome_kind outcome) {
    synthetic_trial(run, LANE_TIME, 3, key);
    synthetic_sample(run, "build_ns", "99");
    synthetic_outcome(run, outcome, "signal 11\033[0m");
}

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

static bool is_escape_free(const char *text) {
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if ((byte < 0x20 && byte != '\n') || byte == 0x7f || byte == 0xff ||
            (byte == 0xc2 && (unsigned char)text[1] == 0x9b) ||
            memcmp(text, "\xe2\x80\xae", strnlen(text, 3)) == 0) {
            return false;
        }
    }
    return true;
}

/* Two cases whose growth is hostile, so that it is in a column, under a hostile label. */
static void gather_hostile(struct reading *reading) {
    char key[512];
    struct synthetic run = open_reading(reading);
    snprintf(key, sizeof key, "growth=%s workload=%s length=10", hostile_value, hostile_value);
    add_case(&run, key);
    add_failures(&run, key, OUTCOME_CRASHED);
    snprintf(key, sizeof key, "growth=plain workload=%s length=10", hostile_value);
    add_case(&run, key);
    synthetic_close(&run);
    gather_reading(reading, hostile_label);
}

static void test_exports_hostile_names_stay_in_their_place_in_json(void **state) {
    (void)state;
    static const char *const names[] = {"json", "google-benchmark", "hyperfine"};
    for (size_t i = 0; i < 3; i++) {
        struct reading reading;
        gather_hostile(&reading);
        char *text = export_as(&reading, names[i], NULL);
        assert_true(is_escape_free(text));
        assert_null(strstr(text, "</script"));
        json_t *root = read_json(text);
        if (i == 1) {
            const json_t *entries = json_object_get(root, "benchmarks");
            assert_int_equal(json_array_size(entries), 3 + 4 + 1 + 3 + 4);
            assert_true(is_escape_free(string_of(json_array_get(entries, 0), "name")));
        }
        json_decref(root);
        close_reading(&reading);
    }
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

/* Columns of a line of a Markdown table: bars that no backslash precedes. */
static size_t count_bars(const char *line, const char *end) {
    size_t bars = 0;
    for (const char *at = line; at < end; at++) {
        bars += *at == '|';
        at += *at == '\\';
    }
    return bars;
}

static void test_exports_hostile_names_stay_in_their_place_in_markdown(void **state) {
    (void)state;
    struct reading reading;
    gather_hostile(&reading);
    char *text = export_as(&reading, "markdown", NULL);
    assert_true(is_escape_free(text));
    size_t bars = 0;
    for (const char *line = text; *line != '\0';) {
        const char *end = strchr(line, '\n');
        assert_non_null(end);
        if (*line == '|') {
            assert_true(bars == 0 || count_bars(line, end) == bars);
            bars = count_bars(line, end);
        } else {
            assert_int_equal(count_bars(line, end), 0);
            bars = 0;
        }
        line = end + 1;
    }
    for (const char *at = text; *at != '\0'; at++) {
        assert_true(*at != '<' && *at != '`' && *at != '$' && *at != '@');
        at += *at == '\\' && at[1] != '\0';
    }
    free(text);
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

static void test_exports_text_and_lists_hold_hostile_names(void **state) {
    (void)state;
    struct reading reading;
    gather_hostile(&reading);
    char *text = export_as(&reading, "text", NULL);
    assert_true(is_escape_free(text));
    free(text);
    text = export_as(&reading, "tsv", NULL);
    size_t tabs = 0;
    for (const char *line = text; *line != '\0'; line = strchr(line, '\n') + 1) {
        size_t own = 0;
        for (const char *at = line; *at != '\n'; at++) {
            own += *at == '\t';
            assert_true(*at != '"' && *at != '`');
        }
        assert_true(line == text || own == tabs);
        tabs = own;
    }
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
        cmocka_unit_test(test_exports_go_has_a_line_per_good_trial),
        cmocka_unit_test(test_exports_hyperfine_has_times_and_memory),
        cmocka_unit_test(test_exports_hostile_names_stay_in_their_place_in_json),
        cmocka_unit_test(test_exports_hostile_names_stay_in_their_place_in_go),
        cmocka_unit_test(test_exports_hostile_names_stay_in_their_place_in_markdown),
        cmocka_unit_test(test_exports_markdown_best_are_bold),
        cmocka_unit_test(test_exports_text_and_lists_hold_hostile_names),
        cmocka_unit_test(test_exports_key_named_as_a_column_has_its_own),
        cmocka_unit_test(test_exports_of_nothing_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
