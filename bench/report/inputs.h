/*
 * inputs.h - the runs that a command reads, under short labels, and the filters it was given.
 *
 *     struct inputs inputs = {0};
 *     if (!inputs_read(&inputs, argv + first, argc - first)) { ... inputs.error ... }
 *     gather_init(&gather, inputs.runs, inputs.run_count, inputs.filters, inputs.filter_count);
 *     inputs_clean_up(&inputs);
 */
#ifndef HEADROOM_BENCH_INPUTS_H
#define HEADROOM_BENCH_INPUTS_H

#include <stdbool.h>
#include <stddef.h>

#include "report/format.h"
#include "report/gather.h"

enum { INPUTS_FILTERS = 32, INPUTS_ERROR_BYTES = 1024 };

struct inputs {
    struct results *results;
    struct gather_run *runs;
    struct document_run *documents;
    size_t run_count;
    struct filter filters[INPUTS_FILTERS];
    char *filter_texts[INPUTS_FILTERS]; /* as they were given */
    size_t filter_count;
    char error[INPUTS_ERROR_BYTES];
};

/* Takes a filter as plan/filter.h describes it; false with *error filled. */
bool inputs_add_filter(struct inputs *inputs, const char *text);

/*
 * Reads run folders or results files. A label is the folder's name, made unique by a number, or
 * what stands before the path in LABEL=PATH. False with *error filled: a file's or memory's fault.
 */
bool inputs_read(struct inputs *inputs, char *const *paths, size_t count);

/*
 * Whether the filters ask for what the runs have: each key is one of some case's, or "run" or
 * "lane", and each value behind = is some case's. False with *error naming what is near or there. A
 * misspelled name would otherwise choose nothing, or with != everything.
 */
bool inputs_check_filters(struct inputs *inputs);

/* The same of one of two runs that are compared, each read alone: what both are filtered by, either
 * may have. */
bool inputs_check_filters_of_two(struct inputs *inputs, const struct inputs *other);

/*
 * Whether each of these names, separated by commas, is in some case's key, or "run". False with
 * *error: `option` in front, and what is near or there. True for runs without cases.
 */
bool inputs_check_keys(struct inputs *inputs, const char *option, const char *list);

/*
 * For filters that leave no case: fills *error with the one at fault and what there is instead.
 * False when the runs have no cases at all.
 */
bool inputs_explain_nothing(struct inputs *inputs);

void inputs_clean_up(struct inputs *inputs);

#endif
