// links: headroom-structures
/*
 * test_growth_promises.c - what every registered policy promises, with and without good sizes: at
 * least what is needed, at most the limit, never a wrap, capacities that grow with their arrays,
 * copies that its factor bounds, and blocks that do not flutter where an array's length does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include <headroom/growth.h>

static const size_t widths[] = {1, 8, 24, 4096};
enum { WIDTHS = sizeof widths / sizeof widths[0] };

/* Multiples of 16 up to a page, then of pages, as allocators give. */
static size_t good_size(void *context, size_t bytes) {
    size_t step = bytes > 4096 ? 4096 : 16;
    (void)context;
    return bytes > SIZE_MAX - step ? bytes : (bytes + step - 1) / step * step;
}

static struct hr_growth_request request_of(enum hr_growth_reason reason, size_t width,
                                           size_t capacity, size_t needed) {
    return (struct hr_growth_request){.length = capacity,
                                      .capacity = capacity,
                                      .needed = needed,
                                      .element_bytes = width,
                                      .reason = reason,
                                      .limit = PTRDIFF_MAX / width,
                                      .good_size = good_size};
}

/* Runs a check over every policy, as it is and with good sizes, at every width. */
static void for_each_policy(void (*check)(const struct hr_growth *growth, size_t width)) {
    const struct hr_growth *growth;
    for (size_t p = 0; (growth = hr_growth_at(p)) != NULL; p++) {
        struct hr_growth good = *growth;
        good.takes_good_size = true;
        for (size_t w = 0; w < WIDTHS; w++) {
            check(growth, widths[w]);
            check(&good, widths[w]);
        }
    }
}

static void check_request(const struct hr_growth *growth, const struct hr_growth_request *request) {
    size_t answer = hr_growth_next(growth, request);
    if (answer < request->needed || answer > request->limit ||
        hr_growth_next(growth, request) != answer) {
        fail_msg("%s: %zu for %zu of at most %zu", growth->name, answer, request->needed,
                 request->limit);
    }
}

/* Requests from 1 element to the limit, in steps of all magnitudes. */
static void check_growing(const struct hr_growth *growth, size_t width, size_t limit) {
    const enum hr_growth_reason reasons[] = {HR_GROWTH_PUSH, HR_GROWTH_EXTEND, HR_GROWTH_CONSTRUCT,
                                             HR_GROWTH_RESERVE};
    for (size_t r = 0; r < 4; r++) {
        for (size_t step = 0; step < (size_t)64 * 8; step++) {
            size_t needed = limit >> (step / 8);
            needed = needed > step % 8 ? needed - step % 8 : 1;
            size_t lengths[] = {0, needed / 2, needed - 1};
            for (size_t l = 0; l < 3; l++) {
                struct hr_growth_request request =
                    request_of(reasons[r], width, lengths[l], needed);
                request.limit = limit;
                check_request(growth, &request);
            }
        }
    }
}

static void stays_in_range(const struct hr_growth *growth, size_t width) {
    const size_t limits[] = {
        1, 2, 100, SIZE_MAX / 65536, PTRDIFF_MAX, SIZE_MAX / 2, SIZE_MAX - 1, SIZE_MAX};
    for (size_t l = 0; l < sizeof limits / sizeof limits[0]; l++) {
        check_growing(growth, width, limits[l]);
    }
}

static void test_growth_promises_answers_within_needed_and_limit_up_to_size_max(void **state) {
    (void)state;
    for_each_policy(stays_in_range);
}

/*
 * The push before needed the limit less one; the next one gets the limit, not a wrapped product.
 * Systems with a greatest length of their own, and steps, give what is needed.
 */
static void test_growth_promises_sums_saturate_near_the_limit(void **state) {
    (void)state;
    const struct hr_growth *growth;
    size_t checked = 0;
    for (size_t p = 0; (growth = hr_growth_at(p)) != NULL; p++) {
        struct hr_growth_request request =
            request_of(HR_GROWTH_PUSH, 1, SIZE_MAX - SIZE_MAX / 32, SIZE_MAX - SIZE_MAX / 32 + 1);
        request.limit = SIZE_MAX;
        size_t answer = hr_growth_next(growth, &request);
        if (growth->factor >= 1.05 && strcmp(growth->name, "dotnet") != 0) {
            if (answer < SIZE_MAX - SIZE_MAX / 64) {
                fail_msg("%s gives %zu, which has wrapped", growth->name, answer);
            }
            checked++;
        }
    }
    assert_true(checked > 70);
}

/* Along its own pushes each capacity is greater than the one before. */
static void grows(const struct hr_growth *growth, size_t width) {
    size_t capacity = 0;
    for (size_t step = 0; step < 400 && capacity < (size_t)1 << 40; step++) {
        struct hr_growth_request request =
            request_of(HR_GROWTH_PUSH, width, capacity, capacity + 1);
        size_t next = hr_growth_next(growth, &request);
        assert_true(next > capacity);
        capacity = next;
    }
}

static void test_growth_promises_pushes_grow(void **state) {
    (void)state;
    for_each_policy(grows);
}

/* Which real systems give a longer full array less than a shorter one, and from where on. */
static const struct {
    const char *policy;
    size_t capacity;
} dips[] = {
    {"go-1.15", 1024},           /* 1,023 doubles, 1,024 grows by a quarter; 1.18 mended that */
    {"folly-fbvector", 512},     /* 511 doubles, a page of elements grows by half */
    {"cpython-dict-2.7", 50000}, /* four times up to 50,000 entries, then twice */
    {"cpython-set", 50000},      /* the same */
    {"nim", 65536},              /* twice below, half more from there on */
    {"ocaml", 513},              /* twice up to 512 */
    {"java-arraydeque", 63},     /* twice below 64 places */
    {"java-priorityqueue", 64},  /* twice below 64 */
    {"java", 1},                 /* the first block has 10 */
    {"java-vector", 1},          /* the same */
    {"java-stringbuilder", 1},   /* the first block has 16 */
    {"nginx", 1},                /* the first block has 4 */
    {"d", 0},
    {"d-appender", 0}, /* the percentage falls with each power of two */
};

/* Where it dips: SIZE_MAX for nowhere, 0 for many places. */
static size_t known_dip(const char *policy) {
    for (size_t i = 0; i < sizeof dips / sizeof dips[0]; i++) {
        if (strcmp(dips[i].policy, policy) == 0) {
            return dips[i].capacity;
        }
    }
    return SIZE_MAX;
}

static size_t push_onto(const struct hr_growth *growth, size_t full) {
    struct hr_growth_request request = request_of(HR_GROWTH_PUSH, 8, full, full + 1);
    return hr_growth_next(growth, &request);
}

static void check_dips(const struct hr_growth *growth, size_t known) {
    size_t first = push_onto(growth, 0);
    size_t before = push_onto(growth, known == 1 ? 0 : first), found = 0;
    for (size_t full = known == 1 ? 1 : first + 1; full <= 100000; full++) {
        size_t now = push_onto(growth, full);
        if (now < before) {
            found++;
            if (known == SIZE_MAX || (known != 0 && full != known)) {
                fail_msg("%s: %zu on a full array of %zu, after %zu on one shorter", growth->name,
                         now, full, before);
            }
        }
        before = now;
    }
    if ((known != SIZE_MAX) != (found > 0)) {
        fail_msg("%s: %zu dips, but %s is listed", growth->name, found,
                 known == SIZE_MAX ? "none" : "one");
    }
}

static void test_growth_promises_a_longer_array_gets_no_less_but_where_listed(void **state) {
    (void)state;
    const struct hr_growth *growth;
    for (size_t p = 0; (growth = hr_growth_at(p)) != NULL; p++) {
        check_dips(growth, known_dip(growth->name));
    }
}

static void test_growth_promises_more_asked_for_gives_no_less(void **state) {
    (void)state;
    const struct hr_growth *growth;
    for (size_t p = 0; (growth = hr_growth_at(p)) != NULL; p++) {
        size_t constructed = 0, reserved = 0;
        for (size_t n = 1; n <= 100000; n++) {
            const struct hr_growth_request construct = request_of(HR_GROWTH_CONSTRUCT, 8, 0, n);
            const struct hr_growth_request reserve = request_of(HR_GROWTH_RESERVE, 8, 0, n);
            size_t before = constructed;
            constructed = hr_growth_next(growth, &construct);
            if (constructed < before) {
                fail_msg("%s: %zu for %zu, %zu for one less", growth->name, constructed, n, before);
            }
            before = reserved;
            reserved = hr_growth_next(growth, &reserve);
            if (reserved < before) {
                fail_msg("%s: %zu for %zu, %zu for one less", growth->name, reserved, n, before);
            }
        }
    }
}

/*
 * Right after a growth at length n everything copied so far is at its highest per element: at most
 * n * g / (g - 1) of it, and what the first small steps cost. Up to 2^30 elements, which .NET's
 * greatest length is above.
 */
static void copies_within_its_factor(const struct hr_growth *growth, size_t width) {
    if (growth->factor <= 1.0) {
        return;
    }
    /* Good sizes lie a little above the powers of two that some systems go on with. */
    double factor = growth->takes_good_size ? 1.0 + (growth->factor - 1.0) * 0.9 : growth->factor;
    double copied = 0.0;
    for (size_t capacity = 0; capacity < (size_t)1 << 30;) {
        copied += (double)capacity;
        double bound = (double)(capacity + 1) * factor / (factor - 1.0) + 64.0;
        if (copied > bound) {
            fail_msg("%s, %zu bytes: %.0f copied at %zu, promised are %.0f", growth->name, width,
                     copied, capacity + 1, bound);
        }
        struct hr_growth_request request =
            request_of(HR_GROWTH_PUSH, width, capacity, capacity + 1);
        capacity = hr_growth_next(growth, &request);
    }
}

static void test_growth_promises_copies_stay_within_the_factor(void **state) {
    (void)state;
    for_each_policy(copies_within_its_factor);
}

/* What promises nothing copies in the order of n * n, somewhere. */
static void test_growth_promises_no_factor_means_quadratic_copies(void **state) {
    static const char *const names[] = {"exact", "step:64", "utstring", "sds", "redis"};
    (void)state;
    size_t without = 0;
    const struct hr_growth *growth;
    for (size_t p = 0; (growth = hr_growth_at(p)) != NULL; p++) {
        without += growth->factor <= 1.0;
    }
    assert_int_equal(without, sizeof names / sizeof names[0]);
    for (size_t i = 0; i < without; i++) {
        growth = hr_growth_find(names[i]);
        assert_true(growth->factor == 1.0);
        /* From n on, the number of growths to 2 n: it grows with n, where factors have a constant.
         */
        size_t growths[2] = {0, 0};
        for (size_t k = 0; k < 2; k++) {
            size_t from = (size_t)1 << (k == 0 ? 24 : 28);
            for (size_t capacity = from; capacity < 2 * from; growths[k]++) {
                capacity = push_onto(growth, capacity);
            }
        }
        assert_true(growths[1] > 8 * growths[0]);
    }
}

/* A smaller block, the same one, or, as CPython's padding may, some slots more. */
static void shrinks_sensibly(const struct hr_growth *growth, size_t width) {
    for (size_t capacity = 1; capacity <= 600; capacity++) {
        for (size_t needed = 0; needed <= capacity / 2; needed++) {
            struct hr_growth_request request =
                request_of(HR_GROWTH_SHRINK, width, capacity, needed);
            size_t answer = hr_growth_next(growth, &request);
            assert_true(answer >= needed);
            assert_true(growth->has_shrink || answer == capacity);
            request.length = needed + 1;
            size_t popped = hr_growth_next(growth, &request);
            size_t rounding = growth->takes_good_size ? 4096 / width + 16 : 0;
            assert_true(answer <= capacity + rounding || answer <= needed + needed / 8 + 6);
            assert_true(popped >= needed);
            assert_true(popped <= capacity + rounding || popped <= needed + needed / 8 + 6);
        }
    }
}

static void test_growth_promises_shrink_never_cuts_and_does_not_grow(void **state) {
    (void)state;
    for_each_policy(shrinks_sensibly);
}

/* An array whose length goes up and down by one keeps its block, however long it is; a bytearray of
 * CPython does not below 8. */
static void does_not_flutter(const struct hr_growth *growth, size_t width) {
    if (growth->takes_good_size) {
        return; /* what pages add may be more than the half that a policy shrinks by */
    }
    size_t capacity = 0, changes = 0;
    for (size_t length = 8; length < 3000; length++) {
        for (int turn = 0; turn < 6; turn++) {
            if (length + 1 > capacity) {
                struct hr_growth_request push =
                    request_of(HR_GROWTH_PUSH, width, capacity, length + 1);
                push.length = length;
                capacity = hr_growth_next(growth, &push);
                changes += turn > 1;
            }
            struct hr_growth_request pop = request_of(HR_GROWTH_SHRINK, width, capacity, length);
            pop.length = length + 1;
            if (length < capacity / 2) {
                size_t smaller = hr_growth_next(growth, &pop);
                changes += turn > 1 && smaller != capacity;
                capacity = smaller;
            }
        }
    }
    if (changes != 0) {
        fail_msg("%s, %zu bytes: %zu blocks changed where the length went up and down by one",
                 growth->name, width, changes);
    }
}

static void test_growth_promises_one_more_and_one_less_changes_no_block(void **state) {
    (void)state;
    for_each_policy(does_not_flutter);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growth_promises_answers_within_needed_and_limit_up_to_size_max),
        cmocka_unit_test(test_growth_promises_sums_saturate_near_the_limit),
        cmocka_unit_test(test_growth_promises_pushes_grow),
        cmocka_unit_test(test_growth_promises_a_longer_array_gets_no_less_but_where_listed),
        cmocka_unit_test(test_growth_promises_more_asked_for_gives_no_less),
        cmocka_unit_test(test_growth_promises_copies_stay_within_the_factor),
        cmocka_unit_test(test_growth_promises_no_factor_means_quadratic_copies),
        cmocka_unit_test(test_growth_promises_shrink_never_cuts_and_does_not_grow),
        cmocka_unit_test(test_growth_promises_one_more_and_one_less_changes_no_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
