/*
 * crowds.c - what workloads on many sequences or tuples at once share: the same steps through
 * either interface.
 */
#include "workloads/workload.h"

bool workload_crowd_suits(const struct hr_adapter *adapter) {
    return adapter->interface == HR_INTERFACE_TUPLE ? adapter->tuple->crowd_make != NULL
                                                    : adapter->sequence->crowd_make != NULL;
}

enum hr_status workload_crowd_make(struct workload_run *run, size_t count) {
    const struct hr_adapter *adapter = run->adapter;
    return adapter->interface == HR_INTERFACE_TUPLE
               ? adapter->tuple->crowd_make(run->config, run->input, count, &run->crowd)
               : adapter->sequence->crowd_make(run->config, run->input, count, &run->crowd);
}

enum hr_status workload_crowd_fill(struct workload_run *run) {
    const struct hr_adapter *adapter = run->adapter;
    return adapter->interface == HR_INTERFACE_TUPLE ? adapter->tuple->crowd_fill(run->crowd)
                                                    : adapter->sequence->crowd_fill(run->crowd);
}

void workload_crowd_check(const struct workload_run *run, struct workload_result *result) {
    const struct hr_adapter *adapter = run->adapter;
    bool is_tuple = adapter->interface == HR_INTERFACE_TUPLE;
    result->checksum = is_tuple ? adapter->tuple->crowd_checksum(run->crowd)
                                : adapter->sequence->crowd_checksum(run->crowd);
    result->footprint = is_tuple ? adapter->tuple->crowd_footprint(run->crowd)
                                 : adapter->sequence->crowd_footprint(run->crowd);
    result->length = result->footprint.length;
    result->capacity = result->footprint.capacity;
}

void workload_crowd_finish(struct workload_run *run) {
    const struct hr_adapter *adapter = run->adapter;
    if (adapter->interface == HR_INTERFACE_TUPLE) {
        adapter->tuple->crowd_destroy(run->crowd);
    } else {
        adapter->sequence->crowd_destroy(run->crowd);
    }
    run->crowd = NULL;
}
