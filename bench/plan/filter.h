/*
 * filter.h - conditions on keys of cases and on lanes, as plans and reports take them:
 *
 *     growth=java,exact   length<=1e6   lane!=time   growth~cpython-*,list?   malloc!~jemalloc*
 */
#ifndef HEADROOM_BENCH_FILTER_H
#define HEADROOM_BENCH_FILTER_H

#include <stdbool.h>

#include "meters/meter.h"
#include "plan/case.h"

enum filter_operator {
    FILTER_EQUAL,   /* one of the values */
    FILTER_UNEQUAL, /* none of them; true where the key is missing */
    FILTER_LIKE,    /* one of the shell patterns fits: * ? [a-z] */
    FILTER_UNLIKE,  /* none fits; true where the key is missing */
    FILTER_LESS,    /* the others: numbers only, false where the key is missing */
    FILTER_AT_MOST,
    FILTER_GREATER,
    FILTER_AT_LEAST,
};

struct filter {
    char key[CASE_WORD_BYTES];
    enum filter_operator operation;
    char values[CASE_KEY_BYTES]; /* "a,b" */
};

/* False with *error filled for a text that is no filter. */
bool filter_parse(const char *text, struct filter *filter, struct case_error *error);

/* Whether a text passes; NULL: the key is missing. Numbers are compared as numbers (1e6, 1000000).
 */
bool filter_accepts_text(const struct filter *filter, const char *text);

/* Whether a trial of the case in the lane passes. */
bool filter_accepts(const struct filter *filter, const struct bench_case *a_case, enum lane lane);

#endif
