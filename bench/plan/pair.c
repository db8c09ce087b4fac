/*
 * pair.c - see pair.h.
 */
#include "plan/pair.h"

#include <string.h>

#include "plan/errors.h"
#include "workloads/random.h"

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

static bool is_listed(const char *names, const char *name) {
    size_t length = strlen(name);
    for (const char *at = names; *at != '\0';) {
        size_t here = strcspn(at, ",");
        if (here == length && strncmp(at, name, length) == 0) {
            return true;
        }
        at += here + (at[here] == ',');
    }
    return false;
}

/* Adds the name where both cases do not have the same value. */
static bool add_if_differs(const struct bench_case *old_case, const struct bench_case *new_case,
                           const char *name, char *names, size_t bytes) {
    const char *old_value = case_value(old_case, name);
    const char *new_value = case_value(new_case, name);
    bool is_same = old_value != NULL && new_value != NULL && strcmp(old_value, new_value) == 0;
    if (is_same || is_listed(names, name)) {
        return true;
    }
    size_t used = strlen(names);
    int length = snprintf(names + used, bytes - used, "%s%s", used > 0 ? "," : "", name);
    return length > 0 && (size_t)length < bytes - used;
}

bool plan_pair_names(const struct plan *old_plan, const struct plan *new_plan, char *names,
                     size_t bytes) {
    static const char *const always[] = {"structure", "growth", "allocator", "malloc"};
    bool fits = bytes > 0;
    names[0] = '\0';
    for (size_t i = 0; i < old_plan->case_count && fits; i++) {
        const struct bench_case *cases[] = {&old_plan->cases[i].a_case, &new_plan->cases[i].a_case};
        for (size_t j = 0; j < sizeof always / sizeof always[0] && fits; j++) {
            fits = add_if_differs(cases[0], cases[1], always[j], names, bytes);
        }
        for (size_t side = 0; side < 2; side++) {
            for (size_t j = 0; j < cases[side]->settings && fits; j++) {
                fits =
                    add_if_differs(cases[0], cases[1], cases[side]->setting[j].name, names, bytes);
            }
        }
    }
    return fits;
}

/* The number of the pair is the place in the sequence, so that a resumed run draws the same. */
bool plan_pair_new_first(uint64_t seed, size_t index) {
    return random_at(seed, index) >> 63 != 0;
}
