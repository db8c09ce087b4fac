/*
 * floors.c - reads floors.tsv, line by line, forgiving nothing.
 */
#include "report/floors.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <headroom/attributes.h>

#include "meters/meter.h"
#include "plan/nearest.h"
#include "plan/number.h"

static const char head[] = "workload\tmeter\tfloor_percent\tcomparisons";
enum { FIELDS = 4 };

HR_PRINTF(2, 3) static bool fail(struct floors *floors, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(floors->error, sizeof floors->error, format, arguments);
    va_end(arguments);
    return false;
}

static const char *meter_name_at(size_t index) {
    const struct meter *meter = meter_at(index);
    return meter == NULL ? NULL : meter->name;
}

/* Cuts a line at its tabs; false unless it has as many fields as it must. */
static bool cut(char *line, char *field[FIELDS]) {
    size_t fields = 0;
    for (char *at = line; at != NULL;) {
        char *tab = strchr(at, '\t');
        if (fields == FIELDS) {
            return false;
        }
        field[fields++] = at;
        if (tab != NULL) {
            *tab = '\0';
            tab++;
        }
        at = tab;
    }
    return fields == FIELDS;
}

static bool is_there(const struct floors *floors, const char *workload, const char *meter) {
    for (size_t i = 0; i < floors->count; i++) {
        if (strcmp(floors->floors[i].workload, workload) == 0 &&
            strcmp(floors->floors[i].meter, meter) == 0) {
            return true;
        }
    }
    return false;
}

static bool add(struct floors *floors, const char *workload, const char *meter, double percent) {
    struct floor *more = realloc(floors->floors, (floors->count + 1) * sizeof *more);
    if (more == NULL) {
        return fail(floors, "there is not enough memory");
    }
    floors->floors = more;
    struct floor *added = &more[floors->count];
    *added = (struct floor){strdup(workload), strdup(meter), percent};
    if (added->workload == NULL || added->meter == NULL) {
        free(added->workload);
        free(added->meter);
        return fail(floors, "there is not enough memory");
    }
    floors->count++;
    return true;
}

static bool take_line(struct floors *floors, const char *path, size_t number, char *line) {
    char *field[FIELDS];
    double percent;
    uint64_t comparisons;
    if (!cut(line, field) || field[0][0] == '\0') {
        return fail(floors, "%s:%zu: a floor has %d fields separated by tabs", path, number,
                    FIELDS);
    }
    if (meter_find(field[1]) == NULL) {
        char hint[NEAREST_BYTES];
        nearest_hint(field[1], meter_name_at, hint);
        return fail(floors, "%s:%zu: unknown meter '%.64s'%s", path, number, field[1], hint);
    }
    if (!number_real(field[2], &percent) || percent < 0) {
        return fail(floors, "%s:%zu: '%.64s' is no percentage from 0 on", path, number, field[2]);
    }
    if (!number_count(field[3], &comparisons) || comparisons == 0) {
        return fail(floors, "%s:%zu: '%.64s' is no number of comparisons", path, number, field[3]);
    }
    if (is_there(floors, field[0], field[1])) {
        return fail(floors, "%s:%zu: a second floor for '%.64s' of '%.64s'", path, number, field[1],
                    field[0]);
    }
    return add(floors, field[0], field[1], percent);
}

static bool take_lines(struct floors *floors, const char *path, FILE *file) {
    char *line = NULL;
    size_t room = 0;
    size_t number = 0;
    ssize_t length;
    bool is_whole = true;
    while (is_whole && (length = getline(&line, &room, file)) >= 0) {
        number++;
        if (length == 0 || line[length - 1] != '\n' || strlen(line) != (size_t)length) {
            is_whole = fail(floors, "%s:%zu: the line has no end, or a zero byte", path, number);
            continue;
        }
        line[length - 1] = '\0';
        if (number == 1) {
            is_whole = strcmp(line, head) == 0 ||
                       fail(floors, "%s:1: no floors: the first line is not '%s' with tabs", path,
                            "workload meter floor_percent comparisons");
        } else {
            is_whole = take_line(floors, path, number, line);
        }
    }
    free(line);
    if (is_whole && (ferror(file) != 0 || number == 0)) {
        return fail(floors, "%s: %s", path, number == 0 ? "is empty" : strerror(errno));
    }
    return is_whole;
}

bool floors_read(const char *path, struct floors *floors) {
    struct stat status;
    char *inside = NULL;
    *floors = (struct floors){0};
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        if (asprintf(&inside, "%s/floors.tsv", path) < 0) {
            return fail(floors, "there is not enough memory");
        }
        path = inside;
    }
    FILE *file = fopen(path, "re");
    bool is_whole = file != NULL;
    if (file == NULL) {
        fail(floors, "%s: cannot be read: %s", path, strerror(errno));
    } else {
        is_whole = take_lines(floors, path, file);
        fclose(file);
    }
    free(inside);
    return is_whole;
}

void floors_clean_up(struct floors *floors) {
    for (size_t i = 0; i < floors->count; i++) {
        free(floors->floors[i].workload);
        free(floors->floors[i].meter);
    }
    free(floors->floors);
    *floors = (struct floors){0};
}

double floors_find(const struct floors *floors, const char *workload, const char *meter) {
    double any = 0;
    for (size_t i = 0; i < floors->count; i++) {
        const struct floor *floor = &floors->floors[i];
        if (strcmp(floor->meter, meter) != 0) {
            continue;
        }
        if (strcmp(floor->workload, workload) == 0) {
            return floor->percent;
        }
        any = strcmp(floor->workload, "*") == 0 ? floor->percent : any;
    }
    return any;
}
