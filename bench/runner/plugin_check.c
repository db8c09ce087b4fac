/*
 * plugin_check.c - the parent's end of plugin_check.h. What the child does not say any more,
 * because it is dead, follows from its last lines.
 */
#include "runner/plugin_check.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "contract/contract.h"
#include "plan/errors.h"
#include "results/record.h"
#include "runner/process.h"

enum { OUTPUT_BYTES = 4 << 20, ERRORS_BYTES = 4096, FIELDS = 4 };

#define DEADLINE_NS UINT64_C(30000000000)

_Static_assert((int)CONTRACT_MESSAGE_BYTES == (int)CASE_ERROR_BYTES, "one is copied to the other");

/* What the lines have said so far. */
struct hearing {
    const char *path;
    FILE *list;
    const char *structure, *settings, *verb; /* of the check under way; NULL: none */
    bool is_checking, has_ended;
    enum module_outcome outcome;
    const char *message;
    size_t passed;
};

static void take_module(struct hearing *hearing, char *const field[FIELDS]) {
    if (hearing->list != NULL) {
        fprintf(hearing->list, "plug-in '%s', version %s, from %s\n", field[1], field[2], field[3]);
    }
}

static void take_begin(struct hearing *hearing, char *const field[FIELDS]) {
    hearing->structure = field[1];
    hearing->settings = field[2];
    hearing->verb = "";
    hearing->is_checking = true;
    if (hearing->list != NULL) {
        fprintf(hearing->list, "%s%s%s: %s ... ", field[1], field[2][0] != '\0' ? " " : "",
                field[2], field[3]);
    }
}

static void take_pass(struct hearing *hearing) {
    hearing->passed++;
    hearing->is_checking = false;
    if (hearing->list != NULL) {
        fprintf(hearing->list, "passed\n");
    }
}

static void take_end(struct hearing *hearing, char *const field[FIELDS]) {
    uint64_t outcome;
    hearing->has_ended = record_count(field[1], &outcome) && outcome <= MODULE_NO_MEMORY;
    hearing->outcome = hearing->has_ended ? (enum module_outcome)outcome : MODULE_UNFIT;
    hearing->message = field[2];
}

static void take_line(struct hearing *hearing, char *line) {
    char *field[FIELDS] = {"", "", "", ""};
    for (int i = 0; i < FIELDS && line != NULL; i++) {
        field[i] = i + 1 < FIELDS ? strsep(&line, "\t") : line;
    }
    if (strcmp(field[0], "module") == 0) {
        take_module(hearing, field);
    } else if (strcmp(field[0], "begin") == 0) {
        take_begin(hearing, field);
    } else if (strcmp(field[0], "enter") == 0) {
        hearing->verb = field[1];
    } else if (strcmp(field[0], "pass") == 0) {
        take_pass(hearing);
    } else if (strcmp(field[0], "miss") == 0 && hearing->list != NULL) {
        fprintf(hearing->list, "%s: %s is not supported\n", field[1], field[2]);
    } else if (strcmp(field[0], "end") == 0) {
        take_end(hearing, field);
    }
}

static void hear(struct hearing *hearing, char *output) {
    for (char *line; (line = strsep(&output, "\n")) != NULL && output != NULL;) {
        take_line(hearing, line);
    }
}

/* "crashes (SIGSEGV)" */
static void say_end(const struct process_result *result, const struct plugin_check_options *options,
                    char *text, size_t bytes) {
    uint64_t deadline = options->deadline_ns > 0 ? options->deadline_ns : DEADLINE_NS;
    const char *name = result->end == PROCESS_KILLED ? sigabbrev_np(result->status) : NULL;
    switch (result->end) {
    case PROCESS_KILLED:
        (void)snprintf(text, bytes, "crashes (SIG%s)", name != NULL ? name : "?");
        break;
    case PROCESS_TIMED_OUT:
        (void)snprintf(text, bytes, "does not come back within %g s", (double)deadline / 1e9);
        break;
    case PROCESS_EXITED:
        (void)snprintf(text, bytes, "ends the process (exit status %d)", result->status);
        break;
    default:
        (void)snprintf(text, bytes, "cannot be followed any more");
    }
}

/* Where to look further, for those who have no list. */
static const char *hint(const struct plugin_check_options *options) {
    return options->list == NULL ? "; see 'headroom check-plugin'" : "";
}

/* The child is gone without its last line: where it was, and how it went. */
static void blame(const struct hearing *hearing, const struct process_result *result,
                  const struct plugin_check_options *options, const char *errors,
                  struct case_error *error) {
    char place[CONTRACT_MESSAGE_BYTES / 2] = "", end[64];
    int length;
    const char *words = process_last_words(errors, &length);
    say_end(result, options, end, sizeof end);
    if (hearing->structure != NULL) {
        contract_place(hearing->structure, hearing->settings, hearing->verb, place, sizeof place);
    }
    case_fail(error, "the plug-in '%s' breaks its contract: %s: %s%s%.*s%s", hearing->path,
              hearing->structure != NULL ? place : "it is opened", end, length > 0 ? ": " : "",
              length, words, hint(options));
}

static enum module_outcome judge(const struct hearing *hearing, const struct process_result *result,
                                 const struct plugin_check_options *options, const char *errors,
                                 struct case_error *error) {
    if (result->end == PROCESS_NOT_STARTED) {
        case_fail(error, "cannot start the check of the plug-in '%s': %s", hearing->path,
                  strerror(result->status));
        return MODULE_NO_MEMORY;
    }
    if (result->end == PROCESS_INTERRUPTED) {
        case_fail(error, "the check of the plug-in '%s' was interrupted", hearing->path);
        return MODULE_NO_MEMORY;
    }
    if (!hearing->has_ended || result->end != PROCESS_EXITED) {
        blame(hearing, result, options, errors, error);
        return MODULE_UNFIT;
    }
    if (hearing->outcome == MODULE_UNFIT && hearing->structure != NULL) {
        case_fail(error, "the plug-in '%s' breaks its contract: %s%s", hearing->path,
                  hearing->message, hint(options));
    } else {
        case_fail(error, "%s", hearing->message);
    }
    return hearing->outcome;
}

static void start(const char *path, const struct plugin_check_options *options, char *output,
                  char *errors, struct process_result *result) {
    const char *program = options->program != NULL ? options->program : process_own_program();
    const char *arguments[] = {program, "check-plugin", "--here", "--", path, NULL};
    const struct process_request request = {
        .program = program,
        .arguments = (char *const *)(uintptr_t)arguments,
        .environment = environ,
        .deadline_ns = options->deadline_ns > 0 ? options->deadline_ns : DEADLINE_NS,
        .output = output,
        .output_bytes = OUTPUT_BYTES,
        .errors = errors,
        .errors_bytes = ERRORS_BYTES};
    process_run(&request, result);
}

enum module_outcome plugin_check(const char *path, const struct plugin_check_options *options,
                                 struct case_error *error) {
    char errors[ERRORS_BYTES];
    struct process_result result;
    char *output = malloc(OUTPUT_BYTES); /* touched as far as it is needed */
    if (output == NULL) {
        case_fail(error, "there is not enough memory to check the plug-in '%s'", path);
        return MODULE_NO_MEMORY;
    }
    struct hearing hearing = {.path = path, .list = options->list, .message = ""};
    start(path, options, output, errors, &result);
    hear(&hearing, output);
    enum module_outcome outcome = judge(&hearing, &result, options, errors, error);
    if (options->list != NULL) {
        fprintf(options->list, "%s", hearing.is_checking ? "FAILED\n" : "");
        fprintf(options->list,
                outcome == MODULE_OPENED ? "all of %zu checks passed\n"
                                         : "refused after %zu checks passed\n",
                hearing.passed);
    }
    free(output);
    return outcome;
}
