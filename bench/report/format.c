/*
 * format.c - the registry of formats, and what they share.
 */
#include "report/format.h"

#include <string.h>

#include "words/plain.h"

#define HR_FORMAT(file, symbol) extern const struct format symbol;
#include "report/formats/formats.def"
#undef HR_FORMAT

static const struct format *const formats[] = {
#define HR_FORMAT(file, symbol) &symbol,
#include "report/formats/formats.def"
#undef HR_FORMAT
};

enum { FORMATS = sizeof formats / sizeof formats[0] };

const struct format *format_at(size_t index) {
    return index < FORMATS ? formats[index] : NULL;
}

const struct format *format_find(const char *name) {
    for (size_t i = 0; i < FORMATS; i++) {
        if (strcmp(formats[i]->name, name) == 0) {
            return formats[i];
        }
    }
    return NULL;
}

void format_escape(const char *text, const char *also, FILE *out) {
    while (*text != '\0') {
        size_t bytes = plain_bytes(text);
        if (bytes == 0 || strchr(also, *text) != NULL) {
            fprintf(out, "\\x%02x", (unsigned char)*text++);
        } else {
            (void)fwrite(text, 1, bytes, out);
            text += bytes;
        }
    }
}

size_t format_width(const char *text) {
    size_t width = 0;
    while (*text != '\0') {
        size_t bytes = plain_bytes(text);
        width += bytes == 0 ? 4 : 1;
        text += bytes == 0 ? 1 : bytes;
    }
    return width;
}

size_t format_column_width(const struct table *table, size_t column) {
    size_t width = format_width(table->columns[column].name);
    size_t unit = format_width(table->columns[column].unit);
    width = unit > width ? unit : width;
    for (size_t row = 0; row < table->row_count; row++) {
        const struct table_cell *cell = table_at(table, row, column);
        size_t text = cell == NULL || cell->text == NULL ? 0 : format_width(cell->text);
        width = text > width ? text : width;
    }
    return width;
}

size_t format_table_width(const struct table *table) {
    size_t width = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        width += FORMAT_GAP + format_column_width(table, i);
    }
    return width;
}
