// links: headroom-structures
/*
 * test_allocators.c - the promises that every registered allocator keeps: contents, sizes,
 * refusals, other threads, forks.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "../structures/allocators/process_lock.h"
#include "support/blocks.h"

static void test_allocators_registry_finds_each_by_its_name_only(void **state) {
    (void)state;
    const char *const names[] = {"heap",         "copying", "mapped", "reserved",
                                 "reserved-all", "arena",   "pool"};
    size_t count = 0;
    for (const struct hr_allocator *one; (one = hr_allocator_at(count)) != NULL; count++) {
        assert_ptr_equal(hr_allocator_find(one->name), one);
        assert_true(strlen(one->summary) > 0);
    }
    for (size_t i = 0; i < 7; i++) {
        assert_non_null(hr_allocator_find(names[i]));
    }
    assert_true(count >= 7);
    assert_null(hr_allocator_at(SIZE_MAX));
    assert_null(hr_allocator_find("counting"));
    assert_null(hr_allocator_find("failing"));
    assert_null(hr_allocator_find(""));
}

static const size_t sizes[] = {1,      2,          15,         512,    513,  16,
                               17,     100,        4095,       4096,   4097, BORDER - 1,
                               BORDER, BORDER + 1, BORDER * 2, 3000000};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

/* Allocates, fills, resizes, looks, refills, resizes back, looks. */
static void check_resize(const struct hr_allocator *allocator, size_t first, size_t second) {
    size_t kept = first < second ? first : second;
    unsigned char *block = hr_allocate(allocator, first);
    assert_non_null(block);
    assert_int_equal((uintptr_t)block % (first < 16 ? 8 : _Alignof(max_align_t)), 0);
    fill(block, 0, first);
    block = hr_resize(allocator, block, first, second);
    assert_non_null(block);
    assert_int_equal((uintptr_t)block % (second < 16 ? 8 : _Alignof(max_align_t)), 0);
    assert_filled(block, kept);
    fill(block, kept, second);
    block = hr_resize(allocator, block, second, first);
    assert_non_null(block);
    assert_filled(block, kept);
    hr_release(allocator, block, first);
}

static void test_allocators_keep_contents_over_every_pair_of_sizes(void **state) {
    (void)state;
    const struct hr_allocator *allocator;
    for (int huge = 0; huge <= 1; huge++) {
        hr_allocator_prefer_huge_pages(huge == 1);
        for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
            for (size_t i = 0; i < SIZES; i++) {
                for (size_t j = 0; j < SIZES; j++) {
                    check_resize(allocator, sizes[i], sizes[j]);
                }
            }
        }
    }
    hr_allocator_prefer_huge_pages(false);
}

/* Blocks between others: nothing is written outside, nothing is given out twice. */
static void test_allocators_blocks_do_not_overlap_while_they_move(void **state) {
    (void)state;
    enum { BLOCKS = 12 };
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        unsigned char *blocks[BLOCKS] = {0};
        size_t bytes[BLOCKS] = {0};
        for (size_t step = 0; step < (size_t)BLOCKS * 20; step++) {
            size_t b = step * 5 % BLOCKS;
            size_t wanted = sizes[step * 7 % (SIZES - 1)] + step;
            unsigned char *block = hr_resize(allocator, blocks[b], bytes[b], wanted);
            assert_non_null(block);
            for (size_t i = 0; i < (bytes[b] < wanted ? bytes[b] : wanted); i++) {
                assert_true(block[i] == (unsigned char)(b + 1));
            }
            memset(block, (int)b + 1, wanted);
            blocks[b] = block;
            bytes[b] = wanted;
        }
        for (size_t b = 0; b < BLOCKS; b++) {
            hr_release(allocator, blocks[b], bytes[b]);
        }
    }
}

static void test_allocators_impossible_sizes_fail_and_leave_the_block(void **state) {
    (void)state;
    /* volatile: the compiler knows that malloc cannot do these and complains. */
    static volatile const size_t impossible[] = {
        SIZE_MAX,    SIZE_MAX - 1,      SIZE_MAX - 4095, SIZE_MAX / 2 + 1,
        PTRDIFF_MAX, PTRDIFF_MAX - 100, (size_t)1 << 62, (size_t)1 << 47};
    if (is_instrumented()) {
        print_message("the heap's refusals are left out: this sanitizer aborts on them\n");
    }
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        bool own = strcmp(allocator->name, "mapped") == 0 ||
                   strncmp(allocator->name, "reserved", strlen("reserved")) == 0;
        for (size_t i = 0; i < 8 && (own || !is_instrumented()); i++) {
            assert_null(hr_allocate(allocator, impossible[i]));
            for (size_t s = 5; s < SIZES; s += 5) {
                unsigned char *block = hr_allocate(allocator, sizes[s]);
                assert_non_null(block);
                fill(block, 0, sizes[s]);
                assert_null(hr_resize(allocator, block, sizes[s], impossible[i]));
                assert_filled(block, sizes[s]);
                hr_release(allocator, block, sizes[s]);
            }
        }
    }
}

static void test_allocators_release_of_nothing_does_nothing(void **state) {
    (void)state;
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        hr_release(allocator, NULL, 0);
        assert_null(hr_resize(allocator, NULL, 0, 0));
    }
}

/* Never less, the same again, never falling. */
static size_t check_good_size(const struct hr_allocator *allocator, size_t bytes, size_t previous) {
    size_t good = hr_good_size(allocator, bytes);
    if (good < bytes || hr_good_size(allocator, good) != good || good < previous) {
        fail_msg("%s: good size of %zu is %zu, of that %zu, of less %zu", allocator->name, bytes,
                 good, hr_good_size(allocator, good), previous);
    }
    return good;
}

static void test_allocators_good_size_is_never_less_and_good_itself(void **state) {
    (void)state;
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        size_t good = 0;
        for (size_t bytes = 0; bytes < 300000; bytes++) {
            good = check_good_size(allocator, bytes, good);
        }
        for (size_t shift = 45; shift > 0; shift--) {
            for (size_t i = 0; i < 5; i++) {
                good = check_good_size(allocator, (SIZE_MAX >> shift) - 2 + i, good);
            }
        }
        for (size_t below = 5000; below > 0; below--) {
            good = check_good_size(allocator, SIZE_MAX - below + 1, good);
        }
    }
}

/* Growing to the good size is what costs nothing: no other block, no other address. */
static void test_allocators_blocks_grow_to_their_good_size_in_place(void **state) {
    (void)state;
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        /* A sanitizer's realloc always moves; glibc's threshold for pages of their own has been
         * raised by what was released before. */
        bool is_own =
            strcmp(allocator->name, "reserved-all") == 0 || strcmp(allocator->name, "arena") == 0;
        size_t most = is_own ? 300000 : is_instrumented() ? 0 : BORDER - 32;
        if (strcmp(allocator->name, "copying") == 0) {
            continue; /* it says what malloc would occupy, and moves all the same */
        }
        for (size_t bytes = 1; bytes < most; bytes += bytes < 1000 ? 1 : 997) {
            unsigned char *block = hr_allocate(allocator, bytes);
            void *behind = hr_allocate(allocator, 1);
            size_t good = hr_good_size(allocator, bytes);
            assert_ptr_equal(hr_resize(allocator, block, bytes, good), block);
            hr_release(allocator, behind, 1);
            hr_release(allocator, block, good);
        }
    }
}

static void test_allocators_say_what_a_move_does(void **state) {
    (void)state;
    const struct hr_allocator *heap = hr_allocator_find("heap");
    const struct hr_allocator *mapped = hr_allocator_find("mapped");
    void *small = hr_allocate(heap, 100);
    void *large = hr_allocate(heap, 64u << 20);
    assert_non_null(small);
    assert_non_null(large);
    bool known = !is_instrumented();
    assert_int_equal(move_of(heap, NULL, 0, 200), known ? HR_MOVE_COPIES : HR_MOVE_UNKNOWN);
    assert_int_equal(move_of(heap, small, 100, 200), known ? HR_MOVE_COPIES : HR_MOVE_UNKNOWN);
    assert_int_equal(move_of(heap, large, 64u << 20, 65u << 20),
                     known ? HR_MOVE_REMAPS : HR_MOVE_UNKNOWN);
    assert_int_equal(move_of(hr_allocator_find("copying"), small, 100, 200), HR_MOVE_COPIES);
    assert_int_equal(move_of(mapped, NULL, BORDER, BORDER * 2), HR_MOVE_REMAPS);
    assert_int_equal(move_of(mapped, small, BORDER - 1, BORDER), HR_MOVE_COPIES);
    assert_int_equal(move_of(mapped, NULL, BORDER, BORDER - 1), HR_MOVE_COPIES);
    const struct hr_allocator *pool = hr_allocator_find("pool");
    assert_int_equal(move_of(hr_allocator_find("arena"), small, 1, 2u << 20), HR_MOVE_COPIES);
    assert_int_equal(move_of(pool, small, 512, 513), HR_MOVE_COPIES);
    assert_int_equal(move_of(pool, small, 513, 512), HR_MOVE_COPIES);
    assert_int_equal(move_of(pool, large, 64u << 20, 65u << 20),
                     known ? HR_MOVE_REMAPS : HR_MOVE_UNKNOWN);
    hr_release(heap, large, 64u << 20);
    hr_release(heap, small, 100);
}

/* Threads that fill one slot each and empty their neighbour's: half of all releases come from
 * another thread than the allocation. */
enum { THREADS = 4, ROUNDS = 3000 };

struct shared {
    const struct hr_allocator *allocator;
    _Atomic(unsigned char *) slots[THREADS]; /* blocks that begin with their size */
    atomic_size_t lost, next_thread;
};

static size_t size_of_round(size_t round) {
    return sizes[round % (SIZES - 1)] + sizeof(size_t);
}

static void drop(struct shared *shared, unsigned char *block) {
    size_t bytes;
    if (block != NULL) {
        memcpy(&bytes, block, sizeof bytes);
        if (block[bytes - 1] != (unsigned char)bytes && bytes > sizeof bytes) {
            atomic_fetch_add(&shared->lost, 1);
        }
        hr_release(shared->allocator, block, bytes);
    }
}

static void *fill_and_drop(void *context) {
    struct shared *shared = context;
    size_t me = atomic_fetch_add(&shared->next_thread, 1);
    for (size_t round = 0; round < ROUNDS; round++) {
        size_t bytes = size_of_round(round + me), more = size_of_round(round * 7 + me);
        unsigned char *block = hr_allocate(shared->allocator, bytes);
        unsigned char *grown =
            block == NULL ? NULL : hr_resize(shared->allocator, block, bytes, more);
        if (grown == NULL) {
            atomic_fetch_add(&shared->lost, 1);
            break;
        }
        memcpy(grown, &more, sizeof more);
        grown[more - 1] = (unsigned char)more;
        drop(shared, atomic_exchange(&shared->slots[me], grown));
        drop(shared, atomic_exchange(&shared->slots[(me + 1) % THREADS], NULL));
    }
    return NULL;
}

static void check_threads(const struct hr_allocator *allocator) {
    struct shared shared = {.allocator = allocator};
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, fill_and_drop, &shared), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        drop(&shared, shared.slots[i]);
    }
    assert_int_equal(shared.lost, 0);
}

static void test_allocators_blocks_cross_threads_whole(void **state) {
    (void)state;
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        check_threads(allocator);
    }
}

/* A parent's blocks, of each kind, over a fork. */
static unsigned char *inherited[64][SIZES];

static int change_inherited(void) {
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        for (size_t i = 0; i < SIZES; i++) {
            unsigned char *block = inherited[a][i];
            size_t more = sizes[i] * 2;
            if (!is_filled(block, sizes[i]) ||
                (block = hr_resize(allocator, block, sizes[i], more)) == NULL ||
                !is_filled(block, sizes[i])) {
                return 1;
            }
            memset(block, 0, more);
            hr_release(allocator, block, more);
            check_resize(allocator, sizes[i], more);
        }
    }
    return 0;
}

/*
 * Holds the lock until the fork is under way: a child that inherits it so would wait for ever. Then
 * it stays, for a thread that ends during a fork may leave a sanitizer's own locks to the child.
 */
static void *hold_lock(void *context) {
    atomic_int *step = context;
    process_lock();
    atomic_store(step, 1);
    while (atomic_load(step) == 1) {
        (void)sched_yield();
    }
    for (size_t i = 0; i < 2000; i++) {
        (void)sched_yield();
    }
    process_unlock();
    while (atomic_load(step) == 2) {
        (void)sched_yield();
    }
    return NULL;
}

static void test_allocators_parent_and_child_keep_their_own_blocks(void **state) {
    (void)state;
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        for (size_t i = 0; i < SIZES; i++) {
            inherited[a][i] = hr_allocate(allocator, sizes[i]);
            assert_non_null(inherited[a][i]);
            fill(inherited[a][i], 0, sizes[i]);
        }
    }
    atomic_int step = 0;
    pthread_t holder;
    assert_int_equal(pthread_create(&holder, NULL, hold_lock, &step), 0);
    while (atomic_load(&step) == 0) {
        (void)sched_yield();
    }
    atomic_store(&step, 2);
    assert_child(change_inherited);
    atomic_store(&step, 3);
    assert_int_equal(pthread_join(holder, NULL), 0);
    assert_int_equal(change_inherited(), 0);
}

/* What a release returns is promised, small blocks and regions alike. */
static void test_allocators_released_blocks_return_nothing(void **state) {
    (void)state;
    const size_t bytes[] = {1, 100, 5000, 300000};
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        for (size_t i = 0; i < sizeof bytes / sizeof bytes[0]; i++) {
            void *block = hr_allocate(allocator, bytes[i]);
            assert_non_null(block);
            assert_null(allocator->resize(allocator->context, block, bytes[i], 0));
        }
        assert_null(allocator->resize(allocator->context, NULL, 0, 0));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_allocators_released_blocks_return_nothing),
        cmocka_unit_test(test_allocators_registry_finds_each_by_its_name_only),
        cmocka_unit_test(test_allocators_say_what_a_move_does),
        cmocka_unit_test(test_allocators_keep_contents_over_every_pair_of_sizes),
        cmocka_unit_test(test_allocators_blocks_do_not_overlap_while_they_move),
        cmocka_unit_test(test_allocators_impossible_sizes_fail_and_leave_the_block),
        cmocka_unit_test(test_allocators_release_of_nothing_does_nothing),
        cmocka_unit_test(test_allocators_good_size_is_never_less_and_good_itself),
        cmocka_unit_test(test_allocators_blocks_grow_to_their_good_size_in_place),
        cmocka_unit_test(test_allocators_parent_and_child_keep_their_own_blocks),
        cmocka_unit_test(test_allocators_blocks_cross_threads_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
