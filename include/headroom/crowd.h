/*
 * crowd.h - many sequences at once for an adapter that has verbs for one: the five verbs of a
 * crowd, written by one line from five of yours.
 *
 *     HR_CROWD(list, make, list_append_range, list_checksum, footprint, destroy)
 *
 *     static const struct hr_sequence_verbs verbs = {
 *         ..., .crowd_make = list_crowd_make, .crowd_fill = list_crowd_fill,
 *         .crowd_checksum = list_crowd_checksum, .crowd_footprint = list_crowd_footprint,
 *         .crowd_destroy = list_crowd_destroy};
 *
 * Each sequence is then what `make` gives, so that its handle counts as the header that a program
 * would hold; the references to them stand in one block, from the allocator where the adapter takes
 * one. `make` must not keep the config's address. An adapter that can put headers side by side
 * writes the verbs itself and is compared more fairly.
 */
#ifndef HEADROOM_CROWD_H
#define HEADROOM_CROWD_H

#include <stdlib.h>

#include <headroom/adapter.h>

HR_BEGIN_C

struct hr_crowd {
    struct hr_adapter_config config;
    const size_t *lengths;
    size_t count, filled;
    bool takes_allocator;
    void **sequence; /* NULL before they are filled */
};

/* The five below are what HR_CROWD calls; each as adapter.h says of the verb. */

static inline enum hr_status hr_crowd_make(const struct hr_adapter_config *config,
                                           const size_t *lengths, size_t count, void **crowd) {
    struct hr_crowd *made = (struct hr_crowd *)calloc(1, sizeof *made);
    if (made == NULL) {
        return HR_NO_MEMORY;
    }
    made->config = *config;
    made->lengths = lengths;
    made->count = count;
    made->takes_allocator = config->allocator != NULL;
    *crowd = made;
    return HR_OK;
}

static inline size_t hr_crowd_bytes(const struct hr_crowd *crowd) {
    return crowd->count * sizeof(void *);
}

static inline enum hr_status
hr_crowd_fill(struct hr_crowd *crowd,
              enum hr_status (*make)(const struct hr_adapter_config *config, void **sequence),
              enum hr_status (*append)(void *sequence, uint64_t first, size_t count)) {
    if (crowd->count == 0) {
        return HR_OK;
    }
    if (crowd->sequence != NULL || crowd->count > PTRDIFF_MAX / sizeof(void *)) {
        return crowd->sequence != NULL ? HR_INVALID : HR_TOO_LARGE;
    }
    crowd->sequence = (void **)(crowd->takes_allocator ? hr_resize(crowd->config.allocator, NULL, 0,
                                                                   hr_crowd_bytes(crowd))
                                                       : malloc(hr_crowd_bytes(crowd)));
    enum hr_status status = crowd->sequence != NULL ? HR_OK : HR_NO_MEMORY;
    while (status == HR_OK && crowd->filled < crowd->count) {
        size_t at = crowd->filled;
        status = make(&crowd->config, &crowd->sequence[at]);
        if (status == HR_OK) {
            crowd->filled++;
            status = append(crowd->sequence[at], 0, crowd->lengths[at]);
        }
    }
    return status;
}

static inline uint64_t hr_crowd_checksum(const struct hr_crowd *crowd,
                                         uint64_t (*checksum)(const void *sequence)) {
    uint64_t sum = 0;
    for (size_t i = 0; i < crowd->filled; i++) {
        sum += (uint64_t)(i + 1) * (1 + checksum(crowd->sequence[i]));
    }
    return sum;
}

static inline struct hr_footprint
hr_crowd_footprint(const struct hr_crowd *crowd,
                   struct hr_footprint (*footprint)(const void *sequence)) {
    struct hr_footprint all = {0, 0, 0, 0, 0, 0, 0};
    if (crowd->sequence == NULL) {
        return all;
    }
    all.overhead_bytes = hr_crowd_bytes(crowd);
    for (size_t i = 0; i < crowd->filled; i++) {
        struct hr_footprint one = footprint(crowd->sequence[i]);
        all.length += one.length;
        all.capacity += one.capacity;
        all.payload_bytes += one.payload_bytes;
        all.headroom_bytes += one.headroom_bytes;
        all.overhead_bytes += one.overhead_bytes;
        all.object_bytes += one.object_bytes;
        all.parked_bytes += one.parked_bytes;
    }
    return all;
}

static inline void hr_crowd_destroy(struct hr_crowd *crowd, void (*destroy)(void *sequence)) {
    if (crowd == NULL) {
        return;
    }
    for (size_t i = 0; i < crowd->filled; i++) {
        destroy(crowd->sequence[i]);
    }
    if (crowd->sequence != NULL && crowd->takes_allocator) {
        hr_release(crowd->config.allocator, crowd->sequence, hr_crowd_bytes(crowd));
    } else {
        free(crowd->sequence);
    }
    free(crowd);
}

HR_END_C

/* Defines name_crowd_make, _fill, _checksum, _footprint and _destroy. */
#define HR_CROWD(name, make, append_range, checksum, footprint, destroy)                           \
    static enum hr_status name##_crowd_make(const struct hr_adapter_config *config,                \
                                            const size_t *lengths, size_t count, void **crowd) {   \
        return hr_crowd_make(config, lengths, count, crowd);                                       \
    }                                                                                              \
    static enum hr_status name##_crowd_fill(void *crowd) {                                         \
        return hr_crowd_fill((struct hr_crowd *)crowd, make, append_range);                        \
    }                                                                                              \
    static uint64_t name##_crowd_checksum(const void *crowd) {                                     \
        return hr_crowd_checksum((const struct hr_crowd *)crowd, checksum);                        \
    }                                                                                              \
    static struct hr_footprint name##_crowd_footprint(const void *crowd) {                         \
        return hr_crowd_footprint((const struct hr_crowd *)crowd, footprint);                      \
    }                                                                                              \
    static void name##_crowd_destroy(void *crowd) {                                                \
        hr_crowd_destroy((struct hr_crowd *)crowd, destroy);                                       \
    }

#endif
