/*
 * gather.c - sorts samples into series: one pass over the trials for the cases, one sort of the
 * samples, one pass over them for the series.
 */
#include "report/gather.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    uint32_t **case_of;  /* [run][trial]: the case, or no_case */
    uint32_t **meter_of; /* [run][meter of the file]: the meter here */
    uint32_t *slots;     /* hash table of the cases, by run and key */
    size_t slot_count;
    struct place *places;
    size_t place_count;
};

static const uint32_t no_case = UINT32_MAX;

bool gather_lists(const char *list, const char *word) {
    size_t length = strlen(word);
    for (const char *at = list;; at++) {
        size_t item = strcspn(at, ",");
        if (item == length && memcmp(at, word, length) == 0) {
            return true;
        }
        at += item;
        if (*at == '\0') {
            return false;
        }
    }
}

const char *gather_value(const struct gather *gather, const struct gather_case *a_case,
                         const char *name) {
    if (strcmp(name, "run") == 0) {
        return gather->runs[a_case->run].label;
    }
    for (size_t i = 0; i < a_case->pair_count; i++) {
        if (strcmp(a_case->pairs[i].name, name) == 0) {
            return a_case->pairs[i].value;
        }
    }
    return NULL;
}

/* Cuts "name=value name=value" into pairs. */
static bool cut_key(struct gather_case *a_case) {
    size_t words = 1;
    for (const char *at = a_case->key; *at != '\0'; at++) {
        words += *at == ' ';
    }
    a_case->words = strdup(a_case->key);
    a_case->pairs = calloc(words, sizeof *a_case->pairs);
    if (a_case->words == NULL || a_case->pairs == NULL) {
        return false;
    }
    char *rest = NULL;
    for (char *word = strtok_r(a_case->words, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest)) {
        char *equals = strchr(word, '=');
        char *end = word + strlen(word);
        if (equals != NULL) {
            *equals = '\0';
        }
        a_case->pairs[a_case->pair_count++] =
            (struct gather_pair){word, equals != NULL ? equals + 1 : end};
    }
    return true;
}

static bool passes(const struct gather *gather, const struct gather_case *a_case,
                   const struct gather_filter *filters, size_t filter_count) {
    for (size_t i = 0; i < filter_count; i++) {
        const char *value = gather_value(gather, a_case, filters[i].name);
        if (value == NULL || !gather_lists(filters[i].values, value)) {
            return false;
        }
    }
    return true;
}

/* FNV-1a. */
static size_t hash_key(size_t run, const char *key) {
    uint64_t hash = UINT64_C(14695981039346656037) ^ run;
    for (; *key != '\0'; key++) {
        hash = (hash ^ (unsigned char)*key) * UINT64_C(1099511628211);
    }
    return (size_t)hash;
}

/* The slot of a case: its own or the empty one where it goes. */
static uint32_t *find_slot(const struct work *work, size_t run, const char *key) {
    for (size_t at = hash_key(run, key);; at++) {
        uint32_t *slot = &work->slots[at & (work->slot_count - 1)];
        if (*slot == no_case) {
            return slot;
        }
        const struct gather_case *there = &work->gather->cases[*slot];
        if (there->run == run && strcmp(there->key, key) == 0) {
            return slot;
        }
    }
}

static void note_trial(struct gather_case *a_case, const struct results_trial *trial) {
    size_t outcome = trial->has_outcome ? (size_t)trial->outcome : GATHER_UNFINISHED;
    a_case->trials++;
    a_case->outcomes[outcome]++;
    a_case->first_id = trial->id < a_case->first_id ? trial->id : a_case->first_id;
    if (outcome != OUTCOME_OK && a_case->detail == NULL) {
        a_case->detail = outcome == GATHER_UNFINISHED ? "the run ended before it" : trial->detail;
    }
}

static bool find_cases(struct work *work, size_t run) {
    struct gather *gather = work->gather;
    const struct results *results = gather->runs[run].results;
    for (size_t i = 0; i < results->trial_count; i++) {
        const struct results_trial *trial = &results->trials[i];
        uint32_t *slot = find_slot(work, run, trial->key);
        if (*slot == no_case) {
            *slot = (uint32_t)gather->case_count;
            struct gather_case *added = &gather->cases[gather->case_count++];
            *added = (struct gather_case){.run = run, .key = trial->key, .first_id = UINT64_MAX};
            if (!cut_key(added)) {
                return false;
            }
        }
        note_trial(&gather->cases[*slot], trial);
        work->case_of[run][i] = *slot;
    }
    return true;
}

static int compare_cases(const void *left, const void *right) {
    const struct gather_case *a = left;
    const struct gather_case *b = right;
    if (a->run != b->run) {
        return a->run < b->run ? -1 : 1;
    }
    return (a->first_id > b->first_id) - (a->first_id < b->first_id);
}

static void free_case(struct gather_case *a_case) {
    free(a_case->pairs);
    free(a_case->words);
}

/* Puts the cases in order, drops those that the filters refuse, and renumbers case_of. */
static void choose_cases(struct work *work, const struct gather_filter *filters,
                         size_t filters_count) {
    struct gather *gather = work->gather;
    if (gather->case_count > 0) {
        qsort(gather->cases, gather->case_count, sizeof *gather->cases, compare_cases);
    }
    memset(work->slots, 0xff, work->slot_count * sizeof *work->slots);
    size_t kept = 0;
    for (size_t i = 0; i < gather->case_count; i++) {
        if (!passes(gather, &gather->cases[i], filters, filters_count)) {
            free_case(&gather->cases[i]);
            continue;
        }
        gather->cases[kept] = gather->cases[i];
        *find_slot(work, gather->cases[kept].run, gather->cases[kept].key) = (uint32_t)kept;
        kept++;
    }
    gather->case_count = kept;
    for (size_t run = 0; run < gather->run_count; run++) {
        const struct results *results = gather->runs[run].results;
        for (size_t i = 0; i < results->trial_count; i++) {
            work->case_of[run][i] = *find_slot(work, run, results->trials[i].key);
        }
    }
}

static uint32_t find_meter(struct gather *gather, const struct results_meter *meter) {
    for (size_t i = 0; i < gather->meter_count; i++) {
        if (strcmp(gather->meters[i].name, meter->name) == 0 &&
            strcmp(gather->meters[i].unit, meter->unit) == 0) {
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
        bool has_values = trial->has_outcome && trial->outcome == OUTCOME_OK;
        uint32_t in_case = work->case_of[run][i];
        for (size_t j = 0; has_values && in_case != no_case && j < trial->samples; j++) {
            const struct results_sample *sample = &results->samples[trial->first_sample + j];
            work->places[work->place_count++] = (struct place){
                in_case, work->meter_of[run][sample->meter], trial->lane, sample->step, sample};
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

static bool is_same_series(const struct place *a, const struct place *b) {
    return a->in_case == b->in_case && a->meter == b->meter && a->lane == b->lane &&
           a->step == b->step;
}

static void fill_series(struct gather_series *series, const struct place *places, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct results_sample *sample = places[i].sample;
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
    size_t trials = 0;
    size_t samples = 0;
    size_t meters = 0;
    work->case_of = make(gather->run_count, sizeof *work->case_of);
    work->meter_of = make(gather->run_count, sizeof *work->meter_of);
    bool is_whole = work->case_of != NULL && work->meter_of != NULL;
    for (size_t run = 0; is_whole && run < gather->run_count; run++) {
        const struct results *results = gather->runs[run].results;
        work->case_of[run] = make(results->trial_count, sizeof **work->case_of);
        work->meter_of[run] = make(results->meter_count, sizeof **work->meter_of);
        is_whole = work->case_of[run] != NULL && work->meter_of[run] != NULL;
        trials += results->trial_count;
        samples += results->sample_count;
        meters += results->meter_count;
    }
    work->slot_count = 16;
    while (work->slot_count < 2 * trials) {
        work->slot_count *= 2;
    }
    work->slots = make(work->slot_count, sizeof *work->slots);
    work->places = make(samples, sizeof *work->places);
    gather->cases = make(trials, sizeof *gather->cases);
    gather->meters = make(meters, sizeof *gather->meters);
    gather->values = make(samples, sizeof *gather->values);
    is_whole = is_whole && work->slots != NULL && work->places != NULL && gather->cases != NULL &&
               gather->meters != NULL && gather->values != NULL && trials < no_case;
    if (is_whole) {
        memset(work->slots, 0xff, work->slot_count * sizeof *work->slots);
    }
    return is_whole;
}

static void free_work(struct work *work) {
    for (size_t run = 0; run < work->gather->run_count; run++) {
        free(work->case_of == NULL ? NULL : work->case_of[run]);
        free(work->meter_of == NULL ? NULL : work->meter_of[run]);
    }
    free(work->case_of);
    free(work->meter_of);
    free(work->slots);
    free(work->places);
}

static bool fill(struct work *work, const struct gather_filter *filters, size_t filter_count) {
    struct gather *gather = work->gather;
    for (size_t run = 0; run < gather->run_count; run++) {
        const struct results *results = gather->runs[run].results;
        for (size_t i = 0; i < results->meter_count; i++) {
            work->meter_of[run][i] = find_meter(gather, &results->meters[i]);
        }
        if (!find_cases(work, run)) {
            return false;
        }
    }
    choose_cases(work, filters, filter_count);
    for (size_t run = 0; run < gather->run_count; run++) {
        place_samples(work, run);
    }
    if (work->place_count > 0) {
        qsort(work->places, work->place_count, sizeof *work->places, compare_places);
    }
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
                 const struct gather_filter *filters, size_t filter_count) {
    *gather = (struct gather){.runs = runs, .run_count = run_count};
    struct work work = {.gather = gather};
    bool is_whole = make_work(&work) && fill(&work, filters, filter_count);
    free_work(&work);
    return is_whole;
}

void gather_clean_up(struct gather *gather) {
    for (size_t i = 0; i < gather->case_count; i++) {
        free_case(&gather->cases[i]);
    }
    free(gather->cases);
    free(gather->meters);
    free(gather->series);
    free(gather->values);
    *gather = (struct gather){0};
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

bool gather_is_ok(const struct gather_case *a_case) {
    return a_case->outcomes[OUTCOME_OK] == a_case->trials;
}

void gather_outcome(const struct gather_case *a_case, char text[GATHER_OUTCOME_BYTES]) {
    snprintf(text, GATHER_OUTCOME_BYTES, "ok");
    size_t most = 0;
    for (size_t i = 0; i < GATHER_OUTCOMES; i++) {
        if (i == OUTCOME_OK || a_case->outcomes[i] <= most) {
            continue;
        }
        most = a_case->outcomes[i];
        const char *name =
            i == GATHER_UNFINISHED ? "unfinished" : outcome_name((enum outcome_kind)i);
        if (most == a_case->trials) {
            snprintf(text, GATHER_OUTCOME_BYTES, "%s", name);
        } else {
            snprintf(text, GATHER_OUTCOME_BYTES, "%zu/%zu %s", most, a_case->trials, name);
        }
    }
}
