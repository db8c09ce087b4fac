/*
 * suite.c - suite files and command-line words to rows, rows to cases.
 */
#include "plan/suite.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meters/meter.h"
#include "plan/errors.h"
#include "plan/number.h"
#include "plan/shelf.h"
#include "platform/places.h"

static struct shelf shelf = {.folder = places_suites, .ending = ".suite"};

enum { MOST_REPETITIONS = 100000, MOST_WRONG_CASES = 1000 };

static const char *lane_name_at(size_t index) {
    return index < LANES ? lane_name((enum lane)index) : NULL;
}

bool suite_parse_lanes(const char *text, unsigned *lanes, struct case_error *error) {
    char copy[CASE_WORD_BYTES];
    enum lane lane;
    *lanes = 0;
    if (strlen(text) >= sizeof copy) {
        return case_fail(error, "lanes '%.60s...' is too long", text);
    }
    memcpy(copy, text, strlen(text) + 1);
    for (char *rest = copy, *name; (name = strsep(&rest, ",")) != NULL;) {
        if (!lane_find(name, &lane)) {
            return case_fail_unknown(error, "lane", name, lane_name_at);
        }
        *lanes |= 1U << lane;
    }
    return true;
}

static bool parse_number(const char *text, unsigned *number, struct case_error *error) {
    uint64_t value;
    if (!number_count(text, &value) || value < 1 || value > MOST_REPETITIONS) {
        return case_fail(error,
                         "repetitions '%.100s' is not a whole number from 1 to %d; write "
                         "repetitions=9 or, lane by lane, repetitions=memory:5,time:30",
                         text, MOST_REPETITIONS);
    }
    *number = (unsigned)value;
    return true;
}

/* LANE:N */
static bool parse_lane_number(char *text, unsigned repetitions[LANES], struct case_error *error) {
    enum lane lane;
    char *colon = strchr(text, ':');
    if (colon == NULL) {
        return case_fail(error, "repetitions '%.100s' names no lane; write memory:5,time:30", text);
    }
    *colon = '\0';
    if (!lane_find(text, &lane)) {
        return case_fail_unknown(error, "lane", text, lane_name_at);
    }
    if (lane == LANE_COUNTS) {
        return case_fail(error,
                         "repetitions 'counts:%.100s': the counts lane is exact and has one "
                         "trial; leave it out",
                         colon + 1);
    }
    if (repetitions[lane] != 0) {
        return case_fail(error, "repetitions of lane '%s' are given twice; give them once", text);
    }
    return parse_number(colon + 1, &repetitions[lane], error);
}

bool suite_parse_repetitions(const char *text, unsigned repetitions[LANES],
                             struct case_error *error) {
    char copy[CASE_WORD_BYTES];
    memset(repetitions, 0, LANES * sizeof *repetitions);
    if (strlen(text) >= sizeof copy) {
        return case_fail(error, "repetitions '%.60s...' is too long", text);
    }
    memcpy(copy, text, strlen(text) + 1);
    if (strchr(copy, ':') == NULL) {
        unsigned number = 0;
        if (!parse_number(copy, &number, error)) {
            return false;
        }
        repetitions[LANE_TIME] = number;
        repetitions[LANE_MEMORY] =
            number < SUITE_MEMORY_REPETITIONS ? number : SUITE_MEMORY_REPETITIONS;
        return true;
    }
    for (char *rest = copy, *part; (part = strsep(&rest, ",")) != NULL;) {
        if (!parse_lane_number(part, repetitions, error)) {
            return false;
        }
    }
    return true;
}

static bool add_word(struct suite_row *row, const char *name, size_t name_bytes, const char *values,
                     struct case_error *error) {
    if (row->words == SUITE_ROW_WORDS) {
        return case_fail(error, "the row has more than %d words", SUITE_ROW_WORDS);
    }
    struct suite_word *word = &row->word[row->words];
    memcpy(word->name, name, name_bytes);
    word->name[name_bytes] = '\0';
    for (size_t i = 0; i < row->words; i++) {
        if (strcmp(row->word[i].name, word->name) == 0) {
            return case_fail(error, "'%s' is given twice; give it once", word->name);
        }
    }
    word->values = strdup(values);
    if (word->values == NULL) {
        return case_fail(error, "there is not enough memory");
    }
    row->words++;
    return true;
}

static bool parse_word(struct suite_row *row, const char *text, struct case_error *error) {
    const char *equals = strchr(text, '=');
    size_t bytes = equals != NULL ? (size_t)(equals - text) : 0;
    if (bytes == 0 || bytes >= CASE_WORD_BYTES || equals[1] == '\0') {
        return case_fail(error,
                         bytes > 0 && equals[1] == 0 ? "'%.200s' has no value; write KEY=VALUE"
                                                     : "'%.200s' is no KEY=VALUE",
                         text);
    }
    if (strncmp(text, "lanes=", 6) == 0) {
        return row->lanes == 0 ? suite_parse_lanes(equals + 1, &row->lanes, error)
                               : case_fail(error, "'lanes' is given twice; give it once");
    }
    if (strncmp(text, "repetitions=", 12) == 0) {
        return row->repetitions[LANE_MEMORY] + row->repetitions[LANE_TIME] == 0
                   ? suite_parse_repetitions(equals + 1, row->repetitions, error)
                   : case_fail(error, "'repetitions' is given twice; give it once");
    }
    return add_word(row, text, bytes, equals + 1, error);
}

static struct suite_row *add_row(struct suite *suite, size_t line, struct case_error *error) {
    struct suite_row *grown = reallocarray(suite->rows, suite->row_count + 1, sizeof *suite->rows);
    if (grown == NULL) {
        (void)case_fail(error, "there is not enough memory");
        return NULL;
    }
    suite->rows = grown;
    grown[suite->row_count] = (struct suite_row){.line = line};
    return &grown[suite->row_count++];
}

/* A word that is none is told, and left out. */
static void take_word(const struct suite *suite, struct suite_row *row, const char *text,
                      struct faults *faults) {
    struct case_error error;
    if (!parse_word(row, text, &error)) {
        faults_add(faults, suite->path, row->line, error.message);
        row->lacks_work |= strncmp(text, "workload", 8) == 0 || strncmp(text, "structure", 9) == 0;
    }
}

bool suite_from_words(const char *const *words, size_t count, struct suite *suite,
                      struct faults *faults, struct case_error *error) {
    *suite = (struct suite){0};
    struct suite_row *row = add_row(suite, 0, error);
    for (size_t i = 0; i < count && row != NULL; i++) {
        take_word(suite, row, words[i], faults);
    }
    return row != NULL;
}

/* Cuts the comment off; the first one is what the suite answers. */
static void take_comment(struct suite *suite, char *line) {
    char *comment = strchr(line, '#');
    if (comment != NULL) {
        *comment++ = '\0';
        comment += strspn(comment, " \t");
        comment[strcspn(comment, "\r\n")] = '\0';
        if (suite->question == NULL && comment[0] != '\0') {
            suite->question = strdup(comment);
        }
    }
}

static bool parse_line(struct suite *suite, char *line, size_t number, struct faults *faults,
                       struct case_error *error) {
    struct suite_row *row = NULL;
    take_comment(suite, line);
    for (char *rest = line, *word; (word = strsep(&rest, " \t\r\n")) != NULL;) {
        if (word[0] == '\0') {
            continue;
        }
        if (row == NULL && (row = add_row(suite, number, error)) == NULL) {
            return false;
        }
        take_word(suite, row, word, faults);
    }
    return true;
}

static bool parse_file(struct suite *suite, FILE *file, struct faults *faults,
                       struct case_error *error) {
    char *line = NULL;
    size_t room = 0;
    bool is_good = true;
    ssize_t length;
    errno = 0;
    for (size_t number = 1; is_good && (length = getline(&line, &room, file)) >= 0; number++) {
        if (strlen(line) != (size_t)length) {
            faults_add(faults, suite->path, number,
                       "the line holds a NUL byte: this is no suite, which is text");
            break; /* nor is what follows */
        }
        is_good = parse_line(suite, line, number, faults, error);
    }
    free(line);
    if (is_good && ferror(file)) {
        faults->is_unreadable = true;
        return case_fail(error, "suite '%.300s' cannot be read: %s", suite->path, strerror(errno));
    }
    if (is_good && suite->row_count == 0 && !faults_are_there(faults)) {
        return case_fail(error, "%.300s: holds no row", suite->path);
    }
    return is_good;
}

bool suite_read(const char *name, struct suite *suite, struct faults *faults,
                struct case_error *error) {
    *suite = (struct suite){.path = shelf_path(&shelf, name)};
    FILE *file = suite->path != NULL ? fopen(suite->path, "re") : NULL;
    bool is_good = file != NULL;
    if (!is_good && errno == ENOENT && !shelf_is_path(&shelf, name)) {
        (void)case_fail_unknown(error, "suite", name, suite_name_at);
    } else if (!is_good) {
        faults->is_unreadable = true;
        (void)case_fail(error, "suite '%.200s' cannot be read: %s", name, strerror(errno));
    } else {
        is_good = parse_file(suite, file, faults, error);
        (void)fclose(file);
    }
    if (!is_good) {
        suite_clean_up(suite);
    }
    return is_good;
}

void suite_clean_up(struct suite *suite) {
    for (size_t i = 0; i < suite->row_count; i++) {
        for (size_t j = 0; j < suite->rows[i].words; j++) {
            free(suite->rows[i].word[j].values);
        }
    }
    free(suite->rows);
    free(suite->path);
    free(suite->question);
    *suite = (struct suite){0};
}

/* Where a value of a list ends. A malloc's tunables have commas of their own: what follows a comma
 * and has '=' before any ':' goes on with the value before. */
static size_t value_length(const struct suite_word *word, const char *value) {
    size_t length = strcspn(value, ",");
    while (strcmp(word->name, "malloc") == 0 && value[length] == ',') {
        const char *next = value + length + 1;
        size_t mark = strcspn(next, ":=,");
        if (next[mark] != '=' || memchr(value, ':', length) == NULL) {
            break;
        }
        length += 1 + strcspn(next, ",");
    }
    return length;
}

/* A walk over the product of a row's lists. */
struct walk {
    const struct suite_row *row;
    struct case_word words[SUITE_ROW_WORDS];
    suite_visit_fn *visit;
    void *context;
    struct case_faults faults;
    struct case_error *error;
    size_t cases, wrong;
    bool is_over; /* no use to go on: too many cases, or too many that are wrong */
};

static void add_fault(struct walk *walk, const struct case_error *error) {
    faults_add(walk->faults.list, walk->faults.path, walk->faults.line, error->message);
}

static bool visit_case(struct walk *walk) {
    struct bench_case a_case;
    struct case_error error;
    if (++walk->cases > SUITE_MOST_CASES) {
        (void)case_fail(&error, "the row makes more than %d cases", SUITE_MOST_CASES);
        add_fault(walk, &error);
        walk->is_over = true;
        return true;
    }
    if (case_complete(walk->words, walk->row->words, &a_case, &error)) {
        return walk->visit(walk->context, walk->row, &a_case, walk->error);
    }
    case_find_faults(walk->words, walk->row->words, &walk->faults);
    walk->is_over = ++walk->wrong == MOST_WRONG_CASES;
    return true;
}

/* False for a value that none can have, which is told. */
static bool set_value(struct walk *walk, size_t index, const char *value, size_t length) {
    struct case_word *word = &walk->words[index];
    struct case_error error;
    memcpy(word->name, walk->row->word[index].name, sizeof word->name);
    if (length == 0 || length >= sizeof word->text) {
        (void)case_fail(&error,
                        length == 0 ? "'%s' has an empty value in its list"
                                    : "a value of '%s' is too long",
                        word->name);
        add_fault(walk, &error);
        return false;
    }
    memcpy(word->text, value, length);
    word->text[length] = '\0';
    return true;
}

/* Depth is at most the words of a row. */
static bool walk_lists(struct walk *walk, size_t index) {
    if (index == walk->row->words) {
        return visit_case(walk);
    }
    const struct suite_word *word = &walk->row->word[index];
    for (const char *value = word->values; !walk->is_over; value++) {
        size_t length = value_length(word, value);
        if (set_value(walk, index, value, length) && !walk_lists(walk, index + 1)) {
            return false;
        }
        value += length;
        if (*value == '\0') {
            return true;
        }
    }
    return true;
}

bool suite_expand(const struct suite *suite, const struct suite_row *row, suite_visit_fn *visit,
                  void *context, struct faults *faults, struct case_error *error) {
    struct walk walk = {.row = row,
                        .visit = visit,
                        .context = context,
                        .faults = {faults, suite->path, row->line},
                        .error = error};
    return row->lacks_work || walk_lists(&walk, 0);
}

const char *suite_name_at(size_t index) {
    return shelf_name_at(&shelf, index);
}
