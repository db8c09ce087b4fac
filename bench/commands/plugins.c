/*
 * plugins.c - see plugins.h.
 */
#include "commands/plugins.h"

#include "commands/options.h"
#include "plan/catalog.h"
#include "runner/plugin_check.h"
#include "words/shown.h"

_Static_assert((int)PLUGINS_MOST == (int)CATALOG_PLUGINS, "the catalog takes as many");

bool plugins_name(struct plugins *plugins, const char *verb, const char *value) {
    if (plugins->count == PLUGINS_MOST) {
        shown_print(stderr, "headroom %s: there are more than %d plug-ins\n", verb, PLUGINS_MOST);
        return false;
    }
    plugins->path[plugins->count++] = value;
    return true;
}

int plugins_status(enum module_outcome outcome) {
    switch (outcome) {
    case MODULE_OPENED:
        return EXIT_OK;
    case MODULE_MISUSED:
        return EXIT_USAGE;
    case MODULE_UNFIT:
        return EXIT_IMPOSSIBLE;
    case MODULE_UNREADABLE:
    case MODULE_NO_MEMORY:
        break;
    }
    return EXIT_FILES;
}

static int add(const char *path, const char *verb, const struct plugin_check_options *check) {
    struct case_error error;
    char absolute[CATALOG_PATH_BYTES];
    enum module_outcome outcome = MODULE_UNREADABLE;
    if (catalog_plugin_path(path, absolute, &error)) {
        outcome = check != NULL ? plugin_check(absolute, check, &error) : MODULE_OPENED;
        outcome = outcome == MODULE_OPENED ? catalog_add_plugin(absolute, &error) : outcome;
    }
    if (outcome != MODULE_OPENED) {
        shown_print(stderr, "headroom %s: %s\n", verb, error.message);
    }
    return plugins_status(outcome);
}

static int add_all(const struct plugins *plugins, const char *verb,
                   const struct plugin_check_options *check) {
    int status = EXIT_OK;
    for (size_t i = 0; i < plugins->count && status == EXIT_OK; i++) {
        status = add(plugins->path[i], verb, check);
    }
    return status;
}

int plugins_check_and_add(const struct plugins *plugins, const char *verb, uint64_t deadline_ns) {
    const struct plugin_check_options check = {.deadline_ns = deadline_ns};
    return add_all(plugins, verb, &check);
}

int plugins_add(const struct plugins *plugins, const char *verb) {
    return add_all(plugins, verb, NULL);
}
