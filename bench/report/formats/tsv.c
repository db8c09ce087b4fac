/*
 * tsv.c - tab-separated values for gnuplot and awk: one line of column names, then the rows. What
 * was not measured is NaN. Names and texts hold no tab, line end, double quote or backtick: none of
 * them can end a field, open a string or mean anything to a program that reads the table.
 */
#include "report/format.h"

static void write_field(const char *text, FILE *out) {
    format_escape(text, "\"`", out);
}

static void write_cell(const struct table_cell *cell, FILE *out) {
    if (cell == NULL || cell->kind == TABLE_EMPTY || cell->kind == TABLE_MISSING) {
        fputs("NaN", out);
    } else {
        write_field(cell->text, out);
    }
}

bool format_tsv(const struct document *document, FILE *out) {
    for (size_t t = 0; t < document->table_count; t++) {
        const struct table *table = &document->tables[t];
        for (size_t i = 0; i < table->column_count; i++) {
            fputs(i > 0 ? "\t" : "", out);
            write_field(table->columns[i].name, out);
        }
        putc('\n', out);
        for (size_t row = 0; row < table->row_count; row++) {
            for (size_t i = 0; i < table->column_count; i++) {
                fputs(i > 0 ? "\t" : "", out);
                write_cell(table_at(table, row, i), out);
            }
            putc('\n', out);
        }
    }
    return true;
}
