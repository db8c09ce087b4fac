/*
 * budget.c - reads budget files: lines into conditions and limits.
 */
#include "report/budget.h"
#include "words/shown.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <headroom/attributes.h>

HR_PRINTF(2, 3) static bool fail(struct budget *budget, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(budget->error, sizeof budget->error, format, arguments);
    va_end(arguments);
    shown_mend(budget->error, sizeof budget->error);
    return false;
}

static bool fail_memory(struct budget *budget) {
    return fail(budget, "there is not enough memory");
}

/* Without spaces at both ends, in place. */
static char *trim(char *text) {
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1])) {
        length--;
    }
    text[length] = '\0';
    return text;
}

static bool take_conditions(struct budget *budget, struct budget_line *line, char *text) {
    char *rest = NULL;
    for (char *word = strtok_r(text, " \t", &rest); word != NULL;
         word = strtok_r(NULL, " \t", &rest)) {
        struct case_error error;
        struct filter *more = realloc(line->conditions, (line->condition_count + 1) * sizeof *more);
        if (more == NULL) {
            return fail_memory(budget);
        }
        line->conditions = more;
        if (!filter_parse(word, &more[line->condition_count], &error)) {
            return fail(budget, "%s:%zu: %s", budget->path, line->number, error.message);
        }
        line->condition_count++;
    }
    return true;
}

static const struct {
    const char *sign;
    enum budget_relation relation;
} relations[] = {{"<=", BUDGET_AT_MOST}, {">=", BUDGET_AT_LEAST}, {"=", BUDGET_EQUAL}};

/* Takes "METER <= AMOUNT" apart. */
static bool parse_limit(const char *text, struct budget_limit *limit, struct case_error *error) {
    char meter[METER_PATTERN_BYTES];
    struct amount amount;
    size_t length = strcspn(text, "<>=");
    const char *sign = text + length;
    while (length > 0 && isspace((unsigned char)text[length - 1])) {
        length--;
    }
    for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++) {
        size_t width = strlen(relations[i].sign);
        if (length == 0 || length >= sizeof meter || strncmp(sign, relations[i].sign, width) != 0) {
            continue;
        }
        limit->relation = relations[i].relation;
        snprintf(meter, sizeof meter, "%.*s", (int)length, text);
        if (!meter_pattern_parse(meter, &limit->meter, error) ||
            !amount_parse(sign + width + strspn(sign + width, " \t"), &amount, error) ||
            !amount_fits(&amount, &limit->meter, error)) {
            return false;
        }
        limit->amount = amount.value;
        return true;
    }
    snprintf(error->message, sizeof error->message,
             "the limit '%.100s' is not of the form METER <= AMOUNT (or >=, =)", text);
    return false;
}

/* Per cent are the unit of some meters, and of nothing else here. */
static bool is_percent_of_nothing(const struct budget_limit *limit) {
    bool is_percent = strchr(limit->text, '%') != NULL;
    for (size_t i = 0; is_percent && meter_at(i) != NULL; i++) {
        const struct meter *meter = meter_at(i);
        if (meter_pattern_fits(&limit->meter, meter->name) && strcmp(meter->unit, "percent") != 0) {
            return true;
        }
    }
    return false;
}

static bool take_limit(struct budget *budget, struct budget_line *line, char *text) {
    struct case_error error;
    struct budget_limit *more = realloc(line->limits, (line->limit_count + 1) * sizeof *more);
    if (more == NULL) {
        return fail_memory(budget);
    }
    line->limits = more;
    struct budget_limit *limit = &more[line->limit_count];
    *limit = (struct budget_limit){.text = strdup(text)};
    if (limit->text == NULL) {
        return fail_memory(budget);
    }
    line->limit_count++;
    if (!parse_limit(text, limit, &error)) {
        return fail(budget, "%s:%zu: %s", budget->path, line->number, error.message);
    }
    return !is_percent_of_nothing(limit) ||
           fail(budget, "%s:%zu: '%.100s' is a limit in per cent of nothing: write an amount",
                budget->path, line->number, limit->text);
}

static bool take_line(struct budget *budget, size_t number, char *text) {
    char *colon = strchr(text, ':');
    /* Conditions may hold colons (malloc=jemalloc:narenas=1): the last one with a space before. */
    for (char *at = colon; at != NULL; at = strchr(at + 1, ':')) {
        bool stands_alone = at == text || isspace((unsigned char)at[-1]);
        colon = stands_alone ? at : colon;
    }
    if (colon == NULL || (colon != text && !isspace((unsigned char)colon[-1]))) {
        return fail(budget,
                    "%s:%zu: a line is 'KEY=VALUE... : METER <= AMOUNT', with a space before the "
                    "colon",
                    budget->path, number);
    }
    struct budget_line *more = realloc(budget->lines, (budget->line_count + 1) * sizeof *more);
    if (more == NULL) {
        return fail_memory(budget);
    }
    budget->lines = more;
    struct budget_line *line = &more[budget->line_count++];
    *line = (struct budget_line){.number = number};
    *colon = '\0';
    if (!take_conditions(budget, line, text)) {
        return false;
    }
    for (char *at = colon + 1; at != NULL;) {
        char *comma = strchr(at, ',');
        if (comma != NULL) {
            *comma = '\0';
        }
        if (!take_limit(budget, line, trim(at))) {
            return false;
        }
        at = comma == NULL ? NULL : comma + 1;
    }
    return true;
}

static bool take_lines(struct budget *budget, FILE *file) {
    char *line = NULL;
    size_t room = 0;
    size_t number = 0;
    ssize_t length;
    bool is_whole = true;
    while (is_whole && (length = getline(&line, &room, file)) >= 0) {
        number++;
        if (strlen(line) != (size_t)length) {
            fail(budget, "%s:%zu: the line has a zero byte", budget->path, number);
            faults_add(&budget->faults, NULL, number, budget->error);
            is_whole = false; /* no text: nothing behind it would be told well */
            continue;
        }
        char *text = trim(line);
        if (*text != '\0' && *text != '#' && !take_line(budget, number, text)) {
            faults_add(&budget->faults, NULL, number, budget->error);
        }
    }
    free(line);
    return !faults_are_there(&budget->faults);
}

bool budget_read(const char *path, struct budget *budget, enum budget_failure *failure) {
    *budget = (struct budget){.path = strdup(path)};
    *failure = BUDGET_UNREADABLE;
    FILE *file = budget->path == NULL ? NULL : fopen(path, "re");
    if (file == NULL) {
        return fail(budget, "%s: cannot be read: %s", path, strerror(errno));
    }
    bool is_whole = take_lines(budget, file);
    if (ferror(file) != 0) {
        is_whole = fail(budget, "%s: cannot be read: %s", path, strerror(errno));
    } else {
        *failure = BUDGET_MALFORMED;
    }
    fclose(file);
    if (is_whole && budget->line_count == 0) {
        return fail(budget, "%s: has no limits", path);
    }
    return is_whole;
}

void budget_clean_up(struct budget *budget) {
    for (size_t i = 0; i < budget->line_count; i++) {
        struct budget_line *line = &budget->lines[i];
        for (size_t j = 0; j < line->limit_count; j++) {
            free(line->limits[j].text);
        }
        free(line->limits);
        free(line->conditions);
    }
    faults_clean_up(&budget->faults);
    free(budget->lines);
    free(budget->path);
    *budget = (struct budget){0};
}
