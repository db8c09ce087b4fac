/*
 * catalog.c - finds, opens and checks adapter modules. The only place that calls dlopen for them.
 */
#include "plan/catalog.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "plan/errors.h"
#include "plan/nearest.h"
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

const char *catalog_structure_at(size_t index) {
    return index < ENTRIES ? entries[index].structure : NULL;
}

void catalog_set_folder(const char *folder) {
    chosen_folder = folder;
}

static const struct hr_module *open_module(const char *name, struct case_error *error) {
    char path[PATH_MAX];
    const char *folder = chosen_folder != NULL ? chosen_folder : places_adapters();
    int length = snprintf(path, sizeof path, "%s/headroom-adapter-%s.so", folder, name);
    if (length < 0 || (size_t)length >= sizeof path) {
        case_fail(error, "the path of the module '%s' is too long", name);
        return NULL;
    }
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        case_fail(error, "cannot open the module '%s': %s", name, dlerror());
        return NULL;
    }
    const struct hr_module *module = dlsym(handle, "hr_module");
    if (module == NULL || module->abi != HR_ADAPTER_ABI) {
        case_fail(error, "the module '%s' %s; build it again", path,
                  module == NULL ? "exports no hr_module" : "was built for another version");
        return NULL;
    }
    return module;
}

static const struct hr_adapter *open_adapter(size_t index, struct case_error *error) {
    const struct hr_module *module = open_module(entries[index].module, error);
    if (module == NULL) {
        return NULL;
    }
    for (size_t i = 0; module->adapters[i] != NULL; i++) {
        if (strcmp(module->adapters[i]->name, entries[index].structure) == 0) {
            return module->adapters[i];
        }
    }
    case_fail(error, "the module '%s' holds no structure '%s'; build it again",
              entries[index].module, entries[index].structure);
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
    case_fail_unknown(error, "structure", structure, catalog_structure_at);
    return NULL;
}
