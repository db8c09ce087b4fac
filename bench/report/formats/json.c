/*
 * json.c - one JSON object: `runs` with their environment, `values` with one object per row of the
 * long table. Numbers are numbers; whole ones above 2^53 and texts are strings; what was not
 * measured is null. Bytes that are no UTF-8 are written \xHH. Rows, of which there may be a
 * million, are written as they come; jansson quotes what needs quoting.
 */
#include "report/json_text.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Digits, perhaps with a sign, a fraction or an exponent: what JSON takes for a number as it is. */
static bool is_json_number(const char *text) {
    text += *text == '-';
    size_t whole = strspn(text, "0123456789");
    if (whole == 0 || (whole > 1 && *text == '0')) {
        return false;
    }
    text += whole;
    if (*text == '.') {
        size_t digits = strspn(++text, "0123456789");
        text += digits > 0 ? digits : 0;
        if (digits == 0) {
            return false;
        }
    }
    if (*text == 'e' || *text == 'E') {
        text += 1 + (text[1] == '+' || text[1] == '-');
        size_t digits = strspn(text, "0123456789");
        return digits > 0 && text[digits] == '\0';
    }
    return *text == '\0';
}

/* Letters, digits and marks that mean nothing inside quotes: by far the most. */
static bool is_plain(const char *text) {
    while (*text >= ' ' && *text <= '~' && *text != '"' && *text != '\\' && *text != '/') {
        text++;
    }
    return *text == '\0';
}

static bool write_string(const char *text, FILE *out) {
    if (is_plain(text)) {
        putc('"', out);
        fputs(text, out);
        putc('"', out);
        return true;
    }
    json_t *string = json_text(text);
    char *quoted = string == NULL ? NULL : json_dumps(string, JSON_ENCODE_ANY | JSON_ESCAPE_SLASH);
    fputs(quoted == NULL ? "" : quoted, out);
    json_decref(string);
    free(quoted);
    return quoted != NULL;
}

static bool write_value(const struct table_cell *cell, FILE *out) {
    if (cell == NULL || cell->kind == TABLE_EMPTY || cell->kind == TABLE_MISSING) {
        fputs("null", out);
        return true;
    }
    bool is_number =
        cell->kind == TABLE_NUMBER && isfinite(cell->number) && fabs(cell->number) <= 0x1p53;
    if (!is_number) {
        return write_string(cell->text, out);
    }
    if (is_json_number(cell->text)) {
        fputs(cell->text, out);
    } else {
        char spelled[TABLE_NUMBER_BYTES];
        table_spell(cell->number, spelled);
        fputs(spelled, out);
    }
    return true;
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

static bool write_row(const struct table *table, size_t row, FILE *out) {
    bool is_whole = true;
    putc('{', out);
    for (size_t i = 0; is_whole && i < table->column_count; i++) {
        fputs(i > 0 ? ", " : "", out);
        is_whole = write_string(table->columns[i].name, out);
        fputs(": ", out);
        is_whole = is_whole && write_value(table_at(table, row, i), out);
    }
    putc('}', out);
    return is_whole;
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
            fputs(is_first ? "\n  " : ",\n  ", out);
            is_whole = write_row(table, row, out);
            is_first = false;
        }
    }
    fputs("\n]\n}\n", out);
    return is_whole;
}
