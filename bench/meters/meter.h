/*
 * meter.h - one quantity: name, unit, which way is better, exact or noisy, in which lane it is
 * read, where, and by what formula. meters.def is the normative list.
 */
#ifndef HEADROOM_BENCH_METER_H
#define HEADROOM_BENCH_METER_H

#include <stdbool.h>
#include <stddef.h>

enum meter_better { METER_LOWER, METER_HIGHER, METER_NEITHER };
enum meter_kind { METER_EXACT, METER_NOISY };

/* What a process is set up for. */
enum lane { LANE_COUNTS, LANE_MEMORY, LANE_TIME, LANES };

struct meter {
    const char *name;
    const char *unit; /* "bytes", "calls", "elements", "ns", "percent", "hash", "pages" */
    enum meter_better better;
    enum meter_kind kind;
    unsigned lanes;      /* bit 1 << lane for each lane that emits it */
    const char *where;   /* where it is read */
    const char *formula; /* how it is got */
};

const struct meter *meter_find(const char *name); /* NULL when there is none */
const struct meter *meter_at(size_t index);       /* NULL past the end */

const char *lane_name(enum lane lane); /* "counts", "memory", "time" */
bool lane_find(const char *name, enum lane *lane);
const char *meter_better_name(enum meter_better better); /* "lower", "higher", "neither" */
const char *meter_kind_name(enum meter_kind kind);       /* "exact", "noisy" */

#endif
