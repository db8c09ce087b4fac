// links: bench-report
/* The Pareto front: planted points, and random ones against a sweep by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "report/front.h"

static struct front_point exact(double x, double y) {
    return (struct front_point){.x = {x, x, x}, .y = {y, y, y}, .standing = FRONT_NEAR};
}

static struct front_point noisy(double x, double y, double by) {
    return (struct front_point){.x = {x, x, x}, .y = {y - by, y, y + by}, .standing = FRONT_BEATEN};
}

static void test_front_exact_points_are_on_it_or_beaten(void **state) {
    struct front_point points[] = {exact(1, 9), exact(2, 5), exact(2, 6), exact(3, 5),
                                   exact(4, 1), exact(5, 5), exact(2, 5)};
    static const enum front_standing expected[] = {
        FRONT_ON, FRONT_ON, FRONT_BEATEN, FRONT_BEATEN, FRONT_ON, FRONT_BEATEN, FRONT_ON};
    (void)state;
    front_judge(points, 7);
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(points[i].standing, expected[i]);
    }
}

static void test_front_one_point_is_on_it_and_none_is_nothing(void **state) {
    struct front_point point = exact(3, 3);
    (void)state;
    front_judge(&point, 0);
    assert_int_equal(point.standing, FRONT_NEAR);
    front_judge(&point, 1);
    assert_int_equal(point.standing, FRONT_ON);
}

static void test_front_beaten_within_noise_is_near(void **state) {
    (void)state;
    struct front_point overlap[] = {noisy(1, 5, 0.5), noisy(1, 5.9, 0.5)};
    front_judge(overlap, 2);
    assert_int_equal(overlap[0].standing, FRONT_ON);
    assert_int_equal(overlap[1].standing, FRONT_NEAR);
    struct front_point apart[] = {noisy(1, 5, 0.5), noisy(1, 6.1, 0.5)};
    front_judge(apart, 2);
    assert_int_equal(apart[0].standing, FRONT_ON);
    assert_int_equal(apart[1].standing, FRONT_BEATEN);
    /* ends that touch: not one value below, and with exact memory below nothing either */
    struct front_point touch[] = {noisy(1, 5, 0.5), noisy(1, 6, 0.5)};
    front_judge(touch, 2);
    assert_int_equal(touch[1].standing, FRONT_NEAR);
    struct front_point more_memory[] = {noisy(1, 5, 0.5), noisy(1.25, 6, 0.5)};
    front_judge(more_memory, 2);
    assert_int_equal(more_memory[1].standing, FRONT_BEATEN);
}

static double next_random(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-53;
}

static int compare_points(const void *left, const void *right) {
    const struct front_point *a = left;
    const struct front_point *b = right;
    if (a->x.middle != b->x.middle) {
        return a->x.middle < b->x.middle ? -1 : 1;
    }
    return (a->y.middle > b->y.middle) - (a->y.middle < b->y.middle);
}

/* From left to right: on the front is what goes below everything before it, and its equals. */
static void assert_swept(struct front_point *points, size_t count) {
    double lowest = INFINITY;
    double at = -INFINITY;
    qsort(points, count, sizeof *points, compare_points);
    for (size_t i = 0; i < count; i++) {
        bool goes_below = points[i].y.middle < lowest;
        bool is_equal = points[i].y.middle == lowest && points[i].x.middle == at;
        assert_int_equal(points[i].standing == FRONT_ON, goes_below || is_equal);
        if (goes_below) {
            lowest = points[i].y.middle;
            at = points[i].x.middle;
        }
    }
}

static void test_front_random_points_equal_a_sweep(void **state) {
    enum { POINTS = 60 };
    struct front_point points[POINTS];
    uint64_t random = 7;
    (void)state;
    for (size_t round = 0; round < 500; round++) {
        const size_t count = 1 + (size_t)(next_random(&random) * POINTS);
        const double by = round % 2 == 0 ? 0 : 2 * next_random(&random);
        for (size_t i = 0; i < count; i++) {
            /* few values, so that many are equal */
            points[i] =
                noisy(floor(12 * next_random(&random)), floor(12 * next_random(&random)), by);
        }
        front_judge(points, count);
        for (size_t i = 0; by == 0 && i < count; i++) {
            assert_int_not_equal(points[i].standing, FRONT_NEAR);
        }
        assert_swept(points, count);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_front_exact_points_are_on_it_or_beaten),
        cmocka_unit_test(test_front_one_point_is_on_it_and_none_is_nothing),
        cmocka_unit_test(test_front_beaten_within_noise_is_near),
        cmocka_unit_test(test_front_random_points_equal_a_sweep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
