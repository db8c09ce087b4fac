// links: bench-contract headroom-structures headroom-adapters
/*
 * test_adapters.c - every registered adapter keeps the contract that plug-ins are held against, and
 * headroom's own array what it promises beyond that.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "contract/contract.h"
#include "support/adapters.h"

enum { LENGTH = 1000 };

/* What a check told. */
struct told {
    size_t begun, passed, entered, missing;
};

static void begin_check(void *context, const char *structure, const char *settings,
                        const char *about) {
    assert_true(structure[0] != '\0' && settings != NULL && about[0] != '\0');
    ((struct told *)context)->begun++;
}

static void enter_verb(void *context, const char *verb) {
    assert_true(verb[0] != '\0');
    ((struct told *)context)->entered++;
}

static void pass_check(void *context) {
    ((struct told *)context)->passed++;
}

static void miss_verb(void *context, const char *structure, const char *verb) {
    assert_true(structure[0] != '\0' && verb[0] != '\0');
    ((struct told *)context)->missing++;
}

static struct told check(const struct hr_adapter *adapter) {
    struct told told = {0};
    const struct contract_listener listener = {begin_check, enter_verb, pass_check, miss_verb,
                                               &told};
    char message[CONTRACT_MESSAGE_BYTES];
    if (!contract_check(adapter, &listener, message)) {
        fail_msg("%s", message);
    }
    assert_int_equal(told.begun, told.passed);
    return told;
}

static void test_adapters_all_keep_the_contract(void **state) {
    (void)state;
    for (size_t i = 0; i < STRUCTURES; i++) {
        struct told told = check(open_adapter(i));
        assert_true(told.passed >= 3);
        assert_true(told.entered >= 10);
    }
}

static void test_adapters_array_is_tried_at_each_width_and_misses_nothing(void **state) {
    (void)state;
    assert_string_equal(structure_names[0], "dynarray");
    struct told told = check(open_adapter(0));
    assert_int_equal(told.missing, 0);
    assert_int_equal((told.passed - 1) % 4, 0);
    assert_true(told.passed - 1 >= 4 * (size_t)12);
}

/* One array on a counting allocator. */
struct fixture {
    const struct hr_sequence_verbs *verbs;
    struct hr_counting_allocator counting;
    struct hr_setting settings[2];
    struct hr_adapter_config config;
    void *sequence;
};

static void begin(struct fixture *fixture, const char *width) {
    *fixture = (struct fixture){.verbs = open_adapter(0)->sequence};
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

/* Runs a test over the array at each width it has. */
static void for_each_width(void (*test)(const char *)) {
    const char *const *widths = open_adapter(0)->parameters->words;
    size_t tested = 0;
    for (; widths[tested] != NULL; tested++) {
        test(widths[tested]);
    }
    assert_int_equal(tested, 4);
}

static void holds_its_footprint(const char *width) {
    struct fixture fixture;
    begin(&fixture, width);
    assert_int_equal(fixture.verbs->append_range(fixture.sequence, 0, LENGTH), HR_OK);
    struct hr_footprint footprint = fixture.verbs->footprint(fixture.sequence);
    assert_int_equal(footprint.length, LENGTH);
    assert_int_equal(footprint.payload_bytes + footprint.headroom_bytes,
                     fixture.counting.counts.live_bytes);
    end(&fixture);
}

static void test_adapters_array_holds_what_its_footprint_tells(void **state) {
    (void)state;
    for_each_width(holds_its_footprint);
}

/* Longer than what the adapter has room for on its stack, at every width. */
static void extends_by_long_blocks(const char *width) {
    enum { LONG = 5000 };
    struct fixture fixture;
    uint64_t wanted = 0;
    begin(&fixture, width);
    assert_int_equal(fixture.verbs->extend_blocks(fixture.sequence, 0, 1, 100000), HR_OK);
    assert_int_equal(fixture.verbs->extend_blocks(fixture.sequence, 1, 2 * LONG, LONG), HR_OK);
    for (uint64_t i = 0; i <= 2 * LONG; i++) {
        wanted += (i + 1) * i;
    }
    assert_int_equal(fixture.verbs->checksum(fixture.sequence), wanted);
    assert_int_equal(fixture.counting.counts.allocate_calls, 1);
    assert_int_equal(fixture.counting.counts.resize_calls, 2);
    assert_int_equal(fixture.verbs->extend_blocks(fixture.sequence, 0, SIZE_MAX, SIZE_MAX),
                     HR_TOO_LARGE);
    assert_int_equal(fixture.verbs->extend_blocks(fixture.sequence, 0, 1, 0), HR_OUT_OF_RANGE);
    assert_int_equal(fixture.verbs->checksum(fixture.sequence), wanted);
    end(&fixture);
}

static void test_adapters_array_is_extended_by_blocks_of_any_length(void **state) {
    (void)state;
    for_each_width(extends_by_long_blocks);
}

static void constructs_exactly(const char *width) {
    struct fixture fixture;
    begin(&fixture, width);
    assert_int_equal(fixture.verbs->construct(fixture.sequence, 0, LENGTH), HR_OK);
    assert_int_equal(fixture.verbs->footprint(fixture.sequence).capacity, LENGTH);
    end(&fixture);
}

static void test_adapters_array_is_constructed_exactly(void **state) {
    (void)state;
    for_each_width(constructs_exactly);
}

static void reserves_once(const char *width) {
    struct fixture fixture;
    begin(&fixture, width);
    assert_int_equal(fixture.verbs->reserve(fixture.sequence, LENGTH), HR_OK);
    assert_int_equal(fixture.counting.counts.allocate_calls, 1);
    assert_int_equal(fixture.verbs->append_range(fixture.sequence, 0, LENGTH), HR_OK);
    assert_int_equal(fixture.counting.counts.resize_calls, 0);
    assert_int_equal(fixture.verbs->append_range(fixture.sequence, LENGTH, 1), HR_OK);
    assert_int_equal(fixture.counting.counts.resize_calls, 1);
    end(&fixture);
}

static void test_adapters_array_reserves_by_one_request(void **state) {
    (void)state;
    for_each_width(reserves_once);
}

static void makes_many(const char *width) {
    struct fixture fixture;
    void *many = NULL;
    begin(&fixture, width);
    assert_int_equal(fixture.verbs->make_many(&fixture.config, 50, 8, &many), HR_OK);
    assert_int_equal(fixture.counting.counts.live_blocks, 50);
    fixture.verbs->destroy_many(many);
    assert_int_equal(fixture.counting.counts.live_blocks, 0);
    many = &fixture;
    assert_int_equal(fixture.verbs->make_many(&fixture.config, SIZE_MAX, 8, &many), HR_NO_MEMORY);
    assert_ptr_equal(many, &fixture);
    end(&fixture);
}

static void test_adapters_array_many_are_a_block_each(void **state) {
    (void)state;
    for_each_width(makes_many);
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
        cmocka_unit_test(test_adapters_all_keep_the_contract),
        cmocka_unit_test(test_adapters_array_is_tried_at_each_width_and_misses_nothing),
        cmocka_unit_test(test_adapters_array_holds_what_its_footprint_tells),
        cmocka_unit_test(test_adapters_array_is_extended_by_blocks_of_any_length),
        cmocka_unit_test(test_adapters_array_is_constructed_exactly),
        cmocka_unit_test(test_adapters_array_reserves_by_one_request),
        cmocka_unit_test(test_adapters_array_many_are_a_block_each),
        cmocka_unit_test(test_adapters_with_an_unknown_width_are_unsupported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
