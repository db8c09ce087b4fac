/*
 * adapters.h - opens the adapter modules of this build tree, one per line of adapters.def, for
 * tests that hold contracts over all of them.
 */
#ifndef HEADROOM_TESTS_ADAPTERS_H
#define HEADROOM_TESTS_ADAPTERS_H

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include <headroom/adapter.h>

static const char *const structure_names[] = {
#define HR_ADAPTER(module, name) name,
#include "adapters/adapters.def"
#undef HR_ADAPTER
};

static const char *const module_names[] = {
#define HR_ADAPTER(module, name) #module,
#include "adapters/adapters.def"
#undef HR_ADAPTER
};

enum { STRUCTURES = sizeof structure_names / sizeof structure_names[0] };

/* The adapter of the structure at `index`; fails the test when it is not there. Stays open. */
static const struct hr_adapter *open_adapter(size_t index) {
    char path[1024];
    snprintf(path, sizeof path, "%s/bin/adapters/headroom-adapter-%s.so", TEST_BINARY_DIR,
             module_names[index]);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        fail_msg("%s", dlerror());
    }
    const struct hr_module *module = dlsym(library, "hr_module");
    assert_non_null(module);
    assert_int_equal(module->abi, HR_ADAPTER_ABI);
    for (size_t i = 0; module->adapters[i] != NULL; i++) {
        if (strcmp(module->adapters[i]->name, structure_names[index]) == 0) {
            return module->adapters[i];
        }
    }
    fail_msg("module '%s' has no structure '%s'", module_names[index], structure_names[index]);
    return NULL;
}

#endif
