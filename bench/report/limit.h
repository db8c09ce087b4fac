/*
 * limit.h - how much of what: meters as people type them, amounts with their unit, and limits on
 * what may change between two runs.
 *
 *     struct limit limit;
 *     if (!limit_parse("peak_live_bytes>2%", &limit, &error)) { ... error.message ... }
 *     if (limit_check(&limit, row) == LIMIT_EXCEEDED) { ... }
 */
#ifndef HEADROOM_BENCH_LIMIT_H
#define HEADROOM_BENCH_LIMIT_H

#include <stdbool.h>
#include <stddef.h>

#include "plan/case.h"
#include "report/compare.h"

enum { METER_PATTERN_BYTES = 96 };

/*
 * Some meters: one by its name, or by its label in a report ("warm"); several by words that stand
 * in their names together ("peak_live_bytes": block_peak_live_bytes, malloc_peak_live_bytes_low,
 * ..._high); or by a pattern with * and ?. The first of these that fits any meter.
 */
struct meter_pattern {
    char text[METER_PATTERN_BYTES];
    enum meter_pattern_kind { METER_NAME, METER_LABEL, METER_WORDS, METER_GLOB } kind;
};

/* False with *error filled, and what is near named, where no meter fits. */
bool meter_pattern_parse(const char *text, struct meter_pattern *pattern, struct case_error *error);
bool meter_pattern_fits(const struct meter_pattern *pattern, const char *meter);

enum amount_unit { AMOUNT_PLAIN, AMOUNT_BYTES, AMOUNT_PERCENT };

/* "100", "1e6", "8.5MiB" (KiB to TiB, or B), "2%"; at least 0. Spaces before the unit are allowed.
 */
struct amount {
    double value; /* bytes, per cent, or the meter's own unit */
    enum amount_unit unit;
};
bool amount_parse(const char *text, struct amount *amount, struct case_error *error);

/* Bytes for meters in bytes alone: false with *error filled where a meter of the pattern is not. */
bool amount_fits(const struct amount *amount, const struct meter_pattern *pattern,
                 struct case_error *error);

struct limit {
    const char *text; /* as it was given */
    struct meter_pattern meter;
    struct amount most;
};

/* "METER>AMOUNT"; `text` must outlive it. False with *error filled. */
bool limit_parse(const char *text, struct limit *limit, struct case_error *error);

enum limit_outcome {
    LIMIT_ELSEWHERE, /* the row is of another meter, or was measured on neither side */
    LIMIT_KEPT,
    LIMIT_EXCEEDED,
    LIMIT_LOST,    /* measured in the old run alone: nobody can say */
    LIMIT_APART,   /* measured apart: nothing can be said whatever the values are */
    LIMIT_TOO_FEW, /* the shift is beyond the limit, but there are too few values to judge it */
};

/*
 * A change for the worse by more than the limit; of a meter that has no better and no worse, any
 * change by more. Per cent are of the old value, or median. Noisy ones count only where they are
 * judged a change, with their shift, not with the nearer end of its interval; one that was seen but
 * not tested is too few.
 */
enum limit_outcome limit_check(const struct limit *limit, const struct compare_row *row);

#endif
