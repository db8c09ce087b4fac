/*
 * emphasis.c - see emphasis.h.
 */
#include "report/emphasis.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/nearest.h"

/* Lines while they are chosen. */
struct choice {
    const struct emphasis_line *lines;
    size_t count;
    struct emphasis *result;
};

static bool has_word(const char *label, const char *word, size_t length) {
    for (const char *at = label; *at != '\0';) {
        size_t here = strcspn(at, " ");
        if (here == length && memcmp(at, word, length) == 0) {
            return true;
        }
        at += here;
        at += *at == ' ';
    }
    return false;
}

static bool is_chosen(const struct choice *choice, size_t line) {
    for (size_t i = 0; i < choice->result->highlighted; i++) {
        if (choice->result->order[i] == line) {
            return true;
        }
    }
    return false;
}

static void add_caption(struct emphasis *result, const char *before, const char *text,
                        const char *why) {
    size_t used = strlen(result->caption);
    snprintf(result->caption + used, sizeof result->caption - used, "%s%s%s%s%s", before, text,
             *why != '\0' ? " (" : "", why, *why != '\0' ? ")" : "");
}

static void choose_one(struct choice *choice, size_t line, const char *why) {
    struct emphasis *result = choice->result;
    if (line < choice->count && !is_chosen(choice, line)) {
        add_caption(result, result->highlighted == 0 ? "highlighted: " : ", ",
                    choice->lines[line].label, why);
        result->order[result->highlighted++] = line;
    }
}

static bool is_kin(const struct choice *choice, size_t line, size_t other) {
    const char *kin = choice->lines[line].kin;
    const char *its = choice->lines[other].kin;
    return line == other || (kin != NULL && its != NULL && strcmp(kin, its) == 0);
}

/* With its kin, as far as lines can be told apart. */
static void choose(struct choice *choice, size_t line, const char *why) {
    choose_one(choice, line, why);
    for (size_t i = 0; line < choice->count && i < choice->count; i++) {
        if (is_kin(choice, line, i) && choice->result->highlighted < EMPHASIS_PLAIN) {
            choose_one(choice, i, "");
        }
    }
}

/* The first line with a word that begins like this; SIZE_MAX for none. */
static size_t find_beginning(const struct choice *choice, const char *beginning) {
    for (size_t i = 0; i < choice->count; i++) {
        const char *at = strstr(choice->lines[i].label, beginning);
        if (at != NULL && (at == choice->lines[i].label || at[-1] == ' ')) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* The line of the least score, or by sign -1 of the greatest; SIZE_MAX where no line has one. */
static size_t find_extreme(const struct choice *choice, double sign) {
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < choice->count; i++) {
        double score = sign * choice->lines[i].score;
        if (!isnan(score) && (best == SIZE_MAX || score < sign * choice->lines[best].score)) {
            best = i;
        }
    }
    return best;
}

/* The least or the greatest line; others that are as extreme are told of. */
static void choose_extreme(struct choice *choice, double sign) {
    char why[64];
    size_t line = find_extreme(choice, sign);
    size_t alike = 0;
    for (size_t i = 0; line < choice->count && i < choice->count; i++) {
        bool is_equal = !(choice->lines[i].score < choice->lines[line].score) &&
                        !(choice->lines[i].score > choice->lines[line].score) &&
                        !isnan(choice->lines[i].score);
        alike += is_equal && !is_kin(choice, line, i);
    }
    int used = snprintf(why, sizeof why, "%s share on average", sign > 0 ? "least" : "greatest");
    if (alike > 0) {
        snprintf(why + used, sizeof why - (size_t)used, ", like %zu other%s", alike,
                 alike > 1 ? "s" : "");
    }
    choose(choice, line, why);
}

static void choose_usual(struct choice *choice, enum meter_better better) {
    double first = better == METER_HIGHER ? -1 : 1;
    choose_extreme(choice, first);
    choose_extreme(choice, -first);
    bool has_extremes = choice->result->highlighted > 0;
    size_t ours = find_beginning(choice, "dynarray");
    choose(choice, ours != SIZE_MAX ? ours : find_beginning(choice, "tuple"), "ours");
    size_t python = find_beginning(choice, "cpython-3.9");
    choose(choice, python != SIZE_MAX ? python : find_beginning(choice, "cpython"), "CPython");
    if (choice->result->highlighted == 0) {
        choose(choice, 0, "the first");
    }
    if (has_extremes) {
        add_caption(choice->result, "; ", "shares are of the greatest value beside it", "");
    }
}

static void explain_word(struct choice *choice, const char *word, size_t length,
                         const char *highlight) {
    const char *best = NULL;
    size_t best_distance = 1 + length / 3;
    char *copy = strndup(word, length);
    for (size_t i = 0; copy != NULL && i < choice->count; i++) {
        size_t distance = nearest_distance(copy, choice->lines[i].label);
        if (distance <= best_distance) {
            best = choice->lines[i].label;
            best_distance = distance;
        }
    }
    free(copy);
    int used = snprintf(choice->result->error, sizeof choice->result->error,
                        "no line to highlight has %.*s'%.*s'", (int)(strcspn(highlight, "=") + 1),
                        highlight, (int)length, word);
    char *end = choice->result->error + used;
    size_t room = sizeof choice->result->error - (size_t)used;
    if (best != NULL) {
        snprintf(end, room, "; did you mean '%s'?", best);
        return;
    }
    for (size_t i = 0; i < choice->count && room > 1; i++) {
        int more =
            snprintf(end, room, "%s%s", i == 0 ? "; there are " : ", ", choice->lines[i].label);
        size_t step = more < 0 || (size_t)more >= room ? room - 1 : (size_t)more;
        end += step;
        room -= step;
    }
}

static bool choose_wanted(struct choice *choice, const char *highlight) {
    const char *word = strchr(highlight, '=');
    if (word == NULL || word == highlight || word[1] == '\0') {
        snprintf(choice->result->error, sizeof choice->result->error,
                 "highlight '%s' is not of the form KEY=VALUE[,VALUE]", highlight);
        return false;
    }
    for (word++; *word != '\0';) {
        size_t length = strcspn(word, ",");
        bool is_there = false;
        for (size_t i = 0; i < choice->count; i++) {
            if (has_word(choice->lines[i].label, word, length)) {
                choose(choice, i, "");
                is_there = true;
            }
        }
        if (!is_there) {
            explain_word(choice, word, length, highlight);
            return false;
        }
        word += length;
        word += *word == ',';
    }
    return true;
}

bool emphasis_init(struct emphasis *emphasis, const struct emphasis_line *lines, size_t count,
                   enum meter_better better, const char *highlight) {
    *emphasis = (struct emphasis){.order = calloc(count + 1, sizeof(size_t)), .count = count};
    struct choice choice = {.lines = lines, .count = count, .result = emphasis};
    if (emphasis->order == NULL) {
        return false;
    }
    if (highlight != NULL) {
        if (!choose_wanted(&choice, highlight)) {
            return false;
        }
    } else if (count > EMPHASIS_PLAIN) {
        choose_usual(&choice, better);
    }
    size_t highlighted = emphasis->highlighted > 0 ? emphasis->highlighted : count;
    size_t used = emphasis->highlighted;
    for (size_t i = 0; i < count; i++) {
        if (!is_chosen(&choice, i)) {
            emphasis->order[used++] = i;
        }
    }
    emphasis->highlighted = highlighted;
    if (highlighted < count) {
        char others[48];
        snprintf(others, sizeof others, "%zu others in grey", count - highlighted);
        add_caption(emphasis, "; ", others, "");
    } else {
        emphasis->caption[0] = '\0';
    }
    return true;
}

void emphasis_clean_up(struct emphasis *emphasis) {
    free(emphasis->order);
    emphasis->order = NULL;
}

static size_t source_of(const struct emphasis *emphasis, size_t step, size_t column) {
    return column == 0 ? 0 : 1 + emphasis->order[(column - 1) / step] * step + (column - 1) % step;
}

bool emphasis_apply(const struct emphasis *emphasis, size_t step, struct table *table) {
    size_t columns = table->column_count;
    struct table_column *heads = calloc(columns + 1, sizeof *heads);
    struct table_cell *cells = calloc(columns + 1, sizeof *cells);
    bool is_whole = heads != NULL && cells != NULL && columns == 1 + step * emphasis->count;
    for (size_t i = 0; is_whole && i < columns; i++) {
        heads[i] = table->columns[source_of(emphasis, step, i)];
    }
    if (is_whole) {
        memcpy(table->columns, heads, columns * sizeof *heads);
    }
    for (size_t row = 0; is_whole && row < table->row_count; row++) {
        if (table->rows[row].cells == columns) {
            struct table_cell *of_row = table->cells + table->rows[row].first_cell;
            for (size_t i = 0; i < columns; i++) {
                cells[i] = of_row[source_of(emphasis, step, i)];
            }
            memcpy(of_row, cells, columns * sizeof *cells);
        }
    }
    free(heads);
    free(cells);
    return is_whole;
}

static double number_at(const struct table *table, size_t row, size_t column) {
    const struct table_cell *cell = table_at(table, row, column);
    return cell != NULL && cell->kind == TABLE_NUMBER ? cell->number : NAN;
}

double emphasis_score(const struct table *table, size_t step, size_t line) {
    double sum = 0;
    size_t rows = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        double most = 0;
        bool is_full = true;
        for (size_t i = 1; i < table->column_count; i += step) {
            most = fmax(most, number_at(table, row, i));
            is_full = is_full && !isnan(number_at(table, row, i));
        }
        if (is_full && most > 0) {
            sum += number_at(table, row, 1 + line * step) / most;
            rows++;
        }
    }
    return rows > 0 ? sum / (double)rows : NAN;
}
