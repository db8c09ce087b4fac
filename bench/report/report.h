/*
 * report.h - gathered results into tables: for people one per workload, for programs a long one of
 * every value. No files, no printing.
 *
 *     struct report report;
 *     if (!report_text(&gather, &options, &report)) { no memory }
 *     document.tables = report.tables; ...
 *     report_clean_up(&report);
 */
#ifndef HEADROOM_BENCH_REPORT_H
#define HEADROOM_BENCH_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/gather.h"
#include "report/table.h"

struct report_options {
    const char *by;     /* names whose values compete, separated by commas; NULL: the usual ones */
    const char *meters; /* patterns separated by commas; NULL: the headline of the workload */
    const char *sort;   /* the meter whose best rows of a task stand first; NULL: by key */
    uint64_t top;       /* rows that a task keeps at most; 0: all */
    size_t width;       /* columns of the screen that tables are cut to; 0: any */
};

struct report {
    struct table *tables;
    size_t count, room;
};

/* Adds an empty table; NULL without memory. Earlier tables may move. */
struct table *report_add(struct report *report, const char *title);

/* Adds a table that was filled elsewhere, which is empty then. False without memory, or where the
 * table is not whole; it stays the caller's. */
bool report_take(struct report *report, struct table *table);

/*
 * For each workload one table or, where that would be too wide, several: what varies but is of
 * little interest goes into headings, what is compared stays in columns, then come the meters. The
 * null structure is a line below, the floor. Rows that solve the same task compete: of each noisy
 * meter every one is marked whose interval overlaps the best one's, and the smallest difference
 * that could have been seen is noted. Failures are rows. The last table explains the columns and
 * holds the notes of all.
 */
bool report_text(const struct gather *gather, const struct report_options *options,
                 struct report *report);

/*
 * One table of every series: run, the names of all keys, outcome, lane, meter, unit, better, kind,
 * step, n, value, low, high, note. A case without values is one row with its outcome.
 */
bool report_long(const struct gather *gather, const struct report_options *options,
                 struct report *report);

void report_clean_up(struct report *report);

/* The names in the cases' keys in order of appearance, without "run". Free with free(). */
struct report_names {
    const char **names;
    size_t count;
};
bool report_names(const struct gather *gather, struct report_names *names);

/* The reason inside "n/a(reason)". */
enum { REPORT_REASON_BYTES = 256 };
void report_reason(const char *text, char reason[REPORT_REASON_BYTES]);

/* Numbers by size; of other texts a number stands before a word, and words are equal. */
int report_compare_numbers(const char *left, const char *right);

/* The same, but words by bytes and NULL first. */
int report_compare_values(const char *left, const char *right);

#endif
