/*
 * presets.c - the plots that have a name, each a few lines over series.h or curves.h.
 */
#include "report/presets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/curves.h"

enum { CAPACITY_LENGTHS = 100, HEADROOM_LENGTHS = 1000000 };

/* Policies to draw, with room for those that are made from a name. */
struct choice {
    const struct hr_growth *policies[CURVES_MOST];
    struct hr_growth_named made[CURVES_MOST];
    size_t count;
    bool is_cut; /* the runs have more */
};

static void choose(struct choice *choice, const char *name) {
    struct hr_growth_named named;
    const struct hr_growth *growth = hr_growth_parse(name, &named);
    for (size_t i = 0; i < choice->count && growth != NULL; i++) {
        if (strcmp(choice->policies[i]->name, growth->name) == 0) {
            return;
        }
    }
    if (growth != NULL && choice->count == CURVES_MOST) {
        choice->is_cut = true;
    } else if (growth != NULL) {
        choice->policies[choice->count] = hr_growth_parse(name, &choice->made[choice->count]);
        choice->count++;
    }
}

/* The policies of the runs in their order; where there are none, a few that differ. */
static void choose_policies(const struct gather *gather, struct choice *choice) {
    static const char *const usual[] = {"cpython-2.7", "cpython-3.9", "libstdcxx", "java",
                                        "go-1.18",     "v8",          "r"};
    choice->count = 0;
    choice->is_cut = false;
    for (size_t i = 0; i < gather->case_count; i++) {
        const char *growth = gather_value(gather, &gather->cases[i], "growth");
        if (growth != NULL) {
            choose(choice, growth);
        }
    }
    for (size_t i = 0; gather->case_count == 0 && i < sizeof usual / sizeof usual[0]; i++) {
        choose(choice, usual[i]);
    }
}

static bool no_policies(struct picture *picture) {
    snprintf(picture->error, sizeof picture->error,
             "no case has a growth policy that is known here");
    return false;
}

typedef bool curves_fn(const struct hr_growth *const *policies, size_t count, size_t most,
                       struct table *table);

static bool make_curves(const struct gather *gather, curves_fn *curves, size_t most,
                        struct picture *picture) {
    struct choice choice;
    choose_policies(gather, &choice);
    int length = snprintf(picture->subtitle, sizeof picture->subtitle,
                          "computed from the policies: single appends of 8 bytes");
    if (choice.is_cut && length > 0 && (size_t)length < sizeof picture->subtitle) {
        snprintf(picture->subtitle + length, sizeof picture->subtitle - (size_t)length,
                 "; the first %d of them, --where growth=... chooses", CURVES_MOST);
    }
    picture->table_count = 1;
    return choice.count == 0 ? no_policies(picture)
                             : curves(choice.policies, choice.count, most, &picture->tables[0]);
}

static bool make_capacity(const struct gather *gather, struct picture *picture) {
    return make_curves(gather, curves_capacity, CAPACITY_LENGTHS, picture);
}

static bool make_headroom(const struct gather *gather, struct picture *picture) {
    return make_curves(gather, curves_headroom, HEADROOM_LENGTHS, picture);
}

static bool make_julia(const struct gather *gather, struct picture *picture) {
    (void)gather;
    struct hr_julia julia = hr_julia_defaults();
    snprintf(picture->subtitle, sizeof picture->subtitle, "c = %g %+gi, at most %u iterations",
             julia.c_re, julia.c_im, julia.max_iterations);
    picture->table_count = 1;
    return curves_julia(&julia, &picture->tables[0]);
}

/* Keeps the cases of one workload; the result borrows everything from `gather`. False: no memory.
 */
static bool only_workload(const struct gather *gather, const char *workload, struct gather *part) {
    *part = *gather;
    part->cases = calloc(gather->case_count + 1, sizeof *part->cases);
    part->case_count = 0;
    for (size_t i = 0; part->cases != NULL && i < gather->case_count; i++) {
        const char *value = gather_value(gather, &gather->cases[i], "workload");
        if (value != NULL && strcmp(value, workload) == 0) {
            part->cases[part->case_count++] = gather->cases[i];
        }
    }
    return part->cases != NULL;
}

static bool add_series(const struct gather *gather, const struct series_options *options,
                       struct picture *picture) {
    struct series_table made;
    bool is_whole = series_make(gather, options, &made);
    picture->tables[picture->table_count++] = made.table;
    if (is_whole && made.is_empty) {
        snprintf(picture->error, sizeof picture->error, "no case has both %s and %s", options->x,
                 options->y);
        return false;
    }
    memcpy(picture->subtitle, made.fixed, sizeof picture->subtitle);
    memcpy(picture->chosen, made.chosen, sizeof picture->chosen);
    memcpy(picture->error, made.error, sizeof picture->error);
    return is_whole;
}

bool preset_generic(const struct gather *gather, const struct series_options *options,
                    struct picture *picture) {
    *picture = (struct picture){0};
    return add_series(gather, options, picture);
}

static bool add_of_workload(const struct gather *gather, const char *workload,
                            const struct series_options *options, struct picture *picture) {
    struct gather part;
    bool is_whole = only_workload(gather, workload, &part);
    if (is_whole && part.case_count == 0) {
        snprintf(picture->error, sizeof picture->error, "the run has no case with workload=%s",
                 workload);
        is_whole = false;
    }
    is_whole = is_whole && add_series(&part, options, picture);
    free(part.cases);
    return is_whole;
}

static bool make_append_time(const struct gather *gather, struct picture *picture) {
    const struct series_options options = {
        .x = "length", .y = "build_ns", .by = "run,malloc", .narrow = true};
    return add_of_workload(gather, "append", &options, picture);
}

static bool has_workload(const struct gather *gather, const char *workload) {
    for (size_t i = 0; i < gather->case_count; i++) {
        const char *value = gather_value(gather, &gather->cases[i], "workload");
        if (value != NULL && strcmp(value, workload) == 0) {
            return true;
        }
    }
    return false;
}

static bool make_julia_memory(const struct gather *gather, struct picture *picture) {
    const struct series_options options = {.x = "structure",
                                           .y = "rss_bytes_peak_high",
                                           .lower = "rss_bytes_peak_low",
                                           .by = "run,malloc",
                                           .narrow = true};
    const char *workload = has_workload(gather, "julia") ? "julia" : "julia-setup";
    return add_of_workload(gather, workload, &options, picture);
}

static bool make_tuples(const struct gather *gather, struct picture *picture) {
    const struct series_options time = {
        .x = "length", .y = "build_ns", .by = "run,cache", .narrow = true};
    const struct series_options avoided = {.x = "length",
                                           .y = "block_allocate_calls",
                                           .by = "run,cache",
                                           .narrow = true,
                                           .complement = "count"};
    return add_of_workload(gather, "tuple-churn", &time, picture) &&
           add_of_workload(gather, "tuple-churn", &avoided, picture);
}

static const struct preset presets[] = {
    {.name = "capacity",
     .script = "capacity.gp",
     .summary = "capacity against length, from the policies",
     .x_label = "length (elements)",
     .y_label = "capacity (elements)",
     .make = make_capacity},
    {.name = "headroom",
     .script = "headroom.gp",
     .summary = "headroom against length, from the policies",
     .x_label = "length (elements)",
     .y_label = "headroom (% of length)",
     .make = make_headroom},
    {.name = "append-time",
     .script = "append-time.gp",
     .summary = "time per append against length, by malloc",
     .is_measured = true,
     .x_label = "length (elements)",
     .y_label = "CPU time per append, warm (ns)",
     .make = make_append_time},
    {.name = "julia-memory",
     .script = "julia-memory.gp",
     .summary = "peak resident memory of the Julia layouts",
     .is_measured = true,
     .x_label = "layout",
     .y_label = "peak resident memory (MiB)",
     .make = make_julia_memory},
    {.name = "tuples",
     .script = "tuples.gp",
     .summary = "tuples: time and mallocs avoided by length",
     .is_measured = true,
     .x_label = "length of the tuple (items)",
     .y_label = "CPU time (ns)",
     .make = make_tuples},
    {.name = "julia-grey",
     .script = "julia-grey.gp",
     .summary = "the Julia set in pure grey",
     .x_label = "real part of z",
     .y_label = "imaginary part of z",
     .make = make_julia},
    {.name = "julia-false-grey",
     .script = "julia-false-grey.gp",
     .summary = "the Julia set in false grey",
     .x_label = "real part of z",
     .y_label = "imaginary part of z",
     .make = make_julia},
};

enum { PRESETS = sizeof presets / sizeof presets[0] };

const struct preset *preset_at(size_t index) {
    return index < PRESETS ? &presets[index] : NULL;
}

const struct preset *preset_find(const char *name) {
    for (size_t i = 0; i < PRESETS; i++) {
        if (strcmp(presets[i].name, name) == 0) {
            return &presets[i];
        }
    }
    return NULL;
}

void picture_clean_up(struct picture *picture) {
    for (size_t i = 0; i < picture->table_count; i++) {
        table_clean_up(&picture->tables[i]);
    }
    *picture = (struct picture){0};
}
