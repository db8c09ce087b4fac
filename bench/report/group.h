/*
 * group.h - the cases of one workload on their way into tables: who competes, what varies, which
 * meters are shown.
 */
#ifndef HEADROOM_BENCH_GROUP_H
#define HEADROOM_BENCH_GROUP_H

#include "report/arrange.h"
#include "report/report.h"
#include "report/sheet.h"

enum { GROUP_LINE_BYTES = 1024 };

/* The cases of one workload. */
struct group {
    const struct gather *gather;
    const struct report_options *options;
    const char *workload;
    const struct gather_case **cases; /* the competitors, then the floors */
    size_t case_count, floor_count;
    struct view_names names;
    struct headline wanted[SHEET_METERS];
    size_t wanted_count;
    struct sheet_told told[SHEET_METERS]; /* of each wanted meter */
    struct arrangement arrangement;
};

/* Fills cases: competitors first, floors last; floors alone compete. False without memory. */
bool group_collect(struct group *group);

/* What varies is named for the views; what all cases share becomes the line above them. */
void group_split_names(struct group *group, const struct report_names *names,
                       char line[GROUP_LINE_BYTES]);

void group_want_meters(struct group *group);

/* The meters of a view that are shown whatever they take, or with those that may be left out. */
size_t group_choose_meters(const struct group *group, const struct view *view, bool with_optional,
                           struct headline chosen[SHEET_METERS]);

/* The columns of a screen that a view takes with these meters; SIZE_MAX without memory. */
size_t group_width_of(const struct group *group, const struct view *view,
                      const struct headline *meters, size_t meter_count);

/* For arrange(): `context` is the group. */
bool group_fits(void *context, const struct view *view);

/* Takes over what a filled sheet could tell apart. */
void group_tell(struct group *group, const struct sheet *sheet);

/* Adds that as a note. */
void group_note_differences(const struct group *group, struct table *table);

#endif
