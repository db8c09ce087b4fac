/*
 * crowd.c - what many sequences or tuples made at once must do, through the verbs that both
 * interfaces have for them.
 */
#include "contract/internal.h"

enum { MOST_REQUESTS = 4096, MOST_LENGTHS = 40 };

/* The five verbs of either interface. */
struct crowd_verbs {
    enum hr_status (*make)(const struct hr_adapter_config *config, const size_t *lengths,
                           size_t count, void **crowd);
    enum hr_status (*fill)(void *crowd);
    uint64_t (*checksum)(const void *crowd);
    struct hr_footprint (*footprint)(const void *crowd);
    void (*destroy)(void *crowd);
};

struct crowd {
    struct trying *trying;
    struct crowd_verbs verbs;
    const size_t *lengths;
    size_t count;
    void *it;
    uint64_t held; /* bytes, before it was filled */
};

static struct crowd_verbs verbs_of(const struct hr_adapter *adapter) {
    const struct hr_sequence_verbs *sequence = adapter->sequence;
    const struct hr_tuple_verbs *tuple = adapter->tuple;
    if (adapter->interface == HR_INTERFACE_TUPLE) {
        return (struct crowd_verbs){tuple->crowd_make, tuple->crowd_fill, tuple->crowd_checksum,
                                    tuple->crowd_footprint, tuple->crowd_destroy};
    }
    return (struct crowd_verbs){sequence->crowd_make, sequence->crowd_fill,
                                sequence->crowd_checksum, sequence->crowd_footprint,
                                sequence->crowd_destroy};
}

/* True with `it` NULL where memory was refused. */
static bool begin(struct crowd *crowd, struct trying *trying, const size_t *lengths, size_t count) {
    *crowd = (struct crowd){
        .trying = trying, .verbs = verbs_of(trying->adapter), .lengths = lengths, .count = count};
    try_enter(trying, "crowd_make");
    enum hr_status status = crowd->verbs.make(&trying->config, lengths, count, &crowd->it);
    if (status != HR_OK && try_was_refused(trying)) {
        return try_refused(trying, status) &&
               (crowd->it == NULL || try_fail(trying, "fails and changes *crowd all the same")) &&
               try_nothing_held(trying, "when it has failed");
    }
    crowd->held = trying->counting.counts.live_bytes;
    return try_status(trying, status, HR_OK, "at ordinary lengths") &&
           (crowd->it != NULL || try_fail(trying, "succeeds and gives nothing"));
}

static bool end(struct crowd *crowd) {
    try_enter(crowd->trying, "crowd_destroy");
    crowd->verbs.destroy(crowd->it);
    crowd->it = NULL;
    return try_nothing_held(crowd->trying, "after it");
}

/* The bytes told are at least those that filling took. */
static bool look_at_footprint(struct crowd *crowd, size_t elements) {
    struct trying *trying = crowd->trying;
    try_enter(trying, "crowd_footprint");
    struct hr_footprint footprint = crowd->verbs.footprint(crowd->it);
    uint64_t taken = trying->counting.counts.live_bytes - crowd->held;
    uint64_t told = (uint64_t)footprint.payload_bytes + footprint.headroom_bytes +
                    footprint.overhead_bytes + footprint.object_bytes + footprint.parked_bytes;
    if (footprint.length != elements || footprint.capacity < footprint.length) {
        return try_fail(trying, "tells length %zu and capacity %zu for %zu elements",
                        footprint.length, footprint.capacity, elements);
    }
    return told >= taken || try_fail(trying, "tells %llu bytes in all where filling took %llu",
                                     (unsigned long long)told, (unsigned long long)taken);
}

static bool look_at_checksum(struct crowd *crowd, uint64_t wanted) {
    try_enter(crowd->trying, "crowd_checksum");
    uint64_t found = crowd->verbs.checksum(crowd->it);
    return found == wanted || crowd->trying->adapter->is_null ||
           try_fail(crowd->trying, "gives %llu instead of %llu for a crowd of %zu",
                    (unsigned long long)found, (unsigned long long)wanted, crowd->count);
}

static bool look(struct crowd *crowd) {
    uint64_t wanted = 0;
    size_t elements = 0;
    for (size_t s = 0; s < crowd->count; s++) {
        uint64_t one = 1;
        for (size_t i = 0; i < crowd->lengths[s]; i++) {
            one += (uint64_t)(i + 1) * i;
        }
        wanted += (s + 1) * one;
        elements += crowd->lengths[s];
    }
    return look_at_checksum(crowd, wanted) && look_at_footprint(crowd, elements);
}

static bool fill(struct crowd *crowd) {
    try_enter(crowd->trying, "crowd_fill");
    return try_status(crowd->trying, crowd->verbs.fill(crowd->it), HR_OK, "at ordinary lengths") &&
           look(crowd);
}

static bool try_crowds(struct trying *trying) {
    static const size_t lengths[MOST_LENGTHS] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 30, 1, 100, 25};
    static const size_t counts[] = {0, 1, 2, 14, MOST_LENGTHS};
    struct crowd crowd;
    try_begin(trying, "a crowd holds the values of its lengths, and crowd_destroy takes NULL");
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        if (!begin(&crowd, trying, lengths, counts[i]) || !look_at_checksum(&crowd, 0) ||
            !look_at_footprint(&crowd, 0) || !fill(&crowd) || !end(&crowd)) {
            return false;
        }
    }
    return end(&crowd) && try_pass(trying);
}

/* One that was refused memory can only be destroyed. */
static bool try_refusals(struct trying *trying) {
    static const size_t lengths[] = {2, 0, 9};
    struct crowd crowd;
    try_begin(trying, "a crowd that is refused memory leaves nothing behind");
    bool was_refused = true;
    for (uint64_t request = 0; was_refused && request < MOST_REQUESTS; request++) {
        try_refuse_from(trying, request);
        if (!begin(&crowd, trying, lengths, 3)) {
            return false;
        }
        try_enter(trying, "crowd_fill");
        enum hr_status status = crowd.it != NULL ? crowd.verbs.fill(crowd.it) : HR_NO_MEMORY;
        was_refused = try_was_refused(trying);
        bool is_right = was_refused ? try_refused(trying, status)
                                    : try_status(trying, status, HR_OK, "when nothing is refused");
        if (!is_right || !end(&crowd)) {
            return false;
        }
    }
    return try_pass(trying);
}

bool contract_crowd(struct trying *trying) {
    return verbs_of(trying->adapter).make == NULL ||
           (try_crowds(trying) && (!trying->adapter->takes_allocator || try_refusals(trying)));
}
