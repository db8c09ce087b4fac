/*
 * pair.h - two plans of the same cases, measured trial by trial: trial i of one belongs to trial i
 * of the other.
 */
#ifndef HEADROOM_BENCH_PLAN_PAIR_H
#define HEADROOM_BENCH_PLAN_PAIR_H

#include "plan/plan.h"

/*
 * Makes both plans correspond. What one side would skip the other skips too; the trials of both are
 * then made anew in one order. False with *error filled when the cases do not correspond.
 */
bool plan_pair(struct plan *old_plan, struct plan *new_plan, uint64_t seed,
               struct case_error *error);

/*
 * The names whose values differ in some pair of cases, or that one of the two has not, as "malloc"
 * or "structure,growth". False when they do not fit.
 */
bool plan_pair_names(const struct plan *old_plan, const struct plan *new_plan, char *names,
                     size_t bytes);

/*
 * Which side of pair `index` comes first: a coin thrown anew for each, the same again for the same
 * seed.
 */
bool plan_pair_new_first(uint64_t seed, size_t index);

#endif
