// headroom compare --budget and --write-budget: what is kept, what is told, what is written.
// links: bench-commands
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "compare_command.h"

static void test_compare_budget_written_times_keep_their_digits(void **state) {
    (void)state;
    write_run("run.tsv", (struct recipe){.build_ns = "1.009"});
    (void)remove("made");
    assert_int_equal(compare("--write-budget made run.tsv --meters build_ns"), EXIT_OK);
    FILE *file = fopen("made", "r");
    assert_non_null(file);
    output[fread(output, 1, OUTPUT_BYTES - 1, file)] = '\0';
    assert_int_equal(fclose(file), 0);
    says(output, "build_ns <= 1.11\n");
    assert_int_equal(compare("--budget made run.tsv"), EXIT_OK);
    write_run("run.tsv", (struct recipe){.build_ns = "1.1101"});
    assert_int_equal(compare("--budget made run.tsv"), EXIT_DIFFERENCE);
}

static void test_compare_budget_filter_leaves_budget_lines_out(void **state) {
    (void)state;
    write_run("run.tsv", (struct recipe){0});
    write_file("budget", "growth=java : block_calls <= 50\n"
                         "growth=rust : block_peak_live_bytes <= 1\n");
    assert_int_equal(compare("--budget budget run.tsv --where growth=java"), EXIT_OK);
    says(output, "1 value of 1 of 1 case held to 1 line, 0 findings");
    says(output, "1 line of cases that filters left out");
    write_file("budget", "growth=jawa : block_calls <= 50\n");
    assert_int_equal(compare("--budget budget run.tsv --where growth=java"), EXIT_DIFFERENCE);
    says(output, "fits no case");
}

static void test_compare_budget_refused_names_the_culprit(void **state) {
    (void)state;
    write_run("run.tsv", (struct recipe){.has_failure = true});
    (void)remove("made");
    assert_int_equal(compare("--write-budget made run.tsv"), EXIT_DIFFERENCE);
    says(errors, "crashed: 'structure=dynarray growth=msvc");
    assert_int_equal(compare("--write-budget made run.tsv --where growth=java -m cache_hits"),
                     EXIT_DIFFERENCE);
    says(errors, "no case has a value of cache_hits");
    assert_int_equal(compare("--write-budget run.tsv run.tsv --where growth=java"), EXIT_FILES);
    says(errors, "File exists; remove it first");
}

static void test_compare_budget_is_kept_or_told(void **state) {
    (void)state;
    write_run("run.tsv", (struct recipe){0});
    write_file("budget", "# a comment\n\n"
                         "growth=java length<=1e6 : block_calls <= 50, minor_faults <= 100\n"
                         ": peak_live_bytes <= 8KiB\n"
                         "growth=rust : block_peak_live_bytes = 8192, peak >= 1 KiB\n");
    assert_int_equal(compare("--budget budget run.tsv"), EXIT_DIFFERENCE);
    says(output, "no value"); /* the second line is for java as well */
    write_file("budget", "growth=java length<=1e6 : block_calls <= 50, minor_faults <= 100\n"
                         "growth=rust : block_peak_live_bytes = 8192, peak >= 1 KiB\n");
    assert_int_equal(compare("--budget budget run.tsv"), EXIT_OK);
    says(output, "4 values of 2 of 3 cases held to 2 lines, 0 findings");
    write_run("run.tsv", (struct recipe){.calls = 1});
    assert_int_equal(compare("--budget budget run.tsv"), EXIT_DIFFERENCE);
    says(output, "block_calls <= 50  block_calls     51     1  exceeded");
    says(errors, "the budget 'budget' is not kept: 1 finding");
    write_run("run.tsv", (struct recipe){.bytes = -1});
    assert_int_equal(compare("--budget budget run.tsv"), EXIT_DIFFERENCE);
    says(output, "block_peak_live_bytes = 8192");
}

static void test_compare_budget_never_passes_silently(void **state) {
    (void)state;
    write_run("run.tsv", (struct recipe){0});
    write_file("budget", "growth=jawa : block_calls <= 50\n");
    assert_int_equal(compare("--budget budget run.tsv"), EXIT_DIFFERENCE);
    says(output, "fits no case");
    says(output, "Line 1: no case meets its condition on growth ('jawa'); did you mean 'java'?");
    write_file("budget", "growth=java malloc=tcmalloc : block_calls <= 50\n"
                         "growth=java length<10 : block_calls <= 50\n");
    assert_int_equal(compare("--budget budget run.tsv"), EXIT_DIFFERENCE);
    says(output, "Line 1: no case meets its condition on malloc ('tcmalloc').");
    says(output, "Line 2: no case meets its condition on length ('10').");
    write_file("budget", "growth=java : cache_hits >= 1\n");
    assert_int_equal(compare("--budget budget run.tsv"), EXIT_DIFFERENCE);
    says(output, "no value");
    write_run("run.tsv", (struct recipe){.has_failure = true});
    write_file("budget", "growth=msvc : block_calls <= 50\n");
    assert_int_equal(compare("--budget budget run.tsv"), EXIT_DIFFERENCE);
    says(output, "No value for line 1: signal 11.");
    write_run("old.tsv", (struct recipe){0});
    write_run("run.tsv", (struct recipe){.calls = 1});
    write_file("budget", "growth=java : block_calls <= 50\n");
    assert_int_equal(compare("old.tsv run.tsv --fail-on block_calls>5 --budget budget"),
                     EXIT_DIFFERENCE);
    assert_int_equal(compare("run.tsv old.tsv --budget budget"), EXIT_OK);
}

static void test_compare_budget_tells_all_mistakes_at_once(void **state) {
    (void)state;
    write_run("run.tsv", (struct recipe){0});
    write_file("budget", "growth=java : block_cals <= 50\n"
                         "growth=java : block_calls <= 50\n"
                         "growth : block_calls <= 50\n");
    assert_int_equal(compare("--budget budget run.tsv"), EXIT_USAGE);
    says(errors, "compare: budget:1: unknown meter 'block_cals'");
    says(errors, "compare: budget:3: ");
    assert_null(strstr(errors, "budget:2: "));
}

static void test_compare_budget_long_format_holds_one_table(void **state) {
    (void)state;
    write_run("run.tsv", (struct recipe){0});
    write_file("budget", "growth=java : block_calls <= 50\n");
    assert_int_equal(compare("run.tsv run.tsv --budget budget -f csv"), EXIT_USAGE);
    says(errors, "--format csv holds one table");
    assert_string_equal(output, "");
    assert_int_equal(compare("run.tsv --budget budget -f csv"), EXIT_OK);
    assert_int_equal(compare("run.tsv run.tsv --budget budget"), EXIT_OK);
}

static void refuse_budget(const char *text, const char *reason) {
    write_file("budget", text);
    assert_int_equal(compare("--budget budget run.tsv"), EXIT_USAGE);
    says(errors, reason);
    assert_string_equal(output, "");
}

static void test_compare_budget_is_read_strictly(void **state) {
    (void)state;
    write_run("run.tsv", (struct recipe){0});
    refuse_budget("", "budget: has no limits");
    refuse_budget("# nothing\n", "budget: has no limits");
    refuse_budget("growth=java block_calls <= 50\n", "budget:1: a line is");
    refuse_budget("\ngrowth=java : block_cals <= 50\n", "budget:2: ");
    says(errors, "did you mean 'block_calls'?");
    refuse_budget("growth : block_calls <= 50\n", "budget:1: ");
    refuse_budget(": block_calls < 50\n", "budget:1: the limit 'block_calls < 50' is not");
    refuse_budget(": block_calls <= \n", "budget:1: '' is no amount");
    refuse_budget(": block_calls <= 5 KB\n", "unknown unit 'KB'");
    refuse_budget(": block_calls <= 5KiB\n", "measured in calls, not in bytes");
    refuse_budget(": block_calls <= 5%\n", "per cent of nothing");
    refuse_budget(": block_calls <= 5,\n", "budget:1: the limit ''");
    write_file("budget", ": headroom_percent <= 5%\n");
    assert_int_equal(compare("--budget budget run.tsv"), EXIT_DIFFERENCE); /* no value, but read */
}

static void test_compare_budget_written_budget_is_just_kept(void **state) {
    (void)state;
    write_run("run.tsv", (struct recipe){0});
    assert_int_equal(compare("--write-budget made run.tsv --where growth=java,rust"), EXIT_OK);
    assert_int_equal(compare("--budget made run.tsv"), EXIT_OK);
    assert_int_equal(compare("--write-budget made run.tsv"), EXIT_FILES); /* is there already */
    says(errors, "File exists");
    write_run("run.tsv", (struct recipe){.calls = 1});
    assert_int_equal(compare("--budget made run.tsv"), EXIT_DIFFERENCE);
    write_run("run.tsv", (struct recipe){.bytes = 1});
    assert_int_equal(compare("--budget made run.tsv"), EXIT_DIFFERENCE);
    write_run("run.tsv", (struct recipe){.calls = -1, .bytes = -1});
    assert_int_equal(compare("--budget made run.tsv"), EXIT_OK);
    assert_int_equal(compare("--write-budget noisy run.tsv --meters minor_faults"), EXIT_OK);
    write_run("run.tsv", (struct recipe){.faults = 10});
    assert_int_equal(compare("--budget noisy run.tsv"), EXIT_OK); /* a tenth on top */
    write_run("run.tsv", (struct recipe){.faults = 11});
    assert_int_equal(compare("--budget noisy run.tsv"), EXIT_DIFFERENCE);
    write_run("run.tsv", (struct recipe){.has_failure = true});
    assert_int_equal(compare("--write-budget failed run.tsv"), EXIT_DIFFERENCE);
    assert_int_not_equal(access("failed", F_OK), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compare_budget_tells_all_mistakes_at_once),
        cmocka_unit_test(test_compare_budget_long_format_holds_one_table),
        cmocka_unit_test(test_compare_budget_written_times_keep_their_digits),
        cmocka_unit_test(test_compare_budget_filter_leaves_budget_lines_out),
        cmocka_unit_test(test_compare_budget_refused_names_the_culprit),
        cmocka_unit_test(test_compare_budget_is_kept_or_told),
        cmocka_unit_test(test_compare_budget_never_passes_silently),
        cmocka_unit_test(test_compare_budget_is_read_strictly),
        cmocka_unit_test(test_compare_budget_written_budget_is_just_kept),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
