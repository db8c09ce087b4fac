/*
 * parts.h - what several plots are made from: the cases of one workload, a table of series, the
 * growth policies that the runs have.
 */
#ifndef HEADROOM_BENCH_PLOTS_PARTS_H
#define HEADROOM_BENCH_PLOTS_PARTS_H

#include <headroom/attributes.h>
#include <headroom/growth.h>

#include "report/plots/preset.h"

bool parts_has_workload(const struct gather *gather, const char *workload);

/* Whether a plot shows this case. */
typedef bool parts_keep_fn(const struct gather *gather, const struct gather_case *a_case);

/*
 * Those cases that `keeps` keeps, in part->cases, to be freed by the caller; the rest of *part is
 * borrowed from `gather`. False without memory.
 */
bool parts_keep(const struct gather *gather, parts_keep_fn *keeps, struct gather *part);

/* Whether the case is one of the null structure, the floor of what was measured. */
bool parts_is_null(const struct gather *gather, const struct gather_case *a_case);

/*
 * Adds the table of these series to the picture (series.h), and takes over what all rows share.
 * False with picture->error when no case has x and y, or two fall on one point.
 */
bool parts_series(const struct gather *gather, const struct series_options *options,
                  struct picture *picture);

/* The same of the cases of one workload. */
bool parts_series_of(const struct gather *gather, const char *workload,
                     const struct series_options *options, struct picture *picture);

/* Appends to a caption; what does not fit is cut. */
void parts_append(char text[SERIES_TEXT_BYTES], const char *format, ...) HR_PRINTF(2, 3);

/*
 * Lets some of more lines than can be told apart stand out, or those that the user named: reorders
 * the columns of the picture's tables that have this plot's lines (`step` columns each after the
 * first), tells the script by options "lines=85 highlighted=3" ("chosen" where the user named
 * them), and people by the caption. `better`
 * says which line is best by the first table. False with picture->error for a name no line has.
 */
bool parts_emphasize(const struct preset_input *input, size_t step, enum meter_better better,
                     struct picture *picture);

/* Whether a line, by its first column, is one to be named. */
typedef bool parts_line_fn(const struct picture *picture, size_t column);

/* Appends " java, rust and 3 more": the names of those of the picture's lines. */
void parts_name_lines(const struct picture *picture, size_t step, parts_line_fn *is_named,
                      char text[SERIES_TEXT_BYTES]);

/* The number of a cell; NaN where there is none. */
double parts_number(const struct table *table, size_t row, size_t column);

/* Adds a word to the script's options. */
void parts_option(struct picture *picture, const char *format, ...) HR_PRINTF(2, 3);

/* Growth policies, once each. */
struct parts_policies {
    const struct hr_growth **policies;
    struct hr_growth_named *made; /* those that are made from a name */
    size_t count;
};

/*
 * The policies of the runs in their order; without runs those that were asked for ("all" is every
 * registered one), or a few that differ. To be cleaned up in any case. False with picture->error
 * for a name that is not known, or when there is none, or without memory.
 */
bool parts_policies_init(struct parts_policies *policies, const struct preset_input *input,
                         struct picture *picture);
void parts_policies_clean_up(struct parts_policies *policies);

#endif
