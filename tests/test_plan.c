// Plans: products, merging, order, filters, skips, suites that are wrong.
// links: bench-plan
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "plan/faults.h"
#include "plan/filter.h"
#include "plan/plan.h"
#include "plan/predict.h"
#include "plan/suite.h"

static struct plan build(const struct plan_options *options) {
    struct plan plan;
    struct case_error error;
    if (!plan_build(options, &plan, &error)) {
        fail_msg("%s", error.message);
    }
    return plan;
}

static void expect_wrong(const struct plan_options *options, const char *part) {
    struct plan plan;
    struct case_error error;
    assert_false(plan_build(options, &plan, &error));
    if (strstr(error.message, part) == NULL) {
        fail_msg("'%s' does not say '%s'", error.message, part);
    }
    assert_null(plan.cases);
    assert_null(plan.trials);
}

static void test_plan_lists_make_a_product_in_every_lane(void **state) {
    (void)state;
    const char *const words[] = {"workload=append", "growth=java,exact", "length=10,20,30"};
    struct plan plan = build(&(struct plan_options){.words = words, .word_count = 3});
    assert_int_equal(plan.case_count, 6);
    assert_int_equal(plan.trial_count, 6 * (1 + PLAN_MEMORY_REPETITIONS + PLAN_TIME_REPETITIONS));
    assert_non_null(strstr(plan.cases[0].key, "growth=java "));
    assert_non_null(strstr(plan.cases[1].key, "length=20 "));
    assert_non_null(strstr(plan.cases[5].key, "growth=exact "));
    assert_true(plan.seconds > 0.0);
    plan_clean_up(&plan);
}

static void test_plan_order_is_counts_memory_time_and_each_trial_once(void **state) {
    (void)state;
    const char *const words[] = {"workload=append", "length=1,2,3,4,5,6,7,8"};
    struct plan plan = build(&(struct plan_options){.words = words, .word_count = 2, .seed = 7});
    static unsigned seen[8][LANES][PLAN_TIME_REPETITIONS];
    memset(seen, 0, sizeof seen);
    for (size_t i = 0; i < plan.trial_count; i++) {
        const struct plan_trial *it = &plan.trials[i];
        seen[it->case_index][it->lane][it->repetition]++;
        assert_int_equal(seen[it->case_index][it->lane][it->repetition], 1);
        if (i > 0) {
            const struct plan_trial *before = &plan.trials[i - 1];
            assert_true(before->lane <= it->lane);
            assert_true(before->lane < it->lane || before->repetition <= it->repetition);
        }
    }
    plan_clean_up(&plan);
}

static bool same_order(const struct plan *left, const struct plan *right, enum lane lane) {
    for (size_t i = 0; i < left->trial_count; i++) {
        if (left->trials[i].lane == lane &&
            left->trials[i].case_index != right->trials[i].case_index) {
            return false;
        }
    }
    return true;
}

static void test_plan_seed_decides_the_order_of_time_trials_alone(void **state) {
    (void)state;
    const char *const words[] = {"workload=append", "length=1,2,3,4,5,6,7,8"};
    struct plan_options options = {.words = words, .word_count = 2, .seed = 1};
    struct plan first = build(&options), again = build(&options);
    options.seed = 2;
    struct plan other = build(&options);
    assert_true(same_order(&first, &again, LANE_TIME));
    assert_false(same_order(&first, &other, LANE_TIME));
    assert_true(same_order(&first, &other, LANE_COUNTS));
    assert_true(same_order(&first, &other, LANE_MEMORY));
    plan_clean_up(&first);
    plan_clean_up(&again);
    plan_clean_up(&other);
}

static void test_plan_same_case_twice_is_one(void **state) {
    (void)state;
    const char *const words[] = {"workload=append", "length=1000,1e3", "malloc=glibc,glibc",
                                 "lanes=counts"};
    struct plan plan = build(&(struct plan_options){.words = words, .word_count = 4});
    assert_int_equal(plan.case_count, 1);
    assert_int_equal(plan.trial_count, 1);
    plan_clean_up(&plan);
}

static void test_plan_tunables_keep_their_commas(void **state) {
    (void)state;
    const char *const words[] = {"workload=append", "lanes=counts",
                                 "malloc=jemalloc:dirty_decay_ms=0,muzzy_decay_ms=0,glibc"};
    struct plan plan = build(&(struct plan_options){.words = words, .word_count = 3});
    assert_int_equal(plan.case_count, 2);
    assert_string_equal(plan.cases[0].a_case.malloc, "jemalloc:dirty_decay_ms=0,muzzy_decay_ms=0");
    plan_clean_up(&plan);
}

static void test_plan_repetitions_reach_noisy_lanes_alone(void **state) {
    (void)state;
    const char *const words[] = {"workload=append", "repetitions=5"};
    struct plan_options options = {.words = words, .word_count = 2};
    struct plan plan = build(&options);
    assert_int_equal(plan.cases[0].repetitions[LANE_COUNTS], 1);
    assert_int_equal(plan.cases[0].repetitions[LANE_MEMORY], 3);
    assert_int_equal(plan.cases[0].repetitions[LANE_TIME], 5);
    plan_clean_up(&plan);
    options.repetitions = 2;
    plan = build(&options);
    assert_int_equal(plan.cases[0].repetitions[LANE_MEMORY], 2);
    assert_int_equal(plan.cases[0].repetitions[LANE_TIME], 2);
    plan_clean_up(&plan);
}

static void test_plan_repetitions_lane_by_lane_are_no_list(void **state) {
    (void)state;
    const char *const words[] = {"workload=append", "repetitions=memory:7,time:2", "length=1,2"};
    struct plan_options options = {.words = words, .word_count = 3};
    struct plan plan = build(&options);
    assert_int_equal(plan.case_count, 2);
    assert_int_equal(plan.trial_count, 2 * (1 + 7 + 2));
    plan_clean_up(&plan);
    const char *const one[] = {"workload=append", "repetitions=time:2"};
    options.words = one;
    options.word_count = 2;
    plan = build(&options);
    assert_int_equal(plan.cases[0].repetitions[LANE_MEMORY], PLAN_MEMORY_REPETITIONS);
    assert_int_equal(plan.cases[0].repetitions[LANE_TIME], 2);
    plan_clean_up(&plan);
    options.lane_repetitions[LANE_MEMORY] = 5;
    plan = build(&options);
    assert_int_equal(plan.cases[0].repetitions[LANE_COUNTS], 1);
    assert_int_equal(plan.cases[0].repetitions[LANE_MEMORY], 5);
    assert_int_equal(plan.cases[0].repetitions[LANE_TIME], 2);
    plan_clean_up(&plan);
}

static void expect_repetitions_wrong(const char *text, const char *part) {
    unsigned repetitions[LANES];
    struct case_error error;
    assert_false(suite_parse_repetitions(text, repetitions, &error));
    if (strstr(error.message, part) == NULL) {
        fail_msg("'%s' does not say '%s'", error.message, part);
    }
}

static void test_suite_repetitions_that_are_none_are_refused(void **state) {
    (void)state;
    expect_repetitions_wrong("0", "'0'");
    expect_repetitions_wrong("100001", "from 1 to 100000");
    expect_repetitions_wrong("", "''");
    expect_repetitions_wrong("1,2", "'1,2'");
    expect_repetitions_wrong("time:", "''");
    expect_repetitions_wrong("time:0", "'0'");
    expect_repetitions_wrong("time:3,5", "'5' names no lane");
    expect_repetitions_wrong("time:3,", "'' names no lane");
    expect_repetitions_wrong("time:3,time:5", "given twice");
    expect_repetitions_wrong("tme:3", "did you mean 'time'?");
    expect_repetitions_wrong("counts:3", "exact");
}

/* What is wrong with words of a command line, told one by one. */
static void expect_faults(const char *const *words, size_t count, const char *const *wanted) {
    struct plan plan;
    struct case_error error;
    struct faults faults = {0};
    assert_false(
        plan_build(&(struct plan_options){.words = words, .word_count = count, .faults = &faults},
                   &plan, &error));
    for (size_t i = 0; i < faults.count || wanted[i] != NULL; i++) {
        if (wanted[i] == NULL || i >= faults.count) {
            fail_msg("%s", i < faults.count ? faults.text[i] : wanted[i]);
        } else if (strstr(faults.text[i], wanted[i]) == NULL) {
            fail_msg("'%s' does not say '%s'", faults.text[i], wanted[i]);
        }
    }
    assert_string_equal(error.message, faults.text[0]);
    faults_clean_up(&faults);
}

static void test_suite_unknown_workload_hides_no_other_fault(void **state) {
    (void)state;
    static const char *const words[] = {"workload=apend", "growth=jaba,java", "allocator=hep",
                                        "malloc=jemaloc", "length=x",         "lenght=3",
                                        "lanes=tme"};
    static const char *const wanted[] = {
        "'tme'", "'apend'", "'jaba'", "'hep'", "'jemaloc'", "length 'x'", "did you mean 'length'?",
        NULL};
    expect_faults(words, 7, wanted);
}

static void test_suite_value_that_fits_nowhere_is_refused_with_the_widest_range(void **state) {
    (void)state;
    static const char *const words[] = {"length=1e99"};
    static const char *const wanted[] = {"neither workload nor structure",
                                         "length '1e99' is not a whole number from 0 to 1000000000"
                                         "00 (elements)",
                                         NULL};
    expect_faults(words, 1, wanted);
    static const char *const taken[] = {"length=26"}; /* too long for tuples alone */
    static const char *const alone[] = {"neither workload nor structure", NULL};
    expect_faults(taken, 1, alone);
}

static void test_suite_missing_workload_hides_no_other_fault(void **state) {
    (void)state;
    static const char *const words[] = {"growth=jaba", "allocator=own", "thp=nevr", "cache=off"};
    static const char *const wanted[] = {"neither workload nor structure", "'jaba'", "'nevr'",
                                         NULL};
    expect_faults(words, 4, wanted);
}

static void test_suite_known_workload_has_all_its_faults_told(void **state) {
    (void)state;
    static const char *const words[] = {"workload=tuple-churn",
                                        "structure=tuple",
                                        "growth=java",
                                        "length=26",
                                        "block=3",
                                        "cache=of"};
    static const char *const wanted[] = {"takes no growth", "length '26'", "cache 'of'",
                                         "key (for workload 'tuple-churn') 'block'", NULL};
    expect_faults(words, 6, wanted);
    static const char *const apart[] = {"workload=append", "structure=tuple", "growth=jaba"};
    static const char *const torn[] = {"makes no sense with structure 'tuple'", "'jaba'", NULL};
    expect_faults(apart, 3, torn);
}

static void test_suite_faults_beyond_the_most_are_counted(void **state) {
    (void)state;
    char list[2048] = "length=a0";
    for (int i = 1; i < FAULTS_MOST + 7; i++) {
        char value[32];
        (void)snprintf(value, sizeof value, ",a%d", i);
        (void)strncat(list, value, sizeof list - strlen(list) - 1);
    }
    const char *const words[] = {"workload=append", list};
    struct plan plan;
    struct case_error error;
    struct faults faults = {0};
    assert_false(plan_build(
        &(struct plan_options){.words = words, .word_count = 2, .faults = &faults}, &plan, &error));
    assert_int_equal(faults.count, FAULTS_MOST);
    assert_int_equal(faults.left_out, 7);
    faults_clean_up(&faults);
    assert_int_equal(faults.count, 0);
}

static const char *identity(const struct plan *plan, const char *key) {
    for (size_t i = 0; i < PLAN_IDENTITIES; i++) {
        if (strcmp(plan->identity[i].key, key) == 0) {
            return plan->identity[i].value;
        }
    }
    return NULL;
}

static void test_plan_identity_says_what_was_asked_for(void **state) {
    (void)state;
    const char *const words[] = {"workload=append", "length=1,2"};
    const char *const where[] = {"length=1", "lane!=counts"};
    struct plan_options options = {.words = words,
                                   .word_count = 2,
                                   .where = where,
                                   .where_count = 2,
                                   .lanes = 1U << LANE_MEMORY | 1U << LANE_TIME,
                                   .lane_repetitions = {[LANE_TIME] = 4},
                                   .seed = 9};
    struct plan plan = build(&options);
    assert_string_equal(identity(&plan, "plan_suite"), "-");
    assert_string_equal(identity(&plan, "plan_words"), "workload=append length=1,2");
    assert_string_equal(identity(&plan, "plan_where"), "length=1 lane!=counts");
    assert_string_equal(identity(&plan, "plan_lanes"), "memory time");
    assert_string_equal(identity(&plan, "plan_repetitions"), "time:4");
    assert_string_equal(identity(&plan, "plan_seed"), "9");
    plan_clean_up(&plan);
    plan = build(&(struct plan_options){.repetitions = 2});
    assert_string_equal(identity(&plan, "plan_suite"), "quick");
    assert_string_equal(identity(&plan, "plan_words"), "-");
    assert_string_equal(identity(&plan, "plan_repetitions"), "2");
    plan_clean_up(&plan);
}

static void test_plan_identity_of_long_words_differs_beyond_its_end(void **state) {
    (void)state;
    char list[1024] = "length=1", other[1026];
    while (strlen(list) < 1000) {
        (void)strncat(list, ",1", sizeof list - strlen(list) - 1);
    }
    (void)snprintf(other, sizeof other, "%s2", list);
    const char *words[] = {"workload=append", list};
    struct plan_options options = {.words = words, .word_count = 2};
    struct plan plan = build(&options);
    words[1] = other;
    struct plan second = build(&options);
    assert_true(strlen(identity(&plan, "plan_words")) < PLAN_IDENTITY_BYTES);
    assert_string_not_equal(identity(&plan, "plan_words"), identity(&second, "plan_words"));
    plan_clean_up(&plan);
    plan_clean_up(&second);
}

static void test_plan_absurd_case_is_skipped_with_its_figure(void **state) {
    (void)state;
    const char *const words[] = {"workload=append", "growth=exact,java", "allocator=copying",
                                 "length=1e8"};
    struct plan_options options = {.words = words, .word_count = 4};
    struct plan plan = build(&options);
    assert_string_equal(plan.cases[0].skip, "would copy 40 PB");
    assert_string_equal(plan.cases[1].skip, "");
    assert_int_equal(plan.trial_count, 3 + 1 + 3 + 15);
    plan_clean_up(&plan);
    options.most_copied_bytes = 1e18;
    plan = build(&options);
    assert_string_equal(plan.cases[0].skip, "");
    plan_clean_up(&plan);
    options.most_payload_bytes = 7e8;
    plan = build(&options);
    assert_string_equal(plan.cases[1].skip, "would hold 800 MB");
    plan_clean_up(&plan);
}

static void test_plan_filters_leave_what_passes_all(void **state) {
    (void)state;
    const char *const words[] = {"workload=append", "growth=java,exact", "length=10,20,30"};
    const char *const where[] = {"growth!=exact", "length>=2e1", "lane=counts,memory"};
    struct plan_options options = {
        .words = words, .word_count = 3, .where = where, .where_count = 3};
    struct plan plan = build(&options);
    assert_int_equal(plan.trial_count, 2 * (1 + 3));
    for (size_t i = 0; i < plan.trial_count; i++) {
        assert_non_null(strstr(plan.cases[plan.trials[i].case_index].key, "growth=java"));
    }
    plan_clean_up(&plan);
    const char *const nothing[] = {"length>30"};
    options.where = nothing;
    options.where_count = 1;
    expect_wrong(&options, "leave no trial");
    const char *const misspelled[] = {"lenght>3"};
    options.where = misspelled;
    expect_wrong(&options, "did you mean 'length'?");
}

static void test_plan_quick_suite_fits_in_a_minute(void **state) {
    (void)state;
    struct plan plan = build(&(struct plan_options){0});
    assert_non_null(plan.question);
    assert_true(plan.case_count > 50);
    assert_true(plan.seconds < 60.0);
    for (size_t i = 0; i < plan.case_count; i++) {
        assert_string_equal(plan.cases[i].skip, "");
    }
    plan_clean_up(&plan);
}

/* Writes the text as a suite file and expects the message, which names file and line. */
static void expect_bad_suite(const char *text, size_t bytes, const char *part) {
    char path[] = "/tmp/headroom-XXXXXX.suite";
    int descriptor = mkstemps(path, 6);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, text, bytes), (ssize_t)bytes);
    (void)close(descriptor);
    expect_wrong(&(struct plan_options){.suite = path}, part);
    (void)unlink(path);
}

static void test_suite_wrong_rows_are_told_with_their_line(void **state) {
    (void)state;
    static const char *const texts[][2] = {
        {"# q\n\nworkload=apend\n", ".suite:3: unknown workload 'apend'"},
        {"workload=append\nworkload=append length=1,x\n", ".suite:2: length 'x'"},
        {"workload=append lanes=counts,tme\n", ".suite:1: unknown lane 'tme'"},
        {"workload=append repetitions=0\n", ".suite:1: repetitions '0'"},
        {"workload=append length=1,,2\n", ".suite:1: 'length' has an empty value"},
        {"workload=append length=1,\n", ".suite:1: 'length' has an empty value"},
        {"workload=append length\n", ".suite:1: 'length' is no KEY=VALUE"},
        {"workload=append length=1 length=2\n", ".suite:1: 'length' is given twice"},
        {"workload=append \x1b[2J=1\n", "\\x1b[2J"},
        {"# nothing\n", "holds no row"},
        {"", "holds no row"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        expect_bad_suite(texts[i][0], strlen(texts[i][0]), texts[i][1]);
    }
    expect_bad_suite("workload=append\n\0\n", 18, ".suite:2: the line holds a NUL byte");
}

static void test_suite_name_that_is_none_is_told(void **state) {
    (void)state;
    const char *const words[] = {"workload=append"};
    expect_wrong(&(struct plan_options){.suite = "qick"}, "did you mean 'quick'?");
    expect_wrong(&(struct plan_options){.suite = "/nonexistent/x.suite"}, "cannot be read");
    expect_wrong(&(struct plan_options){.suite = "/tmp/"}, "/tmp/");
    expect_wrong(&(struct plan_options){.suite = "quick", .words = words, .word_count = 1},
                 "both a suite and");
}

static void test_suite_product_beyond_the_limit_is_refused(void **state) {
    (void)state;
    char list[4096] = "length=1", counts[4096] = "count=1";
    for (int i = 0; i < 400; i++) {
        (void)strncat(list, ",1", sizeof list - strlen(list) - 1);
        (void)strncat(counts, ",1", sizeof counts - strlen(counts) - 1);
    }
    const char *const words[] = {"workload=tuple-churn", list, counts};
    expect_wrong(&(struct plan_options){.words = words, .word_count = 3}, "more than 100000 cases");
}

static bool accepts(const char *filter_text, const char *text) {
    struct filter filter;
    struct case_error error;
    assert_true(filter_parse(filter_text, &filter, &error));
    return filter_accepts_text(&filter, text);
}

static void test_filter_compares_numbers_as_numbers(void **state) {
    (void)state;
    assert_true(accepts("a=1e6", "1000000"));
    assert_true(accepts("a=x,1e6", "1000000"));
    assert_false(accepts("a=1e6", "1000001"));
    assert_false(accepts("a=b", "c"));
    assert_false(accepts("a!=b,c", "c"));
    assert_true(accepts("a!=b,c", "d"));
    assert_true(accepts("a!=b", NULL));
    assert_false(accepts("a=b", NULL));
    assert_true(accepts("a<10", "9"));
    assert_false(accepts("a<10", "10"));
    assert_true(accepts("a<=10", "10"));
    assert_false(accepts("a>10", "10"));
    assert_true(accepts("a>=10", "10"));
    assert_false(accepts("a>=10", "never"));
    assert_false(accepts("a>=10", NULL));
    assert_true(accepts("malloc=jemalloc:x=1,y=2", "jemalloc:x=1,y=2"));
}

static void test_filter_patterns_fit_as_those_of_a_shell(void **state) {
    (void)state;
    assert_true(accepts("a~cpython-*", "cpython-3.9"));
    assert_false(accepts("a~cpython-*", "xcpython-3.9")); /* the whole, not a part */
    assert_true(accepts("a~x,ja?a", "java"));
    assert_false(accepts("a~x,ja?a", "jaava"));
    assert_true(accepts("a~v[12]", "v2"));
    assert_false(accepts("a~v[12]", "v3"));
    assert_false(accepts("a~*", NULL));
    assert_false(accepts("a!~x,ja*", "java"));
    assert_true(accepts("a!~x,ja*", "list"));
    assert_true(accepts("a!~*", NULL));
}

static void test_filter_that_is_none_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {"",    "length", "=3", "length=", "length<x",
                                      "a!b", "<3",     "a~", "~b",      "a!~"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct filter filter;
        struct case_error error;
        assert_false(filter_parse(bad[i], &filter, &error));
    }
}

static void test_predict_bytes_are_spelled_in_si_units(void **state) {
    (void)state;
    char text[32];
    predict_spell_bytes(0, text, sizeof text);
    assert_string_equal(text, "0 B");
    predict_spell_bytes(999, text, sizeof text);
    assert_string_equal(text, "999 B");
    predict_spell_bytes(4e16, text, sizeof text);
    assert_string_equal(text, "40 PB");
    predict_spell_bytes(999.9e3, text, sizeof text);
    assert_string_equal(text, "1 MB");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plan_lists_make_a_product_in_every_lane),
        cmocka_unit_test(test_plan_order_is_counts_memory_time_and_each_trial_once),
        cmocka_unit_test(test_plan_seed_decides_the_order_of_time_trials_alone),
        cmocka_unit_test(test_plan_same_case_twice_is_one),
        cmocka_unit_test(test_plan_tunables_keep_their_commas),
        cmocka_unit_test(test_plan_repetitions_reach_noisy_lanes_alone),
        cmocka_unit_test(test_plan_repetitions_lane_by_lane_are_no_list),
        cmocka_unit_test(test_suite_repetitions_that_are_none_are_refused),
        cmocka_unit_test(test_suite_unknown_workload_hides_no_other_fault),
        cmocka_unit_test(test_suite_value_that_fits_nowhere_is_refused_with_the_widest_range),
        cmocka_unit_test(test_suite_missing_workload_hides_no_other_fault),
        cmocka_unit_test(test_suite_known_workload_has_all_its_faults_told),
        cmocka_unit_test(test_suite_faults_beyond_the_most_are_counted),
        cmocka_unit_test(test_plan_identity_says_what_was_asked_for),
        cmocka_unit_test(test_plan_identity_of_long_words_differs_beyond_its_end),
        cmocka_unit_test(test_plan_absurd_case_is_skipped_with_its_figure),
        cmocka_unit_test(test_plan_filters_leave_what_passes_all),
        cmocka_unit_test(test_plan_quick_suite_fits_in_a_minute),
        cmocka_unit_test(test_suite_wrong_rows_are_told_with_their_line),
        cmocka_unit_test(test_suite_name_that_is_none_is_told),
        cmocka_unit_test(test_suite_product_beyond_the_limit_is_refused),
        cmocka_unit_test(test_filter_compares_numbers_as_numbers),
        cmocka_unit_test(test_filter_patterns_fit_as_those_of_a_shell),
        cmocka_unit_test(test_filter_that_is_none_is_refused),
        cmocka_unit_test(test_predict_bytes_are_spelled_in_si_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
