/*
 * synthetic_run.h - writes results files with made-up values for the tests of what reads them. The
 * numbers mean nothing.
 *
 *     struct synthetic run = synthetic_open(path);
 *     synthetic_trial(&run, LANE_TIME, 0, "workload=append length=10", OUTCOME_OK, "");
 *     synthetic_sample(&run, "build_ns", "12.5");      before the outcome, so: see the order below
 *     synthetic_close(&run);
 *
 * A trial is opened by synthetic_trial, gets its samples, and is ended by synthetic_outcome.
 */
#ifndef HEADROOM_TEST_SYNTHETIC_RUN_H
#define HEADROOM_TEST_SYNTHETIC_RUN_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meters/meter.h"
#include "results/record.h"

struct synthetic {
    FILE *file;
    unsigned next_id, id;
    uint64_t noise;
};

static inline void synthetic_record(struct synthetic *run, enum record_kind kind,
                                    const char *const *fields, size_t count) {
    char line[RECORD_LINE_BYTES];
    size_t length = record_write(kind, fields, count, line, sizeof line);
    if (length == 0 || fwrite(line, 1, length, run->file) != length) {
        abort();
    }
}

static inline void synthetic_meters(struct synthetic *run) {
    for (size_t i = 0; meter_at(i) != NULL; i++) {
        const struct meter *meter = meter_at(i);
        char lanes[64] = "";
        for (int lane = 0; lane < LANES; lane++) {
            if ((meter->lanes & (1U << lane)) != 0) {
                size_t used = strlen(lanes);
                snprintf(lanes + used, sizeof lanes - used, "%s%s", used > 0 ? "," : "",
                         lane_name((enum lane)lane));
            }
        }
        const char *const fields[] = {meter->name,
                                      meter->unit,
                                      meter_better_name(meter->better),
                                      meter_kind_name(meter->kind),
                                      lanes,
                                      meter->where,
                                      meter->formula};
        synthetic_record(run, RECORD_METER, fields, 7);
    }
}

/* With one entry more of its surroundings; key NULL for none. */
static inline struct synthetic synthetic_open_with(const char *path, const char *key,
                                                   const char *value) {
    struct synthetic run = {.file = fopen(path, "w"), .next_id = 0, .noise = 1};
    if (run.file == NULL) {
        abort();
    }
    const char *const header[] = {"headroom-results", "1"};
    const char *const kernel[] = {"kernel", "Linux \"test\", with a comma"};
    synthetic_record(&run, RECORD_HEADER, header, 2);
    synthetic_record(&run, RECORD_ENV, kernel, 2);
    if (key != NULL) {
        synthetic_record(&run, RECORD_ENV, (const char *const[]){key, value}, 2);
    }
    synthetic_meters(&run);
    return run;
}

static inline struct synthetic synthetic_open(const char *path) {
    return synthetic_open_with(path, NULL, NULL);
}

static inline void synthetic_trial(struct synthetic *run, enum lane lane, unsigned repetition,
                                   const char *key) {
    char id[16];
    char number[16];
    run->id = run->next_id++;
    snprintf(id, sizeof id, "%u", run->id);
    snprintf(number, sizeof number, "%u", repetition);
    const char *const fields[] = {id, lane_name(lane), number, id, key};
    synthetic_record(run, RECORD_TRIAL, fields, 5);
}

static inline void synthetic_sample(struct synthetic *run, const char *meter, const char *value) {
    char id[16];
    snprintf(id, sizeof id, "%u", run->id);
    const char *const fields[] = {id, meter, "0", value};
    synthetic_record(run, RECORD_SAMPLE, fields, 4);
}

static inline void synthetic_number(struct synthetic *run, const char *meter, double value) {
    char text[32];
    snprintf(text, sizeof text, value == (double)(uint64_t)value ? "%.0f" : "%.6f", value);
    synthetic_sample(run, meter, text);
}

static inline void synthetic_outcome(struct synthetic *run, enum outcome_kind outcome,
                                     const char *detail) {
    char id[16];
    snprintf(id, sizeof id, "%u", run->id);
    const char *const fields[] = {id, outcome_name(outcome), detail};
    synthetic_record(run, RECORD_OUTCOME, fields, 3);
}

/* Between -1 and 1, the same ones each time. */
static inline double synthetic_noise(struct synthetic *run) {
    run->noise = run->noise * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(run->noise >> 33) / (double)(UINT32_C(1) << 30) - 1;
}

static inline void synthetic_close(struct synthetic *run) {
    if (fclose(run->file) != 0) {
        abort();
    }
}

#endif
