/*
 * table.c - tables that grow by columns and rows.
 */
#include "report/table.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <headroom/checked_math.h>

/* Room for one more; doubles. False with *failed set when there is none. */
static bool make_room(void **items, size_t used, size_t *room, size_t item_bytes, bool *failed) {
    if (*failed) {
        return false;
    }
    if (used < *room) {
        return true;
    }
    size_t more = *room == 0 ? 16 : hr_saturating_multiply(*room, 2);
    size_t bytes = 0;
    bool is_possible = hr_checked_multiply(more, item_bytes, &bytes) && bytes > 0;
    void *moved = is_possible ? realloc(*items, bytes) : NULL;
    if (moved == NULL) {
        *failed = true;
        return false;
    }
    *items = moved;
    *room = more;
    return true;
}

static char *copy(struct table *table, const char *text) {
    char *result = table->failed ? NULL : strdup(text);
    table->failed = result == NULL;
    return result;
}

enum { PAGE_BYTES = 1 << 16 };

/* Many cells' texts in one block. */
struct table_page {
    struct table_page *before;
    size_t used, room;
    char bytes[];
};

static char *copy_cell(struct table *table, const char *text) {
    size_t bytes = strlen(text) + 1;
    struct table_page *page = table->page;
    if (page == NULL || page->room - page->used < bytes) {
        size_t room = bytes > PAGE_BYTES ? bytes : PAGE_BYTES;
        page = malloc(sizeof *page + room);
        if (page == NULL) {
            table->failed = true;
            return NULL;
        }
        *page = (struct table_page){.before = table->page, .room = room};
        table->page = page;
    }
    char *own = page->bytes + page->used;
    memcpy(own, text, bytes);
    page->used += bytes;
    return own;
}

static void free_pages(struct table *table) {
    while (table->page != NULL) {
        struct table_page *page = table->page;
        table->page = page->before;
        free(page);
    }
}

void table_init(struct table *table, const char *title) {
    *table = (struct table){0};
    table->title = copy(table, title);
}

static void free_texts(char **texts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(texts[i]);
    }
    free(texts);
}

void table_clean_up(struct table *table) {
    for (size_t i = 0; i < table->column_count; i++) {
        free(table->columns[i].name);
        free(table->columns[i].unit);
    }
    free_pages(table);
    free(table->title);
    free(table->heading);
    free_texts(table->lines, table->line_count);
    free_texts(table->notes, table->note_count);
    free(table->columns);
    free(table->rows);
    free(table->cells);
    *table = (struct table){0};
}

void table_column(struct table *table, const char *name, const char *unit, enum table_align align,
                  unsigned importance) {
    struct table_column *columns =
        table->failed ? NULL : realloc(table->columns, (table->column_count + 1) * sizeof *columns);
    if (columns == NULL) {
        table->failed = true;
        return;
    }
    table->columns = columns;
    struct table_column column = {.align = align, .importance = importance};
    column.name = copy(table, name);
    column.unit = copy(table, unit);
    columns[table->column_count++] = column;
}

void table_row(struct table *table, bool starts_block) {
    void *rows = table->rows;
    if (make_room(&rows, table->row_count, &table->row_room, sizeof *table->rows, &table->failed)) {
        table->rows = rows;
        table->rows[table->row_count++] =
            (struct table_row){.first_cell = table->cell_count, .starts_block = starts_block};
    }
}

static void push_cell(struct table *table, struct table_cell cell) {
    void *cells = table->cells;
    if (table->row_count > 0 && make_room(&cells, table->cell_count, &table->cell_room,
                                          sizeof *table->cells, &table->failed)) {
        table->cells = cells;
        table->cells[table->cell_count++] = cell;
        table->rows[table->row_count - 1].cells++;
    }
}

static void add_cell(struct table *table, enum table_cell_kind kind, double number,
                     const char *text) {
    char *own = text == NULL || table->failed ? NULL : copy_cell(table, text);
    push_cell(table, (struct table_cell){.kind = kind, .number = number, .text = own});
}

void table_repeat(struct table *table, size_t cells) {
    for (size_t i = 0; i < cells && table->row_count > 1 && !table->failed; i++) {
        const struct table_row *before = &table->rows[table->row_count - 2];
        if (i < before->cells) {
            push_cell(table, table->cells[before->first_cell + i]);
        }
    }
}

void table_empty(struct table *table) {
    add_cell(table, TABLE_EMPTY, NAN, NULL);
}

void table_text(struct table *table, const char *text) {
    add_cell(table, TABLE_TEXT, NAN, text);
}

void table_missing(struct table *table, const char *reason) {
    add_cell(table, TABLE_MISSING, NAN, reason);
}

void table_number(struct table *table, double number, const char *text) {
    char spelled[TABLE_NUMBER_BYTES];
    if (text == NULL) {
        table_spell(number, spelled);
        text = spelled;
    }
    add_cell(table, TABLE_NUMBER, number, text);
}

void table_mark(struct table *table) {
    if (table->cell_count > 0) {
        table->cells[table->cell_count - 1].is_marked = true;
    }
}

static char *print(struct table *table, const char *format, va_list arguments) {
    char *text = NULL;
    if (table->failed || vasprintf(&text, format, arguments) < 0) {
        table->failed = true;
        return NULL;
    }
    return text;
}

/* Takes `text`; returns its number from 1. */
static size_t add_text(struct table *table, char ***texts, size_t *count, char *text) {
    char **more = text == NULL ? NULL : realloc(*texts, (*count + 1) * sizeof *more);
    if (more == NULL) {
        free(text);
        table->failed = true;
        return 0;
    }
    *texts = more;
    more[*count] = text;
    return ++*count;
}

void table_line(struct table *table, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = print(table, format, arguments);
    va_end(arguments);
    (void)add_text(table, &table->lines, &table->line_count, text);
}

void table_heading(struct table *table, const char *heading) {
    free(table->heading);
    table->heading = copy(table, heading);
}

size_t table_note(struct table *table, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = print(table, format, arguments);
    va_end(arguments);
    for (size_t i = 0; text != NULL && i < table->note_count; i++) {
        if (strcmp(table->notes[i], text) == 0) {
            free(text);
            return i + 1;
        }
    }
    return add_text(table, &table->notes, &table->note_count, text);
}

size_t table_numbered_note(struct table *table, const char *text) {
    size_t number = 1;
    for (size_t i = 0; i < table->note_count; i++) {
        const char *end = table->notes[i][0] == '[' ? strstr(table->notes[i], "] ") : NULL;
        if (end != NULL && strcmp(end + strlen("] "), text) == 0) {
            return number;
        }
        number += end != NULL;
    }
    return table_note(table, "[%zu] %s", number, text) > 0 ? number : 0;
}

void table_order_notes(struct table *table) {
    size_t numbered = 0;
    for (size_t i = 0; i < table->note_count; i++) {
        char *note = table->notes[i];
        if (note[0] == '[') {
            memmove(&table->notes[numbered + 1], &table->notes[numbered],
                    (i - numbered) * sizeof *table->notes);
            table->notes[numbered++] = note;
        }
    }
}

const struct table_cell *table_at(const struct table *table, size_t row, size_t column) {
    if (row >= table->row_count || column >= table->rows[row].cells) {
        return NULL;
    }
    return &table->cells[table->rows[row].first_cell + column];
}

/* A decimal of up to 15 digits is what %.15g makes of the double next to it, without its zeros. */
void table_spell(double number, char text[TABLE_NUMBER_BYTES]) {
    if (fabs(number) < 1e15 && number == floor(number)) {
        snprintf(text, TABLE_NUMBER_BYTES, "%.0f", number);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, TABLE_NUMBER_BYTES, "%.*g", digits, number);
        if (strtod(text, NULL) == number || isnan(number)) {
            return;
        }
    }
}
