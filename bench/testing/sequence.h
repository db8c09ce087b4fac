/*
 * sequence.h - a list of operations, done to a sequence and to its model. steps.c makes and does
 * them, reduce.c looks for fewer that still differ, sequence.c is the check.
 *
 * A step says where by a number that is taken modulo the length of the moment, so that any part of
 * a list of steps can be done too.
 */
#ifndef HEADROOM_TESTING_SEQUENCE_H
#define HEADROOM_TESTING_SEQUENCE_H

#include "report.h"

enum test_verb {
    TEST_PUSH,
    TEST_INSERT,
    TEST_POP,
    TEST_ERASE,
    TEST_SET,
    TEST_RESERVE,
    TEST_SHRINK,
    TEST_CLEAR,
    TEST_COPY,
    TEST_VERBS,
};

struct test_step {
    enum test_verb verb;
    uint32_t place, count;
    uint64_t value;
    bool is_refused; /* its first request for memory */
};

/* What is done, with the defaults filled in. `model` has room for length_most elements. */
struct test_plan {
    const struct hr_test_sequence *sequence;
    uint64_t seed;
    size_t length_most;
    uint64_t value_mask;
    struct test_step *steps;
    size_t step_count;
    uint64_t *model;
    bool is_counted; /* blocks, leaks and refusals can be looked at */
};

/* Fills all steps from the seed. */
void test_steps_make(struct test_plan *plan);

/*
 * Does the steps. Returns how many were done: all, with `problem` empty, or up to the one after
 * which something differed. `problem` and `log` are texts of TEST_TEXT_BYTES; log: NULL, or the
 * operations, one a line.
 */
size_t test_steps_run(const struct test_plan *plan, char *problem, char *log);

/* Cuts the plan's steps, which differ, down to fewer that do; the last of them shows it. */
void test_steps_reduce(struct test_plan *plan);

#endif
