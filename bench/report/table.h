/*
 * table.h - a table in memory: columns with name, unit and alignment, rows of cells. What is
 * printed, exported and plotted are such tables; formats/ write them.
 *
 *     struct table table;
 *     table_init(&table, "append");
 *     table_column(&table, "length", "elements", TABLE_RIGHT, 0);
 *     table_row(&table, false);
 *     table_number(&table, 1000, "1000");
 *     table_clean_up(&table);
 *
 * Cells are added from left to right; a row may end early, what is missing is empty. When memory is
 * short everything becomes a no-op and `failed` says so, to be asked once at the end.
 */
#ifndef HEADROOM_BENCH_TABLE_H
#define HEADROOM_BENCH_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include <headroom/attributes.h>

enum table_align { TABLE_LEFT, TABLE_RIGHT };

enum table_cell_kind {
    TABLE_EMPTY,   /* nothing to say here */
    TABLE_TEXT,    /* text as it is */
    TABLE_NUMBER,  /* `number` as data; `text` as people or exact integers write it */
    TABLE_MISSING, /* not measured: `text` is the reason */
};

struct table_cell {
    enum table_cell_kind kind;
    double number;
    char *text;     /* NULL in an empty cell */
    bool is_marked; /* among the best */
};

struct table_column {
    char *name;
    char *unit; /* "" for none */
    enum table_align align;
    unsigned importance; /* 0 is never left out; the highest goes first where width is short */
};

struct table_row {
    size_t first_cell, cells;
    bool starts_block; /* a blank line before it */
};

struct table {
    char *title;
    char **lines; /* below the title */
    size_t line_count;
    char *heading; /* between the lines and the columns; NULL for none */
    struct table_column *columns;
    size_t column_count;
    struct table_row *rows;
    size_t row_count, row_room;
    struct table_cell *cells;
    size_t cell_count, cell_room;
    struct table_page *page; /* the cells' texts */
    char **notes;            /* below the table */
    size_t note_count;
    bool failed; /* memory ran short: the table is not whole */
};

void table_init(struct table *table, const char *title);
void table_clean_up(struct table *table);

/* Columns come before rows. Texts are copied. */
void table_column(struct table *table, const char *name, const char *unit, enum table_align align,
                  unsigned importance);
void table_row(struct table *table, bool starts_block);
void table_empty(struct table *table);
void table_text(struct table *table, const char *text);
void table_missing(struct table *table, const char *reason);
/* `text` NULL: the fewest digits that read back equal. */
void table_number(struct table *table, double number, const char *text);
/* The first cells of the row before this one, which are to be the first of this one too. */
void table_repeat(struct table *table, size_t cells);
/* Marks the cell added last. */
void table_mark(struct table *table);

void table_line(struct table *table, const char *format, ...) HR_PRINTF(2, 3);
/* Replaces the heading. */
void table_heading(struct table *table, const char *heading);
/* Adds a note unless it is there already; returns its number, from 1 (0 without memory). */
size_t table_note(struct table *table, const char *format, ...) HR_PRINTF(2, 3);

/* Adds "[1] text", with the next number, unless the text is there; returns its number. */
size_t table_numbered_note(struct table *table, const char *text);

/* Puts numbered notes before the others; among themselves both keep their order. */
void table_order_notes(struct table *table);

/* The cell, or NULL where the row has none. */
const struct table_cell *table_at(const struct table *table, size_t row, size_t column);

/* The fewest digits that read back as the same number ("0.1", "1e+300", "nan"). */
enum { TABLE_NUMBER_BYTES = 32 };
void table_spell(double number, char text[TABLE_NUMBER_BYTES]);

#endif
