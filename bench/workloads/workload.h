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
    const void *input;                 /* what make_input made; NULL where there is none */
    void *state;                       /* the structure under test; NULL before and after */
    void *crowd;                       /* or many of them at once, as adapter.h says */
    uint64_t sum;                      /* of what the region read or took out */
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
    enum hr_interface also;      /* a second one that competes in it; 0: none */
    const struct hr_parameter *parameters;

    /* What every life works with and no clock should see, as indices: made once per process before
     * all of them, by the settings alone. NULL: nothing; the two go together. */
    enum hr_status (*make_input)(const struct hr_setting *settings, void **input);
    void (*free_input)(void *input); /* NULL is allowed */

    /* Whether the adapter has the verbs it needs; NULL: the interface is enough. */
    bool (*suits)(const struct hr_adapter *adapter);
    /* Makes the structure, outside the region. */
    enum hr_status (*prepare)(struct workload_run *run);
    /* The measured work. */
    enum hr_status (*run)(struct workload_run *run);
    /* `run` may follow `run` on the same state, as reading may: what is timed warm is then it alone
     * instead of whole lives. */
    bool is_repeatable;
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
 * A sequence that grows and shrinks by a policy with nothing stored: what a workload predicts with.
 * All zero but policy and width: an empty one. Costs a step per growth; after 100,000 of them in
 * one call the rest is extrapolated as a quadratic.
 */
struct workload_walk {
    const struct hr_growth *growth; /* NULL: it copies nothing */
    size_t element_bytes;
    bool extends; /* appends ask by the rule for extensions, blocks of one too */
    size_t length, capacity;
    double copied; /* elements in blocks that got another size, if every one was copied */
};

/* An empty one is made with `count` elements by the rule for known lengths. */
void workload_walk_construct(struct workload_walk *walk, size_t count);
/* `count` elements more, `block` > 0 at a time. */
void workload_walk_append(struct workload_walk *walk, size_t count, size_t block);
void workload_walk_pop(struct workload_walk *walk, size_t count); /* at most the length */

/* The same of `length` elements that are appended one by one; 0 without a policy. */
double workload_copied_elements(const struct hr_growth *growth, double length,
                                size_t element_bytes);

/*
 * What workloads on one sequence of `length` elements have in common. The checksum that is read
 * back is that of the sequence and run->sum.
 */
enum hr_status workload_sequence_prepare(struct workload_run *run);        /* an empty one */
enum hr_status workload_sequence_prepare_filled(struct workload_run *run); /* `length` appended */
void workload_sequence_check(const struct workload_run *run, struct workload_result *result);
void workload_sequence_finish(struct workload_run *run);
double workload_sequence_elements(const struct hr_setting *settings); /* `length`, at least 1 */
size_t workload_element_bytes(const struct hr_setting *settings);     /* 8 where nothing says */

/* The checksum of the values 0 ... length - 1; false beyond 2^32, which narrow elements cannot
 * hold. */
bool workload_sequence_checksum(size_t length, uint64_t *checksum);

/* 0 + 1 + ... + (n - 1), modulo 2^64. */
uint64_t workload_sum_below(uint64_t n);

/* Payload, and so many seconds per element of `length`. */
void workload_sequence_cost(const struct hr_setting *settings, double seconds_each,
                            struct workload_cost *cost);

/*
 * What workloads on a crowd have in common, through the verbs of sequences or of tuples. The input
 * is an array of lengths.
 */
bool workload_crowd_suits(const struct hr_adapter *adapter);
enum hr_status workload_crowd_make(struct workload_run *run, size_t count);
enum hr_status workload_crowd_fill(struct workload_run *run);
void workload_crowd_check(const struct workload_run *run, struct workload_result *result);
void workload_crowd_finish(struct workload_run *run);

/* Whether it competes in the workload: of the right kind, with the verbs that are needed. */
bool workload_suits(const struct workload *workload, const struct hr_adapter *adapter);

/* In the order of workloads.def. */
const struct workload *workload_find(const char *name); /* NULL when there is none */
const struct workload *workload_at(size_t index);       /* NULL past the end */

#endif
