// links: bench-report
/* modes.c on sets whose number of modes is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "report/modes.h"
#include "report/statistics.h"

enum { MOST = 100 };

static uint64_t random_state;

static double random_unit(void) {
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return ((double)(random_state >> 11) + 0.5) * 0x1p-53;
}

static double random_normal(void) {
    return sqrt(-2 * log(random_unit())) * cos(6.283185307179586 * random_unit());
}

static double random_uniform(void) {
    return random_unit() - 0.5;
}

static double random_exponential(void) {
    return -log(random_unit());
}

static double random_lognormal(void) {
    return exp(random_normal());
}

static double random_laplace(void) {
    return log(random_unit()) * (random_unit() < 0.5 ? -1 : 1);
}

/* In steps of a third of the deviation, as pages are. */
static double random_rounded(void) {
    return floor(3 * random_normal());
}

static double (*const one_mode[])(void) = {random_normal,    random_uniform, random_exponential,
                                           random_lognormal, random_laplace, random_rounded};

static void test_modes_one_mode_is_rarely_cut(void **state) {
    (void)state;
    enum { SETS = 2000 };
    const size_t counts[] = {8, 10, 15, 30, 60, 100};
    random_state = 3;
    for (size_t shape = 0; shape < sizeof one_mode / sizeof one_mode[0]; shape++) {
        unsigned cut = 0;
        for (unsigned set = 0; set < SETS; set++) {
            size_t count = counts[set % 6];
            double values[MOST];
            for (size_t i = 0; i < count; i++) {
                values[i] = one_mode[shape]();
            }
            statistics_sort(values, count);
            cut += modes_find(values, count, one_mode[shape] == random_rounded).count > 1;
        }
        assert_in_range(cut, 0, SETS * 15 / 1000);
    }
}

static unsigned find_two(size_t count, double distance, unsigned sets) {
    unsigned found = 0;
    for (unsigned set = 0; set < sets; set++) {
        double values[MOST];
        for (size_t i = 0; i < count; i++) {
            values[i] = 100 + random_normal() + (i % 2 == 0 ? distance : 0);
        }
        statistics_sort(values, count);
        struct modes modes = modes_find(values, count, 0);
        found += modes.count == 2 && modes.mode[0].values == count / 2;
    }
    return found;
}

static void test_modes_two_modes_are_found(void **state) {
    (void)state;
    random_state = 4;
    assert_in_range(find_two(30, 10, 1000), 900, 1000);
    assert_in_range(find_two(30, 14, 1000), 990, 1000);
    assert_in_range(find_two(100, 8, 1000), 900, 1000);
    assert_in_range(find_two(10, 20, 1000), 900, 1000);
    assert_in_range(find_two(30, 3, 1000), 0, 30); /* a shoulder is no mode of its own */
}

static void test_modes_centers_and_sizes_are_told(void **state) {
    (void)state;
    double wide[30];
    for (size_t i = 0; i < 30; i++) {
        wide[i] = i < 10 ? 100 : i < 20 ? 200 : 400;
    }
    struct modes modes = modes_find(wide, 30, 1);
    assert_int_equal(modes.count, 3);
    assert_true(modes.mode[0].center == 100 && modes.mode[0].values == 10);
    assert_true(modes.mode[1].center == 200 && modes.mode[1].values == 10);
    assert_true(modes.mode[2].center == 400 && modes.mode[2].values == 10);
}

static void test_modes_few_or_close_values_are_one(void **state) {
    (void)state;
    const double few[] = {1, 1, 1, 9, 9, 9, 9};
    assert_int_equal(modes_find(few, 7, 0).count, 1);
    assert_int_equal(modes_find(few, 0, 0).count, 1);
    const double enough[] = {1, 1, 1, 9, 9, 9, 9, 9};
    assert_int_equal(modes_find(enough, 8, 0).count, 2);
    assert_int_equal(modes_find(enough, 8, 4).count, 1); /* two quanta are no gap */
    assert_int_equal(modes_find(enough, 8, 3.9).count, 2);
    const double near[] = {1000, 1000, 1000, 1000, 1010, 1010, 1010, 1010};
    assert_int_equal(modes_find(near, 8, 0).count, 1); /* within 1 % */
    const double outliers[] = {1, 1, 1, 1, 1, 1, 9, 9};
    assert_int_equal(modes_find(outliers, 8, 0).count, 1);
    const double equal[] = {5, 5, 5, 5, 5, 5, 5, 5};
    assert_int_equal(modes_find(equal, 8, 0).count, 1);
}

static void test_modes_many_heaps_stop_at_the_limit(void **state) {
    (void)state;
    double values[MOST];
    for (size_t i = 0; i < MOST; i++) {
        values[i] = pow(10, floor((double)i / 16));
    }
    struct modes modes = modes_find(values, 96, 0);
    assert_int_equal(modes.count, MODES_MOST);
    size_t sum = 0;
    for (size_t i = 0; i < modes.count; i++) {
        sum += modes.mode[i].values;
    }
    assert_int_equal(sum, 96);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_modes_one_mode_is_rarely_cut),
        cmocka_unit_test(test_modes_two_modes_are_found),
        cmocka_unit_test(test_modes_centers_and_sizes_are_told),
        cmocka_unit_test(test_modes_few_or_close_values_are_one),
        cmocka_unit_test(test_modes_many_heaps_stop_at_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
