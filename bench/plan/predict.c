/*
 * predict.c - see predict.h. The rates are those of an ordinary machine of 2020; errors by a factor
 * of two are expected, and harmless.
 */
#include "plan/predict.h"

#include <stdio.h>
#include <string.h>

#include "workloads/workload.h"

static const double trial_seconds = 0.005;      /* start, open, read the meters, sync */
static const double least_timed_seconds = 0.01; /* of warm builds in the time lane */
static const double touch_rate = 2e9;           /* bytes per second that are faulted in */
static const double copy_rate = 4e9;
static const double usual_element_seconds = 3e-9;

/* What one element costs beside its bytes, where it is far from a store. */
static const struct {
    const char *workload;
    double element_seconds;
} works[] = {{"tuple-churn", 15e-9}, {"julia-setup", 80e-9}, {"julia", 350e-9}, {"null", 0.0}};

static double element_seconds(const struct workload *workload) {
    for (size_t i = 0; i < sizeof works / sizeof works[0]; i++) {
        if (strcmp(works[i].workload, workload->name) == 0) {
            return works[i].element_seconds;
        }
    }
    return usual_element_seconds;
}

/* Growing a block of realloc or mremap rarely copies: as if a doubling array were copied. */
static double likely_copied(const struct bench_case *a_case, double all, double payload) {
    bool copies = strcmp(a_case->allocator, "copying") == 0;
    return copies || all < 2.0 * payload ? all : 2.0 * payload;
}

struct prediction predict_case(const struct bench_case *a_case) {
    struct hr_setting settings[CASE_SETTINGS + 1];
    struct prediction prediction = {0};
    double copied = 0.0;
    case_settings(a_case, settings);
    a_case->workload->predict(settings, hr_growth_find(a_case->growth), &prediction.payload_bytes,
                              &copied);
    if (!a_case->adapter->takes_growth) {
        copied = 0.0;
    }
    prediction.copied_bytes = likely_copied(a_case, copied, prediction.payload_bytes);
    prediction.build_seconds =
        a_case->workload->elements(settings) * element_seconds(a_case->workload) +
        prediction.payload_bytes / touch_rate + prediction.copied_bytes / copy_rate;
    return prediction;
}

/* Every lane builds once more than it measures: for the block ledger, or to read values back. */
double predict_trial_seconds(const struct prediction *prediction, enum lane lane) {
    double build = prediction->build_seconds;
    if (lane == LANE_COUNTS) {
        return trial_seconds + build;
    }
    if (lane == LANE_MEMORY) {
        return trial_seconds + 2.0 * build;
    }
    return trial_seconds + 2.0 * build +
           (build < least_timed_seconds ? least_timed_seconds : build);
}

void predict_spell_bytes(double bytes, char *text, size_t room) {
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    size_t unit = 0;
    for (; bytes >= 999.5 && unit + 1 < sizeof units / sizeof units[0]; unit++) {
        bytes /= 1000.0;
    }
    (void)snprintf(text, room, "%.3g %s", bytes, units[unit]);
}
