// links: bench-report
/*
 * test_plots_measured.c - the tables of the plots of resident memory, time against memory, lists
 * against tuples, before and after, and orbits: over made-up runs with planted values.
 */
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

#include "report/changes.h"
#include "report/inputs.h"
#include "report/plots/parts.h"
#include "synthetic_run.h"

#define NULL_KEY "structure=null growth=none allocator=own malloc=glibc workload=null thp=never"
#define LIST_KEY(malloc, length)                                                                   \
    "structure=dynarray growth=java allocator=heap malloc=" malloc                                 \
    " workload=append element_bytes=8 length=" length

enum { RUNS = 3 };

/* Up to three runs, written one after the other, then gathered. */
struct bench {
    char paths[RUNS][64];
    size_t count;
    struct inputs inputs;
    struct gather gather;
    struct picture picture;
};

/* Runs of the same group are measured trial by trial in pairs; NULL for none. */
static struct synthetic begin_run_of(struct bench *bench, const char *pair_group) {
    char *path = bench->paths[bench->count++];
    snprintf(path, sizeof bench->paths[0], "/tmp/headroom-plots-XXXXXX");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    struct synthetic run =
        synthetic_open_with(path, pair_group == NULL ? NULL : "pair_group", pair_group);
    assert_int_equal(close(descriptor), 0);
    return run;
}

static struct synthetic begin_run(struct bench *bench) {
    return begin_run_of(bench, NULL);
}

static bool make_highlighted(struct bench *bench, const char *name, const char *highlight) {
    char labelled[RUNS][80];
    char *paths[RUNS];
    for (size_t i = 0; i < bench->count; i++) {
        snprintf(labelled[i], sizeof labelled[i], "run%zu=%s", i, bench->paths[i]);
        paths[i] = labelled[i];
    }
    if (!inputs_read(&bench->inputs, paths, bench->count)) {
        fail_msg("%s", bench->inputs.error);
    }
    assert_true(gather_init(&bench->gather, bench->inputs.runs, bench->inputs.run_count, NULL, 0));
    const struct preset *preset = preset_find(name);
    assert_non_null(preset);
    const struct preset_input input = {.gather = &bench->gather, .highlight = highlight};
    return preset->make(&input, &bench->picture);
}

static bool make(struct bench *bench, const char *name) {
    return make_highlighted(bench, name, NULL);
}

static void end(struct bench *bench) {
    picture_clean_up(&bench->picture);
    gather_clean_up(&bench->gather);
    inputs_clean_up(&bench->inputs);
    for (size_t i = 0; i < bench->count; i++) {
        assert_int_equal(remove(bench->paths[i]), 0);
    }
}

static void add_peak(struct synthetic *run, const char *key, double low, double high) {
    synthetic_trial(run, LANE_MEMORY, 0, key);
    synthetic_number(run, "rss_bytes_peak_low", low);
    synthetic_number(run, "rss_bytes_peak_high", high);
    synthetic_outcome(run, OUTCOME_OK, "");
}

static void add_count(struct synthetic *run, const char *key, const char *meter, double value) {
    synthetic_trial(run, LANE_COUNTS, 0, key);
    synthetic_number(run, meter, value);
    synthetic_outcome(run, OUTCOME_OK, "");
}

/* Three times: the interval is their range. */
static void add_time(struct synthetic *run, const char *key, double center, double by) {
    for (unsigned i = 0; i < 3; i++) {
        synthetic_trial(run, LANE_TIME, i, key);
        synthetic_number(run, "build_ns", center + by * ((double)i - 1));
        synthetic_outcome(run, OUTCOME_OK, "");
    }
}

static size_t column_of(const struct table *table, const char *name) {
    for (size_t i = 0; i < table->column_count; i++) {
        if (strcmp(table->columns[i].name, name) == 0) {
            return i;
        }
    }
    fail_msg("no column '%s'", name);
    return 0;
}

static const char *text_of(const struct table *table, size_t row, const char *column) {
    const struct table_cell *cell = table_at(table, row, column_of(table, column));
    return cell == NULL || cell->kind == TABLE_EMPTY ? "-" : cell->text;
}

static double number_of(const struct table *table, size_t row, const char *column) {
    return strtod(text_of(table, row, column), NULL);
}

static bool is_near(double left, double right) {
    return fabs(left - right) < 1e-9 * (1 + fabs(right));
}

/* The null structure was seen to reach 300000 once; 300000 is not above it, 300001 is. */
static void add_planted_peaks(struct synthetic *run) {
    add_peak(run, NULL_KEY, 0, 262144);
    synthetic_trial(run, LANE_MEMORY, 1, NULL_KEY);
    synthetic_number(run, "rss_bytes_peak_low", 1000);
    synthetic_number(run, "rss_bytes_peak_high", 300000);
    synthetic_outcome(run, OUTCOME_OK, "");
    add_peak(run, LIST_KEY("glibc", "0"), 400000, 500000);
    add_peak(run, LIST_KEY("glibc", "1000"), 299999, 900000);
    add_peak(run, LIST_KEY("glibc", "2000"), 300000, 900000);
    add_peak(run, LIST_KEY("glibc", "4000"), 300001, 900000);
    add_peak(run, LIST_KEY("jemalloc", "1000"), 500000, 600000);
    add_peak(run, LIST_KEY("jemalloc", "2000"), 1, 600000);
    add_peak(run, LIST_KEY("jemalloc", "4000"), 500000, 600000);
    add_peak(run, LIST_KEY("mimalloc", "4000"), 2, 600000);
    add_peak(run, LIST_KEY("tcmalloc", "2000"), 500000, 600000);
}

static void test_plots_resident_leaves_out_what_null_may_have_made(void **state) {
    (void)state;
    struct bench bench = {0};
    struct synthetic run = begin_run(&bench);
    add_planted_peaks(&run);
    synthetic_close(&run);
    assert_true(make(&bench, "resident"));
    const struct table *shown = &bench.picture.tables[0];
    assert_int_equal(shown->row_count, 4);
    static const char *const expected[4][4] = {{"-", "-", "-", "-"},
                                               {"-", "550", "-", "-"},
                                               {"-", "-", "-", "275"},
                                               {"150.000125", "137.5", "-", "-"}};
    static const char *const mallocs[] = {"glibc", "jemalloc", "mimalloc", "tcmalloc"};
    for (size_t row = 0; row < 4; row++) {
        for (size_t i = 0; i < 4; i++) {
            assert_string_equal(text_of(shown, row, mallocs[i]), expected[row][i]);
        }
    }
    assert_string_equal(text_of(shown, 3, "glibc low"), "75.00025");
    assert_string_equal(text_of(shown, 3, "glibc high"), "225");
    assert_string_equal(text_of(shown, 2, "glibc low"), "-");
    assert_string_equal(text_of(shown, 2, "glibc high"), "-");
    const struct table *floor = &bench.picture.tables[1];
    assert_int_equal(bench.picture.table_count, 2);
    assert_int_equal(floor->row_count, 3); /* not of length 0 */
    assert_string_equal(text_of(floor, 0, "floor"), "300");
    assert_string_equal(text_of(floor, 2, "floor"), "75");
    assert_string_equal(text_of(floor, 2, "elements"), "8");
    assert_non_null(strstr(bench.picture.subtitle, "null reaches 293 KiB, above it from length "
                                                   "4000: glibc, jemalloc; nowhere: mimalloc; "
                                                   "from length 2000: tcmalloc"));
    end(&bench);
}

static void test_plots_resident_without_a_floor_says_what_to_add(void **state) {
    (void)state;
    struct bench bench = {0};
    struct synthetic run = begin_run(&bench);
    add_planted_peaks(&run);
    synthetic_close(&run);
    run = begin_run(&bench);
    add_peak(&run, LIST_KEY("glibc", "4000"), 400000, 500000);
    synthetic_trial(&run, LANE_MEMORY, 0, NULL_KEY); /* ended badly: says nothing */
    synthetic_number(&run, "rss_bytes_peak_high", 10);
    synthetic_outcome(&run, OUTCOME_CRASHED, "signal 11");
    synthetic_close(&run);
    assert_false(make(&bench, "resident"));
    assert_non_null(strstr(bench.picture.error, "'run1'"));
    assert_non_null(strstr(bench.picture.error, "structure=null"));
    end(&bench);
}

#define POINT_KEY(growth, malloc)                                                                  \
    "structure=dynarray growth=" growth " allocator=heap malloc=" malloc                           \
    " workload=append element_bytes=8 length=1000"

static void add_planted_points(struct synthetic *run, const char *meter) {
    static const struct {
        const char *key;
        double memory, time;
    } points[] = {
        {POINT_KEY("java", "glibc"), 1000, 9},          {POINT_KEY("r", "glibc"), 3000, 5},
        {POINT_KEY("r", "jemalloc"), 3000, 5.5},        {POINT_KEY("lua", "glibc"), 3500, 9},
        {POINT_KEY("cpython-3.9", "glibc"), 9000, 1.5},
    };
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        add_time(run, points[i].key, points[i].time, 0.4);
        if (strcmp(meter, "rss_bytes_peak_high") == 0) {
            add_peak(run, points[i].key, points[i].memory - 10, points[i].memory + 10);
        } else {
            add_count(run, points[i].key, meter, points[i].memory);
        }
    }
    add_time(run, NULL_KEY, 0.1, 0); /* the floor does not compete */
    add_peak(run, NULL_KEY, 1, 1);
}

static void assert_points(const struct table *table) {
    static const char *const expected[][5] = {{"java glibc", "front", "1", "1", "no"},
                                              {"r glibc", "front", "2", "1", "no"},
                                              {"cpython-3.9 glibc", "front", "3", "1", "yes"},
                                              {"r jemalloc", "near", "4", "2", "no"},
                                              {"lua glibc", "beaten", "-", "1", "no"}};
    assert_int_equal(table->row_count, 5);
    for (size_t row = 0; row < 5; row++) {
        assert_string_equal(text_of(table, row, "case"), expected[row][0]);
        assert_string_equal(text_of(table, row, "standing"), expected[row][1]);
        assert_string_equal(text_of(table, row, "number"), expected[row][2]);
        assert_string_equal(text_of(table, row, "group"), expected[row][3]);
        assert_string_equal(text_of(table, row, "highlighted"), expected[row][4]);
    }
}

static void test_plots_pareto_names_the_front_and_what_is_within_noise(void **state) {
    (void)state;
    static const char *const meters[] = {"rss_bytes_peak_high", "block_peak_moving_bytes"};
    for (size_t i = 0; i < 2; i++) {
        struct bench bench = {0};
        struct synthetic run = begin_run(&bench);
        add_planted_points(&run, meters[i]);
        synthetic_close(&run);
        assert_true(make(&bench, "pareto"));
        const struct table *table = &bench.picture.tables[0];
        assert_points(table);
        assert_string_equal(text_of(table, 0, "memory"), "1000");
        assert_string_equal(text_of(table, 0, "memory low"), i == 0 ? "990" : "1000");
        assert_string_equal(text_of(table, 1, "time high"), "5.4");
        assert_non_null(strstr(bench.picture.subtitle, i == 0 ? "peak resident" : "in blocks"));
        end(&bench);
    }
}

/* Of lengths that are equally frequent the longest, whatever the plan's order. */
static void test_plots_pareto_of_several_lengths_takes_the_longest(void **state) {
    (void)state;
    struct bench bench = {0};
    struct synthetic run = begin_run(&bench);
    static const char *const keys[] = {LIST_KEY("glibc", "900"), LIST_KEY("glibc", "20000"),
                                       LIST_KEY("glibc", "1000")};
    for (size_t i = 0; i < 3; i++) {
        add_time(&run, keys[i], 5, 1);
        add_peak(&run, keys[i], 1000, 2000);
    }
    add_peak(&run, NULL_KEY, 1, 1);
    synthetic_close(&run);
    assert_true(make(&bench, "pareto"));
    assert_string_equal(bench.picture.chosen, "length=20000");
    assert_int_equal(bench.picture.tables[0].row_count, 1);
    end(&bench);
}

static void test_plots_pareto_highlights_what_is_asked_for(void **state) {
    (void)state;
    struct bench bench = {0};
    struct synthetic run = begin_run(&bench);
    add_planted_points(&run, "rss_bytes_peak_high");
    synthetic_close(&run);
    assert_true(make_highlighted(&bench, "pareto", "growth=java,lua"));
    for (size_t row = 0; row < 5; row++) {
        assert_string_equal(text_of(&bench.picture.tables[0], row, "highlighted"),
                            row == 0 || row == 4 ? "yes" : "no");
    }
    end(&bench);
    static const char *const strange[] = {"growth=jav", "growth", "no=java", "=", ""};
    for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++) {
        struct bench other = {0};
        run = begin_run(&other);
        add_planted_points(&run, "rss_bytes_peak_high");
        synthetic_close(&run);
        assert_false(make_highlighted(&other, "pareto", strange[i]));
        assert_non_null(strstr(other.picture.error, "--highlight"));
        end(&other);
    }
}

static void test_plots_pareto_without_time_or_memory_says_so(void **state) {
    (void)state;
    struct bench bench = {0};
    struct synthetic run = begin_run(&bench);
    add_time(&run, POINT_KEY("java", "glibc"), 9, 1);
    add_peak(&run, POINT_KEY("r", "glibc"), 9, 10);
    synthetic_close(&run);
    assert_false(make(&bench, "pareto"));
    assert_non_null(strstr(bench.picture.error, "time and its memory"));
    end(&bench);
}

#define MANY_LISTS(growth, mix, length)                                                            \
    "structure=dynarray growth=" growth                                                            \
    " allocator=heap malloc=glibc workload=many-small count=100 element_bytes=8 length=" length    \
    " mix=" mix
#define MANY_TUPLES(mix, length)                                                                   \
    "structure=tuple growth=none allocator=heap malloc=glibc workload=many-small "                 \
    "cache=cpython-3.11 count=100 length=" length " mix=" mix

static void add_many(struct synthetic *run, const char *key, double bytes) {
    add_count(run, key, "block_peak_live_bytes", bytes);
    add_peak(run, key, bytes * 2, bytes * 4);
    add_time(run, key, bytes / 100, 0);
}

static void test_plots_lists_against_tuples_have_both_at_every_length(void **state) {
    (void)state;
    struct bench bench = {0};
    struct synthetic run = begin_run(&bench);
    add_many(&run, MANY_LISTS("cpython-3.9", "same", "0"), 3200);
    add_many(&run, MANY_LISTS("cpython-3.9", "same", "1"), 6400);
    add_many(&run, MANY_LISTS("libstdcxx", "same", "1"), 4800);
    add_many(&run, MANY_LISTS("cpython-3.9", "cycle", "8"), 9999);
    add_many(&run, MANY_TUPLES("same", "0"), 800);
    add_many(&run, MANY_TUPLES("same", "1"), 4000);
    synthetic_close(&run);
    assert_true(make(&bench, "lists-vs-tuples"));
    assert_int_equal(bench.picture.table_count, 3);
    const struct table *resident = &bench.picture.tables[0];
    assert_int_equal(resident->row_count, 2); /* a cycle of lengths is left out */
    assert_int_equal(resident->column_count, 7);
    assert_string_equal(text_of(resident, 0, "dynarray"), "96");
    assert_string_equal(text_of(resident, 1, "dynarray low"), "128");
    assert_string_equal(text_of(resident, 1, "tuple high"), "160");
    assert_string_equal(text_of(&bench.picture.tables[1], 1, "tuple"), "40");
    assert_string_equal(text_of(&bench.picture.tables[2], 1, "dynarray"), "64");
    assert_string_equal(text_of(&bench.picture.tables[2], 0, "tuple"), "8");
    assert_string_equal(bench.picture.chosen, "growth=cpython-3.9");
    end(&bench);
}

static void test_plots_lists_against_tuples_want_equal_lengths(void **state) {
    (void)state;
    struct bench bench = {0};
    struct synthetic run = begin_run(&bench);
    add_many(&run, MANY_LISTS("cpython-3.9", "cycle", "8"), 9999);
    synthetic_close(&run);
    assert_false(make(&bench, "lists-vs-tuples"));
    assert_non_null(strstr(bench.picture.error, "mix=same"));
    end(&bench);
}

static void add_before(struct synthetic *run, double scale) {
    add_count(run, LIST_KEY("glibc", "10"), "block_calls", scale > 1 ? 11 : 10);
    add_count(run, LIST_KEY("glibc", "10"), "headroom_percent", 50);
    add_count(run, LIST_KEY("glibc", "10"), "copied_bytes", scale > 1 ? 80 : 0);
    add_time(run, LIST_KEY("glibc", "10"), 10 * scale, 1);
    add_time(run, LIST_KEY("glibc", "100"), 10 + scale, 2);
    add_time(run, NULL_KEY, 10 * scale, 0);
}

static void test_plots_before_after_orders_changes_by_size(void **state) {
    (void)state;
    struct bench bench = {0};
    struct synthetic run = begin_run(&bench);
    add_before(&run, 1);
    add_time(&run, LIST_KEY("glibc", "1000"), 10, 0); /* in the first run alone */
    synthetic_close(&run);
    run = begin_run(&bench);
    add_before(&run, 2);
    synthetic_close(&run);
    assert_true(make(&bench, "before-after"));
    const struct table *table = &bench.picture.tables[0];
    static const char *const expected[][5] = {
        {"copied:", "exact", "worse", "-", "right"},
        {"blocks:", "exact", "worse", "1.1", ""},
        {"warm:", "noisy", "not judged", "2", ""},
    };
    assert_int_equal(table->row_count, 3); /* not what is the same, nor the null structure */
    for (size_t row = 0; row < 3; row++) {
        assert_true(number_of(table, row, "row") == (double)(row + 1));
        assert_string_equal(text_of(table, row, "what"), expected[row][0]);
        assert_string_equal(text_of(table, row, "kind"), expected[row][1]);
        assert_string_equal(text_of(table, row, "verdict"), expected[row][2]);
        assert_string_equal(text_of(table, row, "ratio"), expected[row][3]);
        assert_string_equal(text_of(table, row, "edge"), expected[row][4]);
    }
    assert_true(is_near(number_of(table, 2, "low"), 19.0 / 11));
    assert_true(is_near(number_of(table, 2, "high"), 21.0 / 9));
    assert_string_equal(text_of(table, 1, "low"), "1.1");
    assert_string_equal(text_of(table, 1, "change"), "10 -> 11 calls");
    assert_non_null(strstr(bench.picture.subtitle, "run0 -> run1;"));
    assert_non_null(strstr(bench.picture.subtitle, "2 of 5 values changed"));
    assert_non_null(strstr(bench.picture.subtitle, "1 time differs but was not measured in pairs"));
    assert_non_null(strstr(bench.picture.subtitle, "1 case is not in all runs"));
    assert_null(strstr(bench.picture.subtitle, "shown:"));
    end(&bench);
}

/* Two times that differ by more than their intervals, but not in three digits. */
static void test_plots_before_after_labels_have_keys_and_enough_digits(void **state) {
    (void)state;
    struct bench bench = {0};
    for (int i = 0; i < 2; i++) {
        struct synthetic run = begin_run(&bench);
        add_time(&run, LIST_KEY("glibc", "10"), i == 0 ? 0.716 : 0.724, 0);
        add_time(&run, LIST_KEY("jemalloc", "20000"), i == 0 ? 1 : 2, 0);
        synthetic_close(&run);
    }
    assert_true(make(&bench, "before-after"));
    const struct table *table = &bench.picture.tables[0];
    assert_string_equal(text_of(table, 0, "what"), "warm: jemalloc length=2e4");
    assert_string_equal(text_of(table, 1, "what"), "warm: glibc length=10");
    assert_string_equal(text_of(table, 1, "change"), "0.716 -> 0.724 ns/el.");
    end(&bench);
}

static void test_plots_before_after_without_a_change_shows_some_and_says_so(void **state) {
    (void)state;
    struct bench bench = {0};
    for (int i = 0; i < 2; i++) {
        struct synthetic run = begin_run(&bench);
        add_count(&run, LIST_KEY("glibc", "10"), "block_calls", 7);
        synthetic_close(&run);
    }
    assert_true(make(&bench, "before-after"));
    assert_int_equal(bench.picture.tables[0].row_count, 1);
    assert_string_equal(text_of(&bench.picture.tables[0], 0, "verdict"), "same");
    assert_non_null(strstr(bench.picture.subtitle, "shown: 1 without a change"));
    end(&bench);
}

static void test_plots_before_after_of_three_runs_has_a_row_for_each_later_one(void **state) {
    (void)state;
    struct bench bench = {0};
    for (int i = 0; i < 3; i++) {
        struct synthetic run = begin_run(&bench);
        add_count(&run, LIST_KEY("glibc", "10"), "block_calls", i == 2 ? 5 : 10);
        synthetic_close(&run);
    }
    assert_true(make(&bench, "before-after"));
    const struct table *table = &bench.picture.tables[0];
    assert_int_equal(table->row_count, 2);
    assert_string_equal(text_of(table, 0, "run"), "run1");
    assert_string_equal(text_of(table, 0, "verdict"), "same");
    assert_string_equal(text_of(table, 1, "run"), "run2");
    assert_string_equal(text_of(table, 1, "verdict"), "better");
    assert_string_equal(text_of(table, 1, "row"), "1");
    end(&bench);
}

static void test_plots_before_after_shows_the_largest_of_many(void **state) {
    (void)state;
    struct bench bench = {0};
    for (int i = 0; i < 2; i++) {
        struct synthetic run = begin_run(&bench);
        for (int length = 1; length <= 30; length++) {
            char key[256];
            snprintf(key, sizeof key, "%s%d", LIST_KEY("glibc", ""), length);
            add_count(&run, key, "block_calls", 1000 + i * length);
        }
        synthetic_close(&run);
    }
    assert_true(make(&bench, "before-after"));
    const struct table *table = &bench.picture.tables[0];
    assert_int_equal(table->row_count, 25);
    assert_string_equal(text_of(table, 0, "after"), "1030");
    assert_string_equal(text_of(table, 24, "after"), "1006");
    assert_non_null(strstr(bench.picture.subtitle, "shown: the 25 largest of these 30"));
    end(&bench);
}

static void test_plots_before_after_wants_two_runs_with_something_in_common(void **state) {
    (void)state;
    struct bench bench = {0};
    struct synthetic run = begin_run(&bench);
    add_before(&run, 1);
    synthetic_close(&run);
    assert_false(make(&bench, "before-after"));
    assert_non_null(strstr(bench.picture.error, "two runs"));
    end(&bench);
    bench = (struct bench){0};
    run = begin_run(&bench);
    add_before(&run, 1);
    synthetic_close(&run);
    run = begin_run(&bench);
    add_time(&run, LIST_KEY("jemalloc", "10"), 10, 0);
    synthetic_close(&run);
    assert_false(make(&bench, "before-after"));
    assert_non_null(strstr(bench.picture.error, "in common"));
    end(&bench);
}

static void test_changes_noisy_ones_want_a_gap_and_a_percent(void **state) {
    (void)state;
    static const struct {
        double before, after, by;
        enum change_verdict verdict;
    } pairs[] = {{100, 102, 0.5, CHANGE_WORSE},   {100, 98, 0.5, CHANGE_BETTER},
                 {100, 101, 0.5, CHANGE_SAME},    {100, 100.9, 0.1, CHANGE_SAME},
                 {100, 101.1, 0.1, CHANGE_WORSE}, {100, 100, 0, CHANGE_SAME}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct bench bench = {0};
        struct synthetic run = begin_run_of(&bench, "1");
        add_time(&run, LIST_KEY("glibc", "10"), pairs[i].before, pairs[i].by);
        synthetic_close(&run);
        run = begin_run_of(&bench, "1");
        add_time(&run, LIST_KEY("glibc", "10"), pairs[i].after, pairs[i].by);
        synthetic_close(&run);
        assert_true(make(&bench, "before-after"));
        assert_string_equal(text_of(&bench.picture.tables[0], 0, "verdict"),
                            change_verdict_name(pairs[i].verdict));
        end(&bench);
    }
}

static void test_plots_orbit_is_the_books(void **state) {
    (void)state;
    static const double book[9] = {0.756, 0.426, 0.694, 0.670, 0.533, 0.875, 0.035, 0.757, 0.427};
    struct bench bench = {0};
    assert_true(make(&bench, "orbit"));
    const struct table *sizes = &bench.picture.tables[0];
    const struct table *path = &bench.picture.tables[1];
    assert_int_equal(sizes->row_count, 300);
    assert_int_equal(path->row_count, 301);
    for (size_t i = 0; i < 9; i++) {
        assert_true(number_of(sizes, i, "iteration") == (double)i);
        assert_true(fabs(number_of(sizes, i, "0+0i") - book[i]) <= 0.5e-3);
        assert_true(number_of(sizes, i, "-0.82+0i") < 2);
    }
    for (size_t i = 0; i < 300; i++) {
        assert_true(number_of(sizes, i, "0+0i") < 2);
        double re = number_of(path, i + 1, "0+0i re");
        double im = number_of(path, i + 1, "0+0i im");
        assert_true(is_near(hypot(re, im), number_of(sizes, i, "0+0i")));
    }
    assert_true(fabs(number_of(sizes, 9, "-0.82+0i") - 2.151) <= 0.5e-3);
    assert_string_equal(text_of(sizes, 10, "-0.82+0i"), "-");
    assert_string_equal(text_of(path, 11, "-0.82+0i re"), "-");
    assert_string_equal(text_of(path, 0, "iteration"), "start");
    assert_string_equal(text_of(path, 0, "-0.82+0i re"), "-0.82");
    assert_true(fabs(number_of(path, 1, "0+0i re") + 0.62772) < 1e-9);
    assert_true(fabs(number_of(path, 1, "0+0i im") + 0.42193) < 1e-9);
    assert_non_null(strstr(bench.picture.subtitle, "-0.82+0i is beyond 2 at iteration 9"));
    end(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plots_resident_leaves_out_what_null_may_have_made),
        cmocka_unit_test(test_plots_resident_without_a_floor_says_what_to_add),
        cmocka_unit_test(test_plots_pareto_names_the_front_and_what_is_within_noise),
        cmocka_unit_test(test_plots_pareto_of_several_lengths_takes_the_longest),
        cmocka_unit_test(test_plots_pareto_highlights_what_is_asked_for),
        cmocka_unit_test(test_plots_pareto_without_time_or_memory_says_so),
        cmocka_unit_test(test_plots_lists_against_tuples_have_both_at_every_length),
        cmocka_unit_test(test_plots_lists_against_tuples_want_equal_lengths),
        cmocka_unit_test(test_plots_before_after_orders_changes_by_size),
        cmocka_unit_test(test_plots_before_after_labels_have_keys_and_enough_digits),
        cmocka_unit_test(test_plots_before_after_without_a_change_shows_some_and_says_so),
        cmocka_unit_test(test_plots_before_after_of_three_runs_has_a_row_for_each_later_one),
        cmocka_unit_test(test_plots_before_after_shows_the_largest_of_many),
        cmocka_unit_test(test_plots_before_after_wants_two_runs_with_something_in_common),
        cmocka_unit_test(test_changes_noisy_ones_want_a_gap_and_a_percent),
        cmocka_unit_test(test_plots_orbit_is_the_books),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
