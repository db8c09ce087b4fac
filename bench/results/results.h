/*
 * results.h - the results file: written append-only, one write and one fdatasync per trial; read
 * strictly. Statistics are not made here and raw values are never changed.
 */
#ifndef HEADROOM_BENCH_RESULTS_H
#define HEADROOM_BENCH_RESULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "meters/meter.h"
#include "results/record.h"

enum { RESULTS_ERROR_BYTES = 512 };

struct results_error {
    char message[RESULTS_ERROR_BYTES]; /* "FILE:LINE: what is wrong" */
};

struct results_pair {
    char *key, *value;
};

struct results_sample {
    uint32_t meter; /* index into results.meters */
    uint64_t step;
    double value;     /* NaN when not measured */
    const char *text; /* as written: exact integers above 2^53, or the reason of an n/a */
    bool is_measured;
};

struct results_trial {
    uint64_t id;
    enum lane lane;
    unsigned repetition;
    uint64_t order; /* position in which it was run */
    char *key;      /* the case */
    bool has_outcome;
    enum outcome_kind outcome;
    char *detail;
    size_t first_sample, samples; /* in results.samples */
};

struct results_meter {
    char *name, *unit;
    enum meter_better better;
    enum meter_kind kind;
};

/* A file in memory. Everything belongs to it. */
struct results {
    char *path;
    unsigned version;
    char *contents; /* of the file, cut into the texts that all others point to */
    struct results_pair *env;
    size_t envs;
    struct results_meter *meters;
    size_t meter_count;
    struct results_trial *trials;
    size_t trial_count;
    struct results_sample *samples;
    size_t sample_count;
    size_t lines;            /* of the file, a torn one counts */
    bool has_torn_tail;      /* the last line was cut off: tolerated, its trial has no outcome */
    bool has_end;            /* the run came to its end: nothing is missing behind */
    uint64_t complete_bytes; /* of the file up to the last outcome or header line */
    uint32_t chain;          /* the checksum that ends there */
};

/*
 * Reads `path` (a results.tsv, or the folder that holds one). False with *error filled: cannot be
 * read, or line and reason of the first thing that is wrong. The caller owns *results.
 */
bool results_read(const char *path, struct results *results, struct results_error *error);
void results_clean_up(struct results *results);

/*
 * What a file that was read lacks behind its last whole trial: "FILE:LINE: the file ends in
 * the middle of this line ...". "" when nothing is known to be missing: it has its end, or is of
 * version 1, which has none.
 */
void results_shortfall(const struct results *results, struct results_error *text);
const char *results_env(const struct results *results, const char *key); /* NULL when absent */

/* The file being written. */
struct results_writer;

/*
 * Creates FOLDER/results.tsv (the folder too) with its header, or with `resume` opens an existing
 * one, refuses it when an environment entry differs, naming it, and cuts off trials without an
 * outcome; where there is none to resume, none is begun. `finished` then holds what is there
 * already. NULL with *error filled on failure.
 */
struct results_writer *results_create(const char *folder, const struct results_pair *env,
                                      size_t envs, bool resume, struct results *finished,
                                      struct results_error *error);

/*
 * Appends the lines of one trial with its outcome, as record_write made them, by one write and one
 * fdatasync; their checksums are made to go on from those before.
 */
bool results_append(struct results_writer *writer, const char *lines, size_t bytes,
                    struct results_error *error);

/*
 * Appends the end: every trial has its outcome. A file without it was cut, or its run was. Resuming
 * takes it away again.
 */
bool results_finish(struct results_writer *writer, struct results_error *error);

/* Closes it; false when that failed. NULL is allowed. */
bool results_close(struct results_writer *writer, struct results_error *error);

#endif
