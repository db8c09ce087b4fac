/*
 * dynarray.c - headroom's dynamic array, with elements of 4, 8, 16 or 24 bytes.
 *
 * The wider elements hold their number in the first word and its complement in the last.
 */
#include <string.h>

#include <headroom/adapter.h>
#include <headroom/checked_math.h>
#include <headroom/dynarray.h>

struct words2 {
    uint64_t word[2];
};

struct words3 {
    uint64_t word[3];
};

HR_DYNARRAY_DEFINE(array4, uint32_t);
HR_DYNARRAY_DEFINE(array8, uint64_t);
HR_DYNARRAY_DEFINE(array16, struct words2);
HR_DYNARRAY_DEFINE(array24, struct words3);

static inline struct words2 words2_of(uint64_t i) {
    return (struct words2){{i, ~i}};
}

static inline struct words3 words3_of(uint64_t i) {
    return (struct words3){{i, 0, ~i}};
}

#define KERNEL(name)              array4_##name
#define KERNEL_LIST               struct array4
#define KERNEL_VALUE              uint32_t
#define KERNEL_FROM(i)            ((uint32_t)(i))
#define KERNEL_NUMBER(value)      ((uint64_t)(value))
#define KERNEL_PUSH(list, value)  array4_push(list, value)
#define KERNEL_POP(list, pointer) array4_pop(list, pointer)
#define KERNEL_AT(list, index)    (*array4_at(list, index))
#define KERNEL_LENGTH(list)       array4_length(list)
#include <headroom/sequence_kernel.h>

#define KERNEL(name)              array8_##name
#define KERNEL_LIST               struct array8
#define KERNEL_VALUE              uint64_t
#define KERNEL_FROM(i)            (i)
#define KERNEL_NUMBER(value)      (value)
#define KERNEL_PUSH(list, value)  array8_push(list, value)
#define KERNEL_POP(list, pointer) array8_pop(list, pointer)
#define KERNEL_AT(list, index)    (*array8_at(list, index))
#define KERNEL_LENGTH(list)       array8_length(list)
#include <headroom/sequence_kernel.h>

#define KERNEL(name)              array16_##name
#define KERNEL_LIST               struct array16
#define KERNEL_VALUE              struct words2
#define KERNEL_FROM(i)            words2_of(i)
#define KERNEL_NUMBER(value)      ((value).word[0])
#define KERNEL_PUSH(list, value)  array16_push(list, value)
#define KERNEL_POP(list, pointer) array16_pop(list, pointer)
#define KERNEL_AT(list, index)    (*array16_at(list, index))
#define KERNEL_LENGTH(list)       array16_length(list)
#include <headroom/sequence_kernel.h>

#define KERNEL(name)              array24_##name
#define KERNEL_LIST               struct array24
#define KERNEL_VALUE              struct words3
#define KERNEL_FROM(i)            words3_of(i)
#define KERNEL_NUMBER(value)      ((value).word[0])
#define KERNEL_PUSH(list, value)  array24_push(list, value)
#define KERNEL_POP(list, pointer) array24_pop(list, pointer)
#define KERNEL_AT(list, index)    (*array24_at(list, index))
#define KERNEL_LENGTH(list)       array24_length(list)
#include <headroom/sequence_kernel.h>

/* The loops of one element type. */
struct kernel {
    size_t element_bytes;
    enum hr_status (*append_range)(void *list, uint64_t first, size_t count);
    enum hr_status (*pop_range)(void *list, size_t count, uint64_t *sum);
    uint64_t (*sum_sequential)(const void *list);
    uint64_t (*sum_at)(const void *list, const size_t *indices, size_t count);
    uint64_t (*checksum)(const void *list);
    void (*fill)(void *slots, uint64_t first, size_t count);
};

/* Values into slots that are there already, with the barrier of every kernel. */
#define FILL(name, type, from)                                                                     \
    static void name(void *slots, uint64_t first, size_t count) {                                  \
        type *slot = (type *)slots;                                                                \
        for (size_t i = 0; i < count; i++) {                                                       \
            slot[i] = from(first + i);                                                             \
            hr_barrier();                                                                          \
        }                                                                                          \
    }

FILL(fill4, uint32_t, (uint32_t))
FILL(fill8, uint64_t, (uint64_t))
FILL(fill16, struct words2, words2_of)
FILL(fill24, struct words3, words3_of)

static const struct kernel kernels[] = {
    {4, array4_append_range, array4_pop_range, array4_sum_sequential, array4_sum_at,
     array4_checksum, fill4},
    {8, array8_append_range, array8_pop_range, array8_sum_sequential, array8_sum_at,
     array8_checksum, fill8},
    {16, array16_append_range, array16_pop_range, array16_sum_sequential, array16_sum_at,
     array16_checksum, fill16},
    {24, array24_append_range, array24_pop_range, array24_sum_sequential, array24_sum_at,
     array24_checksum, fill24},
};

/* Any of the four: all wrap the same core. */
union list {
    struct hr_dynarray core;
    struct array4 array4;
    struct array8 array8;
    struct array16 array16;
    struct array24 array24;
};

/* A sequence as the harness holds it. */
struct sequence {
    union list list;
    const struct kernel *kernel;
    struct hr_dynarray_config config;
};

static const struct kernel *kernel_of(const struct hr_setting *settings) {
    size_t element_bytes = hr_setting_count(settings, "element_bytes");
    for (size_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++) {
        if (kernels[i].element_bytes == element_bytes) {
            return &kernels[i];
        }
    }
    return NULL;
}

/* The handle comes from malloc, not from the allocator under test: it is the harness's. */
static enum hr_status make(const struct hr_adapter_config *config, void **sequence) {
    const struct kernel *kernel = kernel_of(config->settings);
    struct sequence *made = kernel != NULL ? malloc(sizeof *made) : NULL;
    if (made == NULL) {
        return kernel == NULL ? HR_UNSUPPORTED : HR_NO_MEMORY;
    }
    made->kernel = kernel;
    made->config =
        (struct hr_dynarray_config){.allocator = config->allocator, .growth = config->growth};
    hr_dynarray_init(&made->list.core, &made->config);
    *sequence = made;
    return HR_OK;
}

static void destroy(void *sequence) {
    struct sequence *it = sequence;
    if (it != NULL) {
        hr_dynarray_clean_up(&it->list.core, it->kernel->element_bytes);
        free(it);
    }
}

/* Slots are filled where they are: there is no list of values to copy. */
static enum hr_status construct(void *sequence, uint64_t first, size_t count) {
    struct sequence *it = sequence;
    struct hr_dynarray *core = &it->list.core;
    if (core->length != 0 || core->capacity != 0) {
        return HR_INVALID;
    }
    enum hr_status status =
        hr_dynarray_grow(core, it->kernel->element_bytes, count, HR_GROWTH_CONSTRUCT);
    if (status == HR_OK) {
        it->kernel->fill(core->items, first, count);
        core->length = count;
    }
    return status;
}

static enum hr_status append_range(void *sequence, uint64_t first, size_t count) {
    struct sequence *it = sequence;
    return it->kernel->append_range(&it->list, first, count);
}

/* One block, from `values` or, where it is longer than those, in slots that are zero before. */
static enum hr_status extend_by(struct sequence *it, uint64_t first, size_t count, void *values,
                                size_t most) {
    struct hr_dynarray *core = &it->list.core;
    size_t width = it->kernel->element_bytes;
    size_t length = core->length;
    if (count <= most) {
        it->kernel->fill(values, first, count);
        return hr_dynarray_extend(core, width, values, count);
    }
    enum hr_status status =
        count <= SIZE_MAX - length ? hr_dynarray_resize(core, width, length + count) : HR_TOO_LARGE;
    if (status == HR_OK) {
        it->kernel->fill((char *)core->items + length * width, first, count);
    }
    return status;
}

static enum hr_status extend_blocks(void *sequence, uint64_t first, size_t count, size_t block) {
    struct sequence *it = sequence;
    _Alignas(uint64_t) unsigned char values[4096];
    enum hr_status status = block > 0 ? HR_OK : HR_OUT_OF_RANGE;
    for (size_t done = 0; done < count && status == HR_OK;) {
        size_t now = count - done < block ? count - done : block;
        status =
            extend_by(it, first + done, now, values, sizeof values / it->kernel->element_bytes);
        done += now;
        hr_barrier();
    }
    return status;
}

static enum hr_status pop_range(void *sequence, size_t count, uint64_t *sum) {
    struct sequence *it = sequence;
    return it->kernel->pop_range(&it->list, count, sum);
}

static enum hr_status reserve(void *sequence, size_t capacity) {
    struct sequence *it = sequence;
    return hr_dynarray_reserve(&it->list.core, it->kernel->element_bytes, capacity);
}

static uint64_t sum_sequential(const void *sequence) {
    const struct sequence *it = sequence;
    return it->kernel->sum_sequential(&it->list);
}

static uint64_t sum_at(const void *sequence, const size_t *indices, size_t count) {
    const struct sequence *it = sequence;
    return it->kernel->sum_at(&it->list, indices, count);
}

static uint64_t checksum(const void *sequence) {
    const struct sequence *it = sequence;
    return it->kernel->checksum(&it->list);
}

/* Many sequences side by side: one table of handles. */
struct many {
    size_t count;
    void *sequence[];
};

static void destroy_many(void *many) {
    struct many *all = many;
    for (size_t i = 0; all != NULL && i < all->count; i++) {
        destroy(all->sequence[i]);
    }
    free(all);
}

static enum hr_status make_many(const struct hr_adapter_config *config, size_t sequences,
                                size_t length, void **many) {
    struct many *all = NULL;
    if (sequences <= (SIZE_MAX - sizeof *all) / sizeof all->sequence[0]) {
        all = malloc(sizeof *all + sequences * sizeof all->sequence[0]);
    }
    if (all == NULL) {
        return HR_NO_MEMORY;
    }
    enum hr_status status = HR_OK;
    for (all->count = 0; all->count < sequences && status == HR_OK;) {
        status = make(config, &all->sequence[all->count]);
        if (status == HR_OK) {
            status = append_range(all->sequence[all->count++], 0, length);
        }
    }
    if (status != HR_OK) {
        destroy_many(all);
        return status;
    }
    *many = all;
    return HR_OK;
}

/* Many arrays whose headers stand in one block, which like theirs comes from the allocator. */
struct crowd {
    const struct kernel *kernel;
    struct hr_dynarray_config config;
    const size_t *lengths;
    size_t count;
    union list *lists; /* NULL before they are filled */
    size_t filled;
};

static enum hr_status crowd_make(const struct hr_adapter_config *config, const size_t *lengths,
                                 size_t count, void **crowd) {
    const struct kernel *kernel = kernel_of(config->settings);
    struct crowd *made = kernel != NULL ? calloc(1, sizeof *made) : NULL;
    if (made == NULL) {
        return kernel == NULL ? HR_UNSUPPORTED : HR_NO_MEMORY;
    }
    made->kernel = kernel;
    made->config =
        (struct hr_dynarray_config){.allocator = config->allocator, .growth = config->growth};
    made->lengths = lengths;
    made->count = count;
    *crowd = made;
    return HR_OK;
}

static enum hr_status crowd_fill(void *crowd) {
    struct crowd *it = crowd;
    size_t bytes;
    if (it->lists != NULL || it->count == 0) {
        return it->count == 0 ? HR_OK : HR_INVALID;
    }
    if (!hr_checked_multiply(it->count, sizeof *it->lists, &bytes) || bytes > PTRDIFF_MAX) {
        return HR_TOO_LARGE;
    }
    it->lists = hr_resize(it->config.allocator, NULL, 0, bytes);
    enum hr_status status = it->lists != NULL ? HR_OK : HR_NO_MEMORY;
    while (it->filled < it->count && status == HR_OK) {
        union list *list = &it->lists[it->filled];
        hr_dynarray_init(&list->core, &it->config);
        status = it->kernel->append_range(list, 0, it->lengths[it->filled++]);
    }
    return status;
}

static uint64_t crowd_checksum(const void *crowd) {
    const struct crowd *it = crowd;
    uint64_t sum = 0;
    for (size_t i = 0; i < it->filled; i++) {
        sum += (i + 1) * (1 + it->kernel->checksum(&it->lists[i]));
    }
    return sum;
}

static struct hr_footprint crowd_footprint(const void *crowd) {
    const struct crowd *it = crowd;
    struct hr_footprint all = {0};
    for (size_t i = 0; i < it->filled; i++) {
        struct hr_footprint one =
            hr_dynarray_footprint(&it->lists[i].core, it->kernel->element_bytes);
        all.length += one.length;
        all.capacity += one.capacity;
        all.payload_bytes += one.payload_bytes;
        all.headroom_bytes += one.headroom_bytes;
        all.overhead_bytes += one.overhead_bytes;
    }
    return all;
}

static void crowd_destroy(void *crowd) {
    struct crowd *it = crowd;
    if (it == NULL) {
        return;
    }
    for (size_t i = 0; i < it->filled; i++) {
        hr_dynarray_clean_up(&it->lists[i].core, it->kernel->element_bytes);
    }
    if (it->lists != NULL) {
        hr_release(it->config.allocator, it->lists, it->count * sizeof *it->lists);
    }
    free(it);
}

static struct hr_footprint footprint(const void *sequence) {
    const struct sequence *it = sequence;
    return hr_dynarray_footprint(&it->list.core, it->kernel->element_bytes);
}

static void blocks(const void *sequence, hr_block_fn *callback, void *context) {
    const struct sequence *it = sequence;
    if (it->list.core.capacity > 0) {
        callback(context, it->list.core.items,
                 hr_dynarray_block_bytes(&it->list.core, it->kernel->element_bytes));
    }
}

static bool is_valid(const void *sequence) {
    const struct sequence *it = sequence;
    return hr_dynarray_is_valid(&it->list.core, it->kernel->element_bytes);
}

static const struct hr_sequence_verbs verbs = {
    .make = make,
    .construct = construct,
    .append_range = append_range,
    .extend_blocks = extend_blocks,
    .pop_range = pop_range,
    .reserve = reserve,
    .sum_sequential = sum_sequential,
    .sum_at = sum_at,
    .checksum = checksum,
    .make_many = make_many,
    .destroy_many = destroy_many,
    .footprint = footprint,
    .blocks = blocks,
    .is_valid = is_valid,
    .destroy = destroy,
    .crowd_make = crowd_make,
    .crowd_fill = crowd_fill,
    .crowd_checksum = crowd_checksum,
    .crowd_footprint = crowd_footprint,
    .crowd_destroy = crowd_destroy,
};

static const char *const widths[] = {"4", "8", "16", "24", NULL};

static const struct hr_parameter parameters[] = {
    {.name = "element_bytes",
     .unit = "bytes",
     .summary = "size of an element",
     .text = "8",
     .kind = HR_PARAMETER_WORD,
     .words = widths},
    {.name = NULL},
};

static const struct hr_adapter dynarray = {
    .name = "dynarray",
    .summary = "headroom's dynamic array",
    .interface = HR_INTERFACE_SEQUENCE,
    .takes_growth = true,
    .takes_allocator = true,
    .parameters = parameters,
    .sequence = &verbs,
};

static const struct hr_adapter *const adapters[] = {&dynarray, NULL};

HR_MODULE("dynarray", "1", "headroom", adapters)
