/*
 * writer.c - the results file being written: a header that appears whole or not at all, then one
 * write and one fdatasync per trial. What was written before is never lost to what comes later.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "results/internal.h"

enum { LANES_BYTES = 64, FOLDER_MODE = 0777, FILE_MODE = 0666, NAME_BYTES = 64 };

struct results_writer {
    char *folder;
    int folder_descriptor;
    int descriptor;
    off_t bytes;               /* of whole trials */
    uint32_t chain;            /* the checksum of the last line */
    size_t trials;             /* that have an outcome there */
    char new_name[NAME_BYTES]; /* of the file until its header is whole; of this process alone */
};

/* A text that grows. */
struct text {
    char *bytes;
    size_t used, room;
};

static bool add_record(struct text *text, enum record_kind kind, const char *const *field,
                       size_t fields) {
    if (text->room - text->used < RECORD_LINE_BYTES) {
        char *grown = realloc(text->bytes, text->room + 64 * RECORD_LINE_BYTES);
        if (grown == NULL) {
            return false;
        }
        text->bytes = grown;
        text->room += 64 * RECORD_LINE_BYTES;
    }
    size_t length = record_write(kind, field, fields, text->bytes + text->used, RECORD_LINE_BYTES);
    text->used += length;
    return length > 0;
}

static void name_lanes(unsigned lanes, char names[LANES_BYTES]) {
    size_t used = 0;
    names[0] = '\0';
    for (int lane = LANE_COUNTS; lane < LANES; lane++) {
        if ((lanes & (1U << lane)) != 0) {
            int length = snprintf(names + used, LANES_BYTES - used, "%s%s", used > 0 ? "," : "",
                                  lane_name((enum lane)lane));
            used += length > 0 ? (size_t)length : 0;
        }
    }
}

static bool add_meters(struct text *text) {
    bool fits = true;
    for (size_t i = 0; meter_at(i) != NULL && fits; i++) {
        const struct meter *meter = meter_at(i);
        char lanes[LANES_BYTES];
        name_lanes(meter->lanes, lanes);
        const char *const fields[] = {meter->name,
                                      meter->unit,
                                      meter_better_name(meter->better),
                                      meter_kind_name(meter->kind),
                                      lanes,
                                      meter->where,
                                      meter->formula};
        fits = add_record(text, RECORD_METER, fields, 7);
    }
    return fits;
}

static bool make_header(struct text *text, const struct results_pair *env, size_t envs) {
    const char *const header[] = {RESULTS_FORMAT, RESULTS_VERSION_TEXT};
    bool fits = add_record(text, RECORD_HEADER, header, 2);
    for (size_t i = 0; i < envs && fits; i++) {
        const char *const fields[] = {env[i].key, env[i].value};
        fits = add_record(text, RECORD_ENV, fields, 2);
    }
    return fits && add_meters(text);
}

/* All of it: one write, and more only where the kernel takes a part or a signal comes between. */
static bool write_all(int descriptor, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            errno = written == 0 ? ENOSPC : errno;
            return false;
        }
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}

/* Some file systems cannot sync (EINVAL, EROFS): then there is nothing to wait for. */
static bool sync_file(int descriptor, int (*sync)(int)) {
    int result;
    do {
        result = sync(descriptor);
    } while (result != 0 && errno == EINTR);
    return result == 0 || errno == EINVAL || errno == EROFS;
}

static bool fail_file(const struct results_writer *writer, struct results_error *error,
                      const char *what) {
    results_fail(error, "%s/" RESULTS_FILE ": %s: %s", writer->folder, what, strerror(errno));
    return false;
}

/* mkdir -p. */
static bool make_folder(const char *folder) {
    char *path = strdup(folder);
    bool is_made = path != NULL;
    for (char *slash = path; is_made && slash != NULL;) {
        slash = strchr(slash + 1, '/');
        if (slash != NULL) {
            *slash = '\0';
        }
        is_made = path[0] == '\0' || mkdir(path, FOLDER_MODE) == 0 || errno == EEXIST;
        if (slash != NULL) {
            *slash = '/';
        }
    }
    free(path);
    return is_made;
}

static bool fail_missing(const struct results_writer *writer, struct results_error *error) {
    results_fail(error, "'%s' holds no run to go on with; leave --resume out to begin one",
                 writer->folder);
    return false;
}

/* A run that is resumed has its folder. */
static bool open_folder(struct results_writer *writer, bool resume, struct results_error *error) {
    if (writer->folder[0] == '\0') {
        results_fail(error, "the output folder has no name ''; give one with --output");
        return false;
    }
    if (resume || make_folder(writer->folder)) {
        writer->folder_descriptor = open(writer->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    if (writer->folder_descriptor < 0 && resume && errno == ENOENT) {
        return fail_missing(writer, error);
    }
    if (writer->folder_descriptor < 0) {
        results_fail(error,
                     resume ? "cannot open the folder '%s': %s" : "cannot make the folder '%s': %s",
                     writer->folder, strerror(errno));
    }
    return writer->folder_descriptor >= 0;
}

static bool write_header(struct results_writer *writer, const struct text *header,
                         struct results_error *error) {
    (void)unlinkat(writer->folder_descriptor, writer->new_name, 0);
    writer->descriptor =
        openat(writer->folder_descriptor, writer->new_name,
               O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
    if (writer->descriptor < 0 || flock(writer->descriptor, LOCK_EX | LOCK_NB) != 0 ||
        !write_all(writer->descriptor, header->bytes, header->used) ||
        !sync_file(writer->descriptor, fsync)) {
        (void)fail_file(writer, error, "cannot be written");
        (void)unlinkat(writer->folder_descriptor, writer->new_name, 0);
        return false;
    }
    return true;
}

/* Never replaces a file. NFS knows no renameat2 of that kind, but links. */
static bool give_final_name(const struct results_writer *writer) {
    int folder = writer->folder_descriptor;
    if (renameat2(folder, writer->new_name, folder, RESULTS_FILE, RENAME_NOREPLACE) == 0) {
        return true;
    }
    return errno == EINVAL && linkat(folder, writer->new_name, folder, RESULTS_FILE, 0) == 0 &&
           unlinkat(folder, writer->new_name, 0) == 0;
}

/* The header under another name first, then the name: nobody ever sees half of it. */
static bool create_file(struct results_writer *writer, const struct text *header,
                        struct results_error *error) {
    if (!write_header(writer, header, error)) {
        return false;
    }
    if (!give_final_name(writer)) {
        bool exists = errno == EEXIST;
        (void)fail_file(writer, error, "cannot be made");
        if (exists) {
            results_fail(error,
                         "%s/" RESULTS_FILE ": exists; continue it with --resume, or choose "
                         "another --output",
                         writer->folder);
        }
        (void)unlinkat(writer->folder_descriptor, writer->new_name, 0);
        return false;
    }
    writer->bytes = (off_t)header->used;
    return sync_file(writer->folder_descriptor, fsync) ||
           fail_file(writer, error, "cannot be written");
}

static bool refuse(const struct results *finished, struct results_error *error, const char *what,
                   const char *there, const char *here) {
    results_fail(error,
                 "%s: cannot be continued: '%s' is '%s' there and '%s' here; choose another "
                 "--output",
                 finished->path, what, there, here);
    return false;
}

static bool env_agrees(const struct results *finished, const struct results_pair *env, size_t envs,
                       struct results_error *error) {
    for (size_t i = 0; i < envs; i++) {
        const char *there = results_env(finished, env[i].key);
        if (there == NULL || strcmp(there, env[i].value) != 0) {
            return refuse(finished, error, env[i].key, there != NULL ? there : "missing",
                          env[i].value);
        }
    }
    for (size_t i = 0; i < finished->envs; i++) {
        bool is_here = false;
        for (size_t j = 0; j < envs && !is_here; j++) {
            is_here = strcmp(finished->env[i].key, env[j].key) == 0;
        }
        if (!is_here) {
            return refuse(finished, error, finished->env[i].key, finished->env[i].value, "missing");
        }
    }
    return true;
}

static bool version_agrees(const struct results *finished, struct results_error *error) {
    return finished->version > 1 ||
           refuse(finished, error, "version", RESULTS_VERSION_UNLINKED, RESULTS_VERSION_TEXT);
}

static bool meters_agree(const struct results *finished, struct results_error *error) {
    size_t count = 0;
    for (; meter_at(count) != NULL; count++) {
        const struct meter *here = meter_at(count);
        if (count >= finished->meter_count) {
            return refuse(finished, error, here->name, "missing", "a meter");
        }
        const struct results_meter *there = &finished->meters[count];
        if (strcmp(here->name, there->name) != 0 || strcmp(here->unit, there->unit) != 0 ||
            here->better != there->better || here->kind != there->kind) {
            return refuse(finished, error, "meter", there->name, here->name);
        }
    }
    return count == finished->meter_count ||
           refuse(finished, error, finished->meters[count].name, "a meter", "missing");
}

/* Forgets the trial that the kill interrupted. */
static void drop_incomplete(struct results *finished) {
    size_t trials = finished->trial_count;
    if (trials > 0 && !finished->trials[trials - 1].has_outcome) {
        finished->sample_count = finished->trials[trials - 1].first_sample;
        finished->trial_count--;
    }
    finished->has_torn_tail = false;
}

static bool lock_file(struct results_writer *writer, struct results_error *error) {
    if (flock(writer->descriptor, LOCK_EX | LOCK_NB) == 0) {
        return true;
    }
    if (errno == EWOULDBLOCK) {
        results_fail(error, "%s/" RESULTS_FILE ": another run is writing it; wait for its end",
                     writer->folder);
        return false;
    }
    return fail_file(writer, error, "cannot be locked");
}

/* The file is open and locked before it is read: nobody appends between. */
static bool continue_file(struct results_writer *writer, const struct results_pair *env,
                          size_t envs, struct results *finished, struct results_error *error) {
    if (!lock_file(writer, error) || !results_read(writer->folder, finished, error)) {
        return false;
    }
    if (!version_agrees(finished, error) || !env_agrees(finished, env, envs, error) ||
        !meters_agree(finished, error)) {
        results_clean_up(finished);
        return false;
    }
    writer->bytes = (off_t)finished->complete_bytes;
    writer->chain = finished->chain;
    drop_incomplete(finished);
    writer->trials = finished->trial_count;
    if (ftruncate(writer->descriptor, writer->bytes) != 0 ||
        !sync_file(writer->descriptor, fsync)) {
        results_clean_up(finished);
        return fail_file(writer, error, "cannot be cut to its last whole trial");
    }
    return true;
}

/* A results file to go on with, when there is one. False on failure; *exists says what was found.
 */
static bool open_existing(struct results_writer *writer, bool *exists,
                          struct results_error *error) {
    struct stat status;
    writer->descriptor = openat(writer->folder_descriptor, RESULTS_FILE,
                                O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    *exists = writer->descriptor >= 0;
    if (!*exists) {
        return errno == ENOENT || fail_file(writer, error,
                                            errno == ELOOP ? "is a symbolic link and not followed"
                                                           : "cannot be opened for writing");
    }
    if (fstat(writer->descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        results_fail(error, "%s/" RESULTS_FILE ": is no regular file", writer->folder);
        return false;
    }
    return true;
}

/* Makes the checksums of whole lines go on from *chain. */
static void chain_lines(char *lines, size_t bytes, uint32_t *chain) {
    for (size_t at = 0; at < bytes;) {
        char *end = memchr(lines + at, '\n', bytes - at);
        size_t length = (size_t)(end - (lines + at)) + 1;
        record_chain(lines + at, length, chain);
        at += length;
    }
}

static bool open_writer(struct results_writer *writer, const struct results_pair *env, size_t envs,
                        bool resume, struct results *finished, struct results_error *error) {
    bool exists = false;
    if (!open_folder(writer, resume, error) || (resume && !open_existing(writer, &exists, error))) {
        return false;
    }
    if (resume) {
        return exists ? continue_file(writer, env, envs, finished, error)
                      : fail_missing(writer, error);
    }
    struct text header = {0};
    bool is_made = make_header(&header, env, envs);
    if (!is_made) {
        results_fail(error, "%s/" RESULTS_FILE ": the header does not fit: an entry is too long",
                     writer->folder);
    }
    if (is_made) {
        chain_lines(header.bytes, header.used, &writer->chain);
    }
    is_made = is_made && create_file(writer, &header, error);
    free(header.bytes);
    return is_made;
}

static void discard(struct results_writer *writer) {
    if (writer->descriptor >= 0) {
        (void)close(writer->descriptor);
    }
    if (writer->folder_descriptor >= 0) {
        (void)close(writer->folder_descriptor);
    }
    free(writer->folder);
    free(writer);
}

struct results_writer *results_create(const char *folder, const struct results_pair *env,
                                      size_t envs, bool resume, struct results *finished,
                                      struct results_error *error) {
    *finished = (struct results){0};
    struct results_writer *writer = malloc(sizeof *writer);
    char *copy = strdup(folder);
    if (writer == NULL || copy == NULL) {
        free(writer);
        free(copy);
        results_fail(error, "%s: there is not enough memory", folder);
        return NULL;
    }
    *writer = (struct results_writer){.folder = copy, .folder_descriptor = -1, .descriptor = -1};
    (void)snprintf(writer->new_name, sizeof writer->new_name, "." RESULTS_FILE ".%ld.new",
                   (long)getpid());
    if (!open_writer(writer, env, envs, resume, finished, error)) {
        discard(writer);
        return NULL;
    }
    return writer;
}

/* Whole lines behind the last one, or nothing. */
static bool append_lines(struct results_writer *writer, char *lines, size_t bytes,
                         struct results_error *error) {
    uint32_t chain = writer->chain;
    chain_lines(lines, bytes, &chain);
    if (write_all(writer->descriptor, lines, bytes) && sync_file(writer->descriptor, fdatasync)) {
        writer->bytes += (off_t)bytes;
        writer->chain = chain;
        return true;
    }
    (void)fail_file(writer, error, "cannot be written");
    /* Where this fails too a torn tail stays, which readers tolerate and --resume cuts off. */
    int ignored = ftruncate(writer->descriptor, writer->bytes);
    (void)ignored;
    return false;
}

bool results_append(struct results_writer *writer, const char *lines, size_t bytes,
                    struct results_error *error) {
    if (bytes == 0 || lines[bytes - 1] != '\n') {
        errno = EINVAL;
        return fail_file(writer, error, "a trial must end with a whole line");
    }
    char *chained = malloc(bytes);
    if (chained == NULL) {
        return fail_file(writer, error, "there is not enough memory");
    }
    memcpy(chained, lines, bytes);
    bool is_appended = append_lines(writer, chained, bytes, error);
    free(chained);
    writer->trials += is_appended;
    return is_appended;
}

bool results_finish(struct results_writer *writer, struct results_error *error) {
    char line[RECORD_LINE_BYTES], trials[NAME_BYTES];
    (void)snprintf(trials, sizeof trials, "%zu", writer->trials);
    const char *const fields[] = {trials};
    size_t bytes = record_write(RECORD_END, fields, 1, line, sizeof line);
    return append_lines(writer, line, bytes, error);
}

bool results_close(struct results_writer *writer, struct results_error *error) {
    if (writer == NULL) {
        return true;
    }
    bool is_closed = close(writer->descriptor) == 0;
    if (!is_closed) {
        (void)fail_file(writer, error, "cannot be closed");
    }
    writer->descriptor = -1;
    discard(writer);
    return is_closed;
}
