// links: headroom-structures headroom-adapters
/*
 * test_adapters.c - contracts over the verbs of every registered sequence: values go in and come
 * out again by every way there is, at every width, and nothing stays behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/adapters.h"

enum { LENGTH = 1000 };

/* One sequence on a counting allocator. */
struct fixture {
    const struct hr_adapter *adapter;
    const struct hr_sequence_verbs *verbs;
    struct hr_counting_allocator counting;
    struct hr_setting settings[2];
    struct hr_adapter_config config;
    void *sequence;
};

static void begin(struct fixture *fixture, const struct hr_adapter *adapter, const char *width) {
    *fixture = (struct fixture){.adapter = adapter, .verbs = adapter->sequence};
    hr_counting_allocator_init(&fixture->counting, hr_allocator_find("heap"));
    fixture->settings[0] = (struct hr_setting){"element_bytes", width};
    fixture->config = (struct hr_adapter_config){&fixture->counting.allocator,
                                                 hr_growth_find("cpython-3.9"), fixture->settings};
    assert_int_equal(fixture->verbs->make(&fixture->config, &fixture->sequence), HR_OK);
    assert_int_equal(fixture->counting.counts.live_blocks, 0);
}

static void end(struct fixture *fixture) {
    assert_true(fixture->verbs->is_valid(fixture->sequence));
    fixture->verbs->destroy(fixture->sequence);
    assert_int_equal(fixture->counting.counts.live_blocks, 0);
    assert_int_equal(fixture->counting.counts.live_bytes, 0);
}

static uint64_t sum_of(uint64_t first, uint64_t count) {
    return count * first + count * (count - 1) / 2;
}

static uint64_t checksum_of(uint64_t count) {
    uint64_t sum = 0;
    for (uint64_t i = 0; i < count; i++) {
        sum += (i + 1) * i;
    }
    return sum;
}

/* Runs a test over every sequence that stores values, at each width it has. */
static void for_each_sequence(void (*test)(const struct hr_adapter *, const char *)) {
    static const char *const one_width[] = {"8", NULL};
    size_t tested = 0;
    for (size_t i = 0; i < STRUCTURES; i++) {
        const struct hr_adapter *adapter = open_adapter(i);
        if (adapter->interface != HR_INTERFACE_SEQUENCE || adapter->is_null) {
            continue;
        }
        const char *const *width =
            adapter->parameters != NULL ? adapter->parameters->words : one_width;
        for (; *width != NULL; width++, tested++) {
            test(adapter, *width);
        }
    }
    assert_true(tested >= 4);
}

static void gives_appended_values_back(const struct hr_adapter *adapter, const char *width) {
    struct fixture fixture;
    begin(&fixture, adapter, width);
    const struct hr_sequence_verbs *verbs = fixture.verbs;
    assert_int_equal(verbs->append_range(fixture.sequence, 0, LENGTH), HR_OK);
    assert_int_equal(verbs->sum_sequential(fixture.sequence), sum_of(0, LENGTH));
    assert_int_equal(verbs->checksum(fixture.sequence), checksum_of(LENGTH));
    const size_t indices[] = {999, 0, 7, 7, 500};
    assert_int_equal(verbs->sum_at(fixture.sequence, indices, 5), 999 + 0 + 7 + 7 + 500);
    assert_int_equal(verbs->sum_at(fixture.sequence, indices, 0), 0);
    struct hr_footprint footprint = verbs->footprint(fixture.sequence);
    assert_int_equal(footprint.length, LENGTH);
    assert_int_equal(footprint.payload_bytes + footprint.headroom_bytes,
                     fixture.counting.counts.live_bytes);
    end(&fixture);
}

static void test_adapters_appended_values_come_back_by_every_reading(void **state) {
    (void)state;
    for_each_sequence(gives_appended_values_back);
}

static void pops_the_last_values(const struct hr_adapter *adapter, const char *width) {
    struct fixture fixture;
    uint64_t sum = 0;
    begin(&fixture, adapter, width);
    assert_int_equal(fixture.verbs->append_range(fixture.sequence, 0, LENGTH), HR_OK);
    assert_int_equal(fixture.verbs->pop_range(fixture.sequence, 900, &sum), HR_OK);
    assert_int_equal(sum, sum_of(100, 900));
    assert_int_equal(fixture.verbs->checksum(fixture.sequence), checksum_of(100));
    assert_int_equal(fixture.verbs->pop_range(fixture.sequence, 101, &sum), HR_OUT_OF_RANGE);
    assert_int_equal(fixture.verbs->footprint(fixture.sequence).length, 0);
    end(&fixture);
}

static void test_adapters_pop_gives_the_last_values_and_ends_at_empty(void **state) {
    (void)state;
    for_each_sequence(pops_the_last_values);
}

static void extends_in_blocks(const struct hr_adapter *adapter, const char *width) {
    struct fixture fixture;
    begin(&fixture, adapter, width);
    assert_int_equal(fixture.verbs->extend_blocks(fixture.sequence, 0, LENGTH, 7), HR_OK);
    assert_int_equal(fixture.verbs->checksum(fixture.sequence), checksum_of(LENGTH));
    assert_int_equal(fixture.verbs->extend_blocks(fixture.sequence, 0, 1, 0), HR_OUT_OF_RANGE);
    assert_int_equal(fixture.verbs->extend_blocks(fixture.sequence, 0, 1, 100000), HR_OUT_OF_RANGE);
    assert_int_equal(fixture.verbs->checksum(fixture.sequence), checksum_of(LENGTH));
    end(&fixture);
}

static void test_adapters_extend_in_blocks_equals_appending(void **state) {
    (void)state;
    for_each_sequence(extends_in_blocks);
}

static void constructs_exactly(const struct hr_adapter *adapter, const char *width) {
    struct fixture fixture;
    begin(&fixture, adapter, width);
    assert_int_equal(fixture.verbs->construct(fixture.sequence, 0, LENGTH), HR_OK);
    assert_int_equal(fixture.verbs->footprint(fixture.sequence).capacity, LENGTH);
    assert_int_equal(fixture.verbs->checksum(fixture.sequence), checksum_of(LENGTH));
    assert_int_equal(fixture.verbs->construct(fixture.sequence, 0, LENGTH), HR_INVALID);
    assert_int_equal(fixture.verbs->checksum(fixture.sequence), checksum_of(LENGTH));
    end(&fixture);
}

static void test_adapters_construct_is_exact_and_once(void **state) {
    (void)state;
    for_each_sequence(constructs_exactly);
}

static void reserves_once(const struct hr_adapter *adapter, const char *width) {
    struct fixture fixture;
    begin(&fixture, adapter, width);
    assert_int_equal(fixture.verbs->reserve(fixture.sequence, LENGTH), HR_OK);
    assert_int_equal(fixture.counting.counts.allocate_calls, 1);
    assert_int_equal(fixture.verbs->append_range(fixture.sequence, 0, LENGTH), HR_OK);
    assert_int_equal(fixture.counting.counts.resize_calls, 0);
    assert_int_equal(fixture.verbs->append_range(fixture.sequence, LENGTH, 1), HR_OK);
    assert_int_equal(fixture.counting.counts.resize_calls, 1);
    end(&fixture);
}

static void test_adapters_reserved_room_is_used_before_growing(void **state) {
    (void)state;
    for_each_sequence(reserves_once);
}

static void add_bytes(void *context, const void *block, size_t bytes) {
    assert_non_null(block);
    *(size_t *)context += bytes;
}

static void tells_its_blocks(const struct hr_adapter *adapter, const char *width) {
    struct fixture fixture;
    size_t bytes = 0;
    begin(&fixture, adapter, width);
    fixture.verbs->blocks(fixture.sequence, add_bytes, &bytes);
    assert_int_equal(bytes, 0);
    assert_int_equal(fixture.verbs->append_range(fixture.sequence, 0, LENGTH), HR_OK);
    fixture.verbs->blocks(fixture.sequence, add_bytes, &bytes);
    assert_int_equal(bytes, fixture.counting.counts.live_bytes);
    end(&fixture);
}

static void test_adapters_blocks_sum_to_what_the_allocator_gave(void **state) {
    (void)state;
    for_each_sequence(tells_its_blocks);
}

static void makes_many(const struct hr_adapter *adapter, const char *width) {
    struct fixture fixture;
    void *many = NULL;
    begin(&fixture, adapter, width);
    assert_int_equal(fixture.verbs->make_many(&fixture.config, 50, 8, &many), HR_OK);
    assert_int_equal(fixture.counting.counts.live_blocks, 50);
    fixture.verbs->destroy_many(many);
    assert_int_equal(fixture.counting.counts.live_blocks, 0);
    assert_int_equal(fixture.verbs->make_many(&fixture.config, SIZE_MAX, 8, &many), HR_NO_MEMORY);
    fixture.verbs->destroy_many(NULL);

    struct hr_failing_allocator failing;
    hr_failing_allocator_init(&failing, &fixture.counting.allocator, HR_FAIL_ALWAYS, 30);
    struct hr_adapter_config config = fixture.config;
    config.allocator = &failing.allocator;
    many = &fixture;
    assert_int_equal(fixture.verbs->make_many(&config, 50, 8, &many), HR_NO_MEMORY);
    assert_ptr_equal(many, &fixture);
    assert_int_equal(fixture.counting.counts.live_blocks, 0);
    end(&fixture);
}

static void test_adapters_many_are_made_and_unmade_together(void **state) {
    (void)state;
    for_each_sequence(makes_many);
}

static void test_adapters_with_an_unknown_width_are_unsupported(void **state) {
    (void)state;
    const struct hr_setting settings[] = {{"element_bytes", "5"}, {NULL, NULL}};
    const struct hr_adapter_config config = {hr_allocator_find("heap"), hr_growth_find("exact"),
                                             settings};
    void *sequence = NULL;
    assert_int_equal(open_adapter(0)->sequence->make(&config, &sequence), HR_UNSUPPORTED);
    assert_null(sequence);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_adapters_appended_values_come_back_by_every_reading),
        cmocka_unit_test(test_adapters_pop_gives_the_last_values_and_ends_at_empty),
        cmocka_unit_test(test_adapters_extend_in_blocks_equals_appending),
        cmocka_unit_test(test_adapters_construct_is_exact_and_once),
        cmocka_unit_test(test_adapters_reserved_room_is_used_before_growing),
        cmocka_unit_test(test_adapters_blocks_sum_to_what_the_allocator_gave),
        cmocka_unit_test(test_adapters_many_are_made_and_unmade_together),
        cmocka_unit_test(test_adapters_with_an_unknown_width_are_unsupported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
