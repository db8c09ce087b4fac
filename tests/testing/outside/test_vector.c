/*
 * test_vector.c - the memory behaviour of vector.c, and nothing else of it.
 */
#include "checks.h"
#include "vector.h"

static void cost(void) {
    struct hr_test_meter meter;
    hr_test_begin(&meter);
    struct vector *vector = vector_new();
    for (uint64_t i = 0; vector != NULL && i < 1000; i++) {
        (void)vector_push(vector, i);
    }
    hr_test_end(&meter);
    meter.name = "1000 pushes";
    (void)HR_EXPECT_AT_MOST(&meter, HR_TEST_ALLOCATIONS, 10);
    (void)HR_EXPECT_AT_MOST(&meter, HR_TEST_COPIED_BYTES, 1000 * sizeof(uint64_t));
    vector_destroy(vector);
}

static void headroom(void) {
    struct vector *vector = vector_new();
    for (uint64_t i = 0; vector != NULL && i < 1000; i++) {
        (void)vector_push(vector, i);
        size_t length = vector_length(vector);
        if (length >= 8 && !HR_EXPECT_HEADROOM_AT_MOST(length, vector_capacity(vector), 100.0)) {
            break;
        }
    }
    vector_destroy(vector);
}

static void leak(void) {
    struct hr_test_meter meter;
    hr_test_begin(&meter);
    struct vector *vector = vector_new();
    (void)vector_push(vector, 1);
    struct vector *copy = vector_copy(vector);
    vector_destroy(copy);
    vector_destroy(vector);
    (void)HR_EXPECT_NO_LEAK(&meter);
}

static struct vector *object;

static bool make(void *context) {
    (void)context;
    object = vector_with_capacity(4);
    return object != NULL;
}

static void destroy(void *context) {
    (void)context;
    vector_destroy(object);
}

static void failing_make(void) {
    struct hr_test_operation operation = {.name = "make", .run = make, .tear_down = destroy};
    (void)HR_EXPECT_SURVIVES_FAILURES(&operation);
}

static bool make_full(void *context) {
    return make(context) && vector_push(object, 1) && vector_push(object, 2) &&
           vector_push(object, 3) && vector_push(object, 4);
}

static bool push(void *context) {
    (void)context;
    return vector_push(object, 5);
}

static uint64_t fingerprint(void *context) {
    (void)context;
    size_t length = vector_length(object);
    uint64_t hash = hr_test_hash(0, &length, sizeof length);
    for (size_t i = 0; i < length && i < vector_capacity(object); i++) {
        uint64_t value = vector_at(object, i);
        hash = hr_test_hash(hash, &value, sizeof value);
    }
    return hash;
}

static void failing_push(void) {
    struct hr_test_operation operation = {.name = "push",
                                          .set_up = make_full,
                                          .run = push,
                                          .fingerprint = fingerprint,
                                          .tear_down = destroy};
    (void)HR_EXPECT_SURVIVES_FAILURES(&operation);
}

static size_t next_capacity(size_t capacity, size_t needed, void *context) {
    (void)context;
    return vector_next_capacity(capacity, needed);
}

static void growth(void) {
    struct hr_test_growth growth = {.name = "vector_next_capacity", .next = next_capacity};
    (void)HR_EXPECT_GROWTH(&growth);
}

/* The callbacks of a sequence, for a container whose own functions have its own types. */
static void *list_make(void *context) {
    (void)context;
    return vector_new();
}

static void list_destroy(void *list) {
    vector_destroy(list);
}

static size_t list_length(void *list) {
    return vector_length(list);
}

static size_t list_capacity(void *list) {
    return vector_capacity(list);
}

static uint64_t list_at(void *list, size_t index) {
    return vector_at(list, index);
}

static bool list_push(void *list, uint64_t value) {
    return vector_push(list, value);
}

static bool list_insert(void *list, size_t index, uint64_t value) {
    return vector_insert(list, index, value);
}

static bool list_pop(void *list, uint64_t *value) {
    *value = vector_pop(list);
    return true;
}

static bool list_erase(void *list, size_t index, size_t count) {
    vector_erase(list, index, count);
    return true;
}

static bool list_reserve(void *list, size_t capacity) {
    return vector_reserve(list, capacity);
}

static bool list_shrink(void *list) {
    return vector_shrink(list);
}

static void sequence(void) {
    static const struct hr_test_sequence sequence = {
        .name = "vector",
        .make = list_make,
        .destroy = list_destroy,
        .length = list_length,
        .capacity = list_capacity,
        .at = list_at,
        .push = list_push,
        .insert = list_insert,
        .pop = list_pop,
        .erase = list_erase,
        .reserve = list_reserve,
        .shrink = list_shrink,
        .element_bytes = sizeof(uint64_t),
    };
    for (uint64_t seed = 1; seed <= 10 && HR_EXPECT_SEQUENCE(&sequence, seed); seed++) {
    }
}

int main(void) {
    static const struct named_check checks[] = {
        {"cost", cost},
        {"headroom", headroom},
        {"leak", leak},
        {"failing_make", failing_make},
        {"failing_push", failing_push},
        {"growth", growth},
        {"sequence", sequence},
    };
    return run_checks(checks, sizeof checks / sizeof checks[0]);
}
