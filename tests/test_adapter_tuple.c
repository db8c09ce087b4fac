// links: headroom-structures headroom-adapters
/*
 * test_adapter_tuple.c - what the tuples' adapter holds for itself stays out of the region: there
 * it touches no page that is not a tuple's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "support/adapters.h"
#include "support/sanitized.h"

enum { BATCH = 1 << 20, MOST_FAULTS = 64 };

static const struct hr_adapter *tuple_adapter(void) {
    for (size_t i = 0; i < STRUCTURES; i++) {
        if (strcmp(structure_names[i], "tuple") == 0) {
            return open_adapter(i);
        }
    }
    fail_msg("there is no structure 'tuple'");
    return NULL;
}

static long minor_faults(void) {
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_minflt;
}

/* The empty tuple is one object: a batch of them holds nothing. Its places alone are 2,048 pages.
 */
static void test_adapter_tuple_churn_touches_no_page_of_the_harness(void **state) {
    const struct hr_tuple_verbs *verbs = tuple_adapter()->tuple;
    const struct hr_setting settings[] = {{"cache", "off"}, {NULL, NULL}};
    const struct hr_adapter_config config = {.allocator = hr_allocator_find("heap"),
                                             .settings = settings};
    void *tuples;
    (void)state;
    assert_int_equal(verbs->make(&config, 0, BATCH, &tuples), HR_OK);
    long before = minor_faults();
    assert_int_equal(verbs->churn(tuples, BATCH), HR_OK);
    assert_in_range(minor_faults() - before, 0, MOST_FAULTS);
    assert_int_equal(verbs->checksum(tuples), BATCH);
    verbs->destroy(tuples);
}

static void test_adapter_tuple_batch_that_cannot_be_is_no_memory(void **state) {
    const struct hr_tuple_verbs *verbs = tuple_adapter()->tuple;
    const struct hr_setting settings[] = {{"cache", "off"}, {NULL, NULL}};
    struct hr_counting_allocator counting;
    hr_counting_allocator_init(&counting, hr_allocator_find("heap"));
    const struct hr_adapter_config config = {.allocator = &counting.allocator,
                                             .settings = settings};
    void *tuples = NULL;
    (void)state;
    if (IS_SANITIZED) { /* it aborts at the request instead of refusing it */
        skip();
    }
    assert_int_equal(verbs->make(&config, 3, SIZE_MAX / sizeof(void *) + 1, &tuples), HR_NO_MEMORY);
    assert_null(tuples);
    assert_int_equal(counting.counts.live_blocks, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_adapter_tuple_churn_touches_no_page_of_the_harness),
        cmocka_unit_test(test_adapter_tuple_batch_that_cannot_be_is_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
