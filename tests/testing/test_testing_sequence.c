/*
 * test_testing_sequence.c - the check against a model: a right sequence passes for many seeds; each
 * planted defect is found, cut down to few operations, and told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planted.h"
#include "recorded.h"

static int anew(void **state) {
    defect = NO_DEFECT;
    return record_anew(state);
}

static void test_testing_sequence_right_one_passes(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 30; seed++) {
        assert_passed(HR_EXPECT_SEQUENCE(&planted_sequence, seed));
    }
    assert_passed(HR_EXPECT_SEQUENCE(&planted_sequence, UINT64_MAX));
}

static unsigned count_operations(const char *message) {
    unsigned lines = 0;
    for (const char *at = strstr(message, "\n    "); at != NULL; at = strstr(at + 1, "\n    ")) {
        lines++;
    }
    return lines;
}

static void test_testing_sequence_each_defect_is_found_and_cut_down(void **state) {
    (void)state;
    static const struct {
        enum defect defect;
        unsigned most; /* operations that the shortest list can need */
        const char *words;
    } cases[] = {
        {LENGTH_ON_FAILURE, 0, NULL}, /* nothing fails, nothing is wrong */
        {FAILS_FOR_NO_REASON, 7, "it says there is no memory, but nothing was refused"},
        {INSERT_FORGETS_LAST, 3, "at(2) is "},
        {WRONG_POP, 3, "pop() gives "},
        {CLEAR_KEEPS_ONE, 4, "length() is 1, expected 0"},
        {SMALL_RESERVE, 1, "capacity() is "},
        {COPY_SHARES_LENGTH, 1, "length() is 1, expected 0"},
        {NEVER_VALID, 3, "is_valid() says no"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        defect = cases[i].defect;
        for (uint64_t seed = 0; seed < 10; seed++) {
            bool result = HR_EXPECT_SEQUENCE(&planted_sequence, seed);
            if (cases[i].words == NULL) {
                assert_passed(result);
                continue;
            }
            assert_in_range(count_operations(recorded.message), 1, cases[i].most);
            assert_failed_about(result, cases[i].words);
        }
    }
}

static void test_testing_sequence_message_repeats_itself(void **state) {
    (void)state;
    static const struct hr_test_sequence plain = {.name = "plain",
                                                  .make = planted_make,
                                                  .destroy = planted_destroy,
                                                  .length = planted_length,
                                                  .at = planted_at,
                                                  .push = planted_push,
                                                  .insert = planted_insert};
    defect = INSERT_FORGETS_LAST;
    assert_failed_about(HR_EXPECT_SEQUENCE(&plain, 5), "plain: seed 5, 3 of 2000 operations are");
    char first[sizeof recorded.message];
    memcpy(first, recorded.message, sizeof first);
    assert_false(HR_EXPECT_SEQUENCE(&plain, 5));
    assert_string_equal(recorded.message, first);
    recorded.count = 0;
    assert_false(HR_EXPECT_SEQUENCE(&plain, 6));
    assert_string_not_equal(recorded.message, first);
}

/* What a value of eight bits does to a model of 64 is the caller's to say. */
static uint64_t narrow_at(void *list, size_t index) {
    return planted_at(list, index) & 0xFF;
}

static void test_testing_sequence_values_stay_within_their_bits(void **state) {
    (void)state;
    struct hr_test_sequence narrow = planted_sequence;
    narrow.at = narrow_at;
    narrow.pop = NULL;
    narrow.value_bits = 8;
    assert_passed(HR_EXPECT_SEQUENCE(&narrow, 1));
    narrow.value_bits = 9;
    assert_failed_about(HR_EXPECT_SEQUENCE(&narrow, 1), "expected ");
}

static void test_testing_sequence_few_callbacks_are_enough(void **state) {
    (void)state;
    static const struct hr_test_sequence least = {.make = planted_make,
                                                  .destroy = planted_destroy,
                                                  .length = planted_length,
                                                  .at = planted_at,
                                                  .insert = planted_insert,
                                                  .length_most = 1,
                                                  .operations = 1};
    assert_passed(HR_EXPECT_SEQUENCE(&least, 1));
}

static void test_testing_sequence_impossible_tables_are_refused(void **state) {
    (void)state;
    struct hr_test_sequence wrong = planted_sequence;
    wrong.at = NULL;
    assert_failed(HR_EXPECT_SEQUENCE(&wrong, 1),
                  "planted: make, destroy, length and at must all be there");
    wrong = planted_sequence;
    wrong.push = NULL;
    assert_passed(HR_EXPECT_SEQUENCE(&wrong, 1));
    wrong.insert = NULL;
    assert_failed_about(HR_EXPECT_SEQUENCE(&wrong, 1), "neither push nor insert");
    wrong = planted_sequence;
    wrong.capacity = NULL;
    assert_failed_about(HR_EXPECT_SEQUENCE(&wrong, 1), "reserve cannot be checked");
    wrong = planted_sequence;
    wrong.value_bits = 65;
    assert_failed_about(HR_EXPECT_SEQUENCE(&wrong, 1), "value_bits");
}

static void *make_nothing(void *context) {
    return context;
}

static void test_testing_sequence_that_cannot_be_made_fails(void **state) {
    (void)state;
    struct hr_test_sequence wrong = planted_sequence;
    wrong.make = make_nothing;
    assert_failed_about(HR_EXPECT_SEQUENCE(&wrong, 1), "make() gives NULL");
}

/* Fails at the very end of many operations, none of which can be left out. */
static bool late_is_valid(void *list) {
    return planted_length(list) < 400;
}

static void test_testing_sequence_long_lists_are_cut_in_the_message(void **state) {
    (void)state;
    static const struct hr_test_sequence late = {.name = "late",
                                                 .make = planted_make,
                                                 .destroy = planted_destroy,
                                                 .length = planted_length,
                                                 .at = planted_at,
                                                 .push = planted_push,
                                                 .is_valid = late_is_valid,
                                                 .length_most = 500,
                                                 .operations = 450};
    bool result = HR_EXPECT_SEQUENCE(&late, 1);
    assert_non_null(strstr(recorded.message, ")\n    ...\nis_valid() says no"));
    assert_failed_about(result, "late: seed 1, 400 of 450 operations are enough:\n    push(");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_testing_sequence_right_one_passes, anew),
        cmocka_unit_test_setup(test_testing_sequence_each_defect_is_found_and_cut_down, anew),
        cmocka_unit_test_setup(test_testing_sequence_message_repeats_itself, anew),
        cmocka_unit_test_setup(test_testing_sequence_values_stay_within_their_bits, anew),
        cmocka_unit_test_setup(test_testing_sequence_few_callbacks_are_enough, anew),
        cmocka_unit_test_setup(test_testing_sequence_impossible_tables_are_refused, anew),
        cmocka_unit_test_setup(test_testing_sequence_that_cannot_be_made_fails, anew),
        cmocka_unit_test_setup(test_testing_sequence_long_lists_are_cut_in_the_message, anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
