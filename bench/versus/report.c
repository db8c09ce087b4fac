/*
 * report.c - how long `headroom report` takes for a large results file, format by format: reading,
 * gathering with its bootstrap intervals, making the tables, writing. The file is made up, in the
 * shape of a run: per case one trial of counts, five of memory, thirty of time, all meters. With
 * --counts every case has its one trial of counts alone, so that each sample is a series of its
 * own.
 *
 *     versus-report                     10^6 samples, each format
 *     versus-report --samples 100000 --format csv
 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "meters/meter.h"
#include "report/format.h"
#include "report/inputs.h"
#include "report/report.h"
#include "results/record.h"

enum { POLICIES = 85, MALLOCS = 4, COLUMNS = 100, PATH_BYTES = 64 };

static const unsigned trials_of_lane[LANES] = {1, 5, 30};

/* What the command line asks for. */
struct request {
    size_t samples;
    const char *format; /* NULL: each */
    bool only_counts;
};

/* A file in the making. */
struct made {
    FILE *file;
    size_t samples, trials;
    uint64_t state;
};

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Between 0 and 1, the same ones each time. */
static double next_noise(struct made *made) {
    made->state = made->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(made->state >> 33) / (double)(UINT32_C(1) << 31);
}

static void put(struct made *made, enum record_kind kind, const char *const *fields, size_t count) {
    char line[RECORD_LINE_BYTES];
    size_t length = record_write(kind, fields, count, line, sizeof line);
    (void)fwrite(line, 1, length, made->file);
}

static void put_meters(struct made *made) {
    for (size_t i = 0; meter_at(i) != NULL; i++) {
        const struct meter *meter = meter_at(i);
        const char *const fields[] = {meter->name,
                                      meter->unit,
                                      meter_better_name(meter->better),
                                      meter_kind_name(meter->kind),
                                      "counts,memory,time",
                                      meter->where,
                                      meter->formula};
        put(made, RECORD_METER, fields, 7);
    }
}

static void put_trial(struct made *made, enum lane lane, unsigned repetition, const char *key) {
    char id[24], number[24], value[32];
    snprintf(id, sizeof id, "%zu", made->trials++);
    snprintf(number, sizeof number, "%u", repetition);
    const char *const trial[] = {id, lane_name(lane), number, id, key};
    put(made, RECORD_TRIAL, trial, 5);
    for (size_t i = 0; meter_at(i) != NULL; i++) {
        const struct meter *meter = meter_at(i);
        if ((meter->lanes & 1U << lane) == 0) {
            continue;
        }
        bool is_exact = meter->kind == METER_EXACT;
        snprintf(value, sizeof value, is_exact ? "%.0f" : "%.4f",
                 is_exact ? 1000.0 + (double)i : 100 * (1 + next_noise(made)));
        const char *const sample[] = {id, meter->name, "0", value};
        put(made, RECORD_SAMPLE, sample, 4);
        made->samples++;
    }
    const char *const outcome[] = {id, "ok", ""};
    put(made, RECORD_OUTCOME, outcome, 3);
}

static bool make_file(const char *path, const struct request *request, struct made *made) {
    *made = (struct made){.file = fopen(path, "w"), .state = 1};
    if (made->file == NULL) {
        return false;
    }
    const char *const header[] = {"headroom-results", "1"};
    put(made, RECORD_HEADER, header, 2);
    put_meters(made);
    for (size_t i = 0; made->samples < request->samples; i++) {
        char key[256];
        snprintf(key, sizeof key,
                 "structure=dynarray growth=policy-%zu allocator=heap malloc=malloc-%zu "
                 "workload=append element_bytes=8 length=%zu thp=never",
                 i % POLICIES, i / POLICIES % MALLOCS, 1000 * (1 + i / POLICIES / MALLOCS));
        for (int lane = 0; lane < (request->only_counts ? LANE_COUNTS + 1 : LANES); lane++) {
            for (unsigned j = 0; j < trials_of_lane[lane]; j++) {
                put_trial(made, (enum lane)lane, j, key);
            }
        }
    }
    bool is_whole = ferror(made->file) == 0;
    return fclose(made->file) == 0 && is_whole;
}

/* The seconds since *then, which becomes now. */
static double lap(double *then) {
    double before = *then;
    *then = seconds();
    return *then - before;
}

/* One format from the file to /dev/null, as the command does it; false without memory. */
static bool measure(const struct format *format, const char *path) {
    struct inputs inputs = {0};
    struct gather gather = {0};
    struct report report = {0};
    char *paths[] = {(char *)(uintptr_t)path};
    FILE *out = fopen("/dev/null", "w");
    double start = seconds();
    double then = start;
    bool is_whole = out != NULL && inputs_read(&inputs, paths, 1);
    double reading = lap(&then);
    is_whole = is_whole && gather_init(&gather, inputs.runs, inputs.run_count, NULL, 0);
    double gathering = lap(&then);
    const struct report_options options = {.width = COLUMNS};
    if (is_whole && format->wants == FORMAT_SHEETS) {
        is_whole = report_text(&gather, &options, &report);
    } else if (is_whole && format->wants == FORMAT_LONG) {
        is_whole = report_long(&gather, &options, &report);
    }
    double making = lap(&then);
    const struct document document = {.tables = report.tables,
                                      .table_count = report.count,
                                      .gather = &gather,
                                      .runs = inputs.documents,
                                      .run_count = inputs.run_count,
                                      .width = COLUMNS};
    is_whole = is_whole && format->write(&document, out) && fflush(out) == 0;
    double writing = lap(&then);
    report_clean_up(&report);
    gather_clean_up(&gather);
    inputs_clean_up(&inputs);
    double cleaning = lap(&then);
    printf("%-18s %8.3f %8.3f %8.3f %8.3f %8.3f %8.3f\n", format->name, reading, gathering, making,
           writing, cleaning, then - start);
    if (out != NULL) {
        (void)fclose(out);
    }
    return is_whole;
}

static bool parse(int argc, char **argv, struct request *request) {
    *request = (struct request){.samples = 1000000};
    for (int i = 1; i < argc; i++) {
        bool has_value = i + 1 < argc;
        if (strcmp(argv[i], "--counts") == 0) {
            request->only_counts = true;
        } else if (strcmp(argv[i], "--samples") == 0 && has_value) {
            request->samples = strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--format") == 0 && has_value && format_find(argv[i + 1])) {
            request->format = argv[++i];
        } else {
            fprintf(stderr, "usage: versus-report [--samples N] [--counts] [--format NAME]\n");
            return false;
        }
    }
    return request->samples > 0;
}

int main(int argc, char **argv) {
    struct request request;
    struct made made;
    char path[PATH_BYTES] = "/tmp/versus-report-XXXXXX";
    if (!parse(argc, argv, &request)) {
        return 2;
    }
    int descriptor = mkstemp(path);
    if (descriptor < 0 || close(descriptor) != 0 || !make_file(path, &request, &made)) {
        perror(path);
        return 3;
    }
    printf("%zu samples in %zu trials; seconds of CPU time\n\n", made.samples, made.trials);
    printf("%-18s %8s %8s %8s %8s %8s %8s\n", "format", "read", "gather", "tables", "write", "free",
           "all");
    bool is_whole = true;
    for (size_t i = 0; format_at(i) != NULL; i++) {
        if (request.format == NULL || strcmp(request.format, format_at(i)->name) == 0) {
            is_whole = measure(format_at(i), path) && is_whole;
        }
    }
    (void)unlink(path);
    return is_whole ? 0 : 3;
}
