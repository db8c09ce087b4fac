/*
 * compare_tables.h - a comparison as tables: for people by workload, changes first and what is
 * unchanged in one line; for programs one long table of every row. No files, no printing.
 */
#ifndef HEADROOM_BENCH_COMPARE_TABLES_H
#define HEADROOM_BENCH_COMPARE_TABLES_H

#include <stdbool.h>
#include <stddef.h>

#include "report/budget.h"
#include "report/compare.h"
#include "report/limit.h"
#include "report/report.h"
#include "report/surroundings.h"

/* What is known of a comparison. All of it must outlive the tables' making. */
struct comparison {
    const struct compare *compare;
    const struct gather *gathers[2]; /* old, new */
    const char *labels[2];           /* of the runs, with what was fixed by --old and --new */
    const char *free_names;          /* "" for none */
    enum compare_pairing pairing;
    struct judge_rule rule;
    bool has_floors; /* measured ones, beside the rule's least shift */
    const struct surroundings *surroundings;
    const struct limit *limits;
    size_t limit_count;
    size_t width; /* of the screen; 0: any */
    bool is_all;  /* unchanged rows too */
};

/* What the limits together say. */
struct limit_sum {
    size_t exceeded, lost, apart, too_few, kept; /* rows */
    const struct compare_row *worst;             /* of those exceeded */
    size_t needed;                               /* values, where there were too few */
};
struct limit_sum compare_limit_sum(const struct compare *compare, const struct limit *limit);

/* Rows by verdict, without those that only repeat another lane's. */
struct compare_sum {
    size_t rows[COMPARE_VERDICTS];
    size_t worse_outcomes, mended_outcomes;
    size_t other_outcomes;          /* failed on both sides */
    size_t added, failed_additions; /* the second of the first */
    size_t removed;
};
struct compare_sum compare_sum_up(const struct compare *compare);

/* False without memory; clean up with report_clean_up in any case. */
bool compare_text(const struct comparison *comparison, struct report *report);

/*
 * One table: the key's names (those that were fixed as old_NAME and new_NAME), lane, meter, unit,
 * better, kind, step, how, old_n, new_n, old, new, difference, percent, low_percent, high_percent,
 * threshold_percent, p, p_holm, verdict, limit, note. A case on one side alone, or with other
 * outcomes on both, is a row of its own.
 */
bool compare_long(const struct comparison *comparison, struct report *report);

/* One table of the findings of a budget; says in its notes what was held to it. */
bool budget_table(const struct budget *budget, const struct budget_findings *findings,
                  const struct gather *gather, struct table *table);

/* What the lines of a row say, for both kinds of table. */
enum { COMPARE_NOTE_BYTES = 512 };
void compare_note(const struct compare_row *row, char note[COMPARE_NOTE_BYTES]);

/* Whether the row says what the same meter of another lane said just before it. */
bool compare_is_repetition(const struct compare *compare, size_t row);

#endif
