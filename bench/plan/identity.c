/*
 * identity.c - see identity.h.
 */
#include "plan/identity.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* FNV-1a. */
static uint64_t hash_text(const char *text) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    }
    return hash;
}

/* Adds words with a space between any two; a text that does not fit ends in its checksum, so that
 * it still differs from any other. */
static void add_words(char value[PLAN_IDENTITY_BYTES], const char *const *words, size_t count) {
    enum { CUT_BYTES = 32 };
    size_t used = strlen(value);
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++) {
        hash = hash * 31 + hash_text(words[i]);
        int length = snprintf(value + used, PLAN_IDENTITY_BYTES - used, "%s%s", used > 0 ? " " : "",
                              words[i]);
        used += length > 0 ? (size_t)length : 0;
        used = used < PLAN_IDENTITY_BYTES ? used : PLAN_IDENTITY_BYTES - 1;
    }
    if (used == PLAN_IDENTITY_BYTES - 1) {
        (void)snprintf(value + used - CUT_BYTES, CUT_BYTES + 1, "... %016" PRIx64, hash);
    }
}

static void add_number(char value[PLAN_IDENTITY_BYTES], const char *before, uint64_t number) {
    size_t used = strlen(value);
    (void)snprintf(value + used, PLAN_IDENTITY_BYTES - used, "%s%s%" PRIu64, used > 0 ? "," : "",
                   before, number);
}

/* "" is written as "-": the header has no empty values. */
void plan_identify(const struct plan_options *options, struct plan *plan) {
    static const char *const keys[PLAN_IDENTITIES] = {
        "plan_suite", "plan_words",       "plan_where", "plan_lanes",
        "plan_set",   "plan_repetitions", "plan_seed"};
    const char *suite = options->suite != NULL ? options->suite : "quick";
    const char *const nothing = "-";
    char *value[PLAN_IDENTITIES];
    for (size_t i = 0; i < PLAN_IDENTITIES; i++) {
        plan->identity[i] = (struct plan_identity){.key = keys[i]};
        value[i] = plan->identity[i].value;
    }
    add_words(value[0], &suite, options->word_count > 0 ? 0 : 1);
    add_words(value[1], options->words, options->word_count);
    add_words(value[2], options->where, options->where_count);
    add_words(value[4], options->set, options->set_count);
    for (int lane = LANE_COUNTS; lane < LANES; lane++) {
        const char *name = lane_name((enum lane)lane);
        char before[CASE_WORD_BYTES];
        (void)snprintf(before, sizeof before, "%s:", name);
        add_words(value[3], &name, (options->lanes & 1U << lane) != 0 ? 1 : 0);
        if (options->lane_repetitions[lane] != 0) {
            add_number(value[5], before, options->lane_repetitions[lane]);
        }
    }
    if (options->repetitions != 0) {
        add_number(value[5], "", options->repetitions);
    }
    add_number(value[6], "", options->seed);
    for (size_t i = 0; i < PLAN_IDENTITIES; i++) {
        add_words(value[i], &nothing, value[i][0] == '\0' ? 1 : 0);
    }
}
