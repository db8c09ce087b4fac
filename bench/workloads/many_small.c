/*
 * many_small.c - a great many small sequences or tuples at once, in one region: what "it can add
 * up" comes to. Both kinds run in it, so that their rows compete: the same values, and in both
 * everything that a program would hold of them counts, headers and references too.
 *
 * Lengths go round from 0 to `length` in a fixed cycle: every capacity step of the small ones is
 * met equally often, no seed decides, and the sum has a closed form. `mix=same` gives them one
 * length, to see each step by itself.
 */
#include <stdlib.h>

#include "workloads/workload.h"

static const char *const mixes[] = {"cycle", "same", NULL};

static const struct hr_parameter parameters[] = {
    {.name = "count",
     .unit = "sequences",
     .summary = "sequences, or tuples, to make; times are per one of them",
     .text = "1000000",
     .kind = HR_PARAMETER_COUNT,
     .least = 1,
     .most = 1e10},
    {.name = "length",
     .unit = "elements",
     .summary = "of the longest, or of each",
     .text = "8",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 1e6},
    {.name = "mix",
     .unit = "mix",
     .summary = "lengths: 0 to the longest by turns, or all the same",
     .text = "cycle",
     .kind = HR_PARAMETER_WORD,
     .words = mixes},
    {.name = NULL},
};

static bool is_cycle(const struct hr_setting *settings) {
    return strcmp(hr_setting_text(settings, "mix"), "cycle") == 0;
}

static enum hr_status make_lengths(const struct hr_setting *settings, void **input) {
    size_t length = hr_setting_count(settings, "length");
    size_t count = hr_setting_count(settings, "count");
    size_t *lengths = reallocarray(NULL, count, sizeof *lengths);
    if (lengths == NULL) {
        return HR_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        lengths[i] = is_cycle(settings) ? i % (length + 1) : length;
    }
    *input = lengths;
    return HR_OK;
}

static enum hr_status prepare(struct workload_run *run) {
    return workload_crowd_make(run, hr_setting_count(run->settings, "count"));
}

static double elements(const struct hr_setting *settings) {
    return (double)hr_setting_count(settings, "count");
}

/* 1 + the checksum of the values 0 ... length - 1, modulo 2^64. */
static uint64_t weight(size_t length) {
    uint64_t checksum;
    (void)workload_sequence_checksum(length, &checksum);
    return 1 + checksum;
}

/* Sum of (s + 1) * weight over all of one length: s = first, first + period, ... below count. */
static uint64_t sum_of_turns(uint64_t first, uint64_t period, uint64_t count) {
    uint64_t turns = count > first ? (count - first - 1) / period + 1 : 0;
    return turns * (first + 1) + period * workload_sum_below(turns);
}

static bool expect(const struct hr_setting *settings, uint64_t *checksum) {
    size_t length = hr_setting_count(settings, "length");
    size_t count = hr_setting_count(settings, "count");
    if (!is_cycle(settings)) {
        *checksum = sum_of_turns(0, 1, count) * weight(length);
        return true;
    }
    *checksum = 0;
    for (size_t i = 0; i <= length; i++) {
        *checksum += sum_of_turns(i, length + 1, count) * weight(i);
    }
    return true;
}

/* A header and a block each, as small as they are; 40 ns for each block. */
static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    size_t width = workload_element_bytes(settings);
    size_t length = hr_setting_count(settings, "length");
    double count = elements(settings);
    size_t typical = is_cycle(settings) ? length / 2 : length;
    cost->payload_bytes = count * (32.0 + (double)(typical * width));
    cost->copied_bytes =
        count * workload_copied_elements(growth, (double)typical, width) * (double)width;
    cost->work_seconds = count * (60e-9 + (double)typical * 3e-9);
}

const struct workload workload_many_small = {
    .name = "many-small",
    .question = "what do a million small sequences hold, against as many tuples?",
    .interface = HR_INTERFACE_SEQUENCE,
    .also = HR_INTERFACE_TUPLE,
    .parameters = parameters,
    .make_input = make_lengths,
    .free_input = free,
    .suits = workload_crowd_suits,
    .prepare = prepare,
    .run = workload_crowd_fill,
    .check = workload_crowd_check,
    .finish = workload_crowd_finish,
    .elements = elements,
    .expect = expect,
    .predict = predict,
};
