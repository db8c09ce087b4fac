/*
 * reader.c - a results file into memory, strictly: whatever is not exactly what the writer writes
 * is an error with its line. Only a last line without its line end is forgiven.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "results/id_set.h"
#include "results/internal.h"

enum section { SECTION_START, SECTION_ENV, SECTION_METERS, SECTION_TRIALS, SECTION_END };

/* Rooms of the growing tables, and what the strictness needs to remember. */
struct reader {
    struct results *results;
    struct results_error *error;
    size_t line;
    enum section section;
    size_t env_room, meter_room, trial_room, sample_room;
    uint32_t chain;      /* the checksum of the line before */
    bool in_trial;       /* the last trial waits for its outcome */
    struct id_set ids;   /* of the trials so far */
    uint64_t *last_step; /* by meter: step + 1 in the trial that is open */
    size_t next_meter;   /* where the search for a name begins */
};

static bool fail(struct reader *reader, const char *why, const char *value) {
    results_fail(reader->error, "%s:%zu: %s%s%s%s", reader->results->path, reader->line, why,
                 value != NULL ? " '" : "", value != NULL ? value : "", value != NULL ? "'" : "");
    return false;
}

/* Room for one more element; false without memory. */
static bool make_room(struct reader *reader, void **table, size_t *room, size_t used,
                      size_t bytes) {
    if (used < *room) {
        return true;
    }
    size_t more = *room < 16 ? 16 : *room + *room / 2;
    void *grown = reallocarray(*table, more, bytes);
    if (grown == NULL) {
        return fail(reader, "there is not enough memory", NULL);
    }
    *table = grown;
    *room = more;
    return true;
}

static bool read_header(struct reader *reader, const struct record *record) {
    if (reader->section != SECTION_START) {
        return fail(reader, "there is a second header", NULL);
    }
    if (strcmp(record->field[0], RESULTS_FORMAT) != 0) {
        return fail(reader, "this is no results file but", record->field[0]);
    }
    bool is_unlinked = strcmp(record->field[1], RESULTS_VERSION_UNLINKED) == 0;
    if (!is_unlinked && strcmp(record->field[1], RESULTS_VERSION_TEXT) != 0) {
        return fail(reader,
                    "this program reads versions " RESULTS_VERSION_UNLINKED
                    " and " RESULTS_VERSION_TEXT ", the file is",
                    record->field[1]);
    }
    reader->results->version = is_unlinked ? 1 : 2;
    reader->section = SECTION_ENV;
    return true;
}

static bool read_env(struct reader *reader, const struct record *record) {
    struct results *results = reader->results;
    if (reader->section != SECTION_ENV) {
        return fail(reader, "an env line must stand right after the header:", record->field[0]);
    }
    if (results_env(results, record->field[0]) != NULL) {
        return fail(reader, "this env entry stands there twice:", record->field[0]);
    }
    if (!make_room(reader, (void **)&results->env, &reader->env_room, results->envs,
                   sizeof *results->env)) {
        return false;
    }
    results->env[results->envs++] = (struct results_pair){
        .key = (char *)(uintptr_t)record->field[0], .value = (char *)(uintptr_t)record->field[1]};
    return true;
}

static bool find_meter(struct reader *reader, const char *name, size_t *index) {
    const struct results *results = reader->results;
    for (size_t i = 0; i < results->meter_count; i++) {
        size_t at = (reader->next_meter + i) % results->meter_count;
        if (strcmp(results->meters[at].name, name) == 0) {
            *index = at;
            reader->next_meter = at + 1;
            return true;
        }
    }
    return false;
}

static bool parse_meter(const struct record *record, struct results_meter *meter) {
    bool is_better = false;
    for (int i = METER_LOWER; i <= METER_NEITHER && !is_better; i++) {
        meter->better = (enum meter_better)i;
        is_better = strcmp(record->field[2], meter_better_name(meter->better)) == 0;
    }
    bool is_exact = strcmp(record->field[3], meter_kind_name(METER_EXACT)) == 0;
    meter->kind = is_exact ? METER_EXACT : METER_NOISY;
    meter->name = (char *)(uintptr_t)record->field[0];
    meter->unit = (char *)(uintptr_t)record->field[1];
    return is_better && strcmp(record->field[3], meter_kind_name(meter->kind)) == 0;
}

static bool read_meter(struct reader *reader, const struct record *record) {
    struct results *results = reader->results;
    struct results_meter meter;
    size_t index;
    if (reader->section != SECTION_ENV && reader->section != SECTION_METERS) {
        return fail(reader, "a meter line must stand before the first trial:", record->field[0]);
    }
    if (!parse_meter(record, &meter)) {
        return fail(reader, "the meter's direction or kind is unknown:", record->field[0]);
    }
    if (find_meter(reader, meter.name, &index)) {
        return fail(reader, "this meter stands there twice:", meter.name);
    }
    if (!make_room(reader, (void **)&results->meters, &reader->meter_room, results->meter_count,
                   sizeof meter)) {
        return false;
    }
    results->meters[results->meter_count++] = meter;
    reader->section = SECTION_METERS;
    return true;
}

/* Remembers a trial's id; false when it was there before. */
static bool add_id(struct reader *reader, const struct record *record) {
    uint64_t id;
    if (!record_count(record->field[0], &id) || id == UINT64_MAX) {
        return fail(reader, "this is no id of a trial:", record->field[0]);
    }
    switch (id_set_add(&reader->ids, id)) {
    case ID_SET_KNOWN:
        return fail(reader, "this trial stands there twice:", record->field[0]);
    case ID_SET_NO_MEMORY:
        return fail(reader, "there is not enough memory", NULL);
    case ID_SET_ADDED:
        break;
    }
    return true;
}

/* The rooms for steps are made with the first trial, when all meters are known. */
static bool begin_steps(struct reader *reader) {
    size_t meters = reader->results->meter_count;
    if (reader->last_step == NULL) {
        reader->last_step = calloc(meters + 1, sizeof *reader->last_step);
    }
    if (reader->last_step == NULL) {
        return fail(reader, "there is not enough memory", NULL);
    }
    memset(reader->last_step, 0, meters * sizeof *reader->last_step);
    return true;
}

static bool parse_trial(struct reader *reader, const struct record *record,
                        struct results_trial *trial) {
    uint64_t repetition;
    if (!record_count(record->field[0], &trial->id) ||
        !record_count(record->field[2], &repetition) || repetition > UINT32_MAX ||
        !record_count(record->field[3], &trial->order)) {
        return fail(reader, "this is no repetition of a trial:", record->field[2]);
    }
    if (!lane_find(record->field[1], &trial->lane)) {
        return fail(reader, "unknown lane", record->field[1]);
    }
    trial->repetition = (unsigned)repetition;
    trial->key = (char *)(uintptr_t)record->field[4];
    trial->first_sample = reader->results->sample_count;
    return true;
}

static bool read_trial(struct reader *reader, const struct record *record) {
    struct results *results = reader->results;
    struct results_trial trial = {0};
    if (reader->section == SECTION_START || reader->in_trial) {
        return fail(reader, "the trial before this one has no outcome; trial", record->field[0]);
    }
    if (!parse_trial(reader, record, &trial) || !add_id(reader, record) || !begin_steps(reader) ||
        !make_room(reader, (void **)&results->trials, &reader->trial_room, results->trial_count,
                   sizeof trial)) {
        return false;
    }
    results->trials[results->trial_count++] = trial;
    reader->in_trial = true;
    reader->section = SECTION_TRIALS;
    return true;
}

/* Whether the record belongs to the trial that is open. */
static bool is_of_open_trial(const struct reader *reader, const struct record *record) {
    uint64_t id;
    return reader->in_trial && record_count(record->field[0], &id) &&
           reader->results->trials[reader->results->trial_count - 1].id == id;
}

static bool parse_sample(struct reader *reader, const struct record *record,
                         struct results_sample *sample) {
    size_t meter;
    if (!is_of_open_trial(reader, record)) {
        return fail(reader, "this sample is of a trial that is not open:", record->field[0]);
    }
    if (!find_meter(reader, record->field[1], &meter)) {
        return fail(reader, "unknown meter", record->field[1]);
    }
    if (!record_count(record->field[2], &sample->step) || sample->step == UINT64_MAX ||
        reader->last_step[meter] > sample->step) {
        return fail(reader, "steps of a meter must increase within a trial; meter",
                    record->field[1]);
    }
    reader->last_step[meter] = sample->step + 1;
    sample->meter = (uint32_t)meter;
    sample->text = record->field[3];
    sample->is_measured = !record_is_missing(sample->text);
    sample->value = sample->is_measured ? strtod(sample->text, NULL) : NAN;
    return !isinf(sample->value) || fail(reader, "this value is out of range:", sample->text);
}

static bool read_sample(struct reader *reader, const struct record *record) {
    struct results *results = reader->results;
    struct results_sample sample = {0};
    if (!parse_sample(reader, record, &sample) ||
        !make_room(reader, (void **)&results->samples, &reader->sample_room, results->sample_count,
                   sizeof sample)) {
        return false;
    }
    results->samples[results->sample_count++] = sample;
    results->trials[results->trial_count - 1].samples++;
    return true;
}

static bool read_outcome(struct reader *reader, const struct record *record) {
    if (!is_of_open_trial(reader, record)) {
        return fail(reader, "this outcome is of a trial that is not open:", record->field[0]);
    }
    struct results_trial *trial = &reader->results->trials[reader->results->trial_count - 1];
    trial->has_outcome = outcome_find(record->field[1], &trial->outcome);
    trial->detail = (char *)(uintptr_t)record->field[2];
    reader->in_trial = false;
    return true;
}

/* Counts what is there, so that people can see the number without counting. */
static bool read_end(struct reader *reader, const struct record *record) {
    struct results *results = reader->results;
    uint64_t trials;
    if (results->version == 1) {
        return fail(reader, "a file of version 1 has no end", NULL);
    }
    if (reader->in_trial) {
        return fail(reader, "the trial before the end has no outcome", NULL);
    }
    if (!record_count(record->field[0], &trials) || trials != results->trial_count) {
        return fail(reader, "the end does not count the trials that are here:", record->field[0]);
    }
    results->has_end = true;
    reader->section = SECTION_END;
    return true;
}

static bool read_record(struct reader *reader, const struct record *record) {
    static bool (*const readers[])(struct reader *, const struct record *) = {
        [RECORD_HEADER] = read_header, [RECORD_ENV] = read_env,
        [RECORD_METER] = read_meter,   [RECORD_TRIAL] = read_trial,
        [RECORD_SAMPLE] = read_sample, [RECORD_OUTCOME] = read_outcome,
        [RECORD_END] = read_end,
    };
    if (reader->section == SECTION_END) {
        return fail(reader, "there is a line after the end", NULL);
    }
    if (reader->section == SECTION_START && record->kind != RECORD_HEADER) {
        return fail(reader, "the first line must be the header", NULL);
    }
    return readers[record->kind](reader, record);
}

static bool read_line(struct reader *reader, char *line, size_t length) {
    struct record record;
    if (memchr(line, '\0', length) != NULL) {
        return fail(reader, "the line holds a NUL byte", NULL);
    }
    line[length] = '\0';
    uint32_t *chain = &reader->chain;
    *chain = reader->results->version == 1 ? 0 : *chain;
    const char *wrong = record_parse_chained(line, chain, &record);
    if (wrong == record_wrong_checksum && reader->results->version > 1) {
        return fail(reader,
                    "the checksum does not match: the line was changed, or one before it is "
                    "missing, doubled or moved",
                    NULL);
    }
    return wrong == NULL ? read_record(reader, &record) : fail(reader, wrong, NULL);
}

/* What stands behind the last line end: a line that was being written, or damage. */
static bool read_tail(struct reader *reader, const char *tail, size_t bytes) {
    if (memchr(tail, '\0', bytes) != NULL) {
        return fail(reader, "the line holds a NUL byte", NULL);
    }
    if (bytes >= RECORD_LINE_BYTES) {
        return fail(reader, "the line is too long", NULL);
    }
    if (reader->section == SECTION_END) {
        return fail(reader, "there is a line after the end", NULL);
    }
    reader->results->has_torn_tail = true;
    return true;
}

static bool read_lines(struct reader *reader, char *contents, size_t bytes) {
    struct results *results = reader->results;
    for (size_t at = 0; at < bytes;) {
        char *end = memchr(contents + at, '\n', bytes - at);
        size_t length = end != NULL ? (size_t)(end - (contents + at)) : bytes - at;
        reader->line++;
        if (end == NULL ? !read_tail(reader, contents + at, length)
                        : !read_line(reader, contents + at, length)) {
            return false;
        }
        at += length + 1;
        if (end != NULL && !reader->in_trial && reader->section != SECTION_END) {
            results->complete_bytes = at;
            results->chain = reader->chain;
        }
    }
    results->lines = reader->line;
    if (reader->section == SECTION_START) {
        reader->line = 1;
        return fail(reader, "the header is missing; the file is empty or cut off", NULL);
    }
    return true;
}

static char *path_of(const char *path) {
    struct stat status;
    char *whole = NULL;
    bool is_folder = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
    int length = asprintf(&whole, is_folder ? "%s/%s" : "%s", path, RESULTS_FILE);
    return length >= 0 ? whole : NULL;
}

bool results_read(const char *path, struct results *results, struct results_error *error) {
    *results = (struct results){.path = path_of(path)};
    struct reader reader = {.results = results, .error = error};
    size_t bytes = 0;
    if (results->path == NULL) {
        results_fail(error, "%s: there is not enough memory", path);
        return false;
    }
    bool is_read =
        results_load(results, &bytes, error) && read_lines(&reader, results->contents, bytes);
    id_set_clean_up(&reader.ids);
    free(reader.last_step);
    if (!is_read) {
        results_clean_up(results);
    }
    return is_read;
}

void results_clean_up(struct results *results) {
    free(results->path);
    free(results->contents);
    free(results->env);
    free(results->meters);
    free(results->trials);
    free(results->samples);
    *results = (struct results){0};
}

void results_shortfall(const struct results *results, struct results_error *text) {
    size_t trials = results->trial_count;
    const char *what = NULL;
    if (results->has_torn_tail) {
        what = "the file ends in the middle of this line: its trial is left out";
    } else if (trials > 0 && !results->trials[trials - 1].has_outcome) {
        what = "the file ends in the middle of a trial, which is left out";
    } else if (results->version > 1 && !results->has_end) {
        what = "the file has no end: the run goes on or was stopped, or the file was cut";
    }
    text->message[0] = '\0';
    if (what != NULL) {
        results_fail(text, "%s:%zu: %s", results->path, results->lines, what);
    }
}

const char *results_env(const struct results *results, const char *key) {
    for (size_t i = 0; i < results->envs; i++) {
        if (strcmp(results->env[i].key, key) == 0) {
            return results->env[i].value;
        }
    }
    return NULL;
}
