/*
 * match.c - cases by their keys without the free names: both sides sorted, then merged.
 */
#include "report/match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A case under the key by which it is matched. */
struct entry {
    char *key;
    const struct gather_case *of;
    const struct gather_case *answer;
};

struct side {
    struct entry *entries; /* by key, then in the order of the run */
    size_t count;
    const char *option; /* that fixes a name on this side */
    const char *label;
};

static char *key_without(const struct gather_case *a_case, const char *free_names) {
    char *key = calloc(strlen(a_case->key) + 2, 1);
    size_t used = 0;
    for (size_t i = 0; key != NULL && i < a_case->pair_count; i++) {
        const struct gather_pair *pair = &a_case->pairs[i];
        if (!gather_lists(free_names, pair->name)) {
            size_t room = strlen(a_case->key) + 2 - used;
            used += (size_t)snprintf(key + used, room, "%s%s=%s", used > 0 ? " " : "", pair->name,
                                     pair->value);
        }
    }
    return key;
}

static int compare_entries(const void *left, const void *right) {
    const struct entry *a = left;
    const struct entry *b = right;
    int order = strcmp(a->key, b->key);
    return order != 0 ? order : (a->of > b->of) - (a->of < b->of);
}

static bool fill_side(struct side *side, const struct gather *cases, const char *free_names) {
    side->entries = calloc(cases->case_count + 1, sizeof *side->entries);
    for (size_t i = 0; side->entries != NULL && i < cases->case_count; i++) {
        struct entry *entry = &side->entries[side->count];
        *entry = (struct entry){key_without(&cases->cases[i], free_names), &cases->cases[i], NULL};
        if (entry->key == NULL) {
            return false;
        }
        side->count++;
    }
    if (side->count > 1) {
        qsort(side->entries, side->count, sizeof *side->entries, compare_entries);
    }
    return side->entries != NULL;
}

static void clean_up_side(struct side *side) {
    for (size_t i = 0; i < side->count; i++) {
        free(side->entries[i].key);
    }
    free(side->entries);
}

static const char *value_of(const struct gather_case *a_case, const char *name) {
    for (size_t i = 0; i < a_case->pair_count; i++) {
        if (strcmp(a_case->pairs[i].name, name) == 0) {
            return a_case->pairs[i].value;
        }
    }
    return "";
}

/* The first name in which two cases of equal keys differ, which is one of the free names. */
static const char *differing_name(const struct gather_case *a, const struct gather_case *b) {
    for (size_t i = 0; i < a->pair_count; i++) {
        if (strcmp(a->pairs[i].value, value_of(b, a->pairs[i].name)) != 0) {
            return a->pairs[i].name;
        }
    }
    return a->pair_count > 0 ? a->pairs[0].name : "";
}

static bool fail_ambiguous(struct matches *matches, const struct side *side,
                           const struct entry *entry) {
    const struct gather_case *first = entry[0].of;
    const struct gather_case *second = entry[1].of;
    const char *name = differing_name(first, second);
    matches->is_ambiguous = true;
    snprintf(matches->error, sizeof matches->error,
             "%s has several cases for '%.400s': fix '%s', as by %s %s=%s (there is also '%s')",
             side->label, entry->key, name, side->option, name, value_of(first, name),
             value_of(second, name));
    return false;
}

static bool is_repeated(const struct side *side, size_t at) {
    return at + 1 < side->count && strcmp(side->entries[at].key, side->entries[at + 1].key) == 0;
}

static bool merge(struct side *old_side, struct side *new_side, struct matches *matches) {
    size_t i = 0;
    size_t j = 0;
    while (i < old_side->count && j < new_side->count) {
        int order = strcmp(old_side->entries[i].key, new_side->entries[j].key);
        if (order != 0) {
            i += order < 0;
            j += order > 0;
            continue;
        }
        if (is_repeated(old_side, i)) {
            return fail_ambiguous(matches, old_side, &old_side->entries[i]);
        }
        if (is_repeated(new_side, j)) {
            return fail_ambiguous(matches, new_side, &new_side->entries[j]);
        }
        old_side->entries[i].answer = new_side->entries[j].of;
        new_side->entries[j].answer = old_side->entries[i].of;
        matches->both++;
        i++;
        j++;
    }
    return true;
}

static int compare_matches(const void *left, const void *right) {
    const struct match *a = left;
    const struct match *b = right;
    if ((a->new_case == NULL) != (b->new_case == NULL)) {
        return a->new_case == NULL ? 1 : -1;
    }
    const struct gather_case *first = a->new_case == NULL ? a->old_case : a->new_case;
    const struct gather_case *second = a->new_case == NULL ? b->old_case : b->new_case;
    return (first > second) - (first < second);
}

static bool list(const struct side *old_side, const struct side *new_side,
                 struct matches *matches) {
    matches->match = calloc(old_side->count + new_side->count + 1, sizeof *matches->match);
    if (matches->match == NULL) {
        return false;
    }
    for (size_t i = 0; i < new_side->count; i++) {
        matches->match[matches->count++] =
            (struct match){new_side->entries[i].answer, new_side->entries[i].of};
    }
    for (size_t i = 0; i < old_side->count; i++) {
        if (old_side->entries[i].answer == NULL) {
            matches->match[matches->count++] = (struct match){old_side->entries[i].of, NULL};
        }
    }
    if (matches->count > 1) {
        qsort(matches->match, matches->count, sizeof *matches->match, compare_matches);
    }
    return true;
}

bool match_cases(const struct gather *old_cases, const struct gather *new_cases,
                 const char *free_names, struct matches *matches) {
    struct side old_side = {.option = "--old", .label = "OLD"};
    struct side new_side = {.option = "--new", .label = "NEW"};
    *matches = (struct matches){.error = "there is not enough memory"};
    bool is_whole = fill_side(&old_side, old_cases, free_names) &&
                    fill_side(&new_side, new_cases, free_names) &&
                    merge(&old_side, &new_side, matches) && list(&old_side, &new_side, matches);
    clean_up_side(&old_side);
    clean_up_side(&new_side);
    return is_whole;
}

/* In how many names, but for the free ones, two cases differ; told as "name (old, then new)". */
static size_t differences(const struct gather_case *old_case, const struct gather_case *new_case,
                          const char *free_names, char *text, size_t room) {
    size_t count = 0;
    size_t used = 0;
    for (int side = 0; side < 2; side++) {
        const struct gather_case *named = side == 0 ? new_case : old_case;
        for (size_t i = 0; i < named->pair_count; i++) {
            const char *name = named->pairs[i].name;
            const char *old_value = value_of(old_case, name);
            const char *new_value = value_of(new_case, name);
            bool is_told = side == 1 && *value_of(new_case, name) != '\0';
            if (is_told || gather_lists(free_names, name) || strcmp(old_value, new_value) == 0) {
                continue;
            }
            count++;
            if (used < room) {
                used += (size_t)snprintf(text + used, room - used, "%s%s ('%s', then '%s')",
                                         used > 0 ? ", " : "", name, old_value, new_value);
            }
        }
    }
    return count;
}

void match_explain_nothing(const struct gather *old_cases, const struct gather *new_cases,
                           const char *free_names, struct matches *matches) {
    char text[MATCH_ERROR_BYTES - 256] = "";
    size_t fewest = SIZE_MAX;
    const struct gather_case *new_case = &new_cases->cases[0];
    for (size_t i = 0; i < old_cases->case_count; i++) {
        char tried[sizeof text] = "";
        size_t count = differences(&old_cases->cases[i], new_case, free_names, tried, sizeof tried);
        if (count < fewest) {
            fewest = count;
            snprintf(text, sizeof text, "%s", tried);
        }
    }
    snprintf(matches->error, sizeof matches->error,
             "no case of NEW has a counterpart in OLD: the first of NEW and the nearest of OLD "
             "differ in %s; --old and --new fix names whose values are to differ",
             text);
}

void match_clean_up(struct matches *matches) {
    free(matches->match);
    *matches = (struct matches){0};
}
