/*
 * registry.c - workloads.def as a table, and what several workloads predict with.
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

double workload_copied_elements(const struct hr_growth *growth, double length,
                                size_t element_bytes) {
    enum { MOST_GROWTHS = 100000 };
    if (growth == NULL || element_bytes == 0 || length < 1.0) {
        return 0.0;
    }
    struct hr_growth_request request = {.element_bytes = element_bytes,
                                        .reason = HR_GROWTH_PUSH,
                                        .limit = PTRDIFF_MAX / element_bytes};
    double copied = 0.0;
    for (unsigned growths = 0; (double)request.capacity < length; growths++) {
        double reached = (double)request.capacity;
        if (growths == MOST_GROWTHS) {
            return copied * (length / reached) * (length / reached);
        }
        copied += reached;
        request.length = request.capacity;
        request.needed = request.capacity + 1;
        request.capacity = hr_growth_next(growth, &request);
    }
    return copied;
}
