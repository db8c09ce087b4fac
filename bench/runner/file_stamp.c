/*
 * file_stamp.c - see file_stamp.h. Stamps stand in the order in which the files were named.
 */
#include "runner/file_stamp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "plan/file.h"
#include "runner/stamp.h"

enum { KEY_BYTES = CASE_WORD_BYTES + 32, VALUE_BYTES = FILE_PATH_BYTES + 32 };

static struct {
    char key[KEY_BYTES], value[VALUE_BYTES];
    struct stamp stamp;
} stamps[FILE_NAMED];

bool file_stamps_take(struct results_error *error) {
    const struct named_file *file;
    for (size_t i = 0; (file = file_at(i)) != NULL; i++) {
        if (!stamp_take(file->path, &stamps[i].stamp)) {
            (void)snprintf(error->message, sizeof error->message,
                           "cannot read the file '%.300s': %s", file->path, strerror(errno));
            return false;
        }
        (void)snprintf(stamps[i].key, sizeof stamps[i].key, "%s_%s", file->kind, file->name);
        stamp_write(file->path, &stamps[i].stamp, stamps[i].value, sizeof stamps[i].value);
    }
    return true;
}

size_t file_stamps_write(struct results_pair *pairs) {
    size_t count = 0;
    for (; file_at(count) != NULL; count++) {
        pairs[count] = (struct results_pair){stamps[count].key, stamps[count].value};
    }
    return count;
}

static const struct stamp *stamp_of(const struct named_file *file) {
    size_t index = 0;
    while (file_at(index) != file) {
        index++;
    }
    return &stamps[index].stamp;
}

const char *file_stamp_broken(const struct bench_case *a_case) {
    for (size_t i = 0; i < a_case->settings; i++) {
        const struct named_file *file = file_of(a_case, i);
        if (file != NULL && !stamp_holds(file->path, stamp_of(file))) {
            return file->path;
        }
    }
    return NULL;
}
