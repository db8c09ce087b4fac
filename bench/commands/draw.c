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

#include "commands/options.h"
#include "platform/places.h"
#include "report/format.h"
#include "runner/process.h"

enum {
    DRAW_ARGUMENTS = 16,
    DRAW_LINES = 34,
    DRAW_OUTPUT_BYTES = 1 << 20,
    DRAW_ERRORS_BYTES = 4096
};

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
    FILE *file = fopen(path, "w");
    bool is_written = file != NULL && format_find("tsv")->write(&document, file);
    is_written = file != NULL && !ferror(file) && is_written;
    is_written = file != NULL && fclose(file) == 0 && is_written;
    if (!is_written) {
        fprintf(stderr, "headroom plot: cannot write '%s': %s\n", path, strerror(errno));
    }
    return is_written;
}

static bool write_tables(const struct canvas *canvas, struct drawing *drawing) {
    for (size_t i = 0; i < drawing->picture->table_count; i++) {
        char number[24] = "";
        if (i > 0) {
            snprintf(number, sizeof number, "-%zu", i + 1);
        }
        int used = snprintf(drawing->tables[i], DRAW_PATH_BYTES, "%s/%s%s.tsv", canvas->folder,
                            drawing->name, number);
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

/* A word as a shell reads it back. */
static void print_word(const char *word, FILE *out) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-+./,:=%";
    if (*word != '\0' && strspn(word, plain) == strlen(word)) {
        fputs(word, out);
        return;
    }
    putc('\'', out);
    for (; *word != '\0'; word++) {
        fputs(*word == '\'' ? "'\\'" : "", out);
        putc(*word, out);
    }
    putc('\'', out);
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
        fwrite(output, 1, result.output_bytes, stdout);
    }
    free(output);
    if (!is_ok) {
        fprintf(stderr, "headroom plot: gnuplot failed: %s\n", errors);
        return EXIT_FILES;
    }
    return EXIT_OK;
}

/* `terminal` is svg, png or dumb; dumb goes to standard output. */
static int draw_on(struct canvas *canvas, struct drawing *drawing, const char *terminal) {
    char size[48];
    char script[DRAW_PATH_BYTES], out[DRAW_PATH_BYTES];
    bool is_dumb = strcmp(terminal, "dumb") == 0;
    snprintf(size, sizeof size, "%zux%u", is_dumb ? canvas->columns : canvas->width,
             is_dumb ? DRAW_LINES : canvas->height);
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
                                             size,
                                             (char *)(uintptr_t)drawing->x_label,
                                             (char *)(uintptr_t)drawing->y_label,
                                             (char *)(uintptr_t)drawing->picture->subtitle,
                                             (char *)(uintptr_t)drawing->picture->options,
                                             NULL};
    if (canvas->gnuplot[0] == '\0') {
        canvas->lacks_gnuplot = true;
        print_command(arguments, stderr);
        return EXIT_OK;
    }
    int status = run_gnuplot(canvas, arguments, is_dumb);
    if (status == EXIT_OK && !is_dumb) {
        printf("%s\n", out);
        print_command(arguments, stdout);
    }
    return status;
}

int draw(struct canvas *canvas, struct drawing *drawing) {
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
