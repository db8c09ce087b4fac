/*
 * shown.c - see shown.h.
 */
#include "words/shown.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "words/plain.h"

static const char *short_escape(char byte) {
    switch (byte) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

/* One byte as an escape; its length, 0 when there is no room. */
static size_t escape_byte(char byte, char *shown, size_t room) {
    static const char digits[] = "0123456789abcdef";
    const char *known = short_escape(byte);
    const char spelled[] = {'\\', 'x', digits[(unsigned char)byte >> 4],
                            digits[(unsigned char)byte & 15], '\0'};
    const char *escape = known != NULL ? known : spelled;
    size_t length = strlen(escape);
    if (length >= room) {
        return 0;
    }
    memcpy(shown, escape, length);
    return length;
}

/* One character as it is; its length, 0 when there is no room. */
static size_t copy_bytes(const char *text, size_t bytes, char *shown, size_t room) {
    if (bytes >= room) {
        return 0;
    }
    memcpy(shown, text, bytes);
    return bytes;
}

size_t shown_escape(const char *text, char *shown, size_t room) {
    size_t used = 0;
    while (*text != '\0') {
        size_t bytes = plain_bytes(text);
        size_t taken = bytes > 0 ? bytes : 1;
        size_t length = bytes > 0 ? copy_bytes(text, bytes, shown + used, room - used)
                                  : escape_byte(*text, shown + used, room - used);
        if (length == 0) {
            break;
        }
        text += taken;
        used += length;
    }
    shown[used] = '\0';
    return used;
}

void shown_mend(char *text, size_t room) {
    char copy[SHOWN_BYTES];
    (void)snprintf(copy, sizeof copy, "%s", text);
    (void)shown_escape(copy, text, room);
}

void shown_print(FILE *out, const char *format, ...) {
    char text[SHOWN_BYTES], shown[SHOWN_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    size_t last = strlen(format);
    bool ends_line = last > 0 && format[last - 1] == '\n';
    if (ends_line && length > 0 && (size_t)length < sizeof text) {
        text[length - 1] = '\0';
    }
    (void)shown_escape(text, shown, sizeof shown);
    (void)fprintf(out, ends_line ? "%s\n" : "%s", shown);
}
