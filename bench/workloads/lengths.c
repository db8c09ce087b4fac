/*
 * lengths.c - see lengths.h. Strict: what could be a slip of the pen is an error with its line.
 */
#include "workloads/lengths.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <headroom/attributes.h>

#include "workloads/random.h"

/* A file being read. */
struct reading {
    const char *path;
    size_t line;
    struct lengths *lengths;
    size_t room;
    char *error;
};

/* "FILE:LINE: ...". Always false. */
HR_PRINTF(2, 3)
static bool fail(struct reading *reading, const char *format, ...) {
    size_t line = reading->line > 0 ? reading->line : 1; /* an empty file has none */
    int used = snprintf(reading->error, LENGTHS_ERROR_BYTES, "%.200s:%zu: ", reading->path, line);
    size_t start = used > 0 && used < LENGTHS_ERROR_BYTES ? (size_t)used : 0;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(reading->error + start, LENGTHS_ERROR_BYTES - start, format, arguments);
    va_end(arguments);
    return false;
}

/* Digits alone, in range: no sign, no exponent. */
static bool take_number(struct reading *reading, const char *what, const char *text, uint64_t least,
                        uint64_t most, uint64_t *number) {
    size_t digits = strspn(text, "0123456789");
    *number = digits <= 18 ? strtoull(text, NULL, 10) : UINT64_MAX;
    return (digits > 0 && text[digits] == '\0' && *number >= least && *number <= most) ||
           fail(reading, "%s '%.40s' is not a whole number from %llu to %llu", what, text,
                (unsigned long long)least, (unsigned long long)most);
}

static bool add_entry(struct reading *reading, size_t length, uint64_t weight) {
    struct lengths *lengths = reading->lengths;
    const struct lengths_entry *last =
        lengths->entries > 0 ? &lengths->entry[lengths->entries - 1] : NULL;
    if (last != NULL && length <= last->length) {
        return fail(reading, "length %zu comes after %zu; let the lengths increase", length,
                    last->length);
    }
    if (lengths->entries == LENGTHS_MOST_ENTRIES) {
        return fail(reading, "there are more than %d lengths", LENGTHS_MOST_ENTRIES);
    }
    uint64_t before = last != NULL ? last->up_to : 0;
    if (lengths->entry == NULL || lengths->entries == reading->room) {
        size_t room = 2 * reading->room + 16;
        struct lengths_entry *grown = reallocarray(lengths->entry, room, sizeof *grown);
        if (grown == NULL) {
            return fail(reading, "there is not enough memory");
        }
        lengths->entry = grown;
        reading->room = room;
    }
    lengths->entry[lengths->entries++] = (struct lengths_entry){length, weight, before + weight};
    return true;
}

static bool parse_line(struct reading *reading, char *line) {
    static const char blanks[] = " \t\r\n";
    char *rest = NULL;
    uint64_t length, weight;
    line[strcspn(line, "#")] = '\0';
    char *first = strtok_r(line, blanks, &rest);
    if (first == NULL) {
        return true;
    }
    char *second = strtok_r(NULL, blanks, &rest);
    char *third = second != NULL ? strtok_r(NULL, blanks, &rest) : NULL;
    if (second == NULL || third != NULL) {
        return fail(reading, "%s '%.40s'; write LENGTH WEIGHT",
                    second == NULL ? "there is nothing after" : "there is something more",
                    second == NULL ? first : third);
    }
    return take_number(reading, "length", first, 0, LENGTHS_MOST_LENGTH, &length) &&
           take_number(reading, "weight", second, 1, LENGTHS_MOST_WEIGHT, &weight) &&
           add_entry(reading, (size_t)length, weight);
}

static bool parse_file(struct reading *reading, FILE *file) {
    char *line = NULL;
    size_t room = 0;
    ssize_t bytes;
    bool is_good = true;
    while (is_good && (bytes = getline(&line, &room, file)) >= 0) {
        reading->line++;
        is_good = strlen(line) == (size_t)bytes ? parse_line(reading, line)
                                                : fail(reading, "the line holds a NUL byte");
    }
    free(line);
    if (is_good && ferror(file)) {
        return fail(reading, "cannot be read on: %s", strerror(errno));
    }
    return is_good && (reading->lengths->entries > 0 ||
                       fail(reading, "the file holds no length; write lines of LENGTH WEIGHT"));
}

/* What is read must end: no device, no pipe. */
static FILE *open_file(const char *path) {
    FILE *file = fopen(path, "re");
    struct stat status;
    if (file != NULL && (fstat(fileno(file), &status) != 0 || !S_ISREG(status.st_mode))) {
        (void)fclose(file);
        errno = EINVAL;
        return NULL;
    }
    return file;
}

bool lengths_read(const char *path, struct lengths *lengths, char error[LENGTHS_ERROR_BYTES]) {
    struct reading reading = {.path = path, .lengths = lengths, .error = error};
    *lengths = (struct lengths){0};
    FILE *file = open_file(path);
    if (file == NULL) {
        (void)snprintf(error, LENGTHS_ERROR_BYTES, "%.200s: cannot be read: %s", path,
                       errno == EINVAL ? "it is no ordinary file" : strerror(errno));
        return false;
    }
    bool is_good = parse_file(&reading, file);
    (void)fclose(file);
    if (!is_good) {
        lengths_clean_up(lengths);
    }
    return is_good;
}

void lengths_clean_up(struct lengths *lengths) {
    free(lengths->entry);
    *lengths = (struct lengths){0};
}

size_t lengths_draw(const struct lengths *lengths, uint64_t *state) {
    size_t first = 0, last = lengths->entries - 1;
    uint64_t drawn = random_below(state, lengths->entry[last].up_to);
    while (first < last) {
        size_t middle = first + (last - first) / 2;
        if (drawn < lengths->entry[middle].up_to) {
            last = middle;
        } else {
            first = middle + 1;
        }
    }
    return lengths->entry[first].length;
}

double lengths_mean(const struct lengths *lengths) {
    double sum = 0.0;
    for (size_t i = 0; i < lengths->entries; i++) {
        sum += (double)lengths->entry[i].length * (double)lengths->entry[i].weight;
    }
    return sum / (double)lengths->entry[lengths->entries - 1].up_to;
}
