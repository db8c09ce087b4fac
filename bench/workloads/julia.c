/*
 * julia.c - the book's Julia set: the coordinate lists alone, and with the calculation.
 */
#include <string.h>

#include <headroom/coords.h>

#include "workloads/workload.h"

static const struct hr_parameter parameters[] = {
    {.name = "width",
     .unit = "points",
     .summary = "desired points per side",
     .text = "1000",
     .kind = HR_PARAMETER_COUNT,
     .least = 1,
     .most = 1e5},
    {.name = "limit",
     .unit = "iterations",
     .summary = "iterations after which a point counts as bound",
     .text = "300",
     .kind = HR_PARAMETER_COUNT,
     .least = 0,
     .most = 1e9},
    {.name = "c_re",
     .unit = "number",
     .summary = "real part of c",
     .text = "-0.62772",
     .kind = HR_PARAMETER_REAL,
     .least = -1e6,
     .most = 1e6},
    {.name = "c_im",
     .unit = "number",
     .summary = "imaginary part of c",
     .text = "-0.42193",
     .kind = HR_PARAMETER_REAL,
     .least = -1e6,
     .most = 1e6},
    {.name = NULL},
};

static struct hr_julia julia_of(const struct hr_setting *settings) {
    struct hr_julia julia = hr_julia_defaults();
    julia.width = hr_setting_count(settings, "width");
    julia.max_iterations = (unsigned)hr_setting_count(settings, "limit");
    julia.c_re = hr_setting_real(settings, "c_re");
    julia.c_im = hr_setting_real(settings, "c_im");
    return julia;
}

static enum hr_status prepare(struct workload_run *run) {
    struct hr_julia julia = julia_of(run->settings);
    return run->adapter->coords->make(run->config, &julia, &run->state);
}

static enum hr_status build(struct workload_run *run) {
    return run->adapter->coords->build(run->state);
}

static enum hr_status build_and_iterate(struct workload_run *run) {
    enum hr_status status = run->adapter->coords->build(run->state);
    return status == HR_OK ? run->adapter->coords->iterate(run->state) : status;
}

static void check_lists(const struct workload_run *run, struct workload_result *result) {
    const struct hr_coords_verbs *verbs = run->adapter->coords;
    result->footprint = verbs->footprint(run->state);
    result->length = result->footprint.length;
    result->capacity = result->footprint.capacity;
    result->has_appends = true;
    result->appends = verbs->appends(run->state);
}

static void check_setup(const struct workload_run *run, struct workload_result *result) {
    check_lists(run, result);
    result->checksum = run->adapter->coords->checksum(run->state);
}

static void check_sum(const struct workload_run *run, struct workload_result *result) {
    check_lists(run, result);
    result->checksum = run->adapter->coords->sum(run->state);
}

static void finish(struct workload_run *run) {
    run->adapter->coords->destroy(run->state);
    run->state = NULL;
}

static double elements(const struct hr_setting *settings) {
    double width = (double)hr_setting_count(settings, "width");
    return width * width;
}

static uint64_t bits(double value) {
    uint64_t pattern;
    memcpy(&pattern, &value, sizeof pattern);
    return pattern;
}

static enum hr_status add_bits(void *context, enum hr_coords_list list, double re, double im) {
    uint64_t *sum = context;
    if (list == HR_COORDS_ZS || list == HR_COORDS_CS) {
        *sum += bits(re) + bits(im);
    }
    return HR_OK;
}

/* The same loops with nothing stored: what any layout must hold. */
static bool expect_setup(const struct hr_setting *settings, uint64_t *checksum) {
    struct hr_julia julia = julia_of(settings);
    struct hr_coords_sink sink = {.context = checksum, .append = add_bits};
    *checksum = 0;
    return hr_coords_generate(&julia, &sink) == HR_OK;
}

/* The sum that the book asserts, for its own parameters; layouts must agree on all others. */
static bool expect_sum(const struct hr_setting *settings, uint64_t *checksum) {
    struct hr_julia julia = julia_of(settings);
    struct hr_julia book = hr_julia_defaults();
    *checksum = HR_JULIA_BOOK_SUM;
    return julia.width == book.width && julia.max_iterations == book.max_iterations &&
           bits(julia.c_re) == bits(book.c_re) && bits(julia.c_im) == bits(book.c_im);
}

/* Two lists of points; copied as if they held pairs of doubles. */
static void predict_setup(const struct hr_setting *settings, const struct hr_growth *growth,
                          struct workload_cost *cost) {
    double pair = 2.0 * sizeof(double);
    double points = elements(settings);
    cost->payload_bytes = 2.0 * points * pair;
    cost->copied_bytes = 2.0 * workload_copied_elements(growth, points, 2 * sizeof(double)) * pair;
    cost->work_seconds = points * 80e-9;
}

/* In the book's set one point in ten takes as many updates as there may be, the others few. */
static void predict(const struct hr_setting *settings, const struct hr_growth *growth,
                    struct workload_cost *cost) {
    double updates = 3.0 + 0.1 * (double)hr_setting_count(settings, "limit");
    predict_setup(settings, growth, cost);
    cost->work_seconds += elements(settings) * updates * 4e-9;
}

const struct workload workload_julia_setup = {
    .name = "julia-setup",
    .question = "what do the Julia set's coordinate lists cost, in each layout?",
    .interface = HR_INTERFACE_COORDS,
    .parameters = parameters,
    .prepare = prepare,
    .run = build,
    .check = check_setup,
    .finish = finish,
    .elements = elements,
    .expect = expect_setup,
    .predict = predict_setup,
};

const struct workload workload_julia = {
    .name = "julia",
    .question = "what does the whole Julia set cost, coordinates and counts, in each layout?",
    .interface = HR_INTERFACE_COORDS,
    .parameters = parameters,
    .prepare = prepare,
    .run = build_and_iterate,
    .check = check_sum,
    .finish = finish,
    .elements = elements,
    .expect = expect_sum,
    .predict = predict,
};
