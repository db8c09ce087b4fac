/*
 * test_lanes.c - the lanes in this process, with a structure and a workload of the test's own:
 * what is asked, in which order, and what comes of a structure that is broken.
 */
// links: bench-lanes
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runner/lanes.h"

/* What the structure answers, and how often it was asked. */
static struct {
    bool is_valid, can_be_asked;
    unsigned prepared, ran, checked, asked, finished;
} seen;

static int structure;

static bool structure_is_valid(const void *state) {
    assert_ptr_equal(state, &structure);
    assert_int_equal(seen.prepared, seen.finished + 1);
    seen.asked++;
    return seen.is_valid;
}

static int input;

static enum hr_status prepare(struct workload_run *run) {
    assert_ptr_equal(run->input, &input);
    run->state = &structure;
    seen.prepared++;
    return HR_OK;
}

static enum hr_status run_once(struct workload_run *run) {
    (void)run;
    seen.ran++;
    return HR_OK;
}

static void check(const struct workload_run *run, struct workload_result *result) {
    (void)run;
    seen.checked++;
    result->checksum = 7;
}

static void finish(struct workload_run *run) {
    run->state = NULL;
    seen.finished++;
}

static double elements(const struct hr_setting *settings) {
    (void)settings;
    return 1.0;
}

static const struct workload workload = {.name = "test",
                                         .prepare = prepare,
                                         .run = run_once,
                                         .check = check,
                                         .finish = finish,
                                         .elements = elements};

static enum hr_status (*const lanes[LANES])(struct trial *, struct measurement *) = {
    lane_counts, lane_memory, lane_time};

/* One trial in the lane with a structure of the interface; what was measured of it. */
static struct workload_result run_lane(enum lane lane, enum hr_interface interface, bool is_valid,
                                       bool can_be_asked) {
    bool (*ask)(const void *) = can_be_asked ? structure_is_valid : NULL;
    const struct hr_sequence_verbs sequence = {.is_valid = ask};
    const struct hr_tuple_verbs tuple = {.is_valid = ask};
    const struct hr_coords_verbs coords = {.is_valid = ask};
    const struct hr_adapter adapter = {.name = "test",
                                       .interface = interface,
                                       .sequence = &sequence,
                                       .tuple = &tuple,
                                       .coords = &coords};
    const struct bench_case a_case = {.adapter = &adapter, .workload = &workload};
    struct trial trial = {.a_case = &a_case, .input = &input};
    struct measurement measurement = {.lane = lane};
    memset(&seen, 0, sizeof seen);
    seen.is_valid = is_valid;
    assert_int_equal(lanes[lane](&trial, &measurement), HR_OK);
    assert_int_equal(seen.prepared, seen.finished);
    assert_int_equal(seen.prepared, seen.ran);
    assert_true(seen.checked > 0);
    assert_int_equal(measurement.result.checksum, 7);
    return measurement.result;
}

static const enum hr_interface interfaces[] = {HR_INTERFACE_SEQUENCE, HR_INTERFACE_TUPLE,
                                               HR_INTERFACE_COORDS};

static void test_lanes_structure_that_says_so_is_broken(void **state) {
    (void)state;
    for (int lane = LANE_COUNTS; lane < LANES; lane++) {
        for (unsigned i = 0; i < 3; i++) {
            assert_true(run_lane((enum lane)lane, interfaces[i], false, true).is_broken);
            assert_true(seen.asked > 0);
        }
    }
}

static void test_lanes_valid_structure_is_not_broken(void **state) {
    (void)state;
    for (int lane = LANE_COUNTS; lane < LANES; lane++) {
        for (unsigned i = 0; i < 3; i++) {
            assert_false(run_lane((enum lane)lane, interfaces[i], true, true).is_broken);
            assert_int_equal(seen.asked, seen.checked);
        }
    }
}

static void test_lanes_structure_that_cannot_be_asked_is_not_broken(void **state) {
    (void)state;
    for (int lane = LANE_COUNTS; lane < LANES; lane++) {
        assert_false(run_lane((enum lane)lane, HR_INTERFACE_SEQUENCE, false, false).is_broken);
        assert_int_equal(seen.asked, 0);
    }
}

/* A workload that may repeat its run. */
static enum hr_status run_again(struct workload_run *run) {
    assert_ptr_equal(run->state, &structure);
    assert_int_equal(seen.prepared, seen.finished + 1);
    return run_once(run);
}

static void test_lanes_repeatable_run_is_timed_warm_on_one_structure(void **state) {
    const struct hr_sequence_verbs sequence = {.is_valid = NULL};
    const struct hr_adapter adapter = {
        .name = "test", .interface = HR_INTERFACE_SEQUENCE, .sequence = &sequence};
    struct workload repeatable = workload;
    const struct bench_case a_case = {.adapter = &adapter, .workload = &repeatable};
    struct trial trial = {.a_case = &a_case, .input = &input};
    struct measurement measurement = {.lane = LANE_TIME};
    (void)state;
    repeatable.run = run_again;
    repeatable.is_repeatable = true;
    memset(&seen, 0, sizeof seen);
    assert_int_equal(lane_time(&trial, &measurement), HR_OK);
    /* One life cold, one for all the warm runs, none per run. */
    assert_int_equal(seen.prepared, 2);
    assert_int_equal(seen.finished, 2);
    assert_true(measurement.clocks.builds > 1);
    assert_true(seen.ran > measurement.clocks.builds);
}

/* A crowd is finished too; where neither is there nothing is. */
static enum hr_status prepare_crowd(struct workload_run *run) {
    run->crowd = seen.is_valid ? &structure : NULL;
    seen.prepared++;
    return seen.is_valid ? HR_OK : HR_NO_MEMORY;
}

static void finish_crowd(struct workload_run *run) {
    run->crowd = NULL;
    seen.finished++;
}

static void test_lanes_crowd_is_finished_and_what_was_not_made_is_not(void **state) {
    const struct hr_sequence_verbs sequence = {.is_valid = structure_is_valid};
    const struct hr_adapter adapter = {
        .name = "test", .interface = HR_INTERFACE_SEQUENCE, .sequence = &sequence};
    struct workload crowded = workload;
    const struct bench_case a_case = {.adapter = &adapter, .workload = &crowded};
    (void)state;
    crowded.prepare = prepare_crowd;
    crowded.finish = finish_crowd;
    for (int lane = LANE_COUNTS; lane < LANES; lane++) {
        for (int is_made = 0; is_made < 2; is_made++) {
            struct trial trial = {.a_case = &a_case, .input = &input};
            struct measurement measurement = {.lane = (enum lane)lane};
            memset(&seen, 0, sizeof seen);
            seen.is_valid = is_made == 1;
            assert_int_equal(lanes[lane](&trial, &measurement),
                             is_made == 1 ? HR_OK : HR_NO_MEMORY);
            assert_int_equal(seen.finished, is_made == 1 ? seen.prepared : 0);
            assert_int_equal(seen.asked, 0);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lanes_structure_that_says_so_is_broken),
        cmocka_unit_test(test_lanes_valid_structure_is_not_broken),
        cmocka_unit_test(test_lanes_structure_that_cannot_be_asked_is_not_broken),
        cmocka_unit_test(test_lanes_repeatable_run_is_timed_warm_on_one_structure),
        cmocka_unit_test(test_lanes_crowd_is_finished_and_what_was_not_made_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
