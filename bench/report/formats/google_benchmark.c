/*
 * google_benchmark.c - JSON as Google Benchmark's --benchmark_format=json has it (schema 1), so
 * that compare.py and what else reads that can read ours. A case is a benchmark, its workload the
 * family; each repetition of the time lane is an entry, with the counters of its own trial, those
 * of the memory lane's trial of the same repetition, and the exact ones of the counts lane. The
 * aggregates are over all values of a meter. A case without times has aggregates alone, without
 * real_time: an entry of 0 ns would be a lie, and one without the field stops compare.py.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/export.h"
#include "report/json_text.h"
#include "report/statistics.h"

/* A file in the making. */
struct work {
    const struct document *document;
    const struct gather *gather;
    FILE *out;
    bool is_first; /* no entry so far */
};

/* A case, and where it stands. */
struct bench {
    const struct gather_case *a_case;
    char *name;
    size_t family, instance;
    struct export_trials lanes[LANES];
    json_t *counts; /* the exact counters, which all entries share */
    char *members;  /* the same as text */
};

static const char wall_meter[] = "build_wall_ns";
static const char cpu_meter[] = "build_ns";
static const char builds_meter[] = "builds";

static const struct {
    const char *field, *meter;
    bool is_real;
} memory_fields[] = {{"allocs_per_iter", "heap_allocs", true},
                     {"max_bytes_used", "malloc_peak_live_bytes_high", false},
                     {"total_allocated_bytes", "heap_bytes", false},
                     {"net_heap_growth", "malloc_live_bytes", false}};
enum { MEMORY_FIELDS = sizeof memory_fields / sizeof memory_fields[0] };

/* "append/structure:dynarray/growth:java" */
static const struct export_spelling spelling = {'/', ':', "/:", "/"};

/* What every entry begins with; `suffix` stands behind the name. */
static json_t *start_entry(const struct bench *bench, const char *suffix, const char *run_type) {
    json_t *entry = json_object();
    char *name = NULL;
    if (asprintf(&name, "%s%s", bench->name, suffix) < 0) {
        json_decref(entry);
        return NULL;
    }
    bool is_whole =
        json_set(entry, "name", json_string(name)) &&
        json_set(entry, "family_index", json_integer((json_int_t)bench->family)) &&
        json_set(entry, "per_family_instance_index", json_integer((json_int_t)bench->instance)) &&
        json_set(entry, "run_name", json_string(bench->name)) &&
        json_set(entry, "run_type", json_string(run_type));
    free(name);
    if (!is_whole) {
        json_decref(entry);
        return NULL;
    }
    return entry;
}

static bool set_count(json_t *entry, const char *key, size_t count) {
    return json_set(entry, key, json_integer((json_int_t)count));
}

/* The three fields of time; reals, as readers in typed languages want them. */
static bool set_times(json_t *entry, double wall, double cpu) {
    return json_set(entry, "real_time", json_real(wall)) &&
           json_set(entry, "cpu_time", json_real(cpu)) &&
           json_set(entry, "time_unit", json_string("ns"));
}

/* A meter has a field of its own, or is a hash, which no double holds. */
static bool has_own_field(const struct gather_meter *meter) {
    return strcmp(meter->name, wall_meter) == 0 || strcmp(meter->name, cpu_meter) == 0 ||
           strcmp(meter->name, builds_meter) == 0;
}

static bool is_hash(const struct gather_meter *meter) {
    return strcmp(meter->unit, "hash") == 0;
}

/* The counter's name: the meter's, with its step where it has several; never one that is taken. */
static bool set_counter(json_t *entry, const struct gather_meter *meter, uint64_t step,
                        double value) {
    char key[160];
    int used = snprintf(key, sizeof key, "%.100s", meter->name);
    if (step > 0) {
        snprintf(key + used, sizeof key - (size_t)used, "/step:%llu", (unsigned long long)step);
    }
    return json_object_get(entry, key) != NULL || json_set_number(entry, key, value);
}

static bool set_label(json_t *entry, const struct gather_meter *meter, const char *text) {
    char *label = NULL;
    if (json_object_get(entry, "label") != NULL) {
        return true;
    }
    if (asprintf(&label, "%s=%s", meter->name, text == NULL ? "" : text) < 0) {
        return false;
    }
    bool is_set = json_set(entry, "label", json_printable(label));
    free(label);
    return is_set;
}

/* The counters of one trial that neither the entry nor the shared ones have yet. */
static bool add_counters(const struct work *work, const struct bench *bench,
                         const struct results_trial *trial, json_t *entry) {
    const struct results_sample *samples = export_samples(work->gather, bench->a_case, trial);
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < trial->samples; i++) {
        const struct gather_meter *meter =
            gather_meter_of(work->gather, bench->a_case->run, &samples[i]);
        bool is_shared =
            bench->counts != NULL &&
            json_object_get(bench->counts, is_hash(meter) ? "label" : meter->name) != NULL;
        if (!samples[i].is_measured || is_shared || has_own_field(meter) ||
            !export_wants(work->document, meter)) {
            continue;
        }
        is_whole = is_hash(meter) ? set_label(entry, meter, samples[i].text)
                                  : set_counter(entry, meter, samples[i].step, samples[i].value);
    }
    return is_whole;
}

static bool add_memory_fields(json_t *entry) {
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < MEMORY_FIELDS; i++) {
        json_t *counter = json_object_get(entry, memory_fields[i].meter);
        if (counter != NULL && memory_fields[i].is_real) {
            is_whole =
                json_set(entry, memory_fields[i].field, json_real(json_number_value(counter)));
        } else if (counter != NULL) {
            is_whole = json_set(entry, memory_fields[i].field, json_incref(counter));
        }
    }
    return is_whole;
}

/* What the counts lane says, once for all entries. */
static bool share_counts(const struct work *work, struct bench *bench) {
    json_t *counts = json_object();
    bool is_whole = counts != NULL;
    if (bench->lanes[LANE_COUNTS].count > 0) {
        is_whole = add_counters(work, bench, bench->lanes[LANE_COUNTS].trials[0], counts);
    }
    is_whole = is_whole && add_memory_fields(counts);
    bench->counts = counts;
    bench->members = is_whole ? json_members(counts) : NULL;
    return bench->members != NULL;
}

static bool write_entry(struct work *work, json_t *entry, const char *members, bool is_whole) {
    if (!is_whole) {
        json_decref(entry);
        return false;
    }
    bool is_first = work->is_first;
    work->is_first = false;
    return json_write_object(entry, members, is_first, work->out);
}

static bool has_times(const struct work *work, const struct bench *bench,
                      const struct results_trial *trial, double *wall, double *cpu) {
    return export_value(work->gather, bench->a_case, trial, wall_meter, wall) &&
           export_value(work->gather, bench->a_case, trial, cpu_meter, cpu);
}

static bool write_repetition(struct work *work, const struct bench *bench, size_t index) {
    const struct results_trial *trial = bench->lanes[LANE_TIME].trials[index];
    const struct export_trials memory = bench->lanes[LANE_MEMORY];
    double wall, cpu;
    double builds = 1;
    if (!has_times(work, bench, trial, &wall, &cpu)) {
        return true;
    }
    (void)export_value(work->gather, bench->a_case, trial, builds_meter, &builds);
    json_t *entry = start_entry(bench, "", "iteration");
    bool is_whole = entry != NULL &&
                    set_count(entry, "repetitions", bench->lanes[LANE_TIME].count) &&
                    set_count(entry, "repetition_index", index) && set_count(entry, "threads", 1) &&
                    set_count(entry, "iterations", (size_t)fmin(fmax(builds, 0), 0x1p53)) &&
                    set_times(entry, wall, cpu) && add_counters(work, bench, trial, entry);
    if (is_whole && index < memory.count) {
        is_whole = add_counters(work, bench, memory.trials[index], entry);
    }
    return write_entry(work, entry, bench->members, is_whole);
}

/* The aggregates that Google Benchmark makes by itself. */
enum aggregate { MEAN, MEDIAN, DEVIATION, VARIATION, AGGREGATES };

static const struct {
    const char *name, *suffix, *unit;
} aggregates[AGGREGATES] = {{"mean", "_mean", "time"},
                            {"median", "_median", "time"},
                            {"stddev", "_stddev", "time"},
                            {"cv", "_cv", "percentage"}};

/* The sample's standard deviation, 0 for a single value as Google Benchmark has it. */
static double aggregate_of(const struct gather_series *series, enum aggregate kind) {
    double sum = 0;
    double squares = 0;
    for (size_t i = 0; i < series->count; i++) {
        sum += series->values[i];
    }
    double mean = sum / (double)series->count;
    for (size_t i = 0; i < series->count; i++) {
        squares += (series->values[i] - mean) * (series->values[i] - mean);
    }
    double deviation = series->count > 1 ? sqrt(squares / (double)(series->count - 1)) : 0;
    switch (kind) {
    case MEAN:
        return mean;
    case MEDIAN:
        return series->median;
    case DEVIATION:
        return deviation;
    default:
        return deviation > 0 ? deviation / mean : 0;
    }
}

static const struct gather_series *find_times(const struct work *work, const struct bench *bench,
                                              const char *meter) {
    const struct gather_series *series = gather_find(work->gather, bench->a_case, meter);
    return series != NULL && series->count > 0 ? series : NULL;
}

static bool add_series(const struct work *work, const struct bench *bench, enum aggregate kind,
                       json_t *entry) {
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < bench->a_case->series; i++) {
        const struct gather_series *series = &work->gather->series[bench->a_case->first_series + i];
        const struct gather_meter *meter = &work->gather->meters[series->meter];
        if (series->count == 0 || has_own_field(meter) || !export_wants(work->document, meter)) {
            continue;
        }
        if (!is_hash(meter)) {
            is_whole = set_counter(entry, meter, series->step, aggregate_of(series, kind));
        } else if (kind == MEDIAN && !series->differs) {
            is_whole = set_label(entry, meter, series->text);
        }
    }
    return is_whole;
}

static bool write_aggregate(struct work *work, const struct bench *bench, enum aggregate kind) {
    const struct gather_series *wall = find_times(work, bench, wall_meter);
    const struct gather_series *cpu = find_times(work, bench, cpu_meter);
    bool is_timed = wall != NULL && cpu != NULL;
    size_t repetitions = is_timed ? wall->count : bench->a_case->trials;
    json_t *entry = start_entry(bench, aggregates[kind].suffix, "aggregate");
    bool is_whole = entry != NULL && set_count(entry, "repetitions", repetitions) &&
                    set_count(entry, "threads", 1) &&
                    json_set(entry, "aggregate_name", json_string(aggregates[kind].name)) &&
                    json_set(entry, "aggregate_unit", json_string(aggregates[kind].unit)) &&
                    set_count(entry, "iterations", repetitions);
    if (is_whole && is_timed) {
        is_whole = set_times(entry, aggregate_of(wall, kind), aggregate_of(cpu, kind));
    }
    is_whole = is_whole && add_series(work, bench, kind, entry) && add_memory_fields(entry);
    return write_entry(work, entry, "", is_whole);
}

/* The whole case under its own name where nothing of it was measured, else one of its trials. */
static bool write_failure(struct work *work, const struct bench *bench, const char *outcome,
                          const char *detail) {
    char suffix[GATHER_OUTCOME_BYTES + 16] = "";
    char *message = NULL;
    if (bench->a_case->series > 0) {
        snprintf(suffix, sizeof suffix, "/outcome:%s", outcome);
    }
    if (asprintf(&message, "%s%s%s", outcome, *detail == '\0' ? "" : ": ", detail) < 0) {
        return false;
    }
    json_t *entry = start_entry(bench, suffix, "iteration");
    bool is_whole = entry != NULL && set_count(entry, "repetitions", 1) &&
                    set_count(entry, "repetition_index", 0) && set_count(entry, "threads", 1) &&
                    json_set(entry, "error_occurred", json_true()) &&
                    json_set(entry, "error_message", json_printable(message)) &&
                    set_count(entry, "iterations", 0) && set_times(entry, 0, 0);
    free(message);
    return write_entry(work, entry, "", is_whole);
}

static bool write_failures(struct work *work, const struct bench *bench) {
    const struct gather_case *a_case = bench->a_case;
    char outcome[GATHER_OUTCOME_BYTES];
    if (a_case->series == 0) {
        gather_outcome(a_case, outcome);
        return write_failure(work, bench, outcome, a_case->detail == NULL ? "" : a_case->detail);
    }
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < a_case->trials; i++) {
        const struct results_trial *trial = work->gather->trials[a_case->first_trial + i];
        if (!export_is_good(a_case, trial)) {
            is_whole = write_failure(
                work, bench, trial->has_outcome ? outcome_name(trial->outcome) : "unfinished",
                trial->has_outcome ? trial->detail : "the run ended before it");
        }
    }
    return is_whole;
}

static bool write_case(struct work *work, const struct bench *bench) {
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < bench->lanes[LANE_TIME].count; i++) {
        is_whole = write_repetition(work, bench, i);
    }
    for (int kind = 0; is_whole && bench->a_case->series > 0 && kind < AGGREGATES; kind++) {
        is_whole = write_aggregate(work, bench, (enum aggregate)kind);
    }
    return is_whole && (gather_is_ok(bench->a_case) || write_failures(work, bench));
}

/* Families by their first case; each knows how many cases it has had. */
struct families {
    const char **names;
    size_t *instances;
    size_t count;
};

static void find_family(struct families *families, const char *workload, struct bench *bench) {
    size_t at = 0;
    while (at < families->count && strcmp(families->names[at], workload) != 0) {
        at++;
    }
    if (at == families->count) {
        families->names[families->count++] = workload;
    }
    bench->family = at;
    bench->instance = families->instances[at]++;
}

static bool write_cases(struct work *work) {
    const struct gather *gather = work->gather;
    struct families families = {calloc(gather->case_count + 1, sizeof *families.names),
                                calloc(gather->case_count + 1, sizeof *families.instances), 0};
    bool is_whole = families.names != NULL && families.instances != NULL;
    for (size_t i = 0; is_whole && i < gather->case_count; i++) {
        const struct gather_case *a_case = &gather->cases[i];
        struct bench bench = {.a_case = a_case, .name = export_name(gather, a_case, &spelling)};
        for (int lane = 0; lane < LANES; lane++) {
            bench.lanes[lane] = export_trials(gather, a_case, (enum lane)lane);
        }
        find_family(&families, export_workload(gather, a_case), &bench);
        is_whole = bench.name != NULL && share_counts(work, &bench) && write_case(work, &bench);
        json_decref(bench.counts);
        free(bench.members);
        free(bench.name);
    }
    free(families.names);
    free(families.instances);
    return is_whole;
}

static const char *env_of(const struct document_run *run, const char *key) {
    for (size_t i = 0; i < run->pairs; i++) {
        if (strcmp(run->keys[i], key) == 0) {
            return run->values[i];
        }
    }
    return "";
}

/* Every pair as a string, under the run's label where there are several. */
static bool add_pairs(const struct document *document, json_t *context) {
    bool is_whole = true;
    for (size_t r = 0; is_whole && r < document->run_count; r++) {
        const struct document_run *run = &document->runs[r];
        for (size_t i = 0; is_whole && i < run->pairs; i++) {
            char *plain = NULL;
            bool is_labelled = document->run_count > 1;
            if (asprintf(&plain, "%s%s%s", is_labelled ? run->label : "", is_labelled ? "." : "",
                         run->keys[i]) < 0) {
                return false;
            }
            char *key = format_escaped(plain, "");
            free(plain);
            is_whole = key != NULL && (json_object_get(context, key) != NULL ||
                                       json_set(context, key, json_printable(run->values[i])));
            free(key);
        }
    }
    return is_whole;
}

static json_t *make_context(const struct document *document) {
    json_t *context = json_object();
    const struct document_run none = {.pairs = 0};
    const struct document_run *run = document->run_count > 0 ? document->runs : &none;
    bool is_release = strcmp(env_of(run, "check_level"), "0") == 0;
    bool is_whole =
        json_set(context, "executable", json_string("headroom")) &&
        json_set(context, "num_cpus", json_integer(strtol(env_of(run, "cores"), NULL, 10))) &&
        json_set(context, "library_version", json_printable(env_of(run, "headroom"))) &&
        json_set(context, "library_build_type", json_string(is_release ? "release" : "debug")) &&
        json_set(context, "json_schema_version", json_integer(1)) &&
        json_set(context, "headroom_times", json_string("per element, not per iteration")) &&
        add_pairs(document, context);
    if (!is_whole) {
        json_decref(context);
        return NULL;
    }
    return context;
}

bool format_google_benchmark(const struct document *document, FILE *out) {
    json_t *context = make_context(document);
    if (context == NULL) {
        return false;
    }
    fputs("{\n\"context\": ", out);
    (void)json_dumpf(context, out,
                     JSON_INDENT(1) | JSON_PRESERVE_ORDER | JSON_ESCAPE_SLASH | JSON_ENSURE_ASCII);
    json_decref(context);
    fputs(",\n\"benchmarks\": [", out);
    struct work work = {document, document->gather, out, true};
    bool is_whole = document->gather == NULL || write_cases(&work);
    fputs("\n]\n}\n", out);
    return is_whole;
}
