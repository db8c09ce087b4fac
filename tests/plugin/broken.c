/*
 * broken.c - a small list that keeps the contract, and one fault at a time: -D BREAK_... plants it.
 * What is planted where is read off the names; test_check.py knows what each must be told.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <headroom/adapter.h>
#include <headroom/crowd.h>

#ifndef NAME
#define NAME "planted"
#endif

struct list {
    const struct hr_allocator *allocator;
    uint64_t *items;
    size_t length, capacity;
};

static HR_COLD enum hr_status grow(struct list *list) {
    size_t capacity = 2 * list->capacity + 4;
    uint64_t *items = hr_resize(list->allocator, list->items, list->capacity * sizeof *items,
                                capacity * sizeof *items);
    if (items == NULL) {
#ifdef BREAK_REFUSAL
        return HR_OK; /* the value is lost */
#endif
        return HR_NO_MEMORY;
    }
    list->items = items;
    list->capacity = capacity;
    return HR_OK;
}

static inline enum hr_status push(struct list *list, uint64_t value) {
#ifdef BREAK_CRASH
    if (value == 50) {
        (void)raise(SIGSEGV);
    }
#endif
    if (HR_UNLIKELY(list->length == list->capacity)) {
        enum hr_status status = grow(list);
        if (status != HR_OK || list->length == list->capacity) {
            return status;
        }
    }
    list->items[list->length++] = value;
    return HR_OK;
}

static inline enum hr_status pop(struct list *list, uint64_t *value) {
#ifdef BREAK_HANG
    for (;;) {
        (void)pause();
    }
#endif
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

static enum hr_status make(const struct hr_adapter_config *config, void **sequence) {
    struct list *list = calloc(1, sizeof *list);
    if (list == NULL) {
        return HR_NO_MEMORY;
    }
#ifdef BREAK_EXIT
    exit(0);
#endif
    list->allocator = config->allocator;
    *sequence = list;
    return HR_OK;
}

static void destroy(void *sequence) {
    struct list *list = sequence;
#ifndef BREAK_DESTROY_NULL
    if (list == NULL) {
        return;
    }
#endif
#ifndef BREAK_LEAK
    hr_release(list->allocator, list->items, list->capacity * sizeof *list->items);
#endif
#ifndef BREAK_LEAK_MALLOC
    free(list);
#endif
}

static uint64_t sum_sequential(const void *sequence) {
    uint64_t sum = list_sum_sequential(sequence);
#ifdef BREAK_SUM
    sum += sum > 1000;
#endif
    return sum;
}

static enum hr_status reserve(void *sequence, size_t capacity) {
#ifdef BREAK_RESERVE
    (void)sequence;
    (void)capacity;
#else
    struct list *list = sequence;
    while (list->capacity < capacity) {
        enum hr_status status = grow(list);
        if (status != HR_OK) {
            return status;
        }
    }
#endif
    return HR_OK;
}

static struct hr_footprint footprint(const void *sequence) {
    const struct list *list = sequence;
    size_t unused = list->capacity - list->length;
#ifdef BREAK_FOOTPRINT
    unused = list->length > 100 ? 1 : unused;
#endif
    return (struct hr_footprint){.length = list->length,
                                 .capacity = list->length + unused,
                                 .payload_bytes = list->length * sizeof *list->items,
                                 .headroom_bytes = unused * sizeof *list->items};
}

static bool is_valid(const void *sequence) {
    const struct list *list = sequence;
#ifdef BREAK_VALID
    if (list->length == 3) {
        return false;
    }
#endif
    return list->length <= list->capacity;
}

static enum hr_status extend_blocks(void *sequence, uint64_t first, size_t count, size_t block) {
#ifdef BREAK_EXTEND
    count -= count > 900;
#endif
    return block > 0 ? list_append_range(sequence, first, count) : HR_OUT_OF_RANGE;
}

HR_CROWD(list, make, list_append_range, list_checksum, footprint, destroy)

HR_UNUSED static enum hr_status crowd_fill(void *crowd) {
#ifdef BREAK_CROWD
    ((struct hr_crowd *)crowd)->count -= ((struct hr_crowd *)crowd)->count > 30;
#endif
    return list_crowd_fill(crowd);
}

static void crowd_destroy(void *crowd) {
#ifdef BREAK_CROWD_LEAK
    if (crowd != NULL && ((struct hr_crowd *)crowd)->filled > 0) {
        ((struct hr_crowd *)crowd)->filled--;
    }
#endif
    list_crowd_destroy(crowd);
}

static const struct hr_sequence_verbs verbs = {
    .make = make,
#ifndef BREAK_VERB
    .append_range = list_append_range,
#endif
    .pop_range = list_pop_range,
    .reserve = reserve,
    .sum_sequential = sum_sequential,
    .sum_at = list_sum_at,
    .checksum = list_checksum,
    .footprint = footprint,
    .is_valid = is_valid,
    .destroy = destroy,
    .extend_blocks = extend_blocks,
    .crowd_make = list_crowd_make,
#ifndef BREAK_CROWD_VERB
    .crowd_fill = crowd_fill,
#endif
    .crowd_checksum = list_crowd_checksum,
    .crowd_footprint = list_crowd_footprint,
    .crowd_destroy = crowd_destroy,
};

static const char *const colours[] = {"red", "green", NULL};

static const struct hr_parameter parameters[] = {
    {.name = "colour",
     .unit = "colour",
     .summary = "changes nothing",
#ifdef BREAK_PARAMETER
     .text = "blue",
#else
     .text = "red",
#endif
     .kind = HR_PARAMETER_WORD,
     .words = colours},
    {.name = NULL},
};

static const struct hr_adapter planted = {
    .name = NAME,
    .summary = "a list with a fault",
    .interface = HR_INTERFACE_SEQUENCE,
    .takes_allocator = true,
    .parameters = parameters,
    .sequence = &verbs,
};

static const struct hr_adapter *const adapters[] = {&planted, NULL};

#ifdef BREAK_SYMBOL
void defined_nowhere(void);
__attribute__((constructor)) static void call_it(void) {
    defined_nowhere();
}
#endif

#ifdef BREAK_LOADING
__attribute__((constructor)) static void crash(void) {
    (void)raise(SIGBUS);
}
#endif

/* In the measured image alone: ends it, or has TOUCHED, a file, look as if it were written anew. */
#if defined BREAK_IMAGE || defined TOUCHED
__attribute__((constructor)) static void act_in_the_image(void) {
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    if (strstr(path, "headroom-image") == NULL) {
        return;
    }
#ifdef TOUCHED
    (void)utimensat(AT_FDCWD, TOUCHED, NULL, 0);
#else
    (void)raise(SIGABRT);
#endif
}
#endif

#ifdef BREAK_OUTPUT
__attribute__((constructor)) static void print(void) {
    printf("end\t0\tI am well\n");
    (void)fflush(stdout);
}
#endif

#if defined BREAK_MODULE
/* Nothing is exported. */
HR_UNUSED static const void *const unused = adapters;
#elif defined BREAK_VERSION
struct first_version {
    unsigned abi;
    const struct hr_adapter *const *adapters;
};
HR_EXPORT extern const struct first_version hr_module;
const struct first_version hr_module = {BREAK_VERSION, adapters};
#elif defined BREAK_LENGTH
HR_EXPORT extern const struct hr_module hr_module;
const struct hr_module hr_module = {.abi = HR_ADAPTER_ABI,
                                    .module_bytes = sizeof(struct hr_module),
                                    .adapter_bytes = sizeof(struct hr_adapter),
                                    .sequence_bytes = sizeof(struct hr_sequence_verbs) BREAK_LENGTH,
                                    .tuple_bytes = sizeof(struct hr_tuple_verbs),
                                    .coords_bytes = sizeof(struct hr_coords_verbs),
                                    .name = "planted",
                                    .version = "1",
                                    .origin = "a test",
                                    .adapters = adapters};
#elif defined BREAK_ORIGIN
HR_MODULE("planted", "1", NULL, adapters)
#else
HR_MODULE("planted", "1", "a test", adapters)
#endif
