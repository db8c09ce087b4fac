// links: headroom-structures
/*
 * test_growth.c - policies by name, good sizes, and what the width of an element decides.
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

/* Names with a parameter or a wish, and the canonical spelling that a case's key has. */
static void test_growth_parse_makes_policies_with_canonical_names(void **state) {
    static const char *const names[][2] = {
        {"geometric:1.3", "geometric:1.3"},
        {"geometric:1.30", "geometric:1.3"},
        {"geometric:2", "geometric:2"},
        {"geometric:2.000000", "geometric:2"},
        {"geometric:1.050001", "geometric:1.050001"},
        {"geometric:1000", "geometric:1000"},
        {"geometric:1.5", "geometric:1.5"},
        {"step:1", "step:1"},
        {"step:007", "step:7"},
        {"step:999999999999999", "step:999999999999999"},
        {"step:64", "step:64"},
        {"java", "java"},
        {"java+good", "java+good"},
        {"geometric:1.10+good", "geometric:1.1+good"},
        {"step:64+good", "step:64+good"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct hr_growth_named named;
        const struct hr_growth *growth = hr_growth_parse(names[i][0], &named);
        assert_non_null(growth);
        assert_string_equal(growth->name, names[i][1]);
        assert_int_equal(growth->takes_good_size, strstr(names[i][0], "+good") != NULL);
        bool is_registered = hr_growth_find(names[i][1]) != NULL;
        assert_true(is_registered ? growth == hr_growth_find(names[i][1])
                                  : growth == &named.growth);
    }
}

static void test_growth_parse_refuses_what_makes_no_sense(void **state) {
    static const char *const names[] = {
        "",
        "+good",
        "java+good+good",
        "java+goo",
        "jav",
        "java:2",
        "geometric",
        "geometric:",
        "geometric:1",
        "geometric:1.000000",
        "geometric:0.5",
        "geometric:-2",
        "geometric:1e3",
        "geometric:1000.1",
        "geometric:1001",
        "geometric:1.0000001",
        "geometric:1..5",
        "geometric:.5",
        "geometric: 1.5",
        "geometric:1.5 ",
        "geometric:1,5",
        "geometric:1.2345678901234567",
        "step:0",
        "step:1.5",
        "step:-1",
        "step:1234567890123456",
        "step:64+bad",
        "geometric:1.5000000000000000000000000000000000000000000000000000000000000000000000000000",
        ("cpython-3.9-cpython-3.9-cpython-3.9-cpython-3.9-cpython-3.9-cpython-3.9-cpython-3.9-x+"
         "good"),
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct hr_growth_named named;
        if (hr_growth_parse(names[i], &named) != NULL) {
            fail_msg("'%s' was taken for a policy", names[i]);
        }
    }
}

static size_t to_96(void *context, size_t bytes) {
    (*(size_t *)context)++;
    return (bytes + 95) / 96 * 96;
}

static size_t to_less(void *context, size_t bytes) {
    (void)context;
    return bytes / 2;
}

/* Blocks of 96 bytes: +good fills them; without an allocator that says so nothing changes. */
static void test_growth_good_fills_what_the_allocator_would_give(void **state) {
    (void)state;
    struct hr_growth_named named;
    const struct hr_growth *good = hr_growth_parse("java+good", &named);
    struct hr_growth_request request = request_of(HR_GROWTH_PUSH, 0, 0, 1);
    size_t asked = 0;
    assert_int_equal(hr_growth_next(good, &request), 10);
    request.good_size = to_96;
    request.good_size_context = &asked;
    assert_int_equal(hr_growth_next(good, &request), 12);
    assert_int_equal(asked, 1);
    assert_int_equal(hr_growth_next(hr_growth_find("java"), &request), 10);
    assert_int_equal(asked, 1);
    request.limit = 11;
    assert_int_equal(hr_growth_next(good, &request), 11);
    request.limit = SIZE_MAX / 8;
    request.reason = HR_GROWTH_CONSTRUCT;
    request.needed = 13;
    assert_int_equal(hr_growth_next(good, &request), 24);
    request.element_bytes = 40;
    assert_int_equal(hr_growth_next(good, &request), 14);
    request.good_size = to_less;
    assert_int_equal(hr_growth_next(good, &request), 13);
    request.needed = SIZE_MAX / 8;
    assert_true(hr_growth_next(good, &request) == SIZE_MAX / 8);
}

/* Redis: 127 needed want 254 behind a header of 3 and a NUL; a block of 288 holds more, but that
 * header says at most 255. */
static void test_growth_redis_stays_within_what_its_header_says(void **state) {
    (void)state;
    struct hr_growth_request request = request_of(HR_GROWTH_EXTEND, 0, 0, 127);
    size_t asked = 0;
    request.element_bytes = 1;
    request.good_size = to_96;
    request.good_size_context = &asked;
    assert_int_equal(hr_growth_next(hr_growth_find("redis"), &request), 255);
    request.needed = 128; /* 256 behind a header of 5 */
    assert_int_equal(hr_growth_next(hr_growth_find("redis"), &request), 288 - 6);
    request.needed = 32767;
    assert_int_equal(hr_growth_next(hr_growth_find("redis"), &request), 65535);
    assert_int_equal(asked, 3);
}

/* Where the size of an element decides: what 8 bytes cannot show. */
static void test_growth_widths_decide_as_in_the_real_system(void **state) {
    static const struct {
        const char *policy;
        size_t width, capacity, needed, answer;
    } rows[] = {
        {"qt6-list", 1, 0, 15, 16}, /* 31 bytes: the power above them is 32 */
        {"qt6-list", 1, 0, 16, 48}, /* 32 bytes: it is 64 */
        {"qt5-list", 1, 0, 1, 16},
        {"d-appender", 1, 409, 410, 1024}, /* 200 %: 818 bytes, past the bin of 816 */
        {"zig-0.14", 200, 0, 1, 1},
        {"zig-0.14", 200, 1, 2, 2},
        {"folly-fbvector", 100, 0, 1, 1},
        {"rust", 1024, 0, 1, 4},
        {"rust", 1025, 0, 1, 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct hr_growth_request request =
            request_of(HR_GROWTH_PUSH, rows[i].capacity, rows[i].capacity, rows[i].needed);
        request.element_bytes = rows[i].width;
        size_t answer = hr_growth_next(hr_growth_find(rows[i].policy), &request);
        if (answer != rows[i].answer) {
            fail_msg("%s, %zu bytes, %zu needed: %zu, not %zu", rows[i].policy, rows[i].width,
                     rows[i].needed, answer, rows[i].answer);
        }
    }
}

/* runtime/sizeclasses.go has 67 classes, multiples of 8 up to 32,768 that add up to 372,768. */
static void test_growth_go_has_the_size_classes_of_the_runtime(void **state) {
    (void)state;
    size_t classes = 0, sum = 0, last = 0;
    for (size_t bytes = 1; bytes <= 32768; bytes++) {
        struct hr_growth_request request = request_of(HR_GROWTH_EXTEND, 0, 0, bytes);
        request.element_bytes = 1;
        size_t size = hr_growth_next(hr_growth_find("go-1.18"), &request);
        assert_true(size >= bytes && size % 8 == 0);
        if (size != last) {
            assert_int_equal(last + 1, bytes);
            classes++;
            sum += size;
            last = size;
        }
    }
    assert_int_equal(classes, 67);
    assert_int_equal(sum, 372768);
}

static size_t to_4(void *context, size_t bytes) {
    (void)context;
    return (bytes + 3) / 4 * 4;
}

/* A new string of Redis is made empty: 4 bytes of header and NUL, and nothing beside them. */
static void test_growth_redis_begins_with_the_smallest_block(void **state) {
    (void)state;
    struct hr_growth_request request = request_of(HR_GROWTH_PUSH, 0, 0, 1);
    request.element_bytes = 1;
    request.good_size = to_4;
    assert_int_equal(hr_growth_next(hr_growth_find("redis"), &request), 1);
}

static void test_growth_good_lets_a_policy_that_shrinks_keep_and_free(void **state) {
    (void)state;
    struct hr_growth_named named;
    const struct hr_growth *good = hr_growth_parse("cpython-3.14+good", &named);
    size_t asked = 0;
    struct hr_growth_request request = request_of(HR_GROWTH_SHRINK, 2, 32, 1);
    request.good_size = to_96;
    request.good_size_context = &asked;
    assert_int_equal(hr_growth_next(good, &request), 32);
    request.needed = 0;
    assert_int_equal(hr_growth_next(good, &request), 0);
    assert_int_equal(asked, 0);
    request = request_of(HR_GROWTH_SHRINK, 20, 41, 19);
    request.good_size = to_96;
    request.good_size_context = &asked;
    assert_int_equal(hr_growth_next(good, &request), 24);
}

static void test_growth_pushes_agree_with_the_oracle_at_every_length(void **state) {
    (void)state;
    for (size_t p = 0; push_oracle_policy(p) != NULL; p++) {
        const struct hr_growth *growth = hr_growth_find(push_oracle_policy(p));
        assert_non_null(growth);
        for (size_t full = 0; full <= 100000; full++) {
            const struct hr_growth_request request =
                request_of(HR_GROWTH_PUSH, full, full, full + 1);
            assert_int_equal(hr_growth_next(growth, &request),
                             push_oracle_capacity(growth->name, full));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growth_registry_finds_every_policy_by_its_name_only),
        cmocka_unit_test(test_growth_parse_makes_policies_with_canonical_names),
        cmocka_unit_test(test_growth_parse_refuses_what_makes_no_sense),
        cmocka_unit_test(test_growth_good_fills_what_the_allocator_would_give),
        cmocka_unit_test(test_growth_good_lets_a_policy_that_shrinks_keep_and_free),
        cmocka_unit_test(test_growth_redis_stays_within_what_its_header_says),
        cmocka_unit_test(test_growth_widths_decide_as_in_the_real_system),
        cmocka_unit_test(test_growth_go_has_the_size_classes_of_the_runtime),
        cmocka_unit_test(test_growth_redis_begins_with_the_smallest_block),
        cmocka_unit_test(test_growth_pushes_agree_with_the_oracle_at_every_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
