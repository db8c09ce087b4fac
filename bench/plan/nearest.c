/*
 * nearest.c - see nearest.h.
 */
#include "plan/nearest.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST = 95 };

static size_t least_of(size_t a, size_t b) {
    return a < b ? a : b;
}

size_t nearest_distance(const char *left, const char *right) {
    size_t rows[3][LONGEST + 1];
    size_t lefts = strlen(left), rights = strlen(right);
    if (lefts > LONGEST || rights > LONGEST) {
        return SIZE_MAX;
    }
    for (size_t j = 0; j <= rights; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= lefts; i++) {
        size_t *now = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= rights; j++) {
            size_t replace = above[j - 1] + (left[i - 1] != right[j - 1]);
            now[j] = least_of(replace, 1 + least_of(above[j], now[j - 1]));
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
                now[j] = least_of(now[j], two_above[j - 2] + 1);
            }
        }
    }
    return rows[lefts % 3][rights];
}

/* Names from a function or from a list. */
struct names {
    name_at_fn *at;
    const char *const *list;
    size_t count;
};

static const char *name_of(const struct names *names, size_t index) {
    if (names->at != NULL) {
        return names->at(index);
    }
    return index < names->count ? names->list[index] : NULL;
}

static void list_names(const struct names *names, char hint[NEAREST_BYTES]) {
    size_t used = 0;
    for (size_t i = 0; name_of(names, i) != NULL; i++) {
        int length = snprintf(hint + used, NEAREST_BYTES - used, "%s%s",
                              i == 0 ? "; known are " : ", ", name_of(names, i));
        if (length < 0 || (size_t)length >= NEAREST_BYTES - used) {
            memcpy(hint + NEAREST_BYTES - 4, "...", 4);
            return;
        }
        used += (size_t)length;
    }
}

static void give_hint(const char *name, const struct names *names, char hint[NEAREST_BYTES]) {
    const char *best = NULL;
    size_t length = strlen(name);
    size_t best_distance = length < 4 ? 1 : 1 + length / 3; /* of three letters two are not near */
    for (size_t i = 0; name_of(names, i) != NULL; i++) {
        size_t distance = nearest_distance(name, name_of(names, i));
        if (distance < best_distance || (distance == best_distance && best == NULL)) {
            best = name_of(names, i);
            best_distance = distance;
        }
    }
    hint[0] = '\0';
    if (best != NULL) {
        (void)snprintf(hint, NEAREST_BYTES, "; did you mean '%s'?", best);
    } else {
        list_names(names, hint);
    }
}

void nearest_hint(const char *name, name_at_fn *name_at, char hint[NEAREST_BYTES]) {
    const struct names names = {.at = name_at};
    give_hint(name, &names, hint);
}

void nearest_hint_among(const char *name, const char *const *names, size_t count,
                        char hint[NEAREST_BYTES]) {
    const struct names all = {.list = names, .count = count};
    give_hint(name, &all, hint);
}
