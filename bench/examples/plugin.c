/*
 * plugin.c - a structure of your own on headroom's bench: copy this file, replace the list by
 * yours.
 *
 *     cc -O2 -shared -fPIC -fvisibility=hidden -fno-builtin-malloc plugin.c -o plugin.so
 *     headroom check-plugin ./plugin.so
 *     headroom run --plugin ./plugin.so structure=example-list,dynarray workload=append length=1e6
 *
 * Compile it as the structure is compiled where it is used: these flags are what is measured. Add
 * -I PREFIX/include where headroom is installed elsewhere; headroom's library is needed only for
 * what it names (hr_growth_next, hr_status_name). What each verb must do is said in
 * headroom/adapter.h; `check-plugin` tries it.
 */
#include <stdint.h>
#include <stdlib.h>

#include <headroom/adapter.h>
#include <headroom/crowd.h>
#include <headroom/null_adapter.h>

/* 1. The structure. Here it is in the same file; it may as well be a library of yours. */

struct list {
    const struct hr_allocator *allocator;
    uint64_t *items;
    size_t length, capacity;
    size_t first_capacity; /* of the first block */
};

static enum hr_status resize(struct list *list, size_t capacity) {
    if (capacity > SIZE_MAX / sizeof *list->items) {
        return HR_TOO_LARGE;
    }
    uint64_t *items = hr_resize(list->allocator, list->items, list->capacity * sizeof *items,
                                capacity * sizeof *items);
    if (items == NULL) {
        return HR_NO_MEMORY; /* the list is as it was */
    }
    list->items = items;
    list->capacity = capacity;
    return HR_OK;
}

/* Seldom called, so that it stays out of the loop around push. */
static HR_COLD enum hr_status grow(struct list *list) {
    if (list->capacity > SIZE_MAX / 2) {
        return HR_TOO_LARGE;
    }
    return resize(list, list->capacity == 0 ? list->first_capacity : 2 * list->capacity);
}

static inline enum hr_status push(struct list *list, uint64_t value) {
    if (HR_UNLIKELY(list->length == list->capacity)) {
        enum hr_status status = grow(list);
        if (status != HR_OK) {
            return status;
        }
    }
    list->items[list->length++] = value;
    return HR_OK;
}

static inline enum hr_status pop(struct list *list, uint64_t *value) {
    if (list->length == 0) {
        return HR_OUT_OF_RANGE;
    }
    *value = list->items[--list->length];
    return HR_OK;
}

/* 2. The loops over it: append_range, pop_range, sum_sequential, sum_at, checksum, each with the
 * barrier that every structure's loop has. For several element types, define and include again. */

#define KERNEL(name)              list_##name
#define KERNEL_LIST               struct list
#define KERNEL_VALUE              uint64_t
#define KERNEL_FROM(i)            (i)
#define KERNEL_NUMBER(value)      (value)
#define KERNEL_PUSH(list, value)  push(list, value)
#define KERNEL_POP(list, pointer) pop(list, pointer)
#define KERNEL_AT(list, index)    ((list)->items[index])
#define KERNEL_LENGTH(list)       ((list)->length)
#include <headroom/sequence_kernel.h>

/* 3. The verbs that work on the whole of it. The handle comes from malloc: it is the harness's. */

static enum hr_status make(const struct hr_adapter_config *config, void **sequence) {
    struct list *list = calloc(1, sizeof *list);
    if (list == NULL) {
        return HR_NO_MEMORY;
    }
    list->allocator = config->allocator;
    list->first_capacity = hr_setting_count(config->settings, "first_capacity");
    *sequence = list;
    return HR_OK;
}

static void destroy(void *sequence) {
    struct list *list = sequence;
    if (list != NULL) {
        hr_release(list->allocator, list->items, list->capacity * sizeof *list->items);
        free(list);
    }
}

static enum hr_status reserve(void *sequence, size_t capacity) {
    struct list *list = sequence;
    return capacity > list->capacity ? resize(list, capacity) : HR_OK;
}

static struct hr_footprint footprint(const void *sequence) {
    const struct list *list = sequence;
    return (struct hr_footprint){.length = list->length,
                                 .capacity = list->capacity,
                                 .payload_bytes = list->length * sizeof *list->items,
                                 .headroom_bytes =
                                     (list->capacity - list->length) * sizeof *list->items,
                                 .overhead_bytes = sizeof *list};
}

static void blocks(const void *sequence, hr_block_fn *callback, void *context) {
    const struct list *list = sequence;
    if (list->capacity > 0) {
        callback(context, list->items, list->capacity * sizeof *list->items);
    }
}

static bool is_valid(const void *sequence) {
    const struct list *list = sequence;
    return list->length <= list->capacity && (list->items == NULL) == (list->capacity == 0);
}

/* 4. The tables. Many at once come from the verbs for one. A verb that is left out is not
 * supported: here construct, extend_blocks, make_many and destroy_many. */

HR_CROWD(list, make, list_append_range, list_checksum, footprint, destroy)

static const struct hr_sequence_verbs verbs = {
    .make = make,
    .append_range = list_append_range,
    .pop_range = list_pop_range,
    .reserve = reserve,
    .sum_sequential = list_sum_sequential,
    .sum_at = list_sum_at,
    .checksum = list_checksum,
    .footprint = footprint,
    .blocks = blocks,
    .is_valid = is_valid,
    .destroy = destroy,
    .crowd_make = list_crowd_make,
    .crowd_fill = list_crowd_fill,
    .crowd_checksum = list_crowd_checksum,
    .crowd_footprint = list_crowd_footprint,
    .crowd_destroy = list_crowd_destroy,
};

/* On the command line: first_capacity=16. */
static const struct hr_parameter parameters[] = {
    {.name = "first_capacity",
     .unit = "elements",
     .summary = "capacity of the first block",
     .text = "4",
     .kind = HR_PARAMETER_COUNT,
     .least = 1,
     .most = 1e6},
    {.name = NULL},
};

static const struct hr_adapter example = {
    .name = "example-list",
    .summary = "an array that doubles: the example to copy",
    .interface = HR_INTERFACE_SEQUENCE,
    .takes_allocator = true, /* false: it calls malloc itself, and config->allocator is NULL */
    .takes_growth = false,   /* true: it asks hr_growth_next(config->growth, &request) */
    .parameters = parameters,
    .sequence = &verbs,
};

/* What the loops cost with these flags: measure it beside the structure. */
static const struct hr_adapter example_floor = HR_NULL_ADAPTER("null-example");

static const struct hr_adapter *const adapters[] = {&example, &example_floor, NULL};

HR_MODULE("example", "1.0", "headroom's example", adapters)
