/*
 * csv.c - comma-separated values as RFC 4180 has them, except that lines end with a line feed
 * alone: a header, then one record per row. What a terminal would obey becomes \xHH, except ends of
 * lines and tabs; a text that a spreadsheet takes for a formula stays. What was not measured is an
 * empty field; the long table says why in a column of its own.
 */
#include "report/format.h"

#include <string.h>

#include "words/plain.h"

/* What a terminal would obey becomes \xHH. */
static void write_plain(const char *text, size_t length, FILE *out) {
    for (const char *end = text + length; text < end;) {
        size_t bytes = plain_bytes(text);
        if (bytes == 0) {
            fprintf(out, "\\x%02x", (unsigned char)*text++);
        } else {
            (void)fwrite(text, 1, bytes, out);
            text += bytes;
        }
    }
}

static void write_field(const char *text, FILE *out) {
    if (strpbrk(text, ",\"\r\n") == NULL) {
        write_plain(text, strlen(text), out);
        return;
    }
    putc('"', out);
    while (*text != '\0') {
        size_t length = strcspn(text, "\"\n\t");
        write_plain(text, length, out);
        text += length;
        if (*text != '\0') {
            fputs(*text == '"' ? "\"" : "", out);
            putc(*text++, out);
        }
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
