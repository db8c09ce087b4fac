// links: headroom-structures
/*
 * test_tuple_cache.c - the presets, the counts against a model under random operations, draining,
 * and what the invariants notice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <headroom/tuple.h>

enum { LONGEST = 25, PRESETS = 5 };

static struct hr_box shared_box = {.kind = HR_BOX_INTEGER, .reference_count = 1};
static struct hr_box *items[LONGEST];

static int fill_items(void **state) {
    (void)state;
    for (size_t i = 0; i < LONGEST; i++) {
        items[i] = &shared_box;
    }
    return 0;
}

struct fixture {
    struct hr_counting_allocator counting;
    struct hr_tuple_cache cache;
};

static void begin_with(struct fixture *fixture, size_t max_length, size_t limit) {
    const struct hr_tuple_cache_preset preset = {.max_length = max_length, .limit = limit};
    hr_counting_allocator_init(&fixture->counting, hr_allocator_find("heap"));
    hr_tuple_cache_init(&fixture->cache, &fixture->counting.allocator, &preset);
}

static void begin(struct fixture *fixture, const char *preset) {
    const struct hr_tuple_cache_preset *found = hr_tuple_cache_preset_find(preset);
    begin_with(fixture, found->max_length, found->limit);
}

static void end(struct fixture *fixture) {
    assert_true(hr_tuple_cache_is_valid(&fixture->cache));
    hr_tuple_cache_clean_up(&fixture->cache);
    assert_int_equal(fixture->counting.counts.live_bytes, 0);
    assert_int_equal(fixture->counting.counts.live_blocks, 0);
    assert_int_equal(shared_box.reference_count, 1);
}

static struct hr_tuple *make(struct hr_tuple_cache *cache, size_t length) {
    struct hr_tuple *tuple = NULL;
    assert_int_equal(hr_tuple_new(cache, items, length, &tuple), HR_OK);
    assert_int_equal(tuple->length, length);
    return tuple;
}

static void test_tuple_cache_presets_have_their_numbers(void **state) {
    static const struct {
        const char *name;
        size_t max_length, limit;
    } expected[] = {{"book", 20, 20000},
                    {"cpython-3.10", 19, 2000},
                    {"cpython-3.11", 20, 2000},
                    {"cpython-3.14", 20, 2000},
                    {"off", 0, 0}};
    (void)state;
    for (size_t i = 0; i < PRESETS; i++) {
        const struct hr_tuple_cache_preset *preset = hr_tuple_cache_preset_at(i);
        assert_string_equal(preset->name, expected[i].name);
        assert_ptr_equal(hr_tuple_cache_preset_find(expected[i].name), preset);
        assert_int_equal(preset->max_length, expected[i].max_length);
        assert_int_equal(preset->limit, expected[i].limit);
    }
    assert_null(hr_tuple_cache_preset_at(PRESETS));
    assert_null(hr_tuple_cache_preset_at(SIZE_MAX));
    assert_null(hr_tuple_cache_preset_find("cpython"));
    assert_null(hr_tuple_cache_preset_find(""));
}

/* Releases limit + 1 tuples of a length: how many are parked afterwards. */
static uint64_t parked_of(struct fixture *fixture, size_t length, size_t count) {
    static struct hr_tuple *tuples[20001];
    for (size_t i = 0; i < count; i++) {
        tuples[i] = make(&fixture->cache, length);
    }
    const uint64_t before = hr_tuple_cache_counts(&fixture->cache).parked;
    for (size_t i = 0; i < count; i++) {
        hr_tuple_release(&fixture->cache, tuples[i]);
    }
    return hr_tuple_cache_counts(&fixture->cache).parked - before;
}

static void test_tuple_cache_each_preset_parks_its_lengths_to_its_limit(void **state) {
    (void)state;
    for (size_t i = 0; i < PRESETS; i++) {
        const struct hr_tuple_cache_preset *preset = hr_tuple_cache_preset_at(i);
        struct fixture fixture;
        begin(&fixture, preset->name);
        uint64_t refused = 0;
        for (size_t length = 0; length <= 22; length++) {
            const bool is_cached = length > 0 && length <= preset->max_length;
            const uint64_t expected = is_cached ? preset->limit : 0;
            assert_int_equal(parked_of(&fixture, length, preset->limit + 1), expected);
            refused += is_cached;
            assert_int_equal(hr_tuple_cache_counts(&fixture.cache).refused, refused);
        }
        const struct hr_tuple_cache_counts counts = hr_tuple_cache_counts(&fixture.cache);
        assert_int_equal(counts.parked, preset->max_length * preset->limit);
        assert_int_equal(counts.parked_bytes, fixture.counting.counts.live_bytes);
        assert_int_equal(counts.misses, preset->max_length * (preset->limit + 1));
        assert_int_equal(counts.hits, 0);
        end(&fixture);
    }
}

static void test_tuple_cache_gives_back_the_last_released_first(void **state) {
    struct fixture fixture;
    (void)state;
    begin(&fixture, "cpython-3.11");
    struct hr_tuple *first = make(&fixture.cache, 3), *second = make(&fixture.cache, 3);
    hr_tuple_release(&fixture.cache, first);
    hr_tuple_release(&fixture.cache, second);
    assert_ptr_equal(make(&fixture.cache, 3), second);
    assert_ptr_equal(make(&fixture.cache, 3), first);
    assert_int_equal(fixture.counting.counts.allocate_calls, 2);
    struct hr_tuple *other = make(&fixture.cache, 4); /* another length, another bucket */
    assert_int_equal(fixture.counting.counts.allocate_calls, 3);
    hr_tuple_release(&fixture.cache, first);
    hr_tuple_release(&fixture.cache, second);
    hr_tuple_release(&fixture.cache, other);
    end(&fixture);
}

static void test_tuple_cache_drain_empties_and_keeps_the_counts(void **state) {
    struct fixture fixture;
    (void)state;
    begin(&fixture, "book");
    assert_int_equal(parked_of(&fixture, 5, 10), 10);
    hr_tuple_release(&fixture.cache, make(&fixture.cache, 5));
    hr_tuple_cache_drain(&fixture.cache);
    const struct hr_tuple_cache_counts counts = hr_tuple_cache_counts(&fixture.cache);
    assert_int_equal(counts.parked, 0);
    assert_int_equal(counts.parked_bytes, 0);
    assert_int_equal(counts.hits, 1);
    assert_int_equal(counts.misses, 10);
    assert_int_equal(counts.drained, 10);
    assert_int_equal(counts.handed_over, 0);
    assert_int_equal(counts.received, 0);
    assert_int_equal(fixture.counting.counts.live_bytes, 0);
    hr_tuple_release(&fixture.cache, make(&fixture.cache, 5)); /* it still works */
    assert_int_equal(hr_tuple_cache_counts(&fixture.cache).misses, 11);
    end(&fixture);
}

static void test_tuple_cache_trim_keeps_so_many_of_each_length(void **state) {
    static const size_t keeps[] = {SIZE_MAX, 8, 7, 6, 1, 0};
    struct fixture fixture;
    (void)state;
    begin(&fixture, "cpython-3.10");
    assert_int_equal(parked_of(&fixture, 1, 7), 7);
    assert_int_equal(parked_of(&fixture, 2, 3), 3);
    assert_int_equal(parked_of(&fixture, 19, 7), 7);
    for (size_t i = 0; i < sizeof keeps / sizeof keeps[0]; i++) {
        const uint64_t most = keeps[i] < 7 ? keeps[i] : 7, few = keeps[i] < 3 ? keeps[i] : 3;
        hr_tuple_cache_trim(&fixture.cache, keeps[i]);
        assert_true(hr_tuple_cache_is_valid(&fixture.cache));
        assert_int_equal(hr_tuple_cache_parked(&fixture.cache, 1), most);
        assert_int_equal(hr_tuple_cache_parked(&fixture.cache, 2), few);
        assert_int_equal(hr_tuple_cache_parked(&fixture.cache, 19), most);
        const struct hr_tuple_cache_counts counts = hr_tuple_cache_counts(&fixture.cache);
        assert_int_equal(counts.parked, 2 * most + few);
        assert_int_equal(counts.drained, 17 - 2 * most - few);
        assert_int_equal(counts.parked_bytes, fixture.counting.counts.live_bytes);
        assert_int_equal(counts.hits, 0);
    }
    assert_int_equal(parked_of(&fixture, 1, 7), 7); /* the limit is as it was */
    end(&fixture);
}

static void test_tuple_cache_parked_of_lengths_without_bucket_is_0(void **state) {
    struct fixture fixture;
    (void)state;
    begin(&fixture, "cpython-3.11");
    assert_int_equal(parked_of(&fixture, 20, 2), 2);
    assert_int_equal(hr_tuple_cache_parked(&fixture.cache, 20), 2);
    assert_int_equal(hr_tuple_cache_parked(&fixture.cache, 0), 0);
    assert_int_equal(hr_tuple_cache_parked(&fixture.cache, 21), 0);
    assert_int_equal(hr_tuple_cache_parked(&fixture.cache, SIZE_MAX), 0);
    end(&fixture);
}

static void test_tuple_cache_preset_beyond_the_buckets_is_cut(void **state) {
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, 21, 5);
    assert_int_equal(fixture.cache.max_length, 20);
    assert_int_equal(parked_of(&fixture, 20, 6), 5);
    assert_int_equal(parked_of(&fixture, 21, 6), 0);
    assert_int_equal(hr_tuple_cache_counts(&fixture.cache).misses, 6);
    assert_int_equal(hr_tuple_cache_counts(&fixture.cache).refused, 1);
    end(&fixture);
}

/* What the cache should have done, counted without lists. */
struct model {
    uint64_t parked[LONGEST + 1];
    uint64_t hits, misses, refused, drained;
};

static void compare(const struct fixture *fixture, const struct model *model) {
    const struct hr_tuple_cache_counts counts = hr_tuple_cache_counts(&fixture->cache);
    uint64_t parked = 0, bytes = 0;
    for (size_t length = 1; length <= LONGEST; length++) {
        parked += model->parked[length];
        bytes += model->parked[length] * (24 + 8 * length);
    }
    assert_int_equal(counts.hits, model->hits);
    assert_int_equal(counts.misses, model->misses);
    assert_int_equal(counts.refused, model->refused);
    assert_int_equal(counts.drained, model->drained);
    assert_int_equal(counts.parked, parked);
    assert_int_equal(counts.parked_bytes, bytes);
}

static void model_new(struct model *model, const struct hr_tuple_cache *cache, size_t length) {
    if (length > 0 && length <= cache->max_length) {
        if (model->parked[length] > 0) {
            model->parked[length]--;
            model->hits++;
        } else {
            model->misses++;
        }
    }
}

static void model_release(struct model *model, const struct hr_tuple_cache *cache, size_t length) {
    if (length > 0 && length <= cache->max_length) {
        if (model->parked[length] < cache->limit) {
            model->parked[length]++;
        } else {
            model->refused++;
        }
    }
}

static void model_trim(struct model *model, size_t keep) {
    for (size_t length = 1; length <= LONGEST; length++) {
        if (model->parked[length] > keep) {
            model->drained += model->parked[length] - keep;
            model->parked[length] = keep;
        }
    }
}

static void random_operations(size_t max_length, size_t limit, uint64_t seed) {
    enum { LIVE = 200, OPERATIONS = 30000 };
    struct hr_tuple *live[LIVE] = {NULL};
    struct model model = {.hits = 0};
    struct fixture fixture;
    begin_with(&fixture, max_length, limit);
    for (size_t i = 0; i < OPERATIONS; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        struct hr_tuple **place = &live[(seed >> 33) % LIVE];
        if (*place == NULL) {
            const size_t length = (seed >> 45) % (LONGEST + 1);
            *place = make(&fixture.cache, length);
            model_new(&model, &fixture.cache, length);
        } else {
            model_release(&model, &fixture.cache, (*place)->length);
            hr_tuple_release(&fixture.cache, *place);
            *place = NULL;
        }
        if (i % 1000 == 999) {
            const size_t keep = i % 3000 == 999 ? 0 : i % 7;
            hr_tuple_cache_trim(&fixture.cache, keep);
            model_trim(&model, keep);
        }
        compare(&fixture, &model);
        assert_true(i % 64 != 0 || hr_tuple_cache_is_valid(&fixture.cache));
    }
    assert_true(model.hits > 100 || fixture.cache.max_length == 0 || limit == 0);
    for (size_t i = 0; i < LIVE; i++) {
        if (live[i] != NULL) {
            hr_tuple_release(&fixture.cache, live[i]);
        }
    }
    end(&fixture);
}

static void test_tuple_cache_random_operations_equal_the_model(void **state) {
    (void)state;
    random_operations(20, 3, 1); /* small limits, so that refusals happen */
    random_operations(19, 1, 2);
    random_operations(20, 2000, 3);
    random_operations(20, 0, 4);
    random_operations(0, 0, 5);
    random_operations(0, 10, 6);
}

static void expect_damage(struct hr_tuple_cache *cache, size_t *place, size_t value) {
    const size_t saved = *place;
    *place = value;
    assert_false(hr_tuple_cache_is_valid(cache));
    *place = saved;
    assert_true(hr_tuple_cache_is_valid(cache));
}

static void test_tuple_cache_is_valid_notices_damage(void **state) {
    struct fixture fixture;
    (void)state;
    begin(&fixture, "cpython-3.11");
    struct hr_tuple *pair = make(&fixture.cache, 2), *other = make(&fixture.cache, 2);
    hr_tuple_release(&fixture.cache, pair);
    hr_tuple_release(&fixture.cache, other);
    struct hr_tuple_cache *cache = &fixture.cache;
    assert_true(hr_tuple_cache_is_valid(cache));
    pair->next = other; /* a circle */
    assert_false(hr_tuple_cache_is_valid(cache));
    pair->next = NULL;
    expect_damage(cache, &cache->buckets[2].given, 1);
    expect_damage(cache, &cache->buckets[2].given, 3);
    expect_damage(cache, &cache->buckets[2].taken, 1);
    expect_damage(cache, &cache->buckets[1].given, 1);
    expect_damage(cache, &cache->buckets[0].given, 1);
    expect_damage(cache, &cache->buckets[0].limit, 1);
    expect_damage(cache, &cache->buckets[20].limit, 0);
    expect_damage(cache, &cache->limit, 1);
    expect_damage(cache, &cache->max_length, 19);
    expect_damage(cache, &cache->max_length, 21);
    expect_damage(cache, &pair->length, 3);
    expect_damage(cache, &other->length, 1);
    expect_damage(cache, &pair->reference_count, 2);
    expect_damage(cache, &other->reference_count, 0);
    cache->buckets[0].first = pair;
    assert_false(hr_tuple_cache_is_valid(cache));
    cache->buckets[0].first = NULL;
    const struct hr_allocator *allocator = cache->allocator;
    cache->allocator = NULL;
    assert_false(hr_tuple_cache_is_valid(cache));
    cache->allocator = allocator;
    end(&fixture);
}

/* A bucket that is fuller than its limit: nothing else is wrong with it. */
static void test_tuple_cache_is_valid_notices_more_than_the_limit(void **state) {
    struct fixture fixture;
    (void)state;
    begin_with(&fixture, 20, 2);
    assert_int_equal(parked_of(&fixture, 4, 3), 2);
    struct hr_tuple_cache *cache = &fixture.cache;
    cache->limit = 1;
    for (size_t length = 1; length <= 20; length++) {
        cache->buckets[length].limit = 1;
    }
    assert_false(hr_tuple_cache_is_valid(cache));
    struct hr_tuple *out = cache->buckets[4].first;
    cache->buckets[4].first = out->next;
    cache->buckets[4].taken++;
    assert_true(hr_tuple_cache_is_valid(cache));
    cache->buckets[4].taken--; /* and one is missing */
    assert_false(hr_tuple_cache_is_valid(cache));
    cache->buckets[4].taken++;
    hr_tuple_cache_clean_up(cache);
    hr_release(cache->allocator, out, hr_tuple_bytes(4));
    assert_int_equal(fixture.counting.counts.live_blocks, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tuple_cache_presets_have_their_numbers),
        cmocka_unit_test(test_tuple_cache_each_preset_parks_its_lengths_to_its_limit),
        cmocka_unit_test(test_tuple_cache_gives_back_the_last_released_first),
        cmocka_unit_test(test_tuple_cache_drain_empties_and_keeps_the_counts),
        cmocka_unit_test(test_tuple_cache_trim_keeps_so_many_of_each_length),
        cmocka_unit_test(test_tuple_cache_parked_of_lengths_without_bucket_is_0),
        cmocka_unit_test(test_tuple_cache_preset_beyond_the_buckets_is_cut),
        cmocka_unit_test(test_tuple_cache_random_operations_equal_the_model),
        cmocka_unit_test(test_tuple_cache_is_valid_notices_damage),
        cmocka_unit_test(test_tuple_cache_is_valid_notices_more_than_the_limit),
    };
    return cmocka_run_group_tests(tests, fill_items, NULL);
}
