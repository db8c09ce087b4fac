// links: headroom-structures
/*
 * test_tuple.c - tuples: exact size, references, concatenation, the shared empty one, and what
 * happens without memory. What checked builds notice is in test_tuple_misuse.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/resource.h>
#include <unistd.h>

#include <headroom/checked_math.h>
#include <headroom/tuple.h>

#include "support/sanitized.h"

enum { BOXES = 30 };

struct fixture {
    struct hr_counting_allocator counting;
    struct hr_failing_allocator failing;
    struct hr_tuple_cache cache;
    struct hr_box *boxes[BOXES];
};

static void begin(struct fixture *fixture, const char *preset) {
    hr_counting_allocator_init(&fixture->counting, hr_allocator_find("heap"));
    hr_failing_allocator_init(&fixture->failing, &fixture->counting.allocator, HR_FAIL_NEVER, 0);
    hr_tuple_cache_init(&fixture->cache, &fixture->failing.allocator,
                        hr_tuple_cache_preset_find(preset));
    for (int64_t i = 0; i < BOXES; i++) {
        assert_int_equal(hr_box_new_integer(&fixture->failing.allocator, i, &fixture->boxes[i]),
                         HR_OK);
    }
}

static void end(struct fixture *fixture) {
    for (size_t i = 0; i < BOXES; i++) {
        assert_int_equal(fixture->boxes[i]->reference_count, 1);
        hr_box_release(&fixture->failing.allocator, fixture->boxes[i]);
    }
    assert_true(hr_tuple_cache_is_valid(&fixture->cache));
    hr_tuple_cache_clean_up(&fixture->cache);
    assert_int_equal(fixture->counting.counts.live_bytes, 0);
    assert_int_equal(fixture->counting.counts.live_blocks, 0);
}

static void test_tuple_bytes_are_exact_and_saturate(void **state) {
    (void)state;
    assert_int_equal(hr_tuple_bytes(0), 24);
    assert_int_equal(hr_tuple_bytes(1), 32);
    assert_int_equal(hr_tuple_bytes(20), 184);
    assert_int_equal(hr_tuple_bytes(100000000), 800000024);
    assert_true(hr_tuple_bytes((SIZE_MAX - 24) / 8) == (SIZE_MAX - 24) / 8 * 8 + 24);
    assert_true(hr_tuple_bytes((SIZE_MAX - 24) / 8 + 1) == SIZE_MAX);
    assert_true(hr_tuple_bytes(SIZE_MAX / 8 + 1) == SIZE_MAX);
    assert_true(hr_tuple_bytes(SIZE_MAX) == SIZE_MAX);
}

static void test_tuple_of_each_length_holds_its_items_and_their_references(void **state) {
    struct fixture fixture;
    (void)state;
    begin(&fixture, "cpython-3.11");
    for (int round = 0; round < 2; round++) { /* from the allocator, then from the cache */
        for (size_t length = 1; length <= BOXES; length++) {
            struct hr_tuple *tuple = NULL;
            const uint64_t requested = fixture.counting.counts.requested_bytes;
            assert_int_equal(hr_tuple_new(&fixture.cache, fixture.boxes, length, &tuple), HR_OK);
            const bool is_parked = round == 1 && length <= 20;
            assert_int_equal(fixture.counting.counts.requested_bytes - requested,
                             is_parked ? 0 : hr_tuple_bytes(length));
            assert_int_equal(tuple->length, length);
            assert_int_equal(tuple->reference_count, 1);
            assert_true(hr_tuple_is_valid(tuple));
            for (size_t i = 0; i < BOXES; i++) {
                assert_int_equal(fixture.boxes[i]->reference_count, i < length ? 2 : 1);
                assert_true(i >= length || hr_tuple_at(tuple, i) == fixture.boxes[i]);
            }
            hr_tuple_release(&fixture.cache, hr_tuple_take(tuple));
            assert_int_equal(tuple->reference_count, 1);
            assert_int_equal(fixture.boxes[0]->reference_count, 2);
            hr_tuple_release(&fixture.cache, tuple);
            assert_int_equal(fixture.boxes[length - 1]->reference_count, 1);
        }
    }
    end(&fixture);
}

static void test_tuple_release_frees_items_that_nobody_else_has(void **state) {
    struct fixture fixture;
    struct hr_box *alone;
    struct hr_tuple *tuple = NULL;
    (void)state;
    begin(&fixture, "off");
    assert_int_equal(hr_box_new_complex(&fixture.failing.allocator, 1, 2, &alone), HR_OK);
    struct hr_box *const items[] = {alone, alone, fixture.boxes[0]};
    assert_int_equal(hr_tuple_new(&fixture.cache, items, 3, &tuple), HR_OK);
    assert_int_equal(alone->reference_count, 3);
    hr_box_release(&fixture.failing.allocator, alone);
    const uint64_t live = fixture.counting.counts.live_bytes;
    hr_tuple_release(&fixture.cache, tuple);
    assert_int_equal(live - fixture.counting.counts.live_bytes, 32 + hr_tuple_bytes(3));
    end(&fixture);
}

static void test_tuple_empty_is_one_shared_object(void **state) {
    struct fixture first, second;
    struct hr_tuple *a = NULL, *b = NULL, *c = NULL;
    (void)state;
    begin(&first, "cpython-3.11");
    begin(&second, "off");
    const uint64_t calls = first.counting.counts.allocate_calls;
    assert_int_equal(hr_tuple_new(&first.cache, NULL, 0, &a), HR_OK);
    assert_int_equal(hr_tuple_new(&second.cache, NULL, 0, &b), HR_OK);
    assert_ptr_equal(a, b);
    assert_int_equal(a->length, 0);
    assert_true(hr_tuple_is_valid(a));
    assert_int_equal(hr_tuple_concatenate(&first.cache, a, b, &c), HR_OK);
    assert_ptr_equal(c, a);
    assert_ptr_equal(hr_tuple_take(a), a);
    assert_int_equal(a->reference_count, 1); /* not counted: threads share it */
    for (size_t i = 0; i < 10; i++) {
        hr_tuple_release(i % 2 == 0 ? &first.cache : &second.cache, a);
    }
    assert_int_equal(a->reference_count, 1);
    assert_true(hr_tuple_is_valid(a)); /* never freed */
    assert_int_equal(hr_tuple_cache_counts(&first.cache).refused, 0);
    assert_int_equal(first.counting.counts.allocate_calls, calls);
    assert_int_equal(hr_tuple_cache_counts(&first.cache).parked, 0);
    assert_false(hr_tuple_is_valid(&(struct hr_tuple){.reference_count = 1})); /* another one */
    end(&first);
    end(&second);
}

static void test_tuple_concatenate_is_a_new_tuple_of_both(void **state) {
    struct fixture fixture;
    struct hr_tuple *left = NULL, *right = NULL, *empty = NULL, *both = NULL, *copy = NULL;
    (void)state;
    begin(&fixture, "book");
    assert_int_equal(hr_tuple_new(&fixture.cache, fixture.boxes, 4, &left), HR_OK);
    assert_int_equal(hr_tuple_new(&fixture.cache, fixture.boxes + 4, 4, &right), HR_OK);
    assert_int_equal(hr_tuple_new(&fixture.cache, NULL, 0, &empty), HR_OK);
    assert_int_equal(hr_tuple_concatenate(&fixture.cache, left, right, &both), HR_OK);
    assert_int_equal(both->length, 8);
    for (size_t i = 0; i < 8; i++) {
        assert_ptr_equal(hr_tuple_at(both, i), fixture.boxes[i]);
        assert_int_equal(fixture.boxes[i]->reference_count, 3);
    }
    assert_int_equal(left->length, 4);
    assert_int_equal(hr_tuple_concatenate(&fixture.cache, left, empty, &copy), HR_OK);
    assert_ptr_not_equal(copy, left);
    assert_int_equal(copy->length, 4);
    struct hr_tuple *const all[] = {left, right, empty, both, copy};
    for (size_t i = 0; i < 5; i++) {
        hr_tuple_release(&fixture.cache, all[i]);
    }
    end(&fixture);
}

static void test_tuple_concatenate_takes_a_parked_tuple_of_the_sum(void **state) {
    struct fixture fixture;
    struct hr_tuple *parked = NULL, *left = NULL, *right = NULL, *both = NULL;
    (void)state;
    begin(&fixture, "cpython-3.10");
    assert_int_equal(hr_tuple_new(&fixture.cache, fixture.boxes + 8, 5, &parked), HR_OK);
    assert_int_equal(hr_tuple_new(&fixture.cache, fixture.boxes, 2, &left), HR_OK);
    assert_int_equal(hr_tuple_new(&fixture.cache, fixture.boxes + 2, 3, &right), HR_OK);
    hr_tuple_release(&fixture.cache, parked);
    const uint64_t calls = fixture.counting.counts.allocate_calls;
    assert_int_equal(hr_tuple_concatenate(&fixture.cache, left, right, &both), HR_OK);
    assert_ptr_equal(both, parked);
    assert_int_equal(both->reference_count, 1);
    assert_int_equal(both->length, 5);
    assert_int_equal(fixture.counting.counts.allocate_calls, calls);
    const struct hr_tuple_cache_counts counts = hr_tuple_cache_counts(&fixture.cache);
    assert_int_equal(counts.hits, 1);
    assert_int_equal(counts.misses, 3);
    assert_int_equal(counts.parked, 0);
    for (size_t i = 0; i < 5; i++) {
        assert_ptr_equal(hr_tuple_at(both, i), fixture.boxes[i]);
    }
    hr_tuple_release(&fixture.cache, left);
    hr_tuple_release(&fixture.cache, right);
    hr_tuple_release(&fixture.cache, both);
    end(&fixture);
}

static void test_tuple_is_valid_refuses_damage(void **state) {
    struct fixture fixture;
    struct hr_tuple *tuple = NULL;
    (void)state;
    begin(&fixture, "off");
    assert_int_equal(hr_tuple_new(&fixture.cache, fixture.boxes, 3, &tuple), HR_OK);
    assert_true(hr_tuple_is_valid(tuple));
    assert_false(hr_tuple_is_valid(NULL));
    tuple->reference_count = 0;
    assert_false(hr_tuple_is_valid(tuple));
    tuple->reference_count = HR_TUPLE_PARKED;
    assert_false(hr_tuple_is_valid(tuple));
    tuple->reference_count = HR_TUPLE_PARKED + 1;
    assert_true(hr_tuple_is_valid(tuple));
    tuple->reference_count = 1;
    for (size_t i = 0; i < 3; i++) {
        tuple->items[i] = NULL;
        assert_false(hr_tuple_is_valid(tuple));
        tuple->items[i] = fixture.boxes[i];
    }
    assert_true(hr_tuple_is_valid(tuple));
    hr_tuple_release(&fixture.cache, tuple);
    end(&fixture);
}

/* A release that is not the last drops nothing and parks nothing, whatever the count. */
static void test_tuple_of_many_references_lives_to_the_last(void **state) {
    struct fixture fixture;
    struct hr_tuple *tuple = NULL;
    (void)state;
    begin(&fixture, "cpython-3.11");
    assert_int_equal(hr_tuple_new(&fixture.cache, fixture.boxes, 4, &tuple), HR_OK);
    for (size_t i = 2; i <= 5; i++) {
        assert_ptr_equal(hr_tuple_take(tuple), tuple);
        assert_int_equal(tuple->reference_count, i);
    }
    for (size_t i = 4; i >= 1; i--) {
        hr_tuple_release(&fixture.cache, tuple);
        assert_int_equal(tuple->reference_count, i);
        assert_int_equal(hr_tuple_cache_counts(&fixture.cache).parked, 0);
        assert_int_equal(fixture.boxes[3]->reference_count, 2);
    }
    hr_tuple_release(&fixture.cache, tuple);
    assert_int_equal(hr_tuple_cache_counts(&fixture.cache).parked, 1);
    end(&fixture);
}

static void test_tuple_without_memory_nothing_changes(void **state) {
    static const enum hr_failing_mode modes[] = {HR_FAIL_ONCE, HR_FAIL_ALWAYS};
    static const size_t lengths[] = {1, 2, 19, 20, 21, 30};
    (void)state;
    for (size_t m = 0; m < 2; m++) {
        struct fixture fixture;
        struct hr_tuple untouched, *tuple = &untouched, *whole = NULL;
        begin(&fixture, "cpython-3.11");
        assert_int_equal(hr_tuple_new(&fixture.cache, fixture.boxes, 5, &whole), HR_OK);
        const struct hr_tuple_cache_counts before = hr_tuple_cache_counts(&fixture.cache);
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
            fixture.failing.mode = modes[m];
            fixture.failing.fail_at = fixture.failing.requests;
            assert_int_equal(hr_tuple_new(&fixture.cache, fixture.boxes, lengths[i], &tuple),
                             HR_NO_MEMORY);
            fixture.failing.fail_at = fixture.failing.requests;
            assert_int_equal(hr_tuple_concatenate(&fixture.cache, whole, whole, &tuple),
                             HR_NO_MEMORY);
            fixture.failing.mode = HR_FAIL_NEVER;
            assert_ptr_equal(tuple, &untouched);
            const struct hr_tuple_cache_counts after = hr_tuple_cache_counts(&fixture.cache);
            assert_memory_equal(&before, &after, sizeof before);
            for (size_t b = 0; b < BOXES; b++) {
                assert_int_equal(fixture.boxes[b]->reference_count, b < 5 ? 2 : 1);
            }
        }
        hr_tuple_release(&fixture.cache, whole);
        end(&fixture);
    }
}

static void test_tuple_too_large_is_refused_before_the_allocator(void **state) {
    struct fixture fixture;
    struct hr_tuple untouched, *tuple = &untouched;
    static const size_t lengths[] = {SIZE_MAX, SIZE_MAX / 8, SIZE_MAX / 8 + 1, PTRDIFF_MAX / 8};
    (void)state;
    begin(&fixture, "book");
    const uint64_t requests = fixture.failing.requests;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        assert_int_equal(hr_tuple_new(&fixture.cache, fixture.boxes, lengths[i], &tuple),
                         HR_TOO_LARGE);
    }
    assert_int_equal(fixture.failing.requests, requests);
    assert_ptr_equal(tuple, &untouched);
    end(&fixture);
}

static void test_tuple_footprint_has_no_headroom(void **state) {
    struct fixture fixture;
    struct hr_tuple *tuple = NULL;
    (void)state;
    begin(&fixture, "off");
    assert_int_equal(hr_tuple_new(&fixture.cache, fixture.boxes, 6, &tuple), HR_OK);
    struct hr_footprint footprint = hr_tuple_footprint(tuple);
    assert_int_equal(footprint.length, 6);
    assert_int_equal(footprint.capacity, 6);
    assert_int_equal(footprint.payload_bytes, 48);
    assert_int_equal(footprint.headroom_bytes, 0);
    assert_int_equal(footprint.overhead_bytes, 24);
    assert_int_equal(footprint.object_bytes, 0); /* the fixture has them too */
    assert_true(hr_headroom_percent(&footprint) == 0.0);
    for (size_t i = 0; i < 6; i++) {
        fixture.boxes[i]->reference_count--;
        assert_int_equal(hr_tuple_footprint(tuple).object_bytes, 24 * (i + 1));
    }
    for (size_t i = 0; i < 6; i++) {
        fixture.boxes[i]->reference_count++;
    }
    hr_tuple_release(&fixture.cache, tuple);
    end(&fixture);
}

/* 1.6 GB for a moment; not under sanitizers, nor where there is not twice as much to spare. */
static bool has_room(void) {
    struct rlimit limit;
    const size_t wanted = 4000000000;
    const long pages = sysconf(_SC_AVPHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    return !IS_SANITIZED && getrlimit(RLIMIT_DATA, &limit) == 0 && limit.rlim_cur > wanted &&
           pages > 0 && (size_t)pages > wanted / (size_t)page;
}

static void test_tuple_of_100000000_has_no_headroom(void **state) {
    enum { LENGTH = 100000000 };
    struct fixture fixture;
    struct hr_tuple *tuple = NULL;
    (void)state;
    if (!has_room()) {
        skip();
    }
    begin(&fixture, "cpython-3.11");
    const struct hr_allocator *heap = hr_allocator_find("heap");
    struct hr_box **items = hr_allocate(heap, LENGTH * sizeof *items);
    assert_non_null(items);
    for (size_t i = 0; i < LENGTH; i++) {
        items[i] = fixture.boxes[i % BOXES];
    }
    const uint64_t live = fixture.counting.counts.live_bytes;
    assert_int_equal(hr_tuple_new(&fixture.cache, items, LENGTH, &tuple), HR_OK);
    assert_int_equal(fixture.counting.counts.live_bytes - live, 800000024);
    const struct hr_footprint footprint = hr_tuple_footprint(tuple);
    assert_int_equal(footprint.capacity, LENGTH);
    assert_int_equal(footprint.headroom_bytes, 0);
    assert_int_equal(footprint.payload_bytes, 800000000);
    hr_tuple_release(&fixture.cache, tuple);
    hr_release(heap, items, LENGTH * sizeof *items);
    end(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tuple_bytes_are_exact_and_saturate),
        cmocka_unit_test(test_tuple_of_each_length_holds_its_items_and_their_references),
        cmocka_unit_test(test_tuple_release_frees_items_that_nobody_else_has),
        cmocka_unit_test(test_tuple_empty_is_one_shared_object),
        cmocka_unit_test(test_tuple_concatenate_is_a_new_tuple_of_both),
        cmocka_unit_test(test_tuple_concatenate_takes_a_parked_tuple_of_the_sum),
        cmocka_unit_test(test_tuple_is_valid_refuses_damage),
        cmocka_unit_test(test_tuple_of_many_references_lives_to_the_last),
        cmocka_unit_test(test_tuple_without_memory_nothing_changes),
        cmocka_unit_test(test_tuple_too_large_is_refused_before_the_allocator),
        cmocka_unit_test(test_tuple_footprint_has_no_headroom),
        cmocka_unit_test(test_tuple_of_100000000_has_no_headroom),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
