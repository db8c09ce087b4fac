// links: bench-report
/* Capacities of the growth policies as tables for plots: nothing is measured. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/curves.h"

static void test_curves_capacity_of_cpython_is_that_of_its_source(void **state) {
    (void)state;
    /* listobject.c: 0, 4, 8, 16, 24, 32, 40, 52, 64, 76, ... */
    const struct hr_growth *policy = hr_growth_find("cpython-3.9");
    struct table table;
    assert_true(curves_capacity(&policy, 1, 76, &table));
    const double lengths[] = {0, 1, 4, 5, 9, 17, 25, 33, 41, 53, 65, 76};
    const double expected[] = {0, 4, 4, 8, 16, 24, 32, 40, 52, 64, 76, 76};
    for (size_t i = 0; i < 12; i++) {
        assert_true(table_at(&table, (size_t)lengths[i], 1)->number == expected[i]);
    }
    assert_int_equal(table.row_count, 77);
    table_clean_up(&table);
}

static void test_curves_headroom_has_rows_around_every_growth(void **state) {
    (void)state;
    const struct hr_growth *policies[] = {hr_growth_find("libstdcxx"), hr_growth_find("exact")};
    struct table table;
    assert_true(curves_headroom(policies, 2, 100000, &table));
    unsigned seen = 0;
    for (size_t row = 0; row < table.row_count; row++) {
        double length = table_at(&table, row, 0)->number;
        assert_true(row == 0 || length > table_at(&table, row - 1, 0)->number);
        assert_true(table_at(&table, row, 2)->number == 0);
        seen += length == 65536 && table_at(&table, row, 1)->number == 0;
        seen += length == 65537 && table_at(&table, row, 1)->number > 99.9;
    }
    assert_int_equal(seen, 2);
    table_clean_up(&table);
}

static void test_curves_julia_counts_sum_to_the_book(void **state) {
    (void)state;
    struct hr_julia julia = hr_julia_defaults();
    struct table table;
    assert_true(curves_julia(&julia, &table));
    uint64_t sum = 0;
    for (size_t row = 0; row < table.row_count; row++) {
        for (size_t i = 1; i < table.column_count; i++) {
            sum += (uint64_t)table_at(&table, row, i)->number;
        }
    }
    assert_int_equal(table.row_count, 1000);
    assert_int_equal(table.column_count, 1001);
    assert_true(sum == HR_JULIA_BOOK_SUM);
    table_clean_up(&table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_curves_capacity_of_cpython_is_that_of_its_source),
        cmocka_unit_test(test_curves_headroom_has_rows_around_every_growth),
        cmocka_unit_test(test_curves_julia_counts_sum_to_the_book),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
