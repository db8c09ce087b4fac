/*
 * shelf.c - see shelf.h.
 */
#include "plan/shelf.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool shelf_is_path(const struct shelf *shelf, const char *word) {
    size_t length = strlen(word), ending = strlen(shelf->ending);
    return strchr(word, '/') != NULL ||
           (length > ending && strcmp(word + length - ending, shelf->ending) == 0);
}

static void take_name(struct shelf *shelf, const char *file) {
    size_t length = strlen(file);
    bool is_ours = file[0] != '.' && shelf_is_path(shelf, file);
    length -= is_ours ? strlen(shelf->ending) : 0;
    if (is_ours && shelf->count < SHELF_MOST_NAMES && length < CASE_WORD_BYTES) {
        memcpy(shelf->names[shelf->count], file, length);
        shelf->names[shelf->count++][length] = '\0';
    }
}

const char *shelf_name_at(struct shelf *shelf, size_t index) {
    if (index == 0) {
        struct dirent **entries = NULL;
        int found = scandir(shelf->folder(), &entries, NULL, alphasort);
        shelf->count = 0;
        for (int i = 0; i < found; i++) {
            take_name(shelf, entries[i]->d_name);
            free(entries[i]);
        }
        free(entries);
    }
    return index < shelf->count ? shelf->names[index] : NULL;
}

char *shelf_path(const struct shelf *shelf, const char *word) {
    char *path = NULL;
    int length = shelf_is_path(shelf, word)
                     ? asprintf(&path, "%s", word)
                     : asprintf(&path, "%s/%s%s", shelf->folder(), word, shelf->ending);
    return length >= 0 ? path : NULL;
}
