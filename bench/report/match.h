/*
 * match.h - which case of one run answers which of another: the same key, apart from names that
 * were fixed to different values on purpose.
 *
 *     struct matches matches;
 *     if (!match_cases(&old_cases, &new_cases, "malloc", &matches)) { ... matches.error ... }
 *     match_clean_up(&matches);
 */
#ifndef HEADROOM_BENCH_MATCH_H
#define HEADROOM_BENCH_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "report/gather.h"

enum { MATCH_ERROR_BYTES = 1024 };

/* One of both may be NULL: the case is on the other side alone. */
struct match {
    const struct gather_case *old_case, *new_case;
};

struct matches {
    struct match *match; /* in the order of the new run; then what it has no more */
    size_t count;
    size_t both; /* of them on both sides */
    bool is_ambiguous;
    char error[MATCH_ERROR_BYTES];
};

/*
 * `free_names` are left out of the keys, separated by commas ("" for none). False without memory,
 * and with is_ambiguous where several cases of a side are equal but for them and would answer one
 * of the other side: *error names a key to fix. The cases must outlive it.
 */
bool match_cases(const struct gather *old_cases, const struct gather *new_cases,
                 const char *free_names, struct matches *matches);
void match_clean_up(struct matches *matches);

/*
 * For cases of which no two match: fills matches->error with the names in which those two that have
 * the most in common differ, and their values. Both sides have cases.
 */
void match_explain_nothing(const struct gather *old_cases, const struct gather *new_cases,
                           const char *free_names, struct matches *matches);

#endif
