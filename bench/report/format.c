/*
 * format.c - the registry of formats, and what they share.
 */
#include "report/format.h"

#include <string.h>

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

static bool is_control(unsigned char byte) {
    return byte < 0x20 || byte == 0x7f;
}

void format_escape(const char *text, const char *also, FILE *out) {
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if (is_control(byte) || strchr(also, byte) != NULL) {
            fprintf(out, "\\x%02x", byte);
        } else {
            putc(byte, out);
        }
    }
}

size_t format_width(const char *text) {
    size_t width = 0;
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        bool continues = (byte & 0xc0) == 0x80;
        width += is_control(byte) ? 4 : !continues;
    }
    return width;
}
