// The results file: creation, appending, resuming, and strict reading under every kind of damage.
// links: bench-results
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "results/results.h"

enum { TRIALS = 6, PATH_BYTES = 512, CONTENT_BYTES = 1 << 18 };

static const struct results_pair env[] = {
    {(char *)(uintptr_t) "kernel", (char *)(uintptr_t) "6.1"},
    {(char *)(uintptr_t) "cpu", (char *)(uintptr_t) "a\tb\x1b[31m../`x`\n"}};

/* A folder of its own for each test. */
static int make_folder(void **state) {
    char *folder = malloc(PATH_BYTES);
    (void)snprintf(folder, PATH_BYTES, "/tmp/headroom-test-XXXXXX");
    *state = folder;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state) {
    char command[PATH_BYTES + 16];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", (char *)*state);
    int status = system(command);
    free(*state);
    return status;
}

static void path_of(const char *folder, char path[PATH_BYTES]) {
    (void)snprintf(path, PATH_BYTES, "%s/results.tsv", folder);
}

/* Makes the checksums of all lines go on from the one before. */
static void chain_all(char *contents, size_t bytes) {
    uint32_t chain = 0;
    for (char *line = contents; line < contents + bytes;) {
        size_t length = (size_t)(strchr(line, '\n') + 1 - line);
        record_chain(line, length, &chain);
        line += length;
    }
}

static size_t add(char *lines, size_t used, enum record_kind kind, const char *const *fields,
                  size_t count) {
    size_t length = record_write(kind, fields, count, lines + used, RECORD_LINE_BYTES);
    assert_true(length > 0);
    return used + length;
}

/* Trial `id` with two samples, one of them missing. */
static size_t make_trial(unsigned id, char *lines) {
    char number[16], value[24];
    (void)snprintf(number, sizeof number, "%u", id);
    (void)snprintf(value, sizeof value, "%u.5", id * 3);
    const char *const trial[] = {number, "time", "2", number, "structure=dynarray length=1"};
    const char *const first[] = {number, "build_ns", "0", value};
    const char *const second[] = {number, "steal_ticks", "0", "n/a(no /proc/stat)"};
    const char *const outcome[] = {number, "ok", "de\ttail"};
    size_t used = add(lines, 0, RECORD_TRIAL, trial, 5);
    used = add(lines, used, RECORD_SAMPLE, first, 4);
    used = add(lines, used, RECORD_SAMPLE, second, 4);
    return add(lines, used, RECORD_OUTCOME, outcome, 3);
}

static void make_file(const char *folder, unsigned trials) {
    struct results finished;
    struct results_error error;
    char lines[4 * RECORD_LINE_BYTES];
    struct results_writer *writer = results_create(folder, env, 2, false, &finished, &error);
    assert_non_null(writer);
    assert_int_equal(finished.trial_count, 0);
    for (unsigned id = 0; id < trials; id++) {
        assert_true(results_append(writer, lines, make_trial(id, lines), &error));
    }
    assert_true(results_close(writer, &error));
}

static size_t load(const char *path, char *contents) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t bytes = fread(contents, 1, CONTENT_BYTES, file);
    assert_true(bytes < CONTENT_BYTES);
    (void)fclose(file);
    return bytes;
}

static void store(const char *path, const char *contents, size_t bytes) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(contents, 1, bytes, file), bytes);
    assert_int_equal(fclose(file), 0);
}

static void test_results_what_was_written_is_read(void **state) {
    struct results results;
    struct results_error error;
    make_file(*state, TRIALS);
    assert_true(results_read(*state, &results, &error));
    assert_int_equal(results.trial_count, TRIALS);
    assert_int_equal(results.sample_count, 2 * TRIALS);
    assert_string_equal(results_env(&results, "cpu"), env[1].value);
    assert_null(results_env(&results, "cp"));
    assert_false(results.has_torn_tail);
    const struct results_trial *last = &results.trials[TRIALS - 1];
    assert_int_equal(last->lane, LANE_TIME);
    assert_int_equal(last->repetition, 2);
    assert_int_equal(last->order, TRIALS - 1);
    assert_int_equal(last->samples, 2);
    assert_true(last->has_outcome && last->outcome == OUTCOME_OK);
    assert_string_equal(last->detail, "de\ttail");
    const struct results_sample *sample = &results.samples[last->first_sample];
    assert_true(sample[0].is_measured && sample[0].value == 15.5);
    assert_string_equal(results.meters[sample[0].meter].name, "build_ns");
    assert_false(sample[1].is_measured);
    assert_true(sample[1].value != sample[1].value);
    results_clean_up(&results);
}

static void test_results_existing_file_is_refused_and_untouched(void **state) {
    static char before[CONTENT_BYTES], after[CONTENT_BYTES];
    char path[PATH_BYTES];
    struct results finished;
    struct results_error error;
    make_file(*state, 1);
    path_of(*state, path);
    size_t bytes = load(path, before);
    assert_null(results_create(*state, env, 2, false, &finished, &error));
    assert_non_null(strstr(error.message, "--resume"));
    assert_int_equal(load(path, after), bytes);
    assert_memory_equal(before, after, bytes);
}

static void test_results_symbolic_link_is_not_followed(void **state) {
    char path[PATH_BYTES], target[PATH_BYTES + 8];
    struct results finished;
    struct results_error error;
    path_of(*state, path);
    (void)snprintf(target, sizeof target, "%s.target", path);
    store(target, "precious", 8);
    assert_int_equal(symlink(target, path), 0);
    assert_null(results_create(*state, env, 2, false, &finished, &error));
    assert_null(results_create(*state, env, 2, true, &finished, &error));
    assert_non_null(strstr(error.message, "symbolic link"));
    char contents[CONTENT_BYTES];
    assert_int_equal(load(target, contents), 8);
}

static void test_results_resume_keeps_finished_trials_and_cuts_the_rest(void **state) {
    static char contents[CONTENT_BYTES];
    char path[PATH_BYTES], lines[4 * RECORD_LINE_BYTES];
    struct results finished;
    struct results_error error;
    make_file(*state, 3);
    path_of(*state, path);
    size_t bytes = load(path, contents);
    size_t trial_bytes = make_trial(2, lines);
    for (size_t cut = 1; cut < trial_bytes; cut += 7) {
        store(path, contents, bytes - cut);
        struct results_writer *writer = results_create(*state, env, 2, true, &finished, &error);
        assert_non_null(writer);
        assert_int_equal(finished.trial_count, 2);
        assert_int_equal(finished.sample_count, 4);
        results_clean_up(&finished);
        assert_true(results_append(writer, lines, trial_bytes, &error));
        assert_true(results_close(writer, &error));
        static char again[CONTENT_BYTES];
        assert_int_equal(load(path, again), bytes);
        assert_memory_equal(contents, again, bytes);
    }
}

static void test_results_resume_names_the_entry_that_differs(void **state) {
    struct results finished;
    struct results_error error;
    struct results_pair other[] = {env[0], env[1], {(char *)(uintptr_t) "extra", env[0].value}};
    make_file(*state, 1);
    assert_null(results_create(*state, env, 1, true, &finished, &error));
    assert_non_null(strstr(error.message, "'cpu'"));
    assert_null(results_create(*state, other, 3, true, &finished, &error));
    assert_non_null(strstr(error.message, "'extra'"));
    other[0].value = (char *)(uintptr_t) "6.2";
    assert_null(results_create(*state, other, 2, true, &finished, &error));
    assert_non_null(strstr(error.message, "'kernel' is '6.1' there and '6.2' here"));
}

static void test_results_second_writer_is_refused(void **state) {
    struct results finished;
    struct results_error error;
    struct results_writer *writer = results_create(*state, env, 2, false, &finished, &error);
    assert_non_null(writer);
    assert_null(results_create(*state, env, 2, true, &finished, &error));
    assert_non_null(strstr(error.message, "another run"));
    assert_true(results_close(writer, &error));
}

/* A limit on the file's size stops a write half way, as a full disk does. */
static void test_results_full_disk_loses_nothing_written_before(void **state) {
    struct results finished, results;
    struct results_error error;
    struct rlimit old, small;
    char path[PATH_BYTES], lines[4 * RECORD_LINE_BYTES];
    struct stat status;
    make_file(*state, 3);
    path_of(*state, path);
    assert_int_equal(stat(path, &status), 0);
    struct results_writer *writer = results_create(*state, env, 2, true, &finished, &error);
    results_clean_up(&finished);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = (struct rlimit){(rlim_t)status.st_size + 100, old.rlim_max};
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool is_appended = results_append(writer, lines, make_trial(3, lines), &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_false(is_appended);
    assert_non_null(strstr(error.message, "File too large"));
    assert_true(results_read(*state, &results, &error));
    assert_int_equal(results.trial_count, 3);
    assert_false(results.has_torn_tail);
    results_clean_up(&results);
    assert_true(results_append(writer, lines, make_trial(3, lines), &error));
    assert_true(results_close(writer, &error));
}

static void test_results_unwritable_folder_is_an_error_with_its_name(void **state) {
    struct results finished;
    struct results_error error;
    char path[PATH_BYTES];
    (void)snprintf(path, sizeof path, "%s/file", (char *)*state);
    store(path, "x", 1);
    (void)snprintf(path, sizeof path, "%s/file/below\x1b[31m", (char *)*state);
    assert_null(results_create(path, env, 2, false, &finished, &error));
    assert_non_null(strstr(error.message, "below\\x1b[31m"));
    assert_null(results_create("", env, 2, false, &finished, &error));
    assert_false(results_read("/nonexistent/run", &finished, &error));
    assert_false(results_read("/dev/zero", &finished, &error));
}

static void expect_error(const char *path, const char *contents, size_t bytes, const char *what) {
    struct results results;
    struct results_error error;
    store(path, contents, bytes);
    assert_false(results_read(path, &results, &error));
    if (strstr(error.message, what) == NULL) {
        fail_msg("'%s' does not say '%s'", error.message, what);
    }
}

/* Appends records to a whole file and expects the error. */
static void expect_refused(const char *folder, enum record_kind kind, const char *const *fields,
                           size_t count, const char *what) {
    static char contents[CONTENT_BYTES];
    char path[PATH_BYTES];
    path_of(folder, path);
    size_t bytes = load(path, contents);
    size_t more = add(contents, bytes, kind, fields, count);
    chain_all(contents, more);
    expect_error(path, contents, more, what);
    store(path, contents, bytes);
}

static void test_results_records_out_of_place_are_refused(void **state) {
    make_file(*state, 2);
    expect_refused(*state, RECORD_HEADER, (const char *[]){"headroom-results", "1"}, 2, "second");
    expect_refused(*state, RECORD_ENV, (const char *[]){"late", "x"}, 2, "right after the header");
    expect_refused(*state, RECORD_SAMPLE, (const char *[]){"1", "build_ns", "1", "2"}, 4,
                   "not open");
    expect_refused(*state, RECORD_OUTCOME, (const char *[]){"1", "ok", ""}, 3, "not open");
    expect_refused(*state, RECORD_TRIAL, (const char *[]){"1", "time", "0", "9", "k"}, 5, "twice");
    expect_refused(*state, RECORD_TRIAL, (const char *[]){"9", "tme", "0", "9", "k"}, 5,
                   "unknown lane");
    expect_refused(*state, RECORD_METER,
                   (const char *[]){"new", "x", "lower", "exact", "time", "", ""}, 7,
                   "before the first trial");
}

static void test_results_open_trial_is_strict_too(void **state) {
    static char contents[CONTENT_BYTES];
    char path[PATH_BYTES];
    const char *const trial[] = {"9", "time", "0", "9", "k"};
    make_file(*state, 1);
    path_of(*state, path);
    size_t bytes = add(contents, load(path, contents), RECORD_TRIAL, trial, 5);
    chain_all(contents, bytes);
    store(path, contents, bytes);
    expect_refused(*state, RECORD_SAMPLE, (const char *[]){"9", "bild_ns", "0", "2"}, 4,
                   "unknown meter 'bild_ns'");
    expect_refused(*state, RECORD_SAMPLE, (const char *[]){"8", "build_ns", "0", "2"}, 4,
                   "not open");
    expect_refused(*state, RECORD_SAMPLE, (const char *[]){"9", "build_ns", "0", "1e999"}, 4,
                   "out of range");
    expect_refused(*state, RECORD_TRIAL, (const char *[]){"10", "time", "0", "9", "k"}, 5,
                   "no outcome");
    bytes = add(contents, bytes, RECORD_SAMPLE, (const char *[]){"9", "build_ns", "0", "2"}, 4);
    chain_all(contents, bytes);
    store(path, contents, bytes);
    expect_refused(*state, RECORD_SAMPLE, (const char *[]){"9", "build_ns", "0", "3"}, 4,
                   "must increase");
}

static void test_results_no_or_foreign_header_is_refused_with_its_line(void **state) {
    static char contents[CONTENT_BYTES];
    char path[PATH_BYTES];
    path_of(*state, path);
    expect_error(path, "", 0, "results.tsv:1: the header is missing");
    expect_error(path, "header", 6, "results.tsv:1: the header is missing");
    size_t bytes = add(contents, 0, RECORD_HEADER, (const char *[]){"headroom-results", "3"}, 2);
    expect_error(path, contents, bytes, "versions 1 and 2, the file is '3'");
    bytes = add(contents, 0, RECORD_ENV, (const char *[]){"kernel", "6"}, 2);
    expect_error(path, contents, bytes, "results.tsv:1: the first line must be the header");
    bytes = add(contents, 0, RECORD_HEADER, (const char *[]){"headroom-results", "1"}, 2);
    contents[bytes] = '\0';
    contents[bytes + 1] = '\n';
    expect_error(path, contents, bytes + 2, "results.tsv:2: the line holds a NUL byte");
    expect_error(path, contents, bytes - 1, "the header is missing");
}

/* What was made by record_write alone is a file of version 1: no line knows of another. */
static size_t make_unlinked(char *contents) {
    const char *const meter[] = {"build_ns", "ns", "lower", "noisy", "time", "", ""};
    const char *const other[] = {"steal_ticks", "1", "lower", "noisy", "time", "", ""};
    size_t bytes = add(contents, 0, RECORD_HEADER, (const char *[]){"headroom-results", "1"}, 2);
    bytes = add(contents, bytes, RECORD_ENV, (const char *[]){"kernel", "6.1"}, 2);
    bytes = add(contents, bytes, RECORD_METER, meter, 7);
    bytes = add(contents, bytes, RECORD_METER, other, 7);
    bytes += make_trial(0, contents + bytes);
    return bytes + make_trial(1, contents + bytes);
}

static void test_results_version_1_is_read_but_not_continued(void **state) {
    static char contents[CONTENT_BYTES];
    char path[PATH_BYTES];
    struct results results;
    struct results_error error;
    path_of(*state, path);
    size_t bytes = make_unlinked(contents);
    store(path, contents, bytes);
    assert_true(results_read(path, &results, &error));
    assert_int_equal(results.version, 1);
    assert_int_equal(results.trial_count, 2);
    results_shortfall(&results, &error);
    assert_string_equal(error.message, "");
    results_clean_up(&results);
    assert_null(results_create(*state, env, 2, true, &results, &error));
    assert_non_null(strstr(error.message, "'version' is '1' there and '2' here"));
    bytes = add(contents, bytes, RECORD_END, (const char *[]){"2"}, 1);
    expect_error(path, contents, bytes, "results.tsv:13: a file of version 1 has no end");
}

/* Reads the file and expects what it lacks. */
static void expect_shortfall(const char *folder, const char *what) {
    struct results results;
    struct results_error error;
    assert_true(results_read(folder, &results, &error));
    results_shortfall(&results, &error);
    assert_int_equal(results.has_end, what[0] == '\0');
    assert_true(what[0] != '\0' || error.message[0] == '\0');
    if (strstr(error.message, what) == NULL) {
        fail_msg("'%s' does not say '%s'", error.message, what);
    }
    results_clean_up(&results);
}

static void test_results_end_tells_a_whole_file_from_a_cut_one(void **state) {
    static char contents[CONTENT_BYTES];
    char path[PATH_BYTES], lines[4 * RECORD_LINE_BYTES];
    struct results finished;
    struct results_error error;
    make_file(*state, 2);
    path_of(*state, path);
    expect_shortfall(*state, "the file has no end");
    struct results_writer *writer = results_create(*state, env, 2, true, &finished, &error);
    results_clean_up(&finished);
    assert_true(results_finish(writer, &error));
    assert_true(results_close(writer, &error));
    expect_shortfall(*state, "");
    size_t bytes = load(path, contents);
    store(path, contents, bytes - 1);
    expect_shortfall(*state, "in the middle of this line");
    store(path, contents, bytes);
    expect_refused(*state, RECORD_TRIAL, (const char *[]){"9", "time", "0", "9", "k"}, 5,
                   "after the end");
    expect_refused(*state, RECORD_END, (const char *[]){"2"}, 1, "after the end");
    /* going on takes the end away and puts it behind what comes */
    writer = results_create(*state, env, 2, true, &finished, &error);
    assert_int_equal(finished.trial_count, 2);
    results_clean_up(&finished);
    expect_shortfall(*state, "the file has no end");
    assert_true(results_append(writer, lines, make_trial(2, lines), &error));
    assert_true(results_finish(writer, &error));
    assert_true(results_close(writer, &error));
    expect_shortfall(*state, "");
}

static void test_results_end_that_counts_wrong_is_refused(void **state) {
    make_file(*state, 2);
    expect_refused(*state, RECORD_END, (const char *[]){"1"}, 1, "does not count");
    expect_refused(*state, RECORD_END, (const char *[]){"3"}, 1, "does not count");
    expect_refused(*state, RECORD_END, (const char *[]){"two"}, 1, "no whole number");
}

/* A tail longer than any line, or with zeros in it, was never being written. */
static void test_results_tail_that_is_no_torn_line_is_refused(void **state) {
    static char contents[CONTENT_BYTES];
    char path[PATH_BYTES];
    make_file(*state, 1);
    path_of(*state, path);
    size_t bytes = load(path, contents);
    memset(contents + bytes, 'x', RECORD_LINE_BYTES);
    store(path, contents, bytes + RECORD_LINE_BYTES - 1);
    expect_shortfall(*state, "in the middle of this line");
    expect_error(path, contents, bytes + RECORD_LINE_BYTES, "too long");
    contents[bytes + 1] = '\0';
    expect_error(path, contents, bytes + 2, "NUL byte");
    assert_int_equal(truncate(path, (off_t)1 << 40), 0); /* a hole of a TiB */
    struct results results;
    struct results_error error;
    assert_false(results_read(path, &results, &error));
    assert_non_null(strstr(error.message, "NUL byte"));
}

static bool is_prefix(const struct results *part, const struct results *whole) {
    if (part->trial_count > whole->trial_count || part->envs > whole->envs) {
        return false;
    }
    for (size_t i = 0; i < part->sample_count; i++) {
        if (strcmp(part->samples[i].text, whole->samples[i].text) != 0) {
            return false;
        }
    }
    for (size_t i = 0; i < part->trial_count; i++) {
        if (part->trials[i].id != whole->trials[i].id ||
            strcmp(part->trials[i].key, whole->trials[i].key) != 0) {
            return false;
        }
    }
    return true;
}

/* A flipped bit is an error, except in the last line end, which makes a torn tail. */
static void test_results_random_damage_is_never_silent(void **state) {
    static char contents[CONTENT_BYTES], damaged[CONTENT_BYTES];
    char path[PATH_BYTES];
    struct results whole, results;
    struct results_error error;
    make_file(*state, TRIALS);
    path_of(*state, path);
    size_t bytes = load(path, contents);
    assert_true(results_read(path, &whole, &error));
    srandom(1);
    for (unsigned i = 0; i < 10000; i++) {
        memcpy(damaged, contents, bytes);
        size_t at = (size_t)random() % bytes;
        damaged[at] = (char)(damaged[at] ^ (1 << random() % 8));
        store(path, damaged, bytes);
        if (results_read(path, &results, &error)) {
            assert_int_equal(at, bytes - 1);
            assert_true(results.has_torn_tail && is_prefix(&results, &whole));
            results_clean_up(&results);
        } else {
            assert_non_null(strstr(error.message, "results.tsv:"));
        }
    }
    results_clean_up(&whole);
}

/* A cut file is a prefix of the whole one; a line that is cut is told. */
static void test_results_every_cut_leaves_a_prefix_or_an_error(void **state) {
    static char contents[CONTENT_BYTES];
    char path[PATH_BYTES];
    struct results whole, results;
    struct results_error error;
    make_file(*state, TRIALS);
    path_of(*state, path);
    size_t bytes = load(path, contents);
    size_t header_bytes = (size_t)(strchr(contents, '\n') - contents) + 1;
    assert_true(results_read(path, &whole, &error));
    for (size_t cut = 0; cut < bytes; cut++) {
        assert_int_equal(truncate(path, (off_t)(bytes - cut)), 0);
        bool is_read = results_read(path, &results, &error);
        assert_int_equal(is_read, bytes - cut >= header_bytes);
        if (is_read) {
            assert_true(is_prefix(&results, &whole));
            assert_int_equal(results.has_torn_tail, contents[bytes - cut - 1] != '\n');
            assert_true(results.complete_bytes <= bytes - cut);
            results_clean_up(&results);
        }
    }
    results_clean_up(&whole);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        TEST(test_results_what_was_written_is_read),
        TEST(test_results_existing_file_is_refused_and_untouched),
        TEST(test_results_symbolic_link_is_not_followed),
        TEST(test_results_resume_keeps_finished_trials_and_cuts_the_rest),
        TEST(test_results_resume_names_the_entry_that_differs),
        TEST(test_results_second_writer_is_refused),
        TEST(test_results_full_disk_loses_nothing_written_before),
        TEST(test_results_unwritable_folder_is_an_error_with_its_name),
        TEST(test_results_records_out_of_place_are_refused),
        TEST(test_results_open_trial_is_strict_too),
        TEST(test_results_no_or_foreign_header_is_refused_with_its_line),
        TEST(test_results_version_1_is_read_but_not_continued),
        TEST(test_results_end_tells_a_whole_file_from_a_cut_one),
        TEST(test_results_end_that_counts_wrong_is_refused),
        TEST(test_results_tail_that_is_no_torn_line_is_refused),
        TEST(test_results_random_damage_is_never_silent),
        TEST(test_results_every_cut_leaves_a_prefix_or_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
