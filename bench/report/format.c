/*
 * format.c - the registry of formats, and what they share.
 */
#include "report/format.h"

#include <stdlib.h>
#include <string.h>

#include "words/plain.h"

static const struct format formats[] = {
#define HR_FORMAT(file, symbol, name, wants, summary, leaves_out)                                  \
    {name, summary, wants, leaves_out, symbol},
#include "report/formats/formats.def"
#undef HR_FORMAT
};

const char format_help[] = "one of"
#define HR_FORMAT(file, symbol, name, wants, summary, leaves_out) "\n" name ": " summary
#include "report/formats/formats.def"
#undef HR_FORMAT
    ;

enum { FORMATS = sizeof formats / sizeof formats[0] };

const struct format *format_at(size_t index) {
    return index < FORMATS ? &formats[index] : NULL;
}

const struct format *format_find(const char *name) {
    for (size_t i = 0; i < FORMATS; i++) {
        if (strcmp(formats[i].name, name) == 0) {
            return &formats[i];
        }
    }
    return NULL;
}

static bool is_listed(char byte, const char *also) {
    bool is_common = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
    return !is_common && *also != '\0' && strchr(also, byte) != NULL;
}

/* How many bytes from here on can be written as they are; `also` has no small letter or digit. */
static size_t plain_run(const char *text, const char *also) {
    size_t run = 0;
    while (text[run] != '\0' && !is_listed(text[run], also)) {
        size_t bytes = plain_bytes(text + run);
        if (bytes == 0) {
            break;
        }
        run += bytes;
    }
    return run;
}

void format_escape(const char *text, const char *also, FILE *out) {
    while (*text != '\0') {
        size_t run = plain_run(text, also);
        (void)fwrite(text, 1, run, out);
        text += run;
        if (*text != '\0') {
            fprintf(out, "\\x%02x", (unsigned char)*text++);
        }
    }
}

char *format_escaped(const char *text, const char *also) {
    char *escaped = malloc(4 * strlen(text) + 1);
    char *end = escaped;
    while (escaped != NULL && *text != '\0') {
        size_t run = plain_run(text, also);
        memcpy(end, text, run);
        end += run;
        text += run;
        if (*text != '\0') {
            end += snprintf(end, 5, "\\x%02x", (unsigned char)*text++);
        }
    }
    if (escaped != NULL) {
        *end = '\0';
    }
    return escaped;
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
