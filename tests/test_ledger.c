// links: headroom-structures
/*
 * test_ledger.c - the block ledger of the counting allocator, on every parent, and what the failing
 * one refuses.
 */
#include <headroom/allocator.h>

#include "support/blocks.h"

static void test_ledger_counting_is_exact(void **state) {
    (void)state;
    struct hr_failing_allocator failing;
    struct hr_counting_allocator counting;
    hr_failing_allocator_init(&failing, hr_allocator_find("copying"), HR_FAIL_ONCE, 3);
    hr_counting_allocator_init(&counting, &failing.allocator);
    const struct hr_allocator *allocator = &counting.allocator;
    const struct hr_block_counts *counts = &counting.counts;
    void *a = hr_allocate(allocator, 100);
    void *b = hr_allocate(allocator, 50);
    a = hr_resize(allocator, a, 100, 300);
    assert_int_equal(counts->live_bytes, 350);
    assert_int_equal(counts->peak_live_bytes, 350);
    assert_int_equal(counts->peak_moving_bytes, 450);
    struct hr_block_counts before = *counts;
    assert_null(hr_resize(allocator, a, 300, 1000)); /* request number 3 is refused */
    before.failed_calls++;
    assert_memory_equal(counts, &before, sizeof before);
    a = hr_resize(allocator, a, 300, 20);
    hr_release(allocator, b, 50);
    hr_release(allocator, NULL, 0);
    assert_int_equal(counts->allocate_calls, 2);
    assert_int_equal(counts->resize_calls, 2);
    assert_int_equal(counts->release_calls, 1);
    assert_int_equal(counts->total_bytes, 100 + 50 + 200);
    assert_int_equal(counts->requested_bytes, 100 + 50 + 300 + 20);
    assert_int_equal(counts->readdressed_bytes, 100 + 20);
    assert_int_equal(counts->copied_bytes, 100 + 20);
    assert_int_equal(counts->unknown_bytes, 0);
    assert_int_equal(counts->live_bytes, 20);
    assert_int_equal(counts->live_blocks, 1);
    assert_int_equal(counts->peak_live_blocks, 2);
    hr_counting_allocator_begin(&counting);
    assert_int_equal(counts->peak_live_bytes, 20);
    assert_int_equal(counts->peak_moving_bytes, 20);
    assert_int_equal(counts->live_blocks, 1);
    assert_int_equal(counts->allocate_calls + counts->resize_calls + counts->failed_calls, 0);
    hr_release(allocator, a, 20);
    assert_int_equal(counts->live_bytes, 0);
    assert_int_equal(counts->live_blocks, 0);
}

static void test_ledger_counting_does_not_call_a_remap_a_copy(void **state) {
    (void)state;
    struct hr_counting_allocator counting;
    hr_counting_allocator_init(&counting, hr_allocator_find("mapped"));
    const struct hr_allocator *allocator = &counting.allocator;
    void *blocks[2] = {hr_allocate(allocator, BORDER), hr_allocate(allocator, BORDER)};
    size_t bytes[2] = {BORDER, BORDER};
    for (size_t i = 0; i < 40; i++) {
        blocks[i % 2] = hr_resize(allocator, blocks[i % 2], bytes[i % 2], bytes[i % 2] + BORDER);
        bytes[i % 2] += BORDER;
    }
    assert_true(counting.counts.readdressed_bytes > 0);
    assert_int_equal(counting.counts.copied_bytes, 0);
    assert_int_equal(counting.counts.unknown_bytes, 0);
    assert_int_equal(counting.counts.peak_moving_bytes, counting.counts.peak_live_bytes);
    hr_release(allocator, blocks[0], bytes[0]);
    hr_release(allocator, blocks[1], bytes[1]);
}

/* A parent that moves every block and does not say how. */
static void *mute_resize(void *context, void *block, size_t old_bytes, size_t new_bytes) {
    return hr_resize(context, block, old_bytes, new_bytes);
}

static enum hr_move mute_move(void *context, const void *block, size_t old_bytes,
                              size_t new_bytes) {
    (void)context;
    (void)block;
    (void)old_bytes;
    (void)new_bytes;
    return HR_MOVE_UNKNOWN;
}

static void test_ledger_counting_says_what_nobody_knows(void **state) {
    (void)state;
    struct hr_allocator copying = *hr_allocator_find("copying");
    const struct hr_allocator mute = {
        .resize = mute_resize, .move = mute_move, .context = &copying};
    struct hr_counting_allocator counting;
    hr_counting_allocator_init(&counting, &mute);
    void *block = hr_allocate(&counting.allocator, 100);
    block = hr_resize(&counting.allocator, block, 100, 70);
    assert_int_equal(counting.counts.readdressed_bytes, 70);
    assert_int_equal(counting.counts.unknown_bytes, 70);
    assert_int_equal(counting.counts.copied_bytes, 0);
    assert_int_equal(counting.counts.peak_moving_bytes,
                     170); /* there at once, as far as is known */
    hr_release(&counting.allocator, block, 70);
}

/* The same life on every parent: what does not depend on where blocks lie is the same. */
static void test_ledger_counting_agrees_over_all_parents(void **state) {
    (void)state;
    static const size_t sizes[] = {1, 500, 512, 513, 20, 100000, BORDER, BORDER * 3, 16, 3};
    const struct hr_allocator *parent;
    for (size_t a = 0; (parent = hr_allocator_at(a)) != NULL; a++) {
        struct hr_counting_allocator counting;
        hr_counting_allocator_init(&counting, parent);
        void *blocks[2] = {NULL, NULL};
        size_t bytes = 0, requested = 0;
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; bytes = sizes[i++]) {
            for (size_t b = 0; b < 2; b++) {
                blocks[b] = hr_resize(&counting.allocator, blocks[b], bytes, sizes[i]);
                assert_non_null(blocks[b]);
                requested += sizes[i];
            }
            assert_int_equal(counting.counts.live_bytes, 2 * sizes[i]);
        }
        assert_int_equal(counting.counts.requested_bytes, requested);
        assert_int_equal(counting.counts.peak_live_bytes, 2 * BORDER * 3);
        assert_int_equal(counting.counts.resize_calls, 18);
        hr_release(&counting.allocator, blocks[0], bytes);
        hr_release(&counting.allocator, blocks[1], bytes);
        assert_int_equal(counting.counts.live_bytes, 0);
        assert_int_equal(counting.counts.live_blocks, 0);
        assert_int_equal(hr_good_size(&counting.allocator, 77), hr_good_size(parent, 77));
    }
}

static void test_ledger_failing_refuses_what_it_is_told_to(void **state) {
    (void)state;
    const enum hr_failing_mode modes[] = {HR_FAIL_NEVER, HR_FAIL_ONCE, HR_FAIL_ALWAYS};
    for (size_t m = 0; m < 3; m++) {
        struct hr_failing_allocator failing;
        hr_failing_allocator_init(&failing, hr_allocator_find("heap"), modes[m], 2);
        assert_int_equal(hr_good_size(&failing.allocator, 77),
                         hr_good_size(hr_allocator_find("heap"), 77));
        for (uint64_t i = 0; i < 5; i++) {
            bool refused = modes[m] == HR_FAIL_ONCE ? i == 2 : modes[m] == HR_FAIL_ALWAYS && i >= 2;
            void *block = hr_allocate(&failing.allocator, 10);
            assert_int_equal(block == NULL, refused);
            hr_release(&failing.allocator, block, 10);
            assert_int_equal(failing.requests, i + 1);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ledger_counting_is_exact),
        cmocka_unit_test(test_ledger_counting_does_not_call_a_remap_a_copy),
        cmocka_unit_test(test_ledger_counting_says_what_nobody_knows),
        cmocka_unit_test(test_ledger_counting_agrees_over_all_parents),
        cmocka_unit_test(test_ledger_failing_refuses_what_it_is_told_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
