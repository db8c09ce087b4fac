/*
 * adapter.h - what a structure implements to be benchmarked: ours, other people's or a user's own.
 *
 * An adapter is a table of batch verbs: one call through a pointer does many operations, because a
 * call per element would cost several times what is measured. A module is a shared object that
 * exports one `hr_module` listing its adapters; the worker opens it before the measured region.
 *
 *     const struct hr_adapter my_list = {
 *         .name = "my-list", .summary = "...", .interface = HR_INTERFACE_SEQUENCE,
 *         .sequence = &my_list_verbs};
 *     static const struct hr_adapter *const adapters[] = {&my_list, NULL};
 *     HR_EXPORT const struct hr_module hr_module = {HR_ADAPTER_ABI, adapters};
 *
 * sequence_kernel.h writes the loops of a sequence from PUSH, POP, AT and LENGTH. A verb that is
 * NULL is not supported, and workloads that need it never meet the structure.
 */
#ifndef HEADROOM_ADAPTER_H
#define HEADROOM_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headroom/allocator.h>
#include <headroom/attributes.h>
#include <headroom/footprint.h>
#include <headroom/growth.h>
#include <headroom/julia.h>
#include <headroom/parameter.h>
#include <headroom/status.h>
#include <headroom/tuple_cache.h>

HR_BEGIN_C

enum { HR_ADAPTER_ABI = 1 };

enum hr_interface { HR_INTERFACE_SEQUENCE = 1, HR_INTERFACE_TUPLE, HR_INTERFACE_COORDS };

/* What a structure is made with; all pointers outlive it. */
struct hr_adapter_config {
    const struct hr_allocator *allocator; /* NULL where takes_allocator is false */
    const struct hr_growth *growth;       /* NULL where takes_growth is false */
    const struct hr_setting *settings;    /* the adapter's own parameters, all of them */
};

/*
 * Keeps the compiler from merging, vectorizing away or moving work across it: one per element in
 * every kernel, the null adapter's too, so that all pay the same.
 */
static inline void hr_barrier(void) {
#if defined(__GNUC__) || defined(__clang__)
    __asm__ volatile("" ::: "memory");
#endif
}

/* Called for each block of memory a structure holds: its address and requested bytes. */
typedef void hr_block_fn(void *context, const void *block, size_t bytes);

/*
 * A sequence of values. Element i of a range is the value first + i, truncated to the width of the
 * element; reading gives it back widened to 64 bits. Sums are modulo 2^64. Failing verbs leave what
 * was appended so far.
 */
struct hr_sequence_verbs {
    enum hr_status (*make)(const struct hr_adapter_config *config, void **sequence);
    enum hr_status (*construct)(void *sequence, uint64_t first,
                                size_t count); /* exact, when empty */
    enum hr_status (*append_range)(void *sequence, uint64_t first, size_t count);
    enum hr_status (*extend_blocks)(void *sequence, uint64_t first, size_t count, size_t block);
    enum hr_status (*pop_range)(void *sequence, size_t count, uint64_t *sum);
    enum hr_status (*reserve)(void *sequence, size_t capacity);
    uint64_t (*sum_sequential)(const void *sequence);
    uint64_t (*sum_at)(const void *sequence, const size_t *indices, size_t count);
    uint64_t (*checksum)(const void *sequence); /* sum of (index + 1) * value */
    enum hr_status (*make_many)(const struct hr_adapter_config *config, size_t sequences,
                                size_t length, void **many);
    void (*destroy_many)(void *many);
    struct hr_footprint (*footprint)(const void *sequence);
    void (*blocks)(const void *sequence, hr_block_fn *callback, void *context);
    bool (*is_valid)(const void *sequence);
    void (*destroy)(void *sequence); /* NULL is allowed */
};

/* Tuples of references to a pool of boxes that are made beforehand: item i is a box of value i. */
struct hr_tuple_verbs {
    enum hr_status (*make)(const struct hr_adapter_config *config, size_t length, size_t batch,
                           void **tuples);
    /* `count` times: makes a tuple of the length; each `batch` of them is then released. */
    enum hr_status (*churn)(void *tuples, size_t count);
    uint64_t (*checksum)(const void *tuples); /* tuples made + sum of the last one's items */
    struct hr_tuple_cache_counts (*cache_counts)(const void *tuples);
    struct hr_footprint (*footprint)(const void *tuples);
    bool (*is_valid)(const void *tuples);
    void (*destroy)(void *tuples); /* NULL is allowed */
};

/* The Julia set's coordinate lists; see coords.h for the meaning of each verb. */
struct hr_coords_verbs {
    enum hr_status (*make)(const struct hr_adapter_config *config, const struct hr_julia *julia,
                           void **coords);
    enum hr_status (*build)(void *coords);
    enum hr_status (*iterate)(void *coords);
    uint64_t (*appends)(const void *coords);
    uint64_t (*sum)(const void *coords);
    uint64_t (*checksum)(const void *coords);
    struct hr_footprint (*footprint)(const void *coords);
    bool (*is_valid)(const void *coords);
    void (*destroy)(void *coords); /* NULL is allowed */
};

struct hr_adapter {
    const char *name; /* of the structure: "dynarray" */
    const char *summary;
    enum hr_interface interface;
    bool takes_growth;                     /* false: brings its own (`own`) or has none (`none`) */
    bool takes_allocator;                  /* false: asks malloc itself (`own`) */
    bool is_null;                          /* accepts everything, stores nothing: the floor */
    const struct hr_parameter *parameters; /* its own; NULL for none */
    const struct hr_sequence_verbs *sequence; /* exactly one of the three, by interface */
    const struct hr_tuple_verbs *tuple;
    const struct hr_coords_verbs *coords;
};

/* What a module exports under the name `hr_module`. */
struct hr_module {
    unsigned abi;                             /* HR_ADAPTER_ABI */
    const struct hr_adapter *const *adapters; /* ends with NULL */
};

HR_END_C

#endif
