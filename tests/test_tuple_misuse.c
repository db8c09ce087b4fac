// links: headroom-structures
/*
 * test_tuple_misuse.c - what checked builds notice of tuples used after their release and of caches
 * used by the wrong thread: each misuse in a child, which must end with the words for it; beside
 * each the right use, which must pass.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>

#include <headroom/tuple.h>

#include "support/child.h"
#include "support/sanitized.h"

enum { BOXES = 8 };

static struct hr_box boxes[BOXES];
static struct hr_box *items[BOXES];
static struct hr_tuple_cache cache;

static int begin(void **state) {
    (void)state;
    for (size_t i = 0; i < BOXES; i++) {
        boxes[i] = (struct hr_box){.kind = HR_BOX_FLOAT, .reference_count = 1};
        items[i] = &boxes[i];
    }
    hr_tuple_cache_init(&cache, hr_allocator_find("heap"),
                        hr_tuple_cache_preset_find("cpython-3.11"));
    return 0;
}

static int end(void **state) {
    (void)state;
    hr_tuple_cache_clean_up(&cache);
    return 0;
}

static struct hr_tuple *make(size_t length) {
    struct hr_tuple *tuple = NULL;
    if (hr_tuple_new(&cache, items, length, &tuple) != HR_OK) {
        _exit(1);
    }
    return tuple;
}

static struct hr_tuple *released(size_t length) {
    struct hr_tuple *tuple = make(length);
    hr_tuple_release(&cache, tuple);
    return tuple;
}

static void use_rightly(void) {
    struct hr_tuple *tuple = hr_tuple_take(make(3));
    (void)hr_tuple_at(tuple, 2);
    hr_tuple_release(&cache, tuple);
    (void)hr_tuple_at(tuple, 0);
    hr_tuple_release(&cache, tuple);
    (void)released(3);
    hr_tuple_cache_drain(&cache);
}

static void release_twice(void) {
    hr_tuple_release(&cache, released(2));
}

static void release_thrice_after_two(void) {
    struct hr_tuple *tuple = hr_tuple_take(make(2));
    hr_tuple_release(&cache, tuple);
    hr_tuple_release(&cache, tuple);
    hr_tuple_release(&cache, tuple);
}

static void take_released(void) {
    (void)hr_tuple_take(released(1));
}

static void read_released(void) {
    (void)hr_tuple_at(released(20 % BOXES), 0);
}

static void read_past_the_end(void) {
    (void)hr_tuple_at(make(2), 2);
}

static void concatenate_released(void) {
    struct hr_tuple *both, *live = make(2);
    (void)!hr_tuple_concatenate(&cache, live, released(2), &both);
}

/* The compiler must not see that nobody reads it. */
static void write_word(void *place, size_t word) {
    *(volatile size_t *)place = word;
}

static void write_first_item_and_reuse(void) {
    write_word(&released(3)->items[0], 7);
    (void)make(3);
}

static void write_last_item_and_drain(void) {
    write_word(&released(3)->items[2], 7);
    hr_tuple_cache_drain(&cache);
}

static void write_item_and_concatenate(void) {
    struct hr_tuple *one = make(1), *two = make(2), *both;
    write_word(&released(3)->items[1], (size_t)&boxes[0]);
    (void)!hr_tuple_concatenate(&cache, one, two, &both);
}

static void write_length_and_reuse(void) {
    write_word(&released(3)->length, 4);
    (void)make(3);
}

static void write_count_and_reuse(void) {
    write_word(&released(3)->reference_count, 2);
    (void)make(3);
}

static void write_item_of_live(void) {
    struct hr_tuple *tuple = make(3);
    write_word(&tuple->items[1], (size_t)items[2]);
    boxes[1].reference_count--;
    boxes[2].reference_count++;
    hr_tuple_release(&cache, tuple);
    (void)make(3);
}

static void skip_unless_checked(void) {
    if (HR_CHECK_LEVEL < 1) {
        skip();
    }
}

static void test_tuple_right_use_passes(void **state) {
    (void)state;
    assert_true(child_succeeds(use_rightly));
    assert_true(child_succeeds(write_item_of_live));
}

static void test_tuple_released_once_too_often_aborts(void **state) {
    (void)state;
    skip_unless_checked();
    assert_true(child_fails_check(release_twice, "tuple released once too often"));
    assert_true(child_fails_check(release_thrice_after_two, "tuple released once too often"));
}

static void test_tuple_used_after_release_aborts(void **state) {
    (void)state;
    skip_unless_checked();
    assert_true(child_fails_check(take_released, "tuple used after its last release"));
    assert_true(child_fails_check(read_released, "tuple used after its last release"));
    assert_true(child_fails_check(read_past_the_end, "index < tuple->length"));
    if (HR_CHECK_LEVEL >= 2) {
        assert_true(child_fails_check(concatenate_released, "hr_tuple_is_valid(right)"));
    }
}

static void test_tuple_item_written_while_parked_aborts_at_reuse(void **state) {
    static const char words[] = "item of a tuple written after its release";
    (void)state;
    skip_unless_checked();
    if (IS_SANITIZED) { /* it is reported before: below */
        skip();
    }
    assert_true(child_fails_check(write_first_item_and_reuse, words));
    assert_true(child_fails_check(write_last_item_and_drain, words));
    assert_true(child_fails_check(write_item_and_concatenate, words));
}

static void test_tuple_poison_is_whole_or_it_is_not(void **state) {
    struct hr_tuple *tuple = make(3);
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        assert_false(hr_tuple_is_poison_whole(tuple));
        tuple->items[i] = HR_TUPLE_POISON;
    }
    assert_true(hr_tuple_is_poison_whole(tuple));
    for (size_t i = 0; i < 3; i++) {
        tuple->items[i] = items[i];
        assert_false(hr_tuple_is_poison_whole(tuple));
        tuple->items[i] = HR_TUPLE_POISON;
    }
    for (size_t i = 0; i < 3; i++) {
        tuple->items[i] = items[i];
    }
    hr_tuple_release(&cache, tuple);
    assert_true((uintptr_t)HR_TUPLE_POISON % 2 == 1);
}

/* By code without checks, which writes no pattern: a library of another level. */
static void test_tuple_parked_without_checks_comes_out_with_one_reference(void **state) {
    (void)state;
    struct hr_tuple *parked = released(4);
    assert_int_equal(parked->reference_count, HR_CHECK_LEVEL >= 1 ? HR_TUPLE_PARKED : 1);
    parked->reference_count = 1;
    assert_true(hr_tuple_cache_is_valid(&cache));
    struct hr_tuple *tuple = make(4);
    assert_ptr_equal(tuple, parked);
    assert_int_equal(tuple->reference_count, 1);
    assert_true(hr_tuple_is_valid(tuple));
    hr_tuple_release(&cache, tuple);
}

static void test_tuple_header_written_while_parked_aborts_at_reuse(void **state) {
    static const char words[] = "header of a tuple written after its release";
    (void)state;
    skip_unless_checked();
    assert_true(child_fails_check(write_length_and_reuse, words));
    assert_true(child_fails_check(write_count_and_reuse, words));
}

static void read_first_item_raw(void) {
    struct hr_box *const volatile *place = &released(1)->items[0];
    (void)*place;
}

static void write_last_item_raw(void) {
    write_word(&released(7)->items[6], 1);
}

static bool is_reported(void (*action)(void)) {
    const struct child_end child = child_end_of(action);
    return !(WIFEXITED(child.status) && WEXITSTATUS(child.status) == 0) &&
           strstr(child.text, "use-after-poison") != NULL;
}

static void test_tuple_item_touched_while_parked_is_reported_by_the_sanitizer(void **state) {
    (void)state;
    if (!IS_SANITIZED) {
        skip();
    }
    assert_true(is_reported(read_first_item_raw));
    assert_true(is_reported(write_last_item_raw));
    assert_true(is_reported(write_item_and_concatenate));
}

/* Runs a function with the cache in a thread of its own. */
static void in_other_thread(void *(*work)(void *)) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, NULL) != 0 || pthread_join(thread, NULL) != 0) {
        _exit(1);
    }
}

static void *make_and_release(void *nothing) {
    (void)released(2);
    return nothing;
}

static void *only_make(void *nothing) {
    (void)make(21 % BOXES);
    return nothing;
}

static void *only_release(void *tuple) {
    hr_tuple_release(&cache, tuple);
    return NULL;
}

static void *only_drain(void *nothing) {
    hr_tuple_cache_drain(&cache);
    return nothing;
}

static void *only_give(void *nothing) {
    hr_tuple_cache_give(&cache);
    return nothing;
}

static void *only_take(void *nothing) {
    hr_tuple_cache_take(&cache);
    return nothing;
}

static void *take_and_use(void *nothing) {
    hr_tuple_cache_take(&cache);
    (void)make_and_release(nothing);
    hr_tuple_cache_give(&cache);
    return nothing;
}

static void *merge_into_current(void *nothing) {
    hr_tuple_cache_merge(hr_tuple_cache_current(), &cache);
    return nothing;
}

static void make_elsewhere(void) {
    in_other_thread(only_make);
}

static void release_elsewhere(void) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, only_release, make(2)) == 0) {
        (void)pthread_join(thread, NULL);
    }
}

static void drain_elsewhere(void) {
    in_other_thread(only_drain);
}

static void merge_elsewhere(void) {
    (void)released(2);
    in_other_thread(merge_into_current);
}

static void give_elsewhere(void) {
    in_other_thread(only_give);
}

static void take_without_give(void) {
    in_other_thread(only_take);
}

static void use_after_give(void) {
    hr_tuple_cache_give(&cache);
    (void)make(2);
}

static void give_twice(void) {
    hr_tuple_cache_give(&cache);
    hr_tuple_cache_give(&cache);
}

static void merge_with_itself(void) {
    hr_tuple_cache_merge(&cache, &cache);
}

static void hand_over_rightly(void) {
    (void)released(2);
    hr_tuple_cache_give(&cache);
    in_other_thread(take_and_use);
    hr_tuple_cache_take(&cache);
    (void)released(2);
    hr_tuple_cache_drain(&cache);
}

/* What keeps nothing shares nothing: a cache that is off may be used anywhere. */
static void use_an_off_one_elsewhere(void) {
    hr_tuple_cache_init(&cache, hr_allocator_find("heap"), hr_tuple_cache_preset_find("off"));
    in_other_thread(make_and_release);
}

static void test_tuple_cache_handed_over_rightly_passes(void **state) {
    (void)state;
    assert_true(child_succeeds(hand_over_rightly));
    assert_true(child_succeeds(use_an_off_one_elsewhere));
}

static void test_tuple_cache_used_by_another_thread_aborts(void **state) {
    static const char words[] = "tuple cache used by a thread that does not own it";
    (void)state;
    skip_unless_checked();
    assert_true(child_fails_check(make_elsewhere, words));
    assert_true(child_fails_check(release_elsewhere, words));
    assert_true(child_fails_check(drain_elsewhere, words));
    assert_true(child_fails_check(merge_elsewhere, words));
    assert_true(child_fails_check(use_after_give, words));
    assert_true(child_fails_check(merge_with_itself, "into != from"));
}

static void test_tuple_cache_given_or_taken_wrongly_aborts(void **state) {
    (void)state;
    skip_unless_checked();
    assert_true(child_fails_check(give_elsewhere, "given by a thread that does not own it"));
    assert_true(child_fails_check(give_twice, "given by a thread that does not own it"));
    assert_true(child_fails_check(take_without_give, "taken that its owner did not give"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_tuple_right_use_passes, begin, end),
        cmocka_unit_test_setup_teardown(test_tuple_released_once_too_often_aborts, begin, end),
        cmocka_unit_test_setup_teardown(test_tuple_used_after_release_aborts, begin, end),
        cmocka_unit_test_setup_teardown(test_tuple_item_written_while_parked_aborts_at_reuse, begin,
                                        end),
        cmocka_unit_test_setup_teardown(test_tuple_poison_is_whole_or_it_is_not, begin, end),
        cmocka_unit_test_setup_teardown(
            test_tuple_parked_without_checks_comes_out_with_one_reference, begin, end),
        cmocka_unit_test_setup_teardown(test_tuple_header_written_while_parked_aborts_at_reuse,
                                        begin, end),
        cmocka_unit_test_setup_teardown(
            test_tuple_item_touched_while_parked_is_reported_by_the_sanitizer, begin, end),
        cmocka_unit_test_setup_teardown(test_tuple_cache_handed_over_rightly_passes, begin, end),
        cmocka_unit_test_setup_teardown(test_tuple_cache_used_by_another_thread_aborts, begin, end),
        cmocka_unit_test_setup_teardown(test_tuple_cache_given_or_taken_wrongly_aborts, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
