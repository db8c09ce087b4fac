/*
 * options.c - getopt_long driven by a command's table, and the help made from the same table.
 */
#include "commands/options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "plan/number.h"
#include "words/shown.h"

enum { MOST_OPTIONS = 32, FIRST_LONG_ONLY = 256 };

#define MOST_DEADLINE_S 604800.0

/* The verb whose options are parsed, for messages about their values; "" before any. */
static const char *verb_parsed = "";

static bool is_letter(int id) {
    return id > 0 && id < 128 && isalnum(id);
}

static size_t count_rows(const struct option_row *rows) {
    size_t count = 0;
    while (rows != NULL && rows[count].name != NULL) {
        count++;
    }
    return count;
}

/* getopt's two tables out of ours; long options return FIRST_LONG_ONLY + their row. */
static void make_tables(const struct command *command, struct option *longs, char *shorts) {
    size_t rows = count_rows(command->options);
    *shorts++ = ':';
    *shorts++ = 'h';
    for (size_t i = 0; i < rows && i < MOST_OPTIONS; i++) {
        const struct option_row *row = &command->options[i];
        longs[i] =
            (struct option){.name = row->name,
                            .has_arg = row->argument != NULL ? required_argument : no_argument,
                            .val = FIRST_LONG_ONLY + (int)i};
        if (is_letter(row->id)) {
            *shorts++ = (char)row->id;
            if (row->argument != NULL) {
                *shorts++ = ':';
            }
        }
    }
    *shorts = '\0';
    longs[rows] = (struct option){.name = "help", .has_arg = no_argument, .val = 'h'};
    longs[rows + 1] = (struct option){0};
}

static const struct option_row *row_of(const struct command *command, int found) {
    if (found >= FIRST_LONG_ONLY) {
        return &command->options[found - FIRST_LONG_ONLY];
    }
    for (const struct option_row *row = command->options; row != NULL && row->name != NULL; row++) {
        if (row->id == found) {
            return row;
        }
    }
    return NULL;
}

static enum options_outcome wrong_option(const struct command *command, int found,
                                         char *const *argv) {
    const char *kind = found == ':' ? "needs a value" : "is unknown";
    if (optopt != 0 && optopt < FIRST_LONG_ONLY) {
        shown_print(stderr, "headroom %s: option '-%c' %s, see 'headroom %s --help'\n",
                    command->name, optopt, kind, command->name);
    } else {
        shown_print(stderr, "headroom %s: option '%s' %s, see 'headroom %s --help'\n",
                    command->name, argv[optind - 1], kind, command->name);
    }
    return OPTIONS_WRONG;
}

enum options_outcome options_parse(const struct command *command, int argc, char **argv,
                                   options_set_fn *set, void *context, int *first_word) {
    struct option longs[MOST_OPTIONS + 2];
    char shorts[3 + 2 * MOST_OPTIONS];
    make_tables(command, longs, shorts);
    verb_parsed = command->name;
    optind = 0;
    opterr = 0;
    int found;
    while ((found = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        if (found == 'h') {
            options_help(command, stdout);
            return OPTIONS_HELP;
        }
        const struct option_row *row = row_of(command, found);
        if (row == NULL) {
            return wrong_option(command, found, argv);
        }
        if (!set(context, row->id, row->argument != NULL ? optarg : NULL)) {
            return OPTIONS_WRONG;
        }
    }
    *first_word = optind;
    return OPTIONS_OK;
}

static void print_row(const struct option_row *row, FILE *out) {
    char left[64];
    int used = is_letter(row->id) ? snprintf(left, sizeof left, "-%c, ", row->id)
                                  : snprintf(left, sizeof left, "    ");
    snprintf(left + used, sizeof left - (size_t)used, "--%s%s%s", row->name,
             row->argument != NULL ? " " : "", row->argument != NULL ? row->argument : "");
    const char *line = row->help;
    while (line != NULL) {
        const char *end = strchr(line, '\n');
        int length = end != NULL ? (int)(end - line) : (int)strlen(line);
        fprintf(out, "  %-26s  %.*s\n", left, length, line);
        left[0] = '\0';
        line = end != NULL ? end + 1 : NULL;
    }
}

void options_help(const struct command *command, FILE *out) {
    static const struct option_row help = {.name = "help", .help = "print this", .id = 'h'};
    fprintf(out, "usage: headroom %s [OPTION...] %s\n\n%s\n\noptions:\n", command->name,
            command->synopsis, command->summary);
    for (const struct option_row *row = command->options; row != NULL && row->name != NULL; row++) {
        print_row(row, out);
    }
    print_row(&help, out);
    if (command->details != NULL) {
        fprintf(out, "\n%s", command->details);
    }
}

bool options_count(const char *what, const char *text, uint64_t least, uint64_t most,
                   uint64_t *value) {
    if (!number_count(text, value) || *value < least || *value > most) {
        shown_print(stderr, "headroom%s%s: %s '%s' is not a whole number from %llu to %llu\n",
                    verb_parsed[0] != '\0' ? " " : "", verb_parsed, what, text,
                    (unsigned long long)least, (unsigned long long)most);
        return false;
    }
    return true;
}

bool options_deadline(const char *verb, const char *text, uint64_t *deadline_ns) {
    char *end;
    errno = 0;
    double seconds = strtod(text, &end);
    if (end == text || *end != '\0' || errno != 0 || !(seconds >= 0.001) ||
        seconds > MOST_DEADLINE_S) {
        shown_print(stderr,
                    "headroom %s: deadline '%s' is not a number of seconds from 0.001 to %g\n",
                    verb, text, MOST_DEADLINE_S);
        return false;
    }
    *deadline_ns = (uint64_t)(seconds * 1e9);
    return true;
}

int options_finish_output(int status) {
    bool had_error = ferror(stdout) != 0;
    if (fflush(stdout) != 0 || had_error) {
        if (errno == EPIPE) { /* the reader has seen enough, as `| head` does */
            return EXIT_FILES;
        }
        shown_print(stderr, "headroom: cannot write to standard output: %s\n", strerror(errno));
        return EXIT_FILES;
    }
    return status;
}
