/*
 * reading.h - what a table for people says of one meter of one case: nothing, why it was not
 * measured, an exact value, a noisy one with its interval, or a range between two meters.
 *
 *     struct reading reading = reading_of(gather, a_case, headline);
 *     if (reading.kind == READING_NOISY) { ... reading.median, reading.low, reading.high }
 */
#ifndef HEADROOM_BENCH_READING_H
#define HEADROOM_BENCH_READING_H

#include <stdbool.h>

#include "report/gather.h"
#include "report/headline.h"

enum reading_kind {
    READING_NONE,    /* no trial of the case gave this meter */
    READING_MISSING, /* `text` says why it was not measured */
    READING_EXACT,
    READING_NOISY,
    READING_RANGE, /* the truth lies between low and high, the ends of two meters */
};

struct reading {
    enum reading_kind kind;
    double median, low, high; /* low and high are NaN where one value has no interval */
    const char *text;         /* of an exact value, as written; of a missing one, the reason */
    bool differs;             /* exact, but not equal in all repetitions */
    size_t count;
    const struct gather_meter *meter;
};

struct reading reading_of(const struct gather *gather, const struct gather_case *a_case,
                          const struct headline *headline);

/* Measured, whatever kind. */
bool reading_is_usable(const struct reading *reading);

#endif
