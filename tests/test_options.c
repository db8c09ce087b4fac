// Numbers on the command line: what counts as whole, and both ends of the range.
// links: bench-options
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "commands/options.h"

static void assert_count(const char *text, uint64_t expected) {
    uint64_t value = expected + 1;
    assert_true(options_count("number", text, 0, UINT64_MAX, &value));
    assert_int_equal(value, expected);
}

static void test_options_count_whole_numbers_are_taken_to_the_last_digit(void **state) {
    (void)state;
    assert_count("0", 0);
    assert_count("1000", 1000);
    assert_count("1e6", 1000000);
    assert_count("2.5e3", 2500);
    assert_count("9007199254740993", UINT64_C(9007199254740993));
    assert_count("18446744073709551615", UINT64_MAX);
}

static void test_options_count_what_is_no_whole_number_is_refused(void **state) {
    static const char *const texts[] = {"",    " 1",  "1 ",   "-1",  "+1",  "0x10",
                                        "1.5", "1e",  "1e30", "nan", "inf", "18446744073709551616",
                                        "ten", "1,0", NULL};
    uint64_t value;
    (void)state;
    for (size_t i = 0; texts[i] != NULL; i++) {
        assert_false(options_count("number", texts[i], 0, UINT64_MAX, &value));
    }
}

static void test_options_count_ends_of_the_range_are_inside(void **state) {
    uint64_t value;
    (void)state;
    assert_true(options_count("number", "3", 3, 5, &value));
    assert_true(options_count("number", "5", 3, 5, &value));
    assert_false(options_count("number", "2", 3, 5, &value));
    assert_false(options_count("number", "6", 3, 5, &value));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options_count_whole_numbers_are_taken_to_the_last_digit),
        cmocka_unit_test(test_options_count_what_is_no_whole_number_is_refused),
        cmocka_unit_test(test_options_count_ends_of_the_range_are_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
