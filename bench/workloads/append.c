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

static enum hr_status append(struct workload_run *run) {
    return run->adapter->sequence->append_range(run->state, 0,
                                                hr_setting_count(run->settings, "length"));
}

static bool expect(const struct hr_setting *settings, uint64_t *checksum) {
    return workload_sequence_checksum(hr_setting_count(settings, "length"), checksum);
}

static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    size_t width = workload_element_bytes(settings);
    double length = workload_sequence_elements(settings);
    workload_sequence_cost(settings, 3e-9, cost);
    cost->copied_bytes = workload_copied_elements(growth, length, width) * (double)width;
}

const struct workload workload_append = {
    .name = "append",
    .question = "what does a growth policy cost when a sequence is built one element at a time?",
    .interface = HR_INTERFACE_SEQUENCE,
    .parameters = parameters,
    .suits = suits,
    .prepare = workload_sequence_prepare,
    .run = append,
    .check = workload_sequence_check,
    .finish = workload_sequence_finish,
    .elements = workload_sequence_elements,
    .expect = expect,
    .predict = predict,
};
