/*
 * test_testing_counted.c - what the check against a model finds by counting: leaks, a capacity that
 * outlived its block, and what refused allocations leave behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planted.h"
#include "recorded.h"

static struct hr_test_sequence counted;

static int anew(void **state) {
    defect = NO_DEFECT;
    counted = planted_sequence;
    counted.element_bytes = sizeof(uint64_t);
    counted.with_refusals = true;
    return record_anew(state);
}

static void test_testing_counted_right_one_passes(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 30; seed++) {
        assert_passed(HR_EXPECT_SEQUENCE(&counted, seed));
    }
}

static void test_testing_counted_leak_is_found(void **state) {
    (void)state;
    defect = LEAK_ON_DESTROY;
    assert_failed_about(HR_EXPECT_SEQUENCE(&counted, 3), " left after destroy()");
}

static void test_testing_counted_stale_capacity_is_found_before_it_harms(void **state) {
    (void)state;
    defect = STALE_CAPACITY;
    assert_failed_about(HR_EXPECT_SEQUENCE(&counted, 3), "    shrink()\ncapacity() is ");
    assert_true(strstr(recorded.message, "but all its blocks together have ") != NULL);
    counted.element_bytes = 0;
    counted.operations = 1; /* nobody looks, and nobody writes there yet */
    assert_passed(HR_EXPECT_SEQUENCE(&counted, 3));
}

static void test_testing_counted_refusals_find_broken_guarantees(void **state) {
    (void)state;
    static const struct {
        enum defect defect;
        const char *words;
    } cases[] = {
        {LENGTH_ON_FAILURE, ", expected "},
        {SILENT_FAILURE, ", expected "},
        {LEAK_ON_FAILURE, ""},
        {UNUSABLE_AFTER_FAILURE, "it says there is no memory, but nothing was refused"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        defect = cases[i].defect;
        counted.with_refusals = false;
        assert_passed(HR_EXPECT_SEQUENCE(&counted, 4));
        counted.with_refusals = true;
        if (defect != LEAK_ON_FAILURE) { /* its first allocation is not the one that matters */
            assert_failed_about(HR_EXPECT_SEQUENCE(&counted, 4), cases[i].words);
        }
    }
}

static void test_testing_counted_refused_steps_are_told(void **state) {
    (void)state;
    defect = LENGTH_ON_FAILURE;
    assert_failed_about(HR_EXPECT_SEQUENCE(&counted, 9), "its first allocation refused\n");
}

/* The check itself leaves no trace in the meter around it. */
static void test_testing_counted_check_allocates_nothing_itself(void **state) {
    (void)state;
    struct hr_test_meter meter;
    counted.operations = 0;
    hr_test_begin(&meter);
    assert_passed(HR_EXPECT_SEQUENCE(&counted, 1));
    hr_test_end(&meter);
    assert_true(meter.counts.allocations > 0);
    assert_int_equal(meter.counts.live_blocks, 0);
    assert_int_equal(meter.counts.map_calls, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_testing_counted_right_one_passes, anew),
        cmocka_unit_test_setup(test_testing_counted_leak_is_found, anew),
        cmocka_unit_test_setup(test_testing_counted_stale_capacity_is_found_before_it_harms, anew),
        cmocka_unit_test_setup(test_testing_counted_refusals_find_broken_guarantees, anew),
        cmocka_unit_test_setup(test_testing_counted_refused_steps_are_told, anew),
        cmocka_unit_test_setup(test_testing_counted_check_allocates_nothing_itself, anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
