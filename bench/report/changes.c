/*
 * changes.c - cases are paired by their keys; every headline meter of a pair is a row.
 */
#include "report/changes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/surroundings.h"

/* The cases of the later runs, by key and run, to be searched. */
struct index {
    const struct gather_case **cases;
    size_t count;
};

static int compare_cases(const void *left, const void *right) {
    const struct gather_case *a = *(const struct gather_case *const *)left;
    const struct gather_case *b = *(const struct gather_case *const *)right;
    int order = strcmp(a->key, b->key);
    return order != 0 ? order : (a->run > b->run) - (a->run < b->run);
}

static bool index_init(struct index *index, const struct gather *gather) {
    index->cases = (const struct gather_case **)calloc(gather->case_count + 1, sizeof(void *));
    index->count = 0;
    for (size_t i = 0; index->cases != NULL && i < gather->case_count; i++) {
        if (gather->cases[i].run > 0) {
            index->cases[index->count++] = &gather->cases[i];
        }
    }
    if (index->count > 0) {
        qsort((void *)index->cases, index->count, sizeof *index->cases, compare_cases);
    }
    return index->cases != NULL;
}

static const struct gather_case *find(const struct index *index, const struct gather_case *a_case,
                                      size_t run) {
    struct gather_case wanted = {.key = a_case->key, .run = run};
    const struct gather_case *key = &wanted;
    if (index->count == 0) {
        return NULL;
    }
    const struct gather_case *const *found = bsearch(&key, (const void *)index->cases, index->count,
                                                     sizeof *index->cases, compare_cases);
    return found == NULL ? NULL : *found;
}

/* Of a range between two meters the upper end alone: its slack is the same in every run. */
static struct reading read_upper(const struct gather *gather, const struct gather_case *a_case,
                                 const struct headline *headline) {
    const struct headline upper = {.meter = headline->meter};
    return reading_of(gather, a_case, &upper);
}

static double low_of(const struct reading *reading) {
    return isnan(reading->low) ? reading->median : reading->low;
}

static double high_of(const struct reading *reading) {
    return isnan(reading->high) ? reading->median : reading->high;
}

static bool is_exact(const struct reading *reading) {
    return reading->kind == READING_EXACT && !reading->differs;
}

/* A shift of less than this is none: what moves with the layout of code and pages. */
static const double least_shift = 0.01;

/* Exact texts are compared as they were written: doubles would make large counts equal. */
static bool has_changed(const struct reading *old, const struct reading *new) {
    if (is_exact(old) && is_exact(new)) {
        return old->text == NULL || new->text == NULL ? old->median != new->median
                                                      : strcmp(old->text, new->text) != 0;
    }
    bool is_apart = low_of(new) > high_of(old) || high_of(new) < low_of(old);
    return is_apart && fabs(new->median - old->median) > least_shift * fabs(old->median);
}

static enum change_verdict judge(const struct reading *old, const struct reading *new,
                                 bool is_apart) {
    if (!has_changed(old, new)) {
        return CHANGE_SAME;
    }
    if (is_apart) {
        return CHANGE_NOT_JUDGED;
    }
    bool is_less = new->median < old->median;
    switch (new->meter->better) {
    case METER_LOWER:
        return is_less ? CHANGE_BETTER : CHANGE_WORSE;
    case METER_HIGHER:
        return is_less ? CHANGE_WORSE : CHANGE_BETTER;
    default:
        return CHANGE_OTHER;
    }
}

static void compare(const struct reading *old, bool is_apart, struct change *change) {
    const struct reading *new = &change->reading;
    change->verdict = judge(old, new, is_apart);
    bool has_ratio = low_of(old) > 0 && new->median >= 0;
    if (has_ratio) {
        change->ratio = new->median / old->median;
        change->low = low_of(new) / high_of(old);
        change->high = high_of(new) / low_of(old);
    }
    if (has_ratio && is_exact(old) && is_exact(new)) {
        change->low = change->high = change->ratio;
    } else if (!has_ratio && old->median == new->median) {
        change->ratio = change->low = change->high = 1;
    }
}

static double size_of(const struct change *change) {
    if (change->verdict == CHANGE_SAME) {
        return 0;
    }
    return change->ratio > 0 ? fabs(log(change->ratio)) : INFINITY;
}

/* Whether a meter of the row is a time, and the later run was not measured in pairs with the first.
 */
static bool is_measured_apart(const struct gather *gather, const struct change_row *row,
                              size_t later_run) {
    const struct gather_series *series = gather_find(gather, row->a_case, row->headline->meter);
    bool is_time = series != NULL && series->lane == LANE_TIME &&
                   gather->meters[series->meter].kind == METER_NOISY;
    return is_time &&
           !surroundings_are_paired(gather->runs[0].results, gather->runs[later_run].results);
}

/* False when no later run has the meter. */
static bool fill_row(const struct gather *gather, const struct index *index, size_t later_runs,
                     struct change_row *row) {
    bool has_any = false;
    row->is_exact = is_exact(&row->first);
    for (size_t i = 0; i < later_runs; i++) {
        struct change *change = &row->changes[i];
        const struct gather_case *other = find(index, row->a_case, i + 1);
        *change = (struct change){.ratio = NAN, .low = NAN, .high = NAN};
        if (other != NULL) {
            change->reading = read_upper(gather, other, row->headline);
        }
        if (reading_is_usable(&change->reading)) {
            has_any = true;
            compare(&row->first, is_measured_apart(gather, row, i + 1), change);
            row->is_exact = row->is_exact && is_exact(&change->reading);
            double *size = change->verdict == CHANGE_NOT_JUDGED ? &row->shift : &row->size;
            *size = fmax(*size, size_of(change));
        }
    }
    return has_any;
}

static void add_rows(struct changes *changes, const struct gather *gather,
                     const struct index *index, const struct gather_case *a_case) {
    const char *workload = gather_value(gather, a_case, "workload");
    const struct headline *at = headline_for(workload == NULL ? "" : workload);
    for (; at->meter != NULL; at++) {
        struct change_row row = {.a_case = a_case,
                                 .headline = at,
                                 .first = read_upper(gather, a_case, at),
                                 .changes =
                                     &changes->changes[changes->count * changes->later_runs]};
        if (at->importance < HEADLINE_OPTIONAL && reading_is_usable(&row.first) &&
            fill_row(gather, index, changes->later_runs, &row)) {
            changes->rows[changes->count++] = row;
        }
    }
}

/* Rows are in the order of the plan before, and their changes' addresses keep it. */
static int compare_rows(const void *left, const void *right) {
    const struct change_row *a = left;
    const struct change_row *b = right;
    if (a->size != b->size) {
        return a->size > b->size ? -1 : 1;
    }
    if (a->shift != b->shift) {
        return a->shift > b->shift ? -1 : 1;
    }
    return (a->changes > b->changes) - (a->changes < b->changes);
}

static size_t count_rows(const struct gather *gather) {
    size_t rows = 0;
    for (size_t i = 0; i < gather->case_count; i++) {
        const char *workload = gather_value(gather, &gather->cases[i], "workload");
        const struct headline *at = headline_for(workload == NULL ? "" : workload);
        for (; gather->cases[i].run == 0 && at->meter != NULL; at++) {
            rows++;
        }
    }
    return rows;
}

static bool is_null(const struct gather *gather, const struct gather_case *a_case) {
    const char *structure = gather_value(gather, a_case, "structure");
    return structure != NULL && strcmp(structure, "null") == 0;
}

/* In the first run but not in all later ones, or the other way round. */
static size_t count_unpaired(const struct gather *gather, const struct index *index) {
    size_t paired = 0, firsts = 0, whole = 0;
    for (size_t i = 0; i < gather->case_count; i++) {
        if (gather->cases[i].run == 0) {
            size_t found = 0;
            for (size_t run = 1; run < gather->run_count; run++) {
                found += find(index, &gather->cases[i], run) != NULL;
            }
            firsts++;
            paired += found;
            whole += found == gather->run_count - 1;
        }
    }
    return (firsts - whole) + (index->count - paired);
}

static bool make_rows(struct changes *changes, const struct gather *gather,
                      const struct index *index) {
    size_t room = count_rows(gather) + 1;
    changes->rows = calloc(room, sizeof *changes->rows);
    changes->changes = calloc(room * (changes->later_runs + 1), sizeof *changes->changes);
    if (changes->rows == NULL || changes->changes == NULL) {
        return false;
    }
    for (size_t i = 0; i < gather->case_count; i++) {
        if (gather->cases[i].run == 0 && !is_null(gather, &gather->cases[i])) {
            add_rows(changes, gather, index, &gather->cases[i]);
        }
    }
    qsort(changes->rows, changes->count, sizeof *changes->rows, compare_rows);
    changes->unpaired = count_unpaired(gather, index);
    return true;
}

bool changes_init(struct changes *changes, const struct gather *gather) {
    struct index index = {0};
    *changes = (struct changes){.later_runs = gather->run_count > 0 ? gather->run_count - 1 : 0};
    bool is_whole = index_init(&index, gather) && make_rows(changes, gather, &index);
    free((void *)index.cases);
    return is_whole;
}

void changes_clean_up(struct changes *changes) {
    free(changes->rows);
    free(changes->changes);
    *changes = (struct changes){0};
}

const char *change_verdict_name(enum change_verdict verdict) {
    static const char *const names[] = {[CHANGE_SAME] = "same",
                                        [CHANGE_BETTER] = "better",
                                        [CHANGE_WORSE] = "worse",
                                        [CHANGE_OTHER] = "changed",
                                        [CHANGE_NOT_JUDGED] = "not judged"};
    return names[verdict];
}
