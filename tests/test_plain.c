// Which texts may be shown on a terminal as they are.
// links: bench-words
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "words/plain.h"

/* '?' stands for each byte that may not be shown. */
static void expect_masked(const char *text, const char *expected) {
    char masked[64];
    size_t used = 0;
    while (*text != '\0') {
        size_t bytes = plain_bytes(text);
        assert_in_range(bytes, 0, 4);
        memcpy(masked + used, bytes > 0 ? text : "?", bytes > 0 ? bytes : 1);
        used += bytes > 0 ? bytes : 1;
        text += bytes > 0 ? bytes : 1;
    }
    masked[used] = '\0';
    assert_string_equal(masked, expected);
}

static void test_plain_bytes_text_of_any_script_stays(void **state) {
    (void)state;
    expect_masked("", "");
    expect_masked("a ~!`$(x)\"'\\", "a ~!`$(x)\"'\\");
    expect_masked("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x98",
                  "\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x98");
    expect_masked("\xc2\xa0", "\xc2\xa0"); /* one more than the last C1 */
    expect_masked("\xef\xbf\xbd\xf4\x8f\xbf\xbf", "\xef\xbf\xbd\xf4\x8f\xbf\xbf");
    assert_int_equal(plain_bytes("a"), 1);
    assert_int_equal(plain_bytes("\xe2\x82\xac"), 3);
    assert_int_equal(plain_bytes(""), 0);
}

static void test_plain_control_characters_are_masked_however_written(void **state) {
    (void)state;
    expect_masked("a\x1b[31m\a\n\t\x7f", "a?[31m????");
    expect_masked("\x9b"
                  "31m",
                  "?31m");
    expect_masked("\xc2\x9b"
                  "31m",
                  "??31m");
    expect_masked("\xc2\x80\xc2\x9f", "????");
    expect_masked("\xe2\x80\xa8|\xe2\x80\xa9|\xef\xbb\xbf", "???|???|???");
}

static void test_plain_direction_of_writing_cannot_be_changed(void **state) {
    char text[4] = "\xe2\x80\xaa";
    (void)state;
    for (unsigned char last = 0xaa; last <= 0xae; last++) {
        text[2] = (char)last;
        expect_masked(text, "???");
    }
    text[2] = '\xaf'; /* a narrow space */
    expect_masked(text, text);
    expect_masked("\xe2\x81\xa6|\xe2\x81\xa9|\xe2\x80\x8f|\xd8\x9c", "???|???|???|??");
}

static void test_plain_bytes_that_are_no_text_are_masked(void **state) {
    (void)state;
    expect_masked("\xff\xfe\x80", "???");
    expect_masked("\xc3", "?");           /* cut off */
    expect_masked("\xe2\x82", "??");      /* cut off */
    expect_masked("\xc1\x81", "??");      /* 'A' in two bytes */
    expect_masked("\xe0\x82\x9b", "???"); /* U+009B in three */
    expect_masked("\xed\xa0\x80", "???"); /* half of a pair */
    expect_masked("\xf4\x90\x80\x80", "????");
    expect_masked("\xf8\x88\x80\x80\x80", "?????");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_bytes_text_of_any_script_stays),
        cmocka_unit_test(test_plain_control_characters_are_masked_however_written),
        cmocka_unit_test(test_plain_direction_of_writing_cannot_be_changed),
        cmocka_unit_test(test_plain_bytes_that_are_no_text_are_masked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
