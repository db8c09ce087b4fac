// links: headroom-structures
/*
 * test_growth.c - the promises that every registered policy keeps, and the capacities of the
 * systems they model, as those systems were seen to give them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <headroom/growth.h>

#include "support/push_oracle.h"

static struct hr_growth_request request_of(enum hr_growth_reason reason, size_t length,
                                           size_t capacity, size_t needed) {
    return (struct hr_growth_request){
        .length = length,
        .capacity = capacity,
        .needed = needed,
        .element_bytes = 8,
        .reason = reason,
        .limit = SIZE_MAX / 8,
    };
}

static size_t next_of(const char *policy, enum hr_growth_reason reason, size_t length,
                      size_t capacity, size_t needed) {
    const struct hr_growth *growth = hr_growth_find(policy);
    assert_non_null(growth);
    const struct hr_growth_request request = request_of(reason, length, capacity, needed);
    return hr_growth_next(growth, &request);
}

static void test_growth_registry_finds_every_policy_by_its_name_only(void **state) {
    (void)state;
    size_t count = 0;
    for (const struct hr_growth *growth; (growth = hr_growth_at(count)) != NULL; count++) {
        assert_ptr_equal(hr_growth_find(growth->name), growth);
        assert_true(strlen(growth->origin) > 0 && strlen(growth->formula) > 0);
        assert_true(strlen(growth->rules.push) > 0 && strlen(growth->rules.extend) > 0);
        assert_true(strlen(growth->rules.construct) > 0 && strlen(growth->rules.shrink) > 0);
    }
    assert_true(count >= 5);
    assert_null(hr_growth_at(count));
    assert_null(hr_growth_at(SIZE_MAX));
    assert_null(hr_growth_find(""));
    assert_null(hr_growth_find("cpython"));
    assert_null(hr_growth_find("cpython-3.9 "));
}

struct sequence {
    const char *policy;
    size_t count;
    size_t capacities[20];
};

/* Read back from the running systems: CPython 2.7.18 and 3.11.7, g++ 12.2, OpenJDK 17.0.15. */
static const struct sequence sequences[] = {
    {"cpython-2.7", 20, {4,   8,   16,  25,  35,  46,  58,  72,  88,  106,
                         126, 148, 173, 201, 233, 269, 309, 354, 405, 462}},
    {"cpython-3.9", 20, {4,   8,   16,  24,  32,  40,  52,  64,  76,  92,
                         108, 128, 148, 172, 200, 232, 268, 308, 352, 400}},
    {"libstdcxx", 20, {1,    2,    4,    8,    16,    32,    64,    128,    256,    512,
                       1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144, 524288}},
    {"java", 20, {10,  15,  22,   33,   49,   73,   109,  163,  244,   366,
                  549, 823, 1234, 1851, 2776, 4164, 6246, 9369, 14053, 21079}},
    {"exact", 8, {1, 2, 3, 4, 5, 6, 7, 8}},
};

static void test_growth_pushes_give_the_capacities_of_the_real_system(void **state) {
    (void)state;
    for (size_t s = 0; s < sizeof sequences / sizeof sequences[0]; s++) {
        size_t capacity = 0;
        for (size_t i = 0; i < sequences[s].count; i++) {
            capacity =
                next_of(sequences[s].policy, HR_GROWTH_PUSH, capacity, capacity, capacity + 1);
            assert_int_equal(capacity, sequences[s].capacities[i]);
        }
    }
}

static void test_growth_every_policy_is_known_to_the_oracle_and_agrees(void **state) {
    (void)state;
    const struct hr_growth *growth;
    for (size_t p = 0; (growth = hr_growth_at(p)) != NULL; p++) {
        for (size_t full = 0; full <= 100000; full++) {
            const struct hr_growth_request request =
                request_of(HR_GROWTH_PUSH, full, full, full + 1);
            assert_int_equal(hr_growth_next(growth, &request),
                             push_oracle_capacity(growth->name, full));
        }
    }
}

struct one_answer {
    const char *policy;
    enum hr_growth_reason reason;
    size_t length, capacity, needed, answer;
};

static const struct one_answer answers[] = {
    /* [0] * 10**8 and one append: the book's figure, and what 3.9 made of it. */
    {"cpython-2.7", HR_GROWTH_PUSH, 100000000, 100000000, 100000001, 112500007},
    {"cpython-3.9", HR_GROWTH_PUSH, 100000000, 100000000, 100000001, 112500004},
    {"libstdcxx", HR_GROWTH_PUSH, 100000000, 100000000, 100000001, 200000000},
    {"java", HR_GROWTH_PUSH, 100000000, 100000000, 100000001, 150000000},
    {"exact", HR_GROWTH_PUSH, 100000000, 100000000, 100000001, 100000001},
    /* Bulk, 3.8 and before: 100 + 20 gives 141, 1000 + 1000 gives 2256, [].extend(10) gives 17. */
    {"cpython-2.7", HR_GROWTH_EXTEND, 100, 100, 120, 141},
    {"cpython-2.7", HR_GROWTH_EXTEND, 1000, 1000, 2000, 2256},
    {"cpython-2.7", HR_GROWTH_EXTEND, 0, 0, 10, 17},
    /* Bulk, 3.9: without padding when more is added than it would pad. */
    {"cpython-3.9", HR_GROWTH_EXTEND, 10, 10, 20, 20},
    {"cpython-3.9", HR_GROWTH_EXTEND, 10, 16, 20, 20},
    {"cpython-3.9", HR_GROWTH_EXTEND, 100, 100, 200, 200},
    {"cpython-3.9", HR_GROWTH_EXTEND, 1000, 1000, 2000, 2000},
    {"cpython-3.9", HR_GROWTH_EXTEND, 100, 100, 101, 116},
    {"cpython-3.9", HR_GROWTH_EXTEND, 100, 100, 120, 140},
    {"cpython-3.9", HR_GROWTH_EXTEND, 0, 0, 9, 10},
    {"cpython-3.9", HR_GROWTH_EXTEND, 0, 4, 6, 12},
    {"cpython-3.9", HR_GROWTH_EXTEND, 0, 0, 101, 102},
    {"cpython-3.9", HR_GROWTH_EXTEND, 0, 0, 100, 100},
    {"cpython-3.9", HR_GROWTH_CONSTRUCT, 0, 0, 101, 101},
    {"cpython-2.7", HR_GROWTH_CONSTRUCT, 0, 0, 101, 101},
    /* Popping 100 appended elements: 3.8 and 3.9 to 3.13. */
    {"cpython-2.7", HR_GROWTH_SHRINK, 53, 106, 52, 64},
    {"cpython-2.7", HR_GROWTH_SHRINK, 32, 64, 31, 40},
    {"cpython-2.7", HR_GROWTH_SHRINK, 2, 5, 1, 4},
    {"cpython-2.7", HR_GROWTH_SHRINK, 1, 4, 0, 0},
    {"cpython-3.9", HR_GROWTH_SHRINK, 54, 108, 53, 64},
    {"cpython-3.9", HR_GROWTH_SHRINK, 32, 64, 31, 40},
    {"cpython-3.9", HR_GROWTH_SHRINK, 8, 16, 7, 12},
    {"cpython-3.9", HR_GROWTH_SHRINK, 1, 4, 0, 0},
    {"cpython-3.9", HR_GROWTH_SHRINK, 100, 100, 49, 60},
    {"cpython-2.7", HR_GROWTH_SHRINK, 100, 100, 49, 61},
    /* Cutting can even add a slot: del of one of three in a list of 7 slots, 3.11. */
    {"cpython-3.9", HR_GROWTH_SHRINK, 3, 7, 2, 8},
    /* std::vector: resize 10 to 11 and to 25; the length counts, not the capacity. */
    {"libstdcxx", HR_GROWTH_EXTEND, 10, 10, 11, 20},
    {"libstdcxx", HR_GROWTH_EXTEND, 10, 10, 25, 25},
    {"libstdcxx", HR_GROWTH_EXTEND, 3, 4, 5, 6},
    {"libstdcxx", HR_GROWTH_RESERVE, 10, 10, 11, 11},
    {"libstdcxx", HR_GROWTH_CONSTRUCT, 0, 0, 7, 7},
    /* ArrayList: addAll of 3 onto the default gives 10, 20 more 23, ensureCapacity(24) 34. */
    {"java", HR_GROWTH_EXTEND, 0, 0, 3, 10},
    {"java", HR_GROWTH_EXTEND, 3, 10, 23, 23},
    {"java", HR_GROWTH_RESERVE, 23, 23, 24, 34},
    {"java", HR_GROWTH_EXTEND, 0, 0, 11, 11},
    {"java", HR_GROWTH_CONSTRUCT, 0, 0, 3, 3},
    {"exact", HR_GROWTH_EXTEND, 10, 10, 20, 20},
};

static void test_growth_bulk_construct_and_shrink_give_the_known_capacities(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        const struct one_answer *row = &answers[i];
        size_t answer = next_of(row->policy, row->reason, row->length, row->capacity, row->needed);
        if (answer != row->answer) {
            fail_msg("row %zu, %s: %zu, not %zu", i, row->policy, answer, row->answer);
        }
    }
}

static void check_promise(const struct hr_growth *growth, struct hr_growth_request request) {
    size_t answer = hr_growth_next(growth, &request);
    assert_true(answer >= request.needed);
    assert_true(answer <= request.limit);
    assert_true(hr_growth_next(growth, &request) == answer);
}

/* Requests from 1 element to the limit, in steps of all magnitudes. */
static void check_growing(const struct hr_growth *growth, size_t limit) {
    const enum hr_growth_reason reasons[] = {HR_GROWTH_PUSH, HR_GROWTH_EXTEND, HR_GROWTH_CONSTRUCT,
                                             HR_GROWTH_RESERVE};
    for (size_t r = 0; r < 4; r++) {
        for (size_t step = 0; step < (size_t)64 * 8; step++) {
            size_t needed = limit >> (step / 8);
            needed = needed > step % 8 ? needed - step % 8 : 1;
            size_t lengths[] = {0, needed / 2, needed - 1};
            for (size_t l = 0; l < 3; l++) {
                struct hr_growth_request request =
                    request_of(reasons[r], lengths[l], lengths[l], needed);
                request.limit = limit;
                check_promise(growth, request);
            }
        }
    }
}

static void test_growth_answers_stay_within_needed_and_limit_up_to_size_max(void **state) {
    (void)state;
    const size_t limits[] = {
        1,       2, 100, SIZE_MAX / 65536, SIZE_MAX / 8, PTRDIFF_MAX, SIZE_MAX / 2, SIZE_MAX - 1,
        SIZE_MAX};
    const struct hr_growth *growth;
    for (size_t p = 0; (growth = hr_growth_at(p)) != NULL; p++) {
        for (size_t l = 0; l < sizeof limits / sizeof limits[0]; l++) {
            check_growing(growth, limits[l]);
        }
    }
}

/* A longer array never gets less. Not so for EXTEND: CPython 3.9 gives 24 to 10 + 7 and 20 to
 * 10 + 8. */
static void test_growth_pushes_and_constructions_are_monotone(void **state) {
    (void)state;
    const struct hr_growth *growth;
    for (size_t p = 0; (growth = hr_growth_at(p)) != NULL; p++) {
        size_t pushed = 0, constructed = 0, reserved = 0;
        for (size_t n = 1; n <= 100000; n++) {
            const struct hr_growth_request push = request_of(HR_GROWTH_PUSH, n - 1, n - 1, n);
            const struct hr_growth_request construct = request_of(HR_GROWTH_CONSTRUCT, 0, 0, n);
            const struct hr_growth_request reserve = request_of(HR_GROWTH_RESERVE, 0, 0, n);
            size_t before = pushed;
            pushed = hr_growth_next(growth, &push);
            /* Java's first push gives 10, a push onto 1 element gives 2. */
            assert_true(pushed >= before || n == 2);
            before = constructed;
            constructed = hr_growth_next(growth, &construct);
            assert_true(constructed >= before);
            before = reserved;
            reserved = hr_growth_next(growth, &reserve);
            assert_true(reserved >= before);
        }
    }
}

static void test_growth_shrink_never_cuts_and_stays_within_the_padding(void **state) {
    (void)state;
    const struct hr_growth *growth;
    for (size_t p = 0; (growth = hr_growth_at(p)) != NULL; p++) {
        for (size_t capacity = 1; capacity <= 600; capacity++) {
            for (size_t needed = 0; needed <= capacity / 2; needed++) {
                const struct hr_growth_request request =
                    request_of(HR_GROWTH_SHRINK, capacity, capacity, needed);
                size_t answer = hr_growth_next(growth, &request);
                assert_true(answer >= needed);
                assert_true(growth->has_shrink || answer == capacity);
                /* A policy that shrinks may give a small list more, but never beyond its padding.
                 */
                assert_true(!growth->has_shrink || answer <= needed + needed / 8 + 6);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growth_registry_finds_every_policy_by_its_name_only),
        cmocka_unit_test(test_growth_pushes_give_the_capacities_of_the_real_system),
        cmocka_unit_test(test_growth_every_policy_is_known_to_the_oracle_and_agrees),
        cmocka_unit_test(test_growth_bulk_construct_and_shrink_give_the_known_capacities),
        cmocka_unit_test(test_growth_answers_stay_within_needed_and_limit_up_to_size_max),
        cmocka_unit_test(test_growth_pushes_and_constructions_are_monotone),
        cmocka_unit_test(test_growth_shrink_never_cuts_and_stays_within_the_padding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
