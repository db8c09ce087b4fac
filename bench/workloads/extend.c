/*
 * extend.c - blocks of elements at the end of an empty sequence, each by one operation.
 */
#include "workloads/workload.h"

static const struct hr_parameter parameters[] = {
    {.name = "length",
     .unit = "elements",
     .summary = "elements to add",
     .text = "1000000",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 1e11},
    {.name = "block",
     .unit = "elements",
     .summary = "elements of each block; the last one may have fewer",
     .text = "100",
     .kind = HR_PARAMETER_COUNT,
     .least = 1,
     .most = 1e9},
    {.name = NULL},
};

static bool suits(const struct hr_adapter *adapter) {
    return adapter->sequence->extend_blocks != NULL;
}

static enum hr_status extend(struct workload_run *run) {
    return run->adapter->sequence->extend_blocks(run->state, 0,
                                                 hr_setting_count(run->settings, "length"),
                                                 hr_setting_count(run->settings, "block"));
}

static bool expect(const struct hr_setting *settings, uint64_t *checksum) {
    return workload_sequence_checksum(hr_setting_count(settings, "length"), checksum);
}

/* The rule for extensions applies even to blocks of one. */
static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    struct workload_walk walk = {
        .growth = growth, .element_bytes = workload_element_bytes(settings), .extends = true};
    workload_sequence_cost(settings, 3e-9, cost);
    workload_walk_append(&walk, hr_setting_count(settings, "length"),
                         hr_setting_count(settings, "block"));
    cost->copied_bytes = walk.copied * (double)walk.element_bytes;
}

const struct workload workload_extend = {
    .name = "extend",
    .question = "what does it cost to build a sequence in blocks, under the policy's own rule?",
    .interface = HR_INTERFACE_SEQUENCE,
    .parameters = parameters,
    .suits = suits,
    .prepare = workload_sequence_prepare,
    .run = extend,
    .check = workload_sequence_check,
    .finish = workload_sequence_finish,
    .elements = workload_sequence_elements,
    .expect = expect,
    .predict = predict,
};
