// links: bench-workloads headroom-adapters
/*
 * test_workloads.c - contracts over every workload and every adapter that suits it: the checksum
 * that the workload states, the same work on every growth policy and allocator, nothing left
 * behind, and every failing allocation reported as such.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <headroom/adapter.h>

#include "support/adapters.h"
#include "workloads/workload.h"

enum { MOST_SETTINGS = 16 };

static size_t add_defaults(struct hr_setting *settings, size_t used,
                           const struct hr_parameter *parameters) {
    for (; parameters != NULL && parameters->name != NULL; parameters++) {
        assert_true(used < MOST_SETTINGS - 1);
        settings[used++] = (struct hr_setting){parameters->name, parameters->text};
    }
    return used;
}

/* Small enough for a test that repeats the work at every failing allocation. */
static void make_settings(const struct workload *workload, const struct hr_adapter *adapter,
                          struct hr_setting *settings) {
    static const struct hr_setting small[] = {
        {"length", "20"},  {"count", "50"},
        {"batch", "7"},    {"width", "9"},
        {"block", "7"},    {"reads", "30"},
        {"rounds", "5"},   {"extra", "3"},
        {"regrow", "yes"}, {"lengths", TEST_SOURCE_DIR "/bench/lengths/small.lengths"},
        {NULL, NULL}};
    size_t used = add_defaults(settings, 0, workload->parameters);
    used = add_defaults(settings, used, adapter->parameters);
    settings[used] = (struct hr_setting){NULL, NULL};
    for (size_t i = 0; i < used; i++) {
        const char *text = hr_setting_text(small, settings[i].name);
        settings[i].text = text != NULL ? text : settings[i].text;
    }
}

/* Prepares, runs, checks and finishes once; the result is filled when all went well. */
static enum hr_status live_once(const struct workload *workload, const struct hr_adapter *adapter,
                                const struct hr_allocator *allocator,
                                const struct hr_growth *growth, struct workload_result *result) {
    struct hr_setting settings[MOST_SETTINGS];
    make_settings(workload, adapter, settings);
    const struct hr_adapter_config config = {allocator, growth, settings};
    void *input = NULL;
    if (workload->make_input != NULL) {
        assert_int_equal(workload->make_input(settings, &input), HR_OK);
    }
    struct workload_run run = {
        .adapter = adapter, .config = &config, .settings = settings, .input = input};
    enum hr_status status = workload->prepare(&run);
    if (status == HR_OK) {
        status = workload->run(&run);
    }
    if (status == HR_OK) {
        uint64_t expected;
        *result = (struct workload_result){0};
        workload->check(&run, result);
        if (!adapter->is_null && workload->expect(settings, &expected)) {
            assert_int_equal(result->checksum, expected);
        }
    }
    if (run.state != NULL || run.crowd != NULL) {
        workload->finish(&run);
    }
    if (workload->free_input != NULL) {
        workload->free_input(input);
    }
    return status;
}

static void for_each_pair(void (*test)(const struct workload *, const struct hr_adapter *)) {
    size_t pairs = 0;
    for (size_t i = 0; i < STRUCTURES; i++) {
        const struct hr_adapter *adapter = open_adapter(i);
        const struct workload *workload;
        for (size_t j = 0; (workload = workload_at(j)) != NULL; j++) {
            if (workload_suits(workload, adapter)) {
                test(workload, adapter);
                pairs++;
            }
        }
    }
    assert_true(pairs > STRUCTURES);
}

/* How long its sequences get is then the policy's. */
static bool goes_to_the_edge(const struct workload *workload) {
    return strcmp(workload->name, "append-pop") == 0;
}

/* A smaller block that is refused is no failure: the larger one stays. */
static bool shrinks(const struct workload *workload) {
    return goes_to_the_edge(workload) || strcmp(workload->name, "grow-shrink") == 0;
}

static void gives_one_result(const struct workload *workload, const struct hr_adapter *adapter) {
    struct workload_result first = {0};
    const struct hr_growth *growth;
    const struct hr_allocator *parent;
    for (size_t g = 0; (growth = hr_growth_at(g)) != NULL; g++) {
        for (size_t a = 0; (parent = hr_allocator_at(a)) != NULL; a++) {
            struct hr_counting_allocator counting;
            struct workload_result result = {0};
            hr_counting_allocator_init(&counting, parent);
            assert_int_equal(live_once(workload, adapter, &counting.allocator, growth, &result),
                             HR_OK);
            assert_int_equal(counting.counts.live_blocks, 0);
            assert_int_equal(counting.counts.live_bytes, 0);
            assert_true(result.capacity >= result.length);
            first = g == 0 && a == 0 ? result : first;
            assert_int_equal(result.checksum, first.checksum);
            if (!goes_to_the_edge(workload)) {
                assert_int_equal(result.length, first.length);
            }
        }
    }
}

static void test_workloads_with_every_policy_and_allocator_give_one_result(void **state) {
    (void)state;
    for_each_pair(gives_one_result);
}

static void reports_each_failure(const struct workload *workload,
                                 const struct hr_adapter *adapter) {
    for (unsigned mode = HR_FAIL_ONCE; mode <= HR_FAIL_ALWAYS; mode++) {
        for (uint64_t at = 0;; at++) {
            struct hr_counting_allocator counting;
            struct hr_failing_allocator failing;
            struct workload_result result;
            hr_counting_allocator_init(&counting, hr_allocator_find("heap"));
            hr_failing_allocator_init(&failing, &counting.allocator, (enum hr_failing_mode)mode,
                                      at);
            enum hr_status status = live_once(workload, adapter, &failing.allocator,
                                              hr_growth_find("cpython-3.9"), &result);
            assert_int_equal(counting.counts.live_blocks, 0);
            if (at >= failing.requests) {
                assert_int_equal(status, HR_OK);
                break;
            }
            assert_true(status == HR_NO_MEMORY || (status == HR_OK && shrinks(workload)));
        }
    }
}

static void test_workloads_when_an_allocation_fails_say_so_and_leak_nothing(void **state) {
    (void)state;
    for_each_pair(reports_each_failure);
}

static void test_workloads_find_with_unknown_name_is_null(void **state) {
    (void)state;
    assert_null(workload_find("apend"));
    assert_null(workload_find(""));
    for (size_t i = 0; workload_at(i) != NULL; i++) {
        assert_ptr_equal(workload_find(workload_at(i)->name), workload_at(i));
    }
}

static void test_workloads_prediction_equals_the_sum_of_old_capacities(void **state) {
    (void)state;
    /* 4 8 16 25 35 46 58 72 88 106: what 100 appends copy when every growth copies. */
    const double copied = 4 + 8 + 16 + 25 + 35 + 46 + 58 + 72 + 88;
    const struct hr_growth *growth = hr_growth_find("cpython-2.7");
    assert_true(workload_copied_elements(growth, 100, 8) == copied);
    assert_true(workload_copied_elements(NULL, 100, 8) == 0);
    assert_true(workload_copied_elements(growth, 0, 8) == 0);
    /* exact: n (n - 1) / 2, walked up to 100,000 and extrapolated beyond. */
    const struct hr_growth *exact = hr_growth_find("exact");
    assert_true(workload_copied_elements(exact, 1000, 8) == 1000 * 999 / 2.0);
    double far = workload_copied_elements(exact, 1e8, 8);
    assert_true(far > 0.49e16 && far < 0.51e16);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_workloads_with_every_policy_and_allocator_give_one_result),
        cmocka_unit_test(test_workloads_when_an_allocation_fails_say_so_and_leak_nothing),
        cmocka_unit_test(test_workloads_find_with_unknown_name_is_null),
        cmocka_unit_test(test_workloads_prediction_equals_the_sum_of_old_capacities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
