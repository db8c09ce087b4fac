/*
 * adapter.h - what a structure implements to be benchmarked: ours, other people's or a user's own.
 *
 * An adapter is a table of batch verbs: one call through a pointer does many operations, because a
 * call per element would cost several times what is measured. A module is a shared object that
 * exports one `hr_module` listing its adapters. A module of your own needs these headers and
 * nothing else of headroom:
 *
 *     static const struct hr_adapter my_list = {
 *         .name = "my-list", .summary = "...", .interface = HR_INTERFACE_SEQUENCE,
 *         .sequence = &my_list_verbs};
 *     static const struct hr_adapter *const adapters[] = {&my_list, NULL};
 *     HR_MODULE("my-lists", "1.0", "https://example.org/my-list", adapters)
 *
 *     cc -O2 -shared -fPIC -fvisibility=hidden -fno-builtin-malloc my_list.c -o my_list.so
 *     headroom check-plugin ./my_list.so
 *     headroom run --plugin ./my_list.so structure=my-list,dynarray workload=append length=1e6
 *
 * share/headroom/examples/plugin.c is a whole one to copy. sequence_kernel.h writes the loops of a
 * sequence from PUSH, POP, AT and LENGTH; crowd.h the verbs for many of them; null_adapter.h gives
 * the floor of a module's own flags.
 *
 * What the harness guarantees. Before anything is measured, every verb is tried in a process of its
 * own that may crash or hang (`headroom check-plugin` does the same, and says what it tried); what
 * is written below is what it holds a structure against. A trial is one process that opens the one
 * module it needs, before the measured region, and calls it from one thread: `make` before the
 * region, the work in it, `checksum`, `footprint` and `is_valid` after it, `destroy` last. Objects
 * that `make` gave are only given back to verbs of the same table. Arguments are in range as each
 * verb says; `void *` results are looked at only after HR_OK.
 *
 * What an adapter guarantees. A verb that returns a status returns it: it does not exit, print,
 * throw through its caller or jump. A NULL verb is not supported: workloads that need it never meet
 * the structure. The same calls make the same requests, so that counts repeat exactly. What the
 * structure itself holds comes from `config->allocator` where it takes one, from its own malloc
 * otherwise; the handle around it is the harness's business and comes from malloc.
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

/*
 * The version of everything in this header and of the structs it names. Within a version struct
 * hr_module, struct hr_adapter and the tables of verbs may become longer, and nothing else changes:
 * a module says how long they were when it was compiled, what lies behind that counts as NULL, and
 * a module that is newer than the program is refused.
 */
enum { HR_ADAPTER_ABI = 2 };

enum hr_interface { HR_INTERFACE_SEQUENCE = 1, HR_INTERFACE_TUPLE, HR_INTERFACE_COORDS };

/* What a structure is made with. The harness owns it all; the pointers in it outlive the structure,
 * the config itself only the call. Ask a policy by hr_growth_next, which is in headroom's library.
 */
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
 * element; reading gives it back widened to 64 bits. Sums are modulo 2^64. Failing verbs return
 * HR_NO_MEMORY or HR_TOO_LARGE, leave what was appended so far, and the sequence can still be read,
 * appended to and destroyed. make, append_range, checksum, footprint and destroy must be there.
 */
struct hr_sequence_verbs {
    /* An empty sequence; the caller owns it until destroy. HR_UNSUPPORTED for settings that cannot
     * be had; on failure *sequence stays as it was and nothing is held. */
    enum hr_status (*make)(const struct hr_adapter_config *config, void **sequence);

    /* Fills an empty sequence whose length is known beforehand, `count` >= 0, in the way that the
     * structure has for it. HR_INVALID when it is not empty; otherwise it is empty after failures.
     */
    enum hr_status (*construct)(void *sequence, uint64_t first, size_t count);

    /* Appends `count` >= 0 values one by one. */
    enum hr_status (*append_range)(void *sequence, uint64_t first, size_t count);

    /* Appends `count` values, `block` at a time (the last ones may be fewer), each block by one
     * operation of the structure. HR_OUT_OF_RANGE, changing nothing, for a block of 0 and for one
     * that is greater than the adapter can. */
    enum hr_status (*extend_blocks)(void *sequence, uint64_t first, size_t count, size_t block);

    /* Takes `count` values off the end, one by one; *sum becomes their sum. HR_OUT_OF_RANGE when it
     * gets empty before: all are taken off, and *sum does not count. */
    enum hr_status (*pop_range)(void *sequence, size_t count, uint64_t *sum);

    /* Room for `capacity` elements in total, so that appending up to there asks for no memory. The
     * values stay; less than there is already changes nothing; nothing changes on failure. */
    enum hr_status (*reserve)(void *sequence, size_t capacity);

    uint64_t (*sum_sequential)(const void *sequence); /* in order, one by one; 0 when empty */

    /* Sum of the elements at `count` >= 0 indices, each < length, in that order; repeats count. */
    uint64_t (*sum_at)(const void *sequence, const size_t *indices, size_t count);

    uint64_t (*checksum)(const void *sequence); /* sum of (index + 1) * value; not timed */

    /* `sequences` of them side by side, each with the values 0 ... length - 1 appended; the caller
     * owns *many until destroy_many. On failure *many stays as it was and nothing is held. */
    enum hr_status (*make_many)(const struct hr_adapter_config *config, size_t sequences,
                                size_t length, void **many);
    void (*destroy_many)(void *many); /* NULL is allowed; there exactly when make_many is */

    /* What it holds now; allocates nothing. The bytes of a structure that takes an allocator sum to
     * at least what it holds of it. */
    struct hr_footprint (*footprint)(const void *sequence);

    /* Calls `callback` with `context` for each block, none of which is NULL or has 0 bytes. */
    void (*blocks)(const void *sequence, hr_block_fn *callback, void *context);

    bool (*is_valid)(const void *sequence); /* its own invariants; asked after every verb */
    void (*destroy)(void *sequence);        /* gives everything back; NULL is allowed */

    /*
     * A crowd: `count` sequences at once, number s with the values 0 ... lengths[s] - 1. The five
     * verbs are there together or not at all. What a program would hold of the sequences is made by
     * crowd_fill, their headers and references to them too, and comes from the same allocator.
     */

    /* Ready to be filled; what only the harness needs is made here, outside the region. `lengths`
     * outlives the crowd. On failure *crowd stays as it was and nothing is held. */
    enum hr_status (*crowd_make)(const struct hr_adapter_config *config, const size_t *lengths,
                                 size_t count, void **crowd);

    /* Makes all sequences, each by appending its values one by one; once. A crowd that failed can
     * only be destroyed. */
    enum hr_status (*crowd_fill)(void *crowd);

    /* Of what was filled: sum of (s + 1) * (1 + checksum of sequence s); not timed. */
    uint64_t (*crowd_checksum)(const void *crowd);
    struct hr_footprint (*crowd_footprint)(const void *crowd); /* of all of them together */
    void (*crowd_destroy)(void *crowd);                        /* NULL is allowed */
};

/*
 * Tuples of references to a pool of boxes that are made beforehand: item i is a box of value i.
 * make, churn, checksum, footprint and destroy must be there; failures are as with sequences.
 */
struct hr_tuple_verbs {
    /* Ready to make tuples of `length` >= 0 items, `batch` > 0 of them alive together. The pool and
     * the places for a batch are made here, outside the region. HR_UNSUPPORTED for lengths that
     * cannot be had; on failure *tuples stays as it was and nothing is held. */
    enum hr_status (*make)(const struct hr_adapter_config *config, size_t length, size_t batch,
                           void **tuples);

    /* `count` times: makes a tuple of the length; each `batch` of them is then released, except the
     * last of the first churn, which stays to be read back. */
    enum hr_status (*churn)(void *tuples, size_t count);

    uint64_t (*checksum)(const void *tuples); /* tuples made + sum of the last one's items */

    /* Where there is a cache of released tuples; its parked bytes are those of the footprint. */
    struct hr_tuple_cache_counts (*cache_counts)(const void *tuples);

    struct hr_footprint (*footprint)(const void *tuples); /* of the last tuple; parked: all */
    bool (*is_valid)(const void *tuples);
    void (*destroy)(void *tuples); /* NULL is allowed */

    /* Grows a tuple to the length by concatenation, `step` items at a time (the last ones may be
     * fewer): each step makes a tuple of the next items and one of both, and releases the two. The
     * result stays to be read back, in place of the last tuple before it. Every length that is
     * reached counts as one tuple made, and an empty result as one. HR_OUT_OF_RANGE, changing
     * nothing, for a step of 0; after other failures what stays is the last tuple before it. */
    enum hr_status (*concat)(void *tuples, size_t step);

    /* A crowd of tuples, as with sequences: item i of each is the box of value i, and the boxes are
     * made by crowd_make. */
    enum hr_status (*crowd_make)(const struct hr_adapter_config *config, const size_t *lengths,
                                 size_t count, void **crowd);
    enum hr_status (*crowd_fill)(void *crowd);
    uint64_t (*crowd_checksum)(const void *crowd);
    struct hr_footprint (*crowd_footprint)(const void *crowd);
    void (*crowd_destroy)(void *crowd);
};

/*
 * The Julia set's coordinate lists; see coords.h for the meaning of each verb. make, build,
 * iterate, appends, sum, checksum, footprint and destroy must be there; failures are as with
 * sequences.
 */
struct hr_coords_verbs {
    enum hr_status (*make)(const struct hr_adapter_config *config, const struct hr_julia *julia,
                           void **coords);    /* as hr_coords_new; *julia lives for the call */
    enum hr_status (*build)(void *coords);    /* once; HR_INVALID when called again */
    enum hr_status (*iterate)(void *coords);  /* after build, once; HR_INVALID otherwise */
    uint64_t (*appends)(const void *coords);  /* by build: x + y + zs + cs; 0 of nothing stored */
    uint64_t (*sum)(const void *coords);      /* of the output list; 0 before iterate */
    uint64_t (*checksum)(const void *coords); /* as hr_coords_checksum */

    /* Of all lists; length and capacity are those of zs, 0 where nothing is stored. The bytes of a
     * structure that takes an allocator sum to at least what it holds of it. */
    struct hr_footprint (*footprint)(const void *coords);

    bool (*is_valid)(const void *coords);
    void (*destroy)(void *coords); /* NULL is allowed */
};

/* One structure. Names are of lower-case letters, digits and - _ + . and begin with a letter; a
 * parameter called `element_bytes` is the width that values are truncated to. */
struct hr_adapter {
    const char *name;    /* of the structure: "dynarray"; one that no other structure has */
    const char *summary; /* one line for lists */
    enum hr_interface interface;
    bool takes_growth;                     /* false: brings its own (`own`) or has none (`none`) */
    bool takes_allocator;                  /* false: asks malloc itself (`own`) */
    bool is_null;                          /* accepts everything, stores nothing: the floor */
    const struct hr_parameter *parameters; /* its own, ending with name NULL; NULL for none */
    const struct hr_sequence_verbs *sequence; /* exactly one of the three, by interface */
    const struct hr_tuple_verbs *tuple;
    const struct hr_coords_verbs *coords;
};

/* What a module exports under the name `hr_module`; HR_MODULE writes it. Lives as long as the
 * module is open, as everything does that it points to. */
struct hr_module {
    unsigned abi; /* HR_ADAPTER_ABI: first in every version */
    /* How long these structs were when the module was compiled. */
    unsigned module_bytes, adapter_bytes, sequence_bytes, tuple_bytes, coords_bytes;
    const char *name;    /* of the module, as names of structures are: "my-lists" */
    const char *version; /* of what it wraps, or of itself: "1.2.0", "unknown" */
    const char *origin;  /* where it comes from: a project, an address, "my own" */
    const struct hr_adapter *const *adapters; /* ends with NULL */
};

HR_END_C

/* Defines `hr_module`, once per module and outside of any function, in C and in C++. */
#define HR_MODULE(name, version, origin, adapters)                                                 \
    HR_BEGIN_C                                                                                     \
    HR_EXPORT extern const struct hr_module hr_module;                                             \
    const struct hr_module hr_module = {HR_ADAPTER_ABI,                                            \
                                        (unsigned)sizeof(struct hr_module),                        \
                                        (unsigned)sizeof(struct hr_adapter),                       \
                                        (unsigned)sizeof(struct hr_sequence_verbs),                \
                                        (unsigned)sizeof(struct hr_tuple_verbs),                   \
                                        (unsigned)sizeof(struct hr_coords_verbs),                  \
                                        name,                                                      \
                                        version,                                                   \
                                        origin,                                                    \
                                        adapters};                                                 \
    HR_END_C

#endif
