/*
 * json.c - one JSON object: `runs` with their environment, `values` with one object per row of the
 * long table. Numbers are numbers; whole ones above 2^53 and texts are strings; what was not
 * measured is null. Bytes that are no UTF-8 are written \xHH.
 */
#include "report/format.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A text with bytes that are no UTF-8 as \xHH; to be freed. NULL without memory. */
static char *escape(const char *text) {
    char *escaped = malloc(4 * strlen(text) + 1);
    char *end = escaped;
    for (; escaped != NULL && *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        end += byte < 0x80 ? snprintf(end, 2, "%c", byte) : snprintf(end, 5, "\\x%02x", byte);
    }
    if (escaped != NULL) {
        *end = '\0';
    }
    return escaped;
}

/* A string, escaped where it is no UTF-8. */
static json_t *make_string(const char *text) {
    json_t *string = json_string(text);
    if (string == NULL) {
        char *escaped = escape(text);
        string = escaped != NULL ? json_string(escaped) : NULL;
        free(escaped);
    }
    return string;
}

/* Keys are names of other people as well: one that is no UTF-8 would end the output in the middle.
 */
static bool set(json_t *object, const char *key, json_t *value) {
    if (json_object_set(object, key, value) == 0) {
        json_decref(value);
        return true;
    }
    char *escaped = value != NULL ? escape(key) : NULL;
    bool is_set = escaped != NULL && json_object_set(object, escaped, value) == 0;
    free(escaped);
    json_decref(value);
    return is_set;
}

static json_t *make_number(const struct table_cell *cell) {
    bool is_whole = strspn(cell->text, "-0123456789") == strlen(cell->text);
    if (!isfinite(cell->number) || fabs(cell->number) > 0x1p53) {
        return make_string(cell->text);
    }
    return is_whole ? json_integer((json_int_t)cell->number) : json_real(cell->number);
}

static json_t *make_value(const struct table_cell *cell) {
    if (cell == NULL || cell->kind == TABLE_EMPTY || cell->kind == TABLE_MISSING) {
        return json_null();
    }
    return cell->kind == TABLE_NUMBER ? make_number(cell) : make_string(cell->text);
}

static json_t *make_run(const struct document_run *run) {
    json_t *object = json_object();
    json_t *environment = json_object();
    bool is_whole = set(object, "label", make_string(run->label)) &&
                    set(object, "path", make_string(run->path));
    for (size_t i = 0; is_whole && i < run->pairs; i++) {
        is_whole = set(environment, run->keys[i], make_string(run->values[i]));
    }
    is_whole = set(object, "environment", environment) && is_whole;
    if (!is_whole) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *make_row(const struct table *table, size_t row) {
    json_t *object = json_object();
    for (size_t i = 0; i < table->column_count; i++) {
        if (!set(object, table->columns[i].name, make_value(table_at(table, row, i)))) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

static json_t *make_document(const struct document *document) {
    json_t *root = json_object();
    json_t *runs = json_array();
    json_t *values = json_array();
    bool is_whole = set(root, "headroom_report", json_integer(1));
    is_whole = set(root, "runs", runs) && is_whole;
    is_whole = set(root, "values", values) && is_whole;
    for (size_t i = 0; is_whole && i < document->run_count; i++) {
        is_whole = json_array_append_new(runs, make_run(&document->runs[i])) == 0;
    }
    for (size_t t = 0; t < document->table_count; t++) {
        const struct table *table = &document->tables[t];
        for (size_t row = 0; is_whole && row < table->row_count; row++) {
            is_whole = json_array_append_new(values, make_row(table, row)) == 0;
        }
    }
    if (!is_whole) {
        json_decref(root);
        return NULL;
    }
    return root;
}

static bool write_json(const struct document *document, FILE *out) {
    json_t *root = make_document(document);
    if (root == NULL) {
        return false;
    }
    /* A failure here is one of the stream: it stays in it. */
    (void)json_dumpf(root, out, JSON_INDENT(1) | JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII);
    putc('\n', out);
    json_decref(root);
    return true;
}

const struct format format_json = {
    .name = "json",
    .summary = "every value as an object, raw, with the environment of each run",
    .is_long = true,
    .write = write_json,
};
