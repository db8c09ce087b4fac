/*
 * reserve_fill.c - room for all elements asked for at once, then one append after the other.
 */
#include "workloads/workload.h"

static const struct hr_parameter parameters[] = {
    {.name = "length",
     .unit = "elements",
     .summary = "elements to reserve room for and to append",
     .text = "1000000",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 1e11},
    {.name = NULL},
};

static bool suits(const struct hr_adapter *adapter) {
    return adapter->sequence->reserve != NULL && adapter->sequence->append_range != NULL;
}

static enum hr_status reserve_and_fill(struct workload_run *run) {
    const struct hr_sequence_verbs *verbs = run->adapter->sequence;
    size_t length = hr_setting_count(run->settings, "length");
    enum hr_status status = verbs->reserve(run->state, length);
    return status == HR_OK ? verbs->append_range(run->state, 0, length) : status;
}

static bool expect(const struct hr_setting *settings, uint64_t *checksum) {
    return workload_sequence_checksum(hr_setting_count(settings, "length"), checksum);
}

static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    (void)growth;
    workload_sequence_cost(settings, 3e-9, cost);
}

const struct workload workload_reserve_fill = {
    .name = "reserve-fill",
    .question = "what is left of the cost of appends when room for them was asked for before?",
    .interface = HR_INTERFACE_SEQUENCE,
    .parameters = parameters,
    .suits = suits,
    .prepare = workload_sequence_prepare,
    .run = reserve_and_fill,
    .check = workload_sequence_check,
    .finish = workload_sequence_finish,
    .elements = workload_sequence_elements,
    .expect = expect,
    .predict = predict,
};
