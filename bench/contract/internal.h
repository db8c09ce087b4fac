/*
 * internal.h - one structure with one choice of its parameters being tried: what the files of this
 * folder share. Functions that return bool have filled the message when it is false.
 */
#ifndef HEADROOM_BENCH_CONTRACT_INTERNAL_H
#define HEADROOM_BENCH_CONTRACT_INTERNAL_H

#include <stdint.h>

#include <headroom/attributes.h>

#include "contract/contract.h"
#include "plan/case.h"

struct trying {
    const struct hr_adapter *adapter;
    const struct contract_listener *listener;
    char *message;
    struct hr_setting settings[CASE_SETTINGS + 1];
    char settings_text[CONTRACT_SETTINGS_BYTES];
    struct hr_adapter_config config;
    struct hr_counting_allocator counting; /* on heap: what the structure holds */
    struct hr_failing_allocator failing;   /* on that one: what it asks */
    const char *verb;                      /* called last */
};

/* A check begins; all requests of the structure succeed from now on. */
void try_begin(struct trying *trying, const char *about);
bool try_pass(struct trying *trying); /* it has passed: true */

/* To be called before each call of a verb. */
void try_enter(struct trying *trying, const char *verb);

/* "structure 's' (settings): verb: ...". Always false. */
HR_PRINTF(2, 3) bool try_fail(struct trying *trying, const char *format, ...);

/* Whether `status`, which the verb entered last returned, is the wanted one. */
bool try_status(struct trying *trying, enum hr_status status, enum hr_status wanted,
                const char *when);

/* The same for a call whose memory was refused. */
bool try_refused(struct trying *trying, enum hr_status status);

/* Refuses the requests from number `request` on, from 0. */
void try_refuse_from(struct trying *trying, uint64_t request);
bool try_was_refused(const struct trying *trying);

/* Whether what the structure says that it holds makes sense, and is all that it holds. */
bool try_footprint(struct trying *trying, const struct hr_footprint *footprint);

/* Whether the structure holds nothing any more; `when` says after what. */
bool try_nothing_held(struct trying *trying, const char *when);

/* All checks of a kind of structure, with the settings as they are. */
bool contract_sequence(struct trying *trying);
bool contract_sequence_whole(struct trying *trying); /* verbs that work on a whole sequence */
bool contract_sequence_faults(struct trying *trying);
bool contract_crowd(struct trying *trying); /* many at once, of either kind */
bool contract_tuple(struct trying *trying);
bool contract_coords(struct trying *trying);

#endif
