/*
 * stretchy.c - a plug-in as somebody outside writes it: a stretchy buffer, whose length and
 * capacity stand in front of its items, on malloc of its own, with elements of 4 or 8 bytes.
 */
#include <stdint.h>
#include <stdlib.h>

#include <headroom/adapter.h>
#include <headroom/null_adapter.h>

struct head {
    size_t length, capacity;
};

/* The items of a buffer, or NULL. */
struct buffer {
    void *items;
};

static struct head *head_of(const struct buffer *buffer) {
    return (struct head *)buffer->items - 1;
}

static size_t length_of(const struct buffer *buffer) {
    return buffer->items != NULL ? head_of(buffer)->length : 0;
}

static size_t capacity_of(const struct buffer *buffer) {
    return buffer->items != NULL ? head_of(buffer)->capacity : 0;
}

static HR_COLD enum hr_status grow(struct buffer *buffer, size_t width) {
    size_t capacity = buffer->items != NULL ? head_of(buffer)->capacity * 2 + 1 : 8;
    if (capacity > (SIZE_MAX / 4) / width) {
        return HR_TOO_LARGE;
    }
    struct head *head =
        realloc(buffer->items != NULL ? head_of(buffer) : NULL, sizeof *head + capacity * width);
    if (head == NULL) {
        return HR_NO_MEMORY;
    }
    head->length = buffer->items != NULL ? head->length : 0;
    head->capacity = capacity;
    buffer->items = head + 1;
    return HR_OK;
}

#define STRETCHY(type, word)                                                                       \
    static inline enum hr_status push_##word(struct buffer *buffer, type value) {                  \
        if (HR_UNLIKELY(length_of(buffer) == capacity_of(buffer))) {                               \
            enum hr_status status = grow(buffer, sizeof value);                                    \
            if (status != HR_OK) {                                                                 \
                return status;                                                                     \
            }                                                                                      \
        }                                                                                          \
        ((type *)buffer->items)[head_of(buffer)->length++] = value;                                \
        return HR_OK;                                                                              \
    }                                                                                              \
    static inline enum hr_status pop_##word(struct buffer *buffer, type *value) {                  \
        if (length_of(buffer) == 0) {                                                              \
            return HR_OUT_OF_RANGE;                                                                \
        }                                                                                          \
        *value = ((type *)buffer->items)[--head_of(buffer)->length];                               \
        return HR_OK;                                                                              \
    }

STRETCHY(uint32_t, narrow)
STRETCHY(uint64_t, wide)

#define KERNEL(name)                narrow_##name
#define KERNEL_LIST                 struct buffer
#define KERNEL_VALUE                uint32_t
#define KERNEL_FROM(i)              ((uint32_t)(i))
#define KERNEL_NUMBER(value)        ((uint64_t)(value))
#define KERNEL_PUSH(buffer, value)  push_narrow(buffer, value)
#define KERNEL_POP(buffer, pointer) pop_narrow(buffer, pointer)
#define KERNEL_AT(buffer, index)    (((const uint32_t *)(buffer)->items)[index])
#define KERNEL_LENGTH(buffer)       length_of(buffer)
#include <headroom/sequence_kernel.h>

#define KERNEL(name)                wide_##name
#define KERNEL_LIST                 struct buffer
#define KERNEL_VALUE                uint64_t
#define KERNEL_FROM(i)              (i)
#define KERNEL_NUMBER(value)        (value)
#define KERNEL_PUSH(buffer, value)  push_wide(buffer, value)
#define KERNEL_POP(buffer, pointer) pop_wide(buffer, pointer)
#define KERNEL_AT(buffer, index)    (((const uint64_t *)(buffer)->items)[index])
#define KERNEL_LENGTH(buffer)       length_of(buffer)
#include <headroom/sequence_kernel.h>

/* As the harness holds it. */
struct sequence {
    struct buffer buffer;
    size_t width;
};

static enum hr_status make(const struct hr_adapter_config *config, void **sequence) {
    struct sequence *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return HR_NO_MEMORY;
    }
    made->width = hr_setting_count(config->settings, "element_bytes");
    *sequence = made;
    return HR_OK;
}

static void destroy(void *sequence) {
    struct sequence *it = sequence;
    if (it != NULL) {
        free(it->buffer.items != NULL ? head_of(&it->buffer) : NULL);
        free(it);
    }
}

static bool is_narrow(const void *sequence) {
    return ((const struct sequence *)sequence)->width == sizeof(uint32_t);
}

static enum hr_status append_range(void *sequence, uint64_t first, size_t count) {
    return (is_narrow(sequence) ? narrow_append_range : wide_append_range)(sequence, first, count);
}

static enum hr_status pop_range(void *sequence, size_t count, uint64_t *sum) {
    return (is_narrow(sequence) ? narrow_pop_range : wide_pop_range)(sequence, count, sum);
}

static uint64_t sum_sequential(const void *sequence) {
    return (is_narrow(sequence) ? narrow_sum_sequential : wide_sum_sequential)(sequence);
}

static uint64_t sum_at(const void *sequence, const size_t *indices, size_t count) {
    return (is_narrow(sequence) ? narrow_sum_at : wide_sum_at)(sequence, indices, count);
}

static uint64_t checksum(const void *sequence) {
    return (is_narrow(sequence) ? narrow_checksum : wide_checksum)(sequence);
}

static struct hr_footprint footprint(const void *sequence) {
    const struct sequence *it = sequence;
    size_t length = length_of(&it->buffer), capacity = capacity_of(&it->buffer);
    return (struct hr_footprint){.length = length,
                                 .capacity = capacity,
                                 .payload_bytes = length * it->width,
                                 .headroom_bytes = (capacity - length) * it->width,
                                 .overhead_bytes =
                                     it->buffer.items != NULL ? sizeof(struct head) : 0};
}

static bool is_valid(const void *sequence) {
    const struct sequence *it = sequence;
    return length_of(&it->buffer) <= capacity_of(&it->buffer);
}

static const struct hr_sequence_verbs verbs = {
    .make = make,
    .append_range = append_range,
    .pop_range = pop_range,
    .sum_sequential = sum_sequential,
    .sum_at = sum_at,
    .checksum = checksum,
    .footprint = footprint,
    .is_valid = is_valid,
    .destroy = destroy,
};

static const char *const widths[] = {"4", "8", NULL};

static const struct hr_parameter parameters[] = {
    {.name = "element_bytes",
     .unit = "bytes",
     .summary = "size of an element",
     .text = "8",
     .kind = HR_PARAMETER_WORD,
     .words = widths},
    {.name = NULL},
};

static const struct hr_adapter stretchy = {
    .name = "stretchy",
    .summary = "a stretchy buffer from outside the tree",
    .interface = HR_INTERFACE_SEQUENCE,
    .parameters = parameters,
    .sequence = &verbs,
};

static const struct hr_adapter null_stretchy = HR_NULL_ADAPTER("null-stretchy");
static const struct hr_adapter *const adapters[] = {&stretchy, &null_stretchy, NULL};

HR_MODULE("stretchy", "0.1", "a test", adapters)
