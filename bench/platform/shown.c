/*
 * shown.c - see shown.h.
 */
#include "platform/shown.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Bytes of the character that begins here, by its first byte; 0 when none begins so. */
static size_t announced(unsigned char first) {
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xc2 && first < 0xe0) {
        return 2;
    }
    if (first >= 0xe0 && first < 0xf0) {
        return 3;
    }
    return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

/* The character at `text`, its bytes in *bytes; 0 bytes when it is no whole and shortest UTF-8. */
static uint32_t decode(const char *text, size_t *bytes) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *byte = (const unsigned char *)text;
    size_t count = announced(byte[0]);
    uint32_t character = count <= 1 ? byte[0] : byte[0] & (0x7fU >> count);
    for (size_t i = 1; i < count; i++) {
        if ((byte[i] & 0xc0U) != 0x80) {
            count = 0;
            break;
        }
        character = character << 6 | (byte[i] & 0x3fU);
    }
    bool is_surrogate = character >= 0xd800 && character < 0xe000;
    *bytes = character < least[count] || is_surrogate || character > 0x10ffff ? 0 : count;
    return character;
}

/* Whether a terminal or a viewer would do something instead of drawing it. */
static bool acts(uint32_t character) {
    bool is_control = character < 0x20 || (character >= 0x7f && character < 0xa0);
    bool is_line = character == 0x2028 || character == 0x2029;
    bool turns = character == 0x061c || character == 0x200e || character == 0x200f ||
                 (character >= 0x202a && character <= 0x202e) ||
                 (character >= 0x2066 && character <= 0x2069);
    return is_control || is_line || turns;
}

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
        size_t bytes;
        uint32_t character = decode(text, &bytes);
        bool is_plain = bytes > 0 && !acts(character);
        size_t taken = is_plain ? bytes : 1;
        size_t length = is_plain ? copy_bytes(text, bytes, shown + used, room - used)
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
