/*
 * commands/draw.h - one picture: its tables into files, gnuplot over them, and the commands that
 * redraw it beside them.
 *
 *     struct canvas canvas = {.formats = "svg,png", .width = 800, .height = 500};
 *     if (!draw_find_place(&canvas, "out.svg")) { return EXIT_FILES; }
 *     draw_find_gnuplot(&canvas);
 *     status = draw(&canvas, &drawing);
 */
#ifndef HEADROOM_BENCH_COMMANDS_DRAW_H
#define HEADROOM_BENCH_COMMANDS_DRAW_H

#include <stdbool.h>
#include <stddef.h>

#include "report/plots/preset.h"

enum { DRAW_PATH_BYTES = 4096 };

/* Where pictures go and what makes them. */
struct canvas {
    const char *formats;           /* "svg,png,txt" */
    bool on_terminal;              /* as text on standard output instead */
    unsigned width, height;        /* of svg, in pixels; a png has two for each */
    size_t columns;                /* of text */
    char folder[DRAW_PATH_BYTES];  /* absolute; "": what is drawn on the terminal leaves nothing */
    char stem[DRAW_PATH_BYTES];    /* of the only picture's files; "": each is called by its name */
    char gnuplot[DRAW_PATH_BYTES]; /* "" when it is not on PATH */
    bool lacks_gnuplot;            /* a picture was wanted without it */
};

/* One drawing: a plot and what it becomes. */
struct drawing {
    const char *name, *script, *x_label, *y_label;
    const struct picture *picture;
};

/* Finds gnuplot on PATH; "" when it is not there. */
void draw_find_gnuplot(struct canvas *canvas);

bool draw_is_folder(const char *path);

/* Whether a path is that of one picture: it ends in .svg, .png or .txt, and is no folder. */
bool draw_is_picture(const char *path);

/*
 * Takes a folder, which is made where it is not there (not its parents), or a picture's path,
 * whose ending becomes the format. False after a message: a file's fault.
 */
bool draw_find_place(struct canvas *canvas, const char *path);

/*
 * Writes the tables and draws them in each format, or on the terminal; prints what it wrote and the
 * command that draws it again from any folder, and leaves the same in NAME.sh, which finds its
 * tables when the folder is moved. Every file is written beside its place and renamed. Returns an
 * exit status. Without gnuplot the commands go to standard error.
 */
int draw(struct canvas *canvas, const struct drawing *drawing);

#endif
