/*
 * read_sequential.c - every element of a sequence read in order; it was built before the region.
 */
#include "workloads/workload.h"

static const struct hr_parameter parameters[] = {
    {.name = "length",
     .unit = "elements",
     .summary = "elements to read",
     .text = "1000000",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 1e11},
    {.name = NULL},
};

static bool suits(const struct hr_adapter *adapter) {
    return adapter->sequence->append_range != NULL && adapter->sequence->sum_sequential != NULL;
}

static enum hr_status read_all(struct workload_run *run) {
    run->sum = run->adapter->sequence->sum_sequential(run->state);
    return HR_OK;
}

static bool expect(const struct hr_setting *settings, uint64_t *checksum) {
    size_t length = hr_setting_count(settings, "length");
    bool is_known = workload_sequence_checksum(length, checksum);
    *checksum += workload_sum_below(length);
    return is_known;
}

/* It must be built to be read. */
static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    size_t width = workload_element_bytes(settings);
    workload_sequence_cost(settings, 4e-9, cost);
    cost->copied_bytes =
        workload_copied_elements(growth, workload_sequence_elements(settings), width) *
        (double)width;
}

const struct workload workload_read_sequential = {
    .name = "read-sequential",
    .question = "what does it cost to read a sequence from its first element to its last?",
    .interface = HR_INTERFACE_SEQUENCE,
    .parameters = parameters,
    .suits = suits,
    .prepare = workload_sequence_prepare_filled,
    .run = read_all,
    .is_repeatable = true,
    .check = workload_sequence_check,
    .finish = workload_sequence_finish,
    .elements = workload_sequence_elements,
    .expect = expect,
    .predict = predict,
};
