// Cases: defaults, canonical spelling, keys there and back, and what is refused.
// links: bench-plan
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "plan/case.h"
#include "plan/catalog.h"
#include "plan/file.h"
#include "plan/nearest.h"
#include "plan/number.h"
#include "workloads/workload.h"

/* "a=1 b=2" completed; its key, or its message with '!' before it. */
static const char *complete(const char *text) {
    static char answer[CASE_KEY_BYTES + 1];
    struct case_word words[32];
    struct bench_case a_case;
    struct case_error error;
    char copy[CASE_KEY_BYTES];
    size_t count = 0;
    (void)snprintf(copy, sizeof copy, "%s", text);
    bool is_good = true;
    for (char *rest = copy, *word; is_good && (word = strsep(&rest, " ")) != NULL;) {
        is_good = case_word_parse(word, &words[count++], &error);
    }
    if (is_good && case_complete(words, count, &a_case, &error)) {
        case_key(&a_case, answer);
    } else {
        (void)snprintf(answer, sizeof answer, "!%s", error.message);
    }
    return answer;
}

static void expect_message(const char *text, const char *part) {
    const char *answer = complete(text);
    if (answer[0] != '!' || strstr(answer, part) == NULL) {
        fail_msg("'%s' gave '%s', not '%s'", text, answer, part);
    }
}

static const char append_key[] =
    "structure=dynarray growth=cpython-3.9 allocator=heap malloc=glibc workload=append "
    "element_bytes=8 length=1000000 thp=never";

static void test_case_defaults_are_spelled_out(void **state) {
    (void)state;
    assert_string_equal(complete("workload=append"), append_key);
    assert_string_equal(complete("structure=dynarray"), append_key);
    assert_string_equal(complete("workload=tuple-churn"),
                        "structure=tuple growth=none allocator=heap malloc=glibc "
                        "workload=tuple-churn batch=1 cache=cpython-3.11 count=10000 length=3 "
                        "thp=never");
    assert_string_equal(complete("workload=null"),
                        "structure=null growth=none allocator=own malloc=glibc workload=null "
                        "thp=never");
    assert_non_null(strstr(complete("workload=julia"), "structure=coords-boxed "));
}

static void test_case_defaults_of_workloads_that_others_compete_in(void **state) {
    (void)state;
    assert_string_equal(complete("workload=many-small"),
                        "structure=dynarray growth=cpython-3.9 allocator=heap malloc=glibc "
                        "workload=many-small count=1000000 element_bytes=8 length=8 mix=cycle "
                        "thp=never");
    assert_string_equal(complete("workload=many-small structure=tuple"),
                        "structure=tuple growth=none allocator=heap malloc=glibc "
                        "workload=many-small cache=cpython-3.11 count=1000000 length=8 mix=cycle "
                        "thp=never");
    assert_non_null(strstr(complete("workload=tuple-concat"), "structure=tuple "));
    assert_non_null(strstr(complete("workload=tuple-concat structure=dynarray"), " growth=cpy"));
    expect_message("workload=many-small structure=coords-boxed", "makes no sense with structure");
    expect_message("workload=append structure=tuple", "makes no sense with structure 'tuple'");
}

static void test_case_file_keeps_its_name_and_becomes_a_path_for_the_work(void **state) {
    struct case_word words[] = {{"workload", "mixed"}, {"lengths", "heavy-tail"}};
    struct hr_setting settings[CASE_SETTINGS + 1];
    struct bench_case a_case;
    struct case_error error;
    (void)state;
    assert_non_null(strstr(complete("workload=mixed"), " lengths=small "));
    assert_true(case_complete(words, 2, &a_case, &error));
    assert_string_equal(case_value(&a_case, "lengths"), "heavy-tail");
    case_settings(&a_case, settings);
    assert_string_equal(hr_setting_text(settings, "lengths"),
                        TEST_SOURCE_DIR "/bench/lengths/heavy-tail.lengths");
    assert_non_null(strstr(complete("workload=mixed lengths=" TEST_SOURCE_DIR
                                    "/bench/lengths/../lengths/small.lengths"),
                           "/bench/lengths/../lengths/small.lengths "));
    expect_message("workload=mixed lengths=smal", "unknown file of lengths 'smal'; did you mean");
    expect_message("workload=mixed lengths=/nowhere/x", "'/nowhere/x' cannot be read: No such");
    expect_message("workload=mixed lengths=" TEST_SOURCE_DIR "/README.md",
                   "/README.md:3: there is something more");
}

static void test_case_order_and_spelling_of_words_do_not_matter(void **state) {
    (void)state;
    assert_string_equal(complete("length=1e6 thp=never workload=append element_bytes=8"),
                        append_key);
    assert_string_equal(complete("workload=append length=0001000000"), append_key);
    assert_string_equal(complete("workload=append length=1.0e+6"), append_key);
    assert_non_null(strstr(complete("workload=julia c_re=-.627720"), " c_re=-0.62772 "));
    assert_non_null(strstr(complete("workload=julia c_re=-0.0"), " c_re=0 "));
}

static void test_case_numbers_that_are_none_are_refused(void **state) {
    (void)state;
    static const char *const bad[] = {"-1",         "1e30",  "nan",          "NaN",
                                      "inf",        "1.5",   "1e",           "e6",
                                      "0x10",       "1 2",   "1e-3",         "+5",
                                      "10elements", "1e11e", "100000000001", "18446744073709551616",
                                      "1_000"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[128];
        (void)snprintf(text, sizeof text, "workload=append length=%s", bad[i]);
        assert_int_equal(complete(text)[0], '!');
    }
    expect_message("workload=append length=1e30",
                   "length '1e30' is not a whole number from 0 to 100000000000 (elements)");
    expect_message("workload=append length=", "has no value");
    expect_message("workload=julia c_re=nan", "c_re 'nan' is not a number");
    expect_message("workload=julia width=0", "width '0'");
    assert_non_null(strstr(complete("workload=append length=1e11"), "length=100000000000 "));
    assert_non_null(strstr(complete("workload=append length=0"), "length=0 "));
}

static void test_case_unknown_names_come_with_near_ones(void **state) {
    (void)state;
    expect_message("workload=append growth=cpyton-3.9", "did you mean 'cpython-3.9'?");
    expect_message("workload=apend", "unknown workload 'apend'; did you mean 'append'?");
    expect_message("structure=dynaray", "did you mean 'dynarray'?");
    expect_message("workload=append allocator=haep", "did you mean 'heap'?");
    expect_message("workload=append malloc=jemaloc:x=1", "unknown malloc 'jemaloc'");
    expect_message("workload=append lenght=3", "did you mean 'length'?");
    expect_message("workload=append element_bytes=7", "choose one of 4, 8, 16, 24");
    expect_message("workload=append thp=sometimes", "never, madvise, always");
    expect_message("workload=append growth=zzzzzz", "known are cpython-2.7, ");
}

static void test_case_combinations_without_sense_are_refused(void **state) {
    (void)state;
    expect_message("structure=tuple workload=append", "makes no sense");
    expect_message("structure=dynarray workload=julia", "makes no sense");
    expect_message("structure=tuple growth=java", "takes no growth, but 'java' is given");
    expect_message("structure=null workload=append allocator=heap", "takes no allocator");
    expect_message("workload=append length=1 length=1", "'length' is given twice");
    expect_message("growth=java", "neither workload nor structure");
    expect_message("workload=append malloc=jemalloc:", "is no tunable of malloc 'jemalloc'");
    expect_message("workload=append width=3", "unknown key");
}

static void test_case_hostile_words_are_quoted_harmlessly(void **state) {
    (void)state;
    expect_message("workload=\x1b[31m", "?[31m");
    expect_message("workload=../../etc/passwd", "unknown workload '../../etc/passwd'");
    expect_message("structure=../../x", "unknown structure '../../x'");
    expect_message("workload=append\tlength=3", "is no KEY=VALUE");
    expect_message("=append", "is no KEY=VALUE");
    expect_message("workload", "is no KEY=VALUE");
}

static void test_case_key_there_and_back_for_every_pair(void **state) {
    (void)state;
    size_t pairs = 0;
    for (size_t i = 0; catalog_structure_at(i) != NULL; i++) {
        for (size_t j = 0; workload_at(j) != NULL; j++) {
            char text[128], key[CASE_KEY_BYTES], again[CASE_KEY_BYTES];
            struct bench_case a_case;
            struct case_error error;
            (void)snprintf(text, sizeof text, "structure=%s workload=%s", catalog_structure_at(i),
                           workload_at(j)->name);
            (void)snprintf(key, sizeof key, "%s", complete(text));
            if (key[0] == '!') {
                assert_non_null(strstr(key, "makes no sense"));
                continue;
            }
            assert_true(case_parse(key, &a_case, &error));
            case_key(&a_case, again);
            assert_string_equal(key, again);
            assert_string_equal(case_value(&a_case, "workload"), workload_at(j)->name);
            assert_null(case_value(&a_case, "nothing"));
            pairs++;
        }
    }
    assert_true(pairs >= 20);
}

static void test_case_key_that_is_not_canonical_is_refused(void **state) {
    (void)state;
    struct bench_case a_case;
    struct case_error error;
    assert_true(case_parse(append_key, &a_case, &error));
    assert_true(case_parse_words("workload=append length=1e6", &a_case, &error));
    assert_string_equal(case_value(&a_case, "length"), "1000000");
    assert_false(case_parse("workload=append", &a_case, &error));
    assert_non_null(strstr(error.message, "not whole and canonical"));
    assert_false(case_parse("", &a_case, &error));
    assert_false(case_parse(" ", &a_case, &error));
    char key[2 * CASE_KEY_BYTES];
    (void)snprintf(key, sizeof key, "%s ", append_key);
    assert_false(case_parse(key, &a_case, &error));
    memset(key, 'x', sizeof key);
    key[sizeof key - 1] = '\0';
    assert_false(case_parse(key, &a_case, &error));
}

static void test_case_settings_are_sorted_and_end(void **state) {
    (void)state;
    struct bench_case a_case;
    struct case_error error;
    struct hr_setting settings[CASE_SETTINGS + 1];
    assert_true(case_parse(append_key, &a_case, &error));
    case_settings(&a_case, settings);
    assert_int_equal(a_case.settings, 3);
    assert_int_equal(hr_setting_count(settings, "length"), 1000000);
    assert_int_equal(hr_setting_count(settings, "element_bytes"), 8);
    assert_null(settings[3].name);
}

static void test_case_module_that_is_missing_is_told(void **state) {
    (void)state;
    struct case_error error;
    catalog_set_folder("/nonexistent");
    assert_null(catalog_adapter("coords-pairs", &error));
    assert_non_null(
        strstr(error.message, "cannot read the module '/nonexistent/headroom-adapter-coords.so'"));
    catalog_set_folder(NULL);
    assert_non_null(catalog_adapter("coords-pairs", &error));
}

static void test_nearest_distance_counts_swaps_as_one(void **state) {
    (void)state;
    assert_int_equal(nearest_distance("", ""), 0);
    assert_int_equal(nearest_distance("abc", ""), 3);
    assert_int_equal(nearest_distance("", "abc"), 3);
    assert_int_equal(nearest_distance("abcd", "abdc"), 1);
    assert_int_equal(nearest_distance("kitten", "sitting"), 3);
    char longer[200];
    memset(longer, 'a', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    assert_true(nearest_distance(longer, "a") == SIZE_MAX);
}

/* Takes all places for files: the last test of all. */
static void test_case_files_beyond_the_limit_are_refused(void **state) {
    char folder[] = "/tmp/headroom-case-XXXXXX", path[64];
    struct case_error error;
    size_t before = 0, made = 0;
    (void)state;
    while (file_at(before) != NULL) {
        before++;
    }
    assert_non_null(mkdtemp(folder));
    for (size_t i = before; i <= FILE_NAMED; i++) {
        (void)snprintf(path, sizeof path, "%s/%zu.lengths", folder, i);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        assert_true(fputs("1 1\n", file) >= 0);
        assert_int_equal(fclose(file), 0);
        const struct named_file *named = file_name("lengths", path, &error);
        made += named != NULL;
        assert_ptr_equal(named, file_at(i));
        assert_ptr_equal(file_name("lengths", path, &error), named);
        assert_int_equal(remove(path), 0);
    }
    assert_int_equal(made, FILE_NAMED - before);
    assert_non_null(strstr(error.message, "more than 16 files are named; '/tmp/headroom-case-"));
    assert_int_equal(rmdir(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_case_module_that_is_missing_is_told),
        cmocka_unit_test(test_case_defaults_are_spelled_out),
        cmocka_unit_test(test_case_defaults_of_workloads_that_others_compete_in),
        cmocka_unit_test(test_case_file_keeps_its_name_and_becomes_a_path_for_the_work),
        cmocka_unit_test(test_case_order_and_spelling_of_words_do_not_matter),
        cmocka_unit_test(test_case_numbers_that_are_none_are_refused),
        cmocka_unit_test(test_case_unknown_names_come_with_near_ones),
        cmocka_unit_test(test_case_combinations_without_sense_are_refused),
        cmocka_unit_test(test_case_hostile_words_are_quoted_harmlessly),
        cmocka_unit_test(test_case_key_there_and_back_for_every_pair),
        cmocka_unit_test(test_case_key_that_is_not_canonical_is_refused),
        cmocka_unit_test(test_case_settings_are_sorted_and_end),
        cmocka_unit_test(test_nearest_distance_counts_swaps_as_one),
        cmocka_unit_test(test_case_files_beyond_the_limit_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
