/*
 * registry.c - workloads.def as a table.
 */
#include "workloads/workload.h"

#include <string.h>

#define HR_WORKLOAD(file, symbol) extern const struct workload symbol;
#include "workloads/workloads.def"
#undef HR_WORKLOAD

static const struct workload *const workloads[] = {
#define HR_WORKLOAD(file, symbol) &symbol,
#include "workloads/workloads.def"
#undef HR_WORKLOAD
};

enum { WORKLOADS = sizeof workloads / sizeof workloads[0] };

const struct workload *workload_at(size_t index) {
    return index < WORKLOADS ? workloads[index] : NULL;
}

const struct workload *workload_find(const char *name) {
    for (size_t i = 0; i < WORKLOADS; i++) {
        if (strcmp(workloads[i]->name, name) == 0) {
            return workloads[i];
        }
    }
    return NULL;
}

bool workload_suits(const struct workload *workload, const struct hr_adapter *adapter) {
    bool is_of_kind = workload->interface == 0 || workload->interface == adapter->interface ||
                      workload->also == adapter->interface;
    return is_of_kind && (workload->suits == NULL || workload->suits(adapter));
}
