/*
 * sequences.c - what workloads on one sequence share: making it, reading it back, what must then
 * come out, and walking a growth policy for a prediction. None of it is in a region.
 */
#include "workloads/workload.h"

enum { MOST_STEPS = 100000 };

enum hr_status workload_sequence_prepare(struct workload_run *run) {
    return run->adapter->sequence->make(run->config, &run->state);
}

enum hr_status workload_sequence_prepare_filled(struct workload_run *run) {
    enum hr_status status = workload_sequence_prepare(run);
    return status == HR_OK ? run->adapter->sequence->append_range(
                                 run->state, 0, hr_setting_count(run->settings, "length"))
                           : status;
}

void workload_sequence_check(const struct workload_run *run, struct workload_result *result) {
    result->checksum = run->adapter->sequence->checksum(run->state) + run->sum;
    result->footprint = run->adapter->sequence->footprint(run->state);
    result->length = result->footprint.length;
    result->capacity = result->footprint.capacity;
}

void workload_sequence_finish(struct workload_run *run) {
    run->adapter->sequence->destroy(run->state);
    run->state = NULL;
}

double workload_sequence_elements(const struct hr_setting *settings) {
    size_t length = hr_setting_count(settings, "length");
    return length > 0 ? (double)length : 1.0;
}

size_t workload_element_bytes(const struct hr_setting *settings) {
    size_t width = hr_setting_count(settings, "element_bytes");
    return width > 0 ? width : sizeof(uint64_t);
}

/* Sum of (i + 1) * i for i < n, which is (n - 1) n (n + 1) / 3, modulo 2^64. */
bool workload_sequence_checksum(size_t length, uint64_t *checksum) {
    uint64_t n = length;
    uint64_t factor[3] = {n - 1, n, n + 1};
    if (n == 0) {
        factor[0] = 0;
    }
    for (unsigned i = 0; i < 3; i++) {
        if (factor[i] % 3 == 0) {
            factor[i] /= 3;
            break;
        }
    }
    *checksum = factor[0] * factor[1] * factor[2];
    return n <= UINT32_MAX; /* narrow elements hold no more */
}

uint64_t workload_sum_below(uint64_t n) {
    return n % 2 == 0 ? n / 2 * (n - 1) : (n - 1) / 2 * n;
}

void workload_sequence_cost(const struct hr_setting *settings, double seconds_each,
                            struct workload_cost *cost) {
    double length = workload_sequence_elements(settings);
    cost->payload_bytes = length * (double)workload_element_bytes(settings);
    cost->work_seconds = length * seconds_each;
}

static size_t next_capacity(const struct workload_walk *walk, size_t needed,
                            enum hr_growth_reason reason) {
    const struct hr_growth_request request = {.length = walk->length,
                                              .capacity = walk->capacity,
                                              .needed = needed,
                                              .element_bytes = walk->element_bytes,
                                              .reason = reason,
                                              .limit = PTRDIFF_MAX / walk->element_bytes};
    return hr_growth_next(walk->growth, &request);
}

void workload_walk_construct(struct workload_walk *walk, size_t count) {
    bool asks = walk->growth != NULL && walk->element_bytes > 0 && count > 0;
    walk->capacity = asks ? next_capacity(walk, count, HR_GROWTH_CONSTRUCT) : count;
    walk->length = count;
}

/* Appends the whole blocks that fit without a growth; what is left of `count`. */
static size_t fill_up(struct workload_walk *walk, size_t count, size_t block) {
    size_t room = walk->capacity - walk->length;
    size_t fits = count <= room ? count : room - room % block;
    walk->length += fits;
    return count - fits;
}

void workload_walk_append(struct workload_walk *walk, size_t count, size_t block) {
    size_t wanted = walk->length + count;
    double before = walk->copied;
    if (walk->growth == NULL || walk->element_bytes == 0) {
        walk->length = walk->capacity = wanted;
        return;
    }
    count = fill_up(walk, count, block);
    for (unsigned steps = 0; count > 0; steps++) {
        if (steps == MOST_STEPS) {
            double ratio = (double)wanted / (double)walk->length;
            walk->copied = before + (walk->copied - before) * ratio * ratio;
            walk->length = walk->capacity = wanted;
            return;
        }
        size_t now = count < block ? count : block;
        walk->copied += (double)walk->capacity;
        walk->capacity = next_capacity(walk, walk->length + now,
                                       walk->extends ? HR_GROWTH_EXTEND : HR_GROWTH_PUSH);
        count = fill_up(walk, count, block);
    }
}

/* Pops down to below half the capacity, where policies that shrink are asked. */
void workload_walk_pop(struct workload_walk *walk, size_t count) {
    size_t left = walk->length - count;
    bool shrinks = walk->growth != NULL && walk->element_bytes > 0 && walk->growth->has_shrink;
    for (unsigned steps = 0; shrinks && steps < MOST_STEPS; steps++) {
        size_t half = walk->capacity / 2;
        size_t asked = half < walk->length ? half : walk->length;
        if (asked <= left) {
            break; /* the next one that is asked about is not popped any more */
        }
        walk->length = asked;
        size_t capacity = next_capacity(walk, asked - 1, HR_GROWTH_SHRINK);
        if (capacity != walk->capacity) {
            walk->copied += (double)(capacity < walk->capacity ? capacity : walk->capacity);
        }
        walk->capacity = capacity;
        walk->length = asked - 1;
    }
    walk->length = left;
}

double workload_copied_elements(const struct hr_growth *growth, double length,
                                size_t element_bytes) {
    struct workload_walk walk = {.growth = growth, .element_bytes = element_bytes};
    if (growth == NULL || element_bytes == 0 || length < 1.0) {
        return 0.0;
    }
    workload_walk_append(&walk, (size_t)length, 1);
    return walk.copied;
}
