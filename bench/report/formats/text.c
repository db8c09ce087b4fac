/*
 * text.c - tables for people: aligned columns, units under their names, notes below. Columns that
 * do not fit the screen are left out, least important first, and named.
 */
#include "report/format.h"

#include <stdlib.h>
#include <string.h>

struct layout {
    size_t *widths;
    bool *is_hidden;
    size_t owed; /* spaces on this line that nothing followed so far */
    bool has_units;
};

static const char *cell_text(const struct table_cell *cell) {
    if (cell == NULL || cell->kind == TABLE_EMPTY) {
        return "";
    }
    return cell->text;
}

static size_t total_width(const struct table *table, const struct layout *layout) {
    size_t total = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        total += layout->is_hidden[i] ? 0 : layout->widths[i] + FORMAT_GAP;
    }
    return total;
}

/* Hides the least important columns, the rightmost first, until the rest fits. */
static void fit(const struct table *table, struct layout *layout, size_t width) {
    while (width > 0 && total_width(table, layout) > width) {
        size_t worst = table->column_count;
        for (size_t i = 0; i < table->column_count; i++) {
            bool can_go = !layout->is_hidden[i] && table->columns[i].importance > 0;
            if (can_go && (worst == table->column_count ||
                           table->columns[i].importance >= table->columns[worst].importance)) {
                worst = i;
            }
        }
        if (worst == table->column_count) {
            return;
        }
        layout->is_hidden[worst] = true;
    }
}

static void pad(size_t count, FILE *out) {
    for (size_t i = 0; i < count; i++) {
        putc(' ', out);
    }
}

struct piece {
    const char *text;
    bool is_bold;
};

/* Length without the spaces at the end. */
static size_t trimmed_length(const char *text) {
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    return length;
}

static void write_part(const char *text, size_t length, FILE *out) {
    char *part = strndup(text, length);
    format_escape(part == NULL ? text : part, "", out);
    free(part);
}

/* Spaces are owed until something follows them, so that no line ends with one. */
static void write_piece(const struct table *table, struct layout *layout, size_t column,
                        struct piece piece, FILE *out) {
    size_t space = layout->widths[column] - format_width(piece.text);
    bool is_right = table->columns[column].align == TABLE_RIGHT;
    size_t length = trimmed_length(piece.text);
    layout->owed += FORMAT_GAP + (is_right ? space : 0);
    if (length > 0) {
        pad(layout->owed, out);
        layout->owed = 0;
        fputs(piece.is_bold ? "\033[1m" : "", out);
        write_part(piece.text, length, out);
        fputs(piece.is_bold ? "\033[0m" : "", out);
    }
    layout->owed += strlen(piece.text) - length + (is_right ? 0 : space);
}

static void end_line(struct layout *layout, FILE *out) {
    layout->owed = 0;
    putc('\n', out);
}

static void write_heads(const struct table *table, struct layout *layout, bool has_colour,
                        FILE *out) {
    for (int line = 0; line < (layout->has_units ? 2 : 1); line++) {
        for (size_t i = 0; i < table->column_count; i++) {
            if (!layout->is_hidden[i]) {
                const struct table_column *column = &table->columns[i];
                struct piece piece = {line == 0 ? column->name : column->unit, has_colour};
                write_piece(table, layout, i, piece, out);
            }
        }
        end_line(layout, out);
    }
}

static void write_rows(const struct table *table, struct layout *layout, bool has_colour,
                       FILE *out) {
    for (size_t row = 0; row < table->row_count; row++) {
        fputs(table->rows[row].starts_block && row > 0 ? "\n" : "", out);
        for (size_t i = 0; i < table->column_count; i++) {
            const struct table_cell *cell = table_at(table, row, i);
            if (!layout->is_hidden[i]) {
                struct piece piece = {cell_text(cell),
                                      has_colour && cell != NULL && cell->is_marked};
                write_piece(table, layout, i, piece, out);
            }
        }
        end_line(layout, out);
    }
}

static void write_hidden(const struct table *table, const struct layout *layout, FILE *out) {
    const char *before = "  left out for want of width: ";
    for (size_t i = 0; i < table->column_count; i++) {
        if (layout->is_hidden[i]) {
            fputs(before, out);
            write_part(table->columns[i].name, trimmed_length(table->columns[i].name), out);
            before = ", ";
        }
    }
    fputs(before[0] == ',' ? "\n" : "", out);
}

/* A note, broken at spaces, indented. */
static void write_note(const char *text, size_t width, FILE *out) {
    size_t room = width > 20 ? width : 100;
    size_t column = 1;
    while (*text != '\0') {
        size_t word = strcspn(text, " ");
        if (column > 1 && column + 1 + word > room) {
            fputs("\n   ", out);
            column = 3;
        }
        putc(' ', out);
        column += word + 1;
        char *copy = strndup(text, word);
        format_escape(copy == NULL ? "" : copy, "", out);
        free(copy);
        text += word;
        text += *text == ' ';
    }
    putc('\n', out);
}

static void write_table(const struct table *table, struct layout *layout,
                        const struct document *document, FILE *out) {
    if (table->title[0] != '\0') {
        fputs(document->has_colour ? "\033[1m" : "", out);
        format_escape(table->title, "", out);
        fputs(document->has_colour ? "\033[0m\n" : "\n", out);
    }
    for (size_t i = 0; i < table->line_count; i++) {
        putc(' ', out);
        write_note(table->lines[i], document->width, out);
    }
    if (table->heading != NULL) {
        fputs(table->line_count > 0 ? "\n  " : "  ", out);
        fputs(document->has_colour ? "\033[1m" : "", out);
        format_escape(table->heading, "", out);
        fputs(document->has_colour ? "\033[0m\n" : "\n", out);
    }
    if (table->row_count > 0) {
        fputs(table->line_count > 0 || table->heading != NULL ? "\n" : "", out);
        write_heads(table, layout, document->has_colour, out);
        write_rows(table, layout, document->has_colour, out);
    }
    fputs(table->note_count > 0 && table->row_count > 0 ? "\n" : "", out);
    for (size_t i = 0; i < table->note_count; i++) {
        putc(' ', out);
        write_note(table->notes[i], document->width, out);
    }
    write_hidden(table, layout, out);
}

static bool lay_out(const struct table *table, size_t width, struct layout *layout) {
    size_t count = table->column_count + 1;
    *layout = (struct layout){calloc(count, sizeof *layout->widths),
                              calloc(count, sizeof *layout->is_hidden), 0, false};
    if (layout->widths == NULL || layout->is_hidden == NULL) {
        return false;
    }
    for (size_t i = 0; i < table->column_count; i++) {
        layout->widths[i] = format_column_width(table, i);
        layout->has_units |= table->columns[i].unit[0] != '\0';
    }
    fit(table, layout, width);
    return true;
}

bool format_text(const struct document *document, FILE *out) {
    bool is_whole = true;
    for (size_t i = 0; i < document->table_count && is_whole; i++) {
        struct layout layout;
        is_whole = lay_out(&document->tables[i], document->width, &layout);
        if (is_whole) {
            fputs(i > 0 ? "\n" : "", out);
            write_table(&document->tables[i], &layout, document, out);
        }
        free(layout.widths);
        free(layout.is_hidden);
    }
    return is_whole;
}
