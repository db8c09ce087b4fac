/*
 * sequence.c - what a sequence must do one element at a time, and in which order its checks come.
 */
#include "contract/life.h"

static const uint64_t lengths[] = {0, 1, 2, 3, 17, 100, 1000};

enum { LENGTHS = sizeof lengths / sizeof lengths[0] };

static bool try_empty(struct trying *trying) {
    struct life life;
    try_begin(trying, "an empty one holds no value, and destroy takes NULL");
    if (!life_begin(&life, trying) || !life_read(&life) || !life_end(&life)) {
        return false;
    }
    try_enter(trying, "destroy");
    trying->adapter->sequence->destroy(NULL);
    return try_pass(trying);
}

static bool try_appending(struct trying *trying) {
    struct life life;
    try_begin(trying, "values appended come back by every way of reading");
    for (int i = 0; i < LENGTHS; i++) {
        if (!life_begin(&life, trying) || !life_append(&life, lengths[i]) || !life_read(&life) ||
            !life_end(&life)) {
            return false;
        }
    }
    return try_pass(trying);
}

static bool try_appending_more(struct trying *trying) {
    struct life life;
    try_begin(trying, "values appended later come after the first ones");
    bool is_well = life_begin(&life, trying);
    for (int i = 0; i < LENGTHS && is_well; i++) {
        is_well = life_append(&life, lengths[i]);
        is_well = is_well && life_append(&life, life.length) && life_read(&life); /* no more */
    }
    return is_well && life_end(&life) && try_pass(trying);
}

/* Pops `count` of what is there. */
static bool pop(struct life *life, uint64_t count) {
    uint64_t sum = 0;
    uint64_t left = life->length - count;
    uint64_t wanted = life_sum(life, left, count);
    try_enter(life->trying, "pop_range");
    enum hr_status status = life->verbs->pop_range(life->sequence, (size_t)count, &sum);
    if (!try_status(life->trying, status, HR_OK, "with that many there")) {
        return false;
    }
    if (sum != wanted && !life->trying->adapter->is_null) {
        return try_fail(life->trying, "sums %llu instead of %llu for the last %llu of %llu values",
                        (unsigned long long)sum, (unsigned long long)wanted,
                        (unsigned long long)count, (unsigned long long)life->length);
    }
    life->length = left;
    return life_read(life);
}

static bool pop_too_many(struct life *life) {
    uint64_t sum = 0;
    try_enter(life->trying, "pop_range");
    enum hr_status status = life->verbs->pop_range(life->sequence, (size_t)life->length + 1, &sum);
    life->length = 0;
    return try_status(life->trying, status, HR_OUT_OF_RANGE, "with one more than there are") &&
           life_read(life);
}

static bool try_popping(struct trying *trying) {
    struct life life;
    try_begin(trying, "pops give the last values and end at empty");
    return life_begin(&life, trying) && pop(&life, 0) && pop_too_many(&life) &&
           life_append(&life, 1000) && pop(&life, 1) && pop(&life, 900) &&
           life_append(&life, 300) && pop(&life, 300) && life_append(&life, 5) &&
           pop_too_many(&life) && life_append(&life, 1) && life_read(&life) && life_end(&life) &&
           try_pass(trying);
}

bool contract_sequence(struct trying *trying) {
    return try_empty(trying) && try_appending(trying) && try_appending_more(trying) &&
           (trying->adapter->sequence->pop_range == NULL || try_popping(trying)) &&
           contract_sequence_whole(trying) && contract_sequence_faults(trying) &&
           contract_crowd(trying);
}
