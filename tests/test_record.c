// Record lines: escaping, checksum, shape, and the negative space of each.
// links: bench-results
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "results/record.h"

static const char *parse(const char *text, struct record *record) {
    static char line[2 * RECORD_LINE_BYTES];
    assert_true(strlen(text) < sizeof line);
    memcpy(line, text, strlen(text) + 1);
    line[strcspn(line, "\n")] = '\0';
    return record_parse(line, record);
}

static void write_sample(const char *value, char line[RECORD_LINE_BYTES]) {
    const char *const fields[] = {"7", "build_ns", "0", value};
    size_t length = record_write(RECORD_SAMPLE, fields, 4, line, RECORD_LINE_BYTES);
    assert_true(length > 0);
    assert_int_equal(line[length - 1], '\n');
    line[length] = '\0';
}

/* The checksum is zlib's, as `printf 'header\theadroom-results\t1' | gzip -c | tail -c8` shows. */
static void test_record_header_has_the_crc_of_gzip(void **state) {
    (void)state;
    const char *const fields[] = {"headroom-results", "1"};
    char line[RECORD_LINE_BYTES];
    size_t length = record_write(RECORD_HEADER, fields, 2, line, sizeof line);
    line[length] = '\0';
    assert_string_equal(line, "header\theadroom-results\t1\t#969fdfef\n");
}

static void test_record_hostile_text_returns_as_it_was(void **state) {
    (void)state;
    const char *const hostile = "a\tb\nc\\d\re\x1b[31m\x7f`x` ../ \xc3\xa9 \\t\\x41#\x01";
    const char *const fields[] = {"name", hostile};
    char line[RECORD_LINE_BYTES];
    struct record record;
    size_t length = record_write(RECORD_ENV, fields, 2, line, sizeof line);
    line[length] = '\0';
    for (size_t i = 0; i + 1 < length; i++) {
        assert_true(line[i] == '\t' || (unsigned char)line[i] >= 0x20);
        assert_true(line[i] != 0x7f);
    }
    assert_null(parse(line, &record));
    assert_int_equal(record.fields, 2);
    assert_string_equal(record.field[1], hostile);
}

static void test_record_no_room_writes_nothing(void **state) {
    (void)state;
    const char *const fields[] = {"key", "value"};
    char line[RECORD_LINE_BYTES];
    size_t length = record_write(RECORD_ENV, fields, 2, line, sizeof line);
    assert_true(length > 0);
    assert_int_equal(record_write(RECORD_ENV, fields, 2, line, length), length);
    for (size_t bytes = 0; bytes < length; bytes++) {
        assert_int_equal(record_write(RECORD_ENV, fields, 2, line, bytes), 0);
    }
}

static void test_record_line_beyond_the_limit_is_refused_by_both(void **state) {
    (void)state;
    char value[RECORD_LINE_BYTES + 1], line[3 * RECORD_LINE_BYTES];
    const char *const fields[] = {"k", value};
    struct record record;
    size_t overhead = strlen("env\tk\t") + strlen("\t#01234567\n");
    memset(value, 'v', sizeof value);
    value[RECORD_LINE_BYTES - overhead] = '\0';
    size_t length = record_write(RECORD_ENV, fields, 2, line, sizeof line);
    assert_int_equal(length, RECORD_LINE_BYTES);
    line[length] = '\0';
    assert_null(parse(line, &record));
    value[RECORD_LINE_BYTES - overhead] = 'v';
    value[RECORD_LINE_BYTES - overhead + 1] = '\0';
    assert_int_equal(record_write(RECORD_ENV, fields, 2, line, sizeof line), 0);
    memset(line, 'v', RECORD_LINE_BYTES);
    line[RECORD_LINE_BYTES] = '\0';
    assert_string_equal(parse(line, &record), "the line is too long");
}

static void test_record_wrong_number_of_fields_writes_nothing(void **state) {
    (void)state;
    const char *const fields[] = {"1", "ok", "", "more"};
    char line[RECORD_LINE_BYTES];
    assert_int_equal(record_write(RECORD_OUTCOME, fields, 2, line, sizeof line), 0);
    assert_int_equal(record_write(RECORD_OUTCOME, fields, 4, line, sizeof line), 0);
    assert_true(record_write(RECORD_OUTCOME, fields, 3, line, sizeof line) > 0);
}

static void test_record_every_flipped_bit_is_noticed(void **state) {
    (void)state;
    char line[RECORD_LINE_BYTES], damaged[RECORD_LINE_BYTES];
    struct record record;
    write_sample("12.5", line);
    size_t length = strlen(line) - 1;
    for (size_t bit = 0; bit < 8 * length; bit++) {
        memcpy(damaged, line, length);
        damaged[length] = '\0';
        damaged[bit / 8] = (char)(damaged[bit / 8] ^ (1 << bit % 8));
        assert_non_null(record_parse(damaged, &record));
    }
}

static void test_record_values_are_numbers_or_have_a_reason(void **state) {
    (void)state;
    static const char *const good[] = {"0",     "18446744073709551615", "-1",   "0.5", "1.5e-07",
                                       "1e+20", "n/a(no kernel)",       "-0.25"};
    static const char *const bad[] = {"",   "nan", "inf",   "1.",  ".5",    "0x1", "1e",
                                      "1 ", "n/a", "n/a()", "--1", "1.5.2", "1e5x"};
    char line[RECORD_LINE_BYTES];
    struct record record;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        write_sample(good[i], line);
        assert_null(parse(line, &record));
        assert_string_equal(record.field[3], good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        write_sample(bad[i], line);
        assert_non_null(parse(line, &record));
    }
}

static void test_record_outcome_names_go_there_and_back(void **state) {
    (void)state;
    enum outcome_kind kind;
    for (unsigned i = 0; i < OUTCOMES; i++) {
        assert_true(outcome_find(outcome_name((enum outcome_kind)i), &kind));
        assert_int_equal(kind, i);
    }
    assert_false(outcome_find("", &kind));
    assert_false(outcome_find("OK", &kind));
}

static void test_record_count_takes_digits_alone(void **state) {
    (void)state;
    uint64_t value;
    assert_true(record_count("18446744073709551615", &value));
    assert_true(value == UINT64_MAX);
    assert_false(record_count("18446744073709551616", &value));
    assert_false(record_count("", &value));
    assert_false(record_count("-1", &value));
    assert_false(record_count(" 1", &value));
    assert_false(record_count("1 ", &value));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record_header_has_the_crc_of_gzip),
        cmocka_unit_test(test_record_hostile_text_returns_as_it_was),
        cmocka_unit_test(test_record_no_room_writes_nothing),
        cmocka_unit_test(test_record_line_beyond_the_limit_is_refused_by_both),
        cmocka_unit_test(test_record_wrong_number_of_fields_writes_nothing),
        cmocka_unit_test(test_record_every_flipped_bit_is_noticed),
        cmocka_unit_test(test_record_values_are_numbers_or_have_a_reason),
        cmocka_unit_test(test_record_outcome_names_go_there_and_back),
        cmocka_unit_test(test_record_count_takes_digits_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
