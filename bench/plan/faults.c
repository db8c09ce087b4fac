/*
 * faults.c - see faults.h.
 */
#include "plan/faults.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/case.h"

enum { PLACE_BYTES = 320 };

static bool is_known(const struct faults *faults, const char *text) {
    for (size_t i = 0; i < faults->count; i++) {
        if (strcmp(faults->text[i], text) == 0) {
            return true;
        }
    }
    return false;
}

void faults_add(struct faults *faults, const char *path, size_t line, const char *what) {
    char place[PLACE_BYTES] = "", text[PLACE_BYTES + CASE_ERROR_BYTES];
    if (path != NULL) {
        (void)snprintf(place, sizeof place, "%.280s:%zu: ", path, line);
    }
    (void)snprintf(text, sizeof text, "%s%s", place, what);
    if (is_known(faults, text)) {
        return;
    }
    char *copy = faults->count < FAULTS_MOST ? strdup(text) : NULL;
    if (copy == NULL) {
        faults->left_out++;
        return;
    }
    size_t at = faults->count++;
    for (; at > 0 && faults->line[at - 1] > line; at--) {
        faults->text[at] = faults->text[at - 1];
        faults->line[at] = faults->line[at - 1];
    }
    faults->text[at] = copy;
    faults->line[at] = line;
}

bool faults_are_there(const struct faults *faults) {
    return faults->count > 0 || faults->left_out > 0;
}

void faults_clean_up(struct faults *faults) {
    for (size_t i = 0; i < faults->count; i++) {
        free(faults->text[i]);
    }
    *faults = (struct faults){0};
}
