/*
 * lanes.h - one trial inside the measured image: prepares the workload, watches its region with the
 * meters of one lane, reads the values back.
 */
#ifndef HEADROOM_BENCH_LANES_H
#define HEADROOM_BENCH_LANES_H

#include "meters/measurement.h"
#include "plan/case.h"

/* A case opened: everything the worker resolved before the region. */
struct trial {
    const struct bench_case *a_case;
    const struct hr_allocator *allocator; /* of the case; NULL for `own` */
    struct hr_adapter_config config;      /* with that allocator */
    struct hr_setting settings[CASE_SETTINGS + 1];
    void *input; /* of the workload, made before; NULL where it takes none */
    struct hr_counting_allocator counting; /* around it, where calls are counted */
};

/* Each runs the trial in its lane and fills the measurement; the workload is finished afterwards.
 */
enum hr_status lane_counts(struct trial *trial, struct measurement *measurement);
enum hr_status lane_memory(struct trial *trial, struct measurement *measurement);
enum hr_status lane_time(struct trial *trial, struct measurement *measurement);

#endif
