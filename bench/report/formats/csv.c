/*
 * csv.c - comma-separated values as RFC 4180 has them, except that lines end with a line feed
 * alone: a header, then one record per row and line. What was not measured is an empty field; the
 * long table says why in a column of its own. Control characters become \xHH: a record is a line,
 * and one can look at it on a terminal.
 */
#include "report/format.h"

#include <stdlib.h>
#include <string.h>

static bool write_quoted(const char *text, FILE *out) {
    char *escaped = format_escaped(text, "");
    putc('"', out);
    for (const char *at = escaped; at != NULL && *at != '\0'; at++) {
        fputs(*at == '"' ? "\"" : "", out);
        putc(*at, out);
    }
    putc('"', out);
    free(escaped);
    return escaped != NULL;
}

static bool write_field(const char *text, FILE *out) {
    if (strpbrk(text, ",\"") != NULL) {
        return write_quoted(text, out);
    }
    format_escape(text, "", out);
    return true;
}

static bool write_table(const struct table *table, FILE *out) {
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < table->column_count; i++) {
        fputs(i > 0 ? "," : "", out);
        is_whole = write_field(table->columns[i].name, out);
    }
    putc('\n', out);
    for (size_t row = 0; is_whole && row < table->row_count; row++) {
        for (size_t i = 0; is_whole && i < table->column_count; i++) {
            const struct table_cell *cell = table_at(table, row, i);
            fputs(i > 0 ? "," : "", out);
            if (cell != NULL && (cell->kind == TABLE_TEXT || cell->kind == TABLE_NUMBER)) {
                is_whole = write_field(cell->text, out);
            }
        }
        putc('\n', out);
    }
    return is_whole;
}

bool format_csv(const struct document *document, FILE *out) {
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < document->table_count; i++) {
        fputs(i > 0 ? "\n" : "", out);
        is_whole = write_table(&document->tables[i], out);
    }
    return is_whole;
}
