// headroom compare: exit statuses, limits, budgets, environments, and what it prints.
// links: bench-commands
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "commands/options.h"
#include "synthetic_run.h"

extern const struct command command_compare;

enum { OUTPUT_BYTES = 1 << 16, MOST_WORDS = 16 };

#define KEY(growth, malloc)                                                                        \
    "structure=dynarray growth=" growth " allocator=heap malloc=" malloc                           \
    " workload=append element_bytes=8 length=1000"

static char folder[] = "/tmp/headroom-compare-XXXXXX";
static char output[OUTPUT_BYTES], errors[OUTPUT_BYTES];

static int enter_folder(void **state) {
    (void)state;
    return mkdtemp(folder) != NULL && chdir(folder) == 0 ? 0 : -1;
}

static int leave_folder(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static int divert(const char *path, int which) {
    FILE *file = fopen(path, "w+");
    assert_non_null(file);
    int kept = dup(which);
    assert_true(kept >= 0 && dup2(fileno(file), which) == which);
    assert_int_equal(fclose(file), 0);
    return kept;
}

static void release(const char *path, int which, int kept, char text[OUTPUT_BYTES]) {
    assert_int_equal(dup2(kept, which), which);
    (void)close(kept);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, OUTPUT_BYTES - 1, file)] = '\0';
    assert_int_equal(fclose(file), 0);
}

/* Runs `headroom compare` with words separated by spaces; fills output and errors. */
static int compare(const char *words) {
    char copy[1024];
    char *argv[MOST_WORDS + 2] = {(char *)(uintptr_t) "compare"};
    int argc = 1;
    char *rest = NULL;
    snprintf(copy, sizeof copy, "%s", words);
    for (char *word = strtok_r(copy, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        assert_true(argc <= MOST_WORDS);
        argv[argc++] = word;
    }
    (void)fflush(NULL);
    int out = divert("output", STDOUT_FILENO);
    int err = divert("errors", STDERR_FILENO);
    int status = command_compare.run(argc, argv);
    (void)fflush(NULL);
    release("output", STDOUT_FILENO, out, output);
    release("errors", STDERR_FILENO, err, errors);
    return status;
}

static void says(const char *text, const char *part) {
    if (strstr(text, part) == NULL) {
        fail_msg("'%s' is not in:\n%s", part, text);
    }
}

/* What a made-up run has; all 0: the same run each time. */
struct recipe {
    const char *cpu, *jemalloc, *commit, *group, *flags; /* of the header */
    int calls, bytes, faults;                            /* more than usual */
    int percent;                                         /* more time */
    bool has_failure;
};

static void header(struct synthetic *run, const char *key, const char *value,
                   const char *usual_value) {
    const char *const fields[] = {key, value == NULL ? usual_value : value};
    if (fields[1] != NULL) {
        synthetic_record(run, RECORD_ENV, fields, 2);
    }
}

static struct synthetic open_run(const char *path, struct recipe recipe) {
    struct synthetic run = {.file = fopen(path, "w"), .noise = 1};
    const char *const first[] = {"headroom-results", "1"};
    assert_non_null(run.file);
    synthetic_record(&run, RECORD_HEADER, first, 2);
    header(&run, "cpu", recipe.cpu, "a CPU");
    header(&run, "malloc_jemalloc", recipe.jemalloc, "5.3");
    header(&run, "commit", recipe.commit, "abc");
    header(&run, "flags", recipe.flags, "-O2");
    header(&run, "pair_group", recipe.group, NULL);
    synthetic_meters(&run);
    return run;
}

static void trial(struct synthetic *run, enum lane lane, unsigned repetition, const char *key,
                  const char *meter, const char *value) {
    synthetic_trial(run, lane, repetition, key);
    synthetic_sample(run, meter, value);
    synthetic_outcome(run, OUTCOME_OK, "");
}

static void write_run(const char *path, struct recipe recipe) {
    struct synthetic run = open_run(path, recipe);
    char value[32];
    snprintf(value, sizeof value, "%d", 50 + recipe.calls);
    trial(&run, LANE_COUNTS, 0, KEY("java", "glibc"), "block_calls", value);
    snprintf(value, sizeof value, "%d", 8192 + recipe.bytes);
    trial(&run, LANE_COUNTS, 0, KEY("rust", "glibc"), "block_peak_live_bytes", value);
    for (unsigned i = 0; i < 6; i++) {
        snprintf(value, sizeof value, "%d", 100 + recipe.faults);
        trial(&run, LANE_MEMORY, i, KEY("java", "glibc"), "minor_faults", value);
    }
    for (unsigned i = 0; i < 30; i++) {
        double time = (10 + i % 7) * (1 + recipe.percent / 100.0);
        snprintf(value, sizeof value, "%.6f", time * (1 + 0.001 * synthetic_noise(&run)));
        trial(&run, LANE_TIME, i, KEY("java", "glibc"), "build_ns", value);
    }
    synthetic_trial(&run, LANE_COUNTS, 0, KEY("msvc", "glibc"));
    synthetic_outcome(&run, recipe.has_failure ? OUTCOME_CRASHED : OUTCOME_OK,
                      recipe.has_failure ? "signal 11" : "");
    synthetic_close(&run);
}

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

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

static void test_compare_command_limits_decide_alone(void **state) {
    (void)state;
    write_run("old.tsv", (struct recipe){0});
    write_run("new.tsv", (struct recipe){.calls = 1, .bytes = 1024});
    assert_int_equal(compare("old.tsv new.tsv --fail-on block_calls>2%"), EXIT_OK);
    assert_int_equal(compare("old.tsv new.tsv --fail-on block_calls>1.9%"), EXIT_DIFFERENCE);
    says(errors, "limit 'block_calls>1.9%' exceeded by 1 value\n");
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

static void test_compare_command_budget_is_kept_or_told(void **state) {
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

static void test_compare_command_budget_never_passes_silently(void **state) {
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

static void refuse_budget(const char *text, const char *reason) {
    write_file("budget", text);
    assert_int_equal(compare("--budget budget run.tsv"), EXIT_USAGE);
    says(errors, reason);
    assert_string_equal(output, "");
}

static void test_compare_command_budget_is_read_strictly(void **state) {
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

static void test_compare_command_written_budget_is_just_kept(void **state) {
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
        cmocka_unit_test(test_compare_command_equal_runs_give_0),
        cmocka_unit_test(test_compare_command_worse_gives_1_better_0),
        cmocka_unit_test(test_compare_command_failed_case_gives_1),
        cmocka_unit_test(test_compare_command_limits_decide_alone),
        cmocka_unit_test(test_compare_command_limits_that_cannot_be_told_give_3),
        cmocka_unit_test(test_compare_command_other_environments_need_force),
        cmocka_unit_test(test_compare_command_one_run_is_compared_within),
        cmocka_unit_test(test_compare_command_bad_words_give_2_or_4),
        cmocka_unit_test(test_compare_command_no_common_case_gives_2),
        cmocka_unit_test(test_compare_command_formats_hold_every_row),
        cmocka_unit_test(test_compare_command_tables_keep_to_the_width),
        cmocka_unit_test(test_compare_command_budget_is_kept_or_told),
        cmocka_unit_test(test_compare_command_budget_never_passes_silently),
        cmocka_unit_test(test_compare_command_budget_is_read_strictly),
        cmocka_unit_test(test_compare_command_written_budget_is_just_kept),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
