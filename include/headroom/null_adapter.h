/*
 * null_adapter.h - a sequence that accepts every value and stores none, compiled with the flags of
 * whoever includes it: what the kernels' loops themselves cost in that module.
 *
 *     static const struct hr_adapter floor_of_mine = HR_NULL_ADAPTER("null-mine");
 *     static const struct hr_adapter *const adapters[] = {&my_list, &floor_of_mine, NULL};
 *
 * Not to be copied for a real structure: what `is_null` is said of need not give its values back.
 */
#ifndef HEADROOM_NULL_ADAPTER_H
#define HEADROOM_NULL_ADAPTER_H

#include <headroom/adapter.h>

HR_BEGIN_C

struct hr_nothing {
    size_t length, reserved;
};

static inline enum hr_status hr_nothing_push(struct hr_nothing *list, uint64_t value) {
    (void)value;
    list->length++;
    return HR_OK;
}

static inline enum hr_status hr_nothing_pop(struct hr_nothing *list, uint64_t *value) {
    if (list->length == 0) {
        return HR_OUT_OF_RANGE;
    }
    list->length--;
    *value = 0;
    return HR_OK;
}

#define KERNEL(name)              hr_nothing_##name
#define KERNEL_LIST               struct hr_nothing
#define KERNEL_VALUE              uint64_t
#define KERNEL_FROM(i)            (i)
#define KERNEL_NUMBER(value)      (value)
#define KERNEL_PUSH(list, value)  hr_nothing_push(list, value)
#define KERNEL_POP(list, pointer) hr_nothing_pop(list, pointer)
#define KERNEL_AT(list, index)    ((uint64_t)((void)(list), (void)(index), 0))
#define KERNEL_LENGTH(list)       ((list)->length)
#include <headroom/sequence_kernel.h>

/* One object is enough: it holds nothing but a count. */
static enum hr_status hr_nothing_make(const struct hr_adapter_config *config, void **sequence) {
    static struct hr_nothing list;
    (void)config;
    list.length = list.reserved = 0;
    *sequence = &list;
    return HR_OK;
}

static enum hr_status hr_nothing_construct(void *sequence, uint64_t first, size_t count) {
    bool is_empty = ((struct hr_nothing *)sequence)->length == 0;
    return is_empty ? hr_nothing_append_range(sequence, first, count) : HR_INVALID;
}

static enum hr_status hr_nothing_extend_blocks(void *sequence, uint64_t first, size_t count,
                                               size_t block) {
    for (size_t done = 0; done < count && block > 0; done += block) {
        enum hr_status status = hr_nothing_append_range(
            sequence, first + done, count - done < block ? count - done : block);
        if (status != HR_OK) {
            return status;
        }
    }
    return block > 0 ? HR_OK : HR_OUT_OF_RANGE;
}

static enum hr_status hr_nothing_reserve(void *sequence, size_t capacity) {
    struct hr_nothing *list = (struct hr_nothing *)sequence;
    list->reserved = capacity > list->reserved ? capacity : list->reserved;
    return HR_OK;
}

static struct hr_footprint hr_nothing_footprint(const void *sequence) {
    const struct hr_nothing *list = (const struct hr_nothing *)sequence;
    size_t capacity = list->reserved > list->length ? list->reserved : list->length;
    struct hr_footprint footprint = {list->length, capacity, 0, 0, 0, 0, 0};
    return footprint;
}

static bool hr_nothing_is_valid(const void *sequence) {
    return sequence != NULL;
}

static void hr_nothing_destroy(void *sequence) {
    (void)sequence;
}

/* Its crowd is the lengths of the sequences and how many of them were filled. */
struct hr_nothing_crowd {
    const size_t *lengths;
    size_t count, filled;
};

static enum hr_status hr_nothing_crowd_make(const struct hr_adapter_config *config,
                                            const size_t *lengths, size_t count, void **crowd) {
    static struct hr_nothing_crowd only;
    (void)config;
    only.lengths = lengths;
    only.count = count;
    only.filled = 0;
    *crowd = &only;
    return HR_OK;
}

static enum hr_status hr_nothing_crowd_fill(void *crowd) {
    struct hr_nothing_crowd *it = (struct hr_nothing_crowd *)crowd;
    for (; it->filled < it->count; it->filled++) {
        struct hr_nothing list = {0, 0};
        enum hr_status status = hr_nothing_append_range(&list, 0, it->lengths[it->filled]);
        if (status != HR_OK) {
            return status;
        }
    }
    return HR_OK;
}

static uint64_t hr_nothing_crowd_checksum(const void *crowd) {
    (void)crowd;
    return 0;
}

static struct hr_footprint hr_nothing_crowd_footprint(const void *crowd) {
    const struct hr_nothing_crowd *it = (const struct hr_nothing_crowd *)crowd;
    struct hr_footprint footprint = {0, 0, 0, 0, 0, 0, 0};
    for (size_t i = 0; i < it->filled; i++) {
        footprint.length += it->lengths[i];
    }
    footprint.capacity = footprint.length;
    return footprint;
}

static void hr_nothing_crowd_destroy(void *crowd) {
    (void)crowd;
}

HR_UNUSED static const struct hr_sequence_verbs hr_nothing_verbs = {
    hr_nothing_make,
    hr_nothing_construct,
    hr_nothing_append_range,
    hr_nothing_extend_blocks,
    hr_nothing_pop_range,
    hr_nothing_reserve,
    hr_nothing_sum_sequential,
    hr_nothing_sum_at,
    hr_nothing_checksum,
    NULL, /* make_many */
    NULL, /* destroy_many */
    hr_nothing_footprint,
    NULL, /* blocks */
    hr_nothing_is_valid,
    hr_nothing_destroy,
    hr_nothing_crowd_make,
    hr_nothing_crowd_fill,
    hr_nothing_crowd_checksum,
    hr_nothing_crowd_footprint,
    hr_nothing_crowd_destroy,
};

HR_END_C

#define HR_NULL_ADAPTER(name)                                                                      \
    {                                                                                              \
        name, "stores nothing: the floor of every meter", HR_INTERFACE_SEQUENCE, false, false,     \
            true, NULL, &hr_nothing_verbs, NULL, NULL                                              \
    }

#endif
