// The suites that come with headroom: each says what it answers, keeps its limits of time and
// memory by prediction, asks for nothing twice and for nothing that is skipped.
// links: bench-plan headroom-adapters
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plan/faults.h"
#include "plan/plan.h"
#include "plan/predict.h"
#include "plan/suite.h"

enum { MOST_PAIRS = 20000, MOST_SUITES = 64 };

static const double most_bytes = 12.0 * 1024 * 1024 * 1024;

/* Seconds on two quiet cores; what is not named here has the limit of `full`. */
static const struct {
    const char *name;
    double seconds;
} limits[] = {{"quick", 60},  {"growth", 120},          {"tuples", 90},
              {"julia", 240}, {"lists-vs-tuples", 120}, {"full", 1500}};

static const char *names[MOST_SUITES];

static size_t collect_names(void) {
    size_t count = 0;
    for (; count < MOST_SUITES - 1 && suite_name_at(count) != NULL; count++) {
        names[count] = strdup(suite_name_at(count));
        assert_non_null(names[count]);
    }
    return count;
}

static double limit_of(const char *name) {
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (strcmp(limits[i].name, name) == 0) {
            return limits[i].seconds;
        }
    }
    return 1500;
}

/* What a trial may hold: while a block grows by a copy, the old one and a new one of up to twice
 * its size are there; an arena keeps all of them; what does not grow has the malloc's headers. */
static double most_held(const struct bench_case *a_case) {
    struct prediction prediction = predict_case(a_case);
    double kept = strcmp(a_case->allocator, "arena") == 0 ? prediction.copied_bytes : 0.0;
    return (a_case->adapter->takes_growth ? 3.0 : 1.5) * prediction.payload_bytes + kept;
}

static struct plan build(const char *name) {
    struct plan plan;
    struct case_error error;
    if (!plan_build(&(struct plan_options){.suite = name}, &plan, &error)) {
        fail_msg("%s", error.message);
    }
    return plan;
}

static void test_suites_that_are_promised_are_there(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        bool is_there = false;
        for (size_t j = 0; names[j] != NULL; j++) {
            is_there = is_there || strcmp(names[j], limits[i].name) == 0;
        }
        if (!is_there) {
            fail_msg("there is no suite '%s'", limits[i].name);
        }
    }
}

static void test_suites_begin_with_their_question(void **state) {
    (void)state;
    for (size_t i = 0; names[i] != NULL; i++) {
        struct plan plan = build(names[i]);
        if (plan.question == NULL || strchr(plan.question, '?') == NULL) {
            fail_msg("%s asks nothing", names[i]);
        }
        plan_clean_up(&plan);
    }
}

static void test_suites_keep_their_limits_and_skip_nothing(void **state) {
    (void)state;
    for (size_t i = 0; names[i] != NULL; i++) {
        struct plan plan = build(names[i]);
        if (plan.seconds > limit_of(names[i])) {
            fail_msg("%s takes %.0f s", names[i], plan.seconds);
        }
        for (size_t j = 0; j < plan.case_count; j++) {
            const struct plan_case *it = &plan.cases[j];
            double bytes = most_held(&it->a_case);
            if (it->skip[0] != '\0' || bytes > most_bytes) {
                fail_msg("%s: %s %s, %.3g bytes", names[i], it->key, it->skip, bytes);
            }
        }
        plan_clean_up(&plan);
    }
}

/* A case in a lane, as a row asks for it. */
struct pair {
    char *key;
    size_t line;
    unsigned lane;
};

struct pairs {
    struct pair pair[MOST_PAIRS];
    size_t count;
};

static bool add_pairs(void *context, const struct suite_row *row, const struct bench_case *a_case,
                      struct case_error *error) {
    struct pairs *pairs = context;
    char key[CASE_KEY_BYTES];
    (void)error;
    case_key(a_case, key);
    for (unsigned lane = LANE_COUNTS; lane < LANES; lane++) {
        if (row->lanes == 0 || (row->lanes & 1U << lane) != 0) {
            assert_true(pairs->count < MOST_PAIRS);
            pairs->pair[pairs->count] = (struct pair){strdup(key), row->line, lane};
            assert_non_null(pairs->pair[pairs->count++].key);
        }
    }
    return true;
}

static int compare_pairs(const void *left, const void *right) {
    const struct pair *a = left, *b = right;
    int keys = strcmp(a->key, b->key);
    return keys != 0 ? keys : (int)a->lane - (int)b->lane;
}

/* Tells all; how many there are. */
static size_t count_twice(const char *name, struct pairs *pairs) {
    size_t twice = 0;
    qsort(pairs->pair, pairs->count, sizeof pairs->pair[0], compare_pairs);
    for (size_t i = 1; i < pairs->count; i++) {
        const struct pair *it = &pairs->pair[i];
        if (compare_pairs(it, it - 1) == 0) {
            print_error("%s: lines %zu and %zu both ask for '%s', %s\n", name, it[-1].line,
                        it->line, it->key, lane_name((enum lane)it->lane));
            twice++;
        }
    }
    return twice;
}

static void test_suites_ask_for_nothing_twice(void **state) {
    (void)state;
    static struct pairs pairs;
    size_t twice = 0;
    for (size_t i = 0; names[i] != NULL; i++) {
        struct suite suite;
        struct faults faults = {0};
        struct case_error error;
        assert_true(suite_read(names[i], &suite, &faults, &error));
        for (size_t row = 0; row < suite.row_count; row++) {
            assert_true(suite_expand(&suite, &suite.rows[row], add_pairs, &pairs, &faults, &error));
        }
        assert_false(faults_are_there(&faults));
        assert_true(pairs.count > 0);
        twice += count_twice(names[i], &pairs);
        while (pairs.count > 0) {
            free(pairs.pair[--pairs.count].key);
        }
        suite_clean_up(&suite);
    }
    assert_int_equal(twice, 0);
}

/* Rows that claims are judged by: the case, and the lane that measures it. */
static void test_suites_can_answer_what_is_claimed(void **state) {
    (void)state;
    static const char *const claims[][4] = {
        {"julia", "julia", "structure=coords-boxed", "lane=memory"},
        {"julia", "julia", "structure=coords-streamed", "lane=time"},
        {"lists-vs-tuples", "read-random", "length=10000000", "lane=time"},
        {"lists-vs-tuples", "construct", "extra=1", "lane=memory"},
        {"lists-vs-tuples", "many-small", "structure=tuple", "lane=memory"},
        {"lists-vs-tuples", "tuple-concat", "length=8", "lane=counts"},
        {"tuples", "tuple-churn", "cache=book", "lane=memory"},
        {"tuples", "tuple-churn", "length=20", "lane=time"},
        {"growth", "append", "growth=geometric:1.5", "lane=time"},
        {"full", "construct", "length=100000000", "lane=memory"},
        {"full", "read-random", "length=100000000", "lane=time"},
        {"full", "many-small", "count=10000000", "lane=memory"},
    };
    for (size_t i = 0; i < sizeof claims / sizeof claims[0]; i++) {
        char workload[CASE_WORD_BYTES];
        (void)snprintf(workload, sizeof workload, "workload=%s", claims[i][1]);
        const char *const where[] = {workload, claims[i][2], claims[i][3]};
        struct plan plan;
        struct case_error error;
        if (!plan_build(
                &(struct plan_options){.suite = claims[i][0], .where = where, .where_count = 3},
                &plan, &error)) {
            fail_msg("%s, %s, %s: %s", claims[i][0], workload, claims[i][2], error.message);
        }
        assert_true(plan.trial_count > 0);
        plan_clean_up(&plan);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_suites_that_are_promised_are_there),
        cmocka_unit_test(test_suites_begin_with_their_question),
        cmocka_unit_test(test_suites_keep_their_limits_and_skip_nothing),
        cmocka_unit_test(test_suites_ask_for_nothing_twice),
        cmocka_unit_test(test_suites_can_answer_what_is_claimed),
    };
    size_t count = collect_names();
    int result = cmocka_run_group_tests(tests, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        free((char *)(uintptr_t)names[i]);
    }
    return result;
}
