/*
 * registry.c - meters.def as a table, and the names of lanes and kinds.
 */
#include "meters/meter.h"

#include <string.h>

enum { COUNTS = 1U << LANE_COUNTS, MEMORY = 1U << LANE_MEMORY, TIME = 1U << LANE_TIME };
enum { ALL = COUNTS | MEMORY | TIME };

static const struct meter meters[] = {
#define HR_METER(file, name_, unit_, better_, kind_, lanes_, where_, formula_)                     \
    {#name_, unit_, METER_##better_, METER_##kind_, lanes_, where_, formula_},
#include "meters/meters.def"
#undef HR_METER
};

enum { METERS = sizeof meters / sizeof meters[0] };

static const char *const lane_names[LANES] = {"counts", "memory", "time"};

const struct meter *meter_at(size_t index) {
    return index < METERS ? &meters[index] : NULL;
}

const struct meter *meter_find(const char *name) {
    for (size_t i = 0; i < METERS; i++) {
        if (strcmp(meters[i].name, name) == 0) {
            return &meters[i];
        }
    }
    return NULL;
}

const char *lane_name(enum lane lane) {
    return lane_names[lane];
}

bool lane_find(const char *name, enum lane *lane) {
    for (unsigned i = 0; i < LANES; i++) {
        if (strcmp(lane_names[i], name) == 0) {
            *lane = (enum lane)i;
            return true;
        }
    }
    return false;
}

const char *meter_better_name(enum meter_better better) {
    static const char *const names[] = {"lower", "higher", "neither"};
    return names[better];
}

const char *meter_kind_name(enum meter_kind kind) {
    return kind == METER_EXACT ? "exact" : "noisy";
}
