// links: headroom-structures
/*
 * test_box.c - boxes: their sizes, their reference counts, and what happens without memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <headroom/box.h>

static void test_box_sizes_are_those_of_cpython(void **state) {
    (void)state;
    assert_int_equal(hr_box_bytes(HR_BOX_INTEGER), 24);
    assert_int_equal(hr_box_bytes(HR_BOX_FLOAT), 24);
    assert_int_equal(hr_box_bytes(HR_BOX_COMPLEX), 32);
    assert_int_equal(sizeof(struct hr_box), 16);
    assert_int_equal(hr_box_bytes((enum hr_box_kind)0), 0);
    assert_int_equal(hr_box_bytes((enum hr_box_kind)4), 0);
}

static void test_box_new_holds_value_and_one_reference(void **state) {
    struct hr_counting_allocator counting;
    struct hr_box *integer, *real, *complex;
    (void)state;
    hr_counting_allocator_init(&counting, hr_allocator_find("heap"));
    assert_int_equal(hr_box_new_integer(&counting.allocator, INT64_MIN, &integer), HR_OK);
    assert_int_equal(hr_box_new_float(&counting.allocator, -0.5, &real), HR_OK);
    assert_int_equal(hr_box_new_complex(&counting.allocator, 1.5, -2.5, &complex), HR_OK);
    assert_int_equal(counting.counts.live_bytes, 24 + 24 + 32);
    assert_int_equal(integer->kind, HR_BOX_INTEGER);
    assert_int_equal(real->kind, HR_BOX_FLOAT);
    assert_int_equal(complex->kind, HR_BOX_COMPLEX);
    assert_int_equal(integer->reference_count, 1);
    assert_true(((struct hr_box_integer *)integer)->value == INT64_MIN);
    assert_true(((struct hr_box_float *)real)->value == -0.5);
    assert_true(((struct hr_box_complex *)complex)->re == 1.5);
    assert_true(((struct hr_box_complex *)complex)->im == -2.5);
    assert_true(hr_box_is_valid(integer) && hr_box_is_valid(real) && hr_box_is_valid(complex));
    hr_box_release(&counting.allocator, integer);
    hr_box_release(&counting.allocator, real);
    hr_box_release(&counting.allocator, complex);
    assert_int_equal(counting.counts.live_bytes, 0);
    assert_int_equal(counting.counts.live_blocks, 0);
}

static void test_box_release_frees_with_the_last_reference_only(void **state) {
    struct hr_counting_allocator counting;
    struct hr_box *box;
    (void)state;
    hr_counting_allocator_init(&counting, hr_allocator_find("heap"));
    assert_int_equal(hr_box_new_float(&counting.allocator, 2.5, &box), HR_OK);
    assert_ptr_equal(hr_box_take(box), box);
    assert_int_equal(box->reference_count, 2);
    hr_box_release(&counting.allocator, box);
    assert_int_equal(box->reference_count, 1);
    assert_int_equal(counting.counts.release_calls, 0);
    hr_box_release(&counting.allocator, box);
    assert_int_equal(counting.counts.release_calls, 1);
    assert_int_equal(counting.counts.live_bytes, 0);
}

static void test_box_new_without_memory_leaves_result_untouched(void **state) {
    struct hr_failing_allocator failing;
    struct hr_box untouched, *box = &untouched;
    (void)state;
    hr_failing_allocator_init(&failing, hr_allocator_find("heap"), HR_FAIL_ALWAYS, 0);
    assert_int_equal(hr_box_new_integer(&failing.allocator, 1, &box), HR_NO_MEMORY);
    assert_int_equal(hr_box_new_float(&failing.allocator, 1, &box), HR_NO_MEMORY);
    assert_int_equal(hr_box_new_complex(&failing.allocator, 1, 1, &box), HR_NO_MEMORY);
    assert_ptr_equal(box, &untouched);
    assert_int_equal(failing.requests, 3);
}

/* An allocator of one block that notes what it is asked. */
struct spy {
    struct hr_box_complex room;
    void *block;
    size_t old_bytes, new_bytes;
};

static void *spy_resize(void *context, void *block, size_t old_bytes, size_t new_bytes) {
    struct spy *spy = context;
    spy->block = block;
    spy->old_bytes = old_bytes;
    spy->new_bytes = new_bytes;
    return new_bytes == 0 ? NULL : &spy->room;
}

static void test_box_tells_the_allocator_both_sizes(void **state) {
    (void)state;
    struct spy spy = {.block = &spy, .old_bytes = 99};
    const struct hr_allocator allocator = {.resize = spy_resize, .context = &spy};
    struct hr_box *box = NULL;
    assert_int_equal(hr_box_new_complex(&allocator, 1, 2, &box), HR_OK);
    assert_null(spy.block);
    assert_int_equal(spy.old_bytes, 0);
    assert_int_equal(spy.new_bytes, 32);
    hr_box_release(&allocator, box);
    assert_ptr_equal(spy.block, &spy.room);
    assert_int_equal(spy.old_bytes, 32);
    assert_int_equal(spy.new_bytes, 0);
}

static void test_box_is_valid_refuses_unknown_kinds_and_no_references(void **state) {
    (void)state;
    assert_false(hr_box_is_valid(NULL));
    assert_false(hr_box_is_valid(&(struct hr_box){.kind = 0, .reference_count = 1}));
    assert_false(hr_box_is_valid(&(struct hr_box){.kind = 4, .reference_count = 1}));
    assert_false(hr_box_is_valid(&(struct hr_box){.kind = HR_BOX_FLOAT, .reference_count = 0}));
    assert_true(hr_box_is_valid(&(struct hr_box){.kind = HR_BOX_FLOAT, .reference_count = 1}));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_box_sizes_are_those_of_cpython),
        cmocka_unit_test(test_box_new_holds_value_and_one_reference),
        cmocka_unit_test(test_box_release_frees_with_the_last_reference_only),
        cmocka_unit_test(test_box_new_without_memory_leaves_result_untouched),
        cmocka_unit_test(test_box_tells_the_allocator_both_sizes),
        cmocka_unit_test(test_box_is_valid_refuses_unknown_kinds_and_no_references),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
