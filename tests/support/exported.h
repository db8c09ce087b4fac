/*
 * exported.h - a made-up run, gathered, and what a format makes of it; for the tests of formats.
 *
 *     struct reading reading;
 *     struct synthetic run = open_reading(&reading);
 *     add_case(&run, KEY_OF("java"));
 *     synthetic_close(&run);
 *     gather_reading(&reading, "label");
 *     char *text = export_as(&reading, "go", NULL);
 *     close_reading(&reading);
 */
#ifndef HEADROOM_TEST_EXPORTED_H
#define HEADROOM_TEST_EXPORTED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
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

struct reading {
    char path[64];
    char *labelled;
    struct inputs inputs;
    struct gather gather;
};

static inline struct synthetic open_reading(struct reading *reading) {
    *reading = (struct reading){.path = "/tmp/headroom-exports-XXXXXX"};
    int descriptor = mkstemp(reading->path);
    assert_true(descriptor >= 0);
    struct synthetic run = synthetic_open(reading->path);
    assert_int_equal(close(descriptor), 0);
    return run;
}

static inline void gather_reading(struct reading *reading, const char *label) {
    assert_true(asprintf(&reading->labelled, "%s=%s", label, reading->path) > 0);
    char *paths[] = {reading->labelled};
    if (!inputs_read(&reading->inputs, paths, 1)) {
        fail_msg("%s", reading->inputs.error);
    }
    assert_true(gather_init(&reading->gather, reading->inputs.runs, 1, reading->inputs.filters,
                            reading->inputs.filter_count));
}

static inline void close_reading(struct reading *reading) {
    gather_clean_up(&reading->gather);
    inputs_clean_up(&reading->inputs);
    assert_int_equal(remove(reading->path), 0);
    free(reading->labelled);
}

/* What a format makes of it; free it. */
static inline char *export_as(const struct reading *reading, const char *name, const char *meters) {
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
static inline void add_case(struct synthetic *run, const char *key) {
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

static inline void add_failures(struct synthetic *run, const char *key, enum outcome_kind outcome) {
    synthetic_trial(run, LANE_TIME, 3, key);
    synthetic_sample(run, "build_ns", "99");
    synthetic_outcome(run, outcome, "signal 11\033[0m");
}

#endif
