// links: bench-report
/* What plots are made from: which lines stand out, computed tables, axes, the list of presets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "report/curves.h"
#include "report/emphasis.h"
#include "report/plots/parts.h"

static bool is_near(double left, double right) {
    return fabs(left - right) < 1e-9 * (1 + fabs(right));
}

/* Lines "a" to "z" by count; the last but one has a name with a space and CPython in it. */
static struct emphasis_line lines_of(size_t at, double score) {
    static const char *const names[] = {
        "java", "rust", "lua", "glibc cpython-3.9", "php", "r", "v8", "cpython-2.7", "exact", "go"};
    return (struct emphasis_line){.label = names[at], .score = score};
}

static void make_lines(struct emphasis_line *lines, size_t count) {
    for (size_t i = 0; i < count; i++) {
        lines[i] = lines_of(i, (double)((i * 7) % 10)); /* 0, 7, 4, 1, 8, 5, 2, 9, 6, 3 */
    }
}

static void test_emphasis_eight_lines_all_stand_out(void **state) {
    (void)state;
    struct emphasis_line lines[10];
    struct emphasis emphasis;
    make_lines(lines, 10);
    for (size_t count = 0; count <= EMPHASIS_PLAIN; count++) {
        assert_true(emphasis_init(&emphasis, lines, count, METER_LOWER, NULL));
        assert_int_equal(emphasis.highlighted, count);
        assert_string_equal(emphasis.caption, "");
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(emphasis.order[i], i);
        }
        emphasis_clean_up(&emphasis);
    }
}

static void test_emphasis_nine_lines_show_the_best_and_cpython(void **state) {
    (void)state;
    struct emphasis_line lines[10];
    struct emphasis emphasis;
    make_lines(lines, 10);
    assert_true(emphasis_init(&emphasis, lines, 9, METER_LOWER, NULL));
    const size_t order[] = {0, 7, 3, 1, 2, 4, 5, 6, 8};
    assert_int_equal(emphasis.highlighted, 3);
    assert_memory_equal(emphasis.order, order, sizeof order);
    assert_string_equal(emphasis.caption,
                        "highlighted: java (least share on average), cpython-2.7 (greatest share "
                        "on average), glibc cpython-3.9 (CPython); shares are of the greatest "
                        "value beside it; 6 others in grey");
    emphasis_clean_up(&emphasis);
    assert_true(emphasis_init(&emphasis, lines, 9, METER_HIGHER, NULL));
    assert_int_equal(emphasis.order[0], 7);
    assert_int_equal(emphasis.order[1], 0);
    emphasis_clean_up(&emphasis);
}

static void test_emphasis_equal_lines_are_counted_and_kin_stand_out_together(void **state) {
    (void)state;
    struct emphasis_line lines[10];
    struct emphasis emphasis;
    make_lines(lines, 10);
    lines[2].score = lines[6].score = lines[0].score;
    lines[4].kin = lines[0].kin = "java";
    lines[6].kin = "v8";
    assert_true(emphasis_init(&emphasis, lines, 10, METER_LOWER, NULL));
    const size_t order[] = {0, 4, 7, 3, 1, 2, 5, 6, 8, 9};
    assert_int_equal(emphasis.highlighted, 4);
    assert_memory_equal(emphasis.order, order, sizeof order);
    assert_non_null(strstr(emphasis.caption, "java (least share on average, like 2 others), php,"));
    assert_non_null(strstr(emphasis.caption, "cpython-2.7 (greatest share on average), "));
    emphasis_clean_up(&emphasis);
    lines[2].score = lines[6].score = 5;
    for (size_t i = 0; i < 10; i++) {
        lines[i].kin = "all";
    }
    assert_true(emphasis_init(&emphasis, lines, 10, METER_LOWER, NULL));
    assert_int_equal(emphasis.highlighted, EMPHASIS_PLAIN);
    emphasis_clean_up(&emphasis);
}

static void test_emphasis_lines_without_scores_show_what_has_a_name(void **state) {
    (void)state;
    struct emphasis_line lines[9];
    struct emphasis emphasis;
    for (size_t i = 0; i < 9; i++) {
        lines[i] =
            (struct emphasis_line){.label = i == 4 ? "dynarray heap" : "other", .score = NAN};
    }
    assert_true(emphasis_init(&emphasis, lines, 9, METER_LOWER, NULL));
    assert_int_equal(emphasis.highlighted, 1);
    assert_int_equal(emphasis.order[0], 4);
    emphasis_clean_up(&emphasis);
    lines[4].label = "not-dynarray";
    assert_true(emphasis_init(&emphasis, lines, 9, METER_LOWER, NULL));
    assert_int_equal(emphasis.order[0], 0);
    assert_non_null(strstr(emphasis.caption, "(the first)"));
    emphasis_clean_up(&emphasis);
}

static void test_emphasis_wanted_lines_stand_out_in_their_order(void **state) {
    (void)state;
    struct emphasis_line lines[10];
    struct emphasis emphasis;
    make_lines(lines, 10);
    assert_true(emphasis_init(&emphasis, lines, 4, METER_LOWER, "growth=cpython-3.9,rust"));
    const size_t order[] = {3, 1, 0, 2};
    assert_int_equal(emphasis.highlighted, 2);
    assert_memory_equal(emphasis.order, order, sizeof order);
    emphasis_clean_up(&emphasis);
    assert_true(emphasis_init(&emphasis, lines, 2, METER_LOWER, "growth=rust,java"));
    assert_int_equal(emphasis.highlighted, 2);
    assert_string_equal(emphasis.caption, "");
    emphasis_clean_up(&emphasis);
}

static void test_emphasis_unknown_line_names_the_nearest(void **state) {
    (void)state;
    struct emphasis_line lines[10];
    struct emphasis emphasis;
    make_lines(lines, 10);
    assert_false(emphasis_init(&emphasis, lines, 4, METER_LOWER, "growth=jaav"));
    assert_string_equal(emphasis.error,
                        "no line to highlight has growth='jaav'; did you mean 'java'?");
    emphasis_clean_up(&emphasis);
    assert_false(emphasis_init(&emphasis, lines, 2, METER_LOWER, "growth=wholly-different"));
    assert_non_null(strstr(emphasis.error, "; there are java, rust"));
    emphasis_clean_up(&emphasis);
    static const char *const wrong[] = {"", "growth", "=java", "growth="};
    for (size_t i = 0; i < 4; i++) {
        assert_false(emphasis_init(&emphasis, lines, 4, METER_LOWER, wrong[i]));
        assert_non_null(strstr(emphasis.error, "KEY=VALUE"));
        emphasis_clean_up(&emphasis);
    }
}

/* x and three lines of two columns each; in the last row the last line has no value. */
static void make_table(struct table *table) {
    static const char *const names[] = {"x", "a", "a low", "b", "b low", "c", "c low"};
    table_init(table, "");
    for (size_t i = 0; i < 7; i++) {
        table_column(table, names[i], "", TABLE_RIGHT, 0);
    }
    for (size_t row = 0; row < 3; row++) {
        table_row(table, false);
        for (size_t i = 0; i < 7; i++) {
            if (row == 2 && i > 4) {
                table_empty(table);
            } else {
                table_number(table, (double)(10 * row + i), NULL);
            }
        }
    }
}

static void test_emphasis_score_is_of_the_rows_that_all_lines_have(void **state) {
    (void)state;
    struct table table;
    make_table(&table);
    assert_true(is_near(emphasis_score(&table, 2, 0), (1.0 / 5 + 11.0 / 15) / 2));
    assert_true(is_near(emphasis_score(&table, 2, 2), 1));
    table.row_count = 0;
    assert_true(isnan(emphasis_score(&table, 2, 0)));
    table.row_count = 3;
    table_clean_up(&table);
}

static void test_emphasis_apply_moves_columns_with_their_cells(void **state) {
    (void)state;
    struct table table;
    size_t order[] = {2, 0, 1};
    struct emphasis emphasis = {.order = order, .count = 3, .highlighted = 1};
    make_table(&table);
    assert_true(emphasis_apply(&emphasis, 2, &table));
    static const char *const names[] = {"x", "c", "c low", "a", "a low", "b", "b low"};
    static const double second[] = {10, 15, 16, 11, 12, 13, 14};
    for (size_t i = 0; i < 7; i++) {
        assert_string_equal(table.columns[i].name, names[i]);
        assert_true(table_at(&table, 1, i)->number == second[i]);
    }
    assert_int_equal(table_at(&table, 2, 1)->kind, TABLE_EMPTY);
    assert_true(table_at(&table, 2, 3)->number == 21);
    assert_false(emphasis_apply(&emphasis, 1, &table)); /* of other lines than these */
    assert_string_equal(table.columns[1].name, "c");
    table_clean_up(&table);
}

static double at_length(const struct table *table, double length, size_t column) {
    for (size_t row = 0; row < table->row_count; row++) {
        if (table_at(table, row, 0)->number == length) {
            return table_at(table, row, column)->number;
        }
    }
    fail_msg("no row for length %g", length);
    return NAN;
}

static void test_curves_envelope_goes_through_the_tops(void **state) {
    (void)state;
    const struct hr_growth *policies[] = {hr_growth_find("libstdcxx"), hr_growth_find("exact")};
    struct table table;
    assert_true(curves_envelope(policies, 2, 1000000, &table));
    assert_int_equal(table.row_count, 301);
    /* Growths to 9 and 17 elements give 16 and 32 slots. */
    double top = 100.0 * 7 / 9, next = 100.0 * 15 / 17;
    double share = log(10.0 / 9) / log(17.0 / 9);
    assert_true(is_near(at_length(&table, 10, 1), top + share * (next - top)));
    assert_true(is_near(at_length(&table, 17, 1), next));
    assert_true(at_length(&table, 1000000, 1) > 99.9);
    for (size_t row = 0; row < table.row_count; row++) {
        assert_true(table_at(&table, row, 2)->number == 0);
        assert_true(table_at(&table, row, 1)->number < 100);
    }
    table_clean_up(&table);
}

static void test_curves_envelope_is_above_every_tooth(void **state) {
    (void)state;
    const struct hr_growth *policy = hr_growth_find("libstdcxx");
    struct table envelope, teeth;
    assert_true(curves_envelope(&policy, 1, 10000, &envelope));
    assert_true(curves_headroom(&policy, 1, 10000, &teeth));
    size_t compared = 0;
    for (size_t row = 0; row < envelope.row_count; row++) {
        for (size_t i = 0; i < teeth.row_count; i++) {
            if (table_at(&envelope, row, 0)->number == table_at(&teeth, i, 0)->number) {
                assert_true(table_at(&envelope, row, 1)->number >=
                            table_at(&teeth, i, 1)->number - 1e-9);
                compared++;
            }
        }
    }
    assert_true(compared > 50);
    table_clean_up(&envelope);
    table_clean_up(&teeth);
}

static void test_curves_cost_is_what_the_sequence_says(void **state) {
    (void)state;
    /* listobject.c: 4, 8, 16, 24, 32, 40, 52, 64, 76, 92, 108 slots until 100 elements fit. */
    const struct hr_growth *policies[] = {hr_growth_find("cpython-3.9"), hr_growth_find("exact")};
    struct table copied, calls;
    assert_true(curves_cost(policies, 2, 1000, &copied, &calls));
    assert_true(at_length(&calls, 1, 1) == 1 && at_length(&copied, 1, 1) == 0);
    assert_true(at_length(&calls, 4, 1) == 1 && at_length(&copied, 4, 1) == 0);
    assert_true(at_length(&calls, 5, 1) == 2 && at_length(&copied, 5, 1) == 4 * 8);
    assert_true(at_length(&calls, 100, 1) == 11);
    assert_true(at_length(&copied, 100, 1) == 8 * (4 + 8 + 16 + 24 + 32 + 40 + 52 + 64 + 76 + 92));
    assert_true(at_length(&calls, 1000, 2) == 1000);
    assert_true(at_length(&copied, 1000, 2) == 8 * 1000.0 * 999 / 2);
    assert_int_equal(copied.row_count, calls.row_count);
    table_clean_up(&copied);
    table_clean_up(&calls);
}

static void test_parts_policies_without_runs_are_those_asked_for(void **state) {
    (void)state;
    const struct gather nothing = {0};
    struct preset_input input = {.gather = &nothing, .policies = "java,geometric:1.3,java"};
    struct parts_policies policies;
    struct picture picture = {0};
    assert_true(parts_policies_init(&policies, &input, &picture));
    assert_int_equal(policies.count, 2);
    assert_string_equal(policies.policies[0]->name, "java");
    assert_string_equal(policies.policies[1]->name, "geometric:1.3");
    parts_policies_clean_up(&policies);
    size_t registered = 0;
    while (hr_growth_at(registered) != NULL) {
        registered++;
    }
    input.policies = "all,all,java";
    assert_true(parts_policies_init(&policies, &input, &picture));
    assert_true(policies.count > 16 && policies.count <= registered);
    parts_policies_clean_up(&policies);
    static const char *const wrong[] = {"jaav", "java,", ",java", "java,,r"};
    for (size_t i = 0; i < 4; i++) {
        input.policies = wrong[i];
        bool is_made = parts_policies_init(&policies, &input, &picture);
        assert_true(is_made == (i == 1)); /* a comma at the end names nothing more */
        assert_true(is_made || strstr(picture.error, "unknown growth") != NULL);
        parts_policies_clean_up(&policies);
    }
}

static void test_sawtooth_many_policies_have_teeth_for_few(void **state) {
    (void)state;
    const struct gather nothing = {0};
    struct preset_input input = {.gather = &nothing, .policies = "all"};
    struct picture picture = {0};
    assert_true(preset_find("sawtooth")->make(&input, &picture));
    assert_int_equal(picture.table_count, 2);
    assert_true(picture.tables[0].column_count > 80);
    assert_int_equal(picture.tables[1].column_count, 1 + picture.highlighted);
    for (size_t i = 0; i <= picture.highlighted; i++) {
        assert_string_equal(picture.tables[0].columns[i].name, picture.tables[1].columns[i].name);
    }
    picture_clean_up(&picture);
    input.policies = "java,r";
    assert_true(preset_find("sawtooth")->make(&input, &picture));
    assert_int_equal(picture.tables[1].column_count, 3);
    assert_string_equal(picture.caption, "");
    picture_clean_up(&picture);
}

static void span_of(const char *const *xs, size_t count, struct series_span *x,
                    struct series_span *y) {
    struct table table;
    table_init(&table, "");
    table_column(&table, "x", "", TABLE_LEFT, 0);
    table_column(&table, "a", "", TABLE_RIGHT, 0);
    for (size_t i = 0; i < count; i++) {
        table_row(&table, false);
        table_text(&table, xs[i]);
        table_number(&table, (double)i, NULL);
    }
    *x = series_span_x(&table);
    *y = series_span_y(&table);
    table_clean_up(&table);
}

static void test_series_axes_are_wide_from_two_decades_on(void **state) {
    (void)state;
    struct series_span x, y;
    const char *const narrow[] = {"1", "99"}, *const wide[] = {"1", "1e2"};
    const char *const zero[] = {"0", "1e6"}, *const words[] = {"1", "java"};
    span_of(narrow, 2, &x, &y);
    assert_true(x.is_numeric && !series_is_wide(&x));
    span_of(wide, 2, &x, &y);
    assert_true(x.least == 1 && x.most == 100 && series_is_wide(&x));
    assert_true(y.least == 0 && y.most == 1 && !series_is_wide(&y));
    span_of(zero, 2, &x, &y);
    assert_true(x.is_numeric && !series_is_wide(&x));
    span_of(words, 2, &x, &y);
    assert_false(x.is_numeric || series_is_wide(&x));
    static const char *const no_numbers[] = {"", "nan", "inf", "0x10", "1e", "1 ", "--1"};
    for (size_t i = 0; i < sizeof no_numbers / sizeof no_numbers[0]; i++) {
        span_of(&no_numbers[i], 1, &x, &y);
        assert_false(x.is_numeric);
    }
    span_of(NULL, 0, &x, &y);
    assert_false(x.is_numeric || series_is_wide(&y));
}

/* 1024 slots from the first element on leave the picture; a few do not. */
static void test_staircase_names_what_is_cut(void **state) {
    (void)state;
    struct gather gather = {0};
    const struct preset *staircase = preset_find("staircase");
    struct preset_input input = {.gather = &gather, .policies = "java,postgres-stringinfo"};
    struct picture picture = {0};
    assert_true(staircase->make(&input, &picture));
    assert_non_null(strstr(picture.subtitle, "; cut at 300, beyond it: postgres-stringinfo"));
    assert_non_null(strstr(picture.options, "ceiling=300"));
    picture_clean_up(&picture);
    picture = (struct picture){0};
    input.policies = "java,rust";
    assert_true(staircase->make(&input, &picture));
    assert_null(strstr(picture.subtitle, "cut"));
    picture_clean_up(&picture);
}

static void test_presets_have_names_and_scripts_of_their_own(void **state) {
    (void)state;
    size_t count = 0;
    for (; preset_at(count) != NULL; count++) {
        const struct preset *preset = preset_at(count);
        char script[512];
        snprintf(script, sizeof script, "%s/plots/%s", TEST_SOURCE_DIR, preset->script);
        assert_int_equal(access(script, R_OK), 0);
        assert_int_equal(strspn(preset->name, "abcdefghijklmnopqrstuvwxyz0123456789-"),
                         strlen(preset->name));
        assert_ptr_equal(preset_find(preset->name), preset);
        assert_true(preset->summary[0] != '\0' && preset->make != NULL);
    }
    assert_true(count > 7);
    assert_null(preset_find(""));
    assert_null(preset_find("capacity"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_emphasis_eight_lines_all_stand_out),
        cmocka_unit_test(test_emphasis_nine_lines_show_the_best_and_cpython),
        cmocka_unit_test(test_emphasis_equal_lines_are_counted_and_kin_stand_out_together),
        cmocka_unit_test(test_emphasis_lines_without_scores_show_what_has_a_name),
        cmocka_unit_test(test_emphasis_wanted_lines_stand_out_in_their_order),
        cmocka_unit_test(test_emphasis_unknown_line_names_the_nearest),
        cmocka_unit_test(test_emphasis_score_is_of_the_rows_that_all_lines_have),
        cmocka_unit_test(test_emphasis_apply_moves_columns_with_their_cells),
        cmocka_unit_test(test_curves_envelope_goes_through_the_tops),
        cmocka_unit_test(test_curves_envelope_is_above_every_tooth),
        cmocka_unit_test(test_curves_cost_is_what_the_sequence_says),
        cmocka_unit_test(test_parts_policies_without_runs_are_those_asked_for),
        cmocka_unit_test(test_sawtooth_many_policies_have_teeth_for_few),
        cmocka_unit_test(test_series_axes_are_wide_from_two_decades_on),
        cmocka_unit_test(test_staircase_names_what_is_cut),
        cmocka_unit_test(test_presets_have_names_and_scripts_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
