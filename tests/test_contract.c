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
#undef LIE
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
        cmocka_unit_test(test_contract_lies_of_coordinates_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
