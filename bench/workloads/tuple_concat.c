/*
 * tuple_concat.c - growing to a length by concatenation, some items at a time: every step makes a
 * new tuple and copies all that was there. Sequences run in it as well and are extended by the same
 * items, so that O(n) and O(1) per step stand side by side. length=8 step=4 is
 * (0, 1, 2, 3) + (4, 5, 6, 7).
 */
#include "workloads/workload.h"

static const struct hr_parameter parameters[] = {
    {.name = "length",
     .unit = "elements",
     .summary = "items of the result",
     .text = "1000",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 1e9},
    {.name = "step",
     .unit = "elements",
     .summary = "items added by each concatenation; the last one may add fewer",
     .text = "1",
     .kind = HR_PARAMETER_COUNT,
     .least = 1,
     .most = 1e9},
    {.name = NULL},
};

static bool is_tuple(const struct workload_run *run) {
    return run->adapter->interface == HR_INTERFACE_TUPLE;
}

static bool suits(const struct hr_adapter *adapter) {
    return adapter->interface == HR_INTERFACE_TUPLE ? adapter->tuple->concat != NULL
                                                    : adapter->sequence->extend_blocks != NULL &&
                                                          adapter->sequence->sum_sequential != NULL;
}

static enum hr_status prepare(struct workload_run *run) {
    return is_tuple(run)
               ? run->adapter->tuple->make(run->config, hr_setting_count(run->settings, "length"),
                                           1, &run->state)
               : run->adapter->sequence->make(run->config, &run->state);
}

static enum hr_status concatenate(struct workload_run *run) {
    size_t step = hr_setting_count(run->settings, "step");
    return is_tuple(run) ? run->adapter->tuple->concat(run->state, step)
                         : run->adapter->sequence->extend_blocks(
                               run->state, 0, hr_setting_count(run->settings, "length"), step);
}

/* Lengths that are reached: tuples made, the ones that were added not counted. */
static uint64_t steps_of(const struct hr_setting *settings) {
    uint64_t length = hr_setting_count(settings, "length");
    uint64_t step = hr_setting_count(settings, "step");
    return length > 0 && step > 0 ? (length - 1) / step + 1 : 1;
}

static void check(const struct workload_run *run, struct workload_result *result) {
    if (is_tuple(run)) {
        result->checksum = run->adapter->tuple->checksum(run->state);
        result->footprint = run->adapter->tuple->footprint(run->state);
        if (run->adapter->tuple->cache_counts != NULL) {
            result->has_cache = true;
            result->cache = run->adapter->tuple->cache_counts(run->state);
        }
    } else {
        result->checksum =
            run->adapter->sequence->sum_sequential(run->state) + steps_of(run->settings);
        result->footprint = run->adapter->sequence->footprint(run->state);
    }
    result->length = result->footprint.length;
    result->capacity = result->footprint.capacity;
}

static void finish(struct workload_run *run) {
    if (is_tuple(run)) {
        run->adapter->tuple->destroy(run->state);
    } else {
        run->adapter->sequence->destroy(run->state);
    }
    run->state = NULL;
}

static bool expect(const struct hr_setting *settings, uint64_t *checksum) {
    *checksum = workload_sum_below(hr_setting_count(settings, "length")) + steps_of(settings);
    return true;
}

/* A tuple has no policy: all that was there is copied at every step. Its items are boxes. */
static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    size_t step = hr_setting_count(settings, "step");
    double steps = (double)steps_of(settings);
    struct workload_walk walk = {
        .growth = growth, .element_bytes = workload_element_bytes(settings), .extends = true};
    workload_sequence_cost(settings, 10e-9, cost);
    cost->work_seconds += steps * 60e-9;
    if (growth == NULL) {
        cost->payload_bytes += 32.0 * workload_sequence_elements(settings);
        cost->copied_bytes = steps * (steps - 1.0) / 2.0 * (double)step * sizeof(void *);
        return;
    }
    workload_walk_append(&walk, hr_setting_count(settings, "length"), step);
    cost->copied_bytes = walk.copied * (double)walk.element_bytes;
}

const struct workload workload_tuple_concat = {
    .name = "tuple-concat",
    .question = "what does growing by concatenation cost, against extending a sequence?",
    .interface = HR_INTERFACE_TUPLE,
    .also = HR_INTERFACE_SEQUENCE,
    .parameters = parameters,
    .suits = suits,
    .prepare = prepare,
    .run = concatenate,
    .check = check,
    .finish = finish,
    .elements = workload_sequence_elements,
    .expect = expect,
    .predict = predict,
};
