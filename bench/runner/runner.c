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
#include "runner/process.h"
#include "runner/run.h"

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

/* Of the plug-in that the workers of a case open; NULL where they need none. */
static const struct plugin_stamp *plugin_of(const struct run *run, const struct plan_case *it) {
    const struct hr_adapter *adapter = it->a_case.adapter;
    return plugin_stamp_of(&run->stamps, adapter != NULL ? catalog_plugin_of(adapter->name) : NULL);
}

/* The command line of the worker; the same can be typed by hand. */
static void start_worker(const struct run *run, const struct plan_trial *trial,
                         struct process_result *result) {
    const struct plan_case *it = &run->options->plan->cases[trial->case_index];
    char id[NUMBER_BYTES], repetition[NUMBER_BYTES], limit[NUMBER_BYTES];
    spell(run->schedule.next_id, id);
    spell(trial->repetition, repetition);
    spell(run->options->memory_limit_bytes, limit);
    const struct plugin_stamp *plugin = plugin_of(run, it);
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
        progress_remark(run->progress, "%s%s%s: %s %u of '%s'", name,
                        answer.detail[0] != '\0' ? ": " : "", answer.detail, lane_name(trial->lane),
                        trial->repetition, key);
    } else if (!was_told(answer.detail)) {
        progress_remark(run->progress, "%s: %s", name, answer.detail);
    }
}

static bool fail_memory(struct run *run) {
    (void)snprintf(run->error->message, sizeof run->error->message,
                   "there is not enough memory for the runner itself");
    return false;
}

/* A trial that is not run: its outcome is known without. */
static bool is_decided(const struct run *run, const struct plan_case *it) {
    const struct plugin_stamp *plugin = plugin_of(run, it);
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

bool run_trial(struct run *run, size_t index) {
    const struct plan_trial *trial = &run->options->plan->trials[index];
    const struct plan_case *it = &run->options->plan->cases[trial->case_index];
    if (run->schedule.is_done[index]) {
        return true;
    }
    if (!is_decided(run, it)) {
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
    progress_step(run->progress, it->seconds[trial->lane]);
    return write_trial(run, trial);
}

double run_seconds_to_do(const struct run *run) {
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
    progress_begin(run->progress, run->options->messages, plan->trial_count - run->schedule.done,
                   run_seconds_to_do(run), run->options->is_quiet);
    process_interrupts_watch();
    for (size_t i = 0; i < plan->trial_count && is_well && process_interrupted() == 0; i++) {
        is_well = run_trial(run, i);
    }
    run->summary->signal = process_interrupted();
    process_interrupts_release();
    progress_end(run->progress);
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

/* What the options say of the header takes the place of what was read of the same key. */
static size_t add_headers(const struct runner_options *options, struct results_pair *pairs,
                          size_t count) {
    for (size_t i = 0; i < options->headers; i++) {
        size_t at = 0;
        while (at < count && strcmp(pairs[at].key, options->header[i].key) != 0) {
            at++;
        }
        pairs[at] = options->header[i];
        count += at == count;
    }
    return count;
}

static struct results_writer *open_results(struct run *run, struct results *finished) {
    static struct environment environment;
    const struct runner_options *options = run->options;
    struct results_pair
        pairs[PLAN_IDENTITIES + ENVIRONMENT_PAIRS + CATALOG_PLUGINS + FILE_NAMED + RUNNER_HEADERS];
    const struct plan_identity *identity = options->plan->identity;
    size_t count = 0;
    if (!plugin_stamps_take(&run->stamps, options->stand_in, run->error) ||
        !file_stamps_take(run->error)) {
        return NULL;
    }
    if (environment.pairs == 0) { /* once: both sides of a comparison stand in the same one */
        environment_read(&environment);
    }
    for (size_t i = 0; i < PLAN_IDENTITIES && identity[i].key != NULL; i++) {
        pairs[count++] = (struct results_pair){.key = (char *)(uintptr_t)identity[i].key,
                                               .value = (char *)(uintptr_t)identity[i].value};
    }
    for (size_t i = 0; i < environment.pairs; i++) {
        pairs[count++] = (struct results_pair){.key = (char *)(uintptr_t)environment.pair[i].key,
                                               .value = environment.pair[i].value};
    }
    count += plugin_stamps_write(&run->stamps, pairs + count);
    count += file_stamps_write(pairs + count);
    count = add_headers(options, pairs, count);
    return results_create(options->folder, pairs, count, options->resume, finished, run->error);
}

bool run_open(struct run *run) {
    struct results finished;
    const struct runner_options *options = run->options;
    *run->summary = (struct runner_summary){.trials = options->plan->trial_count};
    run->program = options->program != NULL ? options->program : process_own_program();
    run->writer = open_results(run, &finished);
    return run->writer != NULL && take_finished(run, &finished);
}

bool run_close(struct run *run, bool is_well) {
    struct results_error close_error;
    if (is_well && run->summary->signal == 0) {
        is_well = results_finish(run->writer, run->error);
    }
    if (run->schedule.plan != NULL) {
        schedule_clean_up(&run->schedule);
    }
    bool is_closed = results_close(run->writer, &close_error);
    if (is_well && !is_closed) {
        *run->error = close_error;
    }
    return is_well && is_closed;
}

bool runner_run(const struct runner_options *options, struct runner_summary *summary,
                struct results_error *error) {
    static struct run run;
    struct progress progress = {.out = NULL};
    run =
        (struct run){.options = options, .progress = &progress, .summary = summary, .error = error};
    (void)signal(SIGPIPE, SIG_IGN);
    return run_close(&run, run_open(&run) && run_trials(&run));
}
