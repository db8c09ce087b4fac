/*
 * module.h - a shared object with adapters, opened: its tables in the shape that this program
 * knows, whatever the module was compiled with. The only place that calls dlopen for them.
 */
#ifndef HEADROOM_BENCH_MODULE_H
#define HEADROOM_BENCH_MODULE_H

#include <stddef.h>

#include <headroom/adapter.h>

struct case_error;

enum module_outcome {
    MODULE_OPENED,
    MODULE_UNREADABLE, /* there is no such file, or it cannot be read */
    MODULE_UNFIT,      /* it was read, but is no module of this program's version and kind */
    MODULE_MISUSED,    /* it is one, but does not go together with the others */
    MODULE_NO_MEMORY,
};

/* What is open stays open. */
struct module {
    const char *name, *version, *origin;
    struct hr_adapter *adapter; /* copies, whose missing fields are NULL */
    size_t adapters;
    void *tables; /* to which the copies point */
};

/*
 * Opens `path`. Otherwise *error says why, beginning with `what`, e.g. "plug-in"; runs what the
 * module runs when it is loaded, once. Looks at no table of an adapter beyond copying it.
 */
enum module_outcome module_open(const char *what, const char *path, struct module *module,
                                struct case_error *error);

/* Frees the copies of one that is of no use; what is open stays open. */
void module_clean_up(struct module *module);

/* The adapter of that name, or NULL. */
const struct hr_adapter *module_find(const struct module *module, const char *structure);

#endif
