// links: headroom-structures
/*
 * test_coords.c - the coordinate lists in all layouts: the book's numbers, the order of appends,
 * equality of the layouts, what the footprint accounts for, shared small integers, failures.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <headroom/box.h>
#include <headroom/coords.h>

static struct hr_coords_config config_of(const struct hr_allocator *allocator, size_t width) {
    struct hr_coords_config config = {.allocator = allocator,
                                      .growth = hr_growth_find("cpython-3.9"),
                                      .julia = hr_julia_defaults()};
    config.julia.width = width;
    return config;
}

static void test_coords_of_the_book_have_its_sum_and_appends_in_every_layout(void **state) {
    const struct hr_coords_config config = config_of(hr_allocator_find("heap"), 1000);
    uint64_t checksum = 0;
    (void)state;
    for (int layout = 0; layout < HR_COORDS_LAYOUTS; layout++) {
        struct hr_coords *coords;
        assert_int_equal(hr_coords_new((enum hr_coords_layout)layout, &config, &coords), HR_OK);
        assert_int_equal(hr_coords_build(coords), HR_OK);
        assert_int_equal(hr_coords_appends(coords), layout == HR_COORDS_STREAMED ? 0 : 2002000);
        assert_int_equal(hr_coords_columns(coords), 1000);
        assert_int_equal(hr_coords_rows(coords), 1000);
        assert_int_equal(hr_coords_sum(coords), 0);
        assert_int_equal(hr_coords_iterate(coords), HR_OK);
        assert_true(hr_coords_sum(coords) == 33219980);
        assert_true(hr_coords_sum(coords) == HR_JULIA_BOOK_SUM);
        checksum = layout == 0 ? hr_coords_checksum(coords) : checksum;
        assert_true(checksum != 0 && hr_coords_checksum(coords) == checksum);
        size_t inside = 0; /* claim J8 */
        for (size_t i = 0; i < 1000000; i++) {
            inside += hr_coords_count_at(coords, i) == 300;
        }
        assert_int_equal(inside, 100321);
        hr_coords_destroy(coords);
    }
}

/* Calls of a sink by list, with the checksum of zs and cs. */
struct calls {
    uint64_t by_list[4], checksum, total, stop_at;
    double last_x, last_y;
};

static enum hr_status count_call(void *context, enum hr_coords_list list, double re, double im) {
    struct calls *calls = context;
    uint64_t bits[2];
    if (calls->total == calls->stop_at) {
        return HR_IO;
    }
    calls->total++;
    calls->by_list[list]++;
    if (list == HR_COORDS_X || list == HR_COORDS_Y) {
        assert_true(im == 0);
        /* y comes first and falls, x rises, and both are whole before the first point. */
        assert_true(list == HR_COORDS_Y ? re < calls->last_y : re > calls->last_x);
        *(list == HR_COORDS_Y ? &calls->last_y : &calls->last_x) = re;
        assert_true(list == HR_COORDS_X || calls->by_list[HR_COORDS_X] == 0);
        assert_int_equal(calls->by_list[HR_COORDS_ZS], 0);
        return HR_OK;
    }
    memcpy(bits, (double[]){re, im}, sizeof bits);
    calls->checksum += bits[0] + bits[1];
    return HR_OK;
}

static struct calls no_calls(void) {
    return (struct calls){.stop_at = UINT64_MAX, .last_x = -3, .last_y = 3};
}

static void test_coords_generate_gives_each_append_of_the_book_once(void **state) {
    const struct hr_julia julia = hr_julia_defaults();
    struct calls calls = no_calls();
    const struct hr_coords_sink sink = {&calls, count_call};
    struct hr_coords *coords;
    const struct hr_coords_config config = config_of(hr_allocator_find("heap"), 1000);
    (void)state;
    assert_int_equal(hr_coords_generate(&julia, &sink), HR_OK);
    assert_int_equal(calls.by_list[HR_COORDS_X], 1000);
    assert_int_equal(calls.by_list[HR_COORDS_Y], 1000);
    assert_int_equal(calls.by_list[HR_COORDS_ZS], 1000000);
    assert_int_equal(calls.by_list[HR_COORDS_CS], 1000000);
    assert_int_equal(hr_coords_new(HR_COORDS_SPLIT, &config, &coords), HR_OK);
    assert_int_equal(hr_coords_build(coords), HR_OK);
    assert_true(hr_coords_checksum(coords) == calls.checksum);
    hr_coords_destroy(coords);
}

static void test_coords_generate_ends_with_the_sinks_status(void **state) {
    struct hr_julia julia = hr_julia_defaults();
    (void)state;
    julia.width = 5;
    for (uint64_t stop_at = 0; stop_at < 60; stop_at++) {
        struct calls calls = no_calls();
        const struct hr_coords_sink sink = {&calls, count_call};
        calls.stop_at = stop_at;
        assert_int_equal(hr_coords_generate(&julia, &sink), HR_IO);
        assert_int_equal(calls.total, stop_at);
    }
    julia.width = 0;
    struct calls calls = no_calls();
    const struct hr_coords_sink sink = {&calls, count_call};
    assert_int_equal(hr_coords_generate(&julia, &sink), HR_INVALID);
    assert_int_equal(calls.total, 0);
}

static size_t accounted(const struct hr_coords *coords) {
    const struct hr_footprint footprint = hr_coords_footprint(coords);
    assert_int_equal(footprint.parked_bytes, 0);
    return footprint.payload_bytes + footprint.headroom_bytes + footprint.overhead_bytes +
           footprint.object_bytes;
}

static void test_coords_footprint_accounts_for_every_live_byte(void **state) {
    (void)state;
    for (int layout = 0; layout < HR_COORDS_LAYOUTS; layout++) {
        for (size_t width = 1; width < 60; width += 7) {
            struct hr_counting_allocator counting;
            struct hr_coords *coords;
            hr_counting_allocator_init(&counting, hr_allocator_find("heap"));
            const struct hr_coords_config config = config_of(&counting.allocator, width);
            assert_int_equal(hr_coords_new((enum hr_coords_layout)layout, &config, &coords), HR_OK);
            assert_int_equal(accounted(coords), counting.counts.live_bytes);
            assert_int_equal(hr_coords_build(coords), HR_OK);
            assert_int_equal(accounted(coords), counting.counts.live_bytes);
            assert_int_equal(hr_coords_iterate(coords), HR_OK);
            assert_int_equal(accounted(coords), counting.counts.live_bytes);
            assert_true(hr_coords_is_valid(coords));
            hr_coords_destroy(coords);
            assert_int_equal(counting.counts.live_bytes, 0);
            assert_int_equal(counting.counts.live_blocks, 0);
        }
    }
}

/* Object bytes after build and after iterate, of the counts in the output. */
static void object_bytes(enum hr_coords_layout layout, unsigned limit, size_t *built,
                         size_t *iterated, size_t *above_256) {
    struct hr_coords_config config = config_of(hr_allocator_find("heap"), 50);
    struct hr_coords *coords;
    config.julia.max_iterations = limit;
    assert_int_equal(hr_coords_new(layout, &config, &coords), HR_OK);
    assert_int_equal(hr_coords_build(coords), HR_OK);
    *built = hr_coords_footprint(coords).object_bytes;
    assert_int_equal(hr_coords_iterate(coords), HR_OK);
    *iterated = hr_coords_footprint(coords).object_bytes;
    *above_256 = 0;
    for (size_t i = 0; i < hr_coords_columns(coords) * hr_coords_rows(coords); i++) {
        *above_256 += hr_coords_count_at(coords, i) > 256;
    }
    hr_coords_destroy(coords);
}

static void test_coords_objects_are_those_of_cpython(void **state) {
    struct hr_julia julia = hr_julia_defaults();
    size_t built, iterated, above;
    (void)state;
    julia.width = 50;
    const size_t sides = hr_julia_columns(&julia) + hr_julia_rows(&julia);
    const size_t points = hr_julia_columns(&julia) * hr_julia_rows(&julia);
    /* A float per coordinate, two complex numbers per point. */
    object_bytes(HR_COORDS_BOXED, 300, &built, &iterated, &above);
    assert_int_equal(built, 24 * sides + 2 * 32 * points);
    /* Counts up to 256 are 257 shared objects, each greater one is an object of its own. */
    assert_true(above > 0);
    assert_int_equal(iterated - built, 24 * 257 + 24 * above);
    /* Two tuples of 40 bytes per point, the floats of x and y and of c shared. */
    object_bytes(HR_COORDS_TUPLE, 256, &built, &iterated, &above);
    assert_int_equal(built, 24 * (sides + 2) + 2 * 40 * points);
    assert_int_equal(above, 0);
    assert_int_equal(iterated - built, 24 * 257);
    object_bytes(HR_COORDS_PAIRS, 300, &built, &iterated, &above);
    assert_int_equal(iterated, 0);
    object_bytes(HR_COORDS_SPLIT, 300, &built, &iterated, &above);
    assert_int_equal(iterated, 0);
    object_bytes(HR_COORDS_STREAMED, 300, &built, &iterated, &above);
    assert_int_equal(iterated, 0);
}

static void test_coords_output_is_constructed_exactly(void **state) {
    (void)state;
    for (int layout = 0; layout < HR_COORDS_LAYOUTS; layout++) {
        struct hr_coords_config config = config_of(hr_allocator_find("heap"), 33);
        struct hr_coords *coords;
        assert_int_equal(hr_coords_new((enum hr_coords_layout)layout, &config, &coords), HR_OK);
        assert_int_equal(hr_coords_build(coords), HR_OK);
        const struct hr_footprint built = hr_coords_footprint(coords);
        const size_t points = hr_coords_columns(coords) * hr_coords_rows(coords);
        assert_int_equal(built.length, layout == HR_COORDS_STREAMED ? 0 : points);
        assert_true(built.capacity >= built.length);
        assert_int_equal(hr_coords_iterate(coords), HR_OK);
        const struct hr_footprint iterated = hr_coords_footprint(coords);
        const bool is_boxed = layout == HR_COORDS_BOXED || layout == HR_COORDS_TUPLE;
        assert_int_equal(iterated.payload_bytes - built.payload_bytes, points * (is_boxed ? 8 : 4));
        assert_int_equal(iterated.headroom_bytes, built.headroom_bytes);
        hr_coords_destroy(coords);
    }
}

static void test_coords_stages_out_of_order_are_refused(void **state) {
    (void)state;
    for (int layout = 0; layout < HR_COORDS_LAYOUTS; layout++) {
        const struct hr_coords_config config = config_of(hr_allocator_find("heap"), 4);
        struct hr_coords *coords;
        assert_int_equal(hr_coords_new((enum hr_coords_layout)layout, &config, &coords), HR_OK);
        assert_int_equal(hr_coords_iterate(coords), HR_INVALID);
        assert_int_equal(hr_coords_build(coords), HR_OK);
        const uint64_t appends = hr_coords_appends(coords);
        assert_int_equal(hr_coords_build(coords), HR_INVALID);
        assert_int_equal(hr_coords_appends(coords), appends);
        assert_int_equal(hr_coords_iterate(coords), HR_OK);
        const uint64_t sum = hr_coords_sum(coords);
        assert_int_equal(hr_coords_iterate(coords), HR_INVALID);
        assert_int_equal(hr_coords_sum(coords), sum);
        hr_coords_destroy(coords);
    }
    hr_coords_destroy(NULL);
}

static void test_coords_new_refuses_bad_parameters_and_layouts(void **state) {
    struct hr_coords_config config = config_of(hr_allocator_find("heap"), 4);
    struct hr_coords *coords = NULL;
    (void)state;
    assert_int_equal(hr_coords_new(HR_COORDS_LAYOUTS, &config, &coords), HR_INVALID);
    config.julia.width = 0;
    assert_int_equal(hr_coords_new(HR_COORDS_BOXED, &config, &coords), HR_INVALID);
    assert_null(coords);
    assert_string_equal(hr_coords_layout_name(HR_COORDS_BOXED), "boxed");
    assert_string_equal(hr_coords_layout_name(HR_COORDS_PAIRS), "pairs");
    assert_string_equal(hr_coords_layout_name(HR_COORDS_SPLIT), "split");
    assert_string_equal(hr_coords_layout_name(HR_COORDS_TUPLE), "tuple");
    assert_string_equal(hr_coords_layout_name(HR_COORDS_STREAMED), "streamed");
}

/* Everything with one request failing; true when that request was still made. */
static bool survives_failure(enum hr_coords_layout layout, enum hr_failing_mode mode,
                             uint64_t fail_at) {
    struct hr_counting_allocator counting;
    struct hr_failing_allocator failing;
    struct hr_coords *coords = NULL;
    hr_counting_allocator_init(&counting, hr_allocator_find("heap"));
    hr_failing_allocator_init(&failing, &counting.allocator, mode, fail_at);
    struct hr_coords_config config = config_of(&failing.allocator, 5);
    enum hr_status status = hr_coords_new(layout, &config, &coords);
    if (status != HR_OK) {
        assert_int_equal(status, HR_NO_MEMORY);
        assert_null(coords);
        assert_int_equal(counting.counts.live_bytes, 0);
        return true;
    }
    status = hr_coords_build(coords);
    assert_true(hr_coords_is_valid(coords));
    assert_int_equal(accounted(coords), counting.counts.live_bytes);
    if (status != HR_OK) {
        assert_int_equal(status, HR_NO_MEMORY);
        assert_int_equal(hr_coords_build(coords), HR_INVALID);
        assert_int_equal(hr_coords_iterate(coords), HR_INVALID);
    } else {
        const uint64_t before = counting.counts.live_bytes;
        status = hr_coords_iterate(coords);
        assert_true(status == HR_OK || status == HR_NO_MEMORY);
        if (status != HR_OK) { /* rolled back, and possible again where memory is */
            assert_int_equal(counting.counts.live_bytes, before);
            assert_int_equal(accounted(coords), before);
            assert_true(hr_coords_is_valid(coords));
            assert_int_equal(hr_coords_sum(coords), 0);
            failing.mode = HR_FAIL_NEVER;
            assert_int_equal(hr_coords_iterate(coords), HR_OK);
        }
        assert_true(hr_coords_is_valid(coords));
    }
    hr_coords_destroy(coords);
    assert_int_equal(counting.counts.live_bytes, 0);
    assert_int_equal(counting.counts.live_blocks, 0);
    return status != HR_OK;
}

static void test_coords_each_allocation_failing_leaves_no_leak(void **state) {
    static const enum hr_failing_mode modes[] = {HR_FAIL_ONCE, HR_FAIL_ALWAYS};
    (void)state;
    for (int layout = 0; layout < HR_COORDS_LAYOUTS; layout++) {
        for (size_t m = 0; m < 2; m++) {
            uint64_t fail_at = 0;
            while (survives_failure((enum hr_coords_layout)layout, modes[m], fail_at)) {
                fail_at++;
            }
            /* At least the object and its output; the boxed ones a box or tuple per append. */
            assert_true(fail_at >= (layout == HR_COORDS_STREAMED ? 2 : 8));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coords_of_the_book_have_its_sum_and_appends_in_every_layout),
        cmocka_unit_test(test_coords_generate_gives_each_append_of_the_book_once),
        cmocka_unit_test(test_coords_generate_ends_with_the_sinks_status),
        cmocka_unit_test(test_coords_footprint_accounts_for_every_live_byte),
        cmocka_unit_test(test_coords_objects_are_those_of_cpython),
        cmocka_unit_test(test_coords_output_is_constructed_exactly),
        cmocka_unit_test(test_coords_stages_out_of_order_are_refused),
        cmocka_unit_test(test_coords_new_refuses_bad_parameters_and_layouts),
        cmocka_unit_test(test_coords_each_allocation_failing_leaves_no_leak),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
