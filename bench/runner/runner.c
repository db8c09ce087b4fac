/*
 * runner.c - see runner.h. The loop of the program: a trial is started, judged, held against its
 * case, and written, before the next one is looked at.
 */
#include "runner/runner.h"

#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plan/catalog.h"
#include "plan/file.h"
#include "platform/environment.h"
#include "runner/answer.h"
#include "runner/file_stamp.h"
#include "runner/plugin_stamp.h"
#include "runner/process.h"
#include "runner/progress.h"
#include "runner/schedule.h"

enum {
    OUTPUT_BYTES = 256 * 1024,
    ERRORS_BYTES = 4 * 1024,
    /* A value may grow fourfold when it is escaped anew, but not beyond a line. */
    LINES_BYTES = OUTPUT_BYTES + 2 * RECORD_LINE_BYTES,
    NUMBER_BYTES = 24
};

#define LEAST_DEADLINE_NS       UINT64_C(10000000000)
#define DEADLINE_PER_PREDICTION 10.0
#define MOST_DEADLINE_S         86400.0

static char output[OUTPUT_BYTES], errors[ERRORS_BYTES], lines[LINES_BYTES];
static struct answer answer;

struct run {
    const struct runner_options *options;
    const char *program;
    struct results_writer *writer;
    struct schedule schedule;
    struct progress progress;
    struct runner_summary *summary;
    struct results_error *error;
};

static void spell(uint64_t number, char text[NUMBER_BYTES]) {
    (void)snprintf(text, NUMBER_BYTES, "%" PRIu64, number);
}

static uint64_t deadline(const struct runner_options *options, double seconds) {
    double allowed = DEADLINE_PER_PREDICTION * seconds;
    if (options->deadline_ns > 0) {
        return options->deadline_ns;
    }
    allowed = allowed < MOST_DEADLINE_S ? allowed : MOST_DEADLINE_S;
    uint64_t allowed_ns = (uint64_t)(allowed > 0 ? allowed * 1e9 : 0);
    return allowed_ns > LEAST_DEADLINE_NS ? allowed_ns : LEAST_DEADLINE_NS;
}

static const struct catalog_plugin *plugin_of(const struct plan_case *it) {
    const struct hr_adapter *adapter = it->a_case.adapter;
    return adapter != NULL ? catalog_plugin_of(adapter->name) : NULL;
}

/* The command line of the worker; the same can be typed by hand. */
static void start_worker(const struct run *run, const struct plan_trial *trial,
                         struct process_result *result) {
    const struct plan_case *it = &run->options->plan->cases[trial->case_index];
    char id[NUMBER_BYTES], repetition[NUMBER_BYTES], limit[NUMBER_BYTES];
    spell(run->schedule.next_id, id);
    spell(trial->repetition, repetition);
    spell(run->options->memory_limit_bytes, limit);
    const struct catalog_plugin *plugin = plugin_of(it);
    const char *arguments[] = {run->program,
                               "worker",
                               "--trial",
                               id,
                               "--lane",
                               lane_name(trial->lane),
                               "--repetition",
                               repetition,
                               "--memory-limit",
                               limit,
                               it->key,
                               plugin != NULL ? "--plugin" : NULL,
                               plugin != NULL ? plugin->path : NULL,
                               NULL};
    struct process_request request = {.program = run->program,
                                      .arguments = (char *const *)(uintptr_t)arguments,
                                      .environment = environ,
                                      .deadline_ns =
                                          deadline(run->options, it->seconds[trial->lane]),
                                      .output = output,
                                      .output_bytes = sizeof output,
                                      .errors = errors,
                                      .errors_bytes = sizeof errors};
    process_run(&request, result);
}

/* An exact value that is not the case's makes the trial wrong. False without memory. */
static bool hold_against_case(struct run *run, const struct plan_trial *trial) {
    struct agreement *agreement = &run->schedule.agreements[trial->case_index];
    for (size_t i = 0; i < answer.samples && answer.outcome == OUTCOME_OK; i++) {
        const struct answer_sample *sample = &answer.sample[i];
        const char *known;
        enum agreement_verdict verdict =
            agreement_check(agreement, sample->meter, sample->step, sample->value, &known);
        if (verdict == AGREEMENT_NO_MEMORY) {
            return false;
        }
        if (verdict == AGREEMENT_DIFFERS) {
            answer.outcome = OUTCOME_WRONG;
            (void)snprintf(answer.detail, sizeof answer.detail,
                           "%s is %s here, %s in an earlier trial of the case", sample->meter->name,
                           sample->value, known);
        }
    }
    return true;
}

/* Writes a line behind `used`; 0 when it does not fit. */
static size_t add_line(size_t used, enum record_kind kind, const char *const *field,
                       size_t fields) {
    return record_write(kind, field, fields, lines + used, sizeof lines - used);
}

/* All lines of the trial; returns their length, 0 when they do not fit. */
static size_t make_lines(const struct run *run, const struct plan_trial *trial) {
    char id[NUMBER_BYTES], repetition[NUMBER_BYTES], order[NUMBER_BYTES], step[NUMBER_BYTES];
    spell(run->schedule.next_id, id);
    spell(trial->repetition, repetition);
    spell(run->schedule.next_order, order);
    const char *const head[] = {id, lane_name(trial->lane), repetition, order,
                                run->options->plan->cases[trial->case_index].key};
    size_t used = add_line(0, RECORD_TRIAL, head, 5);
    bool fits = used > 0;
    for (size_t i = 0; i < answer.samples && fits; i++) {
        const struct answer_sample *sample = &answer.sample[i];
        spell(sample->step, step);
        const char *const fields[] = {id, sample->meter->name, step, sample->value};
        size_t length = add_line(used, RECORD_SAMPLE, fields, 4);
        fits = length > 0;
        used += length;
    }
    const char *const tail[] = {id, outcome_name(answer.outcome), answer.detail};
    size_t length = fits ? add_line(used, RECORD_OUTCOME, tail, 3) : 0;
    return length > 0 ? used + length : 0;
}

static bool write_trial(struct run *run, const struct plan_trial *trial) {
    size_t used = make_lines(run, trial);
    if (used == 0) {
        answer.outcome = OUTCOME_GARBLED;
        answer.samples = 0;
        (void)snprintf(answer.detail, sizeof answer.detail, "the samples do not fit");
        used = make_lines(run, trial);
    }
    run->schedule.next_id++;
    run->schedule.next_order++;
    run->summary->outcomes[answer.outcome]++;
    return results_append(run->writer, lines, used, run->error);
}

/* Whether this reason was told already; the first few reasons are remembered. */
static bool was_told(const char *reason) {
    enum { REMEMBERED = 8 };
    static char told[REMEMBERED][ANSWER_DETAIL_BYTES];
    for (size_t i = 0; i < REMEMBERED; i++) {
        if (told[i][0] == '\0') {
            (void)snprintf(told[i], sizeof told[i], "%s", reason);
            return false;
        }
        if (strcmp(told[i], reason) == 0) {
            return true;
        }
    }
    return false;
}

/* Failures are told at once; why something is not supported, once; what is skipped, in the end. */
static void tell(struct run *run, const struct plan_trial *trial) {
    const char *key = run->options->plan->cases[trial->case_index].key;
    const char *name = outcome_name(answer.outcome);
    if (answer.outcome == OUTCOME_OK || answer.outcome == OUTCOME_SKIPPED) {
        return;
    }
    if (answer.outcome != OUTCOME_UNSUPPORTED) {
        progress_remark(&run->progress, "%s%s%s: %s %u of '%s'", name,
                        answer.detail[0] != '\0' ? ": " : "", answer.detail, lane_name(trial->lane),
                        trial->repetition, key);
    } else if (!was_told(answer.detail)) {
        progress_remark(&run->progress, "%s: %s", name, answer.detail);
    }
}

static bool fail_memory(struct run *run) {
    (void)snprintf(run->error->message, sizeof run->error->message,
                   "there is not enough memory for the runner itself");
    return false;
}

/* A trial that is not run: its outcome is known without. */
static bool is_decided(const struct plan_case *it) {
    const struct catalog_plugin *plugin = plugin_of(it);
    answer.samples = 0;
    if (it->skip[0] != '\0') {
        answer.outcome = OUTCOME_SKIPPED;
        (void)snprintf(answer.detail, sizeof answer.detail, "%s", it->skip);
        return true;
    }
    if (plugin != NULL && !plugin_stamp_holds(plugin)) {
        answer.outcome = OUTCOME_FAILED;
        (void)snprintf(answer.detail, sizeof answer.detail,
                       "the plug-in '%.300s' has changed since the run began", plugin->path);
        return true;
    }
    const char *changed = file_stamp_broken(&it->a_case);
    if (changed != NULL) {
        answer.outcome = OUTCOME_FAILED;
        (void)snprintf(answer.detail, sizeof answer.detail,
                       "the file '%.300s' has changed since the run began", changed);
        return true;
    }
    return false;
}

/* False when the run cannot go on; an interrupted trial leaves no trace. */
static bool run_trial(struct run *run, const struct plan_trial *trial) {
    const struct plan_case *it = &run->options->plan->cases[trial->case_index];
    if (!is_decided(it)) {
        struct process_result result;
        start_worker(run, trial, &result);
        if (result.end == PROCESS_INTERRUPTED) {
            return true;
        }
        answer_judge(&result, run->schedule.next_id, trial->lane, output, errors, &answer);
        if (!hold_against_case(run, trial)) {
            return fail_memory(run);
        }
    }
    tell(run, trial);
    progress_step(&run->progress, it->seconds[trial->lane]);
    return write_trial(run, trial);
}

static double seconds_to_do(const struct run *run) {
    const struct plan *plan = run->options->plan;
    double seconds = 0;
    for (size_t i = 0; i < plan->trial_count; i++) {
        const struct plan_trial *trial = &plan->trials[i];
        seconds +=
            run->schedule.is_done[i] ? 0 : plan->cases[trial->case_index].seconds[trial->lane];
    }
    return seconds;
}

static bool run_trials(struct run *run) {
    const struct plan *plan = run->options->plan;
    bool is_well = true;
    progress_begin(&run->progress, run->options->messages, plan->trial_count - run->schedule.done,
                   seconds_to_do(run), run->options->is_quiet);
    process_interrupts_watch();
    for (size_t i = 0; i < plan->trial_count && is_well && process_interrupted() == 0; i++) {
        is_well = run->schedule.is_done[i] || run_trial(run, &plan->trials[i]);
    }
    run->summary->signal = process_interrupted();
    process_interrupts_release();
    progress_end(&run->progress);
    return is_well;
}

/* Takes over what is in the file, then lets go of it: the run itself stays small. */
static bool take_finished(struct run *run, struct results *finished) {
    bool is_taken = schedule_init(&run->schedule, run->options->plan) &&
                    schedule_take(&run->schedule, finished);
    results_clean_up(finished);
    if (!is_taken) {
        return fail_memory(run);
    }
    run->summary->kept = run->schedule.done;
    memcpy(run->summary->outcomes, run->schedule.outcomes, sizeof run->summary->outcomes);
    return true;
}

static struct results_writer *open_results(const struct runner_options *options,
                                           struct results *finished, struct results_error *error) {
    static struct environment environment;
    struct results_pair pairs[PLAN_IDENTITIES + ENVIRONMENT_PAIRS + CATALOG_PLUGINS + FILE_NAMED];
    const struct plan_identity *identity = options->plan->identity;
    size_t count = 0;
    if (!plugin_stamps_take(error) || !file_stamps_take(error)) {
        return NULL;
    }
    environment_read(&environment);
    for (size_t i = 0; i < PLAN_IDENTITIES && identity[i].key != NULL; i++) {
        pairs[count++] = (struct results_pair){.key = (char *)(uintptr_t)identity[i].key,
                                               .value = (char *)(uintptr_t)identity[i].value};
    }
    for (size_t i = 0; i < environment.pairs; i++) {
        pairs[count++] = (struct results_pair){.key = (char *)(uintptr_t)environment.pair[i].key,
                                               .value = environment.pair[i].value};
    }
    count += plugin_stamps_write(pairs + count);
    count += file_stamps_write(pairs + count);
    return results_create(options->folder, pairs, count, options->resume, finished, error);
}

bool runner_run(const struct runner_options *options, struct runner_summary *summary,
                struct results_error *error) {
    struct results finished;
    struct run run = {.options = options, .summary = summary, .error = error};
    *summary = (struct runner_summary){.trials = options->plan->trial_count};
    run.program = options->program != NULL ? options->program : process_own_program();
    (void)signal(SIGPIPE, SIG_IGN);
    run.writer = open_results(options, &finished, error);
    if (run.writer == NULL) {
        return false;
    }
    bool is_well = take_finished(&run, &finished) && run_trials(&run);
    is_well = is_well && (summary->signal != 0 || results_finish(run.writer, error));
    schedule_clean_up(&run.schedule);
    struct results_error close_error;
    bool is_closed = results_close(run.writer, &close_error);
    if (is_well && !is_closed) {
        *error = close_error;
    }
    return is_well && is_closed;
}
