// links: headroom-structures
/*
 * test_arena.c - where an arena puts blocks, what it abandons, holds and gives back; and the one
 * arena of the process.
 */
#include <headroom/arena.h>

#include <headroom/dynarray.h>

#include "support/blocks.h"

HR_DYNARRAY_DEFINE(numbers, uint64_t);

enum { CHUNK = 1024, HEADER = 16, ROOM = CHUNK - HEADER, LARGE = ROOM / 4 / 16 * 16 + 16 };

/* An arena whose requests to the heap are counted, and refused from number `refuse_at` on. */
struct fixture {
    struct hr_failing_allocator failing;
    struct hr_counting_allocator counting;
    struct hr_arena arena;
    const struct hr_allocator *use;
};

static void set_up(struct fixture *fixture, size_t chunk_bytes) {
    hr_failing_allocator_init(&fixture->failing, hr_allocator_find("heap"), HR_FAIL_NEVER, 0);
    hr_counting_allocator_init(&fixture->counting, &fixture->failing.allocator);
    hr_arena_init(&fixture->arena, &fixture->counting.allocator, chunk_bytes);
    fixture->use = &fixture->arena.allocator;
}

static void assert_footprint(const struct fixture *fixture, size_t blocks, size_t live,
                             size_t abandoned, size_t held) {
    assert_true(hr_arena_is_valid(&fixture->arena));
    assert_int_equal(fixture->arena.footprint.live_blocks, blocks);
    assert_int_equal(fixture->arena.footprint.live_bytes, live);
    assert_int_equal(fixture->arena.footprint.abandoned_bytes, abandoned);
    assert_int_equal(fixture->arena.footprint.held_bytes, held);
    assert_int_equal(fixture->counting.counts.live_bytes, held);
}

static void tear_down(struct fixture *fixture) {
    hr_arena_clean_up(&fixture->arena);
    assert_footprint(fixture, 0, 0, 0, 0);
    assert_int_equal(fixture->counting.counts.live_blocks, 0);
}

static void test_arena_owns_nothing_before_its_first_block(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture, CHUNK);
    assert_null(hr_allocate(fixture.use, 0));
    assert_footprint(&fixture, 0, 0, 0, 0);
    hr_arena_reset(&fixture.arena);
    assert_int_equal(fixture.counting.counts.allocate_calls, 0);
    assert_string_equal(fixture.use->name, "arena");
    assert_int_equal(hr_good_size(fixture.use, 0), 0);
    assert_int_equal(hr_good_size(fixture.use, 17), 32);
    assert_int_equal(hr_good_size(fixture.use, SIZE_MAX - 14), SIZE_MAX - 14);
    assert_int_equal(move_of(fixture.use, NULL, 1, 2), HR_MOVE_COPIES);
    tear_down(&fixture);
}

static void test_arena_blocks_lie_one_behind_the_other(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture, CHUNK);
    char *first = hr_allocate(fixture.use, 1);
    char *second = hr_allocate(fixture.use, 33);
    char *third = hr_allocate(fixture.use, 16);
    assert_ptr_equal(second, first + 16);
    assert_ptr_equal(third, second + 48);
    assert_footprint(&fixture, 3, 80, 0, CHUNK);
    hr_release(fixture.use, third, 16); /* even the last block is only forgotten */
    assert_footprint(&fixture, 2, 64, 16, CHUNK);
    assert_ptr_equal(hr_allocate(fixture.use, 1), third + 16);
    tear_down(&fixture);
}

static void test_arena_last_block_grows_and_shrinks_in_place_while_it_fits(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture, CHUNK);
    char *first = hr_allocate(fixture.use, 16);
    char *last = hr_allocate(fixture.use, 16);
    assert_ptr_equal(hr_resize(fixture.use, last, 16, ROOM - 16), last); /* to the last byte */
    assert_footprint(&fixture, 2, ROOM, 0, CHUNK);
    assert_ptr_equal(hr_resize(fixture.use, last, ROOM - 16, 100), last);
    assert_footprint(&fixture, 2, 16 + 112, 0, CHUNK); /* the end is free again */
    assert_ptr_equal(hr_resize(fixture.use, last, 100, 112), last);
    assert_int_equal(fixture.counting.counts.allocate_calls, 1);
    fill((unsigned char *)last, 0, 112);
    char *moved = hr_resize(fixture.use, last, 112, ROOM - 15); /* one more than there is */
    assert_true(moved != last);
    assert_filled((unsigned char *)moved, 112);
    assert_footprint(&fixture, 2, 16 + ROOM, 112, CHUNK + CHUNK);
    assert_ptr_equal(hr_allocate(fixture.use, 16), last + 112); /* it got a chunk of its own */
    assert_ptr_equal(hr_resize(fixture.use, first, 16, 16), first);
    tear_down(&fixture);
}

static void test_arena_other_blocks_move_and_leave_theirs_behind(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture, CHUNK);
    unsigned char *first = hr_allocate(fixture.use, 40);
    char *last = hr_allocate(fixture.use, 16);
    fill(first, 0, 40);
    assert_ptr_equal(hr_resize(fixture.use, first, 40, 48), first); /* within its rounding */
    assert_ptr_equal(hr_resize(fixture.use, first, 48, 20), first); /* cut off, not given back */
    assert_footprint(&fixture, 2, 32 + 16, 16, CHUNK);
    unsigned char *moved = hr_resize(fixture.use, first, 20, 33);
    assert_ptr_equal(moved, last + 16);
    assert_filled(moved, 20);
    assert_filled(first, 20); /* abandoned, as it was */
    assert_footprint(&fixture, 2, 48 + 16, 16 + 32, CHUNK);
    tear_down(&fixture);
}

static void test_arena_large_blocks_get_a_chunk_of_their_own(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture, CHUNK);
    char *large = hr_allocate(fixture.use, LARGE); /* before there is a current chunk */
    assert_footprint(&fixture, 1, LARGE, 0, LARGE + HEADER);
    char *small = hr_allocate(fixture.use, LARGE - 16);
    assert_footprint(&fixture, 2, LARGE * 2 - 16, 0, CHUNK + LARGE + HEADER);
    char *rest = hr_allocate(fixture.use, ROOM - LARGE); /* large, but there is room */
    assert_ptr_equal(rest, small + LARGE - 16);
    size_t held = CHUNK + LARGE + HEADER;
    assert_footprint(&fixture, 3, LARGE + ROOM - 16, 0, held);
    char *behind = hr_allocate(fixture.use, LARGE);
    held += LARGE + HEADER;
    assert_footprint(&fixture, 4, LARGE * 2 + ROOM - 16, 0, held);
    assert_ptr_equal(hr_allocate(fixture.use, 16), rest + ROOM - LARGE); /* still the current one */
    large = hr_resize(fixture.use, large, LARGE, LARGE + 1);
    held += LARGE + 16 + HEADER;
    assert_footprint(&fixture, 5, LARGE * 2 + 16 + ROOM, LARGE, held);
    assert_non_null(behind);
    hr_arena_reset(&fixture.arena);
    assert_footprint(&fixture, 0, 0, 0, CHUNK);
    assert_ptr_equal(hr_allocate(fixture.use, 5), small);
    tear_down(&fixture);
}

static void test_arena_reset_of_large_blocks_alone_gives_all_back(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture, 0); /* no room for anything: every block has its own chunk */
    assert_non_null(hr_allocate(fixture.use, 1));
    assert_non_null(hr_allocate(fixture.use, 100));
    assert_footprint(&fixture, 2, 16 + 112, 0, 16 + 112 + 2 * HEADER);
    hr_arena_reset(&fixture.arena);
    assert_footprint(&fixture, 0, 0, 0, 0);
    tear_down(&fixture);
}

static void test_arena_without_memory_changes_nothing(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture, CHUNK);
    unsigned char *block = hr_allocate(fixture.use, 100);
    fill(block, 0, 100);
    fixture.failing.mode = HR_FAIL_ALWAYS;
    static const size_t refused[] = {ROOM,          ROOM * 5,      PTRDIFF_MAX,  SIZE_MAX - 16,
                                     SIZE_MAX - 15, SIZE_MAX - 14, SIZE_MAX - 1, SIZE_MAX};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_null(hr_allocate(fixture.use, refused[i]));
        assert_null(hr_resize(fixture.use, block, 100, refused[i] + (i == 0)));
        assert_footprint(&fixture, 1, 112, 0, CHUNK);
        assert_filled(block, 100);
    }
    assert_int_equal(fixture.counting.counts.failed_calls, 6); /* the others are no sizes */
    assert_non_null(hr_allocate(fixture.use, 100));            /* what there is serves on */
    while (fixture.arena.left > 0) {
        assert_non_null(hr_allocate(fixture.use, 16));
    }
    assert_null(hr_allocate(fixture.use, 1)); /* a new chunk is refused too */
    fixture.failing.mode = HR_FAIL_NEVER;
    assert_non_null(hr_allocate(fixture.use, 1));
    tear_down(&fixture);
}

static void test_arena_is_valid_sees_each_broken_count(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture, CHUNK);
    assert_non_null(hr_allocate(fixture.use, 100));
    const struct hr_arena good = fixture.arena;
    struct hr_arena *arena = &fixture.arena;
#define ASSERT_BROKEN(change)                                                                      \
    do {                                                                                           \
        change;                                                                                    \
        assert_false(hr_arena_is_valid(arena));                                                    \
        *arena = good;                                                                             \
    } while (0)
    ASSERT_BROKEN(arena->footprint.held_bytes--);
    ASSERT_BROKEN(arena->footprint.live_bytes = CHUNK);
    ASSERT_BROKEN(arena->footprint.abandoned_bytes = CHUNK);
    ASSERT_BROKEN(arena->footprint.live_blocks = 0);
    ASSERT_BROKEN(arena->left -= 16);
    ASSERT_BROKEN(arena->next = NULL);
    ASSERT_BROKEN(arena->chunks = NULL);
    assert_true(hr_arena_is_valid(arena));
    tear_down(&fixture);
}

/* The block ledger over arenas: what lives is exact, and every move is a copy. */
static void test_arena_ledger_of_a_growing_array_is_exact(void **state) {
    (void)state;
    struct fixture fixture;
    set_up(&fixture, HR_ARENA_CHUNK_BYTES);
    struct hr_counting_allocator ledger;
    hr_counting_allocator_init(&ledger, fixture.use);
    const struct hr_dynarray_config config = {.allocator = &ledger.allocator,
                                              .growth = hr_growth_find("libstdcxx")};
    struct numbers array;
    numbers_init(&array, &config);
    for (uint64_t i = 0; i < 100000; i++) {
        assert_int_equal(numbers_push(&array, i), HR_OK);
    }
    size_t last = 131072 * sizeof(uint64_t);
    assert_int_equal(ledger.counts.live_bytes, last);
    assert_int_equal(fixture.arena.footprint.live_bytes, last);
    /* Alone in its chunk it grows in place up to 32 KiB; then each block is left behind. */
    assert_int_equal(ledger.counts.copied_bytes, last - 32768);
    assert_int_equal(ledger.counts.readdressed_bytes, last - 32768);
    assert_int_equal(ledger.counts.unknown_bytes, 0);
    assert_int_equal(fixture.arena.footprint.abandoned_bytes, last - 32768);
    numbers_clean_up(&array);
    assert_int_equal(ledger.counts.live_blocks, 0);
    assert_int_equal(fixture.arena.footprint.abandoned_bytes, last * 2 - 32768);
    tear_down(&fixture);
}

static void test_arena_on_any_parent_keeps_contents_and_gives_all_back(void **state) {
    (void)state;
    const struct hr_allocator *parent;
    for (size_t a = 0; (parent = hr_allocator_at(a)) != NULL; a++) {
        struct hr_counting_allocator counting;
        struct hr_arena arena;
        hr_counting_allocator_init(&counting, parent);
        hr_arena_init(&arena, &counting.allocator, CHUNK);
        unsigned char *blocks[2] = {NULL, NULL};
        size_t bytes = 0;
        for (size_t more = 1; more < 300000; more = more * 2 + 5) {
            for (size_t i = 0; i < 2; i++) {
                blocks[i] = hr_resize(&arena.allocator, blocks[i], bytes, more);
                assert_non_null(blocks[i]);
                assert_filled(blocks[i], bytes);
                fill(blocks[i], bytes, more);
            }
            bytes = more;
        }
        assert_filled(blocks[0], bytes);
        assert_true(hr_arena_is_valid(&arena));
        assert_int_equal(counting.counts.live_bytes, arena.footprint.held_bytes);
        hr_arena_clean_up(&arena);
        assert_int_equal(counting.counts.live_blocks, 0);
    }
}

/* The registered one: with its last block it is where it began, however often. */
static void test_arena_of_the_process_starts_again_when_no_block_lives(void **state) {
    (void)state;
    const struct hr_allocator *arena = hr_allocator_find("arena");
    void *first = hr_allocate(arena, 1);
    hr_release(arena, first, 1);
    size_t space = address_space();
    for (size_t round = 0; round < 1000; round++) {
        void *again = hr_allocate(arena, 100);
        assert_ptr_equal(again, first);
        void *other = hr_allocate(arena, 3000000);
        assert_non_null(other);
        hr_release(arena, again, 100);
        void *between = hr_allocate(arena, 100); /* while one lives, nothing is given out again */
        assert_true(between != first);
        hr_release(arena, other, 3000000);
        hr_release(arena, between, 100);
    }
    assert_true(is_instrumented() || address_space() < space + 30000000); /* not 1,000 of them */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena_owns_nothing_before_its_first_block),
        cmocka_unit_test(test_arena_blocks_lie_one_behind_the_other),
        cmocka_unit_test(test_arena_last_block_grows_and_shrinks_in_place_while_it_fits),
        cmocka_unit_test(test_arena_other_blocks_move_and_leave_theirs_behind),
        cmocka_unit_test(test_arena_large_blocks_get_a_chunk_of_their_own),
        cmocka_unit_test(test_arena_reset_of_large_blocks_alone_gives_all_back),
        cmocka_unit_test(test_arena_without_memory_changes_nothing),
        cmocka_unit_test(test_arena_is_valid_sees_each_broken_count),
        cmocka_unit_test(test_arena_ledger_of_a_growing_array_is_exact),
        cmocka_unit_test(test_arena_on_any_parent_keeps_contents_and_gives_all_back),
        cmocka_unit_test(test_arena_of_the_process_starts_again_when_no_block_lives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
