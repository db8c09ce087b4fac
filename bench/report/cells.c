/*
 * cells.c - readings as people read them: intervals, ranges, marks, reasons.
 */
#include "report/cells.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char mark_text[] = "*";
enum { FEW_RUNS = 6, REASON_BYTES = 320 };

static const char *pad_of(const struct cells *cells) {
    return cells->has_marks ? " " : "";
}

void cells_missing(const struct cells *cells, const char *reason) {
    char text[48];
    char note_text[REASON_BYTES];
    snprintf(note_text, sizeof note_text, "not measured: %s.", reason);
    size_t note = table_numbered_note(cells->notes, note_text);
    snprintf(text, sizeof text, "n/a[%zu]%s", note, pad_of(cells));
    table_missing(cells->table, text);
}

/* "12.34 ±4% *": the wider half of the interval, in per cent of the median, rounded up. */
static void add_noisy(const struct cells *cells, const struct reading *reading, bool is_marked) {
    char value[UNITS_TEXT_BYTES];
    char half[32] = "?";
    char text[UNITS_TEXT_BYTES + 48];
    units_print_short(&cells->scale, reading->median, value);
    if (isnan(reading->low)) {
        table_note(cells->notes, "±?: a single run has no interval.");
    } else {
        double wider = fmax(reading->high - reading->median, reading->median - reading->low);
        double percent = wider == 0 ? 0 : 100 * wider / fabs(reading->median);
        snprintf(half, sizeof half, percent == 0 ? "%.0f" : "%.0f%%", ceil(percent));
        if (reading->count < FEW_RUNS && reading->low != reading->high) {
            table_note(cells->notes, "Intervals of fewer than six runs are the range of their "
                                     "values and cover less than 95 %%.");
        }
    }
    snprintf(text, sizeof text, "%s ±%s%s", value, half, is_marked ? mark_text : pad_of(cells));
    table_number(cells->table, reading->median, text);
}

/* "0–0.25": the ends, or one number where they look the same. */
static void add_range(const struct cells *cells, const struct reading *reading) {
    char low[UNITS_TEXT_BYTES], high[UNITS_TEXT_BYTES];
    char text[2 * UNITS_TEXT_BYTES + 16];
    units_print_ends(&cells->scale, reading->low, reading->high, low, high);
    bool is_one = strcmp(low, high) == 0;
    snprintf(text, sizeof text, "%s%s%s%s", reading->low == 0 ? "0" : low, is_one ? "" : "–",
             is_one ? "" : high, pad_of(cells));
    table_number(cells->table, reading->median, text);
}

static void add_exact(const struct cells *cells, const struct reading *reading) {
    char value[UNITS_TEXT_BYTES];
    char text[2 * UNITS_TEXT_BYTES + 8];
    units_print(&cells->scale, reading->median, value);
    snprintf(text, sizeof text, "%s", value);
    if (reading->differs) {
        char high[UNITS_TEXT_BYTES];
        units_print(&cells->scale, reading->low, value);
        units_print(&cells->scale, reading->high, high);
        snprintf(text, sizeof text, "%s..%s!", value, high);
        table_note(cells->notes, "!: an exact meter that differs between repetitions.");
    }
    bool is_hash = strcmp(reading->meter->unit, "hash") == 0;
    table_number(cells->table, reading->median,
                 is_hash && !reading->differs ? reading->text : text);
}

void cells_measured(const struct cells *cells, const struct reading *reading, bool is_marked) {
    if (reading->kind == READING_NOISY) {
        add_noisy(cells, reading, is_marked);
    } else if (reading->kind == READING_RANGE) {
        add_range(cells, reading);
    } else {
        add_exact(cells, reading);
    }
    if (is_marked) {
        table_mark(cells->table);
    }
}
