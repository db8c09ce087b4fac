// links: bench-meter-groups
/*
 * test_meters.c - what the groups of meters make of a measurement: whole numbers to the last digit,
 * n/a with a reason for what was not measured, and nothing dropped in silence.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "meters/measurement.h"
#include "results/record.h"

static char lines[64 * 1024];

static struct sample_sink open_sink(size_t bytes) {
    memset(lines, 0, sizeof lines);
    return (struct sample_sink){.trial = "7", .lines = lines, .bytes = bytes};
}

/* The value of a meter among the lines, each of which must be a record; NULL if it is not there. */
static const char *value_of(const struct sample_sink *sink, const char *meter) {
    static char text[sizeof lines];
    const char *value = NULL;
    memcpy(text, sink->lines, sink->used);
    text[sink->used] = '\0';
    for (char *line = text; *line != '\0';) {
        struct record record;
        char *end = strchr(line, '\n');
        assert_non_null(end);
        *end = '\0';
        assert_null(record_parse(line, &record));
        assert_non_null(meter_find(record.field[1]));
        if (strcmp(record.field[1], meter) == 0) {
            assert_null(value);
            value = record.field[3];
        }
        line = end + 1;
    }
    return value;
}

static void assert_value(const struct sample_sink *sink, const char *meter, const char *expected) {
    const char *value = value_of(sink, meter);
    assert_non_null(value);
    assert_string_equal(value, expected);
}

static void assert_missing(const struct sample_sink *sink, const char *meter) {
    const char *value = value_of(sink, meter);
    assert_non_null(value);
    assert_true(record_is_missing(value));
}

static void test_meters_counts_and_changes_are_exact_to_64_bits(void **state) {
    (void)state;
    struct sample_sink sink = open_sink(sizeof lines);
    sample_count(&sink, "checksum", UINT64_MAX);
    sample_change(&sink, "rss_bytes", 0, UINT64_MAX);
    sample_change(&sink, "huge_bytes", UINT64_MAX, 0);
    sample_change(&sink, "anonymous_bytes", 4096, (UINT64_C(1) << 53) + 4097);
    sample_change(&sink, "lazy_free_bytes", 8192, 8192);
    assert_value(&sink, "checksum", "18446744073709551615");
    assert_value(&sink, "rss_bytes", "18446744073709551615");
    assert_value(&sink, "huge_bytes", "-18446744073709551615");
    assert_value(&sink, "anonymous_bytes", "9007199254740993");
    assert_value(&sink, "lazy_free_bytes", "0");
}

static void test_meters_what_is_not_finite_is_missing(void **state) {
    (void)state;
    struct sample_sink sink = open_sink(sizeof lines);
    sample_real(&sink, "build_ns", NAN);
    sample_real(&sink, "build_wall_ns", INFINITY);
    sample_real(&sink, "first_build_ns", -INFINITY);
    sample_real(&sink, "headroom_percent", 12.5);
    assert_missing(&sink, "build_ns");
    assert_missing(&sink, "build_wall_ns");
    assert_missing(&sink, "first_build_ns");
    assert_value(&sink, "headroom_percent", "12.5");
}

static void test_meters_full_sink_says_so(void **state) {
    (void)state;
    struct sample_sink sink = open_sink(64);
    for (unsigned i = 0; i < 10; i++) {
        sample_count(&sink, "length", i);
    }
    assert_true(sink.is_full);
    assert_true(sink.used <= 64);
    sink = open_sink(sizeof lines);
    sample_count(&sink, "length", 1);
    assert_false(sink.is_full);
}

static void test_meters_memory_not_read_is_missing_and_never_zero(void **state) {
    (void)state;
    static struct measurement measurement = {.lane = LANE_MEMORY};
    struct sample_sink sink = open_sink(sizeof lines);
    meters_resident_emit(&measurement, &sink);
    assert_missing(&sink, "anonymous_bytes");
    assert_missing(&sink, "rss_bytes");
    assert_missing(&sink, "lazy_free_bytes");
    assert_missing(&sink, "huge_bytes");
    assert_missing(&sink, "rss_bytes_peak_low");
    assert_missing(&sink, "rss_bytes_peak_high");
}

static void test_meters_memory_of_this_process_is_read(void **state) {
    (void)state;
    static struct measurement measurement = {.lane = LANE_MEMORY};
    struct sample_sink sink = open_sink(sizeof lines);
    meters_resident_begin(&measurement);
    meters_resident_end(&measurement);
    assert_true(measurement.memory_is_read);
    assert_true(measurement.memory_before.rss_bytes > 0);
    meters_resident_emit(&measurement, &sink);
    assert_false(record_is_missing(value_of(&sink, "anonymous_bytes")));
    assert_false(record_is_missing(value_of(&sink, "huge_bytes")));
}

static void test_meters_peak_is_never_below_the_start(void **state) {
    (void)state;
    static struct measurement measurement = {.memory_is_read = true, .peak_is_armed = true};
    measurement.memory_before.rss_bytes = 100 * 4096;
    measurement.memory_after.rss_bytes = 60 * 4096;
    measurement.peak_bytes = 80 * 4096;
    struct sample_sink sink = open_sink(sizeof lines);
    meters_resident_emit(&measurement, &sink);
    assert_value(&sink, "rss_bytes_peak_low", "0");
    assert_value(&sink, "rss_bytes", "-163840");
    measurement.peak_bytes = 130 * 4096;
    sink = open_sink(sizeof lines);
    meters_resident_emit(&measurement, &sink);
    assert_value(&sink, "rss_bytes_peak_low", "122880");
}

static void test_meters_headroom_of_nothing_is_missing(void **state) {
    (void)state;
    static struct measurement measurement = {.lane = LANE_COUNTS};
    struct sample_sink sink = open_sink(sizeof lines);
    measurement.result.footprint = (struct hr_footprint){.length = 0, .capacity = 16};
    meters_contents_emit(&measurement, &sink);
    assert_missing(&sink, "headroom_percent");
    sink = open_sink(sizeof lines);
    measurement.result.footprint = (struct hr_footprint){.length = 16, .capacity = 16};
    meters_contents_emit(&measurement, &sink);
    assert_value(&sink, "headroom_percent", "0");
}

static void test_meters_dropped_events_make_levels_missing_not_calls(void **state) {
    (void)state;
    static struct measurement measurement = {.lane = LANE_COUNTS};
    struct sample_sink sink = open_sink(sizeof lines);
    meters_mallocs_emit(&measurement, &sink);
    assert_missing(&sink, "heap_allocs"); /* no tracer */
    assert_null(value_of(&sink, "malloc_live_bytes"));
    measurement.tracer.read = (trace_read_fn *)(uintptr_t)1; /* only looked at */
    measurement.trace = (struct trace_counts){.malloc_calls = 5, .live_bytes = 9, .dropped = 1};
    sink = open_sink(sizeof lines);
    meters_mallocs_emit(&measurement, &sink);
    assert_value(&sink, "malloc_calls", "5");
    assert_missing(&sink, "malloc_live_bytes");
    assert_missing(&sink, "malloc_live_usable_bytes");
    assert_missing(&sink, "malloc_peak_live_bytes_low");
    assert_missing(&sink, "malloc_peak_live_bytes_high");
    measurement.trace.dropped = 0;
    sink = open_sink(sizeof lines);
    meters_mallocs_emit(&measurement, &sink);
    assert_value(&sink, "malloc_live_bytes", "9");
}

static void test_meters_copies_of_an_unknown_malloc_are_missing(void **state) {
    (void)state;
    static struct hr_counting_allocator counting;
    static struct measurement measurement = {.lane = LANE_COUNTS};
    struct sample_sink sink = open_sink(sizeof lines);
    meters_blocks_emit(&measurement, &sink);
    assert_missing(&sink, "block_calls");
    measurement.blocks = &counting;
    counting.counts =
        (struct hr_block_counts){.copied_bytes = 8, .readdressed_bytes = 24, .unknown_bytes = 16};
    sink = open_sink(sizeof lines);
    meters_blocks_emit(&measurement, &sink);
    assert_missing(&sink, "copied_bytes");
    assert_value(&sink, "readdressed_bytes", "24");
    counting.counts.unknown_bytes = 0;
    sink = open_sink(sizeof lines);
    meters_blocks_emit(&measurement, &sink);
    assert_value(&sink, "copied_bytes", "8");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_meters_counts_and_changes_are_exact_to_64_bits),
        cmocka_unit_test(test_meters_what_is_not_finite_is_missing),
        cmocka_unit_test(test_meters_full_sink_says_so),
        cmocka_unit_test(test_meters_memory_not_read_is_missing_and_never_zero),
        cmocka_unit_test(test_meters_memory_of_this_process_is_read),
        cmocka_unit_test(test_meters_peak_is_never_below_the_start),
        cmocka_unit_test(test_meters_headroom_of_nothing_is_missing),
        cmocka_unit_test(test_meters_dropped_events_make_levels_missing_not_calls),
        cmocka_unit_test(test_meters_copies_of_an_unknown_malloc_are_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
