/*
 * file.c - see file.h. One kind is known so far: distributions of lengths.
 */
#include "plan/file.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/errors.h"
#include "plan/shelf.h"
#include "platform/places.h"
#include "workloads/lengths.h"
#include "workloads/workload.h"

static const char lengths_kind[] = "lengths";
static struct shelf shelf = {.folder = places_lengths, .ending = ".lengths"};

static struct named_file files[FILE_NAMED];
static size_t file_count;

bool file_is_kind(const char *kind) {
    return kind != NULL && strcmp(kind, lengths_kind) == 0;
}

const char *file_lengths_at(size_t index) {
    return shelf_name_at(&shelf, index);
}

void file_lengths_summary(const char *name, char summary[FILE_SUMMARY_BYTES]) {
    char line[FILE_SUMMARY_BYTES];
    char *path = shelf_path(&shelf, name);
    FILE *file = path != NULL ? fopen(path, "re") : NULL;
    summary[0] = '\0';
    free(path);
    if (file == NULL) {
        return;
    }
    if (fgets(line, sizeof line, file) != NULL && line[0] == '#') {
        line[strcspn(line, "\r\n")] = '\0';
        (void)snprintf(summary, FILE_SUMMARY_BYTES, "%s", line + 1 + strspn(line + 1, " \t"));
    }
    (void)fclose(file);
}

static bool find_path(const char *name, char path[FILE_PATH_BYTES], struct case_error *error) {
    char real[PATH_MAX];
    char *asked = shelf_path(&shelf, name);
    bool is_there = asked != NULL && realpath(asked, real) != NULL;
    int why = errno;
    free(asked);
    if (is_there) {
        int length = snprintf(path, FILE_PATH_BYTES, "%s", real);
        return (length > 0 && length < FILE_PATH_BYTES) ||
               case_fail(error, "the path of the file '%s' is too long", name);
    }
    return why == ENOENT && !shelf_is_path(&shelf, name)
               ? case_fail_unknown(error, "file of lengths", name, file_lengths_at)
               : case_fail(error, "the file of lengths '%s' cannot be read: %s", name,
                           strerror(why));
}

static bool check(const char *path, struct case_error *error) {
    struct lengths lengths;
    char why[LENGTHS_ERROR_BYTES];
    if (!lengths_read(path, &lengths, why)) {
        return case_fail(error, "%s", why);
    }
    lengths_clean_up(&lengths);
    return true;
}

static const struct named_file *find(const char *kind, const char *name) {
    for (size_t i = 0; i < file_count; i++) {
        if (strcmp(files[i].kind, kind) == 0 && strcmp(files[i].name, name) == 0) {
            return &files[i];
        }
    }
    return NULL;
}

const struct named_file *file_name(const char *kind, const char *name, struct case_error *error) {
    const struct named_file *known = find(kind, name);
    if (known != NULL) {
        return known;
    }
    if (file_count == FILE_NAMED) {
        (void)case_fail(error, "more than %d files are named; '%s' is one too many", FILE_NAMED,
                        name);
        return NULL;
    }
    struct named_file *file = &files[file_count];
    if (strlen(name) >= sizeof file->name) {
        (void)case_fail(error, "the name '%.60s...' is too long", name);
        return NULL;
    }
    if (!find_path(name, file->path, error) || !check(file->path, error)) {
        return NULL;
    }
    file->kind = lengths_kind;
    memcpy(file->name, name, strlen(name) + 1);
    file_count++;
    return file;
}

const struct named_file *file_at(size_t index) {
    return index < file_count ? &files[index] : NULL;
}

static const struct hr_parameter *find_parameter(const struct hr_parameter *parameter,
                                                 const char *name) {
    for (; parameter != NULL && parameter->name != NULL; parameter++) {
        if (strcmp(parameter->name, name) == 0) {
            return parameter;
        }
    }
    return NULL;
}

/* The workload's goes before the structure's, as in the case. */
const struct named_file *file_of(const struct bench_case *a_case, size_t index) {
    const struct case_word *setting = &a_case->setting[index];
    const struct hr_parameter *parameter =
        find_parameter(a_case->workload->parameters, setting->name);
    if (parameter == NULL) {
        parameter = find_parameter(a_case->adapter->parameters, setting->name);
    }
    return parameter != NULL && parameter->kind == HR_PARAMETER_FILE
               ? find(parameter->words[0], setting->text)
               : NULL;
}
