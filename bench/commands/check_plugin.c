/*
 * check_plugin.c - the verb `check-plugin`: what every run does with a plug-in first, for its
 * author, with a list of all that was tried.
 */
#include <string.h>

#include "commands/options.h"
#include "commands/plugins.h"
#include "plan/catalog.h"
#include "runner/plugin_check.h"
#include "words/shown.h"

enum { OPTION_HERE = 256 };

static const struct option_row options[] = {
    {.id = 'd',
     .name = "deadline",
     .argument = "SECONDS",
     .help = "for the whole check; default: 30"},
    {.id = OPTION_HERE,
     .name = "here",
     .help = "in this process, for a debugger; prints lines for programs, the\n"
             "last of which says how it went"},
    {.name = NULL}};

static int run(int argc, char **argv);

const struct command command_check_plugin = {
    .name = "check-plugin",
    .synopsis = "FILE",
    .summary = "try every verb of a plug-in, as 'run --plugin' does first",
    .details =
        "FILE is a shared object that exports hr_module, as headroom/adapter.h describes it and\n"
        "share/headroom/examples/plugin.c shows. It is opened in a process of its own, which may\n"
        "crash or hang.\n\n"
        "  cc -O2 -shared -fPIC -fvisibility=hidden -fno-builtin-malloc mine.c -o mine.so\n"
        "  headroom check-plugin ./mine.so\n"
        "  gdb --args headroom check-plugin --here ./mine.so\n\n"
        "exit status: 0 it keeps its contract; 2 it has the name of another, or wrong usage; 3 it\n"
        "is no plug-in of this version, or breaks its contract; 4 it could not be read.\n",
    .options = options,
    .run = run};

struct request {
    uint64_t deadline_ns;
    bool is_here;
};

static bool set(void *context, int id, const char *value) {
    struct request *request = context;
    if (id == OPTION_HERE) {
        request->is_here = true;
        return true;
    }
    return options_deadline(command_check_plugin.name, value, &request->deadline_ns);
}

static int check(const char *path, uint64_t deadline_ns) {
    const struct plugin_check_options check = {.deadline_ns = deadline_ns, .list = stdout};
    char absolute[CATALOG_PATH_BYTES];
    struct case_error error;
    enum module_outcome outcome = catalog_plugin_path(path, absolute, &error)
                                      ? plugin_check(absolute, &check, &error)
                                      : MODULE_UNREADABLE;
    if (outcome != MODULE_OPENED) {
        (void)fflush(stdout);
        shown_print(stderr, "headroom check-plugin: %s\n", error.message);
    }
    return plugins_status(outcome);
}

static int run(int argc, char **argv) {
    struct request request = {0};
    int first;
    switch (options_parse(&command_check_plugin, argc, argv, set, &request, &first)) {
    case OPTIONS_HELP:
        return EXIT_OK;
    case OPTIONS_WRONG:
        return EXIT_USAGE;
    case OPTIONS_OK:
        break;
    }
    if (argc - first != 1) {
        shown_print(stderr, "headroom check-plugin: one file is needed, see 'headroom check-plugin "
                            "--help'\n");
        return EXIT_USAGE;
    }
    if (request.is_here) {
        return plugin_check_here(argv[first]) ? EXIT_OK : EXIT_FILES;
    }
    return check(argv[first], request.deadline_ns);
}
