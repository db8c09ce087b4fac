/*
 * pair.c - see pair.h.
 */
#include "plan/pair.h"

#include <string.h>

#include "plan/errors.h"

static void skip_too(struct plan_case *it, const struct plan_case *other) {
    if (it->skip[0] == '\0' && other->skip[0] != '\0') {
        (void)snprintf(it->skip, sizeof it->skip, "the other %.50s", other->skip);
        memset(it->seconds, 0, sizeof it->seconds);
    }
}

bool plan_pair(struct plan *old_plan, struct plan *new_plan, uint64_t seed,
               struct case_error *error) {
    if (old_plan->case_count != new_plan->case_count) {
        return case_fail(error,
                         "the old side has %zu cases, the new one %zu: they cannot be paired",
                         old_plan->case_count, new_plan->case_count);
    }
    for (size_t i = 0; i < old_plan->case_count; i++) {
        struct plan_case *old_case = &old_plan->cases[i];
        struct plan_case *new_case = &new_plan->cases[i];
        if (memcmp(old_case->repetitions, new_case->repetitions, sizeof old_case->repetitions) !=
            0) {
            return case_fail(error, "the filters leave one side of '%.300s' other lanes",
                             old_case->key);
        }
        skip_too(old_case, new_case);
        skip_too(new_case, old_case);
    }
    return plan_order(old_plan, seed, error) && plan_order(new_plan, seed, error);
}

/* The finalizer of splitmix64 over the number of the pair. */
bool plan_pair_new_first(uint64_t seed, size_t index) {
    uint64_t z = seed + (index + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return ((z ^ (z >> 31)) >> 63) != 0;
}
