/*
 * sequence_faults.c - a sequence whose memory is refused at every request there is, and one whose
 * life is repeated: it stays valid, keeps its values, and nothing is left behind.
 */
#include <malloc.h>

#include "contract/life.h"

enum { LENGTH = 1000, FEW = 5, MOST_REQUESTS = 4096, LIVES = 64, LEAST_LEFT_BYTES = 16 };

/* After a call that was refused: nothing has changed, or with `keeps_some` only what was appended.
 */
static bool look_after(struct life *life, enum hr_status status, uint64_t most, bool keeps_some) {
    return try_refused(life->trying, status) && (!keeps_some || life_take_length(life, most)) &&
           life_read(life);
}

static bool append_all(struct life *life) {
    return life_append(life, LENGTH) && life_read(life);
}

static bool extend_all(struct life *life) {
    try_enter(life->trying, "extend_blocks");
    enum hr_status status = life->verbs->extend_blocks(life->sequence, 0, LENGTH, 7);
    if (status != HR_OK) {
        return look_after(life, status, LENGTH - 1, true);
    }
    life->length = LENGTH;
    return life_read(life);
}

static bool construct_all(struct life *life) {
    try_enter(life->trying, "construct");
    enum hr_status status = life->verbs->construct(life->sequence, 0, LENGTH);
    if (status != HR_OK) {
        return look_after(life, status, 0, false);
    }
    life->length = LENGTH;
    return life_read(life);
}

static bool reserve_all(struct life *life) {
    if (!life_append(life, FEW)) {
        return false;
    }
    if (life->length < FEW) {
        return true; /* memory was refused before */
    }
    try_enter(life->trying, "reserve");
    enum hr_status status = life->verbs->reserve(life->sequence, LENGTH);
    return status == HR_OK ? life_read(life) : look_after(life, status, FEW, false);
}

/* A life with its requests refused from number 0, 1, 2, ... on, until none is refused. */
static bool refuse_each(struct trying *trying, const char *about, bool (*work)(struct life *)) {
    struct life life;
    try_begin(trying, about);
    for (uint64_t request = 0; request < MOST_REQUESTS; request++) {
        try_refuse_from(trying, request);
        if (!life_begin(&life, trying) || (life.sequence != NULL && !work(&life))) {
            return false;
        }
        bool was_refused = try_was_refused(trying);
        try_refuse_from(trying, UINT64_MAX);
        bool goes_on = life.sequence == NULL || !was_refused ||
                       (life_append(&life, life.length + 1) && life_read(&life));
        if (!goes_on || !life_end(&life)) {
            return false;
        }
        if (!was_refused) {
            break;
        }
    }
    return try_pass(trying);
}

static bool refuse_many(struct trying *trying) {
    const struct hr_sequence_verbs *verbs = trying->adapter->sequence;
    try_begin(trying, "many that cannot all be made leave nothing behind");
    for (uint64_t request = 0; request < MOST_REQUESTS; request++) {
        void *many = NULL;
        try_refuse_from(trying, request);
        try_enter(trying, "make_many");
        enum hr_status status = verbs->make_many(&trying->config, FEW, FEW, &many);
        if (status == HR_OK) {
            try_enter(trying, "destroy_many");
            verbs->destroy_many(many);
            return try_nothing_held(trying, "after it") && try_pass(trying);
        }
        if (!try_refused(trying, status) ||
            (many != NULL && !try_fail(trying, "fails and changes *many all the same")) ||
            !try_nothing_held(trying, "when it has failed")) {
            return false;
        }
    }
    return try_fail(trying, "fails when nothing is refused");
}

static bool refuse(struct trying *trying) {
    const struct hr_sequence_verbs *verbs = trying->adapter->sequence;
    return refuse_each(trying, "refused memory leaves it valid with what was appended",
                       append_all) &&
           (verbs->extend_blocks == NULL ||
            refuse_each(trying, "refused memory leaves it valid with what was extended by",
                        extend_all)) &&
           (verbs->construct == NULL ||
            refuse_each(trying, "refused memory leaves it empty where it is constructed",
                        construct_all)) &&
           (verbs->reserve == NULL ||
            refuse_each(trying, "refused memory leaves it as it was where room is reserved",
                        reserve_all)) &&
           (verbs->make_many == NULL || refuse_many(trying));
}

static bool live_often(struct trying *trying) {
    struct life life;
    for (int i = 0; i < LIVES; i++) {
        if (!life_begin(&life, trying) || !life_append(&life, LENGTH) || !life_end(&life)) {
            return false;
        }
    }
    return true;
}

/*
 * What asks malloc itself is seen there, where malloc is glibc's: bytes that grow with every life.
 * What stays once, as a cache of the structure or of malloc, is no leak.
 */
static bool repeat(struct trying *trying) {
    try_begin(trying, "repeated lives leave nothing behind in malloc");
    if (!live_often(trying)) {
        return false;
    }
    size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    if (!live_often(trying)) {
        return false;
    }
    size_t after = mallinfo2().uordblks + mallinfo2().hblkhd;
    size_t grown = after > before ? after - before : 0;
    return grown < (size_t)LIVES * LEAST_LEFT_BYTES
               ? try_pass(trying)
               : try_fail(trying, "%zu bytes are left in malloc after each of %d lives",
                          grown / LIVES, LIVES);
}

bool contract_sequence_faults(struct trying *trying) {
    return (!trying->adapter->takes_allocator || refuse(trying)) && repeat(trying);
}
