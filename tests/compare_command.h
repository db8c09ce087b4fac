/*
 * compare_command.h - runs `headroom compare` on made-up runs in a folder of their own, for the
 * tests of that verb. Include it after cmocka.h and what cmocka.h needs.
 */
#ifndef HEADROOM_TEST_COMPARE_COMMAND_H
#define HEADROOM_TEST_COMPARE_COMMAND_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/options.h"
#include "synthetic_run.h"

extern const struct command command_compare;

enum { OUTPUT_BYTES = 1 << 16, MOST_WORDS = 16 };

#define KEY(growth, malloc)                                                                        \
    "structure=dynarray growth=" growth " allocator=heap malloc=" malloc                           \
    " workload=append element_bytes=8 length=1000"

static char folder[] = "/tmp/headroom-compare-XXXXXX";
static char output[OUTPUT_BYTES], errors[OUTPUT_BYTES];

static inline int enter_folder(void **state) {
    (void)state;
    return mkdtemp(folder) != NULL && chdir(folder) == 0 ? 0 : -1;
}

static inline int leave_folder(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static inline int divert(const char *path, int which) {
    FILE *file = fopen(path, "w+");
    assert_non_null(file);
    int kept = dup(which);
    assert_true(kept >= 0 && dup2(fileno(file), which) == which);
    assert_int_equal(fclose(file), 0);
    return kept;
}

static inline void release(const char *path, int which, int kept, char text[OUTPUT_BYTES]) {
    assert_int_equal(dup2(kept, which), which);
    (void)close(kept);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, OUTPUT_BYTES - 1, file)] = '\0';
    assert_int_equal(fclose(file), 0);
}

/* Runs `headroom compare` with words separated by spaces; fills output and errors. */
static inline int compare(const char *words) {
    char copy[1024];
    char *argv[MOST_WORDS + 2] = {(char *)(uintptr_t) "compare"};
    int argc = 1;
    char *rest = NULL;
    snprintf(copy, sizeof copy, "%s", words);
    for (char *word = strtok_r(copy, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        assert_true(argc <= MOST_WORDS);
        argv[argc++] = word;
    }
    (void)fflush(NULL);
    int out = divert("output", STDOUT_FILENO);
    int err = divert("errors", STDERR_FILENO);
    int status = command_compare.run(argc, argv);
    (void)fflush(NULL);
    release("output", STDOUT_FILENO, out, output);
    release("errors", STDERR_FILENO, err, errors);
    return status;
}

static inline void says(const char *text, const char *part) {
    if (strstr(text, part) == NULL) {
        fail_msg("'%s' is not in:\n%s", part, text);
    }
}

/* What a made-up run has; all 0: the same run each time. */
struct recipe {
    const char *cpu, *jemalloc, *commit, *group, *flags; /* of the header */
    int calls, bytes, faults;                            /* more than usual */
    int percent;                                         /* more time */
    bool has_failure;
    bool has_addition_failed; /* one more case, which failed */
    bool is_cut;              /* in its second trial */
    const char *build_ns;     /* that alone */
};

static inline void header(struct synthetic *run, const char *key, const char *value,
                          const char *usual_value) {
    const char *const fields[] = {key, value == NULL ? usual_value : value};
    if (fields[1] != NULL) {
        synthetic_record(run, RECORD_ENV, fields, 2);
    }
}

static inline struct synthetic open_run(const char *path, struct recipe recipe) {
    struct synthetic run = {.file = fopen(path, "w"), .noise = 1};
    const char *const first[] = {"headroom-results", "1"};
    assert_non_null(run.file);
    synthetic_record(&run, RECORD_HEADER, first, 2);
    header(&run, "cpu", recipe.cpu, "a CPU");
    header(&run, "malloc_jemalloc", recipe.jemalloc, "5.3");
    header(&run, "commit", recipe.commit, "abc");
    header(&run, "flags", recipe.flags, "-O2");
    header(&run, "pair_group", recipe.group, NULL);
    synthetic_meters(&run);
    return run;
}

static inline void trial(struct synthetic *run, enum lane lane, unsigned repetition,
                         const char *key, const char *meter, const char *value) {
    synthetic_trial(run, lane, repetition, key);
    synthetic_sample(run, meter, value);
    synthetic_outcome(run, OUTCOME_OK, "");
}

static inline void write_run(const char *path, struct recipe recipe) {
    struct synthetic run = open_run(path, recipe);
    char value[32];
    snprintf(value, sizeof value, "%d", 50 + recipe.calls);
    trial(&run, LANE_COUNTS, 0, KEY("java", "glibc"), "block_calls", value);
    if (recipe.is_cut) {
        synthetic_trial(&run, LANE_COUNTS, 0, KEY("rust", "glibc"));
        synthetic_close(&run);
        return;
    }
    if (recipe.has_addition_failed) {
        synthetic_trial(&run, LANE_COUNTS, 0, KEY("chunky", "glibc"));
        synthetic_outcome(&run, OUTCOME_NO_MEMORY, "the limit is 1 MB");
    }
    if (recipe.build_ns != NULL) {
        trial(&run, LANE_TIME, 0, KEY("java", "glibc"), "build_ns", recipe.build_ns);
        synthetic_close(&run);
        return;
    }
    snprintf(value, sizeof value, "%d", 8192 + recipe.bytes);
    trial(&run, LANE_COUNTS, 0, KEY("rust", "glibc"), "block_peak_live_bytes", value);
    for (unsigned i = 0; i < 6; i++) {
        snprintf(value, sizeof value, "%d", 100 + recipe.faults);
        trial(&run, LANE_MEMORY, i, KEY("java", "glibc"), "minor_faults", value);
    }
    for (unsigned i = 0; i < 30; i++) {
        double time = (10 + i % 7) * (1 + recipe.percent / 100.0);
        snprintf(value, sizeof value, "%.6f", time * (1 + 0.001 * synthetic_noise(&run)));
        trial(&run, LANE_TIME, i, KEY("java", "glibc"), "build_ns", value);
    }
    synthetic_trial(&run, LANE_COUNTS, 0, KEY("msvc", "glibc"));
    synthetic_outcome(&run, recipe.has_failure ? OUTCOME_CRASHED : OUTCOME_OK,
                      recipe.has_failure ? "signal 11" : "");
    synthetic_close(&run);
}

static inline void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

#endif
