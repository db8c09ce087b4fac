// links: headroom-structures
/*
 * test_tuple_threads.c - caches that change their thread: what a merge moves and counts, and the
 * cache that each thread has of its own. tests/threads runs it under ThreadSanitizer too.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdlib.h>

#include <headroom/tuple.h>

#include "support/child.h"
#include "support/sanitized.h"

enum { LONGEST = 25, MOST = 50 };

static struct hr_box shared_box = {.kind = HR_BOX_INTEGER, .reference_count = 1};
static struct hr_box *items[LONGEST];

static int fill_items(void **state) {
    (void)state;
    for (size_t i = 0; i < LONGEST; i++) {
        items[i] = &shared_box;
    }
    return 0;
}

static void init(struct hr_tuple_cache *cache, const struct hr_allocator *allocator,
                 size_t max_length, size_t limit) {
    const struct hr_tuple_cache_preset preset = {.max_length = max_length, .limit = limit};
    hr_tuple_cache_init(cache, allocator, &preset);
}

/* Makes `count` tuples of these items, then releases all. */
static void make_and_release(struct hr_tuple_cache *cache, struct hr_box *const *of, size_t length,
                             size_t count) {
    struct hr_tuple *tuples[MOST];
    for (size_t i = 0; i < count; i++) {
        if (hr_tuple_new(cache, of, length, &tuples[i]) != HR_OK) {
            abort();
        }
    }
    for (size_t i = 0; i < count; i++) {
        hr_tuple_release(cache, tuples[i]);
    }
}

static void park(struct hr_tuple_cache *cache, size_t length, size_t count) {
    make_and_release(cache, items, length, count);
}

static void test_tuple_cache_merge_moves_to_the_limit_and_frees_the_rest(void **state) {
    struct hr_counting_allocator counting;
    struct hr_tuple_cache into, from;
    (void)state;
    hr_counting_allocator_init(&counting, hr_allocator_find("heap"));
    init(&into, &counting.allocator, 19, 10);
    init(&from, &counting.allocator, 20, 12);
    park(&into, 1, 4); /* room for 6 of 6 */
    park(&from, 1, 6);
    park(&into, 2, 4); /* room for 6 of 7 */
    park(&from, 2, 7);
    park(&into, 3, 10); /* none */
    park(&from, 3, 12);
    park(&from, 4, 11);  /* 10 of 11 */
    park(&from, 19, 1);  /* 1 of 1 */
    park(&from, 20, 12); /* no bucket */
    park(&into, 5, 3);   /* nothing comes */
    park(&from, 6, 13);  /* 12 are parked, one was refused */
    hr_tuple_cache_merge(&into, &from);
    static const size_t expected[][2] = {{0, 0}, {1, 10}, {2, 10}, {3, 10}, {4, 10},
                                         {5, 3}, {6, 10}, {7, 0},  {19, 1}, {20, 0}};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        assert_int_equal(hr_tuple_cache_parked(&into, expected[i][0]), expected[i][1]);
        assert_int_equal(hr_tuple_cache_parked(&from, expected[i][0]), 0);
    }
    assert_true(hr_tuple_cache_is_valid(&into) && hr_tuple_cache_is_valid(&from));
    const struct hr_tuple_cache_counts theirs = hr_tuple_cache_counts(&from);
    assert_int_equal(theirs.handed_over, 6 + 6 + 0 + 10 + 1 + 10);
    assert_int_equal(theirs.drained, 0 + 1 + 12 + 1 + 0 + 12 + 2);
    assert_int_equal(theirs.received, 0);
    assert_int_equal(theirs.parked, 0);
    assert_int_equal(theirs.hits, 0);
    assert_int_equal(theirs.refused, 1);
    assert_int_equal(theirs.misses, 6 + 7 + 12 + 11 + 1 + 12 + 13);
    const struct hr_tuple_cache_counts ours = hr_tuple_cache_counts(&into);
    assert_int_equal(ours.received, theirs.handed_over);
    assert_int_equal(ours.handed_over + ours.drained + ours.hits + ours.refused, 0);
    assert_int_equal(ours.misses, 4 + 4 + 10 + 3);
    assert_int_equal(ours.parked, 54);
    assert_int_equal(ours.parked_bytes, counting.counts.live_bytes);
    hr_tuple_cache_clean_up(&from);
    hr_tuple_cache_clean_up(&into);
    assert_int_equal(counting.counts.live_blocks, 0);
    assert_int_equal(hr_tuple_cache_counts(&into).drained, 54);
}

/* The next tuple is one that came, not a new block. */
static void test_tuple_cache_merge_lets_the_other_use_what_came(void **state) {
    struct hr_counting_allocator counting;
    struct hr_tuple_cache into, from;
    struct hr_tuple *tuple = NULL, *moved = NULL;
    (void)state;
    hr_counting_allocator_init(&counting, hr_allocator_find("heap"));
    init(&into, &counting.allocator, 20, 10);
    init(&from, &counting.allocator, 20, 10);
    assert_int_equal(hr_tuple_new(&from, items, 20, &moved), HR_OK);
    hr_tuple_release(&from, moved);
    hr_tuple_cache_merge(&into, &from);
    assert_int_equal(hr_tuple_new(&into, items, 20, &tuple), HR_OK);
    assert_ptr_equal(tuple, moved);
    assert_int_equal(counting.counts.allocate_calls, 1);
    hr_tuple_release(&from, tuple); /* another cache of the same allocator takes it */
    assert_int_equal(hr_tuple_cache_parked(&from, 20), 1);
    assert_int_equal(hr_tuple_cache_counts(&into).hits, 1);
    park(&from, 20, 1);
    assert_int_equal(hr_tuple_cache_counts(&from).hits, 1);
    hr_tuple_cache_clean_up(&from);
    hr_tuple_cache_clean_up(&into);
    assert_int_equal(counting.counts.live_blocks, 0);
}

static void test_tuple_cache_merge_of_another_allocator_gives_all_back(void **state) {
    struct hr_counting_allocator ours, theirs;
    struct hr_tuple_cache into, from;
    (void)state;
    hr_counting_allocator_init(&ours, hr_allocator_find("heap"));
    hr_counting_allocator_init(&theirs, hr_allocator_find("heap"));
    init(&into, &ours.allocator, 20, 10);
    init(&from, &theirs.allocator, 20, 10);
    park(&from, 2, 5);
    hr_tuple_cache_merge(&into, &from);
    assert_int_equal(theirs.counts.live_blocks, 0);
    assert_int_equal(ours.counts.allocate_calls, 0);
    assert_int_equal(hr_tuple_cache_counts(&into).received, 0);
    assert_int_equal(hr_tuple_cache_counts(&into).parked, 0);
    assert_int_equal(hr_tuple_cache_counts(&from).handed_over, 0);
    assert_int_equal(hr_tuple_cache_counts(&from).drained, 5);
    hr_tuple_cache_clean_up(&from);
    hr_tuple_cache_clean_up(&into);
}

/* A worker with boxes and a cache of its own, which it gives up at its end. */
struct worker {
    struct hr_tuple_cache cache;
    struct hr_box boxes[5];
    struct hr_box *items[5];
    size_t parked; /* of each length 1...5 */
};

static void *work_and_give(void *context) {
    struct worker *worker = context;
    for (size_t i = 0; i < 5; i++) {
        worker->boxes[i] = (struct hr_box){.kind = HR_BOX_FLOAT, .reference_count = 1};
        worker->items[i] = &worker->boxes[i];
    }
    init(&worker->cache, hr_allocator_find("heap"), 20, 30);
    for (size_t length = 1; length <= 5; length++) {
        make_and_release(&worker->cache, worker->items, length, worker->parked);
    }
    struct hr_tuple *empty = NULL; /* the empty tuple is shared by all threads */
    for (size_t i = 0; i < 100; i++) {
        if (hr_tuple_new(&worker->cache, NULL, 0, &empty) != HR_OK) {
            abort();
        }
        hr_tuple_release(&worker->cache, hr_tuple_take(empty));
    }
    hr_tuple_cache_give(&worker->cache);
    return NULL;
}

static void test_tuple_cache_of_ended_threads_is_merged_by_the_next_owner(void **state) {
    enum { WORKERS = 4 };
    static struct worker workers[WORKERS];
    pthread_t threads[WORKERS];
    struct hr_tuple_cache mine;
    (void)state;
    init(&mine, hr_allocator_find("heap"), 4, 80);
    for (size_t i = 0; i < WORKERS; i++) {
        workers[i].parked = 10 * (i + 1);
        assert_int_equal(pthread_create(&threads[i], NULL, work_and_give, &workers[i]), 0);
    }
    struct hr_tuple *empty = NULL;
    assert_int_equal(hr_tuple_new(&mine, NULL, 0, &empty), HR_OK);
    hr_tuple_release(&mine, empty);
    uint64_t drained = 0;
    for (size_t i = 0; i < WORKERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(workers[i].cache.owner, 0);
        assert_true(!hr_tuple_cache_is_mine(&workers[i].cache));
        hr_tuple_cache_take(&workers[i].cache);
        assert_true(hr_tuple_cache_is_mine(&workers[i].cache));
        hr_tuple_cache_merge(&mine, &workers[i].cache);
        drained += hr_tuple_cache_counts(&workers[i].cache).drained;
        hr_tuple_cache_clean_up(&workers[i].cache);
    }
    /* 10 + 20 + 30 + 30 (of 40) came of each length; 80 of them fit, none of length 5. */
    assert_int_equal(hr_tuple_cache_counts(&mine).received, 4 * 80);
    assert_int_equal(drained, 4 * 10 + 90);
    for (size_t length = 1; length <= 4; length++) {
        assert_int_equal(hr_tuple_cache_parked(&mine, length), 80);
        park(&mine, length, MOST);
    }
    assert_int_equal(hr_tuple_cache_counts(&mine).hits, 4 * MOST);
    assert_int_equal(hr_tuple_cache_counts(&mine).misses, 0);
    hr_tuple_cache_clean_up(&mine);
}

/* One cache goes round: main, thread, main, with all that is parked in it. */
static void *use_and_give_back(void *context) {
    struct worker *worker = context;
    hr_tuple_cache_take(&worker->cache);
    make_and_release(&worker->cache, worker->items, 3, 7);
    hr_tuple_cache_give(&worker->cache);
    return NULL;
}

static void test_tuple_cache_given_whole_keeps_tuples_and_counts(void **state) {
    static struct worker worker = {.parked = 2};
    (void)state;
    (void)work_and_give(&worker);
    for (size_t i = 1; i <= 3; i++) {
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, use_and_give_back, &worker), 0);
        assert_int_equal(pthread_join(thread, NULL), 0);
    }
    hr_tuple_cache_take(&worker.cache);
    const struct hr_tuple_cache_counts counts = hr_tuple_cache_counts(&worker.cache);
    assert_int_equal(hr_tuple_cache_parked(&worker.cache, 3), 7);
    assert_int_equal(counts.hits, 2 + 7 + 7);
    assert_int_equal(counts.misses, 5 * 2 + 5);
    assert_int_equal(counts.parked, 4 * 2 + 7);
    assert_int_equal(counts.handed_over + counts.received + counts.drained, 0);
    hr_tuple_cache_clean_up(&worker.cache);
}

/* What a thread left in its own cache as seen by its last destructor, after ours. */
struct seen {
    struct hr_tuple_cache *cache, *again;
    struct hr_tuple_cache_counts while_alive, at_end;
    bool is_fresh;
};

static pthread_key_t look_key;

/* Destructors run in the order in which the keys were made, as glibc and others do it. */
static void look(void *context) {
    struct seen *seen = context;
    seen->at_end = hr_tuple_cache_counts(seen->cache);
    seen->again = hr_tuple_cache_current(); /* made once more, and drained once more */
    seen->is_fresh = hr_tuple_cache_counts(seen->again).misses == 0;
    struct hr_box box = {.kind = HR_BOX_FLOAT, .reference_count = 1};
    struct hr_box *const of[] = {&box};
    make_and_release(seen->again, of, 1, 2);
}

static void *work_with_current(void *context) {
    struct seen *seen = context;
    struct hr_box box = {.kind = HR_BOX_FLOAT, .reference_count = 1};
    struct hr_box *const of[] = {&box, &box};
    seen->cache = hr_tuple_cache_current();
    make_and_release(seen->cache, of, 2, 20);
    make_and_release(hr_tuple_cache_current(), of, 2, 20);
    seen->while_alive = hr_tuple_cache_counts(seen->cache);
    (void)pthread_setspecific(look_key, seen);
    return NULL;
}

static void test_tuple_cache_current_is_one_per_thread_and_drained_at_its_end(void **state) {
    struct hr_tuple_cache *mine = hr_tuple_cache_current();
    struct seen seen[2];
    pthread_t threads[2];
    (void)state;
    assert_ptr_equal(hr_tuple_cache_current(), mine);
    assert_true(hr_tuple_cache_is_mine(mine));
    assert_int_equal(mine->max_length, 20);
    assert_int_equal(mine->limit, 2000);
    assert_int_equal(pthread_key_create(&look_key, look), 0);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, work_with_current, &seen[i]), 0);
    }
    park(mine, 2, 5);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_ptr_not_equal(seen[i].cache, mine);
        assert_int_equal(seen[i].while_alive.parked, 20);
        assert_int_equal(seen[i].while_alive.hits, 20);
        assert_int_equal(seen[i].while_alive.drained, 0);
        assert_int_equal(seen[i].at_end.parked, 0);
        assert_int_equal(seen[i].at_end.drained, 20);
        assert_ptr_equal(seen[i].again, seen[i].cache);
        assert_true(seen[i].is_fresh);
    }
    assert_int_equal(pthread_key_delete(look_key), 0);
    assert_int_equal(hr_tuple_cache_parked(mine, 2), 5);
    hr_tuple_cache_drain(mine);
}

/* Whether this process's current cache keeps nothing. By exit, which writes coverage down. */
static void exit_if_nothing_is_kept(void) {
    struct hr_tuple_cache *cache = hr_tuple_cache_current();
    park(cache, 3, 10);
    exit(cache->max_length == 0 && hr_tuple_cache_current() == cache &&
                 hr_tuple_cache_counts(cache).parked == 0
             ? 0
             : 1);
}

static size_t use_up_keys(size_t most) {
    pthread_key_t key;
    size_t count = 0;
    while (count < most && pthread_key_create(&key, NULL) == 0) {
        count++;
    }
    return count;
}

static void use_current_without_keys(void) {
    (void)use_up_keys(SIZE_MAX);
    exit_if_nothing_is_kept();
}

/* The C library keeps the values of its first 32 keys in place, and allocates for others. */
static void use_current_without_memory(void) {
    struct rlimit before;
    static void *blocks[1 << 20];
    size_t count = 0;
    (void)use_up_keys(40);
    (void)getrlimit(RLIMIT_DATA, &before);
    (void)setrlimit(RLIMIT_DATA, &(struct rlimit){4096, before.rlim_max});
    for (size_t bytes = 1 << 16; bytes >= 16; bytes /= 2) {
        while (count < sizeof blocks / sizeof blocks[0] &&
               (blocks[count] = malloc(bytes)) != NULL) {
            count++;
        }
    }
    (void)hr_tuple_cache_current();
    (void)setrlimit(RLIMIT_DATA, &before);
    while (count > 0) {
        free(blocks[--count]);
    }
    exit_if_nothing_is_kept();
}

static void test_tuple_cache_current_keeps_nothing_where_no_end_can_be_noted(void **state) {
    (void)state;
    assert_true(child_succeeds(use_current_without_keys));
    if (!IS_SANITIZED) { /* which ends the process when there is no memory */
        assert_true(child_succeeds(use_current_without_memory));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        /* First: the child must not have a current cache yet. */
        cmocka_unit_test(test_tuple_cache_current_keeps_nothing_where_no_end_can_be_noted),
        cmocka_unit_test(test_tuple_cache_merge_moves_to_the_limit_and_frees_the_rest),
        cmocka_unit_test(test_tuple_cache_merge_lets_the_other_use_what_came),
        cmocka_unit_test(test_tuple_cache_merge_of_another_allocator_gives_all_back),
        cmocka_unit_test(test_tuple_cache_of_ended_threads_is_merged_by_the_next_owner),
        cmocka_unit_test(test_tuple_cache_given_whole_keeps_tuples_and_counts),
        cmocka_unit_test(test_tuple_cache_current_is_one_per_thread_and_drained_at_its_end),
    };
    return cmocka_run_group_tests(tests, fill_items, NULL);
}
