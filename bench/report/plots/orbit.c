/*
 * orbit.c - where the updates of two points lead: |z| by iteration, and z in the complex plane.
 * Iteration 0 is the first update, as the book counts; an orbit ends with its first value beyond
 * the bound.
 */
#include <math.h>
#include <stdio.h>

#include <headroom/julia.h>

#include "report/plots/parts.h"

enum { POINTS = 2, ORBIT_NAME_BYTES = 32 };

static const struct {
    const char *name;
    double re, im;
} starts[POINTS] = {{"0+0i", 0, 0}, {"-0.82+0i", -0.82, 0}};

struct orbit {
    double re, im;
    bool has_left;
};

/* The next row of one point: its cells, or empty ones once it has left. */
static void add_update(const struct hr_julia *julia, struct orbit *orbit, struct table *sizes,
                       struct table *path) {
    if (orbit->has_left) {
        table_empty(sizes);
        table_empty(path);
        table_empty(path);
        return;
    }
    hr_julia_update(&orbit->re, &orbit->im, julia->c_re, julia->c_im);
    double size = hypot(orbit->re, orbit->im);
    table_number(sizes, size, NULL);
    table_number(path, orbit->re, NULL);
    table_number(path, orbit->im, NULL);
    orbit->has_left = !(size < 2);
}

static void add_heads(struct table *sizes, struct table *path) {
    table_init(sizes, "");
    table_init(path, "");
    table_column(sizes, "iteration", "", TABLE_LEFT, 0);
    table_column(path, "iteration", "", TABLE_LEFT, 0);
    for (size_t i = 0; i < POINTS; i++) {
        char name[ORBIT_NAME_BYTES];
        table_column(sizes, starts[i].name, "", TABLE_RIGHT, 0);
        snprintf(name, sizeof name, "%s re", starts[i].name);
        table_column(path, name, "", TABLE_RIGHT, 0);
        snprintf(name, sizeof name, "%s im", starts[i].name);
        table_column(path, name, "", TABLE_RIGHT, 0);
    }
}

static void add_starts(struct table *path, struct orbit *orbits) {
    table_row(path, false);
    table_text(path, "start");
    for (size_t i = 0; i < POINTS; i++) {
        orbits[i] = (struct orbit){starts[i].re, starts[i].im, false};
        table_number(path, orbits[i].re, NULL);
        table_number(path, orbits[i].im, NULL);
    }
}

static void describe(const struct hr_julia *julia, char text[SERIES_TEXT_BYTES]) {
    parts_append(text, "z = z z + c, c = %g %+gi", julia->c_re, julia->c_im);
    for (size_t i = 0; i < POINTS; i++) {
        unsigned count = hr_julia_count(starts[i].re, starts[i].im, julia->c_re, julia->c_im,
                                        julia->max_iterations);
        if (count == julia->max_iterations) {
            parts_append(text, "; %s stays below 2 for %u updates", starts[i].name, count);
        } else {
            parts_append(text, "; %s is beyond 2 at iteration %u, its update %u", starts[i].name,
                         count - 1, count);
        }
    }
}

static bool make(const struct preset_input *input, struct picture *picture) {
    (void)input;
    const struct hr_julia julia = hr_julia_defaults();
    struct table *sizes = &picture->tables[0];
    struct table *path = &picture->tables[1];
    struct orbit orbits[POINTS];
    picture->table_count = 2;
    add_heads(sizes, path);
    add_starts(path, orbits);
    for (unsigned i = 0; i < julia.max_iterations; i++) {
        table_row(sizes, false);
        table_row(path, false);
        table_number(sizes, i, NULL);
        table_number(path, i, NULL);
        for (size_t at = 0; at < POINTS; at++) {
            add_update(&julia, &orbits[at], sizes, path);
        }
    }
    describe(&julia, picture->subtitle);
    return !sizes->failed && !path->failed;
}

const struct preset plot_orbit = {.name = "orbit",
                                  .script = "orbit.gp",
                                  .summary = "|z| of two points by iteration, and their ways",
                                  .x_label = "iteration",
                                  .y_label = "|z|",
                                  .make = make};
