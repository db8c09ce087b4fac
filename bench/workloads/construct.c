/*
 * construct.c - a sequence whose length is known beforehand, made in the way it has for that; and,
 * where asked for, a first append to it, which shows what an exact fit costs later.
 */
#include "workloads/workload.h"

static const struct hr_parameter parameters[] = {
    {.name = "length",
     .unit = "elements",
     .summary = "elements that are known beforehand",
     .text = "1000000",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 1e11},
    {.name = "extra",
     .unit = "elements",
     .summary = "elements appended to them afterwards",
     .text = "0",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 1e11},
    {.name = NULL},
};

static bool suits(const struct hr_adapter *adapter) {
    return adapter->sequence->construct != NULL && adapter->sequence->append_range != NULL;
}

static enum hr_status construct(struct workload_run *run) {
    const struct hr_sequence_verbs *verbs = run->adapter->sequence;
    size_t length = hr_setting_count(run->settings, "length");
    enum hr_status status = verbs->construct(run->state, 0, length);
    return status == HR_OK
               ? verbs->append_range(run->state, length, hr_setting_count(run->settings, "extra"))
               : status;
}

static double elements(const struct hr_setting *settings) {
    double extra = (double)hr_setting_count(settings, "extra");
    return hr_setting_count(settings, "length") > 0 ? workload_sequence_elements(settings) + extra
           : extra > 0                              ? extra
                                                    : 1.0;
}

static bool expect(const struct hr_setting *settings, uint64_t *checksum) {
    return workload_sequence_checksum(
        hr_setting_count(settings, "length") + hr_setting_count(settings, "extra"), checksum);
}

static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    struct workload_walk walk = {.growth = growth,
                                 .element_bytes = workload_element_bytes(settings)};
    workload_walk_construct(&walk, hr_setting_count(settings, "length"));
    workload_walk_append(&walk, hr_setting_count(settings, "extra"), 1);
    cost->payload_bytes = elements(settings) * (double)walk.element_bytes;
    cost->work_seconds = elements(settings) * 2e-9;
    cost->copied_bytes = walk.copied * (double)walk.element_bytes;
}

const struct workload workload_construct = {
    .name = "construct",
    .question = "what does a sequence of known length cost, and the first appends to it?",
    .interface = HR_INTERFACE_SEQUENCE,
    .parameters = parameters,
    .suits = suits,
    .prepare = workload_sequence_prepare,
    .run = construct,
    .check = workload_sequence_check,
    .finish = workload_sequence_finish,
    .elements = elements,
    .expect = expect,
    .predict = predict,
};
