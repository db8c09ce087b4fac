/*
 * answer.h - what a worker printed and how it ended, judged: the outcome of its trial, and the
 * sample lines that may be believed. Pure: touches no file and no process.
 */
#ifndef HEADROOM_BENCH_ANSWER_H
#define HEADROOM_BENCH_ANSWER_H

#include <stddef.h>
#include <stdint.h>

#include "meters/meter.h"
#include "results/record.h"
#include "runner/process.h"

enum { ANSWER_DETAIL_BYTES = 400, ANSWER_SAMPLES = 256 };

/* A sample that may be believed; the value lies in the answer's text. */
struct answer_sample {
    const struct meter *meter;
    uint64_t step;
    const char *value;
};

struct answer {
    enum outcome_kind outcome;
    char detail[ANSWER_DETAIL_BYTES];
    size_t samples; /* 0 unless the outcome is ok or wrong */
    struct answer_sample sample[ANSWER_SAMPLES];
};

/*
 * Judges the end of the process first, then its lines, each of which must be a whole record of this
 * trial: samples of meters of its lane, none twice, and one outcome at the end. `output` is cut
 * into fields, to which the samples point.
 */
void answer_judge(const struct process_result *result, uint64_t trial, enum lane lane, char *output,
                  const char *errors, struct answer *answer);

#endif
