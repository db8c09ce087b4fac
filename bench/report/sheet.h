/*
 * sheet.h - one view as a table for people: its columns, a row per case, the floor below them.
 *
 *     struct sheet sheet = {.view = &view, .meters = meters, .meter_count = 3, .notes = &notes};
 *     if (!sheet_fill(&sheet, &table)) { no memory }
 */
#ifndef HEADROOM_BENCH_SHEET_H
#define HEADROOM_BENCH_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/headline.h"
#include "report/table.h"
#include "report/view.h"

enum { SHEET_METERS = 48 };

/* The range of the smallest differences that a meter could have shown. */
struct sheet_told {
    double least, most, least_percent, most_percent;
    const char *unit; /* NULL before the first */
};

struct sheet {
    const struct view *view;
    const struct gather_case *const *floors; /* the null structure's cases */
    size_t floor_count;
    const struct headline *meters; /* to be shown */
    size_t meter_count;
    bool has_outcomes;       /* some case of the view failed; sheet_fill finds out by itself */
    bool is_sorted;          /* by a meter, so that equal keys do not stand together */
    uint64_t top;            /* rows of each task that are shown, though all compete; 0: all */
    struct table *notes;     /* takes the notes, which are numbered there */
    struct sheet_told *told; /* one per meter; NULL: not wanted */
};

/* Adds columns and rows to a table that has none; false without memory. */
bool sheet_fill(const struct sheet *sheet, struct table *table);

/* Whether the floor can stand below this view: it solves the same task, and can be told apart. */
bool sheet_has_floor(const struct view *view, const struct gather_case *floor);

/* Whether some case of the view has a value of this meter, or the reason why not. */
bool sheet_has_meter(const struct view *view, const struct headline *meter);

#endif
