// links: headroom-structures
/*
 * test_julia.c - what the book prints of its Julia set (claims J1 to J8), the bound at its edge,
 * and the parameters that are refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include <headroom/julia.h>

static const double c_re = -0.62772, c_im = -0.42193;

static void test_julia_first_nine_values_are_the_books(void **state) {
    static const double book[9][3] = {
        {-0.62772, -0.42193, 0.756}, {-0.41171, 0.10778, 0.426},  {-0.46983, -0.51068, 0.694},
        {-0.66777, 0.05793, 0.670},  {-0.18516, -0.49930, 0.533}, {-0.84274, -0.23703, 0.875},
        {0.02630, -0.02242, 0.035},  {-0.62753, -0.42311, 0.757}, {-0.41295, 0.10910, 0.427},
    };
    double re = 0, im = 0;
    (void)state;
    for (size_t i = 0; i < 9; i++) {
        const double next = re * re - im * im + c_re;
        im = re * im + im * re + c_im;
        re = next;
        assert_true(fabs(re - book[i][0]) <= 0.5e-5 && fabs(im - book[i][1]) <= 0.5e-5);
        assert_true(fabs(hypot(re, im) - book[i][2]) <= 0.5e-3);
        /* From the value on, one iteration less is left until the limit. */
        assert_int_equal(hr_julia_count(re, im, c_re, c_im, 299 - (unsigned)i), 299 - i);
    }
}

static void test_julia_corner_is_beyond_the_bound_at_once(void **state) {
    (void)state;
    assert_int_equal(hr_julia_count(-1.8, -1.8, c_re, c_im, 300), 0);
    assert_true(fabs(hypot(-1.8, -1.8) - 2.5456) < 1e-4);
}

static void test_julia_claim_4_zero_stays_and_the_other_leaves_at_ten(void **state) {
    (void)state;
    assert_int_equal(hr_julia_count(0, 0, c_re, c_im, 300), 300);
    assert_int_equal(hr_julia_count(-0.82, 0, c_re, c_im, 300), 10);
    assert_int_equal(hr_julia_count(-0.82, 0, c_re, c_im, 9), 9);
    assert_int_equal(hr_julia_count(-0.82, 0, c_re, c_im, 0), 0);
}

/* What CPython computes: hypot each time. */
static unsigned slow_count(double re, double im, double re_c, double im_c, unsigned most) {
    unsigned count = 0;
    while (hypot(re, im) < 2 && count < most) {
        const double next = (re * re - im * im) + re_c;
        im = (re * im + im * re) + im_c;
        re = next;
        count++;
    }
    return count;
}

static void test_julia_update_takes_the_steps_that_are_counted(void **state) {
    (void)state;
    for (double from_im = -1.8; from_im < 1.8; from_im += 0.06) {
        for (double from_re = -1.8; from_re < 1.8; from_re += 0.06) {
            unsigned updates = 0;
            double re = from_re, im = from_im;
            while (hypot(re, im) < 2 && updates < 300) {
                hr_julia_update(&re, &im, c_re, c_im);
                updates++;
            }
            assert_int_equal(hr_julia_count(from_re, from_im, c_re, c_im, 300), updates);
        }
    }
    double re = 1e200, im = 1e200;
    hr_julia_update(&re, &im, c_re, c_im);
    assert_true(isnan(re) && isinf(im)); /* inf - inf, and twice what overflows */
}

static double next_random(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-53;
}

static void test_julia_at_the_edge_equals_hypot(void **state) {
    uint64_t random = 1;
    size_t sums_disagree = 0, on_both_sides[2] = {0, 0};
    (void)state;
    for (size_t i = 0; i < 200000; i++) {
        const double angle = 6.283185307179586 * next_random(&random);
        double re = 2 * cos(angle), im = 2 * sin(angle);
        for (int step = (int)(8 * next_random(&random)); step > 0; step--) {
            im = nextafter(im, next_random(&random) < 0.5 ? INFINITY : -INFINITY);
        }
        const unsigned expected = slow_count(re, im, c_re, c_im, 1);
        assert_int_equal(hr_julia_count(re, im, c_re, c_im, 1), expected);
        on_both_sides[expected]++;
        sums_disagree += (re * re + im * im < 4) != (expected == 1);
    }
    /* The points do lie on both sides, and the sum alone would have been wrong for some. */
    assert_true(on_both_sides[0] > 1000 && on_both_sides[1] > 1000 && sums_disagree > 0);
}

static void test_julia_random_points_equal_hypot_throughout(void **state) {
    uint64_t random = 7;
    (void)state;
    for (size_t i = 0; i < 20000; i++) {
        const double re = 4 * next_random(&random) - 2, im = 4 * next_random(&random) - 2;
        const double re_c = 3 * next_random(&random) - 2, im_c = 2 * next_random(&random) - 1;
        assert_int_equal(hr_julia_count(re, im, re_c, im_c, 200),
                         slow_count(re, im, re_c, im_c, 200));
    }
}

static void test_julia_values_that_are_no_numbers_are_beyond(void **state) {
    static const double odd[] = {NAN, INFINITY, -INFINITY, 1e300, -1e300, 1.7e308};
    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        assert_int_equal(hr_julia_count(odd[i], 0, 0, 0, 10), 0);
        assert_int_equal(hr_julia_count(0, odd[i], 0, 0, 10), 0);
        assert_int_equal(hr_julia_count(odd[i], odd[i], 0, 0, 10), 0);
        assert_int_equal(hr_julia_count(0, 0, odd[i], 0, 10), 1);
        assert_int_equal(hr_julia_count(0, 0, 0, odd[i], 10), 1);
    }
}

static void test_julia_counts_equals_count_of_each(void **state) {
    enum { POINTS = 1000 };
    static double re[POINTS], im[POINTS];
    static unsigned counts[POINTS];
    uint64_t random = 3, sum = 0;
    (void)state;
    for (size_t i = 0; i < POINTS; i++) {
        re[i] = 3.6 * next_random(&random) - 1.8;
        im[i] = 3.6 * next_random(&random) - 1.8;
    }
    const uint64_t got = hr_julia_counts(re, im, POINTS, c_re, c_im, 300, counts);
    for (size_t i = 0; i < POINTS; i++) {
        assert_int_equal(counts[i], slow_count(re[i], im[i], c_re, c_im, 300));
        sum += counts[i];
    }
    assert_true(sum == got && sum > 0);
    assert_int_equal(hr_julia_counts(re, im, 0, c_re, c_im, 300, counts), 0);
}

static void test_julia_defaults_are_the_books_and_valid(void **state) {
    const struct hr_julia julia = hr_julia_defaults();
    (void)state;
    assert_int_equal(julia.width, 1000);
    assert_int_equal(julia.max_iterations, 300);
    assert_true(julia.c_re == c_re && julia.c_im == c_im);
    assert_int_equal(hr_julia_check(&julia), HR_OK);
    assert_int_equal(hr_julia_columns(&julia), 1000);
    assert_int_equal(hr_julia_rows(&julia), 1000);
}

static void test_julia_check_refuses_what_cannot_be_walked(void **state) {
    const struct hr_julia good = hr_julia_defaults();
    struct hr_julia bad[16];
    size_t count = 0;
    (void)state;
    for (size_t i = 0; i < 16; i++) {
        bad[i] = good;
    }
    bad[count++].width = 0;
    bad[count++].x1 = good.x2;
    bad[count++].y1 = good.y2;
    bad[count++].x1 = good.x2 + 1;
    bad[count++].y2 = good.y1 - 1;
    bad[count++].x1 = NAN;
    bad[count++].x2 = INFINITY;
    bad[count++].y1 = -INFINITY;
    bad[count++].y2 = NAN;
    bad[count++].c_re = NAN;
    bad[count++].c_im = INFINITY;
    bad[count++].width = SIZE_MAX; /* the step would not move a coordinate */
    bad[count].x1 = 1e16;
    bad[count++].x2 = 1e16 + 100;
    bad[count].y1 = -1.7e308; /* the distance is no finite number */
    bad[count++].y2 = 1.7e308;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(hr_julia_check(&bad[i]), HR_INVALID);
    }
    struct hr_julia one = good;
    one.width = 1;
    one.max_iterations = 0;
    assert_int_equal(hr_julia_check(&one), HR_OK);
}

static void test_julia_check_takes_the_least_step_that_moves_every_coordinate(void **state) {
    (void)state;
    /* Next to 1 are numbers at 2^-52 from each other above, of which a step must be over half. */
    struct hr_julia julia = {.x1 = 0.5, .x2 = 1, .y1 = 0.5, .y2 = 1, .max_iterations = 1};
    julia.width = (size_t)1 << 52;
    assert_int_equal(hr_julia_check(&julia), HR_INVALID);
    julia.width--;
    assert_int_equal(hr_julia_check(&julia), HR_OK);
    julia.x1 = -1; /* the step of x is longer; that of y alone is too short now */
    julia.width++;
    assert_int_equal(hr_julia_check(&julia), HR_INVALID);
    julia.y1 = -1;
    assert_int_equal(hr_julia_check(&julia), HR_OK);
    julia.x1 = 0.5; /* that of x alone */
    assert_int_equal(hr_julia_check(&julia), HR_INVALID);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_julia_first_nine_values_are_the_books),
        cmocka_unit_test(test_julia_corner_is_beyond_the_bound_at_once),
        cmocka_unit_test(test_julia_claim_4_zero_stays_and_the_other_leaves_at_ten),
        cmocka_unit_test(test_julia_update_takes_the_steps_that_are_counted),
        cmocka_unit_test(test_julia_at_the_edge_equals_hypot),
        cmocka_unit_test(test_julia_random_points_equal_hypot_throughout),
        cmocka_unit_test(test_julia_values_that_are_no_numbers_are_beyond),
        cmocka_unit_test(test_julia_counts_equals_count_of_each),
        cmocka_unit_test(test_julia_defaults_are_the_books_and_valid),
        cmocka_unit_test(test_julia_check_refuses_what_cannot_be_walked),
        cmocka_unit_test(test_julia_check_takes_the_least_step_that_moves_every_coordinate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
