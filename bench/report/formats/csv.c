/*
 * csv.c - comma-separated values as RFC 4180 has them, except that lines end with a line feed
 * alone: a header, then one record per row. What was not measured is an empty field; the long table
 * says why in a column of its own.
 */
#include "report/format.h"

#include <string.h>

static void write_field(const char *text, FILE *out) {
    if (strpbrk(text, ",\"\r\n") == NULL) {
        fputs(text, out);
        return;
    }
    putc('"', out);
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            putc('"', out);
        }
        putc(*text, out);
    }
    putc('"', out);
}

static void write_table(const struct table *table, FILE *out) {
    for (size_t i = 0; i < table->column_count; i++) {
        fputs(i > 0 ? "," : "", out);
        write_field(table->columns[i].name, out);
    }
    putc('\n', out);
    for (size_t row = 0; row < table->row_count; row++) {
        for (size_t i = 0; i < table->column_count; i++) {
            const struct table_cell *cell = table_at(table, row, i);
            fputs(i > 0 ? "," : "", out);
            if (cell != NULL && (cell->kind == TABLE_TEXT || cell->kind == TABLE_NUMBER)) {
                write_field(cell->text, out);
            }
        }
        putc('\n', out);
    }
}

bool format_csv(const struct document *document, FILE *out) {
    for (size_t i = 0; i < document->table_count; i++) {
        fputs(i > 0 ? "\n" : "", out);
        write_table(&document->tables[i], out);
    }
    return true;
}
