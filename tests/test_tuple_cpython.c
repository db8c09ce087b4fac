// links: headroom-structures
/*
 * test_tuple_cpython.c - the preset of CPython 3.11 and 3.12 against the free lists of the real
 * python3, read with sys._debugmallocstats. Other versions print them otherwise and are skipped.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <headroom/tuple_cache.h>

static bool has_comparable_python(void) {
    static const char command[] = "python3 -c 'import sys; sys.exit("
                                  "sys.version_info[:2] not in ((3, 11), (3, 12)))' "
                                  ">/dev/null 2>&1";
    return system(command) == 0;
}

static void test_tuple_cache_cpython_keeps_the_same_lengths_and_numbers(void **state) {
    const struct hr_tuple_cache_preset *preset = hr_tuple_cache_preset_find("cpython-3.11");
    (void)state;
    if (!has_comparable_python()) {
        skip();
    }
    FILE *lists = popen("python3 '" TEST_DATA_DIR "/tuple_freelists.py'", "r"); /* NOLINT */
    assert_non_null(lists);
    size_t length, parked, seen = 0, full = 0;
    while (fscanf(lists, "%zu %zu", &length, &parked) == 2) {
        assert_int_equal(length, ++seen);
        assert_true(parked <= preset->limit);
        full += parked == preset->limit;
        /* The interpreter itself uses a tuple or two while it prints. */
        assert_true(parked + 5 >= preset->limit);
    }
    assert_int_equal(pclose(lists), 0);
    assert_int_equal(seen, preset->max_length);
    assert_true(full >= preset->max_length / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tuple_cache_cpython_keeps_the_same_lengths_and_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
