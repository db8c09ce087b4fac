/*
 * identity.h - what somebody asked for when a run was begun, as pairs for the header of its
 * results: another suite, other words, filters, lanes or repetitions are another run.
 */
#ifndef HEADROOM_BENCH_IDENTITY_H
#define HEADROOM_BENCH_IDENTITY_H

#include "plan/plan.h"

/* Fills plan->identity from the options alone. */
void plan_identify(const struct plan_options *options, struct plan *plan);

#endif
