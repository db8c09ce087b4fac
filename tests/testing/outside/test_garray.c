/*
 * test_garray.c - somebody else's container, of which the source is not even there: GLib's GArray.
 * GLib ends the program where memory is wanting, so that there are no failures to survive.
 */
#include <glib.h>

#include "checks.h"

static GArray *array_make(void) {
    return g_array_new(FALSE, FALSE, sizeof(guint64));
}

/* By powers of two of bytes, from 16 on: 16, 32, ... 8192. And the object itself. */
static void cost(void) {
    struct hr_test_meter meter;
    g_array_unref(array_make()); /* whatever GLib sets up the first time */
    hr_test_begin(&meter);
    GArray *array = array_make();
    for (guint64 i = 0; i < 1000; i++) {
        g_array_append_val(array, i);
    }
    hr_test_end(&meter);
    meter.name = "1000 appends";
    (void)HR_EXPECT_AT_MOST(&meter, HR_TEST_ALLOCATIONS, 11);
    (void)HR_EXPECT_AT_MOST(&meter, HR_TEST_COPIED_BYTES, 8192);
    (void)HR_EXPECT_AT_MOST(&meter, HR_TEST_LIVE_BYTES, 8192 + 64);
    g_array_unref(array);
}

static void leak(void) {
    struct hr_test_meter meter;
    hr_test_begin(&meter);
    GArray *array = array_make();
    guint64 value = 7;
    g_array_append_val(array, value);
    g_array_unref(g_array_copy(array));
    g_array_unref(array);
    (void)HR_EXPECT_NO_LEAK(&meter);
}

static void *list_make(void *context) {
    (void)context;
    return array_make();
}

static void list_destroy(void *list) {
    g_array_unref(list);
}

static size_t list_length(void *list) {
    return ((GArray *)list)->len;
}

static uint64_t list_at(void *list, size_t index) {
    return g_array_index((GArray *)list, guint64, index);
}

static bool list_push(void *list, uint64_t value) {
    return g_array_append_vals(list, &value, 1) != NULL;
}

static bool list_insert(void *list, size_t index, uint64_t value) {
    return g_array_insert_vals(list, (guint)index, &value, 1) != NULL;
}

static bool list_pop(void *list, uint64_t *value) {
    GArray *array = list;
    *value = list_at(list, array->len - 1);
    return g_array_set_size(array, array->len - 1) != NULL;
}

static bool list_erase(void *list, size_t index, size_t count) {
    return g_array_remove_range(list, (guint)index, (guint)count) != NULL;
}

static bool list_clear(void *list) {
    return g_array_set_size(list, 0) != NULL;
}

static void *list_copy(void *list) {
    return g_array_copy(list);
}

static void sequence(void) {
    static const struct hr_test_sequence sequence = {
        .name = "GArray",
        .make = list_make,
        .destroy = list_destroy,
        .length = list_length,
        .at = list_at,
        .push = list_push,
        .insert = list_insert,
        .pop = list_pop,
        .erase = list_erase,
        .clear = list_clear,
        .copy = list_copy,
    };
    for (uint64_t seed = 1; seed <= 10 && HR_EXPECT_SEQUENCE(&sequence, seed); seed++) {
    }
}

int main(void) {
    static const struct named_check checks[] = {
        {"cost", cost}, {"leak", leak}, {"sequence", sequence}};
    return run_checks(checks, sizeof checks / sizeof checks[0]);
}
