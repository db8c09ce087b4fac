// links: headroom-structures
/*
 * test_dynarray_edges.c - one byte, one slot, the last valid size, and addresses side by side:
 * where an operation that is off by one would still do the rest of its work.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <headroom/dynarray.h>

HR_DYNARRAY_DEFINE(numbers, uint64_t);
HR_DYNARRAY_DEFINE(bytes, unsigned char);

static void test_dynarray_edges_one_byte_is_copied(void **state) {
    (void)state;
    const struct hr_dynarray_config config = {.allocator = hr_allocator_find("heap"),
                                              .growth = hr_growth_find("exact")};
    const unsigned char value = 201;
    struct bytes array;
    bytes_init(&array, &config);
    assert_int_equal(bytes_construct(&array, &value, 1), HR_OK);
    assert_int_equal(*bytes_at(&array, 0), 201);
    *bytes_at(&array, 0) = 7;
    assert_int_equal(bytes_extend(&array, &value, 1), HR_OK);
    assert_int_equal(*bytes_at(&array, 0), 7);
    assert_int_equal(*bytes_at(&array, 1), 201);
    bytes_clean_up(&array);
}

static void test_dynarray_edges_fit_of_a_full_array_asks_for_nothing(void **state) {
    (void)state;
    struct hr_counting_allocator counting;
    hr_counting_allocator_init(&counting, hr_allocator_find("heap"));
    const struct hr_dynarray_config config = {.allocator = &counting.allocator,
                                              .growth = hr_growth_find("exact")};
    struct numbers array;
    numbers_init(&array, &config);
    assert_int_equal(numbers_construct(&array, NULL, 3), HR_OK);
    assert_int_equal(numbers_shrink_to_fit(&array), HR_OK);
    assert_int_equal(counting.counts.resize_calls, 0);
    array.core.length--;
    assert_int_equal(numbers_shrink_to_fit(&array), HR_OK);
    assert_int_equal(counting.counts.resize_calls, 1);
    numbers_clean_up(&array);
}

static void test_dynarray_edges_pop_of_one_from_one_slot_keeps_the_block(void **state) {
    (void)state;
    /* As CPython's list_resize: no new block while the size is not below half of one slot, 0. */
    const struct hr_dynarray_config config = {.allocator = hr_allocator_find("heap"),
                                              .growth = hr_growth_find("cpython-3.9")};
    struct numbers array;
    uint64_t value = 0;
    numbers_init(&array, &config);
    assert_int_equal(numbers_construct(&array, (const uint64_t[]){42}, 1), HR_OK);
    assert_int_equal(numbers_pop(&array, &value), HR_OK);
    assert_int_equal(value, 42);
    assert_int_equal(numbers_capacity(&array), 1);
    assert_int_equal(numbers_pop(&array, &value), HR_OUT_OF_RANGE);
    assert_int_equal(numbers_capacity(&array), 1);
    numbers_clean_up(&array);
}

static void test_dynarray_edges_capacity_at_the_limit_is_valid(void **state) {
    (void)state;
    const struct hr_dynarray_config config = {.allocator = hr_allocator_find("heap"),
                                              .growth = hr_growth_find("exact")};
    uint64_t item = 0;
    struct hr_dynarray array = {&item, 1, PTRDIFF_MAX / sizeof item, &config};
    assert_true(hr_dynarray_is_valid(&array, sizeof item));
    array.capacity++;
    assert_false(hr_dynarray_is_valid(&array, sizeof item));
}

/* An allocator of three blocks that lie side by side; one that is resized moves to the next. */
struct row {
    uint64_t words[3][4];
    size_t used;
};

static void *row_resize(void *context, void *block, size_t old_bytes, size_t new_bytes) {
    struct row *row = context;
    if (new_bytes == 0 || row->used == 3 || new_bytes > sizeof row->words[0]) {
        return NULL;
    }
    uint64_t *next = row->words[row->used++];
    if (block != NULL) {
        memcpy(next, block, old_bytes < new_bytes ? old_bytes : new_bytes);
    }
    return next;
}

/* Extends a full array of the middle block's first three words by the word at `values`. */
static uint64_t extended_by(struct row *row, const uint64_t *values) {
    const struct hr_allocator allocator = {.resize = row_resize, .context = row};
    const struct hr_dynarray_config config = {.allocator = &allocator,
                                              .growth = hr_growth_find("exact")};
    struct numbers array;
    numbers_init(&array, &config);
    row->used = 1;
    assert_int_equal(numbers_construct(&array, (const uint64_t[]){10, 11, 12}, 3), HR_OK);
    assert_ptr_equal(numbers_items(&array), row->words[1]);
    assert_int_equal(numbers_extend(&array, values, 1), HR_OK);
    assert_ptr_equal(numbers_items(&array), row->words[2]);
    const uint64_t last = *numbers_at(&array, 3);
    numbers_clean_up(&array);
    return last;
}

static void test_dynarray_edges_values_beside_the_block_are_not_its_own(void **state) {
    (void)state;
    struct row row = {.used = 0};
    row.words[0][3] = 70;
    assert_int_equal(extended_by(&row, &row.words[0][3]), 70); /* the word in front of it */
    assert_int_equal(extended_by(&row, &row.words[1][0]), 10);
    assert_int_equal(extended_by(&row, &row.words[1][2]), 12);
    row.words[1][3] = 80;
    row.words[2][3] = 90;
    assert_int_equal(extended_by(&row, &row.words[1][3]), 80); /* the word behind it */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dynarray_edges_one_byte_is_copied),
        cmocka_unit_test(test_dynarray_edges_fit_of_a_full_array_asks_for_nothing),
        cmocka_unit_test(test_dynarray_edges_pop_of_one_from_one_slot_keeps_the_block),
        cmocka_unit_test(test_dynarray_edges_capacity_at_the_limit_is_valid),
        cmocka_unit_test(test_dynarray_edges_values_beside_the_block_are_not_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
