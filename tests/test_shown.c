// Texts of others as they may be shown: nothing acts, everything else stays.
// links: bench-words
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "words/shown.h"

static void expect(const char *text, const char *wanted) {
    char shown[SHOWN_BYTES], again[SHOWN_BYTES];
    assert_int_equal(shown_escape(text, shown, sizeof shown), strlen(wanted));
    assert_string_equal(shown, wanted);
    (void)shown_escape(shown, again, sizeof again);
    assert_string_equal(again, wanted);
}

static void test_shown_plain_text_stays(void **state) {
    (void)state;
    expect("", "");
    expect("workload=append 'x' \\ 100 %s", "workload=append 'x' \\ 100 %s");
    expect("\xc3\xa4 \xe4\xb8\xad \xf0\x9f\x90\x8d", "\xc3\xa4 \xe4\xb8\xad \xf0\x9f\x90\x8d");
}

static void test_shown_what_acts_is_spelled(void **state) {
    (void)state;
    expect("a\x1b[2Jb", "a\\x1b[2Jb");
    expect("\n\r\t\x01\x7f", "\\n\\r\\t\\x01\\x7f");
    expect("\xc2\x9b"
           "31m",
           "\\xc2\\x9b31m"); /* CSI in one character */
    expect("\xe2\x80\xae"
           "gnp",
           "\\xe2\\x80\\xaegnp"); /* right to left from here */
    expect("\xe2\x81\xa6\xe2\x80\xa8", "\\xe2\\x81\\xa6\\xe2\\x80\\xa8");
}

static void test_shown_bytes_that_are_no_utf8_are_spelled(void **state) {
    (void)state;
    expect("\xff", "\\xff");
    expect("\xc0\xaf", "\\xc0\\xaf");          /* too long a spelling of '/' */
    expect("\xe4\xb8", "\\xe4\\xb8");          /* cut off */
    expect("\xe4(", "\\xe4(");                 /* not continued */
    expect("\xed\xa0\x80", "\\xed\\xa0\\x80"); /* half of a pair */
    expect("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80");
}

static void test_shown_is_cut_before_what_does_not_fit(void **state) {
    (void)state;
    char shown[6];
    assert_int_equal(shown_escape("ab\x1bz", shown, sizeof shown), 2);
    assert_string_equal(shown, "ab");
    assert_int_equal(shown_escape("a\x1bz", shown, sizeof shown), 5);
    assert_string_equal(shown, "a\\x1b");
    assert_int_equal(shown_escape("abcd\xc3\xa4", shown, sizeof shown), 4);
    assert_int_equal(shown_escape("abc\xc3\xa4z", shown, sizeof shown), 5);
    assert_int_equal(shown_escape("abc", shown, 1), 0);
    assert_string_equal(shown, "");
}

static void test_shown_message_ends_its_line_and_no_other(void **state) {
    (void)state;
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);
    assert_non_null(out);
    shown_print(out, "unknown '%s'\n", "x\ny\x1b");
    shown_print(out, "%s", "z\n");
    assert_int_equal(fclose(out), 0);
    assert_string_equal(text, "unknown 'x\\ny\\x1b'\nz\\n");
    free(text);
}

static void test_shown_long_message_is_cut_and_ends_its_line(void **state) {
    (void)state;
    char *text = NULL, word[2 * SHOWN_BYTES];
    size_t bytes = 0;
    memset(word, 'x', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    FILE *out = open_memstream(&text, &bytes);
    assert_non_null(out);
    shown_print(out, "'%s'\n", word);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(bytes, SHOWN_BYTES);
    assert_int_equal(text[bytes - 1], '\n');
    assert_int_equal(text[bytes - 2], 'x');
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shown_plain_text_stays),
        cmocka_unit_test(test_shown_what_acts_is_spelled),
        cmocka_unit_test(test_shown_bytes_that_are_no_utf8_are_spelled),
        cmocka_unit_test(test_shown_is_cut_before_what_does_not_fit),
        cmocka_unit_test(test_shown_message_ends_its_line_and_no_other),
        cmocka_unit_test(test_shown_long_message_is_cut_and_ends_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
