/*
 * format.h - how tables are written: one file in formats/ and one line in formats.def each.
 *
 *     const struct format *format = format_find("csv");
 *     if (!format->write(&document, stdout)) { ... no memory; errors of the stream stay in it }
 */
#ifndef HEADROOM_BENCH_FORMAT_H
#define HEADROOM_BENCH_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "report/table.h"

/* Where the values come from, to be repeated by formats that have room for it. */
struct document_run {
    const char *label;
    const char *path;
    size_t pairs;
    const char *const *keys;
    const char *const *values;
};

struct document {
    const struct table *tables;
    size_t table_count;
    const struct document_run *runs;
    size_t run_count;
    size_t width; /* columns of the screen that text may use; 0: any */
    bool has_colour;
};

struct format {
    const char *name;
    const char *summary;
    bool is_long; /* wants every value of every meter in one long table, raw */
    bool (*write)(const struct document *document, FILE *out);
};

const struct format *format_find(const char *name); /* NULL when there is none */
const struct format *format_at(size_t index);       /* NULL past the end */

/*
 * Writes text so that it cannot leave its place: what plain.h calls not plain becomes \xHH byte by
 * byte, and so do the bytes in `also`. The text's own backslashes stay.
 */
void format_escape(const char *text, const char *also, FILE *out);

/* How many columns of a screen format_escape(text, "") takes (UTF-8, one column a character). */
size_t format_width(const char *text);

/* The columns of a screen that a column or a whole table of text takes. */
enum { FORMAT_GAP = 2 }; /* before each column */
size_t format_column_width(const struct table *table, size_t column);
size_t format_table_width(const struct table *table);

#endif
