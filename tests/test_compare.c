// links: bench-report
/* Two runs against each other: which cases match, and the verdicts on their values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/compare_tables.h"
#include "report/floors.h"
#include "report/inputs.h"
#include "synthetic_run.h"

#define KEY(growth, malloc)                                                                        \
    "structure=dynarray growth=" growth " allocator=heap malloc=" malloc                           \
    " workload=append element_bytes=8 length=1000"

enum { OLD, NEW, REPETITIONS = 30 };

/* Two files of made-up values, and what was read from them. */
struct pair {
    char path[2][64];
    struct synthetic run[2];
    struct inputs inputs[2];
    struct gather gather[2];
    struct compare compare;
    struct compare_options options;
};

static struct pair *pair_open(void) {
    struct pair *pair = calloc(1, sizeof *pair);
    assert_non_null(pair);
    for (int side = 0; side < 2; side++) {
        snprintf(pair->path[side], sizeof pair->path[side], "/tmp/headroom-compare-XXXXXX");
        int descriptor = mkstemp(pair->path[side]);
        assert_true(descriptor >= 0);
        pair->run[side] = synthetic_open(pair->path[side]);
        assert_int_equal(close(descriptor), 0);
    }
    pair->options = (struct compare_options){
        .rule = judge_rule_default(), .pairing = COMPARE_MEASURED_APART, .page_bytes = 4096};
    return pair;
}

static void counts(struct pair *pair, int side, const char *key, const char *meter,
                   const char *value) {
    synthetic_trial(&pair->run[side], LANE_COUNTS, 0, key);
    synthetic_sample(&pair->run[side], meter, value);
    synthetic_outcome(&pair->run[side], OUTCOME_OK, "");
}

static void noisy(struct pair *pair, int side, const char *key, enum lane lane, const char *meter,
                  const double *values, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        synthetic_trial(&pair->run[side], lane, i, key);
        synthetic_number(&pair->run[side], meter, values[i]);
        synthetic_outcome(&pair->run[side], OUTCOME_OK, "");
    }
}

/* Times that drift together; the new ones `factor` times as long. */
static void times(struct pair *pair, const char *key, double factor) {
    double values[2][REPETITIONS];
    for (unsigned i = 0; i < REPETITIONS; i++) {
        double drift = 10 + 3 * sin(i / 5.0);
        values[OLD][i] = drift * (1 + 0.01 * synthetic_noise(&pair->run[OLD]));
        values[NEW][i] = factor * drift * (1 + 0.01 * synthetic_noise(&pair->run[OLD]));
    }
    noisy(pair, OLD, key, LANE_TIME, "build_ns", values[OLD], REPETITIONS);
    noisy(pair, NEW, key, LANE_TIME, "build_ns", values[NEW], REPETITIONS);
}

static void pair_finish(struct pair *pair) {
    synthetic_close(&pair->run[OLD]);
    synthetic_close(&pair->run[NEW]);
}

static bool pair_compare(struct pair *pair) {
    pair_finish(pair);
    for (int side = 0; side < 2; side++) {
        char *paths[] = {pair->path[side]};
        if (!inputs_read(&pair->inputs[side], paths, 1)) {
            fail_msg("%s", pair->inputs[side].error);
        }
        assert_true(gather_init(&pair->gather[side], pair->inputs[side].runs, 1,
                                pair->inputs[side].filters, pair->inputs[side].filter_count));
    }
    return compare_init(&pair->compare, &pair->gather[OLD], &pair->gather[NEW], &pair->options);
}

static void pair_close(struct pair *pair) {
    compare_clean_up(&pair->compare);
    for (int side = 0; side < 2; side++) {
        gather_clean_up(&pair->gather[side]);
        inputs_clean_up(&pair->inputs[side]);
        assert_int_equal(remove(pair->path[side]), 0);
    }
    free(pair);
}

static const struct compare_row *row_of(const struct pair *pair, const char *meter) {
    for (size_t i = 0; i < pair->compare.row_count; i++) {
        if (strcmp(pair->compare.rows[i].meter->name, meter) == 0) {
            return &pair->compare.rows[i];
        }
    }
    fail_msg("no row of %s", meter);
    return NULL;
}

static enum compare_verdict exact_verdict(const char *meter, const char *old_value,
                                          const char *new_value) {
    struct pair *pair = pair_open();
    counts(pair, OLD, KEY("java", "glibc"), meter, old_value);
    counts(pair, NEW, KEY("java", "glibc"), meter, new_value);
    assert_true(pair_compare(pair));
    assert_int_equal(pair->compare.row_count, 1);
    enum compare_verdict verdict = pair->compare.rows[0].verdict;
    assert_int_equal(pair->compare.rows[0].how, COMPARE_EXACT);
    pair_close(pair);
    return verdict;
}

static void test_compare_one_call_or_byte_is_always_found(void **state) {
    (void)state;
    assert_int_equal(exact_verdict("block_calls", "86", "87"), COMPARE_WORSE);
    assert_int_equal(exact_verdict("block_calls", "86", "85"), COMPARE_BETTER);
    assert_int_equal(exact_verdict("block_calls", "86", "86"), COMPARE_SAME);
    assert_int_equal(exact_verdict("heap_bytes", "9007199254740993", "9007199254740992"),
                     COMPARE_BETTER); /* equal as doubles */
    assert_int_equal(exact_verdict("heap_bytes", "18446744073709551614", "18446744073709551615"),
                     COMPARE_WORSE);
    assert_int_equal(exact_verdict("cache_hits", "10", "9"), COMPARE_WORSE);
    assert_int_equal(exact_verdict("cache_hits", "10", "11"), COMPARE_BETTER);
    assert_int_equal(exact_verdict("headroom_percent", "12.5", "12.500001"), COMPARE_WORSE);
    assert_int_equal(exact_verdict("headroom_percent", "12.5", "12.50"), COMPARE_SAME);
    assert_int_equal(exact_verdict("checksum", "333333000", "333333001"), COMPARE_CHANGED);
    assert_int_equal(exact_verdict("payload_bytes", "8000", "8001"), COMPARE_CHANGED);
    assert_int_equal(exact_verdict("copied_bytes", "10", "n/a(not known)"), COMPARE_LOST);
    assert_int_equal(exact_verdict("copied_bytes", "n/a(not known)", "10"), COMPARE_GAINED);
    assert_int_equal(exact_verdict("copied_bytes", "n/a(a)", "n/a(b)"), COMPARE_UNMEASURED);
}

static void test_compare_exact_change_is_told_in_unit_and_per_cent(void **state) {
    (void)state;
    struct pair *pair = pair_open();
    counts(pair, OLD, KEY("java", "glibc"), "block_calls", "50");
    counts(pair, NEW, KEY("java", "glibc"), "block_calls", "51");
    counts(pair, OLD, KEY("rust", "glibc"), "copied_bytes", "0");
    counts(pair, NEW, KEY("rust", "glibc"), "copied_bytes", "1");
    assert_true(pair_compare(pair));
    const struct compare_row *calls = row_of(pair, "block_calls");
    assert_true(calls->difference == 1 && calls->percent == 2);
    const struct compare_row *copied = row_of(pair, "copied_bytes");
    assert_true(copied->difference == 1 && isinf(copied->percent));
    pair_close(pair);
}

/* A thousand cases of one meter, of which one has one call more. */
static void test_compare_one_call_among_thousands_is_found_alone(void **state) {
    (void)state;
    struct pair *pair = pair_open();
    for (unsigned i = 0; i < 1000; i++) {
        char key[256];
        char value[16];
        snprintf(key, sizeof key, "structure=dynarray growth=java workload=append length=%u", i);
        snprintf(value, sizeof value, "%u", i);
        counts(pair, OLD, key, "block_calls", value);
        snprintf(value, sizeof value, "%u", i + (i == 617));
        counts(pair, NEW, key, "block_calls", value);
    }
    assert_true(pair_compare(pair));
    assert_int_equal(pair->compare.row_count, 1000);
    for (size_t i = 0; i < 1000; i++) {
        const struct compare_row *row = &pair->compare.rows[i];
        bool is_planted = strstr(row->match->new_case->key, "length=617") != NULL;
        assert_int_equal(row->verdict, is_planted ? COMPARE_WORSE : COMPARE_SAME);
    }
    pair_close(pair);
}

static void test_compare_unsteady_exact_values_change_only_when_apart(void **state) {
    (void)state;
    struct pair *pair = pair_open();
    const double lower[] = {10, 12, 11};
    const double overlapping[] = {12, 13, 14};
    const double beyond[] = {13, 14, 15};
    noisy(pair, OLD, KEY("java", "glibc"), LANE_COUNTS, "failed_calls", lower, 3);
    noisy(pair, NEW, KEY("java", "glibc"), LANE_COUNTS, "failed_calls", overlapping, 3);
    noisy(pair, OLD, KEY("rust", "glibc"), LANE_COUNTS, "free_calls", lower, 3);
    noisy(pair, NEW, KEY("rust", "glibc"), LANE_COUNTS, "free_calls", beyond, 3);
    assert_true(pair_compare(pair));
    char note[COMPARE_NOTE_BYTES];
    assert_int_equal(row_of(pair, "failed_calls")->verdict, COMPARE_UNSTEADY);
    compare_note(row_of(pair, "failed_calls"), note);
    assert_non_null(strstr(note, "repetitions differ: old 10 to 12, new 12 to 14"));
    assert_int_equal(row_of(pair, "free_calls")->verdict, COMPARE_WORSE);
    pair_close(pair);
}

static void test_compare_times_measured_apart_are_not_judged(void **state) {
    (void)state;
    struct pair *pair = pair_open();
    times(pair, KEY("java", "glibc"), 2);
    assert_true(pair_compare(pair));
    const struct compare_row *row = row_of(pair, "build_ns");
    assert_int_equal(row->verdict, COMPARE_NOT_JUDGED);
    assert_int_equal(row->how, COMPARE_APART);
    assert_true(fabs(row->percent - 100) < 10); /* told all the same */
    assert_int_equal(pair->compare.judged, 0);
    pair_close(pair);
}

static enum compare_verdict times_verdict(enum compare_pairing pairing, double factor) {
    struct pair *pair = pair_open();
    pair->options.pairing = pairing;
    times(pair, KEY("java", "glibc"), factor);
    assert_true(pair_compare(pair));
    const struct compare_row *row = row_of(pair, "build_ns");
    enum compare_verdict verdict = row->verdict;
    assert_int_equal(row->how, COMPARE_PAIRS);
    assert_int_equal(row->judgement.count, REPETITIONS);
    pair_close(pair);
    return verdict;
}

static void test_compare_times_in_pairs_are_judged(void **state) {
    (void)state;
    assert_int_equal(times_verdict(COMPARE_IN_PAIRS, 1.03), COMPARE_WORSE);
    assert_int_equal(times_verdict(COMPARE_SAME_RUN, 1.03), COMPARE_WORSE);
    assert_int_equal(times_verdict(COMPARE_IN_PAIRS, 0.97), COMPARE_BETTER);
    assert_int_equal(times_verdict(COMPARE_IN_PAIRS, 1), COMPARE_SAME);
    assert_int_equal(times_verdict(COMPARE_IN_PAIRS, 1.005), COMPARE_SAME); /* below 1 % */
}

/* Repetitions 0, 2, 4 ... on one side are no pairs for 1, 3, 5 ... on the other. */
static void test_compare_pairs_are_of_the_same_repetition(void **state) {
    (void)state;
    struct pair *pair = pair_open();
    pair->options.pairing = COMPARE_IN_PAIRS;
    for (unsigned i = 0; i < REPETITIONS; i++) {
        for (int side = 0; side < 2; side++) {
            bool is_left_out = side == NEW && i % 3 == 1;
            synthetic_trial(&pair->run[side], LANE_TIME, i, KEY("java", "glibc"));
            synthetic_number(&pair->run[side], "build_ns", 10 + i);
            synthetic_outcome(&pair->run[side], is_left_out ? OUTCOME_CRASHED : OUTCOME_OK, "");
        }
    }
    assert_true(pair_compare(pair));
    const struct compare_row *row = row_of(pair, "build_ns");
    assert_int_equal(row->judgement.count, REPETITIONS * 2 / 3);
    assert_int_equal(row->sides[OLD].count, REPETITIONS);
    assert_int_equal(row->verdict, COMPARE_SAME); /* each pair is equal, whatever the drift */
    assert_true(row->percent == 0);
    pair_close(pair);
}

static void test_compare_floor_is_what_equal_builds_differ_by(void **state) {
    (void)state;
    char path[] = "/tmp/headroom-floors-XXXXXX";
    int descriptor = mkstemp(path);
    FILE *file = fdopen(descriptor, "w");
    fputs("workload\tmeter\tfloor_percent\tcomparisons\n*\tbuild_ns\t0.5\t100\n"
          "append\tbuild_ns\t4.5\t1000\n",
          file);
    assert_int_equal(fclose(file), 0);
    struct floors floors;
    assert_true(floors_read(path, &floors));
    assert_true(floors_find(&floors, "append", "build_ns") == 4.5);
    assert_true(floors_find(&floors, "julia", "build_ns") == 0.5);
    assert_true(floors_find(&floors, "append", "rss_bytes") == 0);
    struct pair *pair = pair_open();
    pair->options.pairing = COMPARE_IN_PAIRS;
    pair->options.floors = &floors;
    times(pair, KEY("java", "glibc"), 1.03);
    assert_true(pair_compare(pair));
    assert_int_equal(row_of(pair, "build_ns")->verdict, COMPARE_SAME);
    assert_true(row_of(pair, "build_ns")->judgement.threshold == 4.5);
    pair_close(pair);
    floors_clean_up(&floors);
    assert_int_equal(remove(path), 0);
}

static void refuse_floors(const char *contents, const char *reason) {
    char path[] = "/tmp/headroom-floors-XXXXXX";
    int descriptor = mkstemp(path);
    FILE *file = fdopen(descriptor, "w");
    fputs(contents, file);
    assert_int_equal(fclose(file), 0);
    struct floors floors;
    assert_false(floors_read(path, &floors));
    if (strstr(floors.error, reason) == NULL) {
        fail_msg("'%s' does not say '%s'", floors.error, reason);
    }
    floors_clean_up(&floors);
    assert_int_equal(remove(path), 0);
}

static void test_compare_floors_are_read_strictly(void **state) {
    (void)state;
#define HEAD "workload\tmeter\tfloor_percent\tcomparisons\n"
    refuse_floors("", "is empty");
    refuse_floors("append\tbuild_ns\t1\t2\n", ":1: no floors");
    refuse_floors(HEAD "append\tbuild_ns\t1\n", ":2: a floor has 4 fields");
    refuse_floors(HEAD "append\tbuild_ns\t1\t2\t3\n", ":2: a floor has 4 fields");
    refuse_floors(HEAD "append\tbuild_nz\t1\t2\n", "did you mean 'build_ns'?");
    refuse_floors(HEAD "append\tbuild_ns\t-1\t2\n", ":2: '-1' is no percentage");
    refuse_floors(HEAD "append\tbuild_ns\tnan\t2\n", ":2: 'nan' is no percentage");
    refuse_floors(HEAD "append\tbuild_ns\t1\t0\n", ":2: '0' is no number");
    refuse_floors(HEAD "append\tbuild_ns\t1\t2\nappend\tbuild_ns\t2\t2\n", ":3: a second floor");
    refuse_floors(HEAD "append\tbuild_ns\t1\t2", ":2: the line has no end");
    struct floors floors;
    assert_false(floors_read("/nowhere/at/all", &floors));
    assert_non_null(strstr(floors.error, "/nowhere/at/all: cannot be read"));
    floors_clean_up(&floors);
}

/* A resident size that repeats itself differs after three runs, is proven after five. */
static void test_compare_memory_apart_is_judged_by_ranks(void **state) {
    (void)state;
    const double low[] = {8192, 8192, 8192, 8192, 8192};
    const double high[] = {12288, 12288, 12288, 12288, 12288};
    const double uneven[] = {12288, 16384, 12288};
    struct pair *pair = pair_open();
    noisy(pair, OLD, KEY("java", "glibc"), LANE_MEMORY, "rss_bytes", low, 3);
    noisy(pair, NEW, KEY("java", "glibc"), LANE_MEMORY, "rss_bytes", high, 3);
    noisy(pair, OLD, KEY("rust", "glibc"), LANE_MEMORY, "anonymous_bytes", low, 5);
    noisy(pair, NEW, KEY("rust", "glibc"), LANE_MEMORY, "anonymous_bytes", high, 5);
    noisy(pair, OLD, KEY("msvc", "glibc"), LANE_MEMORY, "minor_faults", low, 3);
    noisy(pair, NEW, KEY("msvc", "glibc"), LANE_MEMORY, "minor_faults", uneven, 3);
    noisy(pair, OLD, KEY("none", "glibc"), LANE_MEMORY, "huge_bytes", low, 3);
    noisy(pair, NEW, KEY("none", "glibc"), LANE_MEMORY, "huge_bytes", low, 3);
    assert_true(pair_compare(pair));
    char note[COMPARE_NOTE_BYTES];
    const struct compare_row *seen = row_of(pair, "rss_bytes");
    assert_int_equal(seen->verdict, COMPARE_WORSE);
    assert_true(seen->is_untested && seen->how == COMPARE_GROUPS);
    compare_note(seen, note);
    assert_non_null(strstr(note, "3 equal values against 3 equal values: seen, not tested"));
    const struct compare_row *proven = row_of(pair, "anonymous_bytes");
    assert_int_equal(proven->verdict, COMPARE_WORSE);
    assert_false(proven->is_untested);
    const struct compare_row *few = row_of(pair, "minor_faults");
    assert_int_equal(few->verdict, COMPARE_TOO_FEW);
    compare_note(few, note);
    assert_non_null(strstr(note, "too few: it takes 6 values on each side"));
    assert_int_equal(row_of(pair, "huge_bytes")->verdict, COMPARE_SAME);
    pair_close(pair);
}

static void test_compare_several_heaps_are_named(void **state) {
    (void)state;
    double one[REPETITIONS], two[REPETITIONS];
    for (unsigned i = 0; i < REPETITIONS; i++) {
        one[i] = 1048576;
        two[i] = i % 3 == 0 ? 4194304 : 1048576;
    }
    struct pair *pair = pair_open();
    noisy(pair, OLD, KEY("java", "glibc"), LANE_MEMORY, "rss_bytes", one, REPETITIONS);
    noisy(pair, NEW, KEY("java", "glibc"), LANE_MEMORY, "rss_bytes", two, REPETITIONS);
    assert_true(pair_compare(pair));
    char note[COMPARE_NOTE_BYTES];
    compare_note(row_of(pair, "rss_bytes"), note);
    assert_non_null(strstr(note, "new values lie in 2 heaps: 1.04858e+06 bytes (20 of 30)"));
    assert_null(strstr(note, "old values"));
    pair_close(pair);
}

/* Eight pairs reach .0078: enough for one value, too few among twenty. */
static void test_compare_holm_covers_all_rows(void **state) {
    (void)state;
    for (unsigned cases = 1; cases <= 20; cases += 19) {
        struct pair *pair = pair_open();
        pair->options.pairing = COMPARE_IN_PAIRS;
        for (unsigned i = 0; i < cases; i++) {
            char key[128];
            const double old_values[] = {10, 11, 12, 13, 14, 15, 16, 17};
            const double new_values[] = {20, 23, 24, 27, 28, 31, 32, 35};
            snprintf(key, sizeof key, "structure=dynarray workload=append length=%u", i);
            noisy(pair, OLD, key, LANE_TIME, "build_ns", old_values, 8);
            noisy(pair, NEW, key, LANE_TIME, "build_ns", new_values, 8);
        }
        assert_true(pair_compare(pair));
        assert_int_equal(pair->compare.judged, cases);
        for (unsigned i = 0; i < cases; i++) {
            assert_int_equal(pair->compare.rows[i].verdict,
                             cases == 1 ? COMPARE_WORSE : COMPARE_TOO_FEW);
        }
        pair_close(pair);
    }
}

static void test_compare_conditions_of_measuring_are_no_rows(void **state) {
    (void)state;
    struct pair *pair = pair_open();
    const double some[] = {1, 2, 3};
    noisy(pair, OLD, KEY("java", "glibc"), LANE_TIME, "builds", some, 3);
    noisy(pair, NEW, KEY("java", "glibc"), LANE_TIME, "builds", some, 3);
    noisy(pair, OLD, KEY("rust", "glibc"), LANE_TIME, "steal_ticks", some, 3);
    noisy(pair, NEW, KEY("rust", "glibc"), LANE_TIME, "steal_ticks", some, 3);
    assert_true(pair_compare(pair));
    assert_int_equal(pair->compare.row_count, 0);
    pair_close(pair);
}

static void test_compare_cases_of_one_side_are_listed(void **state) {
    (void)state;
    struct pair *pair = pair_open();
    counts(pair, OLD, KEY("java", "glibc"), "block_calls", "5");
    counts(pair, NEW, KEY("java", "glibc"), "block_calls", "5");
    counts(pair, OLD, KEY("rust", "glibc"), "block_calls", "5");
    counts(pair, NEW, KEY("msvc", "glibc"), "block_calls", "5");
    assert_true(pair_compare(pair));
    const struct matches *matches = &pair->compare.matches;
    assert_int_equal(matches->count, 3);
    assert_int_equal(matches->both, 1);
    assert_null(matches->match[1].old_case);
    assert_non_null(strstr(matches->match[1].new_case->key, "growth=msvc"));
    assert_null(matches->match[2].new_case);
    assert_non_null(strstr(matches->match[2].old_case->key, "growth=rust"));
    struct compare_sum sum = compare_sum_up(&pair->compare);
    assert_int_equal(sum.added, 1);
    assert_int_equal(sum.removed, 1);
    assert_int_equal(sum.rows[COMPARE_SAME], 1);
    pair_close(pair);
}

static void test_compare_free_names_match_across_values(void **state) {
    (void)state;
    struct pair *pair = pair_open();
    pair->options.free_names = "malloc";
    counts(pair, OLD, KEY("java", "glibc"), "block_calls", "5");
    counts(pair, NEW, KEY("java", "jemalloc"), "block_calls", "6");
    assert_true(pair_compare(pair));
    assert_int_equal(pair->compare.matches.both, 1);
    assert_int_equal(pair->compare.rows[0].verdict, COMPARE_WORSE);
    pair_close(pair);
}

static void test_compare_ambiguous_match_names_what_to_fix(void **state) {
    (void)state;
    struct pair *pair = pair_open();
    pair->options.free_names = "malloc,growth";
    counts(pair, OLD, KEY("java", "glibc"), "block_calls", "5");
    counts(pair, OLD, KEY("rust", "glibc"), "block_calls", "5");
    counts(pair, NEW, KEY("java", "jemalloc"), "block_calls", "6");
    assert_false(pair_compare(pair));
    assert_true(pair->compare.matches.is_ambiguous);
    assert_non_null(strstr(pair->compare.error, "OLD has several cases"));
    assert_non_null(strstr(pair->compare.error, "fix 'growth', as by --old growth=java"));
    assert_non_null(strstr(pair->compare.error, "'rust'"));
    pair_close(pair);
}

static void test_compare_failed_case_is_worse_and_has_no_rows(void **state) {
    (void)state;
    struct pair *pair = pair_open();
    counts(pair, OLD, KEY("java", "glibc"), "block_calls", "5");
    synthetic_trial(&pair->run[NEW], LANE_COUNTS, 0, KEY("java", "glibc"));
    synthetic_sample(&pair->run[NEW], "block_calls", "5");
    synthetic_outcome(&pair->run[NEW], OUTCOME_CRASHED, "signal 11");
    assert_true(pair_compare(pair));
    assert_int_equal(pair->compare.row_count, 0);
    assert_true(compare_is_worse_outcome(&pair->compare.matches.match[0]));
    assert_int_equal(compare_sum_up(&pair->compare).worse_outcomes, 1);
    pair_close(pair);
}

/* capacity stands in all lanes: one change is told once. */
static void test_compare_lanes_that_say_the_same_are_one(void **state) {
    (void)state;
    struct pair *pair = pair_open();
    for (int side = 0; side < 2; side++) {
        for (int lane = 0; lane < LANES; lane++) {
            synthetic_trial(&pair->run[side], (enum lane)lane, 0, KEY("java", "glibc"));
            synthetic_sample(&pair->run[side], "capacity", side == OLD ? "16" : "17");
            synthetic_outcome(&pair->run[side], OUTCOME_OK, "");
        }
    }
    assert_true(pair_compare(pair));
    assert_int_equal(pair->compare.row_count, LANES);
    assert_int_equal(compare_sum_up(&pair->compare).rows[COMPARE_WORSE], 1);
    pair_close(pair);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compare_one_call_or_byte_is_always_found),
        cmocka_unit_test(test_compare_exact_change_is_told_in_unit_and_per_cent),
        cmocka_unit_test(test_compare_one_call_among_thousands_is_found_alone),
        cmocka_unit_test(test_compare_unsteady_exact_values_change_only_when_apart),
        cmocka_unit_test(test_compare_times_measured_apart_are_not_judged),
        cmocka_unit_test(test_compare_times_in_pairs_are_judged),
        cmocka_unit_test(test_compare_pairs_are_of_the_same_repetition),
        cmocka_unit_test(test_compare_floor_is_what_equal_builds_differ_by),
        cmocka_unit_test(test_compare_floors_are_read_strictly),
        cmocka_unit_test(test_compare_memory_apart_is_judged_by_ranks),
        cmocka_unit_test(test_compare_several_heaps_are_named),
        cmocka_unit_test(test_compare_holm_covers_all_rows),
        cmocka_unit_test(test_compare_conditions_of_measuring_are_no_rows),
        cmocka_unit_test(test_compare_cases_of_one_side_are_listed),
        cmocka_unit_test(test_compare_free_names_match_across_values),
        cmocka_unit_test(test_compare_ambiguous_match_names_what_to_fix),
        cmocka_unit_test(test_compare_failed_case_is_worse_and_has_no_rows),
        cmocka_unit_test(test_compare_lanes_that_say_the_same_are_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
