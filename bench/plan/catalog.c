/*
 * catalog.c - see catalog.h. Our modules are opened when they are needed, because their names are
 * known before; a plug-in is opened when it is added, because its are not.
 */
#include "plan/catalog.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/errors.h"
#include "plan/nearest.h"
#include "plan/tables.h"
#include "platform/places.h"

static const struct {
    const char *module, *structure;
} entries[] = {
#define HR_ADAPTER(module, structure) {#module, structure},
#include "adapters/adapters.def"
#undef HR_ADAPTER
};

enum { ENTRIES = sizeof entries / sizeof entries[0] };

static const struct hr_adapter *opened[ENTRIES];
static const char *chosen_folder;
static struct catalog_plugin plugins[CATALOG_PLUGINS];
static size_t plugin_count;

const char *catalog_structure_at(size_t index) {
    if (index < ENTRIES) {
        return entries[index].structure;
    }
    index -= ENTRIES;
    for (size_t i = 0; i < plugin_count; i++) {
        if (index < plugins[i].module.adapters) {
            return plugins[i].module.adapter[index].name;
        }
        index -= plugins[i].module.adapters;
    }
    return NULL;
}

void catalog_set_folder(const char *folder) {
    chosen_folder = folder;
}

static const struct hr_adapter *open_adapter(size_t index, struct case_error *error) {
    char path[PATH_MAX];
    const char *name = entries[index].module;
    const char *folder = chosen_folder != NULL ? chosen_folder : places_adapters();
    int length = snprintf(path, sizeof path, "%s/headroom-adapter-%s.so", folder, name);
    if (length < 0 || (size_t)length >= sizeof path) {
        case_fail(error, "the path of the module '%s' is too long", name);
        return NULL;
    }
    struct module module;
    if (module_open("module", path, &module, error) != MODULE_OPENED) {
        return NULL;
    }
    const struct hr_adapter *adapter = module_find(&module, entries[index].structure);
    if (adapter == NULL) {
        case_fail(error, "the module '%s' holds no structure '%s'; build it again", name,
                  entries[index].structure);
        module_clean_up(&module);
    }
    return adapter;
}

const struct catalog_plugin *catalog_plugin_at(size_t index) {
    return index < plugin_count ? &plugins[index] : NULL;
}

const struct catalog_plugin *catalog_plugin_of(const char *structure) {
    for (size_t i = 0; i < plugin_count; i++) {
        if (module_find(&plugins[i].module, structure) != NULL) {
            return &plugins[i];
        }
    }
    return NULL;
}

const struct hr_adapter *catalog_adapter(const char *structure, struct case_error *error) {
    for (size_t i = 0; i < ENTRIES; i++) {
        if (strcmp(entries[i].structure, structure) == 0) {
            if (opened[i] == NULL) {
                opened[i] = open_adapter(i, error);
            }
            return opened[i];
        }
    }
    const struct catalog_plugin *plugin = catalog_plugin_of(structure);
    if (plugin != NULL) {
        return module_find(&plugin->module, structure);
    }
    case_fail_unknown(error, "structure", structure, catalog_structure_at);
    return NULL;
}

bool catalog_plugin_path(const char *path, char absolute[CATALOG_PATH_BYTES],
                         struct case_error *error) {
    char real[PATH_MAX];
    if (realpath(path, real) == NULL) {
        return case_fail(error, "cannot read the plug-in '%s': %s", path, strerror(errno));
    }
    if (strlen(real) >= CATALOG_PATH_BYTES) {
        return case_fail(error,
                         "cannot read the plug-in '%.100s...': its path is longer than %d "
                         "bytes; move it",
                         real, CATALOG_PATH_BYTES - 1);
    }
    memcpy(absolute, real, strlen(real) + 1);
    return true;
}

static bool is_new(const char *path, struct case_error *error) {
    for (size_t i = 0; i < plugin_count; i++) {
        if (strcmp(plugins[i].path, path) == 0) {
            return case_fail(error, "the plug-in '%s' is given twice; give it once", path);
        }
    }
    return true;
}

static bool is_ours(const char *structure) {
    for (size_t i = 0; i < ENTRIES; i++) {
        if (strcmp(entries[i].structure, structure) == 0) {
            return true;
        }
    }
    return false;
}

static bool check_structure(const struct catalog_plugin *made, size_t index,
                            struct case_error *error) {
    const char *name = made->module.adapter[index].name;
    if (is_ours(name)) {
        return case_fail(
            error,
            "structure '%s' is both in headroom itself and in the plug-in '%s'; rename "
            "the plug-in's",
            name, made->path);
    }
    if (module_find(&made->module, name) != &made->module.adapter[index]) {
        return case_fail(error, "structure '%s' is twice in the plug-in '%s'; rename one", name,
                         made->path);
    }
    const struct catalog_plugin *other = catalog_plugin_of(name);
    return other == NULL ||
           case_fail(error,
                     "structure '%s' is both in the plug-in '%s' and in the plug-in '%s'; give one "
                     "of them, or rename a structure",
                     name, other->path, made->path);
}

/* Names are what a results file knows a plug-in and its structures by. */
static bool check_names(const struct catalog_plugin *made, struct case_error *error) {
    for (size_t i = 0; i < made->module.adapters; i++) {
        if (!check_structure(made, i, error)) {
            return false;
        }
    }
    for (size_t i = 0; i < plugin_count; i++) {
        if (strcmp(plugins[i].module.name, made->module.name) == 0) {
            return case_fail(error,
                             "the plug-ins '%s' and '%s' are both called '%s'; rename one in its "
                             "HR_MODULE",
                             plugins[i].path, made->path, made->module.name);
        }
    }
    return true;
}

static enum module_outcome check_module(const struct catalog_plugin *made,
                                        struct case_error *error) {
    struct case_error why;
    if (!tables_check_module(&made->module, &why)) {
        case_fail(error, "the plug-in '%s' is not well formed: %s", made->path, why.message);
        return MODULE_UNFIT;
    }
    return check_names(made, error) ? MODULE_OPENED : MODULE_MISUSED;
}

enum module_outcome catalog_add_plugin(const char *path, struct case_error *error) {
    if (plugin_count == CATALOG_PLUGINS) {
        case_fail(error, "the plug-in '%s' is one too many; there may be %d", path,
                  CATALOG_PLUGINS);
        return MODULE_MISUSED;
    }
    struct catalog_plugin *made = &plugins[plugin_count]; /* nobody's until it is counted */
    if (!catalog_plugin_path(path, made->path, error)) {
        return MODULE_UNREADABLE;
    }
    if (!is_new(made->path, error)) {
        return MODULE_MISUSED;
    }
    enum module_outcome outcome = module_open("plug-in", made->path, &made->module, error);
    if (outcome != MODULE_OPENED) {
        return outcome;
    }
    outcome = check_module(made, error);
    if (outcome != MODULE_OPENED) {
        module_clean_up(&made->module);
        return outcome;
    }
    plugin_count++;
    return MODULE_OPENED;
}
