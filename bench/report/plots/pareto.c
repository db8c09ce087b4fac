/*
 * pareto.c - time against peak memory, a point for each way to do the same work: which ones nothing
 * beats in both, and which are beaten by less than the noise. Memory is the resident peak where
 * that was measured, else the most bytes that blocks held.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/front.h"
#include "report/plots/parts.h"
#include "report/reading.h"

#define COMPETITORS "run,structure,growth,allocator,malloc,cache"

static const struct headline time_meter = {.meter = "build_ns"};
static const struct headline resident = {.meter = "rss_bytes_peak_high",
                                         .lower = "rss_bytes_peak_low"};
static const struct headline moving = {.meter = "block_peak_moving_bytes"};

struct point {
    struct front_point at;
    const char *label;
    size_t group;
    bool is_highlighted;
};

static bool has_both(const struct gather *gather, const struct gather_case *a_case,
                     const struct headline *memory) {
    struct reading bytes = reading_of(gather, a_case, memory);
    struct reading time = reading_of(gather, a_case, &time_meter);
    return !parts_is_null(gather, a_case) && reading_is_usable(&bytes) &&
           reading_is_usable(&time) && bytes.median > 0 && time.median > 0;
}

static bool has_resident(const struct gather *gather, const struct gather_case *a_case) {
    return has_both(gather, a_case, &resident);
}

static bool has_moving(const struct gather *gather, const struct gather_case *a_case) {
    return has_both(gather, a_case, &moving);
}

static bool is_append(const struct gather *gather, const struct gather_case *a_case) {
    const char *workload = gather_value(gather, a_case, "workload");
    return workload != NULL && strcmp(workload, "append") == 0;
}

/* Those of appends where there are any: there policies, allocators and mallocs compete. */
static bool keep(const struct gather *gather, parts_keep_fn *keeps, struct gather *part) {
    struct gather measured;
    bool is_whole = parts_keep(gather, keeps, &measured);
    *part = measured;
    if (is_whole && parts_has_workload(&measured, "append")) {
        is_whole = parts_keep(&measured, is_append, part);
        free(measured.cases);
    }
    return is_whole;
}

static struct front_cost cost_of(const struct gather *gather, const struct gather_case *a_case,
                                 const struct headline *meter) {
    struct reading reading = reading_of(gather, a_case, meter);
    return (struct front_cost){.low = isnan(reading.low) ? reading.median : reading.low,
                               .middle = reading.median,
                               .high = isnan(reading.high) ? reading.median : reading.high};
}

static const char *malloc_of(const struct gather *gather, const struct gather_case *a_case) {
    const char *value = gather_value(gather, a_case, "malloc");
    return value == NULL ? "" : value;
}

/* Shapes tell mallocs apart: their number in order of appearance, from 1. */
static size_t group_of(const struct gather *gather, const struct series_cases *cases, size_t at) {
    size_t group = 1;
    for (size_t i = 0; i < cases->count; i++) {
        const char *value = malloc_of(gather, cases->cases[i]);
        if (strcmp(value, malloc_of(gather, cases->cases[at])) == 0) {
            break;
        }
        bool is_first = true;
        for (size_t j = 0; j < i; j++) {
            is_first = is_first && strcmp(value, malloc_of(gather, cases->cases[j])) != 0;
        }
        group += is_first;
    }
    return group;
}

static int compare_points(const void *left, const void *right) {
    const struct point *a = left;
    const struct point *b = right;
    if (a->at.standing != b->at.standing) {
        return a->at.standing > b->at.standing ? -1 : 1;
    }
    if (a->at.x.middle != b->at.x.middle) {
        return a->at.x.middle < b->at.x.middle ? -1 : 1;
    }
    return (a->at.y.middle > b->at.y.middle) - (a->at.y.middle < b->at.y.middle);
}

/* front_judge wants points alone. */
static bool judge(struct point *points, size_t count) {
    struct front_point *front = calloc(count + 1, sizeof *front);
    for (size_t i = 0; front != NULL && i < count; i++) {
        front[i] = points[i].at;
    }
    if (front != NULL) {
        front_judge(front, count);
    }
    for (size_t i = 0; front != NULL && i < count; i++) {
        points[i].at = front[i];
    }
    free(front);
    return front != NULL;
}

static void add_heads(struct table *table) {
    static const char *const names[] = {"case",   "memory",   "memory low", "memory high",
                                        "time",   "time low", "time high",  "standing",
                                        "number", "group",    "group name", "highlighted"};
    table_init(table, "");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        table_column(table, names[i], "", TABLE_LEFT, 0);
    }
}

static void add_cost(const struct front_cost *cost, struct table *table) {
    table_number(table, cost->middle, NULL);
    table_number(table, cost->low, NULL);
    table_number(table, cost->high, NULL);
}

/* `number` is what stands beside the point; 0 for none. */
static void add_point(const struct point *point, size_t number, const char *group,
                      struct table *table) {
    static const char *const standings[] = {
        [FRONT_BEATEN] = "beaten", [FRONT_NEAR] = "near", [FRONT_ON] = "front"};
    table_row(table, false);
    table_text(table, point->label);
    add_cost(&point->at.x, table);
    add_cost(&point->at.y, table);
    table_text(table, standings[point->at.standing]);
    if (number > 0) {
        table_number(table, (double)number, NULL);
    } else {
        table_empty(table);
    }
    table_number(table, (double)point->group, NULL);
    table_text(table, group);
    table_text(table, point->is_highlighted ? "yes" : "no");
}

/* What was asked for by "KEY=VALUE[,VALUE]", else CPython's growth. */
static bool is_highlighted(const struct gather *gather, const struct gather_case *a_case,
                           const char *highlight) {
    char name[64];
    size_t length = highlight == NULL ? 0 : strcspn(highlight, "=");
    if (highlight == NULL) {
        const char *growth = gather_value(gather, a_case, "growth");
        return growth != NULL && strncmp(growth, "cpython", strlen("cpython")) == 0;
    }
    if (length >= sizeof name || highlight[length] != '=') {
        return false;
    }
    memcpy(name, highlight, length);
    name[length] = '\0';
    const char *value = gather_value(gather, a_case, name);
    return value != NULL && gather_lists(highlight + length + 1, value);
}

/* The name of a group is that of any of its cases. */
static const char *group_name(const struct gather *gather, const struct series_cases *cases,
                              size_t group) {
    for (size_t i = 0; i < cases->count; i++) {
        if (group_of(gather, cases, i) == group) {
            return malloc_of(gather, cases->cases[i]);
        }
    }
    return "";
}

static bool add_points(const struct preset_input *input, const struct series_cases *cases,
                       const struct headline *memory, struct table *table) {
    const struct gather *gather = input->gather;
    struct point *points = calloc(cases->count + 1, sizeof *points);
    for (size_t i = 0; points != NULL && i < cases->count; i++) {
        const struct gather_case *a_case = cases->cases[i];
        points[i] = (struct point){
            .at = {.x = cost_of(gather, a_case, memory), .y = cost_of(gather, a_case, &time_meter)},
            .label = cases->labels[i],
            .group = group_of(gather, cases, i),
            .is_highlighted = is_highlighted(gather, a_case, input->highlight)};
    }
    bool is_whole = points != NULL && judge(points, cases->count);
    if (is_whole) {
        qsort(points, cases->count, sizeof *points, compare_points);
    }
    add_heads(table);
    for (size_t i = 0; is_whole && i < cases->count; i++) {
        size_t number = points[i].at.standing == FRONT_BEATEN ? 0 : i + 1;
        add_point(&points[i], number, group_name(gather, cases, points[i].group), table);
    }
    free(points);
    return is_whole && !table->failed;
}

/* The caption says what was asked to stand out; a typing error must not go unseen. */
static bool check_highlight(const struct preset_input *input, const struct series_cases *cases,
                            struct picture *picture) {
    bool has_any = input->highlight == NULL;
    for (size_t i = 0; i < cases->count && !has_any; i++) {
        has_any = is_highlighted(input->gather, cases->cases[i], input->highlight);
    }
    if (!has_any) {
        snprintf(picture->error, sizeof picture->error,
                 "--highlight '%s': no point is one, see the table's first column",
                 input->highlight);
    }
    parts_append(picture->caption, "%s%s", input->highlight == NULL ? "" : "filled: ",
                 input->highlight == NULL ? "" : input->highlight);
    return has_any;
}

static bool make_of(const struct preset_input *input, const struct gather *part,
                    const struct headline *memory, struct picture *picture) {
    const struct series_options options = {.y = "build_ns", .by = COMPETITORS, .narrow = true};
    struct series_cases cases;
    bool is_whole = series_cases_init(&cases, part, &options);
    if (is_whole) {
        memcpy(picture->subtitle, cases.fixed, sizeof picture->subtitle);
        parts_append(picture->subtitle, "; memory: %s",
                     memory == &resident ? "peak resident"
                                         : "most bytes in blocks, old and new while one moves");
        memcpy(picture->chosen, cases.chosen, sizeof picture->chosen);
        picture->table_count = 1;
        is_whole = check_highlight(input, &cases, picture) &&
                   add_points(input, &cases, memory, &picture->tables[0]);
    }
    series_cases_clean_up(&cases);
    return is_whole;
}

static bool make(const struct preset_input *input, struct picture *picture) {
    const struct headline *memory = &resident;
    struct gather part;
    bool is_whole = keep(input->gather, has_resident, &part);
    if (is_whole && part.case_count == 0) {
        free(part.cases);
        memory = &moving;
        is_whole = keep(input->gather, has_moving, &part);
    }
    if (is_whole && part.case_count == 0) {
        snprintf(
            picture->error, sizeof picture->error,
            "no case has both its time and its memory, of the lanes time and memory or counts");
        is_whole = false;
    }
    is_whole = is_whole && make_of(input, &part, memory, picture);
    free(part.cases);
    return is_whole;
}

const struct preset plot_pareto = {.name = "pareto",
                                   .script = "pareto.gp",
                                   .summary = "time against peak memory, and the front",
                                   .is_measured = true,
                                   .x_label = "peak memory",
                                   .y_label = "CPU ns per element, warm",
                                   .make = make};
