/*
 * module.c - see module.h.
 *
 * Nothing of a module is believed before its version is known, which stands first in every version.
 * Its structs are copied as far as they were long when it was compiled, the rest stays 0: a module
 * of the same version keeps working when the tables get longer.
 */
#include "plan/module.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plan/errors.h"

/* What is being opened, for messages. */
struct opening {
    const char *what, *path;
    struct case_error *error;
};

/* All tables of one adapter. */
struct tables {
    struct hr_sequence_verbs sequence;
    struct hr_tuple_verbs tuple;
    struct hr_coords_verbs coords;
};

static const char *const rebuild = "build it again with the headers of this headroom";

/* The linker's own message for a file that cannot be read does not tell it from one that is wrong.
 */
static enum module_outcome look_at_file(const struct opening *opening) {
    static const char elf[] = {0x7f, 'E', 'L', 'F'};
    char begin[sizeof elf] = {0};
    struct stat status;
    int file = open(opening->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool is_read = file >= 0 && fstat(file, &status) == 0;
    if (is_read && !S_ISREG(status.st_mode)) {
        errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
        is_read = false;
    }
    is_read = is_read && read(file, begin, sizeof begin) >= 0;
    int problem = errno;
    if (file >= 0) {
        (void)close(file);
    }
    if (!is_read) {
        case_fail(opening->error, "cannot read the %s '%s': %s", opening->what, opening->path,
                  strerror(problem));
        return MODULE_UNREADABLE;
    }
    if (memcmp(begin, elf, sizeof elf) != 0) {
        case_fail(opening->error,
                  "the %s '%s' is no ELF shared object; build one with 'cc -shared -fPIC'",
                  opening->what, opening->path);
        return MODULE_UNFIT;
    }
    return MODULE_OPENED;
}

/* The linker's words without the path, which stands in the message already. */
static const char *linker_words(const char *path) {
    const char *words = dlerror();
    size_t length = strlen(path);
    if (words == NULL) {
        return "the linker does not say why";
    }
    bool has_path = strncmp(words, path, length) == 0 && strncmp(words + length, ": ", 2) == 0;
    return has_path ? words + length + 2 : words;
}

static const struct hr_module *load(const struct opening *opening) {
    void *handle = dlopen(opening->path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        const char *words = linker_words(opening->path);
        case_fail(opening->error, "cannot open the %s '%s': %s%s", opening->what, opening->path,
                  words, strstr(words, "undefined symbol") != NULL ? "; link what it needs" : "");
        return NULL;
    }
    const struct hr_module *module = dlsym(handle, "hr_module");
    if (module == NULL) {
        case_fail(opening->error,
                  "the %s '%s' exports no hr_module; end it with HR_MODULE(...) of "
                  "headroom/adapter.h",
                  opening->what, opening->path);
    }
    return module;
}

static bool is_too_long(const struct hr_module *module) {
    return module->module_bytes > sizeof *module ||
           module->adapter_bytes > sizeof(struct hr_adapter) ||
           module->sequence_bytes > sizeof(struct hr_sequence_verbs) ||
           module->tuple_bytes > sizeof(struct hr_tuple_verbs) ||
           module->coords_bytes > sizeof(struct hr_coords_verbs);
}

/* What this version began with is there in all of its modules. */
static bool is_too_short(const struct hr_module *module) {
    return module->module_bytes < offsetof(struct hr_module, adapters) + sizeof(void *) ||
           module->adapter_bytes < offsetof(struct hr_adapter, coords) + sizeof(void *) ||
           module->sequence_bytes <
               offsetof(struct hr_sequence_verbs, destroy) + sizeof(void (*)(void)) ||
           module->tuple_bytes <
               offsetof(struct hr_tuple_verbs, destroy) + sizeof(void (*)(void)) ||
           module->coords_bytes <
               offsetof(struct hr_coords_verbs, destroy) + sizeof(void (*)(void));
}

static bool check_version(const struct opening *opening, const struct hr_module *module) {
    if (module->abi != HR_ADAPTER_ABI) {
        return case_fail(
            opening->error, "the %s '%s' has version %u of the adapter interface, %s %d; %s",
            opening->what, opening->path, module->abi, "this headroom", HR_ADAPTER_ABI, rebuild);
    }
    if (is_too_long(module) || is_too_short(module)) {
        return case_fail(opening->error, "the %s '%s' was built with %s adapter.h; %s",
                         opening->what, opening->path,
                         is_too_long(module) ? "a newer" : "a damaged", rebuild);
    }
    if (module->name == NULL || module->version == NULL || module->origin == NULL ||
        module->adapters == NULL || module->adapters[0] == NULL) {
        return case_fail(opening->error,
                         "the %s '%s' lists no structure, or has no name, version or origin; fill "
                         "in its HR_MODULE",
                         opening->what, opening->path);
    }
    return true;
}

/* One adapter with its tables, of which it may have one, two or none: that is not judged here. */
static void copy_adapter(const struct hr_module *module, const struct hr_adapter *from,
                         struct hr_adapter *to, struct tables *tables) {
    memcpy(to, from, module->adapter_bytes);
    if (to->sequence != NULL) {
        memcpy(&tables->sequence, to->sequence, module->sequence_bytes);
        to->sequence = &tables->sequence;
    }
    if (to->tuple != NULL) {
        memcpy(&tables->tuple, to->tuple, module->tuple_bytes);
        to->tuple = &tables->tuple;
    }
    if (to->coords != NULL) {
        memcpy(&tables->coords, to->coords, module->coords_bytes);
        to->coords = &tables->coords;
    }
}

static bool copy_tables(const struct hr_module *from, struct module *module) {
    size_t count = 1; /* the first was looked at */
    while (from->adapters[count] != NULL) {
        count++;
    }
    struct hr_adapter *adapters = calloc(count, sizeof *adapters);
    struct tables *tables = calloc(count, sizeof *tables);
    if (adapters == NULL || tables == NULL) {
        free(adapters);
        free(tables);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        copy_adapter(from, from->adapters[i], &adapters[i], &tables[i]);
    }
    *module = (struct module){from->name, from->version, from->origin, adapters, count, tables};
    return true;
}

enum module_outcome module_open(const char *what, const char *path, struct module *module,
                                struct case_error *error) {
    const struct opening opening = {what, path, error};
    enum module_outcome outcome = look_at_file(&opening);
    if (outcome != MODULE_OPENED) {
        return outcome;
    }
    const struct hr_module *found = load(&opening);
    if (found == NULL || !check_version(&opening, found)) {
        return MODULE_UNFIT;
    }
    if (!copy_tables(found, module)) {
        case_fail(error, "there is not enough memory for the %s '%s'", what, path);
        return MODULE_NO_MEMORY;
    }
    return MODULE_OPENED;
}

void module_clean_up(struct module *module) {
    free(module->adapter);
    free(module->tables);
    *module = (struct module){0};
}

const struct hr_adapter *module_find(const struct module *module, const char *structure) {
    for (size_t i = 0; i < module->adapters; i++) {
        const char *name = module->adapter[i].name;
        if (name != NULL && strcmp(name, structure) == 0) {
            return &module->adapter[i];
        }
    }
    return NULL;
}
