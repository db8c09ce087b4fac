/*
 * test_runner.c - plans with good, lying, crashing, hanging, silent and babbling workers, resumed
 * runs, and runs without room. The test program is its own worker: what a trial does is said by the
 * key of its case.
 */
// links: bench-runner
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "platform/procfs.h"
#include "runner/runner.h"
#include "support/sanitized.h"

enum { MOST_CASES = 1024, FOLDER_BYTES = 64 };

/* --- the worker --- */

static void say(enum record_kind kind, const char *const *field, size_t fields) {
    char line[RECORD_LINE_BYTES];
    size_t length = record_write(kind, field, fields, line, sizeof line);
    (void)!write(STDOUT_FILENO, line, length);
}

static void say_sample(const char *id, const char *meter, const char *value) {
    const char *const fields[] = {id, meter, "0", value};
    say(RECORD_SAMPLE, fields, 4);
}

static void say_outcome(const char *id, const char *outcome, const char *detail) {
    const char *const fields[] = {id, outcome, detail};
    say(RECORD_OUTCOME, fields, 3);
}

static int be_worker(char **argv) {
    const char *id = argv[3], *lane = argv[5], *repetition = argv[7], *key = argv[10];
    bool is_second = strcmp(lane, "counts") != 0 || strcmp(repetition, "0") != 0;
    if (strstr(key, "crash") != NULL) {
        fprintf(stderr, "about to fall\n");
        abort();
    } else if (strstr(key, "hang") != NULL) {
        pause();
    } else if (strstr(key, "status") != NULL) {
        fprintf(stderr, "first\nlast \twords\n\n");
        return 9;
    } else if (strstr(key, "silent") != NULL) {
        return 0;
    } else if (strstr(key, "babble") != NULL) {
        printf("sample\tnot\tone\n");
        return 0;
    } else if (strstr(key, "flood") != NULL) {
        for (;;) {
            say_sample(id, "checksum", "1");
        }
    } else if (strstr(key, "stranger") != NULL) {
        id = "424242";
    } else if (strstr(key, "pretend") != NULL) {
        say_outcome(id, "skipped", "no wish to");
        return 0;
    } else if (strstr(key, "missing") != NULL) {
        say_outcome(id, "unsupported", "there is none");
        return 0;
    } else if (strstr(key, "starve") != NULL) {
        say_outcome(id, "no-memory", "");
        return 0;
    } else if (strstr(key, "empty") != NULL) {
        say_outcome(id, "ok", "");
        return 0;
    }
    say_sample(id, "checksum", strstr(key, "lie") != NULL && is_second ? "43" : "42");
    if (strstr(key, "twice") != NULL) {
        say_sample(id, "checksum", "42");
    }
    if (strstr(key, "foreign") != NULL) {
        say_sample(id, strcmp(lane, "time") == 0 ? "heap_bytes" : "build_ns", "1");
    }
    say_sample(id, "capacity", strstr(key, "vague") != NULL && is_second ? "n/a(why)" : "7");
    say_outcome(id, "ok", "");
    if (strstr(key, "late") != NULL) {
        say_sample(id, "length", "1");
    }
    if (strstr(key, "torn") != NULL) {
        printf("sample");
    }
    if (strstr(key, "after") != NULL) {
        (void)signal(SIGSEGV, SIG_DFL); /* a sanitizer would make it an exit status */
        (void)raise(SIGSEGV);
    }
    return 0;
}

/* --- plans --- */

static struct plan_case cases[MOST_CASES];
static struct plan_trial trials[2 * MOST_CASES];
static char keys[MOST_CASES][160];
static char folder[FOLDER_BYTES];
static FILE *messages;

/* Each case once in counts and once in memory. */
static struct plan make_plan(const char *const *words, size_t count) {
    struct plan plan = {.cases = cases, .trials = trials, .case_count = count};
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(keys[i], sizeof keys[i], "workload=%s length=%zu", words[i], i);
        cases[i] = (struct plan_case){.key = keys[i]};
    }
    for (size_t lane = LANE_COUNTS; lane <= LANE_MEMORY; lane++) {
        for (size_t i = 0; i < count; i++) {
            trials[plan.trial_count++] =
                (struct plan_trial){.case_index = i, .lane = (enum lane)lane};
        }
    }
    return plan;
}

static bool run_plan(const struct plan *plan, bool resume, struct runner_summary *summary,
                     struct results_error *error) {
    struct runner_options options = {.plan = plan,
                                     .folder = folder,
                                     .resume = resume,
                                     .deadline_ns = UINT64_C(5000000000),
                                     .is_quiet = true,
                                     .messages = messages};
    return runner_run(&options, summary, error);
}

/* One case that does `word`, both lanes, the outcome of the last. */
static void assert_outcome(const char *word, enum outcome_kind kind, const char *detail) {
    struct plan plan = make_plan(&word, 1);
    struct runner_summary summary;
    struct results_error error;
    struct results results;
    assert_true(run_plan(&plan, false, &summary, &error));
    assert_true(results_read(folder, &results, &error));
    assert_int_equal(results.trial_count, 2);
    const struct results_trial *last = &results.trials[1];
    assert_int_equal(last->outcome, kind);
    if (strstr(last->detail, detail) == NULL) {
        fail_msg("'%s' is not in '%s'", detail, last->detail);
    }
    assert_string_equal(last->key, keys[0]);
    assert_int_equal(last->samples > 0, kind == OUTCOME_OK || kind == OUTCOME_WRONG);
    assert_true(summary.outcomes[kind] >= 1);
    results_clean_up(&results);
}

static int set_up(void **state) {
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/headroom-runner-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int tear_down(void **state) {
    (void)state;
    char path[FOLDER_BYTES + 32];
    (void)snprintf(path, sizeof path, "%s/results.tsv", folder);
    (void)unlink(path);
    return rmdir(folder);
}

static void test_runner_good_worker_is_ok(void **state) {
    (void)state;
    assert_outcome("good", OUTCOME_OK, "");
}

static void test_runner_value_not_measured_is_no_difference(void **state) {
    (void)state;
    assert_outcome("vague", OUTCOME_OK, "");
}

static void test_runner_lying_worker_is_wrong_with_both_values(void **state) {
    (void)state;
    assert_outcome("lie", OUTCOME_WRONG, "checksum is 43 here, 42 in");
}

static void test_runner_crashing_worker_names_the_signal(void **state) {
    (void)state;
    assert_outcome("crash", OUTCOME_CRASHED, "SIGABRT: about to fall");
}

static void test_runner_worker_crashing_after_ok_is_crashed(void **state) {
    (void)state;
    assert_outcome("after", OUTCOME_CRASHED, "SIGSEGV");
}

static void test_runner_failing_worker_has_status_and_last_words(void **state) {
    (void)state;
    assert_outcome("status", OUTCOME_FAILED, "exit status 9: last \twords");
}

static void test_runner_silent_worker_is_failed(void **state) {
    (void)state;
    assert_outcome("silent", OUTCOME_FAILED, "ended without an outcome");
}

static void test_runner_babbling_worker_is_garbled_with_the_line(void **state) {
    (void)state;
    assert_outcome("babble", OUTCOME_GARBLED, "sample\tnot\tone");
}

static void test_runner_torn_last_line_is_garbled(void **state) {
    (void)state;
    assert_outcome("torn", OUTCOME_GARBLED, "cut off");
}

static void test_runner_flooding_worker_is_garbled(void **state) {
    (void)state;
    assert_outcome("flood", OUTCOME_GARBLED, "bytes of output");
}

static void test_runner_other_trials_lines_are_garbled(void **state) {
    (void)state;
    assert_outcome("stranger", OUTCOME_GARBLED, "another trial");
}

static void test_runner_sample_after_outcome_is_garbled(void **state) {
    (void)state;
    assert_outcome("late", OUTCOME_GARBLED, "after the outcome");
}

static void test_runner_sample_twice_is_garbled(void **state) {
    (void)state;
    assert_outcome("twice", OUTCOME_GARBLED, "twice");
}

static void test_runner_meter_of_other_lane_is_garbled(void **state) {
    (void)state;
    assert_outcome("foreign", OUTCOME_GARBLED, "not one of this lane");
}

static void test_runner_outcome_of_the_runner_is_garbled(void **state) {
    (void)state;
    assert_outcome("pretend", OUTCOME_GARBLED, "cannot say that");
}

static void test_runner_ok_without_checksum_is_garbled(void **state) {
    (void)state;
    assert_outcome("empty", OUTCOME_GARBLED, "without a checksum");
}

static void test_runner_unsupported_and_no_memory_are_kept(void **state) {
    (void)state;
    assert_outcome("missing", OUTCOME_UNSUPPORTED, "there is none");
    assert_int_equal(tear_down(state), 0);
    assert_int_equal(set_up(state), 0);
    assert_outcome("starve", OUTCOME_NO_MEMORY, "");
}

static void test_runner_hanging_worker_is_timed_out(void **state) {
    (void)state;
    const char *word = "hang";
    struct plan plan = make_plan(&word, 1);
    struct runner_options options = {.plan = &plan,
                                     .folder = folder,
                                     .deadline_ns = 100000000,
                                     .is_quiet = true,
                                     .messages = messages};
    struct runner_summary summary;
    struct results_error error;
    assert_true(runner_run(&options, &summary, &error));
    assert_int_equal(summary.outcomes[OUTCOME_TIMED_OUT], 2);
}

static void test_runner_program_not_there_is_failed(void **state) {
    (void)state;
    const char *word = "good";
    struct plan plan = make_plan(&word, 1);
    struct runner_options options = {.plan = &plan,
                                     .program = "/nowhere/headroom",
                                     .folder = folder,
                                     .is_quiet = true,
                                     .messages = messages};
    struct runner_summary summary;
    struct results_error error;
    assert_true(runner_run(&options, &summary, &error));
    assert_int_equal(summary.outcomes[OUTCOME_FAILED], 2);
}

static void test_runner_skipped_case_starts_nothing(void **state) {
    (void)state;
    const char *word = "crash";
    struct plan plan = make_plan(&word, 1);
    struct runner_summary summary;
    struct results_error error;
    (void)snprintf(cases[0].skip, sizeof cases[0].skip, "would copy 40 PB");
    assert_true(run_plan(&plan, false, &summary, &error));
    assert_int_equal(summary.outcomes[OUTCOME_SKIPPED], 2);
    assert_int_equal(summary.outcomes[OUTCOME_CRASHED], 0);
}

static void test_runner_one_failure_stops_no_other(void **state) {
    (void)state;
    static const char *const words[] = {"good", "crash", "good", "babble", "good"};
    struct plan plan = make_plan(words, 5);
    struct runner_summary summary;
    struct results_error error;
    assert_true(run_plan(&plan, false, &summary, &error));
    assert_int_equal(summary.outcomes[OUTCOME_OK], 6);
    assert_int_equal(summary.outcomes[OUTCOME_CRASHED], 2);
    assert_int_equal(summary.outcomes[OUTCOME_GARBLED], 2);
}

static void test_runner_resumed_runs_what_is_new_and_remembers_the_old(void **state) {
    (void)state;
    static const char *const words[] = {"good", "crash", "lie"};
    struct plan plan = make_plan(words, 3);
    struct runner_summary summary;
    struct results_error error;
    struct results results;
    plan.trial_count = 3; /* counts alone: the lie is not seen yet */
    assert_true(run_plan(&plan, false, &summary, &error));
    assert_int_equal(summary.outcomes[OUTCOME_OK], 2);
    plan.trial_count = 6;
    assert_false(run_plan(&plan, false, &summary, &error));
    assert_non_null(strstr(error.message, "--resume"));
    assert_true(run_plan(&plan, true, &summary, &error));
    assert_int_equal(summary.kept, 3);
    assert_int_equal(summary.outcomes[OUTCOME_OK], 3);
    assert_int_equal(summary.outcomes[OUTCOME_CRASHED], 2);
    assert_int_equal(summary.outcomes[OUTCOME_WRONG], 1);
    assert_true(run_plan(&plan, true, &summary, &error));
    assert_int_equal(summary.kept, 6);
    assert_true(results_read(folder, &results, &error));
    assert_int_equal(results.trial_count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(results.trials[i].id, i);
        assert_int_equal(results.trials[i].order, i);
    }
    results_clean_up(&results);
}

/* The disk is full after some trials: what was written before stays readable, and a later run with
 * room goes on. */
static void test_runner_without_room_says_so_and_loses_nothing(void **state) {
    (void)state;
    const char *words[100];
    for (size_t i = 0; i < 100; i++) {
        words[i] = "good";
    }
    struct plan plan = make_plan(words, 100);
    struct runner_summary summary;
    struct results_error error;
    struct results results;
    struct rlimit former, small;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &former), 0);
    small = former;
    small.rlim_cur = 24 * 1024;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool is_well = run_plan(&plan, false, &summary, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &former), 0);
    assert_false(is_well);
    assert_non_null(strstr(error.message, "results.tsv"));
    assert_true(results_read(folder, &results, &error));
    size_t kept = results.trial_count;
    assert_in_range(kept, 1, 199);
    results_clean_up(&results);
    assert_true(run_plan(&plan, true, &summary, &error));
    assert_int_equal(summary.kept, kept);
    assert_int_equal(summary.outcomes[OUTCOME_OK], 200);
}

/* Small and flat: 2,000 trials, the parent's own high-water mark before the last half and after. */
static void test_runner_many_trials_stay_small(void **state) {
    (void)state;
    static const char *words[1000];
    struct runner_summary summary;
    struct results_error error;
    uint64_t half, whole;
    for (size_t i = 0; i < 1000; i++) {
        words[i] = "good";
    }
    struct plan plan = make_plan(words, 1000);
    plan.trial_count = 1000;
    assert_true(run_plan(&plan, false, &summary, &error));
    assert_true(procfs_peak_bytes(&half));
    plan.trial_count = 2000;
    assert_true(run_plan(&plan, true, &summary, &error));
    assert_true(procfs_peak_bytes(&whole));
    assert_int_equal(summary.outcomes[OUTCOME_OK], 2000);
    print_message("peak after 1,000 trials %llu KiB, after 2,000 %llu KiB\n",
                  (unsigned long long)(half / 1024), (unsigned long long)(whole / 1024));
    if (!IS_SANITIZED) { /* a sanitizer keeps what is freed */
        assert_true(whole < 16 * 1024 * 1024);
        assert_true(whole < half + 2 * 1024 * 1024);
    }
}

int main(int argc, char **argv) {
    if (argc == 11 && strcmp(argv[1], "worker") == 0) {
        return be_worker(argv);
    }
    messages = fopen("/dev/null", "w");
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_runner_good_worker_is_ok),
        TEST(test_runner_value_not_measured_is_no_difference),
        TEST(test_runner_lying_worker_is_wrong_with_both_values),
        TEST(test_runner_crashing_worker_names_the_signal),
        TEST(test_runner_worker_crashing_after_ok_is_crashed),
        TEST(test_runner_failing_worker_has_status_and_last_words),
        TEST(test_runner_silent_worker_is_failed),
        TEST(test_runner_babbling_worker_is_garbled_with_the_line),
        TEST(test_runner_torn_last_line_is_garbled),
        TEST(test_runner_flooding_worker_is_garbled),
        TEST(test_runner_other_trials_lines_are_garbled),
        TEST(test_runner_sample_after_outcome_is_garbled),
        TEST(test_runner_sample_twice_is_garbled),
        TEST(test_runner_meter_of_other_lane_is_garbled),
        TEST(test_runner_outcome_of_the_runner_is_garbled),
        TEST(test_runner_ok_without_checksum_is_garbled),
        TEST(test_runner_unsupported_and_no_memory_are_kept),
        TEST(test_runner_hanging_worker_is_timed_out),
        TEST(test_runner_program_not_there_is_failed),
        TEST(test_runner_skipped_case_starts_nothing),
        TEST(test_runner_one_failure_stops_no_other),
        TEST(test_runner_resumed_runs_what_is_new_and_remembers_the_old),
        TEST(test_runner_without_room_says_so_and_loses_nothing),
        TEST(test_runner_many_trials_stay_small),
    };
#undef TEST
    return messages == NULL || cmocka_run_group_tests(tests, NULL, NULL);
}
