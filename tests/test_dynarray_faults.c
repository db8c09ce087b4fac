// links: headroom-structures
/*
 * test_dynarray_faults.c - every request of every operation refused once and for ever, and sizes
 * that cannot be: the array stays as it was, byte for byte, and nothing leaks.
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

#include "support/policies.h"

HR_DYNARRAY_DEFINE(numbers, uint64_t);

enum { SOME = 20, MANY = 17000 }; /* MANY numbers are more than 128 KiB */

static uint64_t samples[MANY];

/* One operation on an array; some succeed without a request, whatever the allocator says. */
typedef enum hr_status step_fn(struct numbers *array);

static enum hr_status push_one(struct numbers *array) {
    return numbers_push(array, 1000 + numbers_length(array));
}

static enum hr_status extend_some(struct numbers *array) {
    return numbers_extend(array, samples, SOME);
}

static enum hr_status extend_many(struct numbers *array) {
    return numbers_extend(array, samples, MANY);
}

static enum hr_status extend_itself(struct numbers *array) {
    return numbers_extend(array, numbers_items(array), numbers_length(array));
}

static enum hr_status insert_first(struct numbers *array) {
    return numbers_insert(array, 0, 4711);
}

static enum hr_status erase_most(struct numbers *array) {
    size_t length = numbers_length(array);
    return length < 3 ? HR_OK : numbers_erase(array, 1, length - 2);
}

static enum hr_status erase_all(struct numbers *array) {
    return numbers_erase(array, 0, numbers_length(array));
}

static enum hr_status pop_one(struct numbers *array) {
    uint64_t value;
    enum hr_status status = numbers_pop(array, &value);
    return status == HR_OUT_OF_RANGE ? HR_OK : status;
}

static enum hr_status reserve_more(struct numbers *array) {
    return numbers_reserve(array, numbers_capacity(array) + 9);
}

static enum hr_status resize_more(struct numbers *array) {
    return numbers_resize(array, numbers_capacity(array) + 3);
}

static enum hr_status resize_less(struct numbers *array) {
    return numbers_resize(array, numbers_length(array) / 3);
}

static enum hr_status fit(struct numbers *array) {
    return numbers_shrink_to_fit(array);
}

static enum hr_status construct(struct numbers *array) {
    numbers_clean_up(array);
    return numbers_construct(array, samples, SOME);
}

static enum hr_status construct_zeros(struct numbers *array) {
    numbers_clean_up(array);
    return numbers_construct(array, NULL, SOME);
}

struct step {
    step_fn *run;
    bool removes;     /* cannot fail, though it may ask the allocator for a smaller block */
    bool starts_anew; /* empties the array first */
};

static const struct step steps[] = {
    {push_one, false, false},
    {push_one, false, false},
    {insert_first, false, false},
    {extend_some, false, false},
    {extend_itself, false, false},
    {pop_one, true, false},
    {fit, false, false},
    {insert_first, false, false},
    {reserve_more, false, false},
    {resize_more, false, false},
    {erase_most, true, false},
    {pop_one, true, false},
    {push_one, false, false},
    {resize_less, true, false},
    {erase_all, true, false},
    {extend_some, false, false},
    {construct, false, true},
    {push_one, false, false},
    {construct_zeros, false, true},
    {extend_many, false, false},
    {push_one, false, false},
    {reserve_more, false, false},
    {fit, false, false},
    {insert_first, false, false},
    {erase_most, true, false},
    {extend_many, false, false},
    {resize_less, true, false},
    {erase_all, true, false},
};
enum { STEPS = sizeof steps / sizeof steps[0] };

/* An array as it is, with the contents of its whole block in use. */
struct snapshot {
    struct numbers array;
    uint64_t *items;
};

static void take_snapshot(struct snapshot *snapshot, const struct numbers *array) {
    snapshot->array = *array;
    if (numbers_length(array) > 0) {
        memcpy(snapshot->items, numbers_items(array), numbers_length(array) * sizeof(uint64_t));
    }
}

static void assert_unchanged(const struct snapshot *snapshot, const struct numbers *array) {
    assert_memory_equal(array, &snapshot->array, sizeof *array);
    if (numbers_length(array) > 0) {
        assert_memory_equal(numbers_items(array), snapshot->items,
                            numbers_length(array) * sizeof(uint64_t));
    }
}

/* One step; true when it succeeded. */
static bool take_step(const struct step *step, struct numbers *array, struct snapshot *snapshot) {
    take_snapshot(snapshot, array);
    enum hr_status status = step->run(array);
    assert_true(numbers_is_valid(array));
    if (status == HR_OK) {
        return true;
    }
    assert_int_equal(status, HR_NO_MEMORY);
    assert_false(step->removes);
    if (step->starts_anew) {
        assert_int_equal(numbers_capacity(array) + numbers_length(array), 0);
    } else {
        assert_unchanged(snapshot, array);
    }
    return false;
}

/* All steps with one plan of failures; returns how many requests there were. */
static uint64_t run_steps(const struct hr_growth *growth, const struct hr_allocator *allocator,
                          enum hr_failing_mode mode, uint64_t fail_at, uint64_t *refusals) {
    static uint64_t room[4 * MANY];
    struct hr_counting_allocator counting;
    struct hr_failing_allocator failing;
    hr_counting_allocator_init(&counting, allocator);
    hr_failing_allocator_init(&failing, &counting.allocator, mode, fail_at);
    const struct hr_dynarray_config config = {.allocator = &failing.allocator, .growth = growth};
    struct snapshot snapshot = {.items = room};
    struct numbers array;
    numbers_init(&array, &config);
    for (size_t i = 0; i < STEPS; i++) {
        if (!take_step(&steps[i], &array, &snapshot)) {
            (*refusals)++;
        }
        assert_int_equal(counting.counts.live_bytes,
                         hr_dynarray_block_bytes(&array.core, sizeof(uint64_t)));
    }
    numbers_clean_up(&array);
    assert_int_equal(counting.counts.live_bytes, 0);
    assert_int_equal(counting.counts.live_blocks, 0);
    return failing.requests;
}

static void check_every_failure(const struct hr_growth *growth,
                                const struct hr_allocator *allocator, enum hr_failing_mode mode) {
    uint64_t refusals = 0;
    uint64_t requests = run_steps(growth, allocator, HR_FAIL_NEVER, 0, &refusals);
    assert_int_equal(refusals, 0);
    assert_true(requests >= 10);
    /* After a refusal the rest may ask more often than without one: on until none is refused. */
    uint64_t fail_at = 0;
    while (run_steps(growth, allocator, mode, fail_at, &refusals) > fail_at) {
        fail_at++;
    }
    assert_true(fail_at >= requests || mode == HR_FAIL_ALWAYS);
    assert_true(fail_at >= 10);
    assert_true(refusals > 0);
}

static void test_dynarray_faults_once_leave_the_array_as_it_was(void **state) {
    (void)state;
    struct hr_growth_named named;
    const struct hr_growth *growth;
    const struct hr_allocator *allocator;
    for (size_t p = 0; (growth = policies_at(p, &named)) != NULL; p++) {
        for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
            check_every_failure(growth, allocator, HR_FAIL_ONCE);
        }
    }
}

static void test_dynarray_faults_for_ever_leave_the_array_as_it_was(void **state) {
    (void)state;
    struct hr_growth_named named;
    const struct hr_growth *growth;
    const struct hr_allocator *allocator;
    for (size_t p = 0; (growth = policies_at(p, &named)) != NULL; p++) {
        for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
            check_every_failure(growth, allocator, HR_FAIL_ALWAYS);
        }
    }
}

/* What each operation says to a length of `huge` elements, on an array of one element. */
static void check_too_large(const struct hr_dynarray_config *config, size_t element_bytes,
                            size_t huge) {
    static const char element[65536];
    struct hr_dynarray array;
    hr_dynarray_init(&array, config);
    assert_int_equal(hr_dynarray_construct(&array, element_bytes, element, huge), HR_TOO_LARGE);
    assert_int_equal(hr_dynarray_extend(&array, element_bytes, element, 1), HR_OK);
    const struct hr_dynarray before = array;
    assert_int_equal(hr_dynarray_reserve(&array, element_bytes, huge), HR_TOO_LARGE);
    assert_int_equal(hr_dynarray_resize(&array, element_bytes, huge), HR_TOO_LARGE);
    assert_int_equal(hr_dynarray_extend(&array, element_bytes, element, huge), HR_TOO_LARGE);
    assert_int_equal(hr_dynarray_grow(&array, element_bytes, huge, HR_GROWTH_PUSH), HR_TOO_LARGE);
    assert_int_equal(hr_dynarray_erase(&array, element_bytes, 1, huge), HR_OUT_OF_RANGE);
    assert_int_equal(hr_dynarray_erase(&array, element_bytes, huge, 1), HR_OUT_OF_RANGE);
    assert_int_equal(hr_dynarray_open_gap(&array, element_bytes, huge), HR_OUT_OF_RANGE);
    assert_memory_equal(&array, &before, sizeof array);
    hr_dynarray_clean_up(&array, element_bytes);
}

static void test_dynarray_faults_sizes_beyond_the_limit_are_too_large(void **state) {
    (void)state;
    const size_t widths[] = {1, 2, 3, 7, 8, 24, 4096, 65536};
    struct hr_growth_named named;
    const struct hr_growth *growth;
    for (size_t p = 0; (growth = policies_at(p, &named)) != NULL; p++) {
        const struct hr_dynarray_config config = {.allocator = hr_allocator_find("heap"),
                                                  .growth = growth};
        for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++) {
            size_t limit = PTRDIFF_MAX / widths[w];
            const size_t huge[] = {limit + 1, limit * 2, SIZE_MAX - 1, SIZE_MAX, limit + 4096};
            for (size_t h = 0; h < sizeof huge / sizeof huge[0]; h++) {
                check_too_large(&config, widths[w], huge[h]);
            }
        }
    }
}

/* Within the limit no allocator can do it either: that is no memory, not a wrapped size. */
static void test_dynarray_faults_sizes_at_the_limit_are_no_memory(void **state) {
    (void)state;
    const char *const allocators[] = {"mapped", "reserved", "reserved-all"};
    struct hr_growth_named named;
    const struct hr_growth *growth;
    for (size_t p = 0; (growth = policies_at(p, &named)) != NULL; p++) {
        for (size_t a = 0; a < 3; a++) {
            const struct hr_dynarray_config config = {.allocator = hr_allocator_find(allocators[a]),
                                                      .growth = growth};
            struct numbers array;
            numbers_init(&array, &config);
            assert_int_equal(numbers_push(&array, 5), HR_OK);
            const struct numbers before = array;
            for (size_t below = 0; below < 3; below++) {
                size_t length = PTRDIFF_MAX / sizeof(uint64_t) - below;
                assert_int_equal(numbers_reserve(&array, length), HR_NO_MEMORY);
                assert_int_equal(numbers_resize(&array, length), HR_NO_MEMORY);
                assert_int_equal(numbers_extend(&array, samples, length - 1), HR_NO_MEMORY);
                assert_memory_equal(&array, &before, sizeof array);
            }
            assert_int_equal(*numbers_at(&array, 0), 5);
            numbers_clean_up(&array);
        }
    }
}

struct wide_element {
    unsigned char bytes[65536];
};
HR_DYNARRAY_DEFINE(wide_elements, struct wide_element);

static void test_dynarray_faults_wide_elements_keep_their_bytes(void **state) {
    (void)state;
    static struct wide_element element;
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        const struct hr_dynarray_config config = {.allocator = allocator,
                                                  .growth = hr_growth_find("java")};
        struct wide_elements array;
        wide_elements_init(&array, &config);
        for (size_t i = 0; i < 40; i++) {
            memset(&element, (int)i, sizeof element);
            assert_int_equal(wide_elements_push(&array, element), HR_OK);
        }
        assert_int_equal(wide_elements_erase(&array, 5, 10), HR_OK);
        for (size_t i = 0; i < 30; i++) {
            memset(&element, (int)(i < 5 ? i : i + 10), sizeof element);
            assert_memory_equal(wide_elements_at(&array, i), &element, sizeof element);
        }
        wide_elements_clean_up(&array);
    }
}

int main(void) {
    for (size_t i = 0; i < MANY; i++) {
        samples[i] = i * 3 + 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dynarray_faults_once_leave_the_array_as_it_was),
        cmocka_unit_test(test_dynarray_faults_for_ever_leave_the_array_as_it_was),
        cmocka_unit_test(test_dynarray_faults_sizes_beyond_the_limit_are_too_large),
        cmocka_unit_test(test_dynarray_faults_sizes_at_the_limit_are_no_memory),
        cmocka_unit_test(test_dynarray_faults_wide_elements_keep_their_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
