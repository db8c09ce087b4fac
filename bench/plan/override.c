/*
 * override.c - see override.h.
 */
#include "plan/override.h"

#include <stdlib.h>
#include <string.h>

#include "plan/errors.h"

/* The word of that name in a row, or the next free one; NULL when there is none. */
static struct suite_word *place_for(struct suite_row *row, const char *name) {
    for (size_t i = 0; i < row->words; i++) {
        if (strcmp(row->word[i].name, name) == 0) {
            return &row->word[i];
        }
    }
    return row->words < SUITE_ROW_WORDS ? &row->word[row->words] : NULL;
}

static bool set(struct suite_row *row, const struct case_word *word, struct case_error *error) {
    struct suite_word *place = place_for(row, word->name);
    if (place == NULL) {
        return case_fail(error, "a row of the suite has no room for '%s'", word->name);
    }
    char *values = strdup(word->text);
    if (values == NULL) {
        return case_fail(error, "there is not enough memory for the plan");
    }
    if (place == &row->word[row->words]) {
        *place = (struct suite_word){0};
        memcpy(place->name, word->name, sizeof place->name);
        row->words++;
    }
    free(place->values);
    place->values = values;
    return true;
}

/* A comma makes a list, except in the tunables of a malloc, which come after a colon. */
static bool is_one_value(const struct case_word *word) {
    const char *comma = strchr(word->text, ',');
    const char *colon = strchr(word->text, ':');
    return comma == NULL || (strcmp(word->name, "malloc") == 0 && colon != NULL && colon < comma);
}

bool suite_override(struct suite *suite, const char *const *words, size_t count,
                    struct case_error *error) {
    for (size_t i = 0; i < count; i++) {
        struct case_word word;
        if (!case_word_parse(words[i], &word, error)) {
            return false;
        }
        if (!is_one_value(&word)) {
            return case_fail(error, "'%.200s' is a list; a side has one value of a key", words[i]);
        }
        for (size_t row = 0; row < suite->row_count; row++) {
            if (!set(&suite->rows[row], &word, error)) {
                return false;
            }
        }
    }
    return true;
}
