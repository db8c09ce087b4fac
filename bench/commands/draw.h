/*
 * commands/draw.h - one picture: its tables into files, gnuplot over them.
 */
#ifndef HEADROOM_BENCH_COMMANDS_DRAW_H
#define HEADROOM_BENCH_COMMANDS_DRAW_H

#include <stdbool.h>
#include <stddef.h>

#include "report/plots/preset.h"

enum { DRAW_PATH_BYTES = 4096 };

/* Where pictures go and what makes them. */
struct canvas {
    const char *folder, *formats; /* formats: "svg,png" */
    bool on_terminal;
    unsigned width, height;        /* of pictures; a PNG has two pixels for each */
    size_t columns;                /* of the terminal */
    char gnuplot[DRAW_PATH_BYTES]; /* "" when it is not on PATH */
    bool lacks_gnuplot;            /* a picture was wanted without it */
};

/* One drawing: a plot, its tables' paths, what it becomes. */
struct drawing {
    const char *name, *script, *x_label, *y_label;
    const struct picture *picture;
    char tables[PICTURE_TABLES][DRAW_PATH_BYTES];
};

/* Finds gnuplot on PATH; "" when it is not there. */
void draw_find_gnuplot(struct canvas *canvas);

/*
 * Writes the tables and draws them in each format, or on the terminal; says what it wrote and how
 * to draw it again. Returns an exit status. Without gnuplot the commands go to standard error.
 */
int draw(struct canvas *canvas, struct drawing *drawing);

#endif
