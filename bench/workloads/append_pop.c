/*
 * append_pop.c - appends and pops around the length at which a sequence changes its block.
 *
 * Where that is only the policy knows. So `length` is the least that there is, and what is prepared
 * goes to the edge from there by what the structure itself tells of its capacity: to a full block,
 * where the next append grows, or to half of one, where the next pop may shrink. A policy that
 * flutters then resizes in every round, any other only in the first.
 *
 * Values at the top differ from policy to policy: what is read back are the ones that all have.
 */
#include "workloads/workload.h"

static const char *const edges[] = {"grow", "shrink", NULL};

static const struct hr_parameter parameters[] = {
    {.name = "length",
     .unit = "elements",
     .summary = "elements to go to the policy's edge from",
     .text = "10000",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 1e11},
    {.name = "edge",
     .unit = "edge",
     .summary = "a full block and appends first, or half a block and pops first",
     .text = "grow",
     .kind = HR_PARAMETER_WORD,
     .words = edges},
    {.name = "swing",
     .unit = "elements",
     .summary = "elements appended and popped in a round; at shrink at most half the length",
     .text = "2",
     .kind = HR_PARAMETER_COUNT,
     .least = 1,
     .most = 1e9},
    {.name = "rounds",
     .unit = "rounds",
     .summary = "times that they are appended and popped",
     .text = "1000",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 1e10},
    {.name = NULL},
};

struct course {
    size_t length, swing, rounds;
    size_t kept; /* elements that are never popped, whatever the policy */
    bool shrinks;
};

static struct course course_of(const struct hr_setting *settings) {
    struct course course = {.length = hr_setting_count(settings, "length"),
                            .swing = hr_setting_count(settings, "swing"),
                            .rounds = hr_setting_count(settings, "rounds"),
                            .shrinks = strcmp(hr_setting_text(settings, "edge"), "shrink") == 0};
    course.kept = course.length;
    if (course.shrinks) {
        size_t half = course.length / 2;
        course.swing = course.swing < half ? course.swing : half;
        course.kept = half - course.swing;
    }
    return course;
}

static bool suits(const struct hr_adapter *adapter) {
    return adapter->sequence->append_range != NULL && adapter->sequence->pop_range != NULL;
}

static enum hr_status prepare(struct workload_run *run) {
    const struct hr_sequence_verbs *verbs = run->adapter->sequence;
    struct course course = course_of(run->settings);
    uint64_t sum;
    enum hr_status status = verbs->make(run->config, &run->state);
    if (status == HR_OK) {
        status = verbs->append_range(run->state, 0, course.length);
    }
    if (status != HR_OK) {
        return status;
    }
    size_t capacity = verbs->footprint(run->state).capacity;
    if (course.shrinks) {
        size_t above = course.length > capacity / 2 ? course.length - capacity / 2 : 0;
        return verbs->pop_range(run->state, above, &sum);
    }
    return verbs->append_range(run->state, course.length, capacity - course.length);
}

/* The first values that are popped at half a block are the policy's; the same ones come back. */
static enum hr_status swing_at_half(struct workload_run *run, const struct course *course) {
    const struct hr_sequence_verbs *verbs = run->adapter->sequence;
    enum hr_status status = HR_OK;
    for (size_t i = 0; i < course->rounds && status == HR_OK; i++) {
        uint64_t sum = 0;
        status = verbs->pop_range(run->state, course->swing, &sum);
        run->sum += i > 0 ? sum : 0;
        if (status == HR_OK) {
            status = verbs->append_range(run->state, 0, course->swing);
        }
    }
    return status;
}

static enum hr_status swing_at_full(struct workload_run *run, const struct course *course) {
    const struct hr_sequence_verbs *verbs = run->adapter->sequence;
    enum hr_status status = HR_OK;
    for (size_t i = 0; i < course->rounds && status == HR_OK; i++) {
        uint64_t sum = 0;
        status = verbs->append_range(run->state, 0, course->swing);
        if (status == HR_OK) {
            status = verbs->pop_range(run->state, course->swing, &sum);
        }
        run->sum += sum;
    }
    return status;
}

static enum hr_status append_and_pop(struct workload_run *run) {
    struct course course = course_of(run->settings);
    run->sum = 0;
    return course.shrinks ? swing_at_half(run, &course) : swing_at_full(run, &course);
}

/* Length and capacity are those at the edge. */
static void check(const struct workload_run *run, struct workload_result *result) {
    const struct hr_sequence_verbs *verbs = run->adapter->sequence;
    struct course course = course_of(run->settings);
    uint64_t sum;
    result->footprint = verbs->footprint(run->state);
    result->length = result->footprint.length;
    result->capacity = result->footprint.capacity;
    result->checksum = run->sum;
    if (verbs->pop_range(run->state, result->length - course.kept, &sum) == HR_OK) {
        result->checksum += verbs->checksum(run->state);
    }
}

static double elements(const struct hr_setting *settings) {
    struct course course = course_of(settings);
    double all = 2.0 * (double)course.swing * (double)course.rounds;
    return all > 0 ? all : 1.0;
}

static bool expect(const struct hr_setting *settings, uint64_t *checksum) {
    struct course course = course_of(settings);
    bool is_known = workload_sequence_checksum(course.kept, checksum);
    uint64_t counted = course.shrinks && course.rounds > 0 ? course.rounds - 1 : course.rounds;
    *checksum += counted * workload_sum_below(course.swing);
    return is_known && course.swing <= UINT32_MAX;
}

/* Rounds beyond the walked ones are like the later half of those: what they copy repeats itself. */
static double predict_rounds(struct workload_walk *walk, const struct course *course) {
    enum { WALKED_ROUNDS = 1000 };
    double before = walk->copied, half = before;
    size_t rounds = course->rounds < WALKED_ROUNDS ? course->rounds : WALKED_ROUNDS;
    for (size_t i = 0; i < rounds; i++) {
        half = i == rounds / 2 ? walk->copied : half;
        if (course->shrinks) {
            workload_walk_pop(walk, course->swing);
        }
        workload_walk_append(walk, course->swing, 1);
        if (!course->shrinks) {
            workload_walk_pop(walk, course->swing);
        }
    }
    double later = rounds > 0 ? (walk->copied - half) / (double)(rounds - rounds / 2) : 0.0;
    return walk->copied - before + later * (double)(course->rounds - rounds);
}

static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    struct course course = course_of(settings);
    struct workload_walk walk = {.growth = growth,
                                 .element_bytes = workload_element_bytes(settings)};
    workload_sequence_cost(settings, 3e-9, cost);
    cost->work_seconds += elements(settings) * 3e-9;
    workload_walk_append(&walk, course.length, 1);
    double copied = walk.copied;
    if (course.shrinks) {
        size_t half = walk.capacity / 2;
        workload_walk_pop(&walk, walk.length > half ? walk.length - half : 0);
    } else {
        workload_walk_append(&walk, walk.capacity - walk.length, 1);
    }
    copied += predict_rounds(&walk, &course);
    cost->copied_bytes = copied * (double)walk.element_bytes;
}

const struct workload workload_append_pop = {
    .name = "append-pop",
    .question = "does a sequence flutter where its block changes, at a full block or at half?",
    .interface = HR_INTERFACE_SEQUENCE,
    .parameters = parameters,
    .suits = suits,
    .prepare = prepare,
    .run = append_and_pop,
    .is_repeatable = true,
    .check = check,
    .finish = workload_sequence_finish,
    .elements = elements,
    .expect = expect,
    .predict = predict,
};
