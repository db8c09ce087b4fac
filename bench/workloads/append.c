/*
 * append.c - one element after the other at the end of an empty sequence.
 */
#include "workloads/workload.h"

static const struct hr_parameter parameters[] = {
    {.name = "length",
     .unit = "elements",
     .summary = "elements to append",
     .text = "1000000",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 1e11},
    {.name = NULL},
};

static bool suits(const struct hr_adapter *adapter) {
    return adapter->sequence->append_range != NULL;
}

static enum hr_status prepare(struct workload_run *run) {
    return run->adapter->sequence->make(run->config, &run->state);
}

static enum hr_status append(struct workload_run *run) {
    return run->adapter->sequence->append_range(run->state, 0,
                                                hr_setting_count(run->settings, "length"));
}

static void check(const struct workload_run *run, struct workload_result *result) {
    result->checksum = run->adapter->sequence->checksum(run->state);
    result->footprint = run->adapter->sequence->footprint(run->state);
    result->length = result->footprint.length;
    result->capacity = result->footprint.capacity;
}

static void finish(struct workload_run *run) {
    run->adapter->sequence->destroy(run->state);
    run->state = NULL;
}

static double elements(const struct hr_setting *settings) {
    size_t length = hr_setting_count(settings, "length");
    return length > 0 ? (double)length : 1.0;
}

/* Sum of (i + 1) * i for i < n, which is (n - 1) n (n + 1) / 3, modulo 2^64. */
static bool expect(const struct hr_setting *settings, uint64_t *checksum) {
    uint64_t n = hr_setting_count(settings, "length");
    uint64_t factor[3] = {n - 1, n, n + 1};
    if (n == 0) {
        factor[0] = 0;
    }
    for (unsigned i = 0; i < 3; i++) {
        if (factor[i] % 3 == 0) {
            factor[i] /= 3;
            break;
        }
    }
    *checksum = factor[0] * factor[1] * factor[2];
    return n <= UINT32_MAX; /* narrow elements hold no more */
}

static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    size_t width = hr_setting_count(settings, "element_bytes");
    double length = elements(settings);
    width = width > 0 ? width : sizeof(uint64_t);
    cost->payload_bytes = length * (double)width;
    cost->work_seconds = length * 3e-9;
    cost->copied_bytes = workload_copied_elements(growth, length, width) * (double)width;
}

const struct workload workload_append = {
    .name = "append",
    .question = "what does a growth policy cost when a sequence is built one element at a time?",
    .interface = HR_INTERFACE_SEQUENCE,
    .parameters = parameters,
    .suits = suits,
    .prepare = prepare,
    .run = append,
    .check = check,
    .finish = finish,
    .elements = elements,
    .expect = expect,
    .predict = predict,
};
