/*
 * markdown.c - the tables for people as GitHub's Markdown: headings, one table each, notes as a
 * list. Nothing in a name means anything to Markdown or HTML; the best are bold.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "report/format.h"

static bool is_word(int byte) {
    return isalnum(byte) || byte >= 0x80;
}

/* Text between `from` and `end`, which holds neither controls nor broken UTF-8. */
static void write_span(const char *from, const char *end, FILE *out) {
    for (const char *at = from; at < end; at++) {
        bool is_inside = at > from && at + 1 < end && is_word((unsigned char)at[-1]) &&
                         is_word((unsigned char)at[1]);
        if (*at == '&' || *at == '<' || *at == '>' || *at == '@') {
            fprintf(out, "&#%d;", *at); /* HTML; and nobody is called by his name */
        } else if (*at == ':' && at + 1 < end && at[1] == '/') {
            fputs("&#58;", out); /* no links but those one writes */
        } else if (strchr("\\`*[]|~$", *at) != NULL || (*at == '_' && !is_inside) ||
                   (at == from && strchr("#+-=!", *at) != NULL)) {
            putc('\\', out);
            putc(*at, out);
        } else {
            putc(*at, out);
        }
    }
}

/* Without the blanks at its end, which hold places in text alone. */
static size_t trimmed_length(const char *text) {
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    return length;
}

static bool write_words(const char *text, FILE *out) {
    char *escaped = format_escaped(text, "");
    if (escaped != NULL) {
        write_span(escaped, escaped + trimmed_length(escaped), out);
    }
    free(escaped);
    return escaped != NULL;
}

/* The best: bold up to its mark. */
static bool write_best(const char *text, FILE *out) {
    char *escaped = format_escaped(text, "");
    if (escaped == NULL) {
        return false;
    }
    size_t length = strlen(escaped);
    while (length > 0 && (escaped[length - 1] == '*' || escaped[length - 1] == ' ')) {
        length--;
    }
    fputs("**", out);
    write_span(escaped, escaped + length, out);
    fputs("**", out);
    if (strchr(escaped + length, '*') != NULL) {
        fputs("\\*", out);
    }
    free(escaped);
    return true;
}

static bool write_cell(const struct table_cell *cell, FILE *out) {
    bool is_empty = cell == NULL || cell->kind == TABLE_EMPTY || cell->text == NULL;
    if (is_empty) {
        return true;
    }
    return cell->is_marked ? write_best(cell->text, out) : write_words(cell->text, out);
}

static bool write_head(const struct table *table, FILE *out) {
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < table->column_count; i++) {
        const struct table_column *column = &table->columns[i];
        bool has_unit = trimmed_length(column->unit) > 0;
        fputs(i == 0 ? "| " : " ", out);
        is_whole = write_words(column->name, out);
        fputs(has_unit ? " (" : "", out);
        is_whole = is_whole && write_words(has_unit ? column->unit : "", out);
        fputs(has_unit ? ") |" : " |", out);
    }
    putc('\n', out);
    for (size_t i = 0; i < table->column_count; i++) {
        fputs(i == 0 ? "|" : "", out);
        fputs(table->columns[i].align == TABLE_RIGHT ? "---:|" : "---|", out);
    }
    putc('\n', out);
    return is_whole;
}

static bool write_table(const struct table *table, FILE *out) {
    bool is_whole = table->column_count == 0 || write_head(table, out);
    for (size_t row = 0; is_whole && row < table->row_count; row++) {
        for (size_t i = 0; is_whole && i < table->column_count; i++) {
            fputs(i == 0 ? "| " : " ", out);
            is_whole = write_cell(table_at(table, row, i), out);
            fputs(" |", out);
        }
        putc('\n', out);
    }
    return is_whole;
}

/* A line of its own between blank ones. */
static bool write_paragraph(const char *before, const char *text, FILE *out) {
    if (text == NULL || *text == '\0') {
        return true;
    }
    fputs(before, out);
    bool is_whole = write_words(text, out);
    fputs("\n\n", out);
    return is_whole;
}

bool format_markdown(const struct document *document, FILE *out) {
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < document->table_count; i++) {
        const struct table *table = &document->tables[i];
        fputs(i > 0 ? "\n" : "", out);
        is_whole = write_paragraph("### ", table->title, out);
        for (size_t line = 0; is_whole && line < table->line_count; line++) {
            is_whole = write_paragraph("", table->lines[line], out);
        }
        is_whole = is_whole && write_paragraph("#### ", table->heading, out);
        if (is_whole && table->row_count > 0) {
            is_whole = write_table(table, out);
        }
        fputs(table->note_count > 0 && table->row_count > 0 ? "\n" : "", out);
        for (size_t note = 0; is_whole && note < table->note_count; note++) {
            fputs("- ", out);
            is_whole = write_words(table->notes[note], out);
            putc('\n', out);
        }
    }
    return is_whole;
}
