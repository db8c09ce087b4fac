/*
 * file_stamp.c - see file_stamp.h. Stamps stand in the order in which the files were named.
 */
#include "runner/file_stamp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "plan/file.h"
#include "platform/environment.h"

enum { KEY_BYTES = CASE_WORD_BYTES + 32, VALUE_BYTES = FILE_PATH_BYTES + 32 };

struct file_stamp {
    char key[KEY_BYTES], value[VALUE_BYTES];
    struct stat status;
};

static struct file_stamp stamps[FILE_NAMED];

static bool take(const struct named_file *file, struct file_stamp *stamp) {
    unsigned long checksum;
    if (stat(file->path, &stamp->status) != 0 ||
        !environment_checksum_file(file->path, &checksum)) {
        return false;
    }
    (void)snprintf(stamp->key, sizeof stamp->key, "%s_%s", file->kind, file->name);
    (void)snprintf(stamp->value, sizeof stamp->value, "%s crc32 %08lx", file->path, checksum);
    return true;
}

bool file_stamps_take(struct results_error *error) {
    const struct named_file *file;
    for (size_t i = 0; (file = file_at(i)) != NULL; i++) {
        if (!take(file, &stamps[i])) {
            (void)snprintf(error->message, sizeof error->message,
                           "cannot read the file '%.300s': %s", file->path, strerror(errno));
            return false;
        }
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

/* By its number, size and time, as with plug-ins. */
static bool holds(const struct named_file *file) {
    size_t index = 0;
    struct stat now;
    while (file_at(index) != file) {
        index++;
    }
    const struct stat *then = &stamps[index].status;
    return stat(file->path, &now) == 0 && now.st_dev == then->st_dev &&
           now.st_ino == then->st_ino && now.st_size == then->st_size &&
           now.st_mtim.tv_sec == then->st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == then->st_mtim.tv_nsec;
}

const char *file_stamp_broken(const struct bench_case *a_case) {
    for (size_t i = 0; i < a_case->settings; i++) {
        const struct named_file *file = file_of(a_case, i);
        if (file != NULL && !holds(file)) {
            return file->path;
        }
    }
    return NULL;
}
