/*
 * export.h - a case as the formats of other programs want it: its name in parts, its trials lane by
 * lane, single samples. Reads a gather, writes nothing.
 */
#ifndef HEADROOM_BENCH_EXPORT_H
#define HEADROOM_BENCH_EXPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "report/format.h"

/* Trials of a case in one lane that ended well and may be believed, by repetition. */
struct export_trials {
    const struct results_trial *const *trials;
    size_t count;
};
struct export_trials export_trials(const struct gather *gather, const struct gather_case *a_case,
                                   enum lane lane);

/* Whether a trial has values: it ended well, and no trial of its case was wrong. */
bool export_is_good(const struct gather_case *a_case, const struct results_trial *trial);

/* A trial's samples, of which there are trial->samples. */
const struct results_sample *export_samples(const struct gather *gather,
                                            const struct gather_case *a_case,
                                            const struct results_trial *trial);

/* Its measured value of a meter at the last step; false when it has none. */
bool export_value(const struct gather *gather, const struct gather_case *a_case,
                  const struct results_trial *trial, const char *meter, double *value);

/* Whether the document is to have this meter. */
bool export_wants(const struct document *document, const struct gather_meter *meter);

/* The workload, or "benchmark" for a key without one. */
const char *export_workload(const struct gather *gather, const struct gather_case *a_case);

/*
 * The parts of a case's name after its workload: with several runs "run" and the label first, then
 * the pairs of its key. False past the end.
 */
bool export_part(const struct gather *gather, const struct gather_case *a_case, size_t index,
                 struct gather_pair *part);

/*
 * All of it as one text, "append structure=dynarray": the workload, then before each part's name
 * `before` and after it `after`. In names and values the characters of `name_escaped` and
 * `value_escaped` become \xHH, controls always. Free it; NULL without memory.
 */
struct export_spelling {
    char before, after;
    const char *name_escaped, *value_escaped;
};
char *export_name(const struct gather *gather, const struct gather_case *a_case,
                  const struct export_spelling *spelling);

#endif
