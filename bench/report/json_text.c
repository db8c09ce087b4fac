/*
 * json_text.c - jansson, told of texts that are no UTF-8 and of arrays too long to be held.
 */
#include "report/json_text.h"

#include <math.h>
#include <stdlib.h>

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

bool json_write_element(json_t *element, bool is_first, FILE *out) {
    if (element == NULL) {
        return false;
    }
    fputs(is_first ? "\n  " : ",\n  ", out);
    (void)json_dumpf(element, out, JSON_PRESERVE_ORDER | JSON_ESCAPE_SLASH); /* </script> */
    json_decref(element);
    return true;
}
