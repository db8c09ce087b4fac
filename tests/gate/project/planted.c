/*
 * planted.c - a cmocka program that passes, fails, crashes, hangs or skips, as its argument says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <stdlib.h>

static void test_planted_sum_is_right(void **state) {
    (void)state;
    assert_int_equal(1 + 1, 2);
}

static void test_planted_sum_is_wrong(void **state) {
    (void)state;
    assert_int_equal(1 + 1, 3);
}

int main(int count, char **words) {
    const char *way = count == 2 ? words[1] : "failing";
    const struct CMUnitTest passing[] = {cmocka_unit_test(test_planted_sum_is_right)};
    const struct CMUnitTest failing[] = {cmocka_unit_test(test_planted_sum_is_right),
                                         cmocka_unit_test(test_planted_sum_is_wrong)};
    if (strcmp(way, "crashing") == 0) {
        abort();
    }
    if (strcmp(way, "hanging") == 0) {
        (void)sleep(3600);
    }
    if (strcmp(way, "skipped") == 0) {
        return 77;
    }
    if (strcmp(way, "passing") == 0) {
        return cmocka_run_group_tests(passing, NULL, NULL);
    }
    return cmocka_run_group_tests(failing, NULL, NULL);
}
