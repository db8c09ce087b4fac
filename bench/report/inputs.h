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
    struct gather_filter filters[INPUTS_FILTERS];
    char *filter_words[INPUTS_FILTERS];
    size_t filter_count;
    char error[INPUTS_ERROR_BYTES];
};

/* Takes "KEY=VALUE[,VALUE...]"; false with *error filled. */
bool inputs_add_filter(struct inputs *inputs, const char *text);

/*
 * Reads run folders or results files. A label is the folder's name, made unique by a number, or
 * what stands before the path in LABEL=PATH. False with *error filled: a file's or memory's fault.
 */
bool inputs_read(struct inputs *inputs, char *const *paths, size_t count);

/*
 * For filters that leave no case: fills *error with the name that no key has, or the value that no
 * case has, and what there is instead. False when the runs have no cases at all.
 */
bool inputs_explain_nothing(struct inputs *inputs);

void inputs_clean_up(struct inputs *inputs);

#endif
