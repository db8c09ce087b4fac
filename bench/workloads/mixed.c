/*
 * mixed.c - many sequences or tuples at once whose lengths are drawn from a distribution that a
 * file gives. The same file and seed draw the same lengths everywhere.
 */
#include <stdlib.h>

#include "workloads/lengths.h"
#include "workloads/workload.h"

static const char *const kind[] = {"lengths", NULL};

static const struct hr_parameter parameters[] = {
    {.name = "count",
     .unit = "sequences",
     .summary = "sequences, or tuples, to make; times are per one of them",
     .text = "100000",
     .kind = HR_PARAMETER_COUNT,
     .least = 1,
     .most = 1e9},
    {.name = "lengths",
     .unit = "file",
     .summary = "distribution to draw from: a name, or a path",
     .text = "small",
     .kind = HR_PARAMETER_FILE,
     .words = kind},
    {.name = "seed",
     .unit = "number",
     .summary = "of the drawing",
     .text = "1",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 1e15},
    {.name = NULL},
};

/* The plan has read the file before, or the trial would not have begun. */
static bool open_lengths(const struct hr_setting *settings, struct lengths *lengths) {
    char error[LENGTHS_ERROR_BYTES];
    return lengths_read(hr_setting_text(settings, "lengths"), lengths, error);
}

static enum hr_status make_lengths(const struct hr_setting *settings, void **input) {
    struct lengths lengths;
    size_t count = hr_setting_count(settings, "count");
    uint64_t state = hr_setting_count(settings, "seed");
    if (!open_lengths(settings, &lengths)) {
        return HR_IO;
    }
    size_t *drawn = reallocarray(NULL, count, sizeof *drawn);
    for (size_t i = 0; drawn != NULL && i < count; i++) {
        drawn[i] = lengths_draw(&lengths, &state);
    }
    lengths_clean_up(&lengths);
    *input = drawn;
    return drawn != NULL ? HR_OK : HR_NO_MEMORY;
}

static enum hr_status prepare(struct workload_run *run) {
    return workload_crowd_make(run, hr_setting_count(run->settings, "count"));
}

static double elements(const struct hr_setting *settings) {
    return (double)hr_setting_count(settings, "count");
}

/* Drawn once more. */
static bool expect(const struct hr_setting *settings, uint64_t *checksum) {
    struct lengths lengths;
    uint64_t state = hr_setting_count(settings, "seed");
    bool is_known = open_lengths(settings, &lengths);
    size_t count = is_known ? hr_setting_count(settings, "count") : 0;
    *checksum = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t one;
        (void)workload_sequence_checksum(lengths_draw(&lengths, &state), &one);
        *checksum += (i + 1) * (1 + one);
    }
    lengths_clean_up(&lengths);
    return is_known;
}

/* Of one sequence, in elements: the mean over the lengths that there are. */
static double mean_copied(const struct lengths *lengths, const struct hr_growth *growth,
                          size_t width) {
    enum { WALKED = 1000 };
    size_t stride = 1 + lengths->entries / WALKED;
    double sum = 0.0, weights = 0.0;
    for (size_t i = 0; i < lengths->entries; i += stride) {
        double weight = (double)lengths->entry[i].weight;
        sum += weight * workload_copied_elements(growth, (double)lengths->entry[i].length, width);
        weights += weight;
    }
    return sum / weights;
}

static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    struct lengths lengths;
    double width = (double)workload_element_bytes(settings);
    double count = elements(settings);
    *cost = (struct workload_cost){0};
    if (!open_lengths(settings, &lengths)) {
        return;
    }
    double mean = lengths_mean(&lengths);
    cost->payload_bytes = count * (32.0 + mean * width);
    cost->copied_bytes = count * width * mean_copied(&lengths, growth, (size_t)width);
    cost->work_seconds = count * (100e-9 + mean * 3e-9);
    lengths_clean_up(&lengths);
}

const struct workload workload_mixed = {
    .name = "mixed",
    .question = "what do many sequences hold when their lengths are those of a program of yours?",
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
