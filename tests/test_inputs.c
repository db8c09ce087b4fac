// links: bench-report
/* What is chosen of the runs that a command reads, and how it is gathered. */
#include "support/exported.h"

#define KEY_AT(growth, length)                                                                     \
    "structure=dynarray growth=" growth                                                            \
    " allocator=heap malloc=glibc workload=append element_bytes=8 length=" length

static void add_counts(struct synthetic *run, const char *key, const char *calls) {
    synthetic_trial(run, LANE_COUNTS, 0, key);
    synthetic_sample(run, "block_calls", calls);
    synthetic_outcome(run, OUTCOME_OK, "");
}

static void add_time(struct synthetic *run, const char *key, unsigned repetition, double ns) {
    synthetic_trial(run, LANE_TIME, repetition, key);
    synthetic_number(run, "build_ns", ns);
    synthetic_outcome(run, OUTCOME_OK, "");
}

static void test_inputs_filter_keeps_listed_values_alone(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_counts(&run, KEY_AT("java", "10"), "3");
    add_counts(&run, KEY_AT("exact", "10"), "10");
    add_counts(&run, KEY_AT("libstdcxx", "10"), "5");
    synthetic_close(&run);
    assert_true(inputs_add_filter(&reading.inputs, "growth=java,libstdcxx"));
    assert_false(inputs_add_filter(&reading.inputs, "growth"));
    assert_false(inputs_add_filter(&reading.inputs, "=java"));
    assert_false(inputs_add_filter(&reading.inputs, "growth="));
    gather_reading(&reading, "label");
    assert_int_equal(reading.gather.case_count, 2);
    assert_string_equal(gather_value(&reading.gather, &reading.gather.cases[1], "growth"),
                        "libstdcxx");
    close_reading(&reading);
}

static void check_explanation(const char *filter, const char *expected) {
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_counts(&run, KEY_AT("java", "10"), "3");
    synthetic_close(&run);
    assert_true(inputs_add_filter(&reading.inputs, filter));
    gather_reading(&reading, "label");
    assert_int_equal(reading.gather.case_count, 0);
    assert_true(inputs_explain_nothing(&reading.inputs));
    assert_non_null(strstr(reading.inputs.error, expected));
    close_reading(&reading);
}

static void test_inputs_filter_without_cases_is_explained(void **state) {
    (void)state;
    check_explanation("growth=jave", "no case has growth='jave'; did you mean 'java'?");
    check_explanation("growth=zzzzzz", "; known are java");
    check_explanation("grwth=java", "no case has the key 'grwth'; did you mean 'growth'?");
    check_explanation("zzzzzz=java", "known are structure, growth");
    check_explanation("length>1e6", "no case passes the filter 'length>1e6'; known are 10");
    check_explanation("lane=tiem", "no case has lane='tiem'; did you mean 'time'?");
}

static void test_inputs_unreadable_run_names_it(void **state) {
    (void)state;
    struct inputs inputs = {0};
    char *paths[] = {(char *)"/nowhere/at all"};
    assert_false(inputs_read(&inputs, paths, 1));
    assert_non_null(strstr(inputs.error, "/nowhere/at all"));
    inputs_clean_up(&inputs);
}

/* How many of java, exact and libstdcxx at lengths 10, 200 and 1000 pass; SIZE_MAX: a wrong name.
 */
static size_t count_passing(const char *filter) {
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    add_counts(&run, KEY_AT("java", "10"), "3");
    add_counts(&run, KEY_AT("exact", "200"), "10");
    add_time(&run, KEY_AT("libstdcxx", "1000"), 0, 5);
    synthetic_close(&run);
    assert_true(inputs_add_filter(&reading.inputs, filter));
    gather_reading(&reading, "label");
    size_t count = inputs_check_filters(&reading.inputs) ? reading.gather.case_count : SIZE_MAX;
    close_reading(&reading);
    return count;
}

static void test_inputs_filters_compare_as_those_of_a_plan(void **state) {
    (void)state;
    assert_int_equal(count_passing("length=1e3"), 1);
    assert_int_equal(count_passing("length!=200"), 2);
    assert_int_equal(count_passing("length<200"), 1);
    assert_int_equal(count_passing("length<=200"), 2); /* by size, not by text */
    assert_int_equal(count_passing("length>200"), 1);
    assert_int_equal(count_passing("length>=200"), 2);
    assert_int_equal(count_passing("growth~*a*"), 2);
    assert_int_equal(count_passing("growth!~*a*,lib*"), 0);
    assert_int_equal(count_passing("lane=time"), 1);
    assert_int_equal(count_passing("lane!=time"), 2);
    assert_int_equal(count_passing("run~lab?l"), 3);
    assert_int_equal(count_passing("growth=java,exact"), 2);
    assert_int_equal(count_passing("growth=java,exatc"), SIZE_MAX); /* one of the list */
    assert_int_equal(count_passing("grwth!=java"), SIZE_MAX);       /* would have let all pass */
}

static void test_inputs_cases_know_their_trials_by_lane_and_repetition(void **state) {
    (void)state;
    struct reading reading;
    struct synthetic run = open_reading(&reading);
    static const unsigned orders[] = {2, 0, 1};
    for (size_t i = 0; i < 3; i++) {
        add_time(&run, KEY_AT("java", "10"), orders[i], orders[i]);
    }
    add_counts(&run, KEY_AT("exact", "10"), "4");
    add_counts(&run, KEY_AT("java", "10"), "3");
    synthetic_close(&run);
    gather_reading(&reading, "label");
    const struct gather *gather = &reading.gather;
    assert_int_equal(gather->case_count, 2);
    assert_int_equal(gather->cases[0].trials, 4);
    const struct results_trial *const *trials = &gather->trials[gather->cases[0].first_trial];
    assert_int_equal(trials[0]->lane, LANE_COUNTS);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(trials[1 + i]->repetition, i);
        const struct results_sample *sample =
            &gather->runs[0].results->samples[trials[1 + i]->first_sample];
        assert_string_equal(gather_meter_of(gather, 0, sample)->name, "build_ns");
        assert_true(sample->value == i);
    }
    assert_int_equal(gather->cases[1].trials, 1);
    close_reading(&reading);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inputs_filter_keeps_listed_values_alone),
        cmocka_unit_test(test_inputs_filter_without_cases_is_explained),
        cmocka_unit_test(test_inputs_unreadable_run_names_it),
        cmocka_unit_test(test_inputs_filters_compare_as_those_of_a_plan),
        cmocka_unit_test(test_inputs_cases_know_their_trials_by_lane_and_repetition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
