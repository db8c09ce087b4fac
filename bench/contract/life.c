/*
 * life.c - see life.h.
 */
#include "contract/life.h"

/* The number that comes back for i. */
static uint64_t value_of(const struct life *life, uint64_t i) {
    size_t width = hr_setting_count(life->trying->settings, "element_bytes");
    return width > 0 && width < sizeof i ? i & ((UINT64_C(1) << 8 * width) - 1) : i;
}

uint64_t life_sum(const struct life *life, uint64_t first, uint64_t count) {
    uint64_t sum = 0;
    for (uint64_t i = 0; i < count; i++) {
        sum += value_of(life, first + i);
    }
    return sum;
}

static uint64_t checksum_of(const struct life *life) {
    uint64_t sum = 0;
    for (uint64_t i = 0; i < life->length; i++) {
        sum += (i + 1) * value_of(life, i);
    }
    return sum;
}

bool life_begin(struct life *life, struct trying *trying) {
    *life = (struct life){.trying = trying, .verbs = trying->adapter->sequence};
    try_enter(trying, "make");
    enum hr_status status = life->verbs->make(&trying->config, &life->sequence);
    if (try_was_refused(trying) && status != HR_OK) {
        return try_refused(trying, status) &&
               (life->sequence == NULL ||
                try_fail(trying, "fails and changes *sequence all the same")) &&
               try_nothing_held(trying, "when it has failed");
    }
    return try_status(trying, status, HR_OK, "at once") &&
           (life->sequence != NULL || try_fail(trying, "succeeds and gives no sequence")) &&
           life_look(life);
}

bool life_end(struct life *life) {
    if (life->sequence == NULL) {
        return true;
    }
    try_enter(life->trying, "destroy");
    life->verbs->destroy(life->sequence);
    life->sequence = NULL;
    return try_nothing_held(life->trying, "after it");
}

bool life_look(struct life *life) {
    struct trying *trying = life->trying;
    const char *after = trying->verb;
    if (life->verbs->is_valid != NULL) {
        try_enter(trying, "is_valid");
        if (!life->verbs->is_valid(life->sequence)) {
            return try_fail(trying, "says no after %s of length %llu", after,
                            (unsigned long long)life->length);
        }
    }
    try_enter(trying, "footprint");
    struct hr_footprint footprint = life->verbs->footprint(life->sequence);
    if (footprint.length != life->length) {
        return try_fail(trying, "tells length %zu instead of %llu after %s", footprint.length,
                        (unsigned long long)life->length, after);
    }
    if (!trying->adapter->is_null && (footprint.payload_bytes > 0) != (life->length > 0)) {
        return try_fail(trying, "tells %zu bytes of payload for length %llu",
                        footprint.payload_bytes, (unsigned long long)life->length);
    }
    if (footprint.capacity == footprint.length && footprint.headroom_bytes > 0) {
        return try_fail(trying, "tells %zu bytes of headroom where all of %zu slots are used",
                        footprint.headroom_bytes, footprint.capacity);
    }
    return try_footprint(trying, &footprint);
}

static bool equals(struct life *life, uint64_t found, uint64_t wanted) {
    return found == wanted || life->trying->adapter->is_null ||
           try_fail(life->trying,
                    "gives %llu instead of %llu for the values 0, 1, 2, ... of "
                    "length %llu",
                    (unsigned long long)found, (unsigned long long)wanted,
                    (unsigned long long)life->length);
}

static bool read_some(struct life *life) {
    uint64_t last = life->length - 1;
    const size_t indices[] = {(size_t)last, 0, (size_t)(life->length / 2),
                              (size_t)(life->length / 2)};
    uint64_t wanted = value_of(life, last) + 2 * value_of(life, life->length / 2);
    try_enter(life->trying, "sum_at");
    return equals(life, life->verbs->sum_at(life->sequence, indices, 0), 0) &&
           (life->length == 0 ||
            equals(life, life->verbs->sum_at(life->sequence, indices, 4), wanted));
}

bool life_read(struct life *life) {
    const struct hr_sequence_verbs *verbs = life->verbs;
    if (!life_look(life)) {
        return false;
    }
    if (verbs->sum_sequential != NULL) {
        try_enter(life->trying, "sum_sequential");
        if (!equals(life, verbs->sum_sequential(life->sequence), life_sum(life, 0, life->length))) {
            return false;
        }
    }
    if (verbs->sum_at != NULL && !read_some(life)) {
        return false;
    }
    try_enter(life->trying, "checksum");
    return equals(life, verbs->checksum(life->sequence), checksum_of(life));
}

bool life_take_length(struct life *life, uint64_t most) {
    try_enter(life->trying, "footprint");
    size_t length = life->verbs->footprint(life->sequence).length;
    if (length < life->length || length > most) {
        return try_fail(life->trying,
                        "tells length %zu after a failure, which is not from %llu to "
                        "%llu",
                        length, (unsigned long long)life->length, (unsigned long long)most);
    }
    life->length = length;
    return true;
}

bool life_append(struct life *life, uint64_t length) {
    struct trying *trying = life->trying;
    try_enter(trying, "append_range");
    enum hr_status status =
        life->verbs->append_range(life->sequence, life->length, (size_t)(length - life->length));
    if (try_was_refused(trying) && status != HR_OK) {
        return try_refused(trying, status) && life_take_length(life, length - 1) && life_read(life);
    }
    life->length = length;
    return try_status(trying, status, HR_OK, "at a length that is ordinary");
}
