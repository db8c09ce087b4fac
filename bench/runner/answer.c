/*
 * answer.c - see answer.h. A worker is not trusted: it may be broken, and what it measures may be.
 */
#include "runner/answer.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <headroom/attributes.h>

enum { SHOWN_BYTES = 200 };

HR_PRINTF(3, 4)
static void conclude(struct answer *answer, enum outcome_kind outcome, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(answer->detail, sizeof answer->detail, format, arguments);
    va_end(arguments);
    answer->outcome = outcome;
    answer->samples = 0;
}

/* "exit status 3: cannot open ..." */
HR_PRINTF(4, 5)
static void conclude_with_words(struct answer *answer, enum outcome_kind outcome,
                                const char *errors, const char *format, ...) {
    char what[SHOWN_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    int length;
    const char *words = process_last_words(errors, &length);
    conclude(answer, outcome, "%s%s%.*s", what, length > 0 ? ": " : "", length, words);
}

static void conclude_signal(struct answer *answer, int signal, const char *errors) {
    const char *name = sigabbrev_np(signal);
    conclude_with_words(answer, OUTCOME_CRASHED, errors, "SIG%s%s", name != NULL ? name : "?",
                        signal == SIGKILL ? ", perhaps by the kernel for lack of memory" : "");
}

/* False when the way it ended decides already. */
static bool ended_well(const struct process_result *result, const char *errors,
                       struct answer *answer) {
    switch (result->end) {
    case PROCESS_EXITED:
        break;
    case PROCESS_KILLED:
        conclude_signal(answer, result->status, errors);
        return false;
    case PROCESS_TIMED_OUT:
        conclude(answer, OUTCOME_TIMED_OUT, "after %.3g s", (double)result->wall_ns / 1e9);
        return false;
    case PROCESS_FLOODED:
        conclude(answer, OUTCOME_GARBLED, "more than %zu bytes of output", result->output_bytes);
        return false;
    case PROCESS_NOT_STARTED:
        conclude(answer, OUTCOME_FAILED, "cannot be started: %s", strerror(result->status));
        return false;
    case PROCESS_INTERRUPTED:
        conclude(answer, OUTCOME_FAILED, "interrupted");
        return false;
    }
    if (result->output_has_zeros) {
        conclude(answer, OUTCOME_GARBLED, "there are zero bytes in the output");
    } else if (result->status != 0) {
        conclude_with_words(answer, OUTCOME_FAILED, errors, "exit status %d", result->status);
    }
    return !result->output_has_zeros && result->status == 0;
}

static const char *add_sample(struct answer *answer, const struct record *record, enum lane lane) {
    struct answer_sample sample = {.meter = meter_find(record->field[1]),
                                   .value = record->field[3]};
    if (sample.meter == NULL || (sample.meter->lanes & (1U << lane)) == 0) {
        return "the meter is not one of this lane";
    }
    if (!record_count(record->field[2], &sample.step) || answer->samples == ANSWER_SAMPLES) {
        return "there are too many samples";
    }
    for (size_t i = 0; i < answer->samples; i++) {
        const struct answer_sample *other = &answer->sample[i];
        if (other->meter == sample.meter && sample.step <= other->step) {
            return "the sample stands there twice or out of order";
        }
    }
    answer->sample[answer->samples++] = sample;
    return NULL;
}

/* Other outcomes are the runner's to give. */
static bool may_say(enum outcome_kind outcome) {
    return outcome == OUTCOME_OK || outcome == OUTCOME_UNSUPPORTED || outcome == OUTCOME_WRONG ||
           outcome == OUTCOME_NO_MEMORY || outcome == OUTCOME_FAILED;
}

static const char *set_outcome(struct answer *answer, const struct record *record) {
    (void)outcome_find(record->field[1], &answer->outcome);
    (void)snprintf(answer->detail, sizeof answer->detail, "%s", record->field[2]);
    return may_say(answer->outcome) ? NULL : "a worker cannot say that of itself";
}

/* What is wrong with one line, or NULL. */
static const char *take_line(struct answer *answer, char *line, uint64_t trial, enum lane lane,
                             bool *has_outcome) {
    struct record record;
    uint64_t id;
    const char *wrong = record_parse(line, &record);
    if (wrong != NULL) {
        return wrong;
    }
    if (record.kind != RECORD_SAMPLE && record.kind != RECORD_OUTCOME) {
        return "a worker prints samples and an outcome only";
    }
    if (!record_count(record.field[0], &id) || id != trial) {
        return "it is of another trial";
    }
    if (*has_outcome) {
        return "it comes after the outcome";
    }
    *has_outcome = record.kind == RECORD_OUTCOME;
    return *has_outcome ? set_outcome(answer, &record) : add_sample(answer, &record, lane);
}

/* A trial without its checksum has shown nothing of what it did. */
static bool has_checksum(const struct answer *answer) {
    for (size_t i = 0; i < answer->samples; i++) {
        if (strcmp(answer->sample[i].meter->name, "checksum") == 0) {
            return true;
        }
    }
    return false;
}

static void judge_lines(uint64_t trial, enum lane lane, char *output, const char *errors,
                        struct answer *answer) {
    bool has_outcome = false;
    for (char *line = output; *line != '\0';) {
        char shown[SHOWN_BYTES];
        char *end = strchr(line, '\n');
        if (end != NULL) {
            *end = '\0';
        }
        (void)snprintf(shown, sizeof shown, "%s", line);
        const char *wrong = end != NULL ? take_line(answer, line, trial, lane, &has_outcome)
                                        : "the line is cut off";
        if (wrong != NULL) {
            conclude(answer, OUTCOME_GARBLED, "%s: %s", wrong, shown);
            return;
        }
        line = end + 1;
    }
    if (!has_outcome) {
        conclude_with_words(answer, OUTCOME_FAILED, errors,
                            "ended without an outcome, exit status 0");
    } else if (answer->outcome == OUTCOME_OK && !has_checksum(answer)) {
        conclude(answer, OUTCOME_GARBLED, "the worker says ok without a checksum");
    } else if (answer->outcome != OUTCOME_OK && answer->outcome != OUTCOME_WRONG) {
        answer->samples = 0;
    }
}

void answer_judge(const struct process_result *result, uint64_t trial, enum lane lane, char *output,
                  const char *errors, struct answer *answer) {
    answer->samples = 0;
    answer->outcome = OUTCOME_FAILED;
    answer->detail[0] = '\0';
    if (ended_well(result, errors, answer)) {
        judge_lines(trial, lane, output, errors, answer);
    }
}
