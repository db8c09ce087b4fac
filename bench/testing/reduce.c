/*
 * reduce.c - fewer steps that still differ: parts of the list are left out, from halves down to
 * single steps, as long as that goes; then each step is made as plain as it can be, and pairs are
 * left out.
 */
#include <string.h>

#include "sequence.h"

/* Steps done in all, each with a look at every element; and lists of which all pairs are tried. */
enum { SPENT_MOST = 1000000, PAIRS_OF_MOST = 40 };

/* Whether the plan's steps differ; those after the one that shows it are cut off. */
static bool differs(struct test_plan *plan, unsigned *spent) {
    char problem[TEST_TEXT_BYTES];
    size_t done = test_steps_run(plan, problem, NULL);
    *spent += (unsigned)done;
    if (problem[0] == '\0') {
        return false;
    }
    plan->step_count = done;
    return true;
}

/* Leaves out `count` steps at `at`, or puts them back. */
static bool leave_out(struct test_plan *plan, size_t at, size_t count, unsigned *spent,
                      struct test_step *kept) {
    size_t before = plan->step_count, after = before - at - count;
    memcpy(kept, plan->steps, before * sizeof *kept);
    memmove(plan->steps + at, plan->steps + at + count, after * sizeof *kept);
    plan->step_count = before - count;
    if (differs(plan, spent)) {
        return true;
    }
    memcpy(plan->steps, kept, before * sizeof *kept);
    plan->step_count = before;
    return false;
}

static bool leave_out_parts(struct test_plan *plan, size_t part, unsigned *spent,
                            struct test_step *kept) {
    bool is_less = false;
    size_t at = 0;
    while (at < plan->step_count && *spent < SPENT_MOST) {
        size_t left = plan->step_count - at, count = part < left ? part : left;
        if (leave_out(plan, at, count, spent, kept)) {
            is_less = true;
        } else {
            at += count;
        }
    }
    return is_less;
}

/* Keeps a plainer step where the list still differs, at the same length or less. */
static void try_step(struct test_plan *plan, size_t at, struct test_step plainer, unsigned *spent) {
    struct test_step step = plan->steps[at];
    bool is_same = step.place == plainer.place && step.count == plainer.count &&
                   step.value == plainer.value && step.is_refused == plainer.is_refused;
    if (*spent < SPENT_MOST && !is_same) {
        plan->steps[at] = plainer;
        if (!differs(plan, spent)) {
            plan->steps[at] = step;
        }
    }
}

static void make_plain(struct test_plan *plan, unsigned *spent) {
    for (size_t i = 0; i < plan->step_count; i++) {
        struct test_step step = plan->steps[i];
        step.is_refused = false;
        try_step(plan, i, step, spent);
        step = plan->steps[i];
        step.value = (i + 1) & plan->value_mask;
        try_step(plan, i, step, spent);
        for (uint32_t place = 0; place < 2 && i < plan->step_count; place++) {
            step = plan->steps[i];
            if (step.place > place) {
                step.place = place;
                step.count = 0;
                try_step(plan, i, step, spent);
            }
        }
    }
}

/* Two steps that only together can go, such as what makes room and what fills it. */
static bool leave_out_pairs(struct test_plan *plan, unsigned *spent, struct test_step *kept) {
    size_t last = plan->step_count <= PAIRS_OF_MOST ? plan->step_count : 0;
    for (size_t i = 0; i + 1 < last; i++) {
        for (size_t j = i + 1; j < plan->step_count && *spent < SPENT_MOST; j++) {
            struct test_step step = plan->steps[i];
            size_t before = plan->step_count;
            memmove(plan->steps + i, plan->steps + i + 1, (before - i - 1) * sizeof step);
            plan->step_count = before - 1;
            if (leave_out(plan, j - 1, 1, spent, kept)) {
                return true;
            }
            memmove(plan->steps + i + 1, plan->steps + i, (before - i - 1) * sizeof step);
            plan->steps[i] = step;
            plan->step_count = before;
        }
    }
    return false;
}

void test_steps_reduce(struct test_plan *plan) {
    unsigned spent = 0;
    struct test_step *kept = plan->steps + plan->step_count; /* the other half of its pages */
    if (!differs(plan, &spent)) {
        return;
    }
    for (size_t part = plan->step_count / 2; part >= 1 && spent < SPENT_MOST;) {
        bool is_less = leave_out_parts(plan, part, &spent, kept);
        if (!is_less || part > 1) {
            part /= 2;
        }
    }
    bool is_less = true;
    while (is_less && spent < SPENT_MOST) {
        make_plain(plan, &spent);
        is_less = leave_out_parts(plan, 1, &spent, kept) || leave_out_pairs(plan, &spent, kept);
    }
}
