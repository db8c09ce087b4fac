/*
 * tuple_churn.c - tuples of one length, made and released again and again.
 */
#include "workloads/workload.h"

static const struct hr_parameter parameters[] = {
    {.name = "length",
     .unit = "elements",
     .summary = "items of each tuple",
     .text = "3",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 25},
    {.name = "count",
     .unit = "tuples",
     .summary = "tuples to make",
     .text = "10000",
     .kind = HR_PARAMETER_COUNT,
     .least = 1,
     .most = 1e10},
    {.name = "batch",
     .unit = "tuples",
     .summary = "tuples alive together before they are released",
     .text = "1",
     .kind = HR_PARAMETER_COUNT,
     .least = 1,
     .most = 1e8},
    {.name = NULL},
};

static enum hr_status prepare(struct workload_run *run) {
    return run->adapter->tuple->make(run->config, hr_setting_count(run->settings, "length"),
                                     hr_setting_count(run->settings, "batch"), &run->state);
}

static enum hr_status churn(struct workload_run *run) {
    return run->adapter->tuple->churn(run->state, hr_setting_count(run->settings, "count"));
}

static void check(const struct workload_run *run, struct workload_result *result) {
    const struct hr_tuple_verbs *verbs = run->adapter->tuple;
    result->checksum = verbs->checksum(run->state);
    result->footprint = verbs->footprint(run->state);
    result->length = result->footprint.length;
    result->capacity = result->footprint.capacity;
    if (verbs->cache_counts != NULL) {
        result->has_cache = true;
        result->cache = verbs->cache_counts(run->state);
    }
}

static void finish(struct workload_run *run) {
    run->adapter->tuple->destroy(run->state);
    run->state = NULL;
}

static double elements(const struct hr_setting *settings) {
    return (double)hr_setting_count(settings, "count");
}

/* The tuples made, and the items of the last one: the values 0 ... length - 1. */
static bool expect(const struct hr_setting *settings, uint64_t *checksum) {
    uint64_t length = hr_setting_count(settings, "length");
    *checksum = hr_setting_count(settings, "count");
    *checksum += length > 0 ? length * (length - 1) / 2 : 0;
    return true;
}

static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    (void)growth;
    double words = 3.0 + (double)hr_setting_count(settings, "length");
    cost->work_seconds = elements(settings) * 15e-9;
    cost->payload_bytes = (double)hr_setting_count(settings, "batch") * words * sizeof(void *);
}

const struct workload workload_tuple_churn = {
    .name = "tuple-churn",
    .question = "what do free lists of small tuples save, and for which lengths?",
    .interface = HR_INTERFACE_TUPLE,
    .parameters = parameters,
    .prepare = prepare,
    .run = churn,
    .check = check,
    .finish = finish,
    .elements = elements,
    .expect = expect,
    .predict = predict,
};
