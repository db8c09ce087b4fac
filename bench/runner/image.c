/*
 * image.c - the measured image: one process, one trial, one outcome.
 *
 *     headroom-image --trial ID --lane LANE --repetition N CASE-KEY [--plugin FILE]
 *
 * Started by the worker's first stage, which has set limits, environment and preloads. Opens the
 * adapter, runs the workload in its lane, prints sample lines and an outcome in the results format
 * on standard output, and leaves by _exit: nothing that a library does at exit belongs to the
 * trial.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plan/catalog.h"
#include "platform/malloc.h"
#include "results/record.h"
#include "runner/lanes.h"

enum { LINES_BYTES = 64 * 1024 };

struct image_arguments {
    const char *trial, *key, *plugin;
    enum lane lane;
};

static char lines[LINES_BYTES];

/* Writes all of it; false when standard output is gone. */
static bool write_all(const char *text, size_t bytes) {
    while (bytes > 0) {
        ssize_t written = write(STDOUT_FILENO, text, bytes);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        text += written;
        bytes -= (size_t)written;
    }
    return true;
}

/* The last line of a trial, with all that was sampled before it. */
_Noreturn static void leave(struct sample_sink *sink, enum outcome_kind kind, const char *detail) {
    if (sink->is_full) {
        kind = OUTCOME_FAILED;
        detail = "the samples did not fit into the worker's buffer";
        sink->used = 0;
    }
    const char *const fields[] = {sink->trial, outcome_name(kind), detail};
    sink->used +=
        record_write(RECORD_OUTCOME, fields, 3, sink->lines + sink->used, sink->bytes - sink->used);
    _exit(write_all(sink->lines, sink->used) ? 0 : 4);
}

_Noreturn static void usage(const char *problem) {
    fprintf(stderr,
            "headroom-image: %s; it is started by 'headroom worker', which see for its use\n",
            problem);
    _exit(2);
}

static struct image_arguments parse_arguments(int argc, char **argv) {
    struct image_arguments arguments = {.trial = "0", .lane = LANE_COUNTS};
    for (int i = 1; i < argc; i++) {
        bool has_value = i + 1 < argc;
        if (strcmp(argv[i], "--trial") == 0 && has_value) {
            arguments.trial = argv[++i];
        } else if (strcmp(argv[i], "--repetition") == 0 && has_value) {
            i++; /* for people who read process lists: it changes nothing here */
        } else if (strcmp(argv[i], "--plugin") == 0 && has_value) {
            arguments.plugin = argv[++i];
        } else if (strcmp(argv[i], "--lane") == 0 && has_value) {
            if (!lane_find(argv[++i], &arguments.lane)) {
                usage("unknown lane");
            }
        } else if (arguments.key == NULL && argv[i][0] != '-') {
            arguments.key = argv[i];
        } else {
            usage("wrong arguments");
        }
    }
    if (arguments.key == NULL) {
        usage("no case");
    }
    return arguments;
}

/* Resolves everything by name before the region. */
static void open_trial(const struct bench_case *a_case, struct trial *trial) {
    trial->a_case = a_case;
    trial->allocator = hr_allocator_find(a_case->allocator);
    static struct hr_growth_named growth;
    trial->config.growth = hr_growth_parse(a_case->growth, &growth);
    case_settings(a_case, trial->settings);
    trial->config.settings = trial->settings;
    const char *thp = hr_setting_text(trial->settings, "thp");
    hr_allocator_prefer_huge_pages(thp != NULL && strcmp(thp, "never") != 0);
    if (trial->allocator != NULL) {
        hr_counting_allocator_init(&trial->counting, trial->allocator);
    }
}

/* What the workload works with in every life, before the first. */
static enum hr_status make_input(struct trial *trial) {
    const struct workload *workload = trial->a_case->workload;
    return workload->make_input != NULL ? workload->make_input(trial->settings, &trial->input)
                                        : HR_OK;
}

/* The malloc that answers must be the one that the case names: otherwise nothing is measured. */
static void verify_malloc(const struct bench_case *a_case, struct measurement *measurement,
                          struct sample_sink *sink) {
    char detail[256];
    const struct malloc_kind *named =
        malloc_kind_find(a_case->malloc, strcspn(a_case->malloc, ":"));
    const struct malloc_kind *found = measurement->tracer.next != NULL
                                          ? malloc_kind_of_path(measurement->tracer.next())
                                          : malloc_in_force();
    if (named == NULL || found != named) {
        (void)snprintf(detail, sizeof detail, "malloc '%s' is not in force, '%s' answers",
                       a_case->malloc, found != NULL ? found->name : "another");
        leave(sink, OUTCOME_UNSUPPORTED, detail);
    }
    if (measurement->lane == LANE_COUNTS && measurement->tracer.read == NULL) {
        leave(sink, OUTCOME_UNSUPPORTED, "the tracer is not loaded, which the counts lane needs");
    }
    measurement->malloc_is_glibc = strcmp(found->name, "glibc") == 0;
}

static void emit(const struct measurement *measurement, struct sample_sink *sink) {
    meters_contents_emit(measurement, sink);
    meters_blocks_emit(measurement, sink);
    switch (measurement->lane) {
    case LANE_COUNTS:
        meters_mallocs_emit(measurement, sink);
        break;
    case LANE_MEMORY:
        meters_resident_emit(measurement, sink);
        break;
    default:
        meters_clocks_emit(measurement, sink);
    }
}

_Noreturn static void leave_failed(struct sample_sink *sink, enum hr_status status) {
    enum outcome_kind kind = status == HR_NO_MEMORY     ? OUTCOME_NO_MEMORY
                             : status == HR_UNSUPPORTED ? OUTCOME_UNSUPPORTED
                                                        : OUTCOME_FAILED;
    leave(sink, kind, hr_status_name(status));
}

/* What the workload states, held against what came out. */
_Noreturn static void leave_checked(const struct trial *trial,
                                    const struct measurement *measurement,
                                    struct sample_sink *sink) {
    char detail[128];
    uint64_t expected;
    uint64_t found = measurement->result.checksum;
    if (measurement->result.is_broken) {
        leave(sink, OUTCOME_WRONG, "the structure is not valid any more, as it says itself");
    }
    if (!trial->a_case->adapter->is_null &&
        trial->a_case->workload->expect(trial->settings, &expected) && found != expected) {
        (void)snprintf(detail, sizeof detail, "checksum %llu, expected %llu",
                       (unsigned long long)found, (unsigned long long)expected);
        leave(sink, OUTCOME_WRONG, detail);
    }
    leave(sink, OUTCOME_OK, "");
}

int main(int argc, char **argv) {
    static struct bench_case a_case;
    static struct trial trial;
    static struct measurement measurement;
    static enum hr_status (*const run[LANES])(struct trial *, struct measurement *) = {
        lane_counts, lane_memory, lane_time};
    struct image_arguments arguments = parse_arguments(argc, argv);
    struct sample_sink sink = {.trial = arguments.trial, .lines = lines, .bytes = sizeof lines};
    struct case_error error;
    if ((arguments.plugin != NULL &&
         catalog_add_plugin(arguments.plugin, &error) != MODULE_OPENED) ||
        !case_parse(arguments.key, &a_case, &error)) {
        leave(&sink, OUTCOME_UNSUPPORTED, error.message);
    }
    measurement.lane = arguments.lane;
    open_trial(&a_case, &trial);
    meters_mallocs_find(&measurement.tracer);
    verify_malloc(&a_case, &measurement, &sink);
    enum hr_status status = make_input(&trial);
    if (status == HR_OK) {
        status = run[arguments.lane](&trial, &measurement);
    }
    if (status != HR_OK) {
        leave_failed(&sink, status);
    }
    emit(&measurement, &sink);
    leave_checked(&trial, &measurement, &sink);
}
