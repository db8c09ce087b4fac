/*
 * plugin_check_here.c - the child's end of plugin_check.h. Each line is one write: a crash may come
 * after any of them.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <headroom/attributes.h>

#include "contract/contract.h"
#include "plan/catalog.h"
#include "platform/procfs.h"
#include "runner/plugin_check.h"

enum { LINE_BYTES = 2048, STATUS_BYTES = 8192 };

/* A loop without end that appends must not take the machine with it. */
#define MORE_DATA_BYTES (UINT64_C(2) << 30)

struct child {
    int lines; /* the descriptor */
    const char *verb;
    bool is_lost; /* a line was not written */
};

HR_PRINTF(2, 3) static void say(struct child *child, const char *format, ...) {
    char line[LINE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    size_t bytes = length < 0 ? 0 : (size_t)length < sizeof line ? (size_t)length : sizeof line - 1;
    child->is_lost = child->is_lost || write(child->lines, line, bytes) != (ssize_t)bytes;
}

static void say_begin(void *context, const char *structure, const char *settings,
                      const char *about) {
    ((struct child *)context)->verb = NULL;
    say(context, "begin\t%s\t%s\t%s\n", structure, settings, about);
}

static void say_enter(void *context, const char *verb) {
    struct child *child = context;
    if (child->verb == NULL || strcmp(child->verb, verb) != 0) {
        child->verb = verb;
        say(child, "enter\t%s\n", verb);
    }
}

static void say_pass(void *context) {
    say(context, "pass\n");
}

static void say_miss(void *context, const char *structure, const char *verb) {
    say(context, "miss\t%s\t%s\n", structure, verb);
}

/* No core file, an end with the parent, no more data than a bug needs to be seen. */
static void limit_itself(void) {
    static char text[STATUS_BYTES];
    struct rlimit none = {0, 0};
    uint64_t data_kib;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)procfs_read_file("/proc/self/status", text, sizeof text);
    if (procfs_field(text, "VmData:", &data_kib)) {
        struct rlimit data = {data_kib * 1024 + MORE_DATA_BYTES, RLIM_INFINITY};
        (void)setrlimit(RLIMIT_DATA, &data);
    }
}

/* The lines keep the pipe to themselves. */
static bool take_output(struct child *child) {
    child->lines = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    return child->lines >= 0 && dup2(STDERR_FILENO, STDOUT_FILENO) >= 0;
}

static enum module_outcome check(struct child *child, const char *path, struct case_error *error) {
    const struct contract_listener listener = {say_begin, say_enter, say_pass, say_miss, child};
    enum module_outcome outcome = catalog_add_plugin(path, error);
    if (outcome != MODULE_OPENED) {
        return outcome;
    }
    const struct catalog_plugin *plugin = catalog_plugin_at(0);
    say(child, "module\t%s\t%s\t%s\n", plugin->module.name, plugin->module.version,
        plugin->module.origin);
    for (size_t i = 0; i < plugin->module.adapters; i++) {
        if (!contract_check(&plugin->module.adapter[i], &listener, error->message)) {
            return MODULE_UNFIT;
        }
    }
    return MODULE_OPENED;
}

bool plugin_check_here(const char *path) {
    struct child child = {0};
    struct case_error error = {""};
    limit_itself();
    if (!take_output(&child)) {
        return false;
    }
    enum module_outcome outcome = check(&child, path, &error);
    say(&child, "end\t%d\t%s\n", (int)outcome, error.message);
    return !child.is_lost;
}
