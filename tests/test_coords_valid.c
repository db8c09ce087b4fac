// links: headroom-structures
/*
 * test_coords_valid.c - the coordinate lists from inside: what hr_coords_is_valid sees, when one
 * thing at a time is broken and put right again, and what no call shows. Knows the lists, unlike
 * test_coords.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../structures/coords_layout.h"

enum { WIDTH = 6, LISTS = 6 };

static struct hr_coords *new_coords(enum hr_coords_layout layout) {
    const struct hr_coords_config config = {
        .allocator = hr_allocator_find("heap"),
        .growth = hr_growth_find("cpython-3.9"),
        .julia = {.x1 = -1, .x2 = 1, .y1 = -1, .y2 = 1, .width = WIDTH, .max_iterations = 300}};
    struct hr_coords *coords = NULL;
    assert_int_equal(hr_coords_new(layout, &config, &coords), HR_OK);
    return coords;
}

static struct hr_coords *build_coords(enum hr_coords_layout layout) {
    struct hr_coords *coords = new_coords(layout);
    assert_int_equal(hr_coords_build(coords), HR_OK);
    assert_true(hr_coords_is_valid(coords));
    return coords;
}

/* How many lists of points a layout has; their arrays. */
static size_t arrays_of(struct hr_coords *coords, enum hr_coords_layout layout,
                        struct hr_dynarray *arrays[LISTS]) {
    struct coords_boxed_lists *boxed = &coords->lists.boxed;
    struct coords_pairs_lists *pairs = &coords->lists.pairs;
    struct coords_split_lists *split = &coords->lists.split;
    struct coords_tuple_lists *tuple = &coords->lists.tuple;
    struct hr_dynarray *const all[HR_COORDS_LAYOUTS][LISTS] = {
        [HR_COORDS_BOXED] = {&boxed->x.core, &boxed->y.core, &boxed->zs.core, &boxed->cs.core},
        [HR_COORDS_PAIRS] = {&pairs->x.core, &pairs->y.core, &pairs->zs.core, &pairs->cs.core},
        [HR_COORDS_SPLIT] = {&split->x.core, &split->y.core, &split->zs_re.core, &split->zs_im.core,
                             &split->cs_re.core, &split->cs_im.core},
        [HR_COORDS_TUPLE] = {&tuple->x.core, &tuple->y.core, &tuple->zs.core, &tuple->cs.core},
    };
    size_t count = 0;
    while (count < LISTS && all[layout][count] != NULL) {
        arrays[count] = all[layout][count];
        count++;
    }
    return count;
}

/* Breaks the array's own invariant, then puts it right. */
static void check_array(const struct hr_coords *coords, struct hr_dynarray *array) {
    const struct hr_dynarray_config *config = array->config;
    array->config = NULL;
    assert_false(hr_coords_is_valid(coords));
    array->config = config;
    assert_true(hr_coords_is_valid(coords));
}

static void check_word(const struct hr_coords *coords, size_t *word, size_t wrong) {
    const size_t right = *word;
    *word = wrong;
    assert_false(hr_coords_is_valid(coords));
    *word = right;
    assert_true(hr_coords_is_valid(coords));
}

static void test_coords_valid_sees_each_broken_list(void **state) {
    (void)state;
    for (int layout = 0; layout < HR_COORDS_LAYOUTS; layout++) {
        struct hr_coords *coords = build_coords((enum hr_coords_layout)layout);
        struct hr_dynarray *arrays[LISTS];
        const size_t count = arrays_of(coords, (enum hr_coords_layout)layout, arrays);
        for (size_t i = 0; i < count; i++) {
            check_array(coords, arrays[i]);
            check_word(coords, &arrays[i]->length, arrays[i]->length - 1); /* an append is lost */
        }
        assert_int_equal(count, layout == HR_COORDS_STREAMED ? 0
                                : layout == HR_COORDS_SPLIT  ? 6
                                                             : 4);
        check_array(coords, &coords->output.counts.core);
        check_array(coords, &coords->output.boxes.core);
        hr_coords_destroy(coords);
    }
}

static void test_coords_valid_sees_parts_of_unequal_length_in_broken_lists_too(void **state) {
    (void)state;
    struct hr_coords *coords = build_coords(HR_COORDS_SPLIT);
    struct coords_split_lists *lists = &coords->lists.split;
    coords->stage = COORDS_BROKEN; /* the number of appends counts no longer */
    check_word(coords, &lists->zs_re.core.length, lists->zs_re.core.length - 1);
    check_word(coords, &lists->zs_im.core.length, lists->zs_im.core.length - 1);
    check_word(coords, &lists->cs_re.core.length, lists->cs_re.core.length - 1);
    check_word(coords, &lists->cs_im.core.length, lists->cs_im.core.length - 1);
    lists->x.core.length--;
    assert_true(hr_coords_is_valid(coords));
    lists->x.core.length++;
    hr_coords_destroy(coords);
}

/* Every box of the list, with another kind and without references. */
static void check_boxes(const struct hr_coords *coords, const struct coords_boxes *list,
                        enum hr_box_kind wrong) {
    assert_true(coords_boxes_length(list) > 1);
    for (size_t i = 0; i < coords_boxes_length(list); i++) {
        struct hr_box *box = *coords_boxes_at(list, i);
        check_word(coords, &box->kind, wrong);
        check_word(coords, &box->reference_count, 0);
    }
}

static void test_coords_valid_sees_boxes_of_another_kind(void **state) {
    (void)state;
    struct hr_coords *coords = build_coords(HR_COORDS_BOXED);
    check_boxes(coords, &coords->lists.boxed.x, HR_BOX_COMPLEX);
    check_boxes(coords, &coords->lists.boxed.y, HR_BOX_INTEGER);
    check_boxes(coords, &coords->lists.boxed.zs, HR_BOX_FLOAT);
    check_boxes(coords, &coords->lists.boxed.cs, HR_BOX_INTEGER);
    hr_coords_destroy(coords);
    coords = build_coords(HR_COORDS_TUPLE);
    check_boxes(coords, &coords->lists.tuple.x, HR_BOX_COMPLEX);
    check_boxes(coords, &coords->lists.tuple.y, HR_BOX_INTEGER);
    assert_int_equal(hr_coords_iterate(coords), HR_OK);
    check_boxes(coords, &coords->output.boxes, HR_BOX_FLOAT);
    hr_coords_destroy(coords);
}

static void test_coords_valid_sees_tuples_that_are_no_pairs(void **state) {
    (void)state;
    struct hr_coords *coords = build_coords(HR_COORDS_TUPLE);
    struct coords_tuples *const lists[] = {&coords->lists.tuple.zs, &coords->lists.tuple.cs};
    for (size_t l = 0; l < 2; l++) {
        for (size_t i = 0; i < coords_tuples_length(lists[l]); i++) {
            struct hr_tuple *pair = *coords_tuples_at(lists[l], i);
            check_word(coords, &pair->length, 1);
            check_word(coords, &pair->reference_count, 0);
        }
    }
    coords->lists.tuple.cache.allocator = NULL;
    assert_false(hr_coords_is_valid(coords));
    coords->lists.tuple.cache.allocator = coords->config.allocator;
    assert_true(hr_coords_is_valid(coords));
    hr_coords_destroy(coords);
}

static void test_coords_valid_sees_sides_and_output_that_do_not_match(void **state) {
    (void)state;
    assert_false(hr_coords_is_valid(NULL));
    for (int layout = 0; layout < HR_COORDS_LAYOUTS; layout++) {
        struct hr_coords *coords = build_coords((enum hr_coords_layout)layout);
        if (layout != HR_COORDS_STREAMED) { /* which has no lists to compare them with */
            check_word(coords, &coords->rows, coords->rows - 1);
            check_word(coords, &coords->columns, coords->columns + 1);
        }
        coords->stage = COORDS_ITERATED; /* it is not: there is no output */
        assert_false(hr_coords_is_valid(coords));
        coords->stage = COORDS_BUILT;
        assert_int_equal(hr_coords_iterate(coords), HR_OK);
        check_word(coords, &coords->rows, coords->rows + 1);
        check_word(coords, &coords->columns, coords->columns - 1);
        hr_coords_destroy(coords);
    }
}

static void test_coords_valid_lists_of_references_say_so_to_the_policy(void **state) {
    (void)state;
    for (int layout = 0; layout < HR_COORDS_LAYOUTS; layout++) {
        struct hr_coords *coords = build_coords((enum hr_coords_layout)layout);
        struct hr_dynarray *arrays[LISTS];
        const size_t count = arrays_of(coords, (enum hr_coords_layout)layout, arrays);
        const bool has_pointers = layout == HR_COORDS_BOXED || layout == HR_COORDS_TUPLE;
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(arrays[i]->config->element_has_pointers, has_pointers);
        }
        assert_false(coords->output.counts.core.config->element_has_pointers);
        assert_true(coords->output.boxes.core.config->element_has_pointers);
        hr_coords_destroy(coords);
    }
}

/* Points so near to 0 that all of them stay below the bound until the limit. */
static struct hr_coords *iterate_inside(unsigned limit, size_t *built_bytes) {
    struct hr_coords *coords = new_coords(HR_COORDS_BOXED);
    coords->config.julia = (struct hr_julia){.x1 = -0.125,
                                             .x2 = 0.125,
                                             .y1 = -0.125,
                                             .y2 = 0.125,
                                             .width = WIDTH,
                                             .max_iterations = limit};
    assert_int_equal(hr_coords_build(coords), HR_OK);
    *built_bytes = hr_coords_footprint(coords).object_bytes;
    assert_int_equal(hr_coords_iterate(coords), HR_OK);
    return coords;
}

static void test_coords_valid_counts_are_shared_up_to_256_from_the_first_point_on(void **state) {
    (void)state;
    for (unsigned limit = 255; limit < 260; limit++) {
        size_t built;
        struct hr_coords *coords = iterate_inside(limit, &built);
        const struct coords_output *output = &coords->output;
        const size_t points = hr_coords_rows(coords) * hr_coords_columns(coords);
        assert_int_equal(hr_coords_sum(coords), limit * points);
        assert_int_equal(hr_coords_footprint(coords).object_bytes - built,
                         24 * 257 + (limit > 256 ? 24 * points : 0));
        for (size_t i = 0; i < COORDS_SHARED; i++) {
            /* One reference of the block's own, one for each point of this count. */
            assert_int_equal(output->shared[i].value, i);
            assert_int_equal(output->shared[i].header.reference_count,
                             1 + (i == limit ? points : 0));
        }
        hr_coords_destroy(coords);
    }
}

static enum hr_status build_huge(struct hr_coords *coords) {
    coords->rows = SIZE_MAX / 2 + 1;
    coords->columns = 2;
    return HR_OK;
}

/* A walk of so many points would take years: a layout that only says so. */
static void test_coords_valid_points_that_no_size_holds_are_too_large(void **state) {
    (void)state;
    struct coords_layout huge = coords_streamed_layout;
    huge.build = build_huge;
    struct hr_coords *coords = new_coords(HR_COORDS_STREAMED);
    coords->layout = &huge;
    assert_int_equal(hr_coords_build(coords), HR_TOO_LARGE);
    assert_int_equal(hr_coords_iterate(coords), HR_INVALID);
    assert_int_equal(hr_coords_build(coords), HR_INVALID);
    hr_coords_destroy(coords);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coords_valid_sees_each_broken_list),
        cmocka_unit_test(test_coords_valid_sees_parts_of_unequal_length_in_broken_lists_too),
        cmocka_unit_test(test_coords_valid_sees_boxes_of_another_kind),
        cmocka_unit_test(test_coords_valid_sees_tuples_that_are_no_pairs),
        cmocka_unit_test(test_coords_valid_sees_sides_and_output_that_do_not_match),
        cmocka_unit_test(test_coords_valid_lists_of_references_say_so_to_the_policy),
        cmocka_unit_test(test_coords_valid_counts_are_shared_up_to_256_from_the_first_point_on),
        cmocka_unit_test(test_coords_valid_points_that_no_size_holds_are_too_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
