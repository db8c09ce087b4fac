/*
 * tuple.c - what tuples must do: the checksum that their workload expects, at every length and with
 * batches that do not divide the count.
 */
#include "contract/internal.h"

enum { MOST_REQUESTS = 4096, COUNT = 25, MOST_BATCH = 10 };

static const size_t lengths[] = {0, 1, 3, 19, 20, 21, 25};

/* The tuples of one length and batch. */
struct tuples {
    struct trying *trying;
    const struct hr_tuple_verbs *verbs;
    void *it;
    size_t length;
    uint64_t made;
};

static bool look(struct tuples *tuples) {
    struct trying *trying = tuples->trying;
    const char *after = trying->verb;
    uint64_t items = tuples->length > 0 ? tuples->length * (tuples->length - 1) / 2 : 0;
    uint64_t wanted = tuples->made > 0 ? tuples->made + items : 0;
    if (tuples->verbs->is_valid != NULL) {
        try_enter(trying, "is_valid");
        if (!tuples->verbs->is_valid(tuples->it)) {
            return try_fail(trying, "says no after %s", after);
        }
    }
    try_enter(trying, "checksum");
    uint64_t found = tuples->verbs->checksum(tuples->it);
    if (found != wanted) {
        return try_fail(trying, "gives %llu instead of %llu after %llu tuples of %zu items",
                        (unsigned long long)found, (unsigned long long)wanted,
                        (unsigned long long)tuples->made, tuples->length);
    }
    try_enter(trying, "footprint");
    struct hr_footprint footprint = tuples->verbs->footprint(tuples->it);
    if (tuples->made > 0 && footprint.length != tuples->length) {
        return try_fail(trying, "tells length %zu of a tuple of %zu items", footprint.length,
                        tuples->length);
    }
    return footprint.capacity >= footprint.length ||
           try_fail(trying, "tells a capacity of %zu with a length of %zu", footprint.capacity,
                    footprint.length);
}

static bool look_at_cache(struct tuples *tuples) {
    struct trying *trying = tuples->trying;
    if (tuples->verbs->cache_counts == NULL) {
        return true;
    }
    try_enter(trying, "cache_counts");
    struct hr_tuple_cache_counts counts = tuples->verbs->cache_counts(tuples->it);
    try_enter(trying, "footprint");
    size_t parked = tuples->verbs->footprint(tuples->it).parked_bytes;
    return (counts.parked_bytes == parked && (counts.parked > 0) == (counts.parked_bytes > 0)) ||
           try_fail(trying, "tells %zu parked bytes where cache_counts tells %llu of %llu tuples",
                    parked, (unsigned long long)counts.parked_bytes,
                    (unsigned long long)counts.parked);
}

/* Makes them; true with `it` NULL where a length cannot be had or memory was refused. */
static bool begin(struct tuples *tuples, struct trying *trying, size_t length, size_t batch) {
    *tuples = (struct tuples){.trying = trying, .verbs = trying->adapter->tuple, .length = length};
    try_enter(trying, "make");
    enum hr_status status = tuples->verbs->make(&trying->config, length, batch, &tuples->it);
    if (status != HR_OK && (try_was_refused(trying) || (status == HR_UNSUPPORTED && length > 0))) {
        return (status == HR_UNSUPPORTED || try_refused(trying, status)) &&
               (tuples->it == NULL || try_fail(trying, "fails and changes *tuples all the same")) &&
               try_nothing_held(trying, "when it has failed");
    }
    return try_status(trying, status, HR_OK, "at an ordinary length") &&
           (tuples->it != NULL || try_fail(trying, "succeeds and gives nothing")) && look(tuples);
}

static bool end(struct tuples *tuples) {
    if (tuples->it == NULL) {
        return true;
    }
    try_enter(tuples->trying, "destroy");
    tuples->verbs->destroy(tuples->it);
    tuples->it = NULL;
    return try_nothing_held(tuples->trying, "after it");
}

static bool churn(struct tuples *tuples, size_t count) {
    try_enter(tuples->trying, "churn");
    enum hr_status status = tuples->verbs->churn(tuples->it, count);
    tuples->made += count;
    return try_status(tuples->trying, status, HR_OK, "at an ordinary length") && look(tuples) &&
           look_at_cache(tuples);
}

static bool try_length(struct trying *trying, size_t length, size_t batch) {
    struct tuples tuples;
    if (!begin(&tuples, trying, length, batch)) {
        return false;
    }
    bool is_well = tuples.it == NULL || (churn(&tuples, 0) && churn(&tuples, 1) &&
                                         churn(&tuples, COUNT) && churn(&tuples, MOST_BATCH));
    return is_well && end(&tuples);
}

static bool try_lengths(struct trying *trying) {
    try_begin(trying, "tuples made and released sum to what they held, and destroy takes NULL");
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        if (!try_length(trying, lengths[i], 1) || !try_length(trying, lengths[i], MOST_BATCH)) {
            return false;
        }
    }
    try_enter(trying, "destroy");
    trying->adapter->tuple->destroy(NULL);
    return try_pass(trying);
}

static bool concat(struct tuples *tuples, size_t step) {
    try_enter(tuples->trying, "concat");
    enum hr_status status = tuples->verbs->concat(tuples->it, step);
    if (step > 0) {
        tuples->made += tuples->length > 0 ? (tuples->length - 1) / step + 1 : 1;
    }
    return try_status(tuples->trying, status, step > 0 ? HR_OK : HR_OUT_OF_RANGE,
                      step > 0 ? "at an ordinary length" : "for a step of 0") &&
           look(tuples) && look_at_cache(tuples);
}

static bool try_concatenating(struct trying *trying) {
    static const size_t more[] = {0, 1, 2, 8, 40};
    try_begin(trying, "tuples that are concatenated have the items of both");
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        struct tuples tuples;
        if (!begin(&tuples, trying, more[i], 2)) {
            return false;
        }
        bool is_well =
            tuples.it == NULL || (concat(&tuples, 0) && concat(&tuples, 1) && churn(&tuples, 3) &&
                                  concat(&tuples, 4) && concat(&tuples, 7) && concat(&tuples, 40) &&
                                  concat(&tuples, SIZE_MAX) && concat(&tuples, 0));
        if (!is_well || !end(&tuples)) {
            return false;
        }
    }
    return try_pass(trying);
}

/* After a refused request only that it is valid is known, not how many were made. */
static bool is_refused_well(struct tuples *tuples, enum hr_status status) {
    struct trying *trying = tuples->trying;
    const char *after = trying->verb;
    if (status == HR_OK) {
        return true;
    }
    if (!try_refused(trying, status)) {
        return false;
    }
    try_enter(trying, "is_valid");
    return tuples->verbs->is_valid == NULL || tuples->verbs->is_valid(tuples->it) ||
           try_fail(trying, "says no after %s was refused memory", after);
}

static bool churn_refused(struct tuples *tuples) {
    try_enter(tuples->trying, "churn");
    return is_refused_well(tuples, tuples->verbs->churn(tuples->it, COUNT));
}

static bool concat_refused(struct tuples *tuples) {
    try_enter(tuples->trying, "concat");
    return is_refused_well(tuples, tuples->verbs->concat(tuples->it, 1));
}

static bool try_refusals(struct trying *trying, const char *about, bool (*work)(struct tuples *)) {
    struct tuples tuples;
    try_begin(trying, about);
    bool was_refused = true;
    for (uint64_t request = 0; was_refused && request < MOST_REQUESTS; request++) {
        try_refuse_from(trying, request);
        if (!begin(&tuples, trying, 3, MOST_BATCH) || (tuples.it != NULL && !work(&tuples))) {
            return false;
        }
        was_refused = try_was_refused(trying);
        if (!end(&tuples)) {
            return false;
        }
    }
    return try_pass(trying);
}

bool contract_tuple(struct trying *trying) {
    bool is_refused = trying->adapter->takes_allocator;
    bool concatenates = trying->adapter->tuple->concat != NULL;
    return try_lengths(trying) && (!concatenates || try_concatenating(trying)) &&
           (!is_refused ||
            try_refusals(trying, "refused memory leaves them valid", churn_refused)) &&
           (!is_refused || !concatenates ||
            try_refusals(trying, "memory refused to a concatenation leaves them valid",
                         concat_refused)) &&
           contract_crowd(trying);
}
