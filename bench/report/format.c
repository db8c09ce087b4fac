/*
 * format.c - the registry of formats, and what they share.
 */
#include "report/format.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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

/* How many bytes the UTF-8 character at `at` has, and which it is; 0 when it is none. */
static size_t decode(const unsigned char *at, uint32_t *character) {
    static const struct {
        unsigned char mask, mark;
        uint32_t least;
    } kinds[] = {{0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
    for (size_t more = 0; more < sizeof kinds / sizeof kinds[0]; more++) {
        if ((*at & kinds[more].mask) != kinds[more].mark) {
            continue;
        }
        *character = *at & (unsigned char)~kinds[more].mask;
        for (size_t i = 1; i <= more; i++) {
            if ((at[i] & 0xc0) != 0x80) {
                return 0;
            }
            *character = *character << 6 | (at[i] & 0x3f);
        }
        bool is_surrogate = *character >= 0xd800 && *character <= 0xdfff;
        bool is_one = *character >= kinds[more].least && *character <= 0x10ffff && !is_surrogate;
        return is_one ? more + 1 : 0;
    }
    return 0;
}

/* C0, DEL, C1, line and paragraph separators, and what overrides the direction of writing. */
static bool is_control(uint32_t character) {
    return character < 0x20 || (character >= 0x7f && character < 0xa0) ||
           (character >= 0x200e && character <= 0x200f) ||
           (character >= 0x2028 && character <= 0x202e) ||
           (character >= 0x2066 && character <= 0x2069) || character == 0xfeff;
}

/* Bytes of the character at `at` when it can be written as it is, otherwise 0. */
static size_t plain_bytes(const char *at) {
    uint32_t character;
    if (*at >= ' ' && *at <= '~') {
        return 1;
    }
    size_t bytes = decode((const unsigned char *)at, &character);
    return bytes > 0 && !is_control(character) ? bytes : 0;
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
