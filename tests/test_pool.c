// links: headroom-structures
/*
 * test_pool.c - the classes of a pool, its slabs and free lists; and the one pool of the process.
 */
#include <headroom/pool.h>

#include "support/blocks.h"

enum { SLAB = HR_POOL_SLAB_BYTES, HEADER = 16, ROOM = SLAB - HEADER };

/* A pool whose requests to the heap are counted, and refused when told so. */
struct fixture {
    struct hr_failing_allocator failing;
    struct hr_counting_allocator counting;
    struct hr_pool pool;
    const struct hr_allocator *use;
};

static void set_up(struct fixture *fixture) {
    hr_failing_allocator_init(&fixture->failing, hr_allocator_find("heap"), HR_FAIL_NEVER, 0);
    hr_counting_allocator_init(&fixture->counting, &fixture->failing.allocator);
    hr_pool_init(&fixture->pool, &fixture->counting.allocator);
    fixture->use = &fixture->pool.allocator;
}

static void assert_footprint(const struct fixture *fixture, size_t blocks, size_t live,
                             size_t slabs) {
    assert_true(hr_pool_is_valid(&fixture->pool));
    assert_int_equal(fixture->pool.footprint.live_blocks, blocks);
    assert_int_equal(fixture->pool.footprint.live_bytes, live);
    assert_int_equal(fixture->pool.footprint.held_bytes, slabs * SLAB);
}

static void tear_down(struct fixture *fixture) {
    hr_pool_clean_up(&fixture->pool);
    assert_footprint(fixture, 0, 0, 0);
    assert_int_equal(fixture->counting.counts.live_blocks, 0);
}

static void test_pool_owns_nothing_before_its_first_block(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    assert_null(hr_allocate(fixture.use, 0));
    hr_pool_reset(&fixture.pool);
    assert_int_equal(fixture.counting.counts.allocate_calls, 0);
    assert_string_equal(fixture.use->name, "pool");
    tear_down(&fixture);
}

static void test_pool_classes_are_steps_of_16_up_to_512(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    assert_int_equal(hr_good_size(fixture.use, 0), 0);
    for (size_t bytes = 1; bytes <= HR_POOL_LARGEST_BYTES; bytes++) {
        size_t sized = (bytes + 15) / 16 * 16;
        assert_int_equal(hr_good_size(fixture.use, bytes), sized);
        char *block = hr_allocate(fixture.use, bytes), *next = hr_allocate(fixture.use, sized);
        assert_ptr_equal(block + sized, next);
        assert_footprint(&fixture, 2, 2 * sized, 1);
        assert_int_equal(fixture.counting.counts.live_bytes, SLAB);
        hr_pool_reset(&fixture.pool);
    }
    assert_int_equal(fixture.counting.counts.allocate_calls, 1);
    tear_down(&fixture);
}

static void test_pool_above_its_classes_is_its_parent(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    const struct hr_allocator *heap = hr_allocator_find("heap");
    assert_int_equal(hr_good_size(fixture.use, 513), hr_good_size(heap, 513));
    unsigned char *block = hr_allocate(fixture.use, 513);
    assert_footprint(&fixture, 0, 0, 0);
    assert_int_equal(fixture.counting.counts.live_bytes, 513);
    assert_int_equal(move_of(fixture.use, block, 513, 600), move_of(heap, block, 513, 600));
    block = hr_resize(fixture.use, block, 513, 100000);
    assert_int_equal(fixture.counting.counts.live_bytes, 100000);
    fill(block, 0, 512);
    block = hr_resize(fixture.use, block, 100000, 512); /* into the classes and out of them */
    assert_filled(block, 512);
    assert_footprint(&fixture, 1, 512, 1);
    assert_int_equal(fixture.counting.counts.live_bytes, SLAB);
    block = hr_resize(fixture.use, block, 512, 513);
    assert_filled(block, 512);
    assert_footprint(&fixture, 0, 0, 1);
    hr_pool_reset(&fixture.pool); /* large blocks live on */
    assert_filled(block, 512);
    hr_release(fixture.use, block, 513);
    tear_down(&fixture);
}

static void test_pool_resize_within_a_class_stays_all_others_copy(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    unsigned char *block = hr_allocate(fixture.use, 33);
    fill(block, 0, 48);
    assert_ptr_equal(hr_resize(fixture.use, block, 33, 48), block);
    assert_ptr_equal(hr_resize(fixture.use, block, 48, 33), block);
    unsigned char *less = hr_resize(fixture.use, block, 33, 32);
    assert_true(less != block);
    assert_filled(less, 32);
    assert_footprint(&fixture, 1, 32, 2);
    unsigned char *more = hr_resize(fixture.use, less, 32, 33);
    assert_ptr_equal(more, block); /* what was released last */
    assert_filled(more, 32);
    assert_int_equal(move_of(fixture.use, more, 33, 500), HR_MOVE_COPIES);
    assert_int_equal(move_of(fixture.use, more, 33, 50000), HR_MOVE_COPIES);
    assert_int_equal(move_of(fixture.use, more, 50000, 33), HR_MOVE_COPIES);
    tear_down(&fixture);
}

static void test_pool_released_blocks_come_back_last_first(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    enum { BLOCKS = ROOM / 64 };
    void *blocks[BLOCKS];
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = hr_allocate(fixture.use, 64);
    }
    assert_footprint(&fixture, BLOCKS, (size_t)BLOCKS * 64, 1);
    void *beyond = hr_allocate(fixture.use, 49); /* one more takes a slab more */
    assert_footprint(&fixture, BLOCKS + 1, (size_t)(BLOCKS + 1) * 64, 2);
    for (size_t i = 0; i < BLOCKS; i++) {
        hr_release(fixture.use, blocks[i], 64);
    }
    assert_footprint(&fixture, 1, 64, 2);
    for (size_t i = BLOCKS; i-- > 0;) {
        assert_ptr_equal(hr_allocate(fixture.use, 50), blocks[i]);
    }
    assert_non_null(beyond);
    assert_int_equal(fixture.counting.counts.allocate_calls, 2);
    tear_down(&fixture);
}

static void test_pool_reset_keeps_one_slab_for_any_class(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    for (size_t bytes = 16; bytes <= 512; bytes += 16) {
        assert_non_null(hr_allocate(fixture.use, bytes));
    }
    assert_footprint(&fixture, 32, 16 * 32 * 33 / 2, 32);
    hr_pool_reset(&fixture.pool);
    assert_footprint(&fixture, 0, 0, 1);
    hr_pool_reset(&fixture.pool); /* with a spare one already there */
    assert_footprint(&fixture, 0, 0, 1);
    assert_non_null(hr_allocate(fixture.use, 100));
    assert_int_equal(fixture.counting.counts.allocate_calls, 32);
    assert_non_null(hr_allocate(fixture.use, 200));
    assert_int_equal(fixture.counting.counts.allocate_calls, 33);
    tear_down(&fixture);
}

static void test_pool_without_memory_changes_nothing(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    unsigned char *block = hr_allocate(fixture.use, 100);
    fill(block, 0, 100);
    fixture.failing.mode = HR_FAIL_ALWAYS;
    static const size_t refused[] = {1, 512, 513, 100000, PTRDIFF_MAX, SIZE_MAX};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_null(hr_allocate(fixture.use, refused[i]));
        assert_null(hr_resize(fixture.use, block, 100, refused[i]));
        assert_footprint(&fixture, 1, 112, 1);
        assert_filled(block, 100);
    }
    assert_int_equal(fixture.counting.counts.failed_calls, 12);
    assert_non_null(hr_allocate(fixture.use, 100)); /* of the slab that is there */
    fixture.failing.mode = HR_FAIL_NEVER;
    assert_non_null(hr_allocate(fixture.use, 1));
    tear_down(&fixture);
}

static void test_pool_is_valid_sees_each_broken_count(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    void *block = hr_allocate(fixture.use, 16);
    assert_non_null(hr_allocate(fixture.use, 16));
    hr_release(fixture.use, block, 16);
    const struct hr_pool good = fixture.pool;
    struct hr_pool *pool = &fixture.pool;
#define ASSERT_BROKEN(change)                                                                      \
    do {                                                                                           \
        change;                                                                                    \
        assert_false(hr_pool_is_valid(pool));                                                      \
        *pool = good;                                                                              \
    } while (0)
    ASSERT_BROKEN(pool->footprint.held_bytes--);
    ASSERT_BROKEN(pool->footprint.live_bytes = SLAB);
    ASSERT_BROKEN(pool->footprint.live_blocks = 0);
    ASSERT_BROKEN(pool->footprint.live_bytes = 0);
    ASSERT_BROKEN(pool->classes[0].uncut_bytes += 16);
    ASSERT_BROKEN(pool->slabs = NULL);
    assert_true(hr_pool_is_valid(pool));
    tear_down(&fixture);
}

static void test_pool_on_any_parent_keeps_contents_and_gives_all_back(void **state) {
    (void)state;
    const struct hr_allocator *parent;
    for (size_t a = 0; (parent = hr_allocator_at(a)) != NULL; a++) {
        struct hr_counting_allocator counting;
        struct hr_pool pool;
        hr_counting_allocator_init(&counting, parent);
        hr_pool_init(&pool, &counting.allocator);
        unsigned char *blocks[100] = {NULL};
        for (size_t more = 1; more < 100 * 11; more++) {
            size_t i = more % 100, bytes = more < 100 ? 0 : more - 100;
            blocks[i] = hr_resize(&pool.allocator, blocks[i], bytes, more);
            assert_non_null(blocks[i]);
            assert_filled(blocks[i], bytes);
            fill(blocks[i], bytes, more);
            assert_true(hr_pool_is_valid(&pool));
        }
        for (size_t bytes = 1000; bytes < 1100; bytes++) {
            assert_filled(blocks[bytes % 100], bytes);
            hr_release(&pool.allocator, blocks[bytes % 100], bytes);
        }
        assert_int_equal(pool.footprint.live_blocks, 0);
        assert_int_equal(counting.counts.live_bytes, pool.footprint.held_bytes);
        hr_pool_clean_up(&pool);
        assert_int_equal(counting.counts.live_blocks, 0);
    }
}

/* The registered one: with its last block of a class it is where it began, however often. */
static void test_pool_of_the_process_starts_again_when_no_block_lives(void **state) {
    (void)state;
    enum { BLOCKS = 2000 };
    static void *blocks[BLOCKS];
    const struct hr_allocator *pool = hr_allocator_find("pool");
    size_t space = address_space();
    for (size_t bytes = 1; bytes <= 512; bytes++) { /* another class than the last time, too */
        for (size_t i = 0; i < BLOCKS; i++) {
            blocks[i] = hr_allocate(pool, bytes);
            assert_non_null(blocks[i]);
        }
        for (size_t i = 0; i < BLOCKS; i++) {
            hr_release(pool, blocks[i], bytes);
        }
        void *first =
            hr_allocate(pool, 1); /* of the slab that was kept: its first block, and again */
        hr_release(pool, first, 1);
        assert_ptr_equal(hr_allocate(pool, 512), first);
        hr_release(pool, first, 512);
    }
    assert_true(is_instrumented() || address_space() < space + 30000000); /* 512 times 1 MB */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pool_owns_nothing_before_its_first_block),
        cmocka_unit_test(test_pool_classes_are_steps_of_16_up_to_512),
        cmocka_unit_test(test_pool_above_its_classes_is_its_parent),
        cmocka_unit_test(test_pool_resize_within_a_class_stays_all_others_copy),
        cmocka_unit_test(test_pool_released_blocks_come_back_last_first),
        cmocka_unit_test(test_pool_reset_keeps_one_slab_for_any_class),
        cmocka_unit_test(test_pool_without_memory_changes_nothing),
        cmocka_unit_test(test_pool_is_valid_sees_each_broken_count),
        cmocka_unit_test(test_pool_on_any_parent_keeps_contents_and_gives_all_back),
        cmocka_unit_test(test_pool_of_the_process_starts_again_when_no_block_lives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
