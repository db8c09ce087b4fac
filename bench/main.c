/*
 * main.c - parse, dispatch, map to an exit status. The verbs are in commands/.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "commands/options.h"
#include "words/guard.h"
#include "words/shown.h"

#define HR_COMMAND(file, symbol) extern const struct command symbol;
#include "commands/commands.def"
#undef HR_COMMAND

static const struct command *const commands[] = {
#define HR_COMMAND(file, symbol) &symbol,
#include "commands/commands.def"
#undef HR_COMMAND
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void print_help(FILE *out) {
    fprintf(out, "headroom: where did the memory go?\n\n"
                 "usage: headroom COMMAND [OPTION...] [ARGUMENT...]\n\ncommands:\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        fprintf(out, "  %-12s  %s\n", commands[i]->name, commands[i]->summary);
    }
    fprintf(out,
            "\n'headroom COMMAND --help' tells more. Start with:\n\n"
            "  headroom growth cpython-3.9 libstdcxx     the capacity curves, nothing measured\n"
            "  headroom run --output first               measure the quick suite\n"
            "  headroom report first                     read it\n"
            "  headroom plot first                       look at it\n\n"
            "exit status: 0 all is well; 1 a trial failed or differs; 2 wrong usage;\n"
            "3 something named cannot be measured here; 4 a file could not be read or written\n");
}

static const struct command *find_command(const char *name) {
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            return commands[i];
        }
    }
    shown_print(stderr, "headroom: unknown command '%s', see 'headroom --help'\n", name);
    return NULL;
}

/* `help` is of the whole, `help COMMAND` what `COMMAND --help` prints. */
static int help(int argc, char **argv) {
    if (argc > 2) {
        shown_print(stderr, "headroom: help is of one command at a time, not of '%s' too\n",
                    argv[2]);
        return EXIT_USAGE;
    }
    const struct command *command = argc == 2 ? find_command(argv[1]) : NULL;
    if (argc == 2 && command == NULL) {
        return EXIT_USAGE;
    }
    if (command != NULL) {
        options_help(command, stdout);
    } else {
        print_help(stdout);
    }
    return options_finish_output(EXIT_OK);
}

int main(int argc, char **argv) {
    (void)signal(SIGPIPE, SIG_IGN);
    guard_standard_error();
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        return help(argc - 1, argv + 1);
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("headroom %s\n", HEADROOM_VERSION);
        return options_finish_output(EXIT_OK);
    }
    const struct command *command = find_command(argv[1]);
    return command != NULL ? options_finish_output(command->run(argc - 1, argv + 1)) : EXIT_USAGE;
}
