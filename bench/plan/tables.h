/*
 * tables.h - whether what a module says of itself is well formed: names, parameters, required
 * verbs. Calls nothing of the module.
 */
#ifndef HEADROOM_BENCH_TABLES_H
#define HEADROOM_BENCH_TABLES_H

#include <stdbool.h>

#include <headroom/adapter.h>

struct case_error;
struct module;

/* False with *error filled ("structure 'mine': ...") for the first thing that is not. Whoever holds
 * an adapter that passed may index by its interface and call what is required without looking. */
bool tables_check(const struct hr_adapter *adapter, struct case_error *error);

/* The same for the module's own name, version and origin, and for all its adapters. */
bool tables_check_module(const struct module *module, struct case_error *error);

/* The verbs of an adapter by their names, in the order of its table; NULL past the end. */
const char *tables_verb_at(enum hr_interface interface, size_t index);
bool tables_has_verb(const struct hr_adapter *adapter, size_t index);

#endif
