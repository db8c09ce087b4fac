// links: headroom-structures
/*
 * test_tuple.c - tuples: exact size, references, concatenation, the shared empty one, what happens
 * without memory, and what checked builds notice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
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
            struct hr_tuple *tuple;
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
    struct hr_tuple *tuple;
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
    struct hr_tuple *a, *b, *c;
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
    hr_tuple_release(&first.cache, a);
    hr_tuple_release(&first.cache, b);
    hr_tuple_release(&first.cache, c);
    assert_true(hr_tuple_is_valid(a)); /* never freed */
    assert_int_equal(first.counting.counts.allocate_calls, calls);
    assert_int_equal(hr_tuple_cache_counts(&first.cache).parked, 0);
    assert_false(hr_tuple_is_valid(&(struct hr_tuple){.reference_count = 1})); /* another one */
    end(&first);
    end(&second);
}

static void test_tuple_concatenate_is_a_new_tuple_of_both(void **state) {
    struct fixture fixture;
    struct hr_tuple *left, *right, *empty, *both, *copy;
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

static void test_tuple_without_memory_nothing_changes(void **state) {
    static const enum hr_failing_mode modes[] = {HR_FAIL_ONCE, HR_FAIL_ALWAYS};
    static const size_t lengths[] = {1, 2, 19, 20, 21, 30};
    (void)state;
    for (size_t m = 0; m < 2; m++) {
        struct fixture fixture;
        struct hr_tuple untouched, *tuple = &untouched, *whole;
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
    struct hr_tuple *tuple;
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
    fixture.boxes[0]->reference_count--;
    assert_int_equal(hr_tuple_footprint(tuple).object_bytes, 24);
    fixture.boxes[0]->reference_count++;
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
    struct hr_tuple *tuple;
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

/* Runs an action in a child; true when it was aborted. */
static bool aborts(void (*action)(struct fixture *fixture)) {
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct fixture fixture;
        (void)signal(SIGABRT, SIG_DFL);
        (void)close(STDERR_FILENO);
        begin(&fixture, "cpython-3.11");
        action(&fixture);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static struct hr_tuple *make_pair(struct fixture *fixture) {
    struct hr_tuple *tuple = NULL;
    if (hr_tuple_new(&fixture->cache, fixture->boxes, 2, &tuple) != HR_OK) {
        _exit(1);
    }
    return tuple;
}

static void release_once(struct fixture *fixture) {
    hr_tuple_release(&fixture->cache, make_pair(fixture));
}

static void release_twice(struct fixture *fixture) {
    struct hr_tuple *tuple = make_pair(fixture);
    hr_tuple_release(&fixture->cache, tuple);
    hr_tuple_release(&fixture->cache, tuple);
}

static void read_past_the_end(struct fixture *fixture) {
    (void)hr_tuple_at(make_pair(fixture), 2);
}

static void release_the_empty_one_too_often(struct fixture *fixture) {
    struct hr_tuple *empty = NULL;
    if (hr_tuple_new(&fixture->cache, NULL, 0, &empty) == HR_OK) {
        hr_tuple_release(&fixture->cache, empty);
        hr_tuple_release(&fixture->cache, empty);
    }
}

static void test_tuple_misuse_is_noticed_in_checked_builds(void **state) {
    (void)state;
    assert_false(aborts(release_once));
    if (HR_CHECK_LEVEL < 1) {
        skip();
    }
    assert_true(aborts(release_twice));
    assert_true(aborts(read_past_the_end));
    assert_true(aborts(release_the_empty_one_too_often));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tuple_bytes_are_exact_and_saturate),
        cmocka_unit_test(test_tuple_of_each_length_holds_its_items_and_their_references),
        cmocka_unit_test(test_tuple_release_frees_items_that_nobody_else_has),
        cmocka_unit_test(test_tuple_empty_is_one_shared_object),
        cmocka_unit_test(test_tuple_concatenate_is_a_new_tuple_of_both),
        cmocka_unit_test(test_tuple_without_memory_nothing_changes),
        cmocka_unit_test(test_tuple_too_large_is_refused_before_the_allocator),
        cmocka_unit_test(test_tuple_footprint_has_no_headroom),
        cmocka_unit_test(test_tuple_of_100000000_has_no_headroom),
        cmocka_unit_test(test_tuple_misuse_is_noticed_in_checked_builds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
