// links: bench-contract headroom-structures headroom-adapters
/*
 * test_contract.c - every lie that an adapter can tell without crashing is found, and said with the
 * verb that told it. Ours are taken and one verb of each replaced.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "contract/contract.h"
#include "support/adapters.h"

/* A structure is left where its lie was found, and with it what it holds. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "detect_leaks=0";
}

/* The adapter that is being falsified, as it is. */
static const struct hr_adapter *honest;

static const struct hr_adapter *named(const char *name) {
    for (size_t i = 0; i < STRUCTURES; i++) {
        if (strcmp(structure_names[i], name) == 0) {
            return open_adapter(i);
        }
    }
    fail_msg("there is no structure '%s'", name);
    return NULL;
}

static void ignore_check(void *context, const char *structure, const char *settings,
                         const char *about) {
    (void)context;
    (void)structure;
    (void)settings;
    (void)about;
}

static void ignore_verb(void *context, const char *verb) {
    (void)context;
    (void)verb;
}

static void ignore_pass(void *context) {
    (void)context;
}

static void ignore_miss(void *context, const char *structure, const char *verb) {
    (void)context;
    (void)structure;
    (void)verb;
}

static void expect_found(const struct hr_adapter *adapter, const char *text) {
    static const struct contract_listener listener = {ignore_check, ignore_verb, ignore_pass,
                                                      ignore_miss, NULL};
    char message[CONTRACT_MESSAGE_BYTES];
    assert_false(contract_check(adapter, &listener, message));
    if (strstr(message, text) == NULL) {
        fail_msg("'%s' is not in '%s'", text, message);
    }
}

static enum hr_status make_nothing(const struct hr_adapter_config *config, void **sequence) {
    (void)config;
    *sequence = NULL;
    return HR_OK;
}

static enum hr_status refuse(const struct hr_adapter_config *config, void **sequence) {
    (void)config;
    (void)sequence;
    return HR_UNSUPPORTED;
}

static uint64_t lie_sum_at(const void *sequence, const size_t *indices, size_t count) {
    return honest->sequence->sum_at(sequence, indices, count) + count / 4;
}

static uint64_t lie_checksum(const void *sequence) {
    uint64_t sum = honest->sequence->checksum(sequence);
    return sum > 100000 ? sum - 1 : sum;
}

static enum hr_status lie_pop(void *sequence, size_t count, uint64_t *sum) {
    enum hr_status status = honest->sequence->pop_range(sequence, count, sum);
    *sum += count == 900;
    return status;
}

static enum hr_status pop_too_few(void *sequence, size_t count, uint64_t *sum) {
    enum hr_status status = honest->sequence->pop_range(sequence, count, sum);
    return status == HR_OUT_OF_RANGE ? HR_OK : status;
}

static enum hr_status extend_other_values(void *sequence, uint64_t first, size_t count,
                                          size_t block) {
    return honest->sequence->extend_blocks(sequence, first + (count > 100), count, block);
}

static enum hr_status construct_again(void *sequence, uint64_t first, size_t count) {
    enum hr_status status = honest->sequence->construct(sequence, first, count);
    return status == HR_INVALID ? HR_OK : status;
}

static enum hr_status reserve_nothing(void *sequence, size_t capacity) {
    (void)sequence;
    (void)capacity;
    return HR_OK;
}

static void tell_too_much(const void *sequence, hr_block_fn *callback, void *context) {
    honest->sequence->blocks(sequence, callback, context);
    callback(context, sequence, 1);
}

static void tell_nothing(const void *sequence, hr_block_fn *callback, void *context) {
    (void)sequence;
    callback(context, NULL, 8);
}

static void keep_many(void *many) {
    (void)many;
}

static struct hr_footprint tell_no_bytes(const void *sequence) {
    struct hr_footprint footprint = honest->sequence->footprint(sequence);
    footprint.headroom_bytes = 0;
    return footprint;
}

static struct hr_footprint tell_headroom(const void *sequence) {
    struct hr_footprint footprint = honest->sequence->footprint(sequence);
    footprint.headroom_bytes += 8;
    return footprint;
}

static uint64_t lie_crowd_checksum(const void *crowd) {
    uint64_t sum = honest->sequence->crowd_checksum(crowd);
    return sum + (sum > 5);
}

static struct hr_footprint tell_no_crowd(const void *crowd) {
    struct hr_footprint footprint = honest->sequence->crowd_footprint(crowd);
    footprint.overhead_bytes = 0;
    return footprint;
}

static struct hr_footprint tell_short_crowd(const void *crowd) {
    struct hr_footprint footprint = honest->sequence->crowd_footprint(crowd);
    footprint.length -= footprint.length > 0;
    return footprint;
}

static enum hr_status make_no_crowd(const struct hr_adapter_config *config, const size_t *lengths,
                                    size_t count, void **crowd) {
    (void)config;
    (void)lengths;
    (void)count;
    *crowd = NULL;
    return HR_OK;
}

static enum hr_status fill_nothing(void *crowd) {
    (void)crowd;
    return HR_OK;
}

static enum hr_status fill_in_spite(void *crowd) {
    enum hr_status status = honest->sequence->crowd_fill(crowd);
    return status == HR_NO_MEMORY ? HR_OK : status;
}

static void keep_crowd(void *crowd) {
    (void)crowd;
}

static void test_contract_lies_of_a_sequence_are_found(void **state) {
    struct hr_sequence_verbs verbs;
    struct hr_adapter adapter;
    (void)state;
    honest = named("dynarray");
    adapter = *honest;
    adapter.sequence = &verbs;
#define LIE(verb, lie, text)                                                                       \
    verbs = *honest->sequence;                                                                     \
    verbs.verb = lie;                                                                              \
    expect_found(&adapter, "structure 'dynarray' (element_bytes=8): " text)
    LIE(make, make_nothing, "make: succeeds and gives no sequence");
    LIE(make, refuse, "make: gives 'unsupported' instead of 'ok' at once");
    LIE(sum_at, lie_sum_at, "sum_at: gives 1 instead of 0");
    LIE(checksum, lie_checksum, "checksum: gives 333299 instead of 333300");
    LIE(pop_range, lie_pop, "pop_range: sums ");
    LIE(pop_range, pop_too_few, "pop_range: gives 'ok' instead of 'out of range' with one more");
    LIE(extend_blocks, extend_other_values, "sum_sequential: gives ");
    LIE(construct, construct_again, "construct: gives 'ok' instead of 'invalid");
    LIE(reserve, reserve_nothing, "footprint: tells capacity 4 after 1000 were reserved");
    LIE(blocks, tell_too_much, "blocks: tells of 1 blocks of 1 bytes, where 0 of 0 are held");
    LIE(blocks, tell_nothing, "blocks: tells of a block that is NULL or has no bytes");
    LIE(destroy_many, keep_many, "destroy_many: 50 blocks of ");
    LIE(crowd_make, make_no_crowd, "crowd_make: succeeds and gives nothing");
    LIE(crowd_fill, fill_nothing, "crowd_checksum: gives 0 instead of 1 for a crowd of 1");
    LIE(crowd_fill, fill_in_spite, "crowd_fill: gives 'ok' when the allocator refused");
    LIE(crowd_checksum, lie_crowd_checksum, "crowd_checksum: gives ");
    LIE(crowd_footprint, tell_no_crowd, "crowd_footprint: tells ");
    LIE(crowd_footprint, tell_short_crowd, "crowd_footprint: tells length 0 and capacity ");
    LIE(crowd_destroy, keep_crowd, "crowd_destroy: 1 blocks of ");
    LIE(footprint, tell_no_bytes,
        "footprint: tells 168 bytes in all where the structure holds 192");
    LIE(footprint, tell_headroom, "footprint: tells 8 bytes of headroom where all of 0 slots are");
#undef LIE
}

static uint64_t lie_tuple_checksum(const void *tuples) {
    uint64_t sum = honest->tuple->checksum(tuples);
    return sum + (sum > 1);
}

static bool is_never_valid(const void *it) {
    (void)it;
    return false;
}

static struct hr_tuple_cache_counts lie_parked(const void *tuples) {
    struct hr_tuple_cache_counts counts = honest->tuple->cache_counts(tuples);
    counts.parked_bytes += counts.parked;
    return counts;
}

static struct hr_footprint tell_short_tuple(const void *tuples) {
    struct hr_footprint footprint = honest->tuple->footprint(tuples);
    footprint.length = 0;
    return footprint;
}

static void leak(void *it) {
    (void)it;
}

static enum hr_status concat_any_step(void *tuples, size_t step) {
    return honest->tuple->concat(tuples, step > 0 ? step : 1);
}

static enum hr_status concat_longer_steps(void *tuples, size_t step) {
    return honest->tuple->concat(tuples, step > 1 && step < SIZE_MAX ? step + 1 : step);
}

static enum hr_status concat_in_spite(void *tuples, size_t step) {
    enum hr_status status = honest->tuple->concat(tuples, step);
    return status == HR_NO_MEMORY ? HR_INVALID : status;
}

static uint64_t lie_tuple_crowd(const void *crowd) {
    uint64_t sum = honest->tuple->crowd_checksum(crowd);
    return sum - (sum > 5);
}

static struct hr_footprint tell_no_tuples(const void *crowd) {
    struct hr_footprint footprint = honest->tuple->crowd_footprint(crowd);
    footprint.payload_bytes = footprint.overhead_bytes = 0;
    return footprint;
}

static void test_contract_lies_of_tuples_are_found(void **state) {
    struct hr_tuple_verbs verbs;
    struct hr_adapter adapter;
    (void)state;
    honest = named("tuple");
    adapter = *honest;
    adapter.tuple = &verbs;
#define LIE(verb, lie, text)                                                                       \
    verbs = *honest->tuple;                                                                        \
    verbs.verb = lie;                                                                              \
    expect_found(&adapter, "structure 'tuple' (cache=cpython-3.11): " text)
    LIE(checksum, lie_tuple_checksum, "checksum: gives 27 instead of 26 after 26 tuples of 0");
    LIE(is_valid, is_never_valid, "is_valid: says no after make");
    LIE(cache_counts, lie_parked, "footprint: tells ");
    LIE(footprint, tell_short_tuple, "footprint: tells length 0 of a tuple of 1 items");
    LIE(destroy, leak, "destroy: ");
    LIE(concat, concat_any_step, "concat: gives 'ok' instead of 'out of range' for a step of 0");
    LIE(concat, concat_longer_steps, "checksum: gives ");
    LIE(concat, concat_in_spite, "concat: gives 'invalid");
    LIE(crowd_checksum, lie_tuple_crowd, "crowd_checksum: gives ");
    LIE(crowd_footprint, tell_no_tuples, "crowd_footprint: tells 0 bytes in all where ");
    LIE(crowd_destroy, leak, "crowd_destroy: ");
#undef LIE
}

static void test_contract_verbs_of_a_crowd_go_together(void **state) {
    (void)state;
    struct hr_adapter sequence = *named("dynarray"), tuple = *named("tuple");
    struct hr_sequence_verbs sequence_verbs = *sequence.sequence;
    struct hr_tuple_verbs tuple_verbs = *tuple.tuple;
    sequence.sequence = &sequence_verbs;
    tuple.tuple = &tuple_verbs;
    sequence_verbs.crowd_fill = NULL;
    tuple_verbs.crowd_make = NULL;
    expect_found(&sequence, "the verb 'crowd_destroy' goes together with 'crowd_fill', which is");
    expect_found(&tuple, "the verb 'crowd_destroy' goes together with 'crowd_make', which is not");
}

/* A structure with a file for a parameter, which it finds by its path. */
static enum hr_status make_by_file(const struct hr_adapter_config *config, void **sequence) {
    const char *path = hr_setting_text(config->settings, "shape");
    assert_string_equal(path, TEST_SOURCE_DIR "/bench/lengths/small.lengths");
    return honest->sequence->make(config, sequence);
}

static void test_contract_file_of_a_structure_is_checked_and_given_by_its_path(void **state) {
    static const char *const known[] = {"lengths", NULL}, *const unknown[] = {"shapes", NULL};
    honest = named("dynarray");
    struct hr_parameter parameters[] = {
        honest->parameters[0],
        {"shape", "file", "changes nothing", "small", HR_PARAMETER_FILE, 0, 0, known},
        {NULL, NULL, NULL, NULL, HR_PARAMETER_COUNT, 0, 0, NULL}};
    struct hr_sequence_verbs verbs = *honest->sequence;
    struct hr_adapter adapter = *honest;
    (void)state;
    verbs.make = make_by_file;
    verbs.checksum = lie_checksum;
    adapter.sequence = &verbs;
    adapter.parameters = parameters;
    expect_found(&adapter, "(element_bytes=8 shape=" TEST_SOURCE_DIR "/bench/lengths/small.lengths"
                           "): checksum: gives ");
    parameters[1].text = "smal";
    expect_found(&adapter, "a default of its own is refused: unknown file of lengths 'smal'");
    parameters[1].words = unknown;
    expect_found(&adapter, "parameter 'shape' is a file of no known kind");
    parameters[1].words = NULL;
    expect_found(&adapter, "parameter 'shape' is a file of no known kind");
}

static uint64_t lie_coords_sum(const void *coords) {
    uint64_t sum = honest->coords->sum(coords);
    return sum > 0 ? sum - 1 : 0;
}

static uint64_t lie_appends(const void *coords) {
    return honest->coords->appends(coords) + 1;
}

static uint64_t lie_coords_checksum(const void *coords) {
    return honest->coords->checksum(coords) ^ 1;
}

static enum hr_status build_twice(void *coords) {
    enum hr_status status = honest->coords->build(coords);
    return status == HR_INVALID ? HR_OK : status;
}

static enum hr_status iterate_any_time(void *coords) {
    enum hr_status status = honest->coords->iterate(coords);
    return status == HR_INVALID ? HR_OK : status;
}

static struct hr_footprint tell_no_coords(const void *coords) {
    (void)coords;
    return (struct hr_footprint){0};
}

static void test_contract_lies_of_coordinates_are_found(void **state) {
    struct hr_coords_verbs verbs;
    struct hr_adapter adapter;
    (void)state;
    honest = named("coords-pairs");
    adapter = *honest;
    adapter.coords = &verbs;
#define LIE(verb, lie, text)                                                                       \
    verbs = *honest->coords;                                                                       \
    verbs.verb = lie;                                                                              \
    expect_found(&adapter, "structure 'coords-pairs': " text)
    LIE(sum, lie_coords_sum, "sum: gives ");
    LIE(appends, lie_appends, "appends: gives 313 instead of 312");
    LIE(checksum, lie_coords_checksum, "checksum: gives ");
    LIE(build, build_twice, "build: gives 'ok' instead of 'invalid");
    LIE(iterate, iterate_any_time, "iterate: gives 'ok' instead of 'invalid");
    LIE(is_valid, is_never_valid, "is_valid: says no after make");
    LIE(footprint, tell_no_coords, "footprint: tells 0 bytes in all where the structure holds ");
    LIE(destroy, leak, "destroy: ");
#undef LIE
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contract_lies_of_a_sequence_are_found),
        cmocka_unit_test(test_contract_lies_of_tuples_are_found),
        cmocka_unit_test(test_contract_verbs_of_a_crowd_go_together),
        cmocka_unit_test(test_contract_file_of_a_structure_is_checked_and_given_by_its_path),
        cmocka_unit_test(test_contract_lies_of_coordinates_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
