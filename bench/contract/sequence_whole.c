/*
 * sequence_whole.c - the verbs that work on blocks of elements, on a whole sequence, or on many.
 */
#include "contract/life.h"

enum { LENGTH = 1000, MANY = 50, LENGTH_OF_MANY = 8 };

static bool extend(struct life *life, uint64_t length, size_t block, enum hr_status wanted) {
    try_enter(life->trying, "extend_blocks");
    enum hr_status status = life->verbs->extend_blocks(life->sequence, life->length,
                                                       (size_t)(length - life->length), block);
    life->length = wanted == HR_OK ? length : life->length;
    return try_status(life->trying, status, wanted,
                      block == 0 ? "for a block of 0" : "at an ordinary length") &&
           life_read(life);
}

static bool try_extending(struct trying *trying) {
    struct life life;
    try_begin(trying, "blocks that are appended equal values that are");
    return life_begin(&life, trying) && extend(&life, 0, 1, HR_OK) && extend(&life, 1, 7, HR_OK) &&
           extend(&life, LENGTH, 7, HR_OK) && extend(&life, LENGTH + 1, 0, HR_OUT_OF_RANGE) &&
           extend(&life, 2 * LENGTH, 100, HR_OK) && life_append(&life, 2 * LENGTH + 1) &&
           life_read(&life) && life_end(&life) && try_pass(trying);
}

static bool construct(struct life *life, uint64_t length, enum hr_status wanted) {
    try_enter(life->trying, "construct");
    enum hr_status status = life->verbs->construct(life->sequence, 0, (size_t)length);
    life->length = wanted == HR_OK ? length : life->length;
    return try_status(life->trying, status, wanted,
                      wanted == HR_OK ? "when it is empty" : "when it is not empty") &&
           life_read(life);
}

static bool try_constructing(struct trying *trying) {
    static const uint64_t lengths[] = {0, 1, 100, LENGTH};
    struct life life;
    try_begin(trying, "a known length is constructed, once");
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        if (!life_begin(&life, trying) || !construct(&life, lengths[i], HR_OK) ||
            (lengths[i] > 0 && !construct(&life, lengths[i], HR_INVALID)) ||
            !life_append(&life, lengths[i] + 1) || !life_read(&life) || !life_end(&life)) {
            return false;
        }
    }
    return try_pass(trying);
}

static bool reserve(struct life *life, size_t capacity) {
    try_enter(life->trying, "reserve");
    return try_status(life->trying, life->verbs->reserve(life->sequence, capacity), HR_OK,
                      "at an ordinary length") &&
           life_read(life);
}

static bool fill_reserved(struct life *life) {
    struct hr_block_counts *counts = &life->trying->counting.counts;
    uint64_t before = counts->allocate_calls + counts->resize_calls;
    try_enter(life->trying, "footprint");
    size_t capacity = life->verbs->footprint(life->sequence).capacity;
    if (capacity < LENGTH) {
        return try_fail(life->trying, "tells capacity %zu after %d were reserved", capacity,
                        LENGTH);
    }
    if (!life_append(life, LENGTH)) {
        return false;
    }
    return counts->allocate_calls + counts->resize_calls == before ||
           try_fail(life->trying, "asks for memory within the room that was reserved");
}

static bool try_reserving(struct trying *trying) {
    struct life life;
    try_begin(trying, "room that is reserved is used before more is asked for");
    return life_begin(&life, trying) && reserve(&life, 0) && life_append(&life, 3) &&
           reserve(&life, LENGTH) && reserve(&life, 1) && fill_reserved(&life) &&
           life_append(&life, LENGTH + 1) && life_read(&life) && life_end(&life) &&
           try_pass(trying);
}

/* What the callback of `blocks` has seen. */
struct seen {
    uint64_t blocks, bytes;
    bool has_nothing;
};

static void see(void *context, const void *block, size_t bytes) {
    struct seen *seen = context;
    seen->blocks++;
    seen->bytes += bytes;
    seen->has_nothing = seen->has_nothing || block == NULL || bytes == 0;
}

static bool tell_blocks(struct life *life) {
    struct seen seen = {0};
    const struct hr_block_counts *counts = &life->trying->counting.counts;
    try_enter(life->trying, "blocks");
    life->verbs->blocks(life->sequence, see, &seen);
    if (seen.has_nothing) {
        return try_fail(life->trying, "tells of a block that is NULL or has no bytes");
    }
    return !life->trying->adapter->takes_allocator ||
           (seen.blocks == counts->live_blocks && seen.bytes == counts->live_bytes) ||
           try_fail(life->trying, "tells of %llu blocks of %llu bytes, where %llu of %llu are held",
                    (unsigned long long)seen.blocks, (unsigned long long)seen.bytes,
                    (unsigned long long)counts->live_blocks,
                    (unsigned long long)counts->live_bytes);
}

static bool try_blocks(struct trying *trying) {
    struct life life;
    try_begin(trying, "the blocks it tells of are what it holds");
    return life_begin(&life, trying) && tell_blocks(&life) && life_append(&life, 1) &&
           tell_blocks(&life) && life_append(&life, LENGTH) && tell_blocks(&life) &&
           life_end(&life) && try_pass(trying);
}

static bool make_many(struct trying *trying, size_t sequences, size_t length) {
    const struct hr_sequence_verbs *verbs = trying->adapter->sequence;
    void *many = NULL;
    try_enter(trying, "make_many");
    if (!try_status(trying, verbs->make_many(&trying->config, sequences, length, &many), HR_OK,
                    "at once") ||
        (many == NULL && !try_fail(trying, "succeeds and gives nothing"))) {
        return false;
    }
    try_enter(trying, "destroy_many");
    verbs->destroy_many(many);
    return try_nothing_held(trying, "after it");
}

static bool try_many(struct trying *trying) {
    try_begin(trying, "many are made and destroyed together, and destroy_many takes NULL");
    if (!make_many(trying, MANY, LENGTH_OF_MANY) || !make_many(trying, MANY, 0) ||
        !make_many(trying, 1, LENGTH_OF_MANY)) {
        return false;
    }
    try_enter(trying, "destroy_many");
    trying->adapter->sequence->destroy_many(NULL);
    return try_pass(trying);
}

bool contract_sequence_whole(struct trying *trying) {
    const struct hr_sequence_verbs *verbs = trying->adapter->sequence;
    return (verbs->extend_blocks == NULL || try_extending(trying)) &&
           (verbs->construct == NULL || try_constructing(trying)) &&
           (verbs->reserve == NULL || try_reserving(trying)) &&
           (verbs->blocks == NULL || try_blocks(trying)) &&
           (verbs->make_many == NULL || try_many(trying));
}
