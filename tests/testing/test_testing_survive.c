/*
 * test_testing_survive.c - refused allocations of every function, and the check that refuses each
 * in turn: right operations survive, planted ones do not, and it says why.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <malloc.h>
#include <pthread.h>

#include "planted.h"
#include "recorded.h"

static int anew(void **state) {
    defect = NO_DEFECT;
    return record_anew(state);
}

/* A vector of four that is full. */
static bool set_up(void *context) {
    struct planted **it = context;
    *it = planted_make(NULL);
    return *it != NULL && planted_push(*it, 1) && planted_push(*it, 2) && planted_push(*it, 3) &&
           planted_push(*it, 4);
}

static bool push_five(void *context) {
    return planted_push(*(struct planted **)context, 5);
}

static uint64_t fingerprint(void *context) {
    const struct planted *it = *(struct planted **)context;
    size_t known = it->length < it->capacity ? it->length : it->capacity;
    uint64_t hash = hr_test_hash(0, &it->length, sizeof it->length);
    return hr_test_hash(hash, it->items, known * sizeof *it->items);
}

static void tear_down(void *context) {
    planted_destroy(*(struct planted **)context);
}

static bool is_usable(void *context) {
    return !(*(struct planted **)context)->is_broken;
}

static struct planted *vector;
static struct hr_test_operation push = {.name = "push",
                                        .context = &vector,
                                        .set_up = set_up,
                                        .run = push_five,
                                        .fingerprint = fingerprint,
                                        .tear_down = tear_down};

static void test_testing_survive_right_one_passes(void **state) {
    (void)state;
    assert_passed(HR_EXPECT_SURVIVES_FAILURES(&push));
    assert_int_equal(push.refused, 2); /* the one request, alone and with all after it */
}

static void test_testing_survive_each_defect_is_found(void **state) {
    (void)state;
    static const struct {
        enum defect defect;
        const char *words;
    } cases[] = {
        {LEAK_ON_FAILURE,
         "push: with allocation 2 of 2 refused (64 bytes): 1 block of 7 bytes left "
         "after tear_down; the oldest is allocation "},
        {LENGTH_ON_FAILURE, "push: with allocation 1 of 1 refused (64 bytes): the object is not as "
                            "it was before: fingerprint "},
        {UNUSABLE_AFTER_FAILURE, "it fails again when nothing is refused any more"},
        {SILENT_FAILURE, "it says it succeeded, but the result is another: fingerprint "},
        {LEAK_ON_DESTROY, "push: 1 block of 64 bytes left after tear_down"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        defect = cases[i].defect;
        assert_failed_about(HR_EXPECT_SURVIVES_FAILURES(&push), cases[i].words);
    }
    defect = UNUSABLE_AFTER_FAILURE;
    push.is_usable = is_usable;
    assert_failed_about(HR_EXPECT_SURVIVES_FAILURES(&push), "the object is not usable afterwards");
    defect = NO_DEFECT;
    assert_passed(HR_EXPECT_SURVIVES_FAILURES(&push));
    push.is_usable = NULL;
}

static bool refuse_to_set_up(void *context) {
    return context == NULL;
}

static bool fail_always(void *context) {
    free(malloc(1));
    return context == NULL;
}

static bool do_nothing(void *context) {
    return context != NULL;
}

static void test_testing_survive_operations_that_cannot_be_tried_fail(void **state) {
    (void)state;
    struct hr_test_operation wrong = push;
    wrong.set_up = refuse_to_set_up;
    assert_failed(HR_EXPECT_SURVIVES_FAILURES(&wrong),
                  "push: set_up fails though nothing is refused");
    wrong = push;
    wrong.run = fail_always;
    assert_failed(HR_EXPECT_SURVIVES_FAILURES(&wrong), "push: it fails though nothing is refused");
    wrong.run = do_nothing;
    assert_failed_about(HR_EXPECT_SURVIVES_FAILURES(&wrong), "it asks for no memory");
    wrong.may_not_allocate = true;
    assert_passed(HR_EXPECT_SURVIVES_FAILURES(&wrong));
    assert_int_equal(wrong.refused, 0);
}

/* Ten blocks at once, all or none. */
static bool take_ten(void *context) {
    void **blocks = context;
    for (int i = 0; i < 10; i++) {
        blocks[i] = i % 2 == 0 ? malloc(16) : calloc(2, 16);
        if (blocks[i] == NULL) {
            while (i-- > 0) {
                free(blocks[i]);
            }
            return false;
        }
    }
    return true;
}

static void give_ten(void *context) {
    for (int i = 0; i < 10; i++) {
        free(((void **)context)[i]);
    }
}

static void test_testing_survive_tries_every_allocation_both_ways(void **state) {
    (void)state;
    void *blocks[10];
    struct hr_test_operation ten = {
        .name = "ten", .context = blocks, .run = take_ten, .tear_down = give_ten};
    assert_passed(HR_EXPECT_SURVIVES_FAILURES(&ten));
    /* One at a time: 10. With all after it: 10, since the first refusal ends it. */
    assert_int_equal(ten.refused, 20);
}

/* Content with less: copes with the first refusal, not with two. */
static bool take_some(void *context) {
    void **block = context;
    *block = malloc(1000);
    *block = *block != NULL ? *block : malloc(10);
    return *block != NULL;
}

static void give_some(void *context) {
    free(*(void **)context);
}

static void test_testing_survive_coping_with_a_refusal_is_success(void **state) {
    (void)state;
    void *block = NULL;
    struct hr_test_operation some = {
        .name = "some", .context = &block, .run = take_some, .tear_down = give_some};
    assert_passed(HR_EXPECT_SURVIVES_FAILURES(&some));
    assert_int_equal(some.refused, 3);
}

static void test_testing_refuse_reaches_every_function(void **state) {
    (void)state;
    void *volatile block = malloc(8);
    void *aligned = block;
    hr_test_refuse(1, HR_TEST_REFUSE_REST);
    errno = 0;
    void *volatile first = malloc(1);
    int number = errno;
    void *results[] = {malloc(1),        calloc(1, 1), realloc(block, 100),
                       realloc(NULL, 5), valloc(10),   aligned_alloc(64, 64),
                       memalign(64, 10), pvalloc(10),  reallocarray(block, 4, 4)};
    int error = posix_memalign(&aligned, 64, 64);
    free(NULL);
    assert_int_equal(hr_test_refuse_stop(), 11);
    assert_null(first);
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        assert_null(results[i]);
    }
    assert_int_equal(error, ENOMEM);
    assert_int_equal(number, ENOMEM);
    assert_ptr_equal(aligned, block);
    free(block);
    block = malloc(1);
    assert_non_null(block);
    free(block);
}

static void test_testing_refuse_one_refuses_that_alone(void **state) {
    (void)state;
    hr_test_refuse(2, HR_TEST_REFUSE_ONE);
    void *first = malloc(1), *second = malloc(2), *third = malloc(3);
    assert_int_equal(hr_test_refuse_stop(), 1);
    assert_non_null(first);
    assert_null(second);
    assert_non_null(third);
    free(first);
    free(third);
}

static void *allocate_elsewhere(void *unused) {
    (void)unused;
    return malloc(10);
}

static void test_testing_refuse_leaves_other_threads_alone(void **state) {
    (void)state;
    pthread_t thread;
    void *block = NULL;
    assert_int_equal(pthread_create(&thread, NULL, allocate_elsewhere, NULL), 0);
    hr_test_refuse(1, HR_TEST_REFUSE_REST);
    assert_int_equal(pthread_join(thread, &block), 0);
    (void)hr_test_refuse_stop();
    assert_non_null(block);
    free(block);
}

static void test_testing_hash_tells_pieces_apart(void **state) {
    (void)state;
    const unsigned char bytes[] = {1, 2, 3, 0};
    uint64_t whole = hr_test_hash(0, bytes, 4);
    assert_true(whole != hr_test_hash(0, bytes, 3));
    assert_true(whole != hr_test_hash(hr_test_hash(0, bytes, 2), bytes + 2, 2));
    assert_true(hr_test_hash(0, bytes, 0) != hr_test_hash(whole, bytes, 0));
    assert_true(whole == hr_test_hash(0, bytes, 4));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_testing_survive_right_one_passes, anew),
        cmocka_unit_test_setup(test_testing_survive_each_defect_is_found, anew),
        cmocka_unit_test_setup(test_testing_survive_operations_that_cannot_be_tried_fail, anew),
        cmocka_unit_test_setup(test_testing_survive_tries_every_allocation_both_ways, anew),
        cmocka_unit_test_setup(test_testing_survive_coping_with_a_refusal_is_success, anew),
        cmocka_unit_test_setup(test_testing_refuse_reaches_every_function, anew),
        cmocka_unit_test_setup(test_testing_refuse_one_refuses_that_alone, anew),
        cmocka_unit_test_setup(test_testing_refuse_leaves_other_threads_alone, anew),
        cmocka_unit_test_setup(test_testing_hash_tells_pieces_apart, anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
