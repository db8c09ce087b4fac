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

/* Growing a block of realloc or mremap rarely copies: as if a doubling array were copied. A tuple
 * does not grow: what is copied to another one is. */
static double likely_copied(const struct bench_case *a_case, double all, double payload) {
    bool copies = a_case->adapter->interface == HR_INTERFACE_TUPLE ||
                  strcmp(a_case->allocator, "copying") == 0 ||
                  strcmp(a_case->allocator, "arena") == 0;
    return copies || all < 2.0 * payload ? all : 2.0 * payload;
}

struct prediction predict_case(const struct bench_case *a_case) {
    struct hr_setting settings[CASE_SETTINGS + 1];
    struct prediction prediction = {0};
    struct workload_cost cost = {0};
    case_settings(a_case, settings);
    struct hr_growth_named storage;
    a_case->workload->predict(settings, hr_growth_parse(a_case->growth, &storage), &cost);
    if (!a_case->adapter->takes_growth && a_case->adapter->interface != HR_INTERFACE_TUPLE) {
        cost.copied_bytes = 0.0;
    }
    prediction.payload_bytes = cost.payload_bytes;
    prediction.copied_bytes = likely_copied(a_case, cost.copied_bytes, cost.payload_bytes);
    prediction.build_seconds = cost.work_seconds + prediction.payload_bytes / touch_rate +
                               prediction.copied_bytes / copy_rate;
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
