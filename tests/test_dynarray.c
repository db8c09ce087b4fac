// links: headroom-structures
/*
 * test_dynarray.c - what each operation does, the costs of building by appends against the closed
 * formula, and random operations against a model, under every policy and allocator.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <headroom/dynarray.h>

#include "support/model.h"
#include "support/policies.h"
#include "support/push_oracle.h"

HR_DYNARRAY_DEFINE(numbers, uint64_t);
HR_DYNARRAY_DEFINE(bytes, unsigned char);

static struct hr_dynarray_config config_of(const char *allocator, const char *growth) {
    struct hr_dynarray_config config = {.allocator = hr_allocator_find(allocator),
                                        .growth = hr_growth_find(growth)};
    assert_non_null(config.allocator);
    assert_non_null(config.growth);
    return config;
}

static void push_up_to(struct numbers *array, size_t length) {
    while (numbers_length(array) < length) {
        assert_int_equal(numbers_push(array, numbers_length(array)), HR_OK);
    }
}

static void assert_holds(const struct numbers *array, const uint64_t *expected, size_t length) {
    assert_true(numbers_is_valid(array));
    assert_int_equal(numbers_length(array), length);
    for (size_t i = 0; i < length; i++) {
        assert_int_equal(*numbers_at(array, i), expected[i]);
    }
}

static void test_dynarray_empty_owns_nothing_and_refuses_removals(void **state) {
    (void)state;
    struct hr_counting_allocator counting;
    hr_counting_allocator_init(&counting, hr_allocator_find("heap"));
    const struct hr_dynarray_config config = {.allocator = &counting.allocator,
                                              .growth = hr_growth_find("libstdcxx")};
    struct numbers array;
    numbers_init(&array, &config);
    uint64_t value = 77;
    assert_int_equal(numbers_pop(&array, &value), HR_OUT_OF_RANGE);
    assert_int_equal(value, 77);
    assert_int_equal(numbers_erase(&array, 0, 1), HR_OUT_OF_RANGE);
    assert_int_equal(numbers_erase(&array, 1, 0), HR_OUT_OF_RANGE);
    assert_int_equal(numbers_erase(&array, 0, 0), HR_OK);
    assert_int_equal(numbers_insert(&array, 1, 5), HR_OUT_OF_RANGE);
    assert_int_equal(numbers_extend(&array, &value, 0), HR_OK);
    assert_int_equal(numbers_extend(&array, NULL, 0), HR_OK);
    assert_int_equal(numbers_extend(&array, NULL, 1), HR_INVALID);
    assert_int_equal(numbers_construct(&array, NULL, 0), HR_OK);
    assert_int_equal(numbers_resize(&array, 0), HR_OK);
    assert_int_equal(numbers_reserve(&array, 0), HR_OK);
    assert_int_equal(numbers_shrink_to_fit(&array), HR_OK);
    numbers_clear(&array);
    numbers_clean_up(&array);
    assert_null(numbers_items(&array));
    assert_true(numbers_is_valid(&array));
    assert_int_equal(counting.counts.allocate_calls + counting.counts.resize_calls, 0);
    assert_int_equal(counting.counts.release_calls + counting.counts.failed_calls, 0);
}

static void test_dynarray_insert_and_erase_move_the_tail(void **state) {
    (void)state;
    const struct hr_dynarray_config config = config_of("heap", "libstdcxx");
    struct numbers array;
    numbers_init(&array, &config);
    push_up_to(&array, 4);
    assert_int_equal(numbers_insert(&array, 0, 100), HR_OK);
    assert_int_equal(numbers_insert(&array, 5, 101), HR_OK);
    assert_int_equal(numbers_insert(&array, 2, 102), HR_OK);
    assert_holds(&array, (const uint64_t[]){100, 0, 102, 1, 2, 3, 101}, 7);
    assert_int_equal(numbers_insert(&array, 8, 103), HR_OUT_OF_RANGE);
    assert_int_equal(numbers_erase(&array, 1, 2), HR_OK);
    assert_holds(&array, (const uint64_t[]){100, 1, 2, 3, 101}, 5);
    assert_int_equal(numbers_erase(&array, 3, 3), HR_OUT_OF_RANGE);
    assert_int_equal(numbers_erase(&array, 1, SIZE_MAX), HR_OUT_OF_RANGE);
    assert_int_equal(numbers_erase(&array, 3, 2), HR_OK);
    assert_holds(&array, (const uint64_t[]){100, 1, 2}, 3);
    numbers_clean_up(&array);
}

static void test_dynarray_extend_with_its_own_elements_copies_the_old_values(void **state) {
    (void)state;
    const char *const allocators[] = {"heap", "copying", "mapped", "reserved", "reserved-all"};
    for (size_t a = 0; a < 5; a++) {
        const struct hr_dynarray_config config = config_of(allocators[a], "exact");
        struct numbers array;
        numbers_init(&array, &config);
        push_up_to(&array, 3);
        assert_int_equal(numbers_extend(&array, numbers_at(&array, 1), 2), HR_OK);
        assert_int_equal(numbers_extend(&array, numbers_items(&array), 5), HR_OK);
        assert_holds(&array, (const uint64_t[]){0, 1, 2, 1, 2, 0, 1, 2, 1, 2}, 10);
        /* Over the border of 128 KiB, where the block moves. */
        while (numbers_length(&array) < 40000) {
            size_t length = numbers_length(&array);
            assert_int_equal(numbers_extend(&array, numbers_items(&array), length), HR_OK);
            assert_memory_equal(numbers_items(&array), numbers_at(&array, length),
                                length * sizeof(uint64_t));
        }
        numbers_clean_up(&array);
    }
}

static void test_dynarray_construct_is_exact_zeroed_and_for_empty_arrays_only(void **state) {
    (void)state;
    struct hr_growth_named named;
    const struct hr_growth *growth;
    for (size_t p = 0; (growth = policies_at(p, &named)) != NULL; p++) {
        const struct hr_dynarray_config config = {.allocator = hr_allocator_find("heap"),
                                                  .growth = growth};
        bool is_exact = !growth->takes_good_size && strcmp(growth->name, "swift") != 0;
        struct numbers array;
        numbers_init(&array, &config);
        assert_int_equal(numbers_construct(&array, NULL, 7), HR_OK);
        assert_true(is_exact ? numbers_capacity(&array) == 7 : numbers_capacity(&array) >= 7);
        assert_holds(&array, (const uint64_t[7]){0}, 7);
        assert_int_equal(numbers_construct(&array, NULL, 7), HR_INVALID);
        numbers_clear(&array);
        assert_int_equal(numbers_construct(&array, NULL, 7), HR_INVALID);
        numbers_clean_up(&array);
        assert_int_equal(numbers_construct(&array, (const uint64_t[]){3, 2, 1}, 3), HR_OK);
        assert_holds(&array, (const uint64_t[]){3, 2, 1}, 3);
        numbers_clean_up(&array);
    }
}

static void test_dynarray_reserve_resize_clear_and_fit_set_the_capacity(void **state) {
    (void)state;
    const struct hr_dynarray_config config = config_of("heap", "libstdcxx");
    struct numbers array;
    numbers_init(&array, &config);
    assert_int_equal(numbers_reserve(&array, 100), HR_OK);
    assert_int_equal(numbers_capacity(&array), 100);
    assert_int_equal(numbers_reserve(&array, 99), HR_OK);
    assert_int_equal(numbers_capacity(&array), 100);
    push_up_to(&array, 3);
    assert_int_equal(numbers_resize(&array, 5), HR_OK);
    assert_holds(&array, (const uint64_t[]){0, 1, 2, 0, 0}, 5);
    assert_int_equal(numbers_resize(&array, 2), HR_OK);
    assert_int_equal(numbers_capacity(&array), 100);
    assert_int_equal(numbers_resize(&array, 100), HR_OK);
    assert_int_equal(numbers_reserve(&array, 101), HR_OK); /* reserve is exact, extend doubles */
    assert_int_equal(numbers_capacity(&array), 101);
    assert_int_equal(numbers_resize(&array, 2), HR_OK);
    assert_int_equal(numbers_shrink_to_fit(&array), HR_OK);
    assert_int_equal(numbers_capacity(&array), 2);
    assert_holds(&array, (const uint64_t[]){0, 1}, 2);
    numbers_clear(&array);
    assert_int_equal(numbers_capacity(&array), 2);
    assert_int_equal(numbers_shrink_to_fit(&array), HR_OK);
    assert_int_equal(numbers_capacity(&array), 0);
    assert_null(numbers_items(&array));
    numbers_clean_up(&array);
}

static void test_dynarray_pop_by_cpythons_rule_gives_memory_back_to_the_last(void **state) {
    (void)state;
    /* 100 appended elements popped one by one: capacity after each change, CPython 3.8 and 3.11. */
    const size_t after_27[] = {106, 64, 40, 27, 19, 12, 8, 6, 5, 4, 0};
    const size_t after_39[] = {108, 64, 40, 24, 16, 12, 8, 4, 0};
    const size_t *const expected[] = {after_27, after_39};
    const char *const policies[] = {"cpython-2.7", "cpython-3.9"};
    for (size_t p = 0; p < 2; p++) {
        const struct hr_dynarray_config config = config_of("heap", policies[p]);
        struct numbers array;
        numbers_init(&array, &config);
        push_up_to(&array, 100);
        size_t step = 0;
        for (size_t left = 100; left > 0; left--) {
            uint64_t value = 0;
            assert_int_equal(numbers_pop(&array, &value), HR_OK);
            assert_int_equal(value, left - 1);
            if (numbers_capacity(&array) != expected[p][step]) {
                step++;
            }
            assert_int_equal(numbers_capacity(&array), expected[p][step]);
        }
        assert_null(numbers_items(&array));
    }
}

static void test_dynarray_grow_and_shrink_ask_only_where_they_must(void **state) {
    (void)state;
    struct hr_counting_allocator counting;
    hr_counting_allocator_init(&counting, hr_allocator_find("heap"));
    const struct hr_dynarray_config config = {.allocator = &counting.allocator,
                                              .growth = hr_growth_find("cpython-3.9")};
    struct numbers array;
    numbers_init(&array, &config);
    assert_int_equal(numbers_construct(&array, NULL, 6), HR_OK);
    assert_int_equal(hr_dynarray_grow(&array.core, 8, 6, HR_GROWTH_PUSH), HR_OK);
    assert_int_equal(numbers_capacity(&array), 6);
    array.core.length = 3; /* half of it is in use: the block stays */
    hr_dynarray_shrink(&array.core, 8, 6);
    assert_int_equal(numbers_capacity(&array), 6);
    assert_int_equal(counting.counts.resize_calls, 0);
    array.core.length = 1;
    hr_dynarray_shrink(&array.core, 8, 6);
    assert_int_equal(numbers_capacity(&array), 4);
    assert_int_equal(hr_dynarray_grow(&array.core, 8, 7, HR_GROWTH_PUSH), HR_OK);
    assert_int_equal(numbers_shrink_to_fit(&array), HR_OK);
    hr_dynarray_shrink(&array.core, 8, 2); /* one of one slot */
    assert_int_equal(numbers_capacity(&array), 1);
    assert_int_equal(numbers_erase(&array, 0, 1), HR_OK); /* none of one slot */
    assert_int_equal(numbers_capacity(&array), 0);
    numbers_clean_up(&array);
}

static void test_dynarray_footprint_splits_the_block(void **state) {
    (void)state;
    const struct hr_dynarray_config config = config_of("heap", "libstdcxx");
    struct numbers array;
    numbers_init(&array, &config);
    push_up_to(&array, 5);
    struct hr_footprint footprint = numbers_footprint(&array);
    assert_int_equal(footprint.length, 5);
    assert_int_equal(footprint.capacity, 8);
    assert_int_equal(footprint.payload_bytes, 40);
    assert_int_equal(footprint.headroom_bytes, 24);
    assert_int_equal(footprint.overhead_bytes, sizeof array);
    assert_int_equal(footprint.object_bytes + footprint.parked_bytes, 0);
    assert_true(hr_headroom_percent(&footprint) == 60.0);
    numbers_clean_up(&array);
    footprint = numbers_footprint(&array);
    assert_true(hr_headroom_percent(&footprint) == 0.0);
}

static void test_dynarray_is_valid_sees_each_broken_invariant(void **state) {
    (void)state;
    const struct hr_dynarray_config config = config_of("heap", "libstdcxx");
    const struct hr_dynarray_config no_growth = {.allocator = config.allocator};
    const struct hr_dynarray_config no_allocator = {.growth = config.growth};
    uint64_t item = 0;
    const struct hr_dynarray good = {&item, 1, 1, &config};
    assert_true(hr_dynarray_is_valid(&good, 8));
    assert_false(hr_dynarray_is_valid(&good, 0));
    assert_false(hr_dynarray_is_valid(NULL, 8));
    const struct hr_dynarray bad[] = {{&item, 2, 1, &config},          {NULL, 0, 1, &config},
                                      {&item, 0, 0, &config},          {&item, 1, 1, NULL},
                                      {&item, 1, 1, &no_growth},       {&item, 1, 1, &no_allocator},
                                      {&item, 1, PTRDIFF_MAX, &config}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(hr_dynarray_is_valid(&bad[i], 8));
    }
}

static void test_dynarray_100_million_and_one_have_the_capacities_of_the_book(void **state) {
    (void)state;
    const struct {
        const char *policy;
        size_t capacity;
    } rows[] = {{"cpython-2.7", 112500007},
                {"cpython-3.9", 112500004},
                {"libstdcxx", 200000000},
                {"java", 150000000},
                {"exact", 100000001}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct hr_dynarray_config config = config_of("reserved", rows[i].policy);
        struct bytes array;
        bytes_init(&array, &config);
        assert_int_equal(bytes_construct(&array, NULL, 100000000), HR_OK);
        assert_int_equal(bytes_capacity(&array), 100000000);
        assert_int_equal(bytes_push(&array, 9), HR_OK);
        assert_int_equal(bytes_capacity(&array), rows[i].capacity);
        assert_int_equal(bytes_length(&array), 100000001);
        assert_int_equal(*bytes_at(&array, 100000000), 9);
        bytes_clean_up(&array);
    }
}

/* One array grown by pushes to 10,000: after each push it is the array of that length. */
static void check_costs(const struct hr_growth *growth, const char *allocator) {
    struct hr_counting_allocator counting;
    hr_counting_allocator_init(&counting, hr_allocator_find(allocator));
    const struct hr_dynarray_config config = {.allocator = &counting.allocator, .growth = growth};
    struct push_oracle oracle = {.policy = growth->name, .element_bytes = sizeof(uint64_t)};
    bool copies = strcmp(allocator, "copying") == 0;
    struct numbers array;
    numbers_init(&array, &config);
    for (size_t length = 0; length <= 10000; length++) {
        push_up_to(&array, length);
        push_oracle_advance(&oracle, length);
        const struct hr_block_counts *counts = &counting.counts;
        assert_int_equal(numbers_capacity(&array), oracle.capacity);
        assert_int_equal(counts->allocate_calls + counts->resize_calls, oracle.requests);
        assert_int_equal(counts->allocate_calls, length > 0);
        assert_int_equal(counts->requested_bytes, oracle.requested_bytes);
        assert_int_equal(counts->total_bytes, oracle.capacity * sizeof(uint64_t));
        assert_int_equal(counts->live_bytes, oracle.capacity * sizeof(uint64_t));
        assert_true(!copies || counts->copied_bytes == oracle.copied_if_all_copied);
        assert_true(counts->copied_bytes <= oracle.copied_if_all_copied);
    }
    numbers_clean_up(&array);
    assert_int_equal(counting.counts.live_bytes, 0);
    assert_int_equal(counting.counts.release_calls, 1);
}

static void test_dynarray_appends_cost_what_the_closed_formula_says(void **state) {
    (void)state;
    for (size_t p = 0; push_oracle_policy(p) != NULL; p++) {
        const struct hr_growth *growth = hr_growth_find(push_oracle_policy(p));
        check_costs(growth, "heap");
        check_costs(growth, "copying");
        check_costs(growth, "mapped");
        check_costs(growth, "reserved");
        check_costs(growth, "reserved-all");
    }
}

/* An allocator whose blocks are multiples of 100 bytes, and says so. */
static size_t hundreds(void *context, size_t bytes) {
    (void)context;
    return bytes > SIZE_MAX - 99 ? bytes : (bytes + 99) / 100 * 100;
}

struct words3 {
    uint64_t word[3];
};
HR_DYNARRAY_DEFINE(triples, struct words3);

/* What is requested is the good size itself; slots are what fits in it, the rest is overhead. */
static void test_dynarray_good_sizes_are_requested_whole(void **state) {
    (void)state;
    struct hr_allocator allocator = *hr_allocator_find("heap");
    allocator.good_size = hundreds;
    struct hr_counting_allocator counting;
    hr_counting_allocator_init(&counting, &allocator);
    struct hr_growth_named named;
    const struct hr_dynarray_config config = {.allocator = &counting.allocator,
                                              .growth = hr_growth_parse("libstdcxx+good", &named)};
    struct triples array;
    triples_init(&array, &config);
    assert_int_equal(hr_dynarray_block_bytes(&array.core, sizeof(struct words3)), 0);
    /* 24, 120, 216 ... bytes: 100, 200, 400, 800, 1600 requested. */
    static const size_t capacities[] = {4, 8, 16, 33, 66};
    for (size_t i = 0; i < sizeof capacities / sizeof capacities[0]; i++) {
        while (triples_length(&array) < capacities[i]) {
            assert_int_equal(triples_push(&array, (struct words3){{i}}), HR_OK);
        }
        assert_int_equal(triples_capacity(&array), capacities[i]);
        assert_int_equal(counting.counts.live_bytes, 100 << i);
        const struct hr_footprint footprint = triples_footprint(&array);
        assert_int_equal(footprint.payload_bytes, capacities[i] * 24);
        assert_int_equal(footprint.headroom_bytes, 0);
        assert_int_equal(footprint.overhead_bytes,
                         sizeof array.core + (size_t)(100 << i) - capacities[i] * 24);
    }
    triples_clear(&array);
    assert_int_equal(triples_shrink_to_fit(&array), HR_OK);
    assert_int_equal(counting.counts.live_bytes, 0);
    assert_int_equal(triples_construct(&array, NULL, 5), HR_OK);
    assert_int_equal(triples_capacity(&array), 8);
    assert_int_equal(triples_shrink_to_fit(&array), HR_OK);
    assert_int_equal(triples_capacity(&array), 5);
    assert_int_equal(counting.counts.live_bytes, 200);
    triples_clean_up(&array);
    assert_int_equal(counting.counts.live_bytes, 0);
}

/* The parties of a random comparison. */
struct comparison {
    struct numbers array;
    struct model *model;
    uint64_t random;
};

static void insert_or_push(struct comparison *pair) {
    uint64_t value = model_random(&pair->random);
    size_t index = model_below(&pair->random, pair->model->length + 1);
    if (value % 2 == 0) {
        index = pair->model->length;
        assert_int_equal(numbers_push(&pair->array, value), HR_OK);
    } else {
        assert_int_equal(numbers_insert(&pair->array, index, value), HR_OK);
    }
    model_insert(pair->model, index, &value, 1);
}

static void extend_some(struct comparison *pair) {
    static uint64_t values[4096];
    size_t count = model_below(&pair->random, model_below(&pair->random, 4) == 0 ? 4096 : 30);
    bool own = model_below(&pair->random, 3) == 0;
    size_t from = own ? model_below(&pair->random, pair->model->length + 1) : 0;
    if (own && count > pair->model->length - from) {
        count = pair->model->length - from;
    }
    for (size_t i = 0; i < count; i++) {
        values[i] = own ? pair->model->items[from + i] : model_random(&pair->random);
    }
    const uint64_t *source = own && count > 0 ? numbers_at(&pair->array, from) : values;
    assert_int_equal(numbers_extend(&pair->array, source, count), HR_OK);
    model_insert(pair->model, pair->model->length, values, count);
}

static void erase_some(struct comparison *pair) {
    size_t index = model_below(&pair->random, pair->model->length + 1);
    size_t count = model_below(&pair->random, pair->model->length - index + 1);
    if (model_below(&pair->random, 4) != 0 && count > 5) {
        count = 5;
    }
    assert_int_equal(numbers_erase(&pair->array, index, count), HR_OK);
    model_erase(pair->model, index, count);
}

static void pop_some(struct comparison *pair) {
    for (size_t pops = model_below(&pair->random, 40); pops > 0; pops--) {
        uint64_t value = 0;
        enum hr_status status = numbers_pop(&pair->array, &value);
        assert_int_equal(status, pair->model->length == 0 ? HR_OUT_OF_RANGE : HR_OK);
        if (status == HR_OK) {
            assert_int_equal(value, pair->model->items[--pair->model->length]);
        }
    }
}

static void set_sizes(struct comparison *pair) {
    size_t length = model_below(&pair->random, 20000);
    switch (model_below(&pair->random, 8)) {
    case 0:
        assert_int_equal(numbers_resize(&pair->array, length), HR_OK);
        model_resize(pair->model, length);
        break;
    case 1:
        assert_int_equal(numbers_shrink_to_fit(&pair->array), HR_OK);
        assert_int_equal(numbers_capacity(&pair->array), pair->model->length);
        break;
    case 2:
        numbers_clear(&pair->array);
        pair->model->length = 0;
        break;
    case 3:
        numbers_clean_up(&pair->array);
        pair->model->length = 0;
        break;
    default:
        assert_int_equal(numbers_reserve(&pair->array, length), HR_OK);
        assert_true(numbers_capacity(&pair->array) >= length);
        break;
    }
}

static void operate(struct comparison *pair) {
    size_t choice = model_below(&pair->random, 32);
    if (pair->model->length > MODEL_ROOM - 8192) {
        assert_int_equal(numbers_erase(&pair->array, 10, 50000), HR_OK);
        model_erase(pair->model, 10, 50000);
    } else if (choice < 16) {
        insert_or_push(pair);
    } else if (choice < 22) {
        extend_some(pair);
    } else if (choice < 26) {
        erase_some(pair);
    } else if (choice < 30) {
        pop_some(pair);
    } else {
        set_sizes(pair);
    }
}

static void compare_random(const struct hr_growth *growth, const struct hr_allocator *allocator,
                           struct model *model) {
    struct hr_counting_allocator counting;
    hr_counting_allocator_init(&counting, allocator);
    const struct hr_dynarray_config config = {.allocator = &counting.allocator, .growth = growth};
    struct comparison pair = {.model = model, .random = 42};
    model->length = 0;
    numbers_init(&pair.array, &config);
    for (size_t i = 0; i < 1500; i++) {
        operate(&pair);
        assert_true(numbers_is_valid(&pair.array));
        assert_int_equal(numbers_length(&pair.array), model->length);
        if (model->length > 0) {
            assert_memory_equal(numbers_items(&pair.array), model->items,
                                model->length * sizeof model->items[0]);
        }
        assert_int_equal(counting.counts.live_bytes,
                         hr_dynarray_block_bytes(&pair.array.core, sizeof(uint64_t)));
    }
    numbers_clean_up(&pair.array);
    assert_int_equal(counting.counts.live_blocks, 0);
}

static void test_dynarray_random_operations_agree_with_a_plain_array(void **state) {
    (void)state;
    struct model *model = malloc(sizeof *model);
    assert_non_null(model);
    struct hr_growth_named named;
    const struct hr_growth *growth;
    const struct hr_allocator *allocator;
    for (size_t p = 0; (growth = policies_at(p, &named)) != NULL; p++) {
        for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
            compare_random(growth, allocator, model);
        }
    }
    free(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dynarray_empty_owns_nothing_and_refuses_removals),
        cmocka_unit_test(test_dynarray_insert_and_erase_move_the_tail),
        cmocka_unit_test(test_dynarray_extend_with_its_own_elements_copies_the_old_values),
        cmocka_unit_test(test_dynarray_construct_is_exact_zeroed_and_for_empty_arrays_only),
        cmocka_unit_test(test_dynarray_reserve_resize_clear_and_fit_set_the_capacity),
        cmocka_unit_test(test_dynarray_pop_by_cpythons_rule_gives_memory_back_to_the_last),
        cmocka_unit_test(test_dynarray_grow_and_shrink_ask_only_where_they_must),
        cmocka_unit_test(test_dynarray_footprint_splits_the_block),
        cmocka_unit_test(test_dynarray_is_valid_sees_each_broken_invariant),
        cmocka_unit_test(test_dynarray_100_million_and_one_have_the_capacities_of_the_book),
        cmocka_unit_test(test_dynarray_appends_cost_what_the_closed_formula_says),
        cmocka_unit_test(test_dynarray_good_sizes_are_requested_whole),
        cmocka_unit_test(test_dynarray_random_operations_agree_with_a_plain_array),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
