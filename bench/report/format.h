/*
 * format.h - how results are written: one file in formats/ and one line in formats.def each.
 *
 *     const struct format *format = format_find("csv");
 *     if (!format->write(&document, stdout)) { ... no memory; errors of the stream stay in it }
 */
#ifndef HEADROOM_BENCH_FORMAT_H
#define HEADROOM_BENCH_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "report/gather.h"
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
    const struct table *tables; /* NULL for formats that want none */
    size_t table_count;
    const struct gather *gather; /* what the tables were made of; NULL when of something else */
    const char *meters;          /* patterns: those that formats without tables write; NULL: all */
    const struct document_run *runs;
    size_t run_count;
    size_t width; /* columns of the screen that text may use; 0: any */
    bool has_colour;
};

enum format_wants {
    FORMAT_SHEETS, /* tables for people */
    FORMAT_LONG,   /* every value of every meter in one long table, raw */
    FORMAT_TRIALS, /* no table: walks the gather's cases and their trials by itself */
};

struct format {
    const char *name;
    const char *summary;
    enum format_wants wants;
    const char *leaves_out; /* what the format has no room for; "" for nothing */
    bool (*write)(const struct document *document, FILE *out);
};

const struct format *format_find(const char *name); /* NULL when there is none */
const struct format *format_at(size_t index);       /* NULL past the end */

/* The writers, each in its file. */
#define HR_FORMAT(file, symbol, name, wants, summary, leaves_out)                                  \
    bool symbol(const struct document *document, FILE *out);
#include "report/formats/formats.def"
#undef HR_FORMAT

/* "one of", and a line "NAME: SUMMARY" per format, for a help text. */
extern const char format_help[];

/*
 * Writes text so that it cannot leave its place: control characters, those that change the
 * direction of text, bytes that are no UTF-8 and the bytes in `also` (no small letters or digits)
 * become \xHH. The text's own backslashes stay.
 */
void format_escape(const char *text, const char *also, FILE *out);

/* The same into a string to free with free(); NULL without memory. */
char *format_escaped(const char *text, const char *also);

/* How many columns of a screen format_escape(text, "") takes (one column a character). */
size_t format_width(const char *text);

/* The columns of a screen that a column or a whole table of text takes. */
enum { FORMAT_GAP = 2 }; /* before each column */
size_t format_column_width(const struct table *table, size_t column);
size_t format_table_width(const struct table *table);

#endif
