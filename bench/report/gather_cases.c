/*
 * gather_cases.c - trials to cases: a hash table of keys, the filters, the order of the plan, and
 * how the trials of a case ended.
 */
#include "report/gather_cases.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

bool gather_fits(const char *patterns, const char *word) {
    char pattern[256];
    for (const char *at = patterns;; at++) {
        size_t length = strcspn(at, ",");
        snprintf(pattern, sizeof pattern, "%.*s", (int)length, at);
        if (length < sizeof pattern && fnmatch(pattern, word, 0) == 0) {
            return true;
        }
        at += length;
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

static bool is_of_lanes(const struct filter *filter) {
    return strcmp(filter->key, "lane") == 0;
}

static bool passes(const struct gather *gather, const struct gather_case *a_case,
                   const struct filter *filters, size_t filter_count) {
    for (size_t i = 0; i < filter_count; i++) {
        if (!is_of_lanes(&filters[i]) &&
            !filter_accepts_text(&filters[i], gather_value(gather, a_case, filters[i].key))) {
            return false;
        }
    }
    return true;
}

/* The lanes that pass, bit 1 << lane each. */
static unsigned passing_lanes(const struct filter *filters, size_t filter_count) {
    unsigned lanes = 0;
    for (int lane = 0; lane < LANES; lane++) {
        bool is_in = true;
        for (size_t i = 0; i < filter_count; i++) {
            is_in &= !is_of_lanes(&filters[i]) ||
                     filter_accepts_text(&filters[i], lane_name((enum lane)lane));
        }
        lanes |= is_in ? 1U << lane : 0;
    }
    return lanes;
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
static uint32_t *find_slot(const struct gather *gather, const struct gather_index *index,
                           size_t run, const char *key) {
    for (size_t at = hash_key(run, key);; at++) {
        uint32_t *slot = &index->slots[at & (index->slot_count - 1)];
        if (*slot == gather_no_case) {
            return slot;
        }
        const struct gather_case *there = &gather->cases[*slot];
        if (there->run == run && there->key != NULL && strcmp(there->key, key) == 0) {
            return slot;
        }
    }
}

static void note_trial(struct gather_case *a_case, const struct results_trial *trial) {
    size_t outcome = trial->has_outcome ? (size_t)trial->outcome : GATHER_UNFINISHED;
    a_case->trials++;
    a_case->outcomes[outcome]++;
    a_case->first_id = trial->id < a_case->first_id ? trial->id : a_case->first_id;
    bool is_first_wrong = outcome == OUTCOME_WRONG && a_case->outcomes[OUTCOME_WRONG] == 1;
    if (outcome != OUTCOME_OK && (a_case->detail == NULL || is_first_wrong)) {
        a_case->detail = outcome == GATHER_UNFINISHED ? "the run ended before it" : trial->detail;
    }
}

static bool find_cases(struct gather *gather, struct gather_index *index, size_t run,
                       unsigned lanes) {
    const struct results *results = gather->runs[run].results;
    for (size_t i = 0; i < results->trial_count; i++) {
        const struct results_trial *trial = &results->trials[i];
        if ((lanes & 1U << trial->lane) == 0) {
            index->case_of[run][i] = gather_no_case;
            continue;
        }
        uint32_t *slot = find_slot(gather, index, run, trial->key);
        if (*slot == gather_no_case) {
            *slot = (uint32_t)gather->case_count;
            struct gather_case *added = &gather->cases[gather->case_count++];
            *added = (struct gather_case){.run = run, .key = trial->key, .first_id = UINT64_MAX};
            if (!cut_key(added)) {
                return false;
            }
        }
        note_trial(&gather->cases[*slot], trial);
        index->case_of[run][i] = *slot;
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
static void choose_cases(struct gather *gather, struct gather_index *index,
                         const struct filter *filters, size_t filters_count) {
    if (gather->case_count > 0) {
        qsort(gather->cases, gather->case_count, sizeof *gather->cases, compare_cases);
    }
    memset(index->slots, 0xff, index->slot_count * sizeof *index->slots);
    size_t kept = 0;
    for (size_t i = 0; i < gather->case_count; i++) {
        if (!passes(gather, &gather->cases[i], filters, filters_count)) {
            free_case(&gather->cases[i]);
            continue;
        }
        gather->cases[kept] = gather->cases[i];
        *find_slot(gather, index, gather->cases[kept].run, gather->cases[kept].key) =
            (uint32_t)kept;
        kept++;
    }
    gather->case_count = kept;
    for (size_t run = 0; run < gather->run_count; run++) {
        const struct results *results = gather->runs[run].results;
        for (size_t i = 0; i < results->trial_count; i++) {
            if (index->case_of[run][i] != gather_no_case) {
                index->case_of[run][i] = *find_slot(gather, index, run, results->trials[i].key);
            }
        }
    }
}

static bool is_well(const struct results_trial *trial) {
    return trial->has_outcome && trial->outcome == OUTCOME_OK;
}

static int compare_trials(const void *left, const void *right) {
    const struct results_trial *a = *(const struct results_trial *const *)left;
    const struct results_trial *b = *(const struct results_trial *const *)right;
    if (a->lane != b->lane) {
        return a->lane < b->lane ? -1 : 1;
    }
    if (is_well(a) != is_well(b)) {
        return is_well(a) ? -1 : 1;
    }
    return (a->repetition > b->repetition) - (a->repetition < b->repetition);
}

/* Gives each case its part of gather->trials: counted already, so that each has its place. */
static void place_trials(struct gather *gather, const struct gather_index *index) {
    size_t first = 0;
    for (size_t i = 0; i < gather->case_count; i++) {
        gather->cases[i].first_trial = first;
        first += gather->cases[i].trials;
        gather->cases[i].trials = 0;
    }
    for (size_t run = 0; run < gather->run_count; run++) {
        const struct results *results = gather->runs[run].results;
        for (size_t i = 0; i < results->trial_count; i++) {
            if (index->case_of[run][i] != gather_no_case) {
                struct gather_case *a_case = &gather->cases[index->case_of[run][i]];
                gather->trials[a_case->first_trial + a_case->trials++] = &results->trials[i];
            }
        }
    }
    for (size_t i = 0; i < gather->case_count; i++) {
        qsort(&gather->trials[gather->cases[i].first_trial], gather->cases[i].trials,
              sizeof *gather->trials, compare_trials);
    }
}

static bool make_index(const struct gather *gather, struct gather_index *index) {
    size_t trials = 0;
    index->case_of = calloc(gather->run_count + 1, sizeof *index->case_of);
    for (size_t run = 0; index->case_of != NULL && run < gather->run_count; run++) {
        const struct results *results = gather->runs[run].results;
        index->case_of[run] = calloc(results->trial_count + 1, sizeof **index->case_of);
        if (index->case_of[run] == NULL) {
            return false;
        }
        trials += results->trial_count;
    }
    index->slot_count = 16;
    while (index->slot_count < 2 * trials) {
        index->slot_count *= 2;
    }
    index->slots = calloc(index->slot_count, sizeof *index->slots);
    if (index->slots == NULL || trials >= gather_no_case) {
        return false;
    }
    memset(index->slots, 0xff, index->slot_count * sizeof *index->slots);
    return index->case_of != NULL;
}

bool gather_cases_find(struct gather *gather, struct gather_index *index,
                       const struct filter *filters, size_t filter_count) {
    size_t trials = 0;
    for (size_t run = 0; run < gather->run_count; run++) {
        trials += gather->runs[run].results->trial_count;
    }
    gather->cases = calloc(trials + 1, sizeof *gather->cases);
    gather->trials = calloc(trials + 1, sizeof *gather->trials);
    if (gather->cases == NULL || gather->trials == NULL || !make_index(gather, index)) {
        return false;
    }
    for (size_t run = 0; run < gather->run_count; run++) {
        if (!find_cases(gather, index, run, passing_lanes(filters, filter_count))) {
            return false;
        }
    }
    choose_cases(gather, index, filters, filter_count);
    place_trials(gather, index);
    return true;
}

void gather_cases_clean_up(struct gather *gather) {
    for (size_t i = 0; i < gather->case_count; i++) {
        free_case(&gather->cases[i]);
    }
    free(gather->cases);
    free(gather->trials);
}

void gather_index_clean_up(struct gather_index *index, size_t run_count) {
    for (size_t run = 0; index->case_of != NULL && run < run_count; run++) {
        free(index->case_of[run]);
    }
    free(index->case_of);
    free(index->slots);
}

bool gather_is_wrong(const struct gather_case *a_case) {
    return a_case->outcomes[OUTCOME_WRONG] > 0;
}

bool gather_is_ok(const struct gather_case *a_case) {
    return a_case->outcomes[OUTCOME_OK] == a_case->trials;
}

void gather_outcome(const struct gather_case *a_case, char text[GATHER_OUTCOME_BYTES]) {
    snprintf(text, GATHER_OUTCOME_BYTES, "ok");
    size_t most = 0;
    if (gather_is_wrong(a_case)) {
        snprintf(text, GATHER_OUTCOME_BYTES, "%s", outcome_name(OUTCOME_WRONG));
        return;
    }
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

void gather_failures(const struct gather *gather, char text[GATHER_FAILURES_BYTES]) {
    size_t counts[GATHER_OUTCOMES] = {0};
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < gather->case_count; i++) {
        for (size_t kind = 0; kind < GATHER_OUTCOMES; kind++) {
            counts[kind] += gather->cases[i].outcomes[kind];
        }
    }
    for (size_t kind = 0; kind < GATHER_OUTCOMES && used < GATHER_FAILURES_BYTES; kind++) {
        const char *name =
            kind == GATHER_UNFINISHED ? "unfinished" : outcome_name((enum outcome_kind)kind);
        if (kind != OUTCOME_OK && counts[kind] > 0) {
            used += (size_t)snprintf(text + used, GATHER_FAILURES_BYTES - used, "%s%zu %s",
                                     used > 0 ? ", " : "", counts[kind], name);
        }
    }
}
