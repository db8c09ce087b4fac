/*
 * surroundings.c - headers held against each other, entry by entry.
 */
#include "report/surroundings.h"

#include <stdlib.h>
#include <string.h>

static const char group_key[] = "pair_group";
static const char malloc_prefix[] = "malloc_";
static const char plugin_prefix[] = "plugin_";
static const char plan_prefix[] = "plan_"; /* what a run consists of, which its cases tell better */

bool surroundings_are_paired(const struct results *old_results, const struct results *new_results) {
    const char *old_group = results_env(old_results, group_key);
    const char *new_group = results_env(new_results, group_key);
    return old_group != NULL && new_group != NULL && *old_group != '\0' &&
           strcmp(old_group, new_group) == 0;
}

static bool starts_with(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool is_subject(const char *key) {
    return strcmp(key, "commit") == 0 || strcmp(key, "headroom") == 0 ||
           strcmp(key, "program") == 0 || starts_with(key, plugin_prefix);
}

/* Two builds that were measured in pairs are what somebody wanted to compare. */
static bool is_build(const char *key) {
    return strcmp(key, "compiler") == 0 || strcmp(key, "flags") == 0 ||
           strcmp(key, "build_type") == 0 || strcmp(key, "check_level") == 0;
}

/* "jemalloc" or "jemalloc:tunables". */
static bool uses_malloc(const struct gather_case *a_case, const char *name) {
    size_t length = strlen(name);
    for (size_t i = 0; a_case != NULL && i < a_case->pair_count; i++) {
        const char *value = a_case->pairs[i].value;
        if (strcmp(a_case->pairs[i].name, "malloc") == 0 && strncmp(value, name, length) == 0 &&
            (value[length] == '\0' || value[length] == ':')) {
            return true;
        }
    }
    return false;
}

static bool matters(const char *key, const struct matches *matches) {
    if (strcmp(key, group_key) == 0 || starts_with(key, plan_prefix)) {
        return false;
    }
    if (!starts_with(key, malloc_prefix)) {
        return true;
    }
    for (size_t i = 0; i < matches->count; i++) {
        const struct match *match = &matches->match[i];
        bool is_compared = match->old_case != NULL && match->new_case != NULL;
        if (is_compared && (uses_malloc(match->old_case, key + strlen(malloc_prefix)) ||
                            uses_malloc(match->new_case, key + strlen(malloc_prefix)))) {
            return true;
        }
    }
    return false;
}

static void add(struct surroundings *surroundings, const struct matches *matches, bool is_paired,
                struct surrounding entry) {
    bool is_equal = entry.old_value != NULL && entry.new_value != NULL &&
                    strcmp(entry.old_value, entry.new_value) == 0;
    if (is_equal || !matters(entry.key, matches)) {
        return;
    }
    entry.is_subject = is_subject(entry.key) || (is_paired && is_build(entry.key));
    surroundings->refused += !entry.is_subject;
    surroundings->differing[surroundings->count++] = entry;
}

bool surroundings_compare(const struct results *old_results, const struct results *new_results,
                          const struct matches *matches, struct surroundings *surroundings) {
    size_t most = old_results->envs + new_results->envs;
    bool is_paired = surroundings_are_paired(old_results, new_results);
    *surroundings =
        (struct surroundings){.differing = calloc(most + 1, sizeof *surroundings->differing)};
    if (surroundings->differing == NULL) {
        return false;
    }
    for (size_t i = 0; i < old_results->envs; i++) {
        const struct results_pair *pair = &old_results->env[i];
        add(surroundings, matches, is_paired,
            (struct surrounding){pair->key, pair->value, results_env(new_results, pair->key),
                                 false});
    }
    for (size_t i = 0; i < new_results->envs; i++) {
        const struct results_pair *pair = &new_results->env[i];
        if (results_env(old_results, pair->key) == NULL) {
            add(surroundings, matches, is_paired,
                (struct surrounding){pair->key, NULL, pair->value, false});
        }
    }
    return true;
}
