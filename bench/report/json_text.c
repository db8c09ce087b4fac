/*
 * json_text.c - jansson, told of texts that are no UTF-8 and of arrays too long to be held.
 */
#include "report/json_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

json_t *json_text(const char *text) {
    json_t *string = json_string(text);
    return string != NULL ? string : json_printable(text);
}

json_t *json_printable(const char *text) {
    char *escaped = format_escaped(text, "");
    json_t *string = escaped == NULL ? NULL : json_string(escaped);
    free(escaped);
    return string;
}

static bool is_ascii(const char *text) {
    while ((unsigned char)*text - 1U < 0x7fU) {
        text++;
    }
    return *text == '\0';
}

bool json_set(json_t *object, const char *key, json_t *value) {
    if (is_ascii(key)) {
        return json_object_set_new_nocheck(object, key, value) == 0;
    }
    char *escaped = format_escaped(key, "");
    if (escaped == NULL) {
        json_decref(value);
        return false;
    }
    bool is_set = json_object_set_new(object, escaped, value) == 0;
    free(escaped);
    return is_set;
}

bool json_set_number(json_t *object, const char *key, double number) {
    if (!isfinite(number)) {
        return true;
    }
    bool is_whole = number == floor(number) && fabs(number) <= 0x1p53;
    return json_set(object, key, is_whole ? json_integer((json_int_t)number) : json_real(number));
}

/* </script> cannot close anything when slashes are escaped. */
static char *dump(const json_t *value) {
    return json_dumps(value, JSON_PRESERVE_ORDER | JSON_ESCAPE_SLASH);
}

bool json_write_element(json_t *element, bool is_first, FILE *out) {
    char *text = element == NULL ? NULL : dump(element);
    json_decref(element);
    if (text == NULL) {
        return false;
    }
    fputs(is_first ? "\n  " : ",\n  ", out);
    fputs(text, out);
    free(text);
    return true;
}

bool json_write_object(json_t *object, const char *members, bool is_first, FILE *out) {
    char *text = object == NULL ? NULL : dump(object);
    json_decref(object);
    if (text == NULL) {
        return false;
    }
    bool is_empty = text[1] == '}';
    text[strlen(text) - 1] = '\0';
    fputs(is_first ? "\n  " : ",\n  ", out);
    fputs(text, out);
    fputs(is_empty || *members == '\0' ? "" : ", ", out);
    fputs(members, out);
    putc('}', out);
    free(text);
    return true;
}

char *json_members(const json_t *object) {
    char *text = dump(object);
    if (text != NULL) {
        size_t length = strlen(text);
        memmove(text, text + 1, length - 2);
        text[length - 2] = '\0';
    }
    return text;
}
