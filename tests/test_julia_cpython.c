// links: headroom-structures
/*
 * test_julia_cpython.c - grid, counts and sums against the book's loops run by the real python3.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include <headroom/allocator.h>
#include <headroom/coords.h>
#include <headroom/growth.h>

static bool has_python(void) {
    return system("python3 -c 'import sys' >/dev/null 2>&1") == 0; /* NOLINT: a fixed command */
}

static FILE *run_book(const char *arguments) {
    char command[512];
    int length = snprintf(command, sizeof command, "python3 '%s/julia_book.py' %s", TEST_DATA_DIR,
                          arguments);
    assert_in_range(length, 1, sizeof command - 1);
    FILE *output = popen(command, "r"); /* NOLINT: a fixed script */
    assert_non_null(output);
    return output;
}

static void test_julia_sides_of_all_widths_equal_cpythons(void **state) {
    (void)state;
    if (!has_python()) {
        skip();
    }
    FILE *book = run_book("sides 1 2000");
    size_t widths = 0, uneven = 0;
    size_t width, columns, rows;
    while (fscanf(book, "%zu %zu %zu", &width, &columns, &rows) == 3) {
        struct hr_julia julia = hr_julia_defaults();
        julia.width = width;
        assert_int_equal(hr_julia_columns(&julia), columns);
        assert_int_equal(hr_julia_rows(&julia), rows);
        widths++;
        uneven += columns != width;
    }
    assert_int_equal(pclose(book), 0);
    assert_int_equal(widths, 2000);
    assert_true(uneven > 0); /* otherwise the width would do as well */
}

struct parameters {
    size_t width;
    unsigned limit;
    double c_re, c_im;
};

static struct hr_coords *calculate(enum hr_coords_layout layout,
                                   const struct parameters *parameters) {
    struct hr_coords_config config = {.allocator = hr_allocator_find("heap"),
                                      .growth = hr_growth_find("cpython-3.9"),
                                      .julia = hr_julia_defaults()};
    struct hr_coords *coords;
    config.julia.width = parameters->width;
    config.julia.max_iterations = parameters->limit;
    config.julia.c_re = parameters->c_re;
    config.julia.c_im = parameters->c_im;
    assert_int_equal(hr_coords_new(layout, &config, &coords), HR_OK);
    assert_int_equal(hr_coords_build(coords), HR_OK);
    assert_int_equal(hr_coords_iterate(coords), HR_OK);
    return coords;
}

/* Every layout against one run of the book. */
static void compare_with_book(const struct parameters *parameters) {
    char arguments[128];
    struct hr_coords *layouts[HR_COORDS_LAYOUTS];
    size_t columns, rows;
    unsigned long long sum;
    snprintf(arguments, sizeof arguments, "counts %zu %u %.17g %.17g", parameters->width,
             parameters->limit, parameters->c_re, parameters->c_im);
    FILE *book = run_book(arguments);
    assert_int_equal(fscanf(book, "%zu %zu %llu", &columns, &rows, &sum), 3);
    for (int layout = 0; layout < HR_COORDS_LAYOUTS; layout++) {
        layouts[layout] = calculate((enum hr_coords_layout)layout, parameters);
        assert_int_equal(hr_coords_columns(layouts[layout]), columns);
        assert_int_equal(hr_coords_rows(layouts[layout]), rows);
        assert_true(hr_coords_sum(layouts[layout]) == sum);
    }
    for (size_t i = 0; i < columns * rows; i++) {
        unsigned count;
        assert_int_equal(fscanf(book, "%u", &count), 1);
        for (int layout = 0; layout < HR_COORDS_LAYOUTS; layout++) {
            assert_int_equal(hr_coords_count_at(layouts[layout], i), count);
        }
    }
    assert_int_equal(pclose(book), 0);
    for (int layout = 0; layout < HR_COORDS_LAYOUTS; layout++) {
        hr_coords_destroy(layouts[layout]);
    }
}

static void test_julia_counts_of_many_parameters_equal_cpythons(void **state) {
    static const size_t widths[] = {1, 2, 3, 7, 10, 50, 99, 101};
    static const unsigned limits[] = {0, 1, 2, 17, 256, 257, 300};
    static const double cs[][2] = {{-0.62772, -0.42193}, {0, 0},          {-0.82, 0},
                                   {0.3, 0.5},           {1e200, -1e200}, {-2, 0}};
    enum { CS = sizeof cs / sizeof cs[0], LIMITS = sizeof limits / sizeof limits[0] };
    (void)state;
    if (!has_python()) {
        skip();
    }
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++) {
        for (size_t c = 0; c < CS; c++) {
            /* Each width meets each c, and over the table every limit. */
            const struct parameters parameters = {widths[w], limits[(w + 3 * c + 6) % LIMITS],
                                                  cs[c][0], cs[c][1]};
            compare_with_book(&parameters);
        }
    }
}

static void test_julia_long_orbits_equal_cpythons(void **state) {
    static const struct parameters long_ones[] = {{30, 2000, -0.75, 0.1}, {16, 5000, 0.25, 0}};
    (void)state;
    if (!has_python()) {
        skip();
    }
    for (size_t i = 0; i < sizeof long_ones / sizeof long_ones[0]; i++) {
        compare_with_book(&long_ones[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_julia_sides_of_all_widths_equal_cpythons),
        cmocka_unit_test(test_julia_counts_of_many_parameters_equal_cpythons),
        cmocka_unit_test(test_julia_long_orbits_equal_cpythons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
