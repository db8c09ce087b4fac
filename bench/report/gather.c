/*
 * gather.c - sorts samples into series: one pass over the trials for the cases, one sort of the
 * samples, one pass over them for the series.
 */
#include "report/gather.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/gather_cases.h"
#include "report/statistics.h"

static const uint64_t bootstrap_seed = 20141; /* any fixed number: reports must repeat */

/* A sample and where it belongs. */
struct place {
    uint32_t in_case, meter;
    enum lane lane;
    uint64_t step;
    const struct results_sample *sample;
};

/* What gathering needs besides its result. */
struct work {
    struct gather *gather;
    struct gather_index index;
    struct place *places;
    size_t place_count;
};

static uint32_t find_meter(struct gather *gather, const struct results_meter *meter) {
    for (size_t i = 0; i < gather->meter_count; i++) {
        const struct gather_meter *there = &gather->meters[i];
        bool is_named = there->name != NULL && there->unit != NULL;
        if (is_named && strcmp(there->name, meter->name) == 0 &&
            strcmp(there->unit, meter->unit) == 0) {
            return (uint32_t)i;
        }
    }
    gather->meters[gather->meter_count] =
        (struct gather_meter){meter->name, meter->unit, meter->better, meter->kind};
    return (uint32_t)gather->meter_count++;
}

static void place_samples(struct work *work, size_t run) {
    const struct results *results = work->gather->runs[run].results;
    for (size_t i = 0; i < results->trial_count; i++) {
        const struct results_trial *trial = &results->trials[i];
        uint32_t in_case = work->index.case_of[run][i];
        bool has_values = trial->has_outcome && trial->outcome == OUTCOME_OK &&
                          in_case != gather_no_case &&
                          !gather_is_wrong(&work->gather->cases[in_case]);
        for (size_t j = 0; has_values && j < trial->samples; j++) {
            const struct results_sample *sample = &results->samples[trial->first_sample + j];
            work->places[work->place_count++] =
                (struct place){in_case, work->gather->meter_of[run][sample->meter], trial->lane,
                               sample->step, sample};
        }
    }
}

static int compare_places(const void *left, const void *right) {
    const struct place *a = left;
    const struct place *b = right;
    if (a->in_case != b->in_case) {
        return a->in_case < b->in_case ? -1 : 1;
    }
    if (a->meter != b->meter) {
        return a->meter < b->meter ? -1 : 1;
    }
    if (a->lane != b->lane) {
        return a->lane < b->lane ? -1 : 1;
    }
    if (a->step != b->step) {
        return a->step < b->step ? -1 : 1;
    }
    return (a->sample > b->sample) - (a->sample < b->sample);
}

/* Trials write their samples in order, so that there is often nothing to do. */
static void sort_places(struct work *work) {
    for (size_t i = 1; i < work->place_count; i++) {
        if (compare_places(&work->places[i - 1], &work->places[i]) > 0) {
            qsort(work->places, work->place_count, sizeof *work->places, compare_places);
            return;
        }
    }
}

static bool is_same_series(const struct place *a, const struct place *b) {
    return a->in_case == b->in_case && a->meter == b->meter && a->lane == b->lane &&
           a->step == b->step;
}

static void fill_series(struct gather_series *series, const struct place *places, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct results_sample *sample = places[i].sample;
        if (sample == NULL) {
            continue;
        }
        if (!sample->is_measured) {
            series->missing = sample->text;
            continue;
        }
        series->differs |=
            series->text != NULL && sample->text != NULL && strcmp(series->text, sample->text) != 0;
        series->text = series->text == NULL ? sample->text : series->text;
        series->values[series->count++] = sample->value;
    }
    statistics_sort(series->values, series->count);
    series->median = statistics_median(series->values, series->count);
}

static void find_interval(struct gather_series *series, enum meter_kind kind,
                          struct statistics_bootstrap *bootstrap) {
    struct statistics_interval interval = {NAN, NAN};
    if (kind == METER_NOISY) {
        series->differs = false;
        (void)statistics_bootstrap_median(bootstrap, series->values, series->count, &interval);
    } else if (series->count > 0) {
        interval.low = series->values[0];
        interval.high = series->values[series->count - 1];
        series->differs |= interval.low != interval.high;
    }
    series->low = interval.low;
    series->high = interval.high;
}

static void make_series(struct work *work, struct statistics_bootstrap *bootstrap) {
    struct gather *gather = work->gather;
    for (size_t first = 0; first < work->place_count;) {
        const struct place *place = &work->places[first];
        size_t end = first + 1;
        while (end < work->place_count && is_same_series(place, &work->places[end])) {
            end++;
        }
        struct gather_series *series = &gather->series[gather->series_count];
        *series = (struct gather_series){.in_case = place->in_case,
                                         .meter = place->meter,
                                         .lane = place->lane,
                                         .step = place->step,
                                         .values = gather->values + first};
        fill_series(series, place, end - first);
        find_interval(series, gather->meters[place->meter].kind, bootstrap);
        struct gather_case *a_case = &gather->cases[place->in_case];
        a_case->first_series = a_case->series == 0 ? gather->series_count : a_case->first_series;
        a_case->series++;
        gather->series_count++;
        first = end;
    }
}

/* calloc that gives something to free for zero items as well. */
static void *make(size_t count, size_t bytes) {
    return calloc(count > 0 ? count : 1, bytes);
}

static bool make_work(struct work *work) {
    struct gather *gather = work->gather;
    size_t samples = 0;
    size_t meters = 0;
    gather->meter_of = make(gather->run_count, sizeof *gather->meter_of);
    bool is_whole = gather->meter_of != NULL;
    for (size_t run = 0; is_whole && run < gather->run_count; run++) {
        const struct results *results = gather->runs[run].results;
        gather->meter_of[run] = make(results->meter_count, sizeof **gather->meter_of);
        is_whole = gather->meter_of[run] != NULL;
        samples += results->sample_count;
        meters += results->meter_count;
    }
    work->places = make(samples, sizeof *work->places);
    gather->meters = make(meters, sizeof *gather->meters);
    gather->values = make(samples, sizeof *gather->values);
    return is_whole && work->places != NULL && gather->meters != NULL && gather->values != NULL;
}

static void free_work(struct work *work) {
    free(work->places);
    gather_index_clean_up(&work->index, work->gather->run_count);
}

static bool fill(struct work *work) {
    struct gather *gather = work->gather;
    for (size_t run = 0; run < gather->run_count; run++) {
        const struct results *results = gather->runs[run].results;
        for (size_t i = 0; i < results->meter_count; i++) {
            gather->meter_of[run][i] = find_meter(gather, &results->meters[i]);
        }
        place_samples(work, run);
    }
    sort_places(work);
    struct statistics_bootstrap *bootstrap = statistics_bootstrap_new(bootstrap_seed);
    gather->series = make(work->place_count, sizeof *gather->series);
    bool is_whole = bootstrap != NULL && gather->series != NULL;
    if (is_whole) {
        make_series(work, bootstrap);
    }
    statistics_bootstrap_destroy(bootstrap);
    return is_whole;
}

bool gather_init(struct gather *gather, const struct gather_run *runs, size_t run_count,
                 const struct filter *filters, size_t filter_count) {
    *gather = (struct gather){.runs = runs, .run_count = run_count};
    struct work work = {.gather = gather};
    bool is_whole = gather_cases_find(gather, &work.index, filters, filter_count) &&
                    make_work(&work) && fill(&work);
    free_work(&work);
    return is_whole;
}

void gather_clean_up(struct gather *gather) {
    gather_cases_clean_up(gather);
    for (size_t run = 0; gather->meter_of != NULL && run < gather->run_count; run++) {
        free(gather->meter_of[run]);
    }
    free(gather->meter_of);
    free(gather->meters);
    free(gather->series);
    free(gather->values);
    *gather = (struct gather){0};
}

const struct gather_meter *gather_meter_of(const struct gather *gather, size_t run,
                                           const struct results_sample *sample) {
    return &gather->meters[gather->meter_of[run][sample->meter]];
}

const struct gather_series *gather_find(const struct gather *gather,
                                        const struct gather_case *a_case, const char *meter) {
    const struct gather_series *best = NULL;
    for (size_t i = 0; i < a_case->series; i++) {
        const struct gather_series *series = &gather->series[a_case->first_series + i];
        bool is_it = strcmp(gather->meters[series->meter].name, meter) == 0;
        if (is_it && (best == NULL || series->lane == best->lane)) {
            best = series;
        }
    }
    return best;
}
