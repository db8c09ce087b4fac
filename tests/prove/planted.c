/*
 * planted.c - one list as five plug-ins that differ in one thing, which a comparison has to find or
 * must not find. PLANTED says which:
 *
 *     PLANTED_NOTHING   the list
 *     PLANTED_TIME      burns PLANTED_PERCENT of the CPU time that each verb took
 *     PLANTED_BLOCK     asks for one block more and gives it back, once per append_range
 *     PLANTED_BYTE      asks for one byte more in each block
 *     PLANTED_STACK     keeps three counters in its stack frame, of which one may lie across two
 *                       pages: then each of their updates is some tens of times slower. Where the
 *                       frame lies depends on the size of the environment
 *
 * All read the clock around their verbs, so that this costs all of them the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <headroom/adapter.h>

enum { PLANTED_NOTHING, PLANTED_TIME, PLANTED_BLOCK, PLANTED_BYTE, PLANTED_STACK };
enum { SPARE_BYTES = PLANTED == PLANTED_BYTE ? 1 : 0, FIRST_CAPACITY = 4 };

struct list {
    const struct hr_allocator *allocator;
    uint64_t *items;
    size_t length, capacity;
};

static size_t block_bytes(size_t capacity) {
    return capacity == 0 ? 0 : capacity * sizeof(uint64_t) + SPARE_BYTES;
}

static HR_COLD enum hr_status grow(struct list *list) {
    size_t capacity = list->capacity == 0 ? FIRST_CAPACITY : 2 * list->capacity;
    if (list->capacity > SIZE_MAX / 4 / sizeof *list->items) {
        return HR_TOO_LARGE;
    }
    uint64_t *items =
        hr_resize(list->allocator, list->items, block_bytes(list->capacity), block_bytes(capacity));
    if (items == NULL) {
        return HR_NO_MEMORY;
    }
    list->items = items;
    list->capacity = capacity;
    return HR_OK;
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

static uint64_t cpu_ns(void) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

/*
 * The verb that began at `start` has ended. What is to be burnt adds up until it is worth a loop
 * that looks at the clock, and what the loop burns too much counts for the next.
 */
static void end_verb(uint64_t start) {
    enum { WORTH_NS = 5000 };
    static int64_t debt_ns;
    uint64_t now = cpu_ns();
    debt_ns += (int64_t)(now - start) * (PLANTED == PLANTED_TIME ? PLANTED_PERCENT : 0) / 100;
    if (debt_ns < WORTH_NS) {
        return;
    }
    uint64_t begin = now;
    while ((int64_t)(now - begin) < debt_ns) {
        now = cpu_ns();
    }
    debt_ns -= (int64_t)(now - begin);
}

static enum hr_status ask_for_a_block_more(const struct list *list) {
    void *block = hr_allocate(list->allocator, sizeof(uint64_t));
    if (block == NULL) {
        return HR_NO_MEMORY;
    }
    hr_release(list->allocator, block, sizeof(uint64_t));
    return HR_OK;
}

/* At 12 bytes into a frame that is aligned to 16: in one place of 256 the first counter begins in
 * one page and ends in the next, in another one the third. */
struct __attribute__((packed)) frame {
    char before[12];
    uint64_t counter[3];
};

/* An append of a few elements, then the counters: what they cost when all is well is little. */
static __attribute__((noinline)) enum hr_status append_counting(struct list *list, uint64_t first,
                                                                size_t count) {
    enum { CHUNK = 32 };
    struct frame frame __attribute__((aligned(16))) = {{0}, {0}};
    volatile struct frame *counters = &frame;
    enum hr_status status = HR_OK;
    for (size_t done = 0; done < count && status == HR_OK; done += CHUNK) {
        size_t chunk = count - done < CHUNK ? count - done : CHUNK;
        status = list_append_range(list, first + done, chunk);
        counters->counter[0] += chunk;
        counters->counter[1] += done;
        counters->counter[2] += 1;
    }
    return status;
}

static enum hr_status append_range(void *sequence, uint64_t first, size_t count) {
    uint64_t start = cpu_ns();
    enum hr_status status =
        PLANTED == PLANTED_BLOCK && count > 0 ? ask_for_a_block_more(sequence) : HR_OK;
    if (status == HR_OK) {
        status = PLANTED == PLANTED_STACK ? append_counting(sequence, first, count)
                                          : list_append_range(sequence, first, count);
    }
    end_verb(start);
    return status;
}

static enum hr_status make(const struct hr_adapter_config *config, void **sequence) {
    struct list *list = calloc(1, sizeof *list);
    if (list == NULL) {
        return HR_NO_MEMORY;
    }
    list->allocator = config->allocator;
    *sequence = list;
    return HR_OK;
}

static void destroy(void *sequence) {
    struct list *list = sequence;
    if (list != NULL) {
        uint64_t start = cpu_ns();
        hr_release(list->allocator, list->items, block_bytes(list->capacity));
        free(list);
        end_verb(start);
    }
}

static struct hr_footprint footprint(const void *sequence) {
    const struct list *list = sequence;
    size_t payload = list->length * sizeof *list->items;
    return (struct hr_footprint){.length = list->length,
                                 .capacity = list->capacity,
                                 .payload_bytes = payload,
                                 .headroom_bytes = list->capacity * sizeof *list->items - payload,
                                 .overhead_bytes =
                                     sizeof *list + (list->capacity > 0 ? SPARE_BYTES : 0)};
}

static bool is_valid(const void *sequence) {
    const struct list *list = sequence;
    return list->length <= list->capacity && (list->items == NULL) == (list->capacity == 0);
}

static const struct hr_sequence_verbs verbs = {
    .make = make,
    .append_range = append_range,
    .pop_range = list_pop_range,
    .sum_sequential = list_sum_sequential,
    .sum_at = list_sum_at,
    .checksum = list_checksum,
    .footprint = footprint,
    .is_valid = is_valid,
    .destroy = destroy,
};

static const struct hr_adapter planted = {
    .name = "planted-list",
    .summary = "a list with something planted in it",
    .interface = HR_INTERFACE_SEQUENCE,
    .takes_allocator = true,
    .sequence = &verbs,
};

static const struct hr_adapter *const adapters[] = {&planted, NULL};

HR_MODULE("planted", "1.0", "headroom's own proof", adapters)
