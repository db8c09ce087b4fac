/*
 * pairing.h - the sides of a comparison as a command line says them, measured in pairs: two builds,
 * two plug-ins, two values of any key, or twice the same. For `compare --run` and `aa`.
 */
#ifndef HEADROOM_BENCH_PAIRING_H
#define HEADROOM_BENCH_PAIRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/campaign.h"
#include "commands/plugins.h"
#include "runner/paired.h"

enum {
    PAIRING_SETS = 8,
    PAIRING_NAMES_BYTES = 512,
    PAIRING_MOST_PAIRS = 4096, /* as many as are judged */
    PAIRING_PAIRS = 30,
    PAIRING_MEMORY_PAIRS = 15 /* at most, where nobody says how many */
};

/* What tells a side from the other. */
struct pairing_side {
    const char *set[PAIRING_SETS]; /* KEY=VALUE */
    size_t sets;
    const char *program; /* a headroom program whose verb `worker` is started; NULL: this one */
    const char *plugin;  /* NULL: the catalog's */
};

struct pairing {
    struct campaign campaign; /* of both; `plan.set` is the sides' */
    struct pairing_side side[PAIRED_SIDES];
    struct plugins plugins; /* of both */
    const char *folder;     /* gets old/results.tsv and new/results.tsv */
    bool resume, is_dry, is_quiet;
    bool tells_pairs; /* says beforehand where they are too few to judge so many values */
    uint64_t deadline_ns, memory_limit_bytes;
    /* Set by pairing_measure: */
    bool was_interrupted;            /* by a signal */
    char names[PAIRING_NAMES_BYTES]; /* in which the cases of a pair differ: "malloc,growth" */
};

/* Each takes the value of an option; false after a message of the verb. */
bool pairing_set(struct pairing *pairing, enum paired_side side, const char *value);
bool pairing_pairs(struct pairing *pairing, const char *value);

/*
 * Measures, and tells on standard error what came of it. An exit_code: EXIT_OK when every trial of
 * both sides is well and none was interrupted.
 */
int pairing_measure(struct pairing *pairing);

/* DIR/old, DIR/new: what to read afterwards. False when the path is too long. */
bool pairing_folder(const struct pairing *pairing, enum paired_side side, char *path, size_t bytes);

#endif
