/*
 * commands/draw.c - tables into files, gnuplot over them. Names and values reach gnuplot in the
 * table and as arguments only, never as text of a command.
 */
#include "commands/draw.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/fresh.h"
#include "commands/options.h"
#include "platform/places.h"
#include "report/format.h"
#include "runner/process.h"
#include "words/plain.h"

enum { DRAW_ARGUMENTS = 16, DRAW_OUTPUT_BYTES = 1 << 20, DRAW_ERRORS_BYTES = 4096 };

enum { DRAW_OUT = 4 }; /* which argument names the picture */

static const uint64_t deadline_ns = UINT64_C(120) * 1000 * 1000 * 1000;

void draw_find_gnuplot(struct canvas *canvas) {
    char *path = canvas->gnuplot;
    const char *folders = getenv("PATH");
    while (folders != NULL && *folders != '\0') {
        size_t length = strcspn(folders, ":");
        int used = snprintf(path, DRAW_PATH_BYTES, "%.*s/gnuplot", (int)length, folders);
        if (length > 0 && used < DRAW_PATH_BYTES && access(path, X_OK) == 0) {
            return;
        }
        folders += length;
        folders += *folders == ':';
    }
    path[0] = '\0';
}

static bool write_table(const struct table *table, const char *path) {
    const struct document document = {.tables = table, .table_count = 1};
    struct fresh fresh;
    bool is_made = fresh_make(&fresh, path);
    FILE *file = is_made ? fopen(fresh.temporary, "we") : NULL;
    bool is_written = file != NULL && format_find("tsv")->write(&document, file);
    is_written = file != NULL && !ferror(file) && is_written;
    is_written = file != NULL && fclose(file) == 0 && is_written;
    is_written = is_made && fresh_place(&fresh, is_written) && is_written;
    if (!is_written) {
        fprintf(stderr, "headroom plot: cannot write '%s': %s\n", path, strerror(errno));
    }
    return is_written;
}

static bool write_tables(const struct canvas *canvas, struct drawing *drawing) {
    for (size_t i = 0; i < drawing->picture->table_count; i++) {
        int used = snprintf(drawing->tables[i], DRAW_PATH_BYTES, "%s/%s%s.tsv", canvas->folder,
                            drawing->name, i == 0 ? "" : "-2");
        if (used >= DRAW_PATH_BYTES) {
            fprintf(stderr, "headroom plot: the path '%s' is too long\n", canvas->folder);
            return false;
        }
        if (!write_table(&drawing->picture->tables[i], drawing->tables[i])) {
            return false;
        }
    }
    return true;
}

/* Whether all of it may be shown on a terminal. */
static bool is_plain(const char *word) {
    while (*word != '\0' && plain_bytes(word) > 0) {
        word += plain_bytes(word);
    }
    return *word == '\0';
}

/* By printf, which every shell has: "$(printf %b 'a\033b')". */
static void print_escaped(const char *word, FILE *out) {
    fputs("\"$(printf %b '", out);
    while (*word != '\0') {
        size_t bytes = plain_bytes(word);
        if (bytes == 0) {
            fprintf(out, "\\0%03o", (unsigned char)*word++);
            continue;
        }
        fputs(*word == '\'' ? "'\\'" : *word == '\\' ? "\\" : "", out);
        (void)fwrite(word, 1, bytes, out);
        word += bytes;
    }
    fputs("')\"", out);
}

/* A word as a shell reads it back. */
static void print_word(const char *word, FILE *out) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-+./,:=%";
    if (*word != '\0' && strspn(word, plain) == strlen(word)) {
        fputs(word, out);
        return;
    }
    if (!is_plain(word)) {
        print_escaped(word, out);
        return;
    }
    putc('\'', out);
    for (; *word != '\0'; word++) {
        fputs(*word == '\'' ? "'\\'" : "", out);
        putc(*word, out);
    }
    putc('\'', out);
}

static void print_path(const char *path) {
    if (is_plain(path)) {
        fputs(path, stdout);
    } else {
        print_escaped(path, stdout);
    }
    putc('\n', stdout);
}

static void print_command(char *const *arguments, FILE *out) {
    for (size_t i = 0; arguments[i] != NULL; i++) {
        fputs(i > 0 ? " " : "  ", out);
        print_word(arguments[i], out);
    }
    putc('\n', out);
}

static int run_gnuplot(const struct canvas *canvas, char *const *arguments, bool shows_output) {
    char *output = malloc(DRAW_OUTPUT_BYTES);
    char errors[DRAW_ERRORS_BYTES] = "";
    if (output == NULL) {
        fprintf(stderr, "headroom plot: there is not enough memory\n");
        return EXIT_FILES;
    }
    const struct process_request process = {.program = canvas->gnuplot,
                                            .arguments = arguments,
                                            .environment = environ,
                                            .deadline_ns = deadline_ns,
                                            .output = output,
                                            .output_bytes = DRAW_OUTPUT_BYTES,
                                            .errors = errors,
                                            .errors_bytes = sizeof errors};
    struct process_result result;
    process_run(&process, &result);
    bool is_ok = result.end == PROCESS_EXITED && result.status == 0;
    if (is_ok && shows_output) {
        size_t skipped = output[0] == '\f'; /* gnuplot's wish for a new page */
        fwrite(output + skipped, 1, result.output_bytes - skipped, stdout);
    }
    free(output);
    if (!is_ok) {
        fprintf(stderr, "headroom plot: gnuplot failed: %s\n", errors);
        return EXIT_FILES;
    }
    return EXIT_OK;
}

/* gnuplot writes beside `out`, the argument at DRAW_OUT, and what is whole takes its place. */
static int draw_file(const struct canvas *canvas, char *const *arguments, const char *out) {
    char *changed[DRAW_ARGUMENTS];
    struct fresh fresh;
    memcpy(changed, arguments, sizeof changed);
    changed[DRAW_OUT] = fresh.temporary;
    bool is_made = fresh_make(&fresh, out);
    int status = is_made ? run_gnuplot(canvas, changed, false) : EXIT_OK;
    if (!is_made || !fresh_place(&fresh, status == EXIT_OK)) {
        fprintf(stderr, "headroom plot: cannot write '%s': %s\n", out, strerror(errno));
        return EXIT_FILES;
    }
    return status;
}

/* `terminal` is svg, png or dumb; dumb goes to standard output. */
static int draw_on(struct canvas *canvas, struct drawing *drawing, const char *terminal) {
    char width[24];
    char script[DRAW_PATH_BYTES], out[DRAW_PATH_BYTES];
    snprintf(width, sizeof width, "%zu", canvas->width);
    bool is_dumb = strcmp(terminal, "dumb") == 0;
    int used = snprintf(script, sizeof script, "%s/%s", places_plots(), drawing->script);
    int out_used = snprintf(out, sizeof out, "%s/%s.%s", canvas->folder, drawing->name, terminal);
    if (used >= DRAW_PATH_BYTES || out_used >= DRAW_PATH_BYTES) {
        fprintf(stderr, "headroom plot: the path '%s' is too long\n", canvas->folder);
        return EXIT_FILES;
    }
    char *const arguments[DRAW_ARGUMENTS] = {(char *)"gnuplot",
                                             (char *)"-c",
                                             script,
                                             drawing->tables[0],
                                             is_dumb ? (char *)"-" : out,
                                             (char *)(uintptr_t)terminal,
                                             (char *)(uintptr_t)drawing->x_label,
                                             (char *)(uintptr_t)drawing->y_label,
                                             (char *)(uintptr_t)drawing->picture->subtitle,
                                             drawing->tables[1],
                                             width,
                                             NULL};
    if (canvas->gnuplot[0] == '\0') {
        canvas->lacks_gnuplot = true;
        print_command(arguments, stderr);
        return EXIT_OK;
    }
    int status = is_dumb ? run_gnuplot(canvas, arguments, true) : draw_file(canvas, arguments, out);
    if (status == EXIT_OK && !is_dumb) {
        print_path(out);
        print_command(arguments, stdout);
    }
    return status;
}

static int draw_shown(struct canvas *canvas, struct drawing *drawing) {
    if (drawing->picture->chosen[0] != '\0') {
        fprintf(stderr, "headroom plot: %s shows %s; choose others by --where\n", drawing->name,
                drawing->picture->chosen);
    }
    if (!write_tables(canvas, drawing)) {
        return EXIT_FILES;
    }
    if (canvas->on_terminal) {
        return draw_on(canvas, drawing, "dumb");
    }
    int status = EXIT_OK;
    if (status == EXIT_OK && gather_lists(canvas->formats, "svg")) {
        status = draw_on(canvas, drawing, "svg");
    }
    if (status == EXIT_OK && gather_lists(canvas->formats, "png")) {
        status = draw_on(canvas, drawing, "png");
    }
    return status;
}

/* Plain, and without the "]]>" that gnuplot writes into XML as it is. */
static void mask(char *text) {
    plain_mask(text);
    for (char *end = strstr(text, "]]>"); end != NULL; end = strstr(end, "]]>")) {
        end[2] = '?';
    }
}

/* What gnuplot writes into the picture is made plain; names of files stay as they are. */
int draw(struct canvas *canvas, struct drawing *drawing) {
    struct picture picture = *drawing->picture;
    char x_label[SERIES_TEXT_BYTES], y_label[SERIES_TEXT_BYTES];
    struct drawing shown = *drawing;
    snprintf(x_label, sizeof x_label, "%s", drawing->x_label);
    snprintf(y_label, sizeof y_label, "%s", drawing->y_label);
    mask(x_label);
    mask(y_label);
    mask(picture.subtitle);
    shown.picture = &picture;
    shown.x_label = x_label;
    shown.y_label = y_label;
    return draw_shown(canvas, &shown);
}
