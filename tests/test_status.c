// links: headroom-structures
/*
 * test_status.c - every status has a name of its own, and no value has none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <headroom/status.h>

static void test_status_every_value_has_a_name_of_its_own(void **state) {
    (void)state;
    assert_int_equal(HR_OK, 0);
    for (int a = HR_OK; a <= HR_IO; a++) {
        assert_string_not_equal(hr_status_name((enum hr_status)a), "unknown status");
        for (int b = HR_OK; b < a; b++) {
            assert_string_not_equal(hr_status_name((enum hr_status)a),
                                    hr_status_name((enum hr_status)b));
        }
    }
    assert_string_equal(hr_status_name(HR_OK), "ok");
    assert_string_equal(hr_status_name(HR_NO_MEMORY), "no memory");
}

static void test_status_beyond_the_last_value_is_unknown(void **state) {
    (void)state;
    /* The next value is within the range of the enumeration's type. */
    assert_string_equal(hr_status_name((enum hr_status)(HR_IO + 1)), "unknown status");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status_every_value_has_a_name_of_its_own),
        cmocka_unit_test(test_status_beyond_the_last_value_is_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
