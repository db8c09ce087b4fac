/*
 * test_testing_meter.c - what a meter counts, call by call; nested, beside other threads, left
 * without an end; and as the tracer's own region counts the same calls.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "recorded.h"
#include "trace/trace.h"

extern trace_read_fn headroom_trace_read;

static void test_testing_meter_without_calls_is_zero(void **state) {
    (void)state;
    const struct hr_test_counts zero = {0};
    struct hr_test_meter meter;
    hr_test_begin(&meter);
    hr_test_end(&meter);
    assert_null(meter.unsupported);
    assert_memory_equal(&meter.counts, &zero, sizeof zero);
}

static void test_testing_meter_counts_each_kind_of_call(void **state) {
    (void)state;
    struct hr_test_meter meter;
    void *aligned = NULL;
    hr_test_begin(&meter);
    void *a = malloc(10), *b = calloc(3, 7), *c = realloc(NULL, 50);
    assert_int_equal(posix_memalign(&aligned, 64, 100), 0);
    void *d = aligned_alloc(64, 128), *e = memalign(64, 200);
    c = realloc(c, 60);
    free(a);
    free(NULL);
    hr_test_end(&meter);
    assert_int_equal(meter.counts.malloc_calls, 1);
    assert_int_equal(meter.counts.calloc_calls, 1);
    assert_int_equal(meter.counts.realloc_calls, 2);
    assert_int_equal(meter.counts.aligned_calls, 3);
    assert_int_equal(meter.counts.free_calls, 1);
    assert_int_equal(meter.counts.failed_calls, 0);
    assert_int_equal(meter.counts.allocations, 7);
    assert_int_equal(meter.counts.total_bytes, 10 + 21 + 50 + 100 + 128 + 200 + 60);
    assert_int_equal(meter.counts.live_blocks, 5);
    assert_int_equal(meter.counts.live_bytes, 21 + 60 + 100 + 128 + 200);
    assert_int_equal(meter.counts.peak_live_bytes, 10 + 21 + 60 + 100 + 128 + 200);
    assert_int_equal(meter.counts.first_left_ordinal, 2);
    assert_int_equal(meter.counts.left_bytes[0], 21);
    free(b);
    free(c);
    free(aligned);
    free(d);
    free(e);
}

static void test_testing_meter_failed_calls_leave_the_block(void **state) {
    (void)state;
    volatile size_t huge = SIZE_MAX / 2 + 1;
    struct hr_test_meter meter;
    hr_test_begin(&meter);
    void *volatile block = malloc(8);
    assert_null(malloc(huge));
    assert_null(realloc(block, huge));
    assert_null(reallocarray(block, huge, 2));
    assert_null(calloc(huge, 2));
    hr_test_end(&meter);
    assert_int_equal(meter.counts.failed_calls, 4);
    assert_int_equal(meter.counts.allocations, 1);
    assert_int_equal(meter.counts.live_bytes, 8);
    assert_int_equal(meter.counts.first_left_ordinal, 1);
    free(block);
}

static void test_testing_meter_blocks_from_before_are_not_its_own(void **state) {
    (void)state;
    struct hr_test_meter meter;
    void *freed = malloc(100), *resized = malloc(200);
    hr_test_begin(&meter);
    free(freed);
    resized = realloc(resized, 300);
    hr_test_end(&meter);
    assert_int_equal(meter.counts.free_calls, 1);
    assert_int_equal(meter.counts.live_blocks, 1);
    assert_int_equal(meter.counts.live_bytes, 300);
    assert_int_equal(meter.counts.peak_live_bytes, 300);
    free(resized);
}

static void test_testing_meter_realloc_to_nothing_frees(void **state) {
    (void)state;
    struct hr_test_meter meter;
    volatile size_t nothing = 0;
    hr_test_begin(&meter);
    void *volatile block = malloc(40);
    block = realloc(block, nothing);
    hr_test_end(&meter);
    assert_null(block);
    assert_int_equal(meter.counts.allocations, 1);
    assert_int_equal(meter.counts.live_blocks, 0);
    assert_int_equal(meter.counts.failed_calls, 0);
}

/* malloc, copy, free is seen as what it can have copied; malloc and free of the same is not. */
static void test_testing_meter_replaced_blocks_can_be_copies(void **state) {
    (void)state;
    struct hr_test_meter meter;
    void *old = malloc(100);
    hr_test_begin(&meter);
    void *grown = malloc(200);
    free(old);
    free(malloc(500));
    void *shrunk = malloc(50);
    free(grown);
    void *third = malloc(60), *fourth = malloc(70);
    free(fourth);
    free(shrunk);
    hr_test_end(&meter);
    assert_int_equal(meter.counts.replaced_bytes, 100 + 50);
    assert_int_equal(meter.counts.readdressed_bytes, 0);
    free(third);
}

/* Behind `fence` no block can grow in place; one with a mapping of its own moves without a copy. */
static void test_testing_meter_moved_blocks_are_readdressed(void **state) {
    (void)state;
    enum { LARGE = 1 << 22 };
    struct hr_test_meter meter;
    hr_test_begin(&meter);
    void *block = malloc(1000), *fence = malloc(1000);
    uintptr_t before = (uintptr_t)block;
    block = realloc(block, 5000);
    bool has_moved = (uintptr_t)block != before;
    hr_test_end(&meter);
    assert_true(has_moved);
    assert_int_equal(meter.counts.readdressed_bytes, 1000);
    assert_int_equal(meter.counts.remapped_bytes, 0);
    assert_int_equal(meter.counts.peak_live_bytes, 1000 + 5000);
    assert_int_equal(meter.counts.peak_moving_bytes, 1000 + 1000 + 5000);
    free(fence);
    free(block);
    block = malloc(LARGE);
    hr_test_begin(&meter);
    block = realloc(block, (size_t)64 * LARGE);
    hr_test_end(&meter);
    assert_int_equal(meter.counts.readdressed_bytes, meter.counts.remapped_bytes);
    assert_int_equal(meter.counts.peak_moving_bytes, (size_t)64 * LARGE);
    free(block);
}

static void test_testing_meter_counts_direct_maps_alone(void **state) {
    (void)state;
    struct hr_test_meter meter;
    hr_test_begin(&meter);
    void *pages = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_int_equal(munmap(pages, 4096), 0);
    free(malloc((size_t)1 << 26));
    hr_test_end(&meter);
    assert_int_equal(meter.counts.map_calls, 2);
}

static void test_testing_meter_nests(void **state) {
    (void)state;
    struct hr_test_meter outer, inner;
    hr_test_begin(&outer);
    void *a = malloc(10);
    hr_test_begin(&inner);
    void *b = malloc(20);
    free(a);
    hr_test_end(&inner);
    void *c = malloc(30);
    hr_test_end(&outer);
    assert_int_equal(inner.counts.allocations, 1);
    assert_int_equal(inner.counts.live_bytes, 20);
    assert_int_equal(inner.counts.peak_live_bytes, 20);
    assert_int_equal(inner.counts.first_left_ordinal, 1);
    assert_int_equal(outer.counts.allocations, 3);
    assert_int_equal(outer.counts.live_bytes, 50);
    assert_int_equal(outer.counts.peak_live_bytes, 50);
    assert_int_equal(outer.counts.first_left_ordinal, 2);
    free(b);
    free(c);
}

static void test_testing_meter_ending_the_outer_ends_the_inner(void **state) {
    (void)state;
    struct hr_test_meter outer, inner;
    hr_test_begin(&outer);
    hr_test_begin(&inner);
    free(malloc(1));
    hr_test_end(&outer);
    assert_int_equal(outer.counts.allocations, 1);
    hr_test_end(&inner);
    assert_non_null(inner.unsupported);
    assert_int_equal(inner.counts.allocations, 0);
}

/* As many meters that nobody ends as a failing test may leave: the next one still works. */
static void test_testing_meter_abandoned_ones_do_no_harm(void **state) {
    (void)state;
    struct hr_test_meter first, meter;
    hr_test_begin(&first);
    for (int i = 0; i < 1000; i++) {
        struct hr_test_meter abandoned;
        hr_test_begin(&abandoned);
    }
    hr_test_begin(&meter);
    free(malloc(5));
    hr_test_end(&meter);
    assert_null(meter.unsupported);
    assert_int_equal(meter.counts.allocations, 1);
    hr_test_end(&first);
    assert_non_null(first.unsupported);
}

enum { HANDED = 1000, THREADS = 4, PAIRS = 20000 };
static void *handed[HANDED];

static void *free_handed(void *unused) {
    for (int i = 0; i < HANDED; i++) {
        free(handed[i]);
    }
    return unused;
}

static void test_testing_meter_blocks_freed_elsewhere_are_gone(void **state) {
    (void)state;
    struct hr_test_meter meter;
    pthread_t thread;
    hr_test_begin(&meter);
    for (int i = 0; i < HANDED; i++) {
        handed[i] = malloc(48);
    }
    assert_int_equal(pthread_create(&thread, NULL, free_handed, NULL), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    hr_test_end(&meter);
    assert_null(meter.unsupported);
    assert_true(meter.counts.live_bytes < 48 * HANDED / 2); /* what a thread itself takes */
    assert_true(meter.counts.other_calls >= HANDED);
    assert_int_equal(meter.counts.free_calls, 0);
}

static void *make_pairs(void *meter) {
    struct hr_test_meter own;
    hr_test_begin(&own);
    for (int i = 0; i < PAIRS; i++) {
        void *volatile block = malloc((size_t)i % 100 + 1);
        block = realloc(block, (size_t)i % 300 + 1);
        free(block);
    }
    hr_test_end(&own);
    *(struct hr_test_meter *)meter = own;
    return NULL;
}

static void test_testing_meter_threads_do_not_disturb_each_other(void **state) {
    (void)state;
    static struct hr_test_meter meters[THREADS];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, make_pairs, &meters[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_null(meters[i].unsupported);
        assert_int_equal(meters[i].counts.allocations, 2 * PAIRS);
        assert_int_equal(meters[i].counts.free_calls, PAIRS);
        assert_int_equal(meters[i].counts.live_blocks, 0);
        assert_int_equal(meters[i].counts.peak_live_bytes, 300);
    }
}

static void test_testing_meter_of_the_parent_is_none_of_the_child(void **state) {
    (void)state;
    struct hr_test_meter meter;
    hr_test_begin(&meter);
    pid_t child = fork();
    if (child == 0) {
        hr_test_end(&meter);
        _exit(meter.unsupported != NULL ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    hr_test_end(&meter);
    assert_null(meter.unsupported);
}

static bool is_over;

static void *allocate_until_over(void *unused) {
    struct hr_test_meter meter;
    hr_test_begin(&meter);
    while (!__atomic_load_n(&is_over, __ATOMIC_ACQUIRE)) {
        free(malloc(24));
    }
    hr_test_end(&meter);
    return unused;
}

/* Whatever the other thread is in the middle of, the child counts; or it waits for ever. */
static void test_testing_meter_works_in_a_child_of_a_busy_parent(void **state) {
    (void)state;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, allocate_until_over, NULL), 0);
    for (int i = 0; i < 200; i++) {
        pid_t child = fork();
        if (child == 0) {
            struct hr_test_meter meter;
            free(malloc(10));
            hr_test_begin(&meter);
            free(malloc(20));
            hr_test_end(&meter);
            _exit(meter.has_counts && meter.counts.total_bytes == 20 ? 0 : 1);
        }
        int status = -1;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
    }
    __atomic_store_n(&is_over, true, __ATOMIC_RELEASE);
    assert_int_equal(pthread_join(thread, NULL), 0);
}

static uint64_t next_random(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

/* Any mixture of calls, by two ledgers. */
static void test_testing_meter_agrees_with_the_tracer(void **state) {
    (void)state;
    enum { BLOCKS = 500, CALLS = 100000 };
    static void *blocks[BLOCKS];
    struct trace_counts before, after;
    struct hr_test_meter meter;
    uint64_t random = 7;
    headroom_trace_read(&before);
    hr_test_begin(&meter);
    for (int i = 0; i < CALLS; i++) {
        void **block = &blocks[next_random(&random) % BLOCKS];
        size_t bytes = next_random(&random) % 2000;
        if (next_random(&random) % 2 == 0) {
            free(*block);
            *block = bytes % 3 == 0 ? calloc(1, bytes) : malloc(bytes);
        } else {
            *block = realloc(*block, bytes + 1);
        }
    }
    hr_test_end(&meter);
    headroom_trace_read(&after);
    const struct hr_test_counts *counts = &meter.counts;
    assert_int_equal(counts->allocations, after.heap_allocs - before.heap_allocs);
    assert_int_equal(counts->total_bytes, after.heap_bytes - before.heap_bytes);
    assert_int_equal(counts->live_bytes, after.live_bytes - before.live_bytes);
    assert_int_equal(counts->live_blocks, after.live_blocks - before.live_blocks);
    assert_int_equal(counts->readdressed_bytes, after.readdressed_bytes - before.readdressed_bytes);
    assert_int_equal(counts->live_blocks, BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
        free(blocks[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_testing_meter_without_calls_is_zero, record_anew),
        cmocka_unit_test_setup(test_testing_meter_counts_each_kind_of_call, record_anew),
        cmocka_unit_test_setup(test_testing_meter_failed_calls_leave_the_block, record_anew),
        cmocka_unit_test_setup(test_testing_meter_blocks_from_before_are_not_its_own, record_anew),
        cmocka_unit_test_setup(test_testing_meter_realloc_to_nothing_frees, record_anew),
        cmocka_unit_test_setup(test_testing_meter_replaced_blocks_can_be_copies, record_anew),
        cmocka_unit_test_setup(test_testing_meter_moved_blocks_are_readdressed, record_anew),
        cmocka_unit_test_setup(test_testing_meter_counts_direct_maps_alone, record_anew),
        cmocka_unit_test_setup(test_testing_meter_nests, record_anew),
        cmocka_unit_test_setup(test_testing_meter_ending_the_outer_ends_the_inner, record_anew),
        cmocka_unit_test_setup(test_testing_meter_blocks_freed_elsewhere_are_gone, record_anew),
        cmocka_unit_test_setup(test_testing_meter_threads_do_not_disturb_each_other, record_anew),
        cmocka_unit_test_setup(test_testing_meter_of_the_parent_is_none_of_the_child, record_anew),
        cmocka_unit_test_setup(test_testing_meter_works_in_a_child_of_a_busy_parent, record_anew),
        cmocka_unit_test_setup(test_testing_meter_agrees_with_the_tracer, record_anew),
        cmocka_unit_test_setup(test_testing_meter_abandoned_ones_do_no_harm, record_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
