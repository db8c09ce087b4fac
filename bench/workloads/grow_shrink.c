/*
 * grow_shrink.c - a sequence that grows by appends, is popped to a share of its length, and grows
 * again where that is asked for. What it holds at the end is what is left of the peak.
 */
#include "workloads/workload.h"

static const char *const answers[] = {"no", "yes", NULL};

static const struct hr_parameter parameters[] = {
    {.name = "length",
     .unit = "elements",
     .summary = "elements to grow to",
     .text = "1000000",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 1e11},
    {.name = "share",
     .unit = "percent",
     .summary = "of the length that is left after the pops, rounded down",
     .text = "10",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 100},
    {.name = "regrow",
     .unit = "answer",
     .summary = "whether it grows to the length again",
     .text = "no",
     .kind = HR_PARAMETER_WORD,
     .words = answers},
    {.name = NULL},
};

/* What is done, in elements. */
struct course {
    size_t length, left;
    bool regrows;
};

static struct course course_of(const struct hr_setting *settings) {
    size_t length = hr_setting_count(settings, "length");
    size_t share = hr_setting_count(settings, "share");
    return (struct course){.length = length,
                           .left = length / 100 * share + length % 100 * share / 100,
                           .regrows = strcmp(hr_setting_text(settings, "regrow"), "yes") == 0};
}

static bool suits(const struct hr_adapter *adapter) {
    return adapter->sequence->append_range != NULL && adapter->sequence->pop_range != NULL;
}

static enum hr_status grow_and_shrink(struct workload_run *run) {
    const struct hr_sequence_verbs *verbs = run->adapter->sequence;
    struct course course = course_of(run->settings);
    enum hr_status status = verbs->append_range(run->state, 0, course.length);
    if (status == HR_OK) {
        status = verbs->pop_range(run->state, course.length - course.left, &run->sum);
    }
    if (status == HR_OK && course.regrows) {
        status = verbs->append_range(run->state, course.left, course.length - course.left);
    }
    return status;
}

/* Appends and pops. */
static double elements(const struct hr_setting *settings) {
    struct course course = course_of(settings);
    double moved = (double)(course.length - course.left);
    double all = (double)course.length + (course.regrows ? 2.0 * moved : moved);
    return all > 0 ? all : 1.0;
}

static bool expect(const struct hr_setting *settings, uint64_t *checksum) {
    struct course course = course_of(settings);
    bool is_known =
        workload_sequence_checksum(course.regrows ? course.length : course.left, checksum);
    *checksum += workload_sum_below(course.length) - workload_sum_below(course.left);
    return is_known && course.length <= UINT32_MAX;
}

static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    struct course course = course_of(settings);
    struct workload_walk walk = {.growth = growth,
                                 .element_bytes = workload_element_bytes(settings)};
    workload_walk_append(&walk, course.length, 1);
    workload_walk_pop(&walk, course.length - course.left);
    workload_walk_append(&walk, course.regrows ? course.length - course.left : 0, 1);
    workload_sequence_cost(settings, 0, cost);
    cost->work_seconds = elements(settings) * 3e-9;
    cost->copied_bytes = walk.copied * (double)walk.element_bytes;
}

const struct workload workload_grow_shrink = {
    .name = "grow-shrink",
    .question = "what is given back of a sequence's peak when it shrinks, and what does that cost?",
    .interface = HR_INTERFACE_SEQUENCE,
    .parameters = parameters,
    .suits = suits,
    .prepare = workload_sequence_prepare,
    .run = grow_and_shrink,
    .check = workload_sequence_check,
    .finish = workload_sequence_finish,
    .elements = elements,
    .expect = expect,
    .predict = predict,
};
