/*
 * read_random.c - elements of a sequence read at random indices; sequence and indices were made
 * before the region.
 *
 * No read waits for the one before it, as in a program that looks up keys: what is measured is how
 * many a core can have under way at once, not the latency of a single one.
 */
#include <stdlib.h>

#include "workloads/random.h"
#include "workloads/workload.h"

static const struct hr_parameter parameters[] = {
    {.name = "length",
     .unit = "elements",
     .summary = "elements that there are",
     .text = "1000000",
     .kind = HR_PARAMETER_COUNT,
     .least = 1,
     .most = 1e11},
    {.name = "reads",
     .unit = "reads",
     .summary = "elements to read, some of them several times",
     .text = "1000000",
     .kind = HR_PARAMETER_COUNT,
     .least = 1,
     .most = 1e10},
    {.name = "seed",
     .unit = "number",
     .summary = "of the indices",
     .text = "1",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 1e15},
    {.name = NULL},
};

static bool suits(const struct hr_adapter *adapter) {
    return adapter->sequence->append_range != NULL && adapter->sequence->sum_at != NULL;
}

static enum hr_status make_indices(const struct hr_setting *settings, void **input) {
    size_t length = hr_setting_count(settings, "length");
    size_t reads = hr_setting_count(settings, "reads");
    uint64_t state = hr_setting_count(settings, "seed");
    size_t *indices = reallocarray(NULL, reads, sizeof *indices);
    if (indices == NULL) {
        return HR_NO_MEMORY;
    }
    for (size_t i = 0; i < reads; i++) {
        indices[i] = (size_t)random_below(&state, length);
    }
    *input = indices;
    return HR_OK;
}

static enum hr_status read_some(struct workload_run *run) {
    run->sum = run->adapter->sequence->sum_at(run->state, run->input,
                                              hr_setting_count(run->settings, "reads"));
    return HR_OK;
}

static double elements(const struct hr_setting *settings) {
    return (double)hr_setting_count(settings, "reads");
}

/* An element's value is its index. */
static bool expect(const struct hr_setting *settings, uint64_t *checksum) {
    size_t length = hr_setting_count(settings, "length");
    uint64_t state = hr_setting_count(settings, "seed");
    bool is_known = workload_sequence_checksum(length, checksum);
    for (size_t i = hr_setting_count(settings, "reads"); i > 0; i--) {
        *checksum += random_below(&state, length);
    }
    return is_known;
}

/* It must be built to be read; the indices are made, and once more for what is expected. */
static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    size_t width = workload_element_bytes(settings);
    double length = workload_sequence_elements(settings);
    workload_sequence_cost(settings, 3e-9, cost);
    cost->work_seconds += elements(settings) * 15e-9;
    cost->payload_bytes += elements(settings) * sizeof(size_t);
    cost->copied_bytes = workload_copied_elements(growth, length, width) * (double)width;
}

const struct workload workload_read_random = {
    .name = "read-random",
    .question = "what does a look-up at any index cost, and how does that grow with the length?",
    .interface = HR_INTERFACE_SEQUENCE,
    .parameters = parameters,
    .make_input = make_indices,
    .free_input = free,
    .suits = suits,
    .prepare = workload_sequence_prepare_filled,
    .run = read_some,
    .is_repeatable = true,
    .check = workload_sequence_check,
    .finish = workload_sequence_finish,
    .elements = elements,
    .expect = expect,
    .predict = predict,
};
