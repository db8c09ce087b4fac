/*
 * json.c - one JSON object: `runs` with their environment, `values` with one object per row of the
 * long table. Numbers are numbers; whole ones above 2^53 and texts are strings; what was not
 * measured is null. Bytes that are no UTF-8 are written \xHH.
 */
#include "report/json_text.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static json_t *make_number(const struct table_cell *cell) {
    bool is_whole = strspn(cell->text, "-0123456789") == strlen(cell->text);
    if (!isfinite(cell->number) || fabs(cell->number) > 0x1p53) {
        return json_text(cell->text);
    }
    return is_whole ? json_integer((json_int_t)cell->number) : json_real(cell->number);
}

static json_t *make_value(const struct table_cell *cell) {
    if (cell == NULL || cell->kind == TABLE_EMPTY || cell->kind == TABLE_MISSING) {
        return json_null();
    }
    return cell->kind == TABLE_NUMBER ? make_number(cell) : json_text(cell->text);
}

static json_t *make_run(const struct document_run *run) {
    json_t *object = json_object();
    json_t *environment = json_object();
    bool is_whole = json_set(object, "label", json_text(run->label)) &&
                    json_set(object, "path", json_text(run->path));
    for (size_t i = 0; is_whole && i < run->pairs; i++) {
        is_whole = json_set(environment, run->keys[i], json_text(run->values[i]));
    }
    is_whole = json_set(object, "environment", environment) && is_whole;
    if (!is_whole) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *make_row(const struct table *table, size_t row) {
    json_t *object = json_object();
    for (size_t i = 0; i < table->column_count; i++) {
        if (!json_set(object, table->columns[i].name, make_value(table_at(table, row, i)))) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

bool format_json(const struct document *document, FILE *out) {
    bool is_whole = true;
    fputs("{\n\"headroom_report\": 1,\n\"runs\": [", out);
    for (size_t i = 0; is_whole && i < document->run_count; i++) {
        is_whole = json_write_element(make_run(&document->runs[i]), i == 0, out);
    }
    fputs("\n],\n\"values\": [", out);
    bool is_first = true;
    for (size_t t = 0; t < document->table_count; t++) {
        const struct table *table = &document->tables[t];
        for (size_t row = 0; is_whole && row < table->row_count; row++) {
            is_whole = json_write_element(make_row(table, row), is_first, out);
            is_first = false;
        }
    }
    fputs("\n]\n}\n", out);
    return is_whole;
}
