// links: bench-report
/* From a results file to tables: grouping, filters, marks, failures, plots' tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/inputs.h"
#include "report/plots/parts.h"
#include "report/report.h"
#include "synthetic_run.h"

#define KEY_OF(growth, length)                                                                     \
    "structure=dynarray growth=" growth                                                            \
    " allocator=heap malloc=glibc workload=append element_bytes=8 length=" length

/* What a test reads: a file of its own, gathered. */
struct reading {
    char path[64];
    struct inputs inputs;
    struct gather gather;
};

static struct synthetic open_reading(struct reading *reading) {
    *reading = (struct reading){.path = "/tmp/headroom-report-XXXXXX"};
    int descriptor = mkstemp(reading->path);
    assert_true(descriptor >= 0);
    struct synthetic run = synthetic_open(reading->path);
    assert_int_equal(close(descriptor), 0);
    return run;
}

static void gather_reading(struct reading *reading) {
    char *paths[] = {reading->path};
    if (!inputs_read(&reading->inputs, paths, 1)) {
        fail_msg("%s", reading->inputs.error);
    }
    assert_true(gather_init(&reading->gather, reading->inputs.runs, reading->inputs.run_count,
                            reading->inputs.filters, reading->inputs.filter_count));
}

static void close_reading(struct reading *reading) {
    gather_clean_up(&reading->gather);
    inputs_clean_up(&reading->inputs);
    assert_int_equal(remove(reading->path), 0);
}

static void add_counts(struct synthetic *run, const char *key, const char *calls) {
    synthetic_trial(run, LANE_COUNTS, 0, key);
    synthetic_sample(run, "block_calls", calls);
    synthetic_outcome(run, OUTCOME_OK, "");
}

/* `center` plus and minus up to a tenth, seven times. */
static void add_times(struct synthetic *run, const char *key, double center) {
    for (unsigned i = 0; i < 7; i++) {
        synthetic_trial(run, LANE_TIME, i, key);
        synthetic_number(run, "build_ns", center * (0.9 + 0.2 * i / 6));
        synthetic_outcome(run, OUTCOME_OK, "");
    }
}

static const char *text_of(const struct table *table, size_t row, const char *column) {
    for (size_t i = 0; i < table->column_count; i++) {
        size_t length = strlen(column);
        const char *name = table->columns[i].name;
        if (strncmp(name, column, length) == 0 &&
            strspn(name + length, " ") == strlen(name + length)) {
            const struct table_cell *cell = table_at(table, row, i);
            return cell == NULL || cell->text == NULL ? "" : cell->text;
        }
    }
    fail_msg("no column %s", column);
    return "";
}

static bool has_note(const struct table *table, const char *part) {
    for (size_t i = 0; i < table->note_count; i++) {
        if (strstr(table->notes[i], part) != NULL) {
            return true;
        }
    }
    return false;
}

static void test_report_constant_keys_leave_the_columns(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_counts(&run, KEY_OF("java", "1000"), "7");
    add_counts(&run, KEY_OF("java", "200"), "5");
    synthetic_close(&run);
    gather_reading(&reading);
    struct report report;
    const struct report_options options = {0};
    assert_true(report_text(&reading.gather, &options, &report));
    assert_int_equal(report.count, 2); /* and the notes */
    const struct table *table = &report.tables[0];
    assert_string_equal(table->title, "append");
    assert_non_null(strstr(table->lines[0], "growth=java"));
    assert_null(strstr(table->lines[0], "length"));
    assert_int_equal(table->column_count, 2);                /* length and block calls */
    assert_string_equal(text_of(table, 0, "length"), "200"); /* by number, not by text or order */
    assert_string_equal(text_of(table, 1, "blocks"), "7");
    report_clean_up(&report);
    close_reading(&reading);
}

static void test_report_all_within_noise_are_marked_and_no_other(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_times(&run, KEY_OF("java", "10"), 10);
    add_times(&run, KEY_OF("exact", "10"), 10.5);
    add_times(&run, KEY_OF("libstdcxx", "10"), 20);
    add_times(&run, KEY_OF("java", "99"), 50); /* another task: not compared with the others */
    synthetic_close(&run);
    gather_reading(&reading);
    struct report report;
    const struct report_options options = {0};
    assert_true(report_text(&reading.gather, &options, &report));
    const struct table *table = &report.tables[0];
    assert_non_null(strchr(text_of(table, 0, "warm"), '*'));
    assert_non_null(strchr(text_of(table, 1, "warm"), '*'));
    assert_null(strchr(text_of(table, 2, "warm"), '*'));
    assert_null(strchr(text_of(table, 3, "warm"), '*')); /* alone: nothing to be best of */
    assert_non_null(strstr(text_of(table, 0, "warm"), "±"));
    assert_true(has_note(table, "Smallest difference"));
    report_clean_up(&report);
    close_reading(&reading);
}

static void test_report_sorted_by_a_meter_all_compete_and_the_top_is_shown(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_times(&run, KEY_OF("java", "10"), 20);
    add_times(&run, KEY_OF("exact", "10"), 30);
    add_times(&run, KEY_OF("libstdcxx", "10"), 10);
    add_counts(&run, KEY_OF("pypy", "10"), "3"); /* has no time: last */
    add_times(&run, KEY_OF("java", "99"), 50);
    add_counts(&run, KEY_OF("java", "10"), "1");
    add_counts(&run, KEY_OF("libstdcxx", "10"), "2");
    synthetic_close(&run);
    gather_reading(&reading);
    struct report report;
    struct report_options options = {.sort = "build_ns"};
    static const char *const by_time[] = {"libstdcxx", "java", "exact", "pypy", "java"};
    assert_true(report_text(&reading.gather, &options, &report));
    assert_int_equal(report.tables[0].row_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(text_of(&report.tables[0], i, "growth"), by_time[i]);
    }
    assert_false(has_note(&report.tables[0], "left out"));
    report_clean_up(&report);
    options = (struct report_options){.sort = "block_calls", .top = 1};
    assert_true(report_text(&reading.gather, &options, &report));
    const struct table *table = &report.tables[0];
    assert_int_equal(table->row_count, 2); /* of each length */
    assert_string_equal(text_of(table, 0, "growth"), "java");
    assert_null(strchr(text_of(table, 0, "warm"), '*')); /* the best is there, though not shown */
    assert_true(has_note(table, "rows left out: 3"));
    report_clean_up(&report);
    close_reading(&reading);
}

static void test_report_missing_value_is_na_with_its_reason(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    synthetic_trial(&run, LANE_COUNTS, 0, KEY_OF("java", "10"));
    synthetic_sample(&run, "copied_bytes", "n/a(not known here)");
    synthetic_outcome(&run, OUTCOME_OK, "");
    add_counts(&run, KEY_OF("exact", "10"), "3");
    add_times(&run, KEY_OF("exact", "10"), 9);
    synthetic_close(&run);
    gather_reading(&reading);
    struct report report;
    const struct report_options options = {0};
    assert_true(report_text(&reading.gather, &options, &report));
    const struct table *table = &report.tables[0];
    assert_true(strncmp(text_of(table, 0, "warm"), "n/a[", 4) == 0);
    assert_true(strncmp(text_of(table, 0, "copied"), "n/a[", 4) == 0);
    assert_true(strncmp(text_of(table, 1, "copied"), "n/a[", 4) == 0);
    const struct table *notes = &report.tables[report.count - 1];
    assert_true(has_note(notes, "not measured: not known here"));
    assert_true(has_note(notes, "no value of this meter"));
    assert_true(has_note(notes, "not measured: the case has no trial in the lane time"));
    report_clean_up(&report);
    assert_true(report_long(&reading.gather, &options, &report));
    assert_string_equal(text_of(&report.tables[0], 0, "note"), "not known here");
    assert_int_equal(table_at(&report.tables[0], 0, 16)->kind, TABLE_MISSING);
    report_clean_up(&report);
    close_reading(&reading);
}

static void test_report_failures_are_rows_with_their_outcome(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_counts(&run, KEY_OF("java", "10"), "3");
    synthetic_trial(&run, LANE_COUNTS, 0, KEY_OF("exact", "10"));
    synthetic_sample(&run, "block_calls", "5"); /* of a trial that failed: no value */
    synthetic_outcome(&run, OUTCOME_CRASHED, "signal 11");
    synthetic_trial(&run, LANE_TIME, 0, KEY_OF("exact", "10"));
    synthetic_outcome(&run, OUTCOME_SKIPPED, "would copy 40 PB");
    synthetic_trial(&run, LANE_TIME, 1, KEY_OF("exact", "10")); /* the runner was killed here */
    synthetic_close(&run);
    gather_reading(&reading);
    struct report report;
    const struct report_options options = {0};
    assert_true(report_text(&reading.gather, &options, &report));
    const struct table *table = &report.tables[0];
    assert_string_equal(text_of(table, 0, "outcome"), "ok");
    assert_string_equal(text_of(table, 1, "outcome"), "1/3 skipped[1]");
    assert_string_equal(text_of(table, 1, "blocks"), "");
    assert_true(has_note(&report.tables[report.count - 1], "signal 11"));
    report_clean_up(&report);
    close_reading(&reading);
}

static void add_outcome_of(struct synthetic *run, enum lane lane, unsigned repetition,
                           const char *key, enum outcome_kind outcome, const char *detail) {
    synthetic_trial(run, lane, repetition, key);
    synthetic_sample(run, "block_calls", "5");
    synthetic_outcome(run, outcome, detail);
}

static void test_report_one_wrong_trial_makes_the_case_wrong(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_counts(&run, KEY_OF("java", "10"), "3");
    add_outcome_of(&run, LANE_COUNTS, 0, KEY_OF("exact", "10"), OUTCOME_OK, "");
    add_outcome_of(&run, LANE_TIME, 0, KEY_OF("exact", "10"), OUTCOME_CRASHED, "signal 11");
    add_outcome_of(&run, LANE_TIME, 1, KEY_OF("exact", "10"), OUTCOME_WRONG, "capacity 7, not 8");
    add_outcome_of(&run, LANE_TIME, 2, KEY_OF("exact", "10"), OUTCOME_OK, "");
    synthetic_close(&run);
    gather_reading(&reading);
    char failures[GATHER_FAILURES_BYTES];
    gather_failures(&reading.gather, failures);
    assert_string_equal(failures, "1 wrong, 1 crashed");
    struct report report;
    const struct report_options options = {0};
    assert_true(report_text(&reading.gather, &options, &report));
    const struct table *table = &report.tables[0];
    assert_string_equal(text_of(table, 0, "blocks"), "3");
    assert_string_equal(text_of(table, 1, "blocks"), "");
    assert_string_equal(text_of(table, 1, "outcome"), "wrong[1]");
    assert_true(has_note(&report.tables[1], "[1] wrong: capacity 7, not 8"));
    report_clean_up(&report);
    assert_true(report_long(&reading.gather, &options, &report));
    assert_int_equal(report.tables[0].row_count, 2);
    assert_string_equal(text_of(&report.tables[0], 1, "outcome"), "wrong");
    assert_string_equal(text_of(&report.tables[0], 1, "value"), "");
    report_clean_up(&report);
    close_reading(&reading);
}

static void add_peak(struct synthetic *run, const char *key, const char *low, const char *high) {
    synthetic_trial(run, LANE_MEMORY, 0, key);
    synthetic_sample(run, "rss_bytes_peak_low", low);
    synthetic_sample(run, "rss_bytes_peak_high", high);
    synthetic_outcome(run, OUTCOME_OK, "");
}

static void test_report_range_is_printed_with_both_ends(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_peak(&run, KEY_OF("java", "10"), "0", "262144");
    add_peak(&run, KEY_OF("exact", "10"), "104857600", "105119744");
    synthetic_close(&run);
    gather_reading(&reading);
    struct report report;
    const struct report_options options = {0};
    assert_true(report_text(&reading.gather, &options, &report));
    assert_string_equal(text_of(&report.tables[0], 0, "resident"), "0–0.25");
    assert_string_equal(text_of(&report.tables[0], 1, "resident"), "100.0–100.2");
    report_clean_up(&report);
    close_reading(&reading);
}

static void test_report_null_structure_is_a_floor_below_its_task(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_times(&run, KEY_OF("java", "10"), 10);
    add_times(&run, KEY_OF("exact", "10"), 20);
    add_times(&run,
              "structure=null growth=none allocator=own malloc=glibc workload=append length=10", 1);
    add_times(&run,
              "structure=null growth=none allocator=own malloc=glibc workload=append length=9", 2);
    synthetic_close(&run);
    gather_reading(&reading);
    struct report report;
    const struct report_options options = {0};
    assert_true(report_text(&reading.gather, &options, &report));
    const struct table *table = &report.tables[0];
    assert_int_equal(report.count, 3); /* a floor of another task is not lost */
    assert_int_equal(report.tables[1].row_count, 1);
    assert_int_equal(table->row_count, 3);
    assert_int_equal(table->column_count, 2); /* growth and warm: no key of the floor's */
    assert_string_equal(text_of(table, 2, "growth"), "null");
    assert_null(strchr(text_of(table, 2, "warm"), '*')); /* it does not compete */
    assert_non_null(strchr(text_of(table, 0, "warm"), '*'));
    report_clean_up(&report);
    close_reading(&reading);
}

/* Every meter that an append's table shows, so that it is as wide as a real one. */
static void add_whole_case(struct synthetic *run, const char *key) {
    synthetic_trial(run, LANE_COUNTS, 0, key);
    synthetic_sample(run, "block_calls", "1000086");
    synthetic_sample(run, "copied_bytes", "67543211");
    synthetic_sample(run, "block_peak_live_bytes", "8451232");
    synthetic_sample(run, "block_peak_moving_bytes", "15981232");
    synthetic_sample(run, "headroom_percent", "5.61");
    synthetic_outcome(run, OUTCOME_OK, "");
    add_peak(run, key, "104857600", "105119744");
    for (unsigned i = 0; i < 7; i++) {
        synthetic_trial(run, LANE_TIME, i, key);
        synthetic_number(run, "first_build_ns", 140 + i);
        synthetic_number(run, "build_ns", 120 + i);
        synthetic_outcome(run, OUTCOME_OK, "");
    }
}

static void add_product(struct synthetic *run) {
    static const char *const growths[] = {"cpython-2.7", "cpython-3.9", "libstdcxx", "java"};
    static const char *const mallocs[] = {"glibc", "jemalloc", "mimalloc"};
    static const char *const lengths[] = {"10000", "1000000"};
    for (size_t i = 0; i < 24; i++) {
        char key[256];
        snprintf(key, sizeof key,
                 "structure=dynarray growth=%s allocator=heap malloc=%s workload=append "
                 "element_bytes=8 length=%s",
                 growths[i % 4], mallocs[i / 4 % 3], lengths[i / 12]);
        add_whole_case(run, key);
    }
}

static void test_report_a_structures_own_keys_keep_nobody_from_competing(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_times(&run,
              "structure=dynarray growth=java allocator=heap malloc=glibc workload=many-small "
              "element_bytes=8 length=3",
              20);
    add_times(&run,
              "structure=tuple growth=none allocator=heap malloc=glibc workload=many-small "
              "cache=off length=3",
              10);
    synthetic_close(&run);
    gather_reading(&reading);
    struct report report;
    const struct report_options options = {0};
    assert_true(report_text(&reading.gather, &options, &report));
    const struct table *table = &report.tables[0];
    assert_int_equal(table->row_count, 2);
    assert_null(strchr(text_of(table, 0, "warm"), '*')); /* the tuple alone is the best */
    assert_non_null(strchr(text_of(table, 1, "warm"), '*'));
    for (size_t i = 0; i < table->column_count; i++) {
        assert_string_not_equal(table->columns[i].name, "element_bytes");
        assert_string_not_equal(table->columns[i].name, "cache");
    }
    report_clean_up(&report);
    close_reading(&reading);
}

static void test_report_tables_are_cut_to_the_width(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_product(&run);
    synthetic_close(&run);
    gather_reading(&reading);
    struct report report;
    struct report_options options = {.width = 100};
    assert_true(report_text(&reading.gather, &options, &report));
    size_t rows = 0;
    for (size_t i = 0; i + 1 < report.count; i++) {
        assert_true(format_table_width(&report.tables[i]) <= 100);
        assert_non_null(report.tables[i].heading);
        assert_int_not_equal(text_of(&report.tables[i], 0, "warm")[0], '\0');
        assert_int_not_equal(text_of(&report.tables[i], 0, "copied")[0], '\0');
        assert_string_equal(text_of(&report.tables[i], 0, "growth"), "cpython-2.7");
        rows += report.tables[i].row_count;
    }
    assert_true(report.count > 2);
    assert_int_equal(rows, 24);
    report_clean_up(&report);
    options.width = 200;
    assert_true(report_text(&reading.gather, &options, &report));
    assert_int_equal(report.count, 2); /* all in one where there is room */
    assert_null(report.tables[0].heading);
    assert_int_equal(report.tables[0].row_count, 24);
    report_clean_up(&report);
    options.width = 40; /* nothing fits: still no case is lost */
    assert_true(report_text(&reading.gather, &options, &report));
    rows = 0;
    for (size_t i = 0; i + 1 < report.count; i++) {
        rows += report.tables[i].row_count;
    }
    assert_true(rows >= 24);
    report_clean_up(&report);
    close_reading(&reading);
}

/* Whether some table of the report has a column of this name. */
static bool has_column(const struct report *report, const char *name) {
    for (size_t i = 0; i < report->count; i++) {
        for (size_t column = 0; column < report->tables[i].column_count; column++) {
            const char *own = report->tables[i].columns[column].name;
            size_t length = strlen(name);
            if (strncmp(own, name, length) == 0 &&
                strspn(own + length, " ") == strlen(own + length)) {
                return true;
            }
        }
    }
    return false;
}

static void test_report_meters_that_were_asked_for_are_all_shown_and_explained(void **state) {
    (void)state;
    static const char *const meters[] = {"malloc_live_bytes", "malloc_live_usable_bytes",
                                         "malloc_peak_live_bytes_low",
                                         "malloc_peak_live_bytes_high"};
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    for (size_t i = 0; i < 2; i++) {
        synthetic_trial(&run, LANE_COUNTS, 0,
                        i == 0 ? KEY_OF("java", "1000") : KEY_OF("exact", "1000"));
        for (size_t meter = 0; meter < 4; meter++) {
            synthetic_sample(&run, meters[meter], "8192");
        }
        synthetic_outcome(&run, OUTCOME_OK, "");
    }
    synthetic_close(&run);
    gather_reading(&reading);
    for (size_t width = 60; width <= 300; width += 80) {
        struct report report;
        const struct report_options options = {.width = width, .meters = "malloc_*"};
        assert_true(report_text(&reading.gather, &options, &report));
        const struct table *legend = &report.tables[report.count - 1];
        assert_int_equal(report.count, width == 60 ? 4 : 2);
        for (size_t i = 0; i + 1 < report.count; i++) {
            assert_true(format_table_width(&report.tables[i]) <= width);
            assert_int_equal(report.tables[i].row_count, 2);
            assert_string_equal(text_of(&report.tables[i], 0, "growth"), "java");
        }
        size_t explained = 0;
        for (size_t row = 0; row < legend->row_count; row++) {
            const char *label = table_at(legend, row, 0)->text;
            assert_true(*label == '\0' || has_column(&report, label));
            explained += *label != '\0';
        }
        assert_int_equal(explained, 4);
        for (size_t meter = 0; meter < 4; meter++) {
            assert_true(has_column(&report, meters[meter]));
        }
        report_clean_up(&report);
    }
    close_reading(&reading);
}

static void test_report_exact_values_keep_their_digits(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    synthetic_trial(&run, LANE_COUNTS, 0, KEY_OF("java", "10"));
    synthetic_sample(&run, "checksum", "18446744073709551557");
    synthetic_outcome(&run, OUTCOME_OK, "");
    synthetic_close(&run);
    gather_reading(&reading);
    struct report report;
    const struct report_options options = {0};
    assert_true(report_long(&reading.gather, &options, &report));
    assert_string_equal(text_of(&report.tables[0], 0, "value"), "18446744073709551557");
    assert_string_equal(text_of(&report.tables[0], 0, "low"), "");
    report_clean_up(&report);
    close_reading(&reading);
}

static void test_report_exact_meter_that_differs_is_shown_as_such(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_counts(&run, KEY_OF("java", "10"), "3");
    synthetic_trial(&run, LANE_COUNTS, 1, KEY_OF("java", "10"));
    synthetic_sample(&run, "block_calls", "4");
    synthetic_outcome(&run, OUTCOME_OK, "");
    synthetic_close(&run);
    gather_reading(&reading);
    struct report report;
    const struct report_options options = {0};
    assert_true(report_text(&reading.gather, &options, &report));
    assert_string_equal(text_of(&report.tables[0], 0, "blocks"), "3..4!");
    report_clean_up(&report);
    close_reading(&reading);
}

static void test_report_two_runs_are_told_apart(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_counts(&run, KEY_OF("java", "10"), "3");
    synthetic_close(&run);
    char labelled[96];
    snprintf(labelled, sizeof labelled, "old=%s", reading.path);
    char *paths[] = {labelled, reading.path, reading.path};
    assert_true(inputs_read(&reading.inputs, paths, 3));
    assert_string_equal(reading.inputs.runs[0].label, "old");
    assert_string_not_equal(reading.inputs.runs[1].label, reading.inputs.runs[2].label);
    assert_true(gather_init(&reading.gather, reading.inputs.runs, 3, NULL, 0));
    struct report report;
    const struct report_options options = {0};
    assert_true(report_text(&reading.gather, &options, &report));
    assert_int_equal(report.tables[0].row_count, 3);
    assert_string_equal(text_of(&report.tables[0], 0, "run"), "old");
    report_clean_up(&report);
    close_reading(&reading);
}

static void test_series_two_cases_on_one_point_are_refused(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_times(&run, KEY_OF("java", "10"), 10);
    add_times(&run, KEY_OF("exact", "10"), 20);
    synthetic_close(&run);
    gather_reading(&reading);
    struct picture picture = {0};
    struct series_options options = {.x = "length", .y = "build_ns", .by = "malloc"};
    assert_false(parts_series(&reading.gather, &options, &picture));
    assert_non_null(strstr(picture.error, "growth"));
    picture_clean_up(&picture);
    options.by = NULL;
    assert_true(parts_series(&reading.gather, &options, &picture));
    assert_int_equal(picture.tables[0].column_count, 7);
    assert_string_equal(picture.tables[0].columns[4].name, "exact");
    assert_true(fabs(table_at(&picture.tables[0], 0, 4)->number - 20) < 1e-6);
    picture_clean_up(&picture);
    options.by = "malloc";
    options.narrow = true;
    assert_true(parts_series(&reading.gather, &options, &picture));
    assert_string_equal(picture.chosen, "growth=java");
    picture_clean_up(&picture);
    close_reading(&reading);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report_constant_keys_leave_the_columns),
        cmocka_unit_test(test_report_all_within_noise_are_marked_and_no_other),
        cmocka_unit_test(test_report_sorted_by_a_meter_all_compete_and_the_top_is_shown),
        cmocka_unit_test(test_report_missing_value_is_na_with_its_reason),
        cmocka_unit_test(test_report_failures_are_rows_with_their_outcome),
        cmocka_unit_test(test_report_one_wrong_trial_makes_the_case_wrong),
        cmocka_unit_test(test_report_range_is_printed_with_both_ends),
        cmocka_unit_test(test_report_null_structure_is_a_floor_below_its_task),
        cmocka_unit_test(test_report_a_structures_own_keys_keep_nobody_from_competing),
        cmocka_unit_test(test_report_tables_are_cut_to_the_width),
        cmocka_unit_test(test_report_meters_that_were_asked_for_are_all_shown_and_explained),
        cmocka_unit_test(test_report_exact_values_keep_their_digits),
        cmocka_unit_test(test_report_exact_meter_that_differs_is_shown_as_such),
        cmocka_unit_test(test_report_two_runs_are_told_apart),
        cmocka_unit_test(test_series_two_cases_on_one_point_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
