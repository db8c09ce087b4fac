// Ten thousand damages to results files: each is an error with file and line, or leaves a file
// whose earlier trials are whole and which is said to be cut. Nothing is lost in silence.
// links: bench-report
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "results/results.h"
#include "support/consume.h"
#include "support/damages.h"

enum { ROUNDS = 10000, PATH_BYTES = 256, FILES = 2, SEED = 20141 };

/* A file that is damaged, and what it says as long as it is whole. */
struct original {
    struct damaged file;
    struct results results;
};

static char folder[] = "/tmp/headroom-test-XXXXXX";
static char path[PATH_BYTES];
static struct original originals[FILES];
static FILE *nowhere;

static void load(const char *from, struct damaged *file) {
    FILE *stream = fopen(from, "rb");
    assert_non_null(stream);
    file->bytes = fread(file->text, 1, DAMAGES_BYTES, stream);
    assert_true(file->bytes > 0 && file->bytes < DAMAGES_BYTES / 2);
    assert_int_equal(fclose(stream), 0);
}

static void store(const struct damaged *file) {
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(file->text, 1, file->bytes, stream), file->bytes);
    assert_int_equal(fclose(stream), 0);
}

/* A trial with escapes in it, several lanes and outcomes, values that are not there. */
static size_t make_trial(unsigned id, char *lines) {
    char number[16], key[128];
    (void)snprintf(number, sizeof number, "%u", id);
    (void)snprintf(key, sizeof key, "structure=s\\%u growth=a\tb workload=\x1b[31m length=%u",
                   id % 3, 1000 * (id % 4));
    const char *const trial[] = {number, lane_name((enum lane)(id % LANES)), number, number, key};
    const char *const samples[][4] = {{number, "copied_bytes", "0", "9007199254740993"},
                                      {number, "build_ns", "0", id % 2 ? "1.5e-3" : "n/a(a\nb)"},
                                      {number, "build_ns", "1", "-0.25"}};
    const char *const outcome[] = {number, outcome_name(id % 5 ? OUTCOME_OK : id % OUTCOMES),
                                   "why:\n\\\x7f"};
    size_t used = record_write(RECORD_TRIAL, trial, 5, lines, RECORD_LINE_BYTES);
    for (unsigned i = 0; i < 3; i++) {
        used += record_write(RECORD_SAMPLE, samples[i], 4, lines + used, RECORD_LINE_BYTES);
    }
    return used + record_write(RECORD_OUTCOME, outcome, 3, lines + used, RECORD_LINE_BYTES);
}

static void write_run(void) {
    const struct results_pair env = {(char *)(uintptr_t) "cpu", (char *)(uintptr_t) "a\tb\x1b[31m"};
    char lines[8 * RECORD_LINE_BYTES];
    struct results finished;
    struct results_error error;
    struct results_writer *writer = results_create(folder, &env, 1, false, &finished, &error);
    assert_non_null(writer);
    for (unsigned id = 0; id < 30; id++) {
        assert_true(results_append(writer, lines, make_trial(id, lines), &error));
    }
    assert_true(results_finish(writer, &error));
    assert_true(results_close(writer, &error));
}

static int set_up(void **state) {
    struct results_error error;
    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/results.tsv", folder);
    nowhere = fopen("/dev/null", "w");
    assert_non_null(nowhere);
    write_run();
    load(path, &originals[0].file);
    load(TEST_DATA_DIR "/run.tsv", &originals[1].file);
    for (unsigned i = 0; i < FILES; i++) {
        store(&originals[i].file);
        assert_true(results_read(path, &originals[i].results, &error));
        assert_true(originals[i].results.has_end);
    }
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    for (unsigned i = 0; i < FILES; i++) {
        results_clean_up(&originals[i].results);
    }
    (void)fclose(nowhere);
    return unlink(path) != 0 || rmdir(folder) != 0;
}

/* Asserts that a text begins with the file's name, a number, and ": ". */
static void assert_names_line(const char *message) {
    size_t length = strlen(path);
    assert_memory_equal(message, path, length);
    assert_int_equal(message[length], ':');
    const char *number = message + length + 1;
    size_t digits = strspn(number, "0123456789");
    assert_true(digits > 0 && number[0] != '0');
    assert_memory_equal(number + digits, ": ", 2);
    assert_true(isalpha((unsigned char)number[digits + 2]));
}

static void assert_same_samples(const struct results *part, const struct results *whole) {
    assert_true(part->sample_count <= whole->sample_count);
    for (size_t i = 0; i < part->sample_count; i++) {
        const struct results_sample *one = &part->samples[i], *other = &whole->samples[i];
        assert_string_equal(one->text, other->text);
        assert_int_equal(one->step, other->step);
        assert_string_equal(part->meters[one->meter].name, whole->meters[other->meter].name);
    }
}

/* Every trial that counts is one of the original's, in its place, with all of its samples. */
static void assert_prefix(const struct results *part, const struct results *whole) {
    assert_true(part->trial_count <= whole->trial_count);
    assert_true(part->envs <= whole->envs && part->meter_count <= whole->meter_count);
    assert_true(part->trial_count == 0 || part->envs == whole->envs);
    for (size_t i = 0; i < part->envs; i++) {
        assert_string_equal(part->env[i].value, whole->env[i].value);
    }
    for (size_t i = 0; i < part->trial_count; i++) {
        const struct results_trial *one = &part->trials[i], *other = &whole->trials[i];
        assert_int_equal(one->id, other->id);
        assert_int_equal(one->order, other->order);
        assert_string_equal(one->key, other->key);
        assert_true(one->has_outcome || i + 1 == part->trial_count);
        if (one->has_outcome) {
            assert_int_equal(one->outcome, other->outcome);
            assert_int_equal(one->samples, other->samples);
            assert_string_equal(one->detail, other->detail);
        }
    }
    assert_same_samples(part, whole);
}

/* What a damage led to. */
struct count {
    unsigned refused, cut, whole;
};

static void try_damage(const struct damaged *file, const struct results *whole, bool is_same,
                       struct count *count) {
    struct results results;
    struct results_error error;
    store(file);
    if (!results_read(path, &results, &error)) {
        assert_false(is_same);
        assert_names_line(error.message);
        count->refused++;
        return;
    }
    results_shortfall(&results, &error);
    assert_prefix(&results, whole);
    assert_int_equal(results.has_end, is_same);
    if (is_same) {
        count->whole++;
    } else {
        assert_names_line(error.message);
        assert_true(results.has_torn_tail || file->text[file->bytes - 1] == '\n');
        count->cut++;
    }
    assert_true(consume(&results, NULL, 0, nowhere));
    results_clean_up(&results);
}

static bool is_same(const struct damaged *one, const struct damaged *other) {
    return one->bytes == other->bytes && memcmp(one->text, other->text, one->bytes) == 0;
}

static void test_damage_of_any_kind_is_told(void **state) {
    static struct damaged damaged;
    struct count counts[DAMAGES] = {{0}};
    uint64_t seed = SEED;
    (void)state;
    for (unsigned i = 0; i < ROUNDS; i++) {
        const struct original *original = &originals[i / DAMAGES % FILES];
        const struct original *other = &originals[(i / DAMAGES + i / 31) % FILES];
        enum damage kind = (enum damage)(i % DAMAGES);
        damages_make(&seed, kind, &original->file, &other->file, &damaged);
        if (is_same(&damaged, &other->file)) {
            original = other; /* the whole of the other file is no damage */
        }
        try_damage(&damaged, &original->results, is_same(&damaged, &original->file), &counts[kind]);
    }
    for (unsigned kind = 0; kind < DAMAGES; kind++) {
        assert_true(counts[kind].whole < ROUNDS / DAMAGES / 4);
        assert_true((kind == DAMAGE_CUT ? counts[kind].cut : counts[kind].refused) >
                    ROUNDS / DAMAGES / 4);
    }
}

/* Not at random: each line missing, each line twice, each two neighbours changed over. */
static void test_damage_of_every_line_is_told(void **state) {
    static struct damaged damaged;
    const struct damaged *file = &originals[0].file;
    struct count count = {0};
    unsigned lines = 0;
    (void)state;
    for (size_t at = 0; at < file->bytes; lines++) {
        size_t length =
            (size_t)((char *)memchr(file->text + at, '\n', file->bytes) + 1 - (file->text + at));
        damaged.bytes = 0;
        damages_add(&damaged, file->text, at);
        damages_add(&damaged, file->text + at + length, file->bytes - at - length);
        if (at > 0) {
            try_damage(&damaged, &originals[0].results, false, &count);
        }
        damaged.bytes = 0;
        damages_add(&damaged, file->text, at + length);
        damages_add(&damaged, file->text + at, file->bytes - at);
        try_damage(&damaged, &originals[0].results, false, &count);
        at += length;
    }
    assert_int_equal(count.cut, 1); /* the end itself */
    assert_int_equal(count.refused, 2 * lines - 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damage_of_any_kind_is_told),
        cmocka_unit_test(test_damage_of_every_line_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
