// links: headroom-structures
/*
 * test_checked_math.c - sums and products at and around the end of size_t, against arithmetic with
 * twice the bits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <headroom/checked_math.h>

__extension__ typedef unsigned __int128 wide;

static const size_t edges[] = {
    0,
    1,
    2,
    3,
    7,
    8,
    9,
    4095,
    4096,
    4097,
    UINT32_MAX - (size_t)1,
    UINT32_MAX,
    UINT32_MAX + (size_t)1,
    SIZE_MAX / 8,
    SIZE_MAX / 3,
    PTRDIFF_MAX - (size_t)1,
    PTRDIFF_MAX,
    PTRDIFF_MAX + (size_t)1,
    SIZE_MAX - 4096,
    SIZE_MAX - 1,
    SIZE_MAX,
};
enum { EDGES = sizeof edges / sizeof edges[0] };

static void check_pair(size_t a, size_t b) {
    size_t result;
    wide sum = (wide)a + b;
    assert_int_equal(hr_checked_add(a, b, &result), sum <= SIZE_MAX);
    assert_true(sum > SIZE_MAX || result == (size_t)sum);
    assert_true(hr_saturating_add(a, b) == (sum > SIZE_MAX ? SIZE_MAX : (size_t)sum));
    wide product = (wide)a * b;
    assert_int_equal(hr_checked_multiply(a, b, &result), product <= SIZE_MAX);
    assert_true(product > SIZE_MAX || result == (size_t)product);
    assert_true(hr_saturating_multiply(a, b) == (product > SIZE_MAX ? SIZE_MAX : (size_t)product));
}

static void test_checked_math_at_the_edges_equals_wide_arithmetic(void **state) {
    (void)state;
    for (size_t i = 0; i < EDGES; i++) {
        for (size_t j = 0; j < EDGES; j++) {
            check_pair(edges[i], edges[j]);
        }
    }
}

static void test_checked_math_round_up_equals_wide_arithmetic(void **state) {
    (void)state;
    for (size_t i = 0; i < EDGES; i++) {
        for (unsigned shift = 0; shift < 63; shift++) {
            size_t step = (size_t)1 << shift;
            wide rounded = ((wide)edges[i] + step - 1) / step * step;
            size_t result;
            assert_int_equal(hr_checked_round_up(edges[i], step, &result), rounded <= SIZE_MAX);
            assert_true(rounded > SIZE_MAX || result == (size_t)rounded);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_checked_math_at_the_edges_equals_wide_arithmetic),
        cmocka_unit_test(test_checked_math_round_up_equals_wide_arithmetic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
