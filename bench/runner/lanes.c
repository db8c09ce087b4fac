/*
 * lanes.c - the three ways to watch one workload. Only what the lane is for happens between begin
 * and end: no meter disturbs another.
 */
#include "runner/lanes.h"

#include "platform/clock.h"
#include "workloads/workload.h"

enum { WARM_NS = 10 * 1000 * 1000 };

/* A run of the workload on the allocator of the case, or on the counting one around it. */
static struct workload_run open_run(struct trial *trial, bool is_counted) {
    struct hr_adapter_config *config = &trial->config;
    config->allocator =
        is_counted && trial->allocator != NULL ? &trial->counting.allocator : trial->allocator;
    return (struct workload_run){.adapter = trial->a_case->adapter,
                                 .config = config,
                                 .settings = trial->settings,
                                 .input = trial->input};
}

/* After failures too, where there is something to free. */
static void finish(const struct workload *workload, struct workload_run *run) {
    if (run->state != NULL || run->crowd != NULL) {
        workload->finish(run);
    }
}

/* What the structure says of itself; true where it cannot be asked, or none was made. */
static bool is_valid(const struct workload_run *run) {
    const struct hr_adapter *adapter = run->adapter;
    bool (*is_valid_by)(const void *) = NULL;
    switch (adapter->interface) {
    case HR_INTERFACE_SEQUENCE:
        is_valid_by = adapter->sequence->is_valid;
        break;
    case HR_INTERFACE_TUPLE:
        is_valid_by = adapter->tuple->is_valid;
        break;
    case HR_INTERFACE_COORDS:
        is_valid_by = adapter->coords->is_valid;
        break;
    }
    return run->state == NULL || is_valid_by == NULL || is_valid_by(run->state);
}

/* The values read back, and whether the structure is still valid after them. */
static void check(struct trial *trial, const struct workload_run *run,
                  struct workload_result *result) {
    *result = (struct workload_result){0};
    trial->a_case->workload->check(run, result);
    result->is_broken = !is_valid(run);
}

static void begin_ledger(struct trial *trial, struct measurement *measurement) {
    if (trial->allocator != NULL) {
        hr_counting_allocator_begin(&trial->counting);
        measurement->blocks = &trial->counting;
    }
}

/* Copies the counts out before the structure is destroyed, whose releases are not the region's. */
static void end_ledger(struct trial *trial, struct hr_block_counts *counts) {
    *counts = trial->counting.counts;
}

enum hr_status lane_counts(struct trial *trial, struct measurement *measurement) {
    const struct workload *workload = trial->a_case->workload;
    struct workload_run run = open_run(trial, true);
    struct hr_block_counts counts = trial->counting.counts;
    enum hr_status status = workload->prepare(&run);
    if (status == HR_OK) {
        begin_ledger(trial, measurement);
        meters_mallocs_begin(measurement);
        status = workload->run(&run);
        meters_mallocs_end(measurement);
        end_ledger(trial, &counts);
    }
    if (status == HR_OK) {
        check(trial, &run, &measurement->result);
    }
    finish(workload, &run);
    trial->counting.counts = counts;
    return status;
}

/* The block calls of lanes that must not count: by one more build when all is read. */
static enum hr_status count_afterwards(struct trial *trial, struct measurement *measurement) {
    if (trial->allocator == NULL) {
        return HR_OK;
    }
    struct measurement recount = {.lane = LANE_COUNTS};
    enum hr_status status = lane_counts(trial, &recount);
    measurement->blocks = recount.blocks;
    return status;
}

enum hr_status lane_memory(struct trial *trial, struct measurement *measurement) {
    const struct workload *workload = trial->a_case->workload;
    struct workload_run run = open_run(trial, false);
    enum hr_status status = workload->prepare(&run);
    if (status == HR_OK) {
        meters_resident_begin(measurement);
        status = workload->run(&run);
        meters_resident_end(measurement);
    }
    if (status == HR_OK) {
        check(trial, &run, &measurement->result);
    }
    finish(workload, &run);
    return status == HR_OK ? count_afterwards(trial, measurement) : status;
}

/* The first build of the process: caches, branch predictors and page tables are cold. */
static enum hr_status time_first(struct trial *trial, struct measurement *measurement) {
    const struct workload *workload = trial->a_case->workload;
    struct workload_run run = open_run(trial, false);
    enum hr_status status = workload->prepare(&run);
    if (status == HR_OK) {
        uint64_t start = clock_cpu_ns();
        status = workload->run(&run);
        measurement->clocks.first_cpu_ns = clock_cpu_ns() - start;
    }
    if (status == HR_OK) {
        check(trial, &run, &measurement->result);
    }
    finish(workload, &run);
    return status;
}

/* `builds` whole lives; no clock is read between them. */
static enum hr_status build_many(struct trial *trial, uint64_t builds) {
    const struct workload *workload = trial->a_case->workload;
    struct workload_run run = open_run(trial, false);
    enum hr_status status = HR_OK;
    for (uint64_t i = 0; i < builds && status == HR_OK; i++) {
        status = workload->prepare(&run);
        if (status == HR_OK) {
            status = workload->run(&run);
        }
        finish(workload, &run);
    }
    return status;
}

/* The measured work alone, again and again on what `run` holds. */
static enum hr_status repeat_run(const struct workload *workload, struct workload_run *run,
                                 uint64_t times) {
    enum hr_status status = HR_OK;
    for (uint64_t i = 0; i < times && status == HR_OK; i++) {
        status = workload->run(run);
    }
    return status;
}

/* Doubles the number of builds until they took long enough to be timed; the last round counts. With
 * `repeated`, which is prepared, a build is a run of it. */
static enum hr_status time_rounds(struct trial *trial, struct workload_run *repeated,
                                  struct clock_readings *clocks) {
    enum hr_status status = HR_OK;
    uint64_t builds = 1;
    for (;;) {
        uint64_t steal = procfs_steal_ticks();
        uint64_t switches = procfs_involuntary_switches();
        uint64_t wall = clock_wall_ns();
        uint64_t cpu = clock_cpu_ns();
        status = repeated != NULL ? repeat_run(trial->a_case->workload, repeated, builds)
                                  : build_many(trial, builds);
        clocks->cpu_ns = clock_cpu_ns() - cpu;
        clocks->wall_ns = clock_wall_ns() - wall;
        clocks->involuntary_switches = procfs_involuntary_switches() - switches;
        clocks->steal_ticks = procfs_steal_ticks() - steal;
        clocks->builds = builds;
        if (status != HR_OK || clocks->cpu_ns >= WARM_NS) {
            return status;
        }
        uint64_t wanted = 1 + 5 * builds * WARM_NS / (4 * (clocks->cpu_ns + 1));
        builds = wanted < 16 * builds ? wanted : 16 * builds;
    }
}

static enum hr_status time_warm(struct trial *trial, struct clock_readings *clocks) {
    const struct workload *workload = trial->a_case->workload;
    struct workload_run run = open_run(trial, false);
    if (!workload->is_repeatable) {
        return time_rounds(trial, NULL, clocks);
    }
    enum hr_status status = workload->prepare(&run);
    if (status == HR_OK) {
        status = time_rounds(trial, &run, clocks);
    }
    finish(workload, &run);
    return status;
}

enum hr_status lane_time(struct trial *trial, struct measurement *measurement) {
    measurement->clocks.elements = trial->a_case->workload->elements(trial->settings);
    enum hr_status status = time_first(trial, measurement);
    if (status == HR_OK) {
        status = time_warm(trial, &measurement->clocks);
    }
    return status == HR_OK ? count_afterwards(trial, measurement) : status;
}
