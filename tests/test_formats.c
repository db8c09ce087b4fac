// links: bench-report
/* The formats, each read back by a reader that is not ours where there is one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/format.h"

static const char hostile[] = "a\tb\n\"c\",`touch /tmp/x`\033[31m\\d";

static void make_table(struct table *table) {
    table_init(table, "title");
    table_column(table, "name", "", TABLE_LEFT, 0);
    table_column(table, "value", "bytes", TABLE_RIGHT, 0);
    table_column(table, "extra", "", TABLE_RIGHT, 5);
    table_row(table, false);
    table_text(table, hostile);
    table_number(table, 1.5, NULL);
    table_number(table, 1e300, "18446744073709551615");
    table_row(table, false);
    table_text(table, "plain");
    table_missing(table, "because");
}

/* What a format writes; free it. */
static char *write_with(const char *name, size_t width) {
    struct table table;
    make_table(&table);
    static const char *const keys[] = {"kernel"};
    static const char *const values[] = {"bad \xff utf-8"};
    const struct document_run run = {"label", "path", 1, keys, values};
    const struct document document = {
        .tables = &table, .table_count = 1, .runs = &run, .run_count = 1, .width = width};
    char *text = NULL;
    size_t bytes;
    FILE *out = open_memstream(&text, &bytes);
    assert_non_null(out);
    assert_true(format_find(name)->write(&document, out));
    assert_int_equal(fclose(out), 0);
    table_clean_up(&table);
    return text;
}

static void test_formats_unknown_name_is_not_found(void **state) {
    (void)state;
    assert_null(format_find("xml"));
    assert_null(format_find(""));
    size_t count = 0;
    for (; format_at(count) != NULL; count++) {
        assert_ptr_equal(format_find(format_at(count)->name), format_at(count));
    }
    assert_int_equal(count, 8);
}

static void test_formats_csv_quotes_what_needs_it(void **state) {
    (void)state;
    char *text = write_with("csv", 0);
    assert_string_equal(text, "name,value,extra\n"
                              "\"a\\x09b\\x0a\"\"c\"\",`touch /tmp/x`\\x1b[31m\\d\",1.5,"
                              "18446744073709551615\n"
                              "plain,,\n");
    free(text);
}

static void test_formats_csv_reads_back_in_python(void **state) {
    (void)state;
    char *text = write_with("csv", 0);
    FILE *python =
        popen("python3 -c 'import csv, sys\n"
              "rows = list(csv.reader(sys.stdin))\n"
              "sys.exit(0 if len(rows) == 3 and rows[1][0].startswith(r\"a\\x09b\\x0a\") "
              "and rows[1][0].count(chr(34)) == 2 and len(rows[1]) == 3 else 1)'",
              "w");
    assert_non_null(python);
    fputs(text, python);
    assert_int_equal(pclose(python), 0);
    free(text);
}

static void test_formats_tsv_keeps_names_in_their_field(void **state) {
    (void)state;
    char *text = write_with("tsv", 0);
    assert_string_equal(text, "name\tvalue\textra\n"
                              "a\\x09b\\x0a\\x22c\\x22,\\x60touch /tmp/x\\x60\\x1b[31m\\d\t1.5\t"
                              "18446744073709551615\n"
                              "plain\tNaN\tNaN\n");
    free(text);
}

static void test_formats_json_reads_back(void **state) {
    (void)state;
    char *text = write_with("json", 0);
    json_error_t error;
    json_t *root = json_loads(text, 0, &error);
    assert_non_null(root);
    json_t *row = json_array_get(json_object_get(root, "values"), 0);
    assert_string_equal(json_string_value(json_object_get(row, "name")), hostile);
    assert_true(json_real_value(json_object_get(row, "value")) == 1.5);
    assert_string_equal(json_string_value(json_object_get(row, "extra")), "18446744073709551615");
    row = json_array_get(json_object_get(root, "values"), 1);
    assert_true(json_is_null(json_object_get(row, "value")));
    json_t *run = json_array_get(json_object_get(root, "runs"), 0);
    json_t *environment = json_object_get(run, "environment");
    assert_string_equal(json_string_value(json_object_get(environment, "kernel")),
                        "bad \\xff utf-8");
    json_decref(root);
    free(text);
}

static void test_formats_text_cannot_move_the_cursor(void **state) {
    (void)state;
    char *text = write_with("text", 0);
    assert_null(strchr(text, '\033'));
    assert_null(strchr(text, '\t'));
    assert_non_null(strstr(text, "a\\x09b\\x0a\"c\""));
    assert_null(strstr(text, " \n")); /* no spaces at line ends */
    free(text);
}

static void test_formats_text_leaves_out_and_names_what_does_not_fit(void **state) {
    (void)state;
    char *wide = write_with("text", 200);
    char *narrow = write_with("text", 70);
    assert_non_null(strstr(wide, "18446744073709551615"));
    assert_null(strstr(wide, "left out"));
    assert_null(strstr(narrow, "18446744073709551615"));
    assert_non_null(strstr(narrow, "left out for want of width: extra\n"));
    free(wide);
    free(narrow);
}

static void test_formats_full_disk_shows_in_the_stream(void **state) {
    (void)state;
    for (size_t i = 0; format_at(i) != NULL; i++) {
        struct table table;
        make_table(&table);
        static const char *const keys[] = {"kernel"};
        static const char *const values[] = {"Linux"};
        const struct document_run run = {"label", "path", 1, keys, values};
        const struct document document = {
            .tables = &table, .table_count = 1, .runs = &run, .run_count = 1};
        FILE *full = fopen("/dev/full", "w");
        assert_non_null(full);
        assert_int_equal(setvbuf(full, NULL, _IONBF, 0), 0);
        (void)format_at(i)->write(&document, full);
        assert_true(ferror(full) != 0);
        (void)fclose(full);
        table_clean_up(&table);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats_unknown_name_is_not_found),
        cmocka_unit_test(test_formats_csv_quotes_what_needs_it),
        cmocka_unit_test(test_formats_csv_reads_back_in_python),
        cmocka_unit_test(test_formats_tsv_keeps_names_in_their_field),
        cmocka_unit_test(test_formats_json_reads_back),
        cmocka_unit_test(test_formats_text_cannot_move_the_cursor),
        cmocka_unit_test(test_formats_text_leaves_out_and_names_what_does_not_fit),
        cmocka_unit_test(test_formats_full_disk_shows_in_the_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
