/*
 * null.c - nothing: the floor of every meter, and the cost of the harness itself.
 */
#include "workloads/workload.h"

static enum hr_status nothing(struct workload_run *run) {
    (void)run;
    hr_barrier();
    return HR_OK;
}

static void check(const struct workload_run *run, struct workload_result *result) {
    (void)run;
    *result = (struct workload_result){0};
}

static void finish(struct workload_run *run) {
    (void)run;
}

static double elements(const struct hr_setting *settings) {
    (void)settings;
    return 1.0;
}

static bool expect(const struct hr_setting *settings, uint64_t *checksum) {
    (void)settings;
    *checksum = 0;
    return true;
}

static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    (void)settings;
    (void)growth;
    *cost = (struct workload_cost){0};
}

const struct workload workload_null = {
    .name = "null",
    .question = "what do the harness and its meters cost by themselves?",
    .prepare = nothing,
    .run = nothing,
    .check = check,
    .finish = finish,
    .elements = elements,
    .expect = expect,
    .predict = predict,
};
