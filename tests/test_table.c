// links: bench-report
/* Tables in memory, and the units their numbers are given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/table.h"
#include "report/units.h"

static void test_table_short_row_ends_early(void **state) {
    (void)state;
    struct table table;
    table_init(&table, "title");
    table_column(&table, "a", "", TABLE_LEFT, 0);
    table_column(&table, "b", "s", TABLE_RIGHT, 1);
    table_text(&table, "before any row"); /* has no place */
    table_row(&table, false);
    table_text(&table, "x");
    table_row(&table, true);
    table_number(&table, 0.1, NULL);
    table_missing(&table, "why");
    assert_false(table.failed);
    assert_int_equal(table.row_count, 2);
    assert_string_equal(table_at(&table, 0, 0)->text, "x");
    assert_null(table_at(&table, 0, 1));
    assert_null(table_at(&table, 2, 0));
    assert_string_equal(table_at(&table, 1, 0)->text, "0.1");
    assert_int_equal(table_at(&table, 1, 1)->kind, TABLE_MISSING);
    assert_true(table.rows[1].starts_block);
    table_clean_up(&table);
    assert_null(table.cells);
}

static void test_table_repeated_cells_are_those_of_the_row_before(void **state) {
    (void)state;
    struct table table;
    char longer[100000];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    table_init(&table, "");
    table_column(&table, "a", "", TABLE_LEFT, 0);
    table_column(&table, "b", "", TABLE_LEFT, 0);
    table_row(&table, false);
    table_repeat(&table, 2);    /* there is none before */
    table_text(&table, longer); /* more than a page */
    table_number(&table, 2, NULL);
    for (int i = 0; i < 1000; i++) {
        table_row(&table, false);
        table_repeat(&table, 1);
        table_text(&table, "own");
    }
    table_row(&table, false);
    table_repeat(&table, 5); /* more than the row has */
    assert_false(table.failed);
    assert_int_equal(table.rows[0].cells, 2);
    assert_int_equal(table.rows[1001].cells, 2);
    assert_string_equal(table_at(&table, 1000, 0)->text, longer);
    assert_string_equal(table_at(&table, 1001, 1)->text, "own");
    assert_null(table_at(&table, 1001, 2));
    table_clean_up(&table);
}

static void test_table_same_note_is_kept_once(void **state) {
    (void)state;
    struct table table;
    table_init(&table, "");
    assert_int_equal(table_note(&table, "%s", "one"), 1);
    assert_int_equal(table_note(&table, "two"), 2);
    assert_int_equal(table_note(&table, "one"), 1);
    assert_int_equal(table.note_count, 2);
    table_clean_up(&table);
}

static void test_table_numbered_notes_count_themselves_alone(void **state) {
    (void)state;
    struct table table;
    table_init(&table, "");
    assert_int_equal(table_note(&table, "plain"), 1);
    assert_int_equal(table_numbered_note(&table, "one"), 1);
    assert_int_equal(table_note(&table, "plain too"), 3);
    assert_int_equal(table_numbered_note(&table, "two"), 2);
    assert_int_equal(table_numbered_note(&table, "one"), 1);
    assert_int_equal(table.note_count, 4);
    assert_string_equal(table.notes[3], "[2] two");
    table_clean_up(&table);
}

static void test_table_spelled_numbers_read_back_equal(void **state) {
    (void)state;
    const double numbers[] = {
        0, -0.5, 0.1, 1.0 / 3, 1e300, 5e-324, 123456789, 9007199254740992.0, 1e15, -1e14, 1e-7};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char text[TABLE_NUMBER_BYTES];
        table_spell(numbers[i], text);
        assert_true(strtod(text, NULL) == numbers[i]);
    }
    char text[TABLE_NUMBER_BYTES];
    table_spell(1000000, text);
    assert_string_equal(text, "1000000");
    table_spell(NAN, text);
    assert_true(isnan(strtod(text, NULL)));
}

static void check_unit(const double *values, size_t count, const char *unit, const char *first) {
    struct unit_scale scale = units_choose("bytes", values, count);
    char text[UNITS_TEXT_BYTES];
    units_print(&scale, values[0], text);
    assert_string_equal(scale.unit, unit);
    assert_string_equal(text, first);
}

static void test_units_bytes_get_one_prefix_for_the_column(void **state) {
    (void)state;
    check_unit((const double[]){4096, 0}, 2, "B", "4096");
    check_unit((const double[]){1048576, 3145728}, 2, "MiB", "1.00");
    check_unit((const double[]){102400, 1048576 * 10.0}, 2, "KiB", "100");
    check_unit((const double[]){0, NAN}, 2, "B", "0");
}

static void test_units_bytes_far_apart_carry_their_own(void **state) {
    (void)state;
    const double values[] = {100, 1073741824.0 * 5};
    struct unit_scale scale = units_choose("bytes", values, 2);
    char text[UNITS_TEXT_BYTES];
    assert_true(scale.is_each);
    assert_string_equal(scale.unit, "B");
    units_print(&scale, values[0], text);
    assert_string_equal(text, "100");
    units_print(&scale, values[1], text);
    assert_string_equal(text, "5.00G");
}

static void check_ends(double low, double high, const char *low_expected,
                       const char *high_expected) {
    const double values[] = {high};
    struct unit_scale scale = units_choose("bytes", values, 1);
    char low_text[UNITS_TEXT_BYTES], high_text[UNITS_TEXT_BYTES];
    units_print_ends(&scale, low, high, low_text, high_text);
    assert_string_equal(low_text, low_expected);
    assert_string_equal(high_text, high_expected);
}

static void test_units_ends_of_a_range_are_told_apart(void **state) {
    (void)state;
    const double mebi = 1048576;
    check_ends(7.75 * mebi, 8 * mebi, "7.8", "8.0");
    check_ends(1 * mebi, 8 * mebi, "1", "8");
    check_ends(7.99 * mebi, 8 * mebi, "7.99", "8.00");
}

static void test_units_short_numbers_have_three_digits(void **state) {
    (void)state;
    const double values[] = {0.58, 1493.2};
    struct unit_scale scale = units_choose("ns", values, 2);
    char text[UNITS_TEXT_BYTES];
    units_print_short(&scale, values[0], text);
    assert_string_equal(text, "0.58");
    units_print_short(&scale, values[1], text);
    assert_string_equal(text, "1493");
    units_print_short(&scale, 12.34, text);
    assert_string_equal(text, "12.3");
}

static void test_units_whole_numbers_have_no_decimals(void **state) {
    (void)state;
    const double whole[] = {3, 12345};
    const double parts[] = {0.5, 12.25};
    char text[UNITS_TEXT_BYTES];
    struct unit_scale scale = units_choose("calls", whole, 2);
    units_print(&scale, 12345, text);
    assert_string_equal(text, "12345");
    scale = units_choose("percent", parts, 2);
    assert_string_equal(scale.unit, "%");
    units_print(&scale, 12.25, text);
    assert_string_equal(text, "12.25");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_short_row_ends_early),
        cmocka_unit_test(test_table_repeated_cells_are_those_of_the_row_before),
        cmocka_unit_test(test_table_same_note_is_kept_once),
        cmocka_unit_test(test_table_numbered_notes_count_themselves_alone),
        cmocka_unit_test(test_units_ends_of_a_range_are_told_apart),
        cmocka_unit_test(test_units_short_numbers_have_three_digits),
        cmocka_unit_test(test_table_spelled_numbers_read_back_equal),
        cmocka_unit_test(test_units_bytes_get_one_prefix_for_the_column),
        cmocka_unit_test(test_units_bytes_far_apart_carry_their_own),
        cmocka_unit_test(test_units_whole_numbers_have_no_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
