/*
 * commands/draw.c - tables into files, gnuplot over them. Names and values reach gnuplot in the
 * table and as arguments only, never as text of a command. Paths are absolute: gnuplot would take
 * one that begins with '<' or '|' for a command.
 */
#include "commands/draw.h"

#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/fresh.h"
#include "commands/options.h"
#include "platform/places.h"
#include "report/format.h"
#include "runner/process.h"
#include "words/plain.h"

enum {
    DRAW_WORDS = 16,
    DRAW_LINES = 34,
    DRAW_OUTPUT_BYTES = 1 << 20,
    DRAW_ERRORS_BYTES = 4096,
    DRAW_SIZE_BYTES = 48,
};

static const uint64_t deadline_ns = UINT64_C(120) * 1000 * 1000 * 1000;

/* What draws one file: its words with absolute paths, and where they are kept. */
struct order {
    char script[DRAW_PATH_BYTES], table[DRAW_PATH_BYTES], out[DRAW_PATH_BYTES];
    char size[DRAW_SIZE_BYTES];
    const char *terminal;
    char *x_label, *y_label, *subtitle, *options, *caption; /* without control bytes */
};

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

static int complain(const char *verb, const char *path) {
    fprintf(stderr, "headroom plot: cannot %s '%s': %s\n", verb, path, strerror(errno));
    return EXIT_FILES;
}

bool draw_is_folder(const char *path) {
    struct stat found;
    return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

bool draw_is_picture(const char *path) {
    static const char *const endings[] = {".svg", ".png", ".txt"};
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t ending = strlen(endings[i]);
        if (length > ending && path[length - ending - 1] != '/' &&
            strcmp(path + length - ending, endings[i]) == 0) {
            return !draw_is_folder(path);
        }
    }
    return false;
}

/* The absolute path of a folder that is there. */
static bool find_folder(struct canvas *canvas, const char *path) {
    char *found = realpath(path, NULL);
    bool fits = found != NULL && strlen(found) < sizeof canvas->folder;
    if (fits) {
        snprintf(canvas->folder, sizeof canvas->folder, "%s", found);
    } else {
        errno = found != NULL ? ENAMETOOLONG : errno;
        (void)complain("find the folder", path);
    }
    free(found);
    return fits;
}

bool draw_find_place(struct canvas *canvas, const char *path) {
    char copy[DRAW_PATH_BYTES];
    if (strlen(path) >= sizeof copy) {
        errno = ENAMETOOLONG;
        return complain("find the folder", path) == EXIT_OK;
    }
    if (!draw_is_picture(path)) {
        if (mkdir(path, 0777) != 0 && errno != EEXIST) {
            return complain("make the folder", path) == EXIT_OK;
        }
        return find_folder(canvas, path);
    }
    const char *name = strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1;
    size_t stem = strlen(name) - strlen(".svg");
    canvas->formats = path + strlen(path) - strlen("svg");
    snprintf(canvas->stem, sizeof canvas->stem, "%.*s", (int)stem, name);
    snprintf(copy, sizeof copy, "%s", path);
    return find_folder(canvas, dirname(copy));
}

/* FOLDER/[.]STEM[-NUMBER].ENDING; false after a message where that is too long. */
static bool make_path(const struct canvas *canvas, const struct drawing *drawing, size_t number,
                      const char *ending, char path[DRAW_PATH_BYTES]) {
    char digits[24] = "";
    if (number > 1) {
        snprintf(digits, sizeof digits, "-%zu", number);
    }
    int used = snprintf(path, DRAW_PATH_BYTES, "%s/%s%s.%s", canvas->folder,
                        canvas->stem[0] != '\0' ? canvas->stem : drawing->name, digits, ending);
    if (used >= DRAW_PATH_BYTES) {
        fprintf(stderr, "headroom plot: the path '%s' is too long\n", canvas->folder);
        return false;
    }
    return true;
}

/* Opens what becomes the file at `path`; NULL after a message. */
static FILE *open_fresh(struct fresh *fresh, const char *path) {
    FILE *file = fresh_open(fresh, path);
    if (file == NULL) {
        (void)complain("write", path);
    }
    return file;
}

/* Closes it and puts it in its place; EXIT_FILES after a message. */
static int close_fresh(struct fresh *fresh, FILE *file, bool is_whole) {
    return fresh_close(fresh, file, is_whole) ? EXIT_OK : complain("write", fresh->path);
}

static int write_tables(const struct canvas *canvas, const struct drawing *drawing) {
    char path[DRAW_PATH_BYTES];
    struct fresh fresh;
    int status = EXIT_OK;
    for (size_t i = 0; i < drawing->picture->table_count && status == EXIT_OK; i++) {
        const struct document document = {.tables = &drawing->picture->tables[i], .table_count = 1};
        FILE *file =
            make_path(canvas, drawing, i + 1, "tsv", path) ? open_fresh(&fresh, path) : NULL;
        status = file == NULL
                     ? EXIT_FILES
                     : close_fresh(&fresh, file, format_find("tsv")->write(&document, file));
    }
    return status;
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

/* The words that gnuplot is started with; -d: nobody's own settings change the picture. */
static void list_words(const struct order *order, const char *table, const char *out,
                       char *words[DRAW_WORDS]) {
    const char *const list[DRAW_WORDS] = {"gnuplot",
                                          "-d",
                                          "-c",
                                          order->script,
                                          table,
                                          out,
                                          order->terminal,
                                          order->size,
                                          order->x_label,
                                          order->y_label,
                                          order->subtitle,
                                          order->options,
                                          order->caption,
                                          NULL};
    for (size_t i = 0; i < DRAW_WORDS; i++) {
        words[i] = (char *)(uintptr_t)list[i];
    }
}

static void print_path(const char *path) {
    if (is_plain(path)) {
        fputs(path, stdout);
    } else {
        print_escaped(path, stdout);
    }
    fputs("\n  ", stdout);
}

static void print_command(const struct order *order, const char *table, const char *out,
                          FILE *file) {
    char *words[DRAW_WORDS];
    list_words(order, table, out, words);
    for (size_t i = 0; words[i] != NULL; i++) {
        fputs(i > 0 ? " " : "", file);
        print_word(words[i], file);
    }
    putc('\n', file);
}

/* `written` is what gnuplot writes: a file, or "-". */
static int run_gnuplot(const struct canvas *canvas, const struct order *order,
                       const char *written) {
    char *words[DRAW_WORDS];
    char *output = malloc(DRAW_OUTPUT_BYTES);
    char errors[DRAW_ERRORS_BYTES] = "";
    if (output == NULL) {
        fprintf(stderr, "headroom plot: there is not enough memory\n");
        return EXIT_FILES;
    }
    list_words(order, order->table, written, words);
    const struct process_request process = {.program = canvas->gnuplot,
                                            .arguments = words,
                                            .environment = environ,
                                            .deadline_ns = deadline_ns,
                                            .output = output,
                                            .output_bytes = DRAW_OUTPUT_BYTES,
                                            .errors = errors,
                                            .errors_bytes = sizeof errors};
    struct process_result result;
    process_run(&process, &result);
    bool is_ok = result.end == PROCESS_EXITED && result.status == 0;
    if (is_ok) {
        size_t skipped = output[0] == '\f'; /* gnuplot's wish for a new page */
        fwrite(output + skipped, 1, result.output_bytes - skipped, stdout);
    }
    free(output);
    if (!is_ok) {
        int length;
        const char *words_of_it = process_last_words(errors, &length);
        fprintf(stderr, "headroom plot: gnuplot failed: %.*s\n", length, words_of_it);
        return EXIT_FILES;
    }
    return EXIT_OK;
}

/* A copy in which control bytes are \xHH; NULL without memory. */
static char *escaped(const char *text) {
    char *copy = NULL;
    size_t bytes;
    FILE *stream = open_memstream(&copy, &bytes);
    if (stream == NULL) {
        return NULL;
    }
    /* gnuplot writes the end of a CDATA section into XML as it is, where none may be. */
    format_escape(text, strstr(text, "]]>") == NULL ? "" : ">", stream);
    return fclose(stream) == 0 ? copy : NULL;
}

static void clean_up_order(struct order *order) {
    free(order->x_label);
    free(order->y_label);
    free(order->subtitle);
    free(order->options);
    free(order->caption);
}

/* `format` is svg, png or txt; "" for text on standard output. False after a message. */
static bool make_order(const struct canvas *canvas, const struct drawing *drawing,
                       const char *format, struct order *order) {
    bool is_text = strcmp(format, "svg") != 0 && strcmp(format, "png") != 0;
    *order = (struct order){.terminal = is_text ? "dumb" : format,
                            .x_label = escaped(drawing->x_label),
                            .y_label = escaped(drawing->y_label),
                            .subtitle = escaped(drawing->picture->subtitle),
                            .options = escaped(drawing->picture->options),
                            .caption = escaped(drawing->picture->caption)};
    if (order->x_label == NULL || order->y_label == NULL || order->subtitle == NULL ||
        order->options == NULL || order->caption == NULL) {
        fprintf(stderr, "headroom plot: there is not enough memory\n");
        return false;
    }
    snprintf(order->size, sizeof order->size, "%zux%u", is_text ? canvas->columns : canvas->width,
             is_text ? DRAW_LINES : canvas->height);
    char *folder = realpath(places_plots(), NULL);
    int used = snprintf(order->script, sizeof order->script, "%s/%s",
                        folder != NULL ? folder : places_plots(), drawing->script);
    free(folder);
    snprintf(order->out, sizeof order->out, "-");
    return used < DRAW_PATH_BYTES && make_path(canvas, drawing, 1, "tsv", order->table) &&
           (format[0] == '\0' || make_path(canvas, drawing, 1, format, order->out));
}

static int draw_file(const struct canvas *canvas, const struct order *order) {
    struct fresh fresh;
    if (strcmp(order->out, "-") == 0) {
        return run_gnuplot(canvas, order, "-");
    }
    if (!fresh_make(&fresh, order->out)) {
        return complain("write", order->out);
    }
    int status = run_gnuplot(canvas, order, fresh.temporary);
    if (!fresh_place(&fresh, status == EXIT_OK)) {
        return complain("write", order->out);
    }
    if (status != EXIT_OK) {
        return status;
    }
    print_path(order->out);
    print_command(order, order->table, order->out, stdout);
    return EXIT_OK;
}

/* The word for a file of the sidecar's own folder. */
static void name_beside(const char *path, char name[DRAW_PATH_BYTES]) {
    const char *slash = strrchr(path, '/');
    snprintf(name, DRAW_PATH_BYTES, "%s%s", slash != NULL ? "." : "", slash != NULL ? slash : path);
}

static int draw_format(struct canvas *canvas, const struct drawing *drawing, const char *format,
                       FILE *sidecar) {
    struct order order;
    int status = EXIT_FILES;
    if (make_order(canvas, drawing, format, &order)) {
        char table[DRAW_PATH_BYTES], out[DRAW_PATH_BYTES];
        name_beside(order.table, table);
        name_beside(order.out, out);
        if (sidecar != NULL) {
            print_command(&order, table, out, sidecar);
        }
        status = EXIT_OK;
        if (canvas->gnuplot[0] != '\0') {
            status = draw_file(canvas, &order);
        } else {
            canvas->lacks_gnuplot = true;
            print_command(&order, order.table, order.out, stderr);
        }
    }
    clean_up_order(&order);
    return status;
}

static int draw_formats(struct canvas *canvas, const struct drawing *drawing, FILE *sidecar) {
    static const char *const formats[] = {"svg", "png", "txt"};
    int status = EXIT_OK;
    if (canvas->on_terminal) {
        return draw_format(canvas, drawing, "", sidecar);
    }
    for (size_t i = 0; i < sizeof formats / sizeof formats[0] && status == EXIT_OK; i++) {
        if (gather_lists(canvas->formats, formats[i])) {
            status = draw_format(canvas, drawing, formats[i], sidecar);
        }
    }
    return status;
}

/* The tables, the pictures and NAME.sh in the canvas's folder. */
static int draw_into_folder(struct canvas *canvas, const struct drawing *drawing) {
    char path[DRAW_PATH_BYTES];
    struct fresh fresh;
    int status = write_tables(canvas, drawing);
    FILE *sidecar = status == EXIT_OK && make_path(canvas, drawing, 1, "sh", path)
                        ? open_fresh(&fresh, path)
                        : NULL;
    if (sidecar == NULL) {
        return EXIT_FILES;
    }
    fputs("# sh FILE redraws this plot from the tables beside it, wherever they are moved to.\n"
          "case $0 in */*) CDPATH='' cd -- \"${0%/*}\" || exit ;; esac\n",
          sidecar);
    status = draw_formats(canvas, drawing, sidecar);
    int kept = close_fresh(&fresh, sidecar, true);
    return status != EXIT_OK ? status : kept;
}

/* On the terminal, with the tables in a folder that is gone afterwards. */
static int draw_and_leave_nothing(struct canvas *canvas, const struct drawing *drawing) {
    const char *parent = getenv("TMPDIR");
    int used = snprintf(canvas->folder, sizeof canvas->folder, "%s/headroom-plot-XXXXXX",
                        parent != NULL && parent[0] == '/' ? parent : "/tmp");
    if (used >= DRAW_PATH_BYTES || mkdtemp(canvas->folder) == NULL) {
        int status = complain("make the folder", canvas->folder);
        canvas->folder[0] = '\0';
        return status;
    }
    int status = write_tables(canvas, drawing);
    if (status == EXIT_OK && canvas->gnuplot[0] != '\0') {
        status = draw_formats(canvas, drawing, NULL);
    }
    canvas->lacks_gnuplot |= canvas->gnuplot[0] == '\0';
    char path[DRAW_PATH_BYTES];
    for (size_t i = 0; i < drawing->picture->table_count; i++) {
        if (make_path(canvas, drawing, i + 1, "tsv", path)) {
            (void)remove(path);
        }
    }
    (void)rmdir(canvas->folder);
    canvas->folder[0] = '\0';
    return status;
}

int draw(struct canvas *canvas, const struct drawing *drawing) {
    if (drawing->picture->chosen[0] != '\0') {
        fprintf(stderr, "headroom plot: %s shows %s; choose others by --where\n", drawing->name,
                drawing->picture->chosen);
    }
    return canvas->folder[0] != '\0' ? draw_into_folder(canvas, drawing)
                                     : draw_and_leave_nothing(canvas, drawing);
}
