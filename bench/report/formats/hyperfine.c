/*
 * hyperfine.c - JSON as hyperfine's --export-json has it, for the scripts that draw it. A case with
 * times is a result: the wall time per element in seconds, the CPU time as `user` with the kernel's
 * part in it, which is not told apart (`system` is 0), and the peak of resident memory of each
 * trial of the memory lane. There is no place for more.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/export.h"
#include "report/json_text.h"

static const double seconds_per_ns = 1e-9;

/* "append structure=dynarray growth=java": the case as somebody would name it. */
static const struct export_spelling spelling = {' ', '=', "", ""};

static json_t *make_parameters(const struct gather *gather, const struct gather_case *a_case) {
    json_t *parameters = json_object();
    struct gather_pair part;
    bool is_whole =
        json_set(parameters, "workload", json_printable(export_workload(gather, a_case)));
    for (size_t i = 0; is_whole && export_part(gather, a_case, i, &part); i++) {
        is_whole = json_set(parameters, part.name, json_printable(part.value));
    }
    if (!is_whole) {
        json_decref(parameters);
        return NULL;
    }
    return parameters;
}

/* The value of each trial of a lane that has one; `make` makes an element of it. */
static json_t *make_values(const struct gather *gather, const struct gather_case *a_case,
                           enum lane lane, const char *meter, json_t *(*make)(double)) {
    struct export_trials trials = export_trials(gather, a_case, lane);
    json_t *values = json_array();
    for (size_t i = 0; i < trials.count; i++) {
        double value;
        if (export_value(gather, a_case, trials.trials[i], meter, &value) &&
            json_array_append_new(values, make(value)) != 0) {
            json_decref(values);
            return NULL;
        }
    }
    return values;
}

static json_t *make_seconds(double ns) {
    return json_real(ns * seconds_per_ns);
}

static json_t *make_bytes(double bytes) {
    return json_integer((json_int_t)fmin(fmax(bytes, 0), 0x1p53));
}

static json_t *make_success(double ns) {
    (void)ns;
    return json_integer(0);
}

static double mean_of(const struct gather_series *series) {
    double sum = 0;
    for (size_t i = 0; i < series->count; i++) {
        sum += series->values[i];
    }
    return sum / (double)series->count;
}

/* null for a single value, as hyperfine has it. */
static json_t *make_deviation(const struct gather_series *series) {
    double mean = mean_of(series);
    double squares = 0;
    for (size_t i = 0; i < series->count; i++) {
        squares += (series->values[i] - mean) * (series->values[i] - mean);
    }
    return series->count < 2 ? json_null()
                             : make_seconds(sqrt(squares / (double)(series->count - 1)));
}

static bool set_statistics(json_t *result, const struct gather_series *wall,
                           const struct gather_series *cpu) {
    return json_set(result, "mean", make_seconds(mean_of(wall))) &&
           json_set(result, "stddev", make_deviation(wall)) &&
           json_set(result, "median", make_seconds(wall->median)) &&
           json_set(result, "user", make_seconds(mean_of(cpu))) &&
           json_set(result, "system", json_real(0)) &&
           json_set(result, "min", make_seconds(wall->values[0])) &&
           json_set(result, "max", make_seconds(wall->values[wall->count - 1]));
}

static json_t *make_result(const struct gather *gather, const struct gather_case *a_case,
                           const struct gather_series *wall, const struct gather_series *cpu) {
    char *command = export_name(gather, a_case, &spelling);
    json_t *result = json_object();
    json_t *bytes = make_values(gather, a_case, LANE_MEMORY, "rss_bytes_peak_high", make_bytes);
    bool has_bytes = json_array_size(bytes) > 0;
    bool is_whole =
        command != NULL && bytes != NULL && json_set(result, "command", json_string(command)) &&
        set_statistics(result, wall, cpu) &&
        json_set(result, "times",
                 make_values(gather, a_case, LANE_TIME, "build_wall_ns", make_seconds)) &&
        (!has_bytes || json_set(result, "memory_usage_byte", json_incref(bytes))) &&
        json_set(result, "exit_codes",
                 make_values(gather, a_case, LANE_TIME, "build_wall_ns", make_success)) &&
        json_set(result, "parameters", make_parameters(gather, a_case));
    json_decref(bytes);
    free(command);
    if (!is_whole) {
        json_decref(result);
        return NULL;
    }
    return result;
}

bool format_hyperfine(const struct document *document, FILE *out) {
    const struct gather *gather = document->gather;
    bool is_whole = true;
    bool is_first = true;
    fputs("{\n\"results\": [", out);
    for (size_t i = 0; is_whole && gather != NULL && i < gather->case_count; i++) {
        const struct gather_case *a_case = &gather->cases[i];
        const struct gather_series *wall = gather_find(gather, a_case, "build_wall_ns");
        const struct gather_series *cpu = gather_find(gather, a_case, "build_ns");
        if (wall != NULL && cpu != NULL && wall->count > 0 && cpu->count > 0) {
            is_whole = json_write_element(make_result(gather, a_case, wall, cpu), is_first, out);
            is_first = false;
        }
    }
    fputs("\n]\n}\n", out);
    return is_whole;
}
