// headroom compare: exit statuses, limits, budgets, environments, and what it prints.
// links: bench-commands
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "compare_command.h"

static void test_compare_command_equal_runs_give_0(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    write_run("new.tsv", (struct recipe){.commit = "def"});
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_OK);
    says(output, "commit: abc, then def");
    says(output, "Unchanged: 3 values.");
    says(output, "Measured apart, not judged: build_ns");
    says(output, "3 unchanged, 1 measured apart");
    assert_string_equal(errors, "");
}

static void test_compare_command_worse_gives_1_better_0(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    write_run("new.tsv", (struct recipe){.calls = 1});
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_DIFFERENCE);
    says(output, "+1 (+2.0 %)  worse");
    assert_int_equal(compare("new.tsv old.tsv"), EXIT_OK);
    says(output, "-1 (-2.0 %)  better");
    write_run("new.tsv", (struct recipe){.bytes = 1});
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_DIFFERENCE);
    says(output, "8193");
    says(output, "+1 (+0.012 %)  worse");
    write_run("new.tsv", (struct recipe){.faults = 20});
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_DIFFERENCE);
    says(output, "minor_faults");
    write_run("new.tsv", (struct recipe){.percent = 40});
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_OK); /* times apart are never judged */
    says(output, "build_ns +40");
}

static void test_compare_command_failed_case_gives_1(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    write_run("new.tsv", (struct recipe){.has_failure = true});
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_DIFFERENCE);
    says(output, "crashed[1]");
    says(output, "[1] crashed: signal 11");
    says(errors, "1 case that ended well in OLD did not in NEW");
    assert_int_equal(compare("old.tsv new.tsv --fail-on block_calls>0"), EXIT_DIFFERENCE);
    assert_int_equal(compare("new.tsv old.tsv"), EXIT_OK);
}

static void test_compare_command_cut_run_cannot_be_told(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    write_run("cut.tsv", (struct recipe){.is_cut = true});
    const char *const only = "lane=counts --where growth=java,msvc";
    char words[160];
    snprintf(words, sizeof words, "old.tsv cut.tsv --where %s", only);
    assert_int_equal(compare(words), EXIT_IMPOSSIBLE);
    says(errors, "ends in the middle of a trial");
    says(errors, "1 case of OLD cannot be compared: NEW did not come to its end");
    snprintf(words, sizeof words, "old.tsv cut.tsv --where %s --fail-on block_calls>0", only);
    assert_int_equal(compare(words), EXIT_IMPOSSIBLE);
    assert_int_equal(compare("cut.tsv old.tsv --where lane=counts --where growth=java"), EXIT_OK);
    says(errors, "ends in the middle of a trial");
    write_run("cut.tsv", (struct recipe){.is_cut = true, .calls = 1});
    assert_int_equal(compare(words), EXIT_DIFFERENCE);
    assert_int_equal(compare("cut.tsv cut.tsv"), EXIT_OK); /* what is there is equal */
    assert_null(strstr(strstr(errors, "in the middle") + 1, "in the middle"));
    (void)remove("made");
    assert_int_equal(compare("--write-budget made cut.tsv --where growth=java"), EXIT_FILES);
    says(errors, "no budget is made of 'cut.tsv', which did not come to its end");
    assert_int_not_equal(access("made", F_OK), 0);
    write_file("budget", "growth=java : block_calls <= 51\n");
    assert_int_equal(compare("--budget budget cut.tsv"), EXIT_IMPOSSIBLE);
    write_file("budget", "growth=java : block_calls <= 50\n");
    assert_int_equal(compare("--budget budget cut.tsv"), EXIT_DIFFERENCE);
}

static void test_compare_command_failed_addition_gives_1(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    write_run("new.tsv", (struct recipe){.has_addition_failed = true});
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_DIFFERENCE);
    says(output, "added, no-memory, the limit is 1 MB: structure=dynarray growth=chunky");
    says(output, "1 case added, 1 of them failed");
    says(errors, "1 case that NEW alone has failed");
    assert_int_equal(compare("old.tsv new.tsv --fail-on block_calls>0"), EXIT_DIFFERENCE);
    assert_int_equal(compare("old.tsv new.tsv --format tsv"), EXIT_DIFFERENCE);
    says(output, "worse\tNaN\toutcome: not there, then no-memory");
    assert_int_equal(compare("new.tsv old.tsv"), EXIT_OK);
    says(output, "1 case removed");
}

static void test_compare_command_failed_on_both_sides_is_counted(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){.has_failure = true});
    write_run("new.tsv", (struct recipe){0});
    assert_int_equal(compare("old.tsv old.tsv --where growth=msvc"), EXIT_OK);
    says(output, "  1 case failed on both sides");
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_OK);
    says(output, "1 case that failed before");
    assert_int_equal(compare("new.tsv old.tsv"), EXIT_DIFFERENCE);
    says(output, "1 case that fails now");
}

static void test_compare_command_meters_are_patterns_and_words(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    write_run("new.tsv", (struct recipe){.calls = 1, .bytes = 1, .faults = 20});
    assert_int_equal(compare("old.tsv new.tsv -m block_*"), EXIT_DIFFERENCE);
    says(output, "2 worse");
    assert_null(strstr(output, "minor_faults"));
    assert_int_equal(compare("old.tsv new.tsv -m peak_live_bytes,minor_faults"), EXIT_DIFFERENCE);
    says(output, "2 worse");
    assert_null(strstr(output, "block_calls"));
    assert_int_equal(compare("old.tsv new.tsv -m blokc_*"), EXIT_USAGE);
    assert_int_equal(compare("old.tsv new.tsv -m block_calls,"), EXIT_USAGE);
    (void)remove("made");
    assert_int_equal(compare("--write-budget made old.tsv --where growth=java -m minor_*"),
                     EXIT_OK);
}

static void test_compare_command_filter_may_fit_one_side(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){.build_ns = "1"});
    write_run("new.tsv", (struct recipe){0});
    assert_int_equal(compare("old.tsv new.tsv --where growth=java,rust"), EXIT_OK);
    says(output, "1 case added");
    assert_int_equal(compare("new.tsv old.tsv -m block_calls --where growth=java,rust"), EXIT_OK);
    assert_int_equal(compare("old.tsv new.tsv --where growth=rust"), EXIT_USAGE);
    says(errors, "headroom compare: OLD: no case has growth='rust'");
    assert_int_equal(compare("old.tsv new.tsv --where growth=jawa,rust"), EXIT_USAGE);
    says(errors, "no case has growth='jawa'; did you mean 'java'?");
    assert_int_equal(compare("old.tsv new.tsv --where run!=zzz"), EXIT_OK);
    assert_int_equal(compare("old.tsv new.tsv --where run=zzz"), EXIT_USAGE);
}

static void test_compare_command_option_without_run_is_named(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    assert_int_equal(compare("old.tsv old.tsv --pairs 10"), EXIT_USAGE);
    says(errors, "--pairs needs --run");
    assert_int_equal(compare("old.tsv old.tsv --resume"), EXIT_USAGE);
    says(errors, "--resume needs --run");
}

static void test_compare_command_untested_change_is_no_exceeded_limit(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    for (unsigned side = 0; side < 2; side++) {
        struct synthetic run = synthetic_open(side == 0 ? "two.tsv" : "more.tsv");
        for (unsigned i = 0; i < 2; i++) {
            trial(&run, LANE_MEMORY, i, KEY("java", "glibc"), "rss_bytes",
                  side == 0 ? "8192" : "12288");
        }
        synthetic_close(&run);
    }
    assert_int_equal(compare("two.tsv more.tsv"), EXIT_DIFFERENCE);
    says(output, "seen, not tested");
    assert_int_equal(compare("two.tsv more.tsv --fail-on rss_bytes>5%"), EXIT_IMPOSSIBLE);
    says(errors, "1 value moved beyond it, but there are too few trials to judge; it takes 5");
    says(output, "cannot be told");
    assert_int_equal(compare("two.tsv more.tsv --fail-on rss_bytes>50%"), EXIT_OK);
}

static void test_compare_command_limits_decide_alone(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    write_run("new.tsv", (struct recipe){.calls = 1, .bytes = 1024});
    assert_int_equal(compare("old.tsv new.tsv --fail-on block_calls>2%"), EXIT_OK);
    assert_int_equal(compare("old.tsv new.tsv --fail-on block_calls>1.9%"), EXIT_DIFFERENCE);
    says(errors, "limit 'block_calls>1.9%' exceeded by 1 value\n");
    says(output, "The worst of 'block_calls>1.9%': structure=dynarray growth=java");
    assert_int_equal(compare("old.tsv new.tsv --fail-on block_calls>1"), EXIT_OK);
    assert_int_equal(compare("old.tsv new.tsv --fail-on block_calls>0"), EXIT_DIFFERENCE);
    assert_int_equal(compare("old.tsv new.tsv --fail-on peak_live_bytes>1KiB"), EXIT_OK);
    assert_int_equal(compare("old.tsv new.tsv --fail-on peak_live_bytes>1023"), EXIT_DIFFERENCE);
    assert_int_equal(compare("old.tsv new.tsv --fail-on block_*>1KiB"), EXIT_USAGE);
    says(errors, "measured in calls, not in bytes");
    assert_int_equal(compare("old.tsv new.tsv --fail-on peak>12% --fail-on block_calls>9"),
                     EXIT_DIFFERENCE);
    says(output, "peak>12%");
    says(output, "exceeded");
    assert_int_equal(compare("new.tsv old.tsv --fail-on block_*>0"), EXIT_OK); /* better */
}

static void test_compare_command_limits_that_cannot_be_told_give_3(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    write_run("new.tsv", (struct recipe){.percent = 40});
    assert_int_equal(compare("old.tsv new.tsv --fail-on build_ns>5%"), EXIT_IMPOSSIBLE);
    says(errors, "'headroom compare --run' measures them in pairs");
    assert_int_equal(compare("old.tsv new.tsv --fail-on cache_hits>0"), EXIT_IMPOSSIBLE);
    says(errors, "no case compared has such a value");
    write_run("old.tsv", (struct recipe){.group = "kiwi"});
    write_run("new.tsv", (struct recipe){.group = "kiwi", .percent = 40});
    assert_int_equal(compare("old.tsv new.tsv --fail-on build_ns>5%"), EXIT_DIFFERENCE);
    assert_int_equal(compare("old.tsv new.tsv --fail-on build_ns>50%"), EXIT_OK);
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_DIFFERENCE);
    says(output, "Measured in pairs");
    write_run("new.tsv", (struct recipe){.group = "plum", .percent = 40});
    assert_int_equal(compare("old.tsv new.tsv --fail-on build_ns>5%"), EXIT_IMPOSSIBLE);
}

static void test_compare_command_other_environments_need_force(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    write_run("new.tsv", (struct recipe){.cpu = "another \033[31mCPU"});
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_IMPOSSIBLE);
    says(errors, "cpu: a CPU, then another \\x1b[31mCPU");
    says(errors, "--force");
    assert_string_equal(output, "");
    assert_int_equal(compare("old.tsv new.tsv --force"), EXIT_OK);
    says(output, "cpu: a CPU, then another \\x1b[31mCPU");
    write_run("new.tsv", (struct recipe){.flags = "-O3"});
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_IMPOSSIBLE);
    write_run("old.tsv", (struct recipe){.group = "kiwi"});
    write_run("new.tsv", (struct recipe){.group = "kiwi", .flags = "-O3"});
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_OK);
    says(output, "flags: -O2, then -O3");
    write_run("new.tsv", (struct recipe){.group = "kiwi", .cpu = "another"});
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_IMPOSSIBLE);
    write_run("old.tsv", (struct recipe){0});
    write_run("new.tsv", (struct recipe){.jemalloc = "5.4"}); /* which no case uses */
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_OK);
}

static void test_compare_command_one_run_is_compared_within(void **state) {
    (void)state;
    struct synthetic run = synthetic_open("one.tsv");
    for (unsigned i = 0; i < 10; i++) {
        char value[32];
        snprintf(value, sizeof value, "%u", 10 + i);
        trial(&run, LANE_TIME, i, KEY("java", "glibc"), "build_ns", value);
        snprintf(value, sizeof value, "%u", 30 + 3 * i);
        trial(&run, LANE_TIME, i, KEY("java", "jemalloc"), "build_ns", value);
    }
    synthetic_close(&run);
    assert_int_equal(compare("one.tsv --old malloc=glibc --new malloc=jemalloc"), EXIT_DIFFERENCE);
    says(output, "old: one.tsv (malloc=glibc)");
    says(output, "+200.0 %");
    says(output, "worse");
    assert_int_equal(compare("one.tsv --old malloc=jemalloc --new malloc=glibc"), EXIT_OK);
    assert_int_equal(compare("one.tsv --old malloc=glibc"), EXIT_USAGE);
    says(errors, "NEW has several cases");
    says(errors, "--new malloc=glibc");
    assert_int_equal(compare("one.tsv"), EXIT_USAGE);
    says(errors, "name two runs");
    assert_int_equal(compare("one.tsv one.tsv one.tsv"), EXIT_USAGE);
}

static void test_compare_command_bad_words_give_2_or_4(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    assert_int_equal(compare("old.tsv nothing.tsv"), EXIT_FILES);
    assert_int_equal(compare("old.tsv old.tsv --floor nothing"), EXIT_FILES);
    assert_int_equal(compare("old.tsv old.tsv --format yaml"), EXIT_USAGE);
    assert_int_equal(compare("old.tsv old.tsv --meters block_cals"), EXIT_USAGE);
    says(errors, "did you mean 'block_calls'?");
    assert_int_equal(compare("old.tsv old.tsv --where growth=none"), EXIT_USAGE);
    const char *const limits[] = {"block_calls",     "block_calls>",     ">5",
                                  "block_calls>=5",  "block_calls<5",    "block_cals>5",
                                  "block_calls>5KB", "block_calls>-1",   "block_calls>nan",
                                  "block_calls>5%%", "block_calls>1e999"};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        char words[128];
        snprintf(words, sizeof words, "old.tsv old.tsv --fail-on %s", limits[i]);
        if (compare(words) != EXIT_USAGE) {
            fail_msg("'%s' is taken", limits[i]);
        }
        assert_string_equal(output, "");
    }
    assert_int_equal(compare("--budget nothing old.tsv"), EXIT_FILES);
}

static void test_compare_command_no_common_case_gives_2(void **state) {
    (void)state;
    struct synthetic run = open_run("other.tsv", (struct recipe){0});
    trial(&run, LANE_COUNTS, 0, "structure=tuple workload=tuple-churn", "block_calls", "5");
    synthetic_close(&run);
    write_run("old.tsv", (struct recipe){0});
    assert_int_equal(compare("old.tsv other.tsv"), EXIT_USAGE);
    says(errors, "no case of NEW has a counterpart in OLD");
    says(errors,
         "differ in structure ('dynarray', then 'tuple'), workload ('append', then 'tuple-");
}

static void test_compare_command_formats_hold_every_row(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    write_run("new.tsv", (struct recipe){.calls = 1});
    assert_int_equal(compare("old.tsv new.tsv --format csv --fail-on block_calls>0"),
                     EXIT_DIFFERENCE);
    says(output, "structure,growth,allocator,malloc,workload,element_bytes,length,lane,meter,");
    says(output, "counts,block_calls,calls,lower,exact,0,1,1,50,51,1,2,,,,,,exact,worse,"
                 "block_calls>0,");
    says(output, "memory,minor_faults,faults,lower,noisy,0,6,6,100,100,0,0,0,0,1,1,1,groups,same");
    says(output, ",apart,apart,,");
    assert_int_equal(compare("old.tsv new.tsv --format json"), EXIT_DIFFERENCE);
    says(output, "\"verdict\": \"worse\"");
    assert_int_equal(compare("old.tsv new.tsv --format tsv"), EXIT_DIFFERENCE);
    says(output, "\tworse\t");
    assert_int_equal(compare("old.tsv new.tsv --all"), EXIT_DIFFERENCE);
    says(output, "same");
    assert_int_equal(compare("old.tsv new.tsv --meters minor_faults"), EXIT_OK);
    assert_int_equal(compare("old.tsv new.tsv --where lane=memory,time"), EXIT_OK);
    assert_int_equal(compare("old.tsv new.tsv --format markdown"), EXIT_DIFFERENCE);
    says(output, "| **worse** |");
    assert_int_equal(compare("old.tsv new.tsv --format go"), EXIT_USAGE);
    says(errors, "no comparison is written as 'go'; there are: text markdown csv json tsv");
    assert_int_equal(compare("old.tsv new.tsv --where growht=java"), EXIT_USAGE);
}

static size_t longest_line(const char *text) {
    size_t longest = 0;
    for (; *text != '\0'; text += strcspn(text, "\n"), text += *text == '\n') {
        size_t length = strcspn(text, "\n");
        longest = length > longest ? length : longest;
    }
    return longest;
}

/* Names beside the values where there is room, above them where there is not. */
static void test_compare_command_tables_keep_to_the_width(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    write_run("new.tsv", (struct recipe){.calls = 1, .bytes = 1});
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_DIFFERENCE);
    says(output, "  java    block_calls");
    says(output, "\n\n  rust    block_peak_live_bytes");
    assert_in_range(longest_line(output), 60, 100);
    assert_int_equal(setenv("COLUMNS", "60", 1), 0);
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_DIFFERENCE);
    assert_int_equal(unsetenv("COLUMNS"), 0);
    says(output, "\n  growth=java\n");
    says(output, "\n  growth=rust\n");
    says(output, "  block_calls");
    assert_in_range(longest_line(output), 40, 60);
}

/* A shift's interval gives way where even its row alone is too wide. */
static void test_compare_command_intervals_give_way_to_the_width(void **state) {
    (void)state;
    for (unsigned side = 0; side < 2; side++) {
        const char *const path = side == 0 ? "old.tsv" : "new.tsv";
        struct synthetic run = open_run(path, (struct recipe){.group = "kiwi"});
        for (unsigned i = 0; i < 30; i++) {
            char value[16];
            snprintf(value, sizeof value, "%u.%02u", side == 0 ? 10U : 14U, side == 0 ? 0U : i);
            trial(&run, LANE_TIME, i, KEY("java", "glibc"), "first_build_ns", value);
        }
        synthetic_close(&run);
    }
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_DIFFERENCE);
    says(output, "+41.4 % (+41.1 to +41.8)  worse");
    assert_int_equal(setenv("COLUMNS", "60", 1), 0);
    assert_int_equal(compare("old.tsv new.tsv"), EXIT_DIFFERENCE);
    assert_int_equal(unsetenv("COLUMNS"), 0);
    says(output, "+41.4 %  worse");
    says(output, "Left out for want of width: the intervals");
    assert_null(strstr(output, "+41.4 % ("));
    assert_in_range(longest_line(output), 30, 60);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compare_command_equal_runs_give_0),
        cmocka_unit_test(test_compare_command_worse_gives_1_better_0),
        cmocka_unit_test(test_compare_command_failed_case_gives_1),
        cmocka_unit_test(test_compare_command_cut_run_cannot_be_told),
        cmocka_unit_test(test_compare_command_failed_addition_gives_1),
        cmocka_unit_test(test_compare_command_failed_on_both_sides_is_counted),
        cmocka_unit_test(test_compare_command_meters_are_patterns_and_words),
        cmocka_unit_test(test_compare_command_filter_may_fit_one_side),
        cmocka_unit_test(test_compare_command_option_without_run_is_named),
        cmocka_unit_test(test_compare_command_untested_change_is_no_exceeded_limit),
        cmocka_unit_test(test_compare_command_limits_decide_alone),
        cmocka_unit_test(test_compare_command_limits_that_cannot_be_told_give_3),
        cmocka_unit_test(test_compare_command_other_environments_need_force),
        cmocka_unit_test(test_compare_command_one_run_is_compared_within),
        cmocka_unit_test(test_compare_command_bad_words_give_2_or_4),
        cmocka_unit_test(test_compare_command_no_common_case_gives_2),
        cmocka_unit_test(test_compare_command_formats_hold_every_row),
        cmocka_unit_test(test_compare_command_tables_keep_to_the_width),
        cmocka_unit_test(test_compare_command_intervals_give_way_to_the_width),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
