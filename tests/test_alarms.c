// links: bench-report
/* False alarms of made-up runs in pairs: by workload, by kind, with floors that compare reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/alarms.h"
#include "report/floors.h"
#include "synthetic_run.h"

enum { OLD, NEW, SIDES, PAIRS = 40 };

static const char append_key[] = "structure=a workload=append length=1";
static const char julia_key[] = "structure=b workload=julia";

struct sides {
    char path[SIDES][64];
    struct synthetic run[SIDES];
    struct results results[SIDES];
    struct alarms alarms;
};

static const struct alarms_options usual = {
    .pairs = 10,
    .comparisons = 100,
    .seed = 1,
    .rule = {.alpha = 0.01, .least_percent = 1, .floor_percent = 0}};

static void open_sides(struct sides *sides) {
    *sides = (struct sides){0};
    for (int side = 0; side < SIDES; side++) {
        (void)snprintf(sides->path[side], sizeof sides->path[side], "/tmp/headroom-alarms-XXXXXX");
        int descriptor = mkstemp(sides->path[side]);
        assert_true(descriptor >= 0);
        (void)close(descriptor);
        sides->run[side] = synthetic_open(sides->path[side]);
    }
}

static void find(struct sides *sides, const struct alarms_options *options) {
    struct results_error error;
    for (int side = 0; side < SIDES; side++) {
        synthetic_close(&sides->run[side]);
        if (!results_read(sides->path[side], &sides->results[side], &error)) {
            fail_msg("%s", error.message);
        }
    }
    assert_true(alarms_find(&sides->results[OLD], &sides->results[NEW], options, &sides->alarms));
}

static void close_sides(struct sides *sides) {
    for (int side = 0; side < SIDES; side++) {
        results_clean_up(&sides->results[side]);
        (void)unlink(sides->path[side]);
    }
    alarms_clean_up(&sides->alarms);
}

/* One trial of the time lane on one side. */
static void add_time(struct sides *sides, int side, unsigned repetition, const char *key,
                     double build_ns) {
    struct synthetic *run = &sides->run[side];
    synthetic_trial(run, LANE_TIME, repetition, key);
    synthetic_sample(run, "checksum", "42");
    synthetic_number(run, "build_ns", build_ns);
    synthetic_number(run, "builds", 7);
    synthetic_number(run, "steal_ticks", (double)(side * 100));
    synthetic_outcome(run, OUTCOME_OK, "");
}

static void add_counts(struct sides *sides, int side, const char *key, const char *checksum) {
    synthetic_trial(&sides->run[side], LANE_COUNTS, 0, key);
    synthetic_sample(&sides->run[side], "checksum", checksum);
    synthetic_sample(&sides->run[side], "block_calls", "3");
    synthetic_outcome(&sides->run[side], OUTCOME_OK, "");
}

static const struct alarms_row *row_of(const struct sides *sides, const char *workload,
                                       const char *meter) {
    for (size_t i = 0; i < sides->alarms.count; i++) {
        const struct alarms_row *row = &sides->alarms.row[i];
        bool is_meter =
            meter == NULL ? row->meter == NULL : row->meter != NULL && !strcmp(row->meter, meter);
        if (is_meter && strcmp(row->workload, workload) == 0) {
            return row;
        }
    }
    return NULL;
}

static void test_alarms_equal_values_are_none_and_give_a_floor(void **state) {
    (void)state;
    struct sides sides;
    open_sides(&sides);
    for (unsigned i = 0; i < PAIRS; i++) {
        for (int side = 0; side < SIDES; side++) {
            double noise = 0.005 * synthetic_noise(&sides.run[side]);
            add_time(&sides, side, i, append_key, 10 * (1 + (side == OLD ? noise : -noise)));
        }
    }
    find(&sides, &usual);
    const struct alarms_row *row = row_of(&sides, "append", "build_ns");
    assert_non_null(row);
    assert_int_equal(row->kind, ALARMS_TIME);
    assert_int_equal(row->comparisons, 100);
    assert_int_equal(row->alarms, 0);
    assert_int_equal(row->thrown, PAIRS / 10);
    assert_int_equal(row->thrown_alarms, 0);
    assert_int_equal(row->cases, 1);
    assert_true(row->floor_percent > 0 && row->floor_percent <= row->largest_percent);
    assert_true(row->largest_percent < 1);
    /* What is noted of the machine, and what is neither better nor worse, is not judged. */
    assert_null(row_of(&sides, "append", "steal_ticks"));
    assert_null(row_of(&sides, "append", "builds"));
    const struct alarms_row *exact = row_of(&sides, "append", NULL);
    assert_int_equal(exact->comparisons, PAIRS);
    assert_int_equal(exact->alarms, 0);
    close_sides(&sides);
}

static void test_alarms_of_a_difference_are_counted_by_the_coins_that_were_thrown(void **state) {
    (void)state;
    struct sides sides;
    open_sides(&sides);
    for (unsigned i = 0; i < PAIRS; i++) {
        add_time(&sides, OLD, i, append_key, 10);
        add_time(&sides, NEW, i, append_key, 11);
    }
    find(&sides, &usual);
    const struct alarms_row *row = row_of(&sides, "append", "build_ns");
    assert_int_equal(row->thrown_alarms, row->thrown);
    assert_true(row->alarms < row->comparisons / 10);
    close_sides(&sides);
}

static void test_alarms_exact_meters_alarm_by_every_difference(void **state) {
    (void)state;
    struct sides sides;
    open_sides(&sides);
    add_counts(&sides, OLD, append_key, "42");
    add_counts(&sides, NEW, append_key, "43");
    add_counts(&sides, OLD, julia_key, "42");
    add_counts(&sides, NEW, julia_key, "42");
    find(&sides, &usual);
    assert_int_equal(row_of(&sides, "append", NULL)->comparisons, 2);
    assert_int_equal(row_of(&sides, "append", NULL)->alarms, 1);
    assert_int_equal(row_of(&sides, "julia", NULL)->alarms, 0);
    struct alarms_row total = alarms_total(&sides.alarms, ALARMS_EXACT);
    assert_int_equal(total.comparisons, 4);
    assert_int_equal(total.alarms, 1);
    assert_int_equal(alarms_total(&sides.alarms, ALARMS_TIME).comparisons, 0);
    close_sides(&sides);
}

static void test_alarms_meter_of_one_side_alone_differs(void **state) {
    (void)state;
    struct sides sides;
    open_sides(&sides);
    add_counts(&sides, OLD, append_key, "42");
    synthetic_trial(&sides.run[NEW], LANE_COUNTS, 0, append_key);
    synthetic_sample(&sides.run[NEW], "checksum", "42");
    synthetic_outcome(&sides.run[NEW], OUTCOME_OK, "");
    find(&sides, &usual);
    assert_int_equal(row_of(&sides, "append", NULL)->alarms, 1);
    close_sides(&sides);
}

static void test_alarms_trials_without_a_good_partner_are_left_out(void **state) {
    (void)state;
    struct sides sides;
    open_sides(&sides);
    for (unsigned i = 0; i < 10; i++) {
        add_time(&sides, OLD, i, append_key, 10 + i);
        if (i != 4) {
            add_time(&sides, NEW, i, append_key, 10 + i);
        }
    }
    synthetic_trial(&sides.run[NEW], LANE_TIME, 4, append_key);
    synthetic_outcome(&sides.run[NEW], OUTCOME_TIMED_OUT, "after 1 s");
    find(&sides, &usual);
    const struct alarms_row *row = row_of(&sides, "append", "build_ns");
    assert_int_equal(row->comparisons, 0);
    assert_int_equal(row->cases, 0);
    assert_int_equal(row->short_cases, 1);
    assert_int_equal(row_of(&sides, "append", NULL)->comparisons, 9);
    close_sides(&sides);
}

static void test_alarms_cases_of_a_workload_share_its_comparisons(void **state) {
    (void)state;
    static const char *const keys[] = {"workload=append length=1", "workload=append length=2",
                                       "workload=append length=3"};
    struct sides sides;
    open_sides(&sides);
    for (size_t key = 0; key < 3; key++) {
        for (unsigned i = 0; i < 10; i++) {
            add_time(&sides, OLD, i, keys[key], 10);
            add_time(&sides, NEW, i, keys[key], 10);
        }
    }
    find(&sides, &usual);
    const struct alarms_row *row = row_of(&sides, "append", "build_ns");
    assert_int_equal(row->cases, 3);
    assert_int_equal(row->comparisons, 3 * 34);
    assert_int_equal(row->thrown, 3);
    close_sides(&sides);
}

static void test_alarms_floors_are_what_compare_reads(void **state) {
    (void)state;
    struct sides sides;
    struct floors floors = {0};
    char path[] = "/tmp/headroom-floors-XXXXXX";
    open_sides(&sides);
    for (unsigned i = 0; i < PAIRS; i++) {
        add_time(&sides, OLD, i, append_key, 10 + (i % 3));
        add_time(&sides, NEW, i, append_key, 10 + (i % 5));
    }
    find(&sides, &usual);
    int descriptor = mkstemp(path);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    assert_non_null(file);
    assert_true(alarms_write_floors(&sides.alarms, file));
    assert_int_equal(fclose(file), 0);
    if (!floors_read(path, &floors)) {
        fail_msg("%s", floors.error);
    }
    double floor = row_of(&sides, "append", "build_ns")->floor_percent;
    assert_true(floor > 1);
    assert_true(fabs(floors_find(&floors, "append", "build_ns") - floor) < 1e-3);
    assert_true(floors_find(&floors, "julia", "build_ns") == 0);
    floors_clean_up(&floors);
    (void)unlink(path);
    close_sides(&sides);
}

static void test_alarms_table_has_a_row_for_each_and_the_totals(void **state) {
    (void)state;
    struct sides sides;
    struct table table;
    open_sides(&sides);
    for (unsigned i = 0; i < 9; i++) {
        add_time(&sides, OLD, i, append_key, 10);
        add_time(&sides, NEW, i, append_key, 10);
    }
    find(&sides, &usual);
    alarms_table(&sides.alarms, &usual, &table);
    assert_false(table.failed);
    assert_int_equal(table.row_count, sides.alarms.count + ALARMS_KINDS);
    assert_string_equal(table_at(&table, table.row_count - 1, 0)->text, "all");
    assert_string_equal(table_at(&table, table.row_count - 1, 1)->text, "time");
    assert_non_null(strstr(table.notes[table.note_count - 1], "fewer than 10 pairs"));
    table_clean_up(&table);
    close_sides(&sides);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alarms_equal_values_are_none_and_give_a_floor),
        cmocka_unit_test(test_alarms_of_a_difference_are_counted_by_the_coins_that_were_thrown),
        cmocka_unit_test(test_alarms_exact_meters_alarm_by_every_difference),
        cmocka_unit_test(test_alarms_meter_of_one_side_alone_differs),
        cmocka_unit_test(test_alarms_trials_without_a_good_partner_are_left_out),
        cmocka_unit_test(test_alarms_cases_of_a_workload_share_its_comparisons),
        cmocka_unit_test(test_alarms_floors_are_what_compare_reads),
        cmocka_unit_test(test_alarms_table_has_a_row_for_each_and_the_totals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
