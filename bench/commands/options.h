/*
 * options.h - a verb of the program and its options: one table from which both the parsing and the
 * --help text come.
 *
 *     static const struct option_row options[] = {
 *         {.id = 'o', .name = "output", .argument = "DIR", .help = "folder for the results"},
 *         {.name = NULL}};
 *     const struct command command_run = {
 *         .name = "run", .synopsis = "[SUITE | KEY=VALUE...]", .summary = "measure",
 *         .details = "...", .options = options, .run = run};
 *
 * Every verb has -h, --help without saying so.
 */
#ifndef HEADROOM_BENCH_OPTIONS_H
#define HEADROOM_BENCH_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Exit statuses of the program. */
enum exit_code {
    EXIT_OK = 0, /* all is well: every trial ok, skipped, or unsupported without being named */
    EXIT_DIFFERENCE = 1, /* a difference, a budget exceeded, or a failed trial */
    EXIT_USAGE = 2,      /* wrong usage */
    EXIT_IMPOSSIBLE = 3, /* something named cannot be measured honestly here */
    EXIT_FILES = 4,      /* a file could not be read or written */
};

struct option_row {
    const char *name;     /* long name; NULL ends the table */
    const char *argument; /* what it takes, as shown in the help; NULL for none */
    const char *help;     /* one or more lines, separated by \n */
    int id;               /* given to `set`; a letter is also the short option */
};

struct command {
    const char *name;
    const char *synopsis; /* the arguments after the options */
    const char *summary;  /* one line for `headroom --help` */
    const char *details;  /* paragraphs and examples after the options */
    const struct option_row *options;
    int (*run)(int argc, char **argv); /* argv[0] is the verb; returns an exit_code */
};

enum options_outcome {
    OPTIONS_OK,
    OPTIONS_HELP,  /* the help was printed: return EXIT_OK */
    OPTIONS_WRONG, /* a message was printed: return EXIT_USAGE */
};

/* Takes one option's value (NULL for flags); false after printing what is wrong with it. */
typedef bool options_set_fn(void *context, int id, const char *value);

/*
 * Parses the options of a command; words may stand between them, `--` ends them. On OPTIONS_OK
 * argv[*first_word .. argc) are the words.
 */
enum options_outcome options_parse(const struct command *command, int argc, char **argv,
                                   options_set_fn *set, void *context, int *first_word);

/* Prints the help of a command. */
void options_help(const struct command *command, FILE *out);

/*
 * Whole number in [least, most] with nothing around it (1000, 1e6); false after printing a message
 * that names `what` and the verb whose options were parsed last.
 */
bool options_count(const char *what, const char *text, uint64_t least, uint64_t most,
                   uint64_t *value);

/* Seconds from a millisecond to a week, in nanoseconds; false after a message of this verb. */
bool options_deadline(const char *verb, const char *text, uint64_t *deadline_ns);

/* Flushes standard output; EXIT_FILES after a message when what was printed did not all get out. */
int options_finish_output(int status);

#endif
