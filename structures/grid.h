/*
 * grid.h - the walk over the points of the Julia set, shared by everything that meets them:
 * counted, stored in any layout, handed to a sink, or computed where they are used.
 *
 * The book's loops, y before x, each coordinate by repeated addition of its step:
 *
 *     ycoord = y2; while ycoord > y1: y.append(ycoord); ycoord += y_step
 *     xcoord = x1; while xcoord < x2: x.append(xcoord); xcoord += x_step
 *     for ycoord in y: for xcoord in x: zs.append(...); cs.append(...)
 *
 * The functions are always inlined, and so are the visitors they are given: no element costs a call
 * through a pointer.
 */
#ifndef HEADROOM_STRUCTURES_GRID_H
#define HEADROOM_STRUCTURES_GRID_H

#include <headroom/julia.h>

#if defined(__GNUC__) || defined(__clang__)
#define GRID_INLINE static inline __attribute__((always_inline))
#else
#define GRID_INLINE static inline
#endif

GRID_INLINE double grid_x_step(const struct hr_julia *julia) {
    return (julia->x2 - julia->x1) / (double)julia->width;
}

/* Negative: the walk goes from y2 down. */
GRID_INLINE double grid_y_step(const struct hr_julia *julia) {
    return (julia->y1 - julia->y2) / (double)julia->width;
}

/* What is done with a coordinate, and with a point; anything but HR_OK ends the walk. */
struct grid_visitor {
    enum hr_status (*y)(void *context, double coordinate);
    enum hr_status (*x)(void *context, double coordinate);
    enum hr_status (*point)(void *context, size_t row, size_t column);
};

GRID_INLINE enum hr_status grid_walk_y(const struct hr_julia *julia, void *context,
                                       enum hr_status (*visit)(void *, double), size_t *rows) {
    const double step = grid_y_step(julia);
    // NOLINTNEXTLINE(clang-analyzer-security.FloatLoopCounter): repeated addition is the point
    for (double y = julia->y2; y > julia->y1; y += step) {
        enum hr_status status = visit(context, y);
        if (HR_UNLIKELY(status != HR_OK)) {
            return status;
        }
        ++*rows;
    }
    return HR_OK;
}

GRID_INLINE enum hr_status grid_walk_x(const struct hr_julia *julia, void *context,
                                       enum hr_status (*visit)(void *, double), size_t *columns) {
    const double step = grid_x_step(julia);
    // NOLINTNEXTLINE(clang-analyzer-security.FloatLoopCounter): repeated addition is the point
    for (double x = julia->x1; x < julia->x2; x += step) {
        enum hr_status status = visit(context, x);
        if (HR_UNLIKELY(status != HR_OK)) {
            return status;
        }
        ++*columns;
    }
    return HR_OK;
}

/* The whole set-up. The numbers of rows and columns visited so far are counted from 0 on. */
GRID_INLINE enum hr_status grid_walk(const struct hr_julia *julia, void *context,
                                     const struct grid_visitor *visitor, size_t *rows,
                                     size_t *columns) {
    *rows = 0;
    *columns = 0;
    enum hr_status status = grid_walk_y(julia, context, visitor->y, rows);
    if (status == HR_OK) {
        status = grid_walk_x(julia, context, visitor->x, columns);
    }
    if (status != HR_OK) {
        return status;
    }
    for (size_t row = 0; row < *rows; row++) {
        for (size_t column = 0; column < *columns; column++) {
            status = visitor->point(context, row, column);
            if (HR_UNLIKELY(status != HR_OK)) {
                return status;
            }
        }
    }
    return HR_OK;
}

/* The coordinates of one point after the other, where no list of them is kept. */
struct grid_cursor {
    double x, y;
    double x1, x_step, y_step;
};

GRID_INLINE struct grid_cursor grid_cursor_start(const struct hr_julia *julia) {
    return (struct grid_cursor){.x = julia->x1,
                                .y = julia->y2,
                                .x1 = julia->x1,
                                .x_step = grid_x_step(julia),
                                .y_step = grid_y_step(julia)};
}

GRID_INLINE void grid_cursor_next_column(struct grid_cursor *cursor) {
    cursor->x += cursor->x_step;
}

GRID_INLINE void grid_cursor_next_row(struct grid_cursor *cursor) {
    cursor->x = cursor->x1;
    cursor->y += cursor->y_step;
}

#endif
