/*
 * json_text.h - what the formats that are JSON share.
 */
#ifndef HEADROOM_BENCH_JSON_TEXT_H
#define HEADROOM_BENCH_JSON_TEXT_H

#include <stdbool.h>

#include <jansson.h>

#include "report/format.h"

/* A string; bytes that are no UTF-8 become \xHH. NULL without memory. */
json_t *json_text(const char *text);

/* The same for what programs print as it is: control characters become \xHH as well. */
json_t *json_printable(const char *text);

/* Sets a value that it takes over; false when that is NULL or memory is short. */
bool json_set(json_t *object, const char *key, json_t *value);

/* The same unless the number is none that JSON has; whole ones are written as such. */
bool json_set_number(json_t *object, const char *key, double number);

/*
 * Writes an element of an array on a line of its own and takes it over; false when it is NULL or
 * memory is short. Errors of the stream stay in it.
 */
bool json_write_element(json_t *element, bool is_first, FILE *out);

/* The same for an object whose last members are text already, as json_members() makes it. */
bool json_write_object(json_t *object, const char *members, bool is_first, FILE *out);

/* An object's members without its braces, "" for none; free with free(). NULL without memory. */
char *json_members(const json_t *object);

#endif
