// links: bench-workloads
/*
 * test_lengths.c - files of lengths: what is read, what is refused and where, and that drawing
 * follows the weights.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "workloads/lengths.h"
#include "workloads/random.h"

static char path[] = "/tmp/headroom-lengths-XXXXXX";

static int make_file(void **state) {
    (void)state;
    int file = mkstemp(path);
    return file >= 0 && close(file) == 0 ? 0 : -1;
}

static int remove_file(void **state) {
    (void)state;
    return remove(path);
}

static void write_bytes(const char *text, size_t bytes) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, bytes, file), bytes);
    assert_int_equal(fclose(file), 0);
}

static void read_text(const char *text, struct lengths *lengths) {
    char error[LENGTHS_ERROR_BYTES];
    write_bytes(text, strlen(text));
    if (!lengths_read(path, lengths, error)) {
        fail_msg("'%s' is refused: %s", text, error);
    }
}

static void expect_refused(const char *text, size_t bytes, const char *part) {
    char error[LENGTHS_ERROR_BYTES], wanted[LENGTHS_ERROR_BYTES];
    struct lengths lengths;
    write_bytes(text, bytes);
    assert_false(lengths_read(path, &lengths, error));
    assert_null(lengths.entry);
    assert_int_equal(lengths.entries, 0);
    (void)snprintf(wanted, sizeof wanted, "%s:%s", path, part);
    if (strncmp(error, wanted, strlen(wanted)) != 0) {
        fail_msg("'%s' gave '%s', not '%s'", text, error, wanted);
    }
}

static void test_lengths_lines_comments_and_blanks_are_read(void **state) {
    (void)state;
    struct lengths lengths;
    read_text("# all of it\n\n  0\t3 # three\r\n1 1\n1000000000 1000000000000", &lengths);
    assert_int_equal(lengths.entries, 3);
    assert_int_equal(lengths.entry[0].length, 0);
    assert_int_equal(lengths.entry[0].weight, 3);
    assert_int_equal(lengths.entry[1].up_to, 4);
    assert_int_equal(lengths.entry[2].length, 1000000000);
    assert_int_equal(lengths.entry[2].up_to, 1000000000004);
    lengths_clean_up(&lengths);
    assert_null(lengths.entry);
}

static void test_lengths_what_is_wrong_is_refused_with_its_line(void **state) {
    static const struct {
        const char *text, *part;
    } wrong[] = {
        {"", "1: the file holds no length"},
        {"#\n#\n", "2: the file holds no length"},
        {"1 1\n\n1 1\n", "3: length 1 comes after 1"},
        {"2 1\n1 1\n", "2: length 1 comes after 2"},
        {"1\n", "1: there is nothing after '1'"},
        {"1 # 1\n", "1: there is nothing after '1'"},
        {"1 1 1\n", "1: there is something more '1'"},
        {"1 0\n", "1: weight '0' is not"},
        {"+1 1\n", "1: length '+1' is not"},
        {"1 -1\n", "1: weight '-1' is not"},
        {"1.0 1\n", "1: length '1.0' is not"},
        {"0x1 1\n", "1: length '0x1' is not"},
        {"1000000001 1\n", "1: length '1000000001' is not a whole number from 0 to 1000000000"},
        {"1 1000000000001\n", "1: weight '1000000000001' is not a whole number from 1 to"},
        {"18446744073709551617 1\n", "1: length '18446744073709551617' is not"},
        {"1,1\n", "1: there is nothing after '1,1'"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        expect_refused(wrong[i].text, strlen(wrong[i].text), wrong[i].part);
    }
    expect_refused("1 1\n2\0 1\n", 9, "2: the line holds a NUL byte");
}

static void test_lengths_file_that_is_none_is_refused(void **state) {
    static const char *const none[] = {"/tmp", "/dev/null", "/nowhere/at/all", ""};
    char error[LENGTHS_ERROR_BYTES];
    struct lengths lengths;
    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_false(lengths_read(none[i], &lengths, error));
        assert_non_null(strstr(error, "cannot be read: "));
    }
}

static void test_lengths_more_than_there_may_be_are_refused(void **state) {
    (void)state;
    for (int more = 0; more < 2; more++) {
        char error[LENGTHS_ERROR_BYTES];
        struct lengths lengths;
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        for (int i = 0; i < LENGTHS_MOST_ENTRIES + more; i++) {
            fprintf(file, "%d 1\n", i);
        }
        assert_int_equal(fclose(file), 0);
        assert_int_equal(lengths_read(path, &lengths, error), more == 0);
        lengths_clean_up(&lengths);
    }
}

static void test_lengths_drawing_follows_the_weights(void **state) {
    enum { DRAWN = 100000 };
    size_t count[3] = {0}, again = 0;
    uint64_t one = 7, other = 7;
    struct lengths lengths;
    (void)state;
    read_text("0 1\n1 2\n2 7\n", &lengths);
    for (int i = 0; i < DRAWN; i++) {
        size_t drawn = lengths_draw(&lengths, &one);
        assert_true(drawn < 3);
        count[drawn]++;
        again += drawn == lengths_draw(&lengths, &other);
    }
    assert_int_equal(again, DRAWN);
    /* Ten times the standard deviation, which is at most 145. */
    assert_in_range(count[0], DRAWN / 10 - 1450, DRAWN / 10 + 1450);
    assert_in_range(count[1], DRAWN / 5 - 1450, DRAWN / 5 + 1450);
    assert_in_range(count[2], 7 * DRAWN / 10 - 1450, 7 * DRAWN / 10 + 1450);
    assert_true(lengths_mean(&lengths) == 1.6);
    lengths_clean_up(&lengths);
}

static void test_lengths_single_one_is_always_drawn(void **state) {
    uint64_t seed = 0;
    struct lengths lengths;
    (void)state;
    read_text("42 1", &lengths);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(lengths_draw(&lengths, &seed), 42);
    }
    lengths_clean_up(&lengths);
}

/* The first numbers of splitmix64 from 0, as its authors' code gives them. */
static void test_lengths_random_numbers_are_splitmix64(void **state) {
    uint64_t seed = 0;
    (void)state;
    assert_true(random_next(&seed) == UINT64_C(0xe220a8397b1dcdaf));
    assert_true(random_next(&seed) == UINT64_C(0x6e789e6aa1b965f4));
    assert_true(random_next(&seed) == UINT64_C(0x06c45d188009454f));
    assert_int_equal(random_below(&seed, 1), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lengths_lines_comments_and_blanks_are_read),
        cmocka_unit_test(test_lengths_what_is_wrong_is_refused_with_its_line),
        cmocka_unit_test(test_lengths_file_that_is_none_is_refused),
        cmocka_unit_test(test_lengths_more_than_there_may_be_are_refused),
        cmocka_unit_test(test_lengths_drawing_follows_the_weights),
        cmocka_unit_test(test_lengths_single_one_is_always_drawn),
        cmocka_unit_test(test_lengths_random_numbers_are_splitmix64),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file) != 0;
}
