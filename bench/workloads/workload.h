/*
 * workload.h - what is done to a structure. A workload is a file with one of these tables, and a
 * line in workloads.def.
 *
 * The region that meters watch is `run` alone. `prepare` comes before it, `check` reads the values
 * back after it, `finish` frees.
 */
#ifndef HEADROOM_BENCH_WORKLOAD_H
#define HEADROOM_BENCH_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headroom/adapter.h>
#include <headroom/parameter.h>
#include <headroom/status.h>

/* One execution of a workload; made by the worker on its stack, the workload fills `state`. */
struct workload_run {
    const struct hr_adapter *adapter;
    const struct hr_adapter_config *config;
    const struct hr_setting *settings; /* the parameters of workload and adapter */
    void *state;                       /* the structure under test; NULL before and after */
};

/* What is read back after the region. */
struct workload_result {
    uint64_t checksum;
    size_t length, capacity;
    struct hr_footprint footprint;
    bool has_cache;
    struct hr_tuple_cache_counts cache;
    bool has_appends;
    uint64_t appends;
    bool is_broken; /* set by the lane: the structure says that it is not valid */
};

/* Rough figures of an ordinary machine; errors by a factor of two are expected, and harmless. */
struct workload_cost {
    double payload_bytes; /* the result needs at least */
    double copied_bytes;  /* by the growth policy, if every growth copied */
    double work_seconds;  /* beside touching and copying those bytes */
};

struct workload {
    const char *name;
    const char *question;        /* what it answers, for `list workloads` */
    enum hr_interface interface; /* 0: any, no verb is called */
    const struct hr_parameter *parameters;

    /* Whether the adapter has the verbs it needs; NULL: the interface is enough. */
    bool (*suits)(const struct hr_adapter *adapter);
    /* Makes the structure, outside the region. */
    enum hr_status (*prepare)(struct workload_run *run);
    /* The measured work. */
    enum hr_status (*run)(struct workload_run *run);
    /* Reads values back from the structure. */
    void (*check)(const struct workload_run *run, struct workload_result *result);
    /* Frees; after failures of prepare or run too. */
    void (*finish)(struct workload_run *run);

    /* Elements worked on: the divisor of per-element meters, > 0. */
    double (*elements)(const struct hr_setting *settings);
    /* The checksum that any correct structure gives; false where only agreement can be asked for.
     */
    bool (*expect)(const struct hr_setting *settings, uint64_t *checksum);
    /* What a run is likely to cost: what the plan predicts and skips by. */
    void (*predict)(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost);
};

/*
 * Elements that appending `length` of them one by one copies when every growth copies; by walking
 * the pure policy, after 100,000 growths extrapolated as a quadratic. 0 without a policy.
 */
double workload_copied_elements(const struct hr_growth *growth, double length,
                                size_t element_bytes);

/* In the order of workloads.def. */
const struct workload *workload_find(const char *name); /* NULL when there is none */
const struct workload *workload_at(size_t index);       /* NULL past the end */

#endif
