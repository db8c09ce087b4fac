/*
 * null.c - accepts every value and stores none: the cost of the loops themselves, and the skeleton
 * to copy for a new sequence, without `is_null`: what says so need not give its values back.
 */
#include <headroom/adapter.h>

struct nothing {
    size_t length;
};

static inline enum hr_status accept(struct nothing *list, uint64_t value) {
    (void)value;
    list->length++;
    return HR_OK;
}

static inline enum hr_status give_back(struct nothing *list, uint64_t *value) {
    if (list->length == 0) {
        return HR_OUT_OF_RANGE;
    }
    list->length--;
    *value = 0;
    return HR_OK;
}

#define KERNEL(name)              nothing_##name
#define KERNEL_LIST               struct nothing
#define KERNEL_VALUE              uint64_t
#define KERNEL_FROM(i)            (i)
#define KERNEL_NUMBER(value)      (value)
#define KERNEL_PUSH(list, value)  accept(list, value)
#define KERNEL_POP(list, pointer) give_back(list, pointer)
#define KERNEL_AT(list, index)    ((uint64_t)((void)(list), (void)(index), 0))
#define KERNEL_LENGTH(list)       ((list)->length)
#include <headroom/sequence_kernel.h>

/* One object is enough: it holds nothing but a count. */
static enum hr_status make(const struct hr_adapter_config *config, void **sequence) {
    static struct nothing list;
    (void)config;
    list.length = 0;
    *sequence = &list;
    return HR_OK;
}

static struct hr_footprint footprint(const void *sequence) {
    const struct nothing *list = sequence;
    return (struct hr_footprint){.length = list->length, .capacity = list->length};
}

static bool is_valid(const void *sequence) {
    return sequence != NULL;
}

static void destroy(void *sequence) {
    (void)sequence;
}

static const struct hr_sequence_verbs verbs = {
    .make = make,
    .append_range = nothing_append_range,
    .pop_range = nothing_pop_range,
    .sum_sequential = nothing_sum_sequential,
    .sum_at = nothing_sum_at,
    .checksum = nothing_checksum,
    .footprint = footprint,
    .is_valid = is_valid,
    .destroy = destroy,
};

static const struct hr_adapter null = {
    .name = "null",
    .summary = "stores nothing: the floor of every meter",
    .interface = HR_INTERFACE_SEQUENCE,
    .is_null = true,
    .sequence = &verbs,
};

static const struct hr_adapter *const adapters[] = {&null, NULL};

HR_EXPORT extern const struct hr_module hr_module;
const struct hr_module hr_module = {HR_ADAPTER_ABI, adapters};
