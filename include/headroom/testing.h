/*
 * testing.h - unit tests of what a container does with memory: any container, in C or C++, yours
 * or somebody else's, with any test framework or none.
 *
 * The library headroom::testing (pkg-config headroom-testing) stands before the C library's malloc
 * in the program that it is linked into. It counts what malloc, calloc, realloc, the aligned
 * functions, free and C++'s operators are asked for, exactly, and can refuse any one request.
 * Nothing is preloaded, no container is changed, and the library itself never allocates.
 *
 * How much may it cost? A thousand appends, at most 11 allocations, and nothing left:
 *
 *     struct hr_test_meter meter;
 *     hr_test_begin(&meter);
 *     struct vector *v = vector_new();
 *     for (int i = 0; i < 1000; i++) {
 *         vector_push(v, i);
 *     }
 *     HR_EXPECT_HEADROOM_AT_MOST(vector_length(v), vector_capacity(v), 100.0);
 *     vector_destroy(v);
 *     hr_test_end(&meter);
 *     HR_EXPECT_AT_MOST(&meter, HR_TEST_ALLOCATIONS, 11);
 *     HR_EXPECT_NO_LEAK(&meter);
 *
 * Does it survive every failure? Each allocation of a push is refused in turn; the vector must stay
 * as it was, stay usable and lose nothing:
 *
 *     static bool set_up(void *it) { ... a vector that is full ... }
 *     static bool push(void *it) { return vector_push(((struct fixture *)it)->vector, 7); }
 *     static uint64_t print(void *it) { ... hr_test_hash of length and elements ... }
 *     static void tear_down(void *it) { vector_destroy(((struct fixture *)it)->vector); }
 *
 *     struct hr_test_operation operation = {.name = "push", .context = &fixture, .set_up = set_up,
 *         .run = push, .fingerprint = print, .tear_down = tear_down};
 *     HR_EXPECT_SURVIVES_FAILURES(&operation);
 *
 * Is it a sequence at all? Random operations against a model; what differs is cut down to the
 * shortest list of operations that still differs, and printed with the seed:
 *
 *     static const struct hr_test_sequence sequence = {.name = "vector", .make = make,
 *         .destroy = destroy, .push = push, .insert = insert, .erase = erase, .at = at,
 *         .length = length, .capacity = capacity, .shrink = shrink, .element_bytes = 8};
 *     HR_EXPECT_SEQUENCE(&sequence, 1);
 *
 * Every check returns true when it passed, so that a plain assert works too; whatever did not pass
 * goes to the handler first (hr_test_set_handler), which by itself prints
 *
 *     test_vector.c:31: 1000 pushes: 12 allocations, at most 11 allowed
 *
 * and counts. Where nothing can be counted (a sanitizer or another malloc stands before the
 * library) every check that needs the counts says so as `unsupported` and returns false.
 */
#ifndef HEADROOM_TESTING_H
#define HEADROOM_TESTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <headroom/attributes.h>
#include <headroom/footprint.h>
#include <headroom/growth.h>

#ifdef __cplusplus
#include <new>
#endif

HR_BEGIN_C

/* ---- What a check says, and to whom ---- */

enum hr_test_verdict {
    HR_TEST_FAILED,
    HR_TEST_UNSUPPORTED, /* it could not be measured here */
};

struct hr_test_failure {
    const char *file;
    int line;
    enum hr_test_verdict verdict;
    const char *message; /* one line, or several; gone when the handler returns */
};

typedef void hr_test_handler(const struct hr_test_failure *failure, void *context);

/*
 * Whom all checks of the process tell from now on; NULL: the default, which prints FILE:LINE:
 * MESSAGE on standard error. Called when the check is over and everything is given back, so it may
 * leave the test by longjmp. For cmocka there is headroom/testing_cmocka.h; for GoogleTest:
 *
 *     hr_test_set_handler([](const hr_test_failure *failure, void *) {
 *         ADD_FAILURE_AT(failure->file, failure->line) << failure->message;
 *     }, nullptr);
 */
void hr_test_set_handler(hr_test_handler *handler, void *context);

/* How many checks did not pass since the start of the process, of each verdict. */
uint64_t hr_test_failed_count(void);
uint64_t hr_test_unsupported_count(void);

/* For the end of main: 1 if a check failed; else 77, which ctest and automake take for skipped, if
 * one was unsupported; else 0. */
int hr_test_exit_status(void);

/* Why nothing can be counted in this process; NULL where it can. For ever; never changes. */
const char *hr_test_unsupported(void);

/* ---- Meters: what this thread allocated between two points ---- */

enum { HR_TEST_LEFT_TOLD = 4 }; /* blocks */

/*
 * Of the calling thread alone: what other threads do does not disturb a meter, and `other_calls`
 * says whether there was any. A block belongs to the thread that made or last resized it, whoever
 * frees it. Bytes as requested. Calls that the compiler removed were never made: compilers drop a
 * malloc or new whose block they see unused, unless told -fno-builtin (gcc also
 * -fno-allocation-dce).
 */
struct hr_test_counts {
    /* Calls by kind that succeeded; aligned: posix_memalign aligned_alloc memalign valloc pvalloc.
     * new and delete count as what they call, malloc and free mostly. */
    uint64_t malloc_calls, calloc_calls, realloc_calls, aligned_calls, free_calls;
    uint64_t failed_calls; /* that gave NULL, refused ones too */
    uint64_t allocations;  /* calls that gave a block; a realloc is one, moved or not */
    uint64_t total_bytes;  /* requested by them */

    /* Of blocks made or resized in the meter; a realloc is one step, in which old and new block
     * are not counted together. */
    uint64_t live_blocks, live_bytes, peak_live_bytes;
    uint64_t peak_moving_bytes;  /* but together while realloc copies one to the other */
    uint64_t first_left_ordinal; /* the oldest that is left was which allocation, from 1; 0: none */
    uint64_t left_bytes[HR_TEST_LEFT_TOLD]; /* sizes of the oldest that are left */

    uint64_t readdressed_bytes; /* contents of blocks that realloc moved */
    uint64_t remapped_bytes;    /* that part of them which is known to have moved by mremap */
    /* Contents that the program can have copied itself: a block freed directly after another was
     * made counts with the smaller size of both. So do C++ containers grow. */
    uint64_t replaced_bytes;

    uint64_t map_calls;   /* mmap, mremap, munmap, madvise, malloc's own not counted */
    uint64_t other_calls; /* of the malloc family, by other threads meanwhile */
};

struct hr_test_meter {
    struct hr_test_counts counts; /* after hr_test_end */
    bool has_counts;              /* they are true */
    const char *unsupported;      /* why they are not; NULL where they are, or will be */
    const char *name;             /* for messages; NULL: none. To be set after begin. */
    uint64_t id;                  /* the library's; 0: ended */
};

/*
 * Meters nest: one that is begun in another is ended before it, and ending one ends those that its
 * thread began after it. 64 may run in a process; beyond them, and where a test was left without
 * ending its meters, the oldest is given up and becomes unsupported. Owns nothing. While a meter
 * runs, every call of the malloc family takes a lock.
 */
void hr_test_begin(struct hr_test_meter *meter);

/* By the same thread. Fills the counts; a second time does nothing. */
void hr_test_end(struct hr_test_meter *meter);

/* ---- Expectations: bounds on a meter, which they end if it still runs ---- */

enum hr_test_quantity {
    HR_TEST_ALLOCATIONS,
    HR_TEST_FREES, /* free_calls */
    HR_TEST_FAILED_CALLS,
    HR_TEST_TOTAL_BYTES,
    HR_TEST_PEAK_BYTES,        /* peak_live_bytes */
    HR_TEST_PEAK_MOVING_BYTES, /* what has to be there at once */
    HR_TEST_LIVE_BYTES,        /* left at the end */
    HR_TEST_LIVE_BLOCKS,
    /* readdressed and not remapped, plus replaced: what growing can have copied. */
    HR_TEST_COPIED_BYTES,
    HR_TEST_MAP_CALLS,
};

#define HR_EXPECT_AT_MOST(meter, quantity, most)                                                   \
    hr_test_expect_at_most(__FILE__, __LINE__, meter, quantity, most)
#define HR_EXPECT_EXACTLY(meter, quantity, count)                                                  \
    hr_test_expect_exactly(__FILE__, __LINE__, meter, quantity, count)
/* Nothing that was made in the meter is left; else how many, how large, and which was the first. */
#define HR_EXPECT_NO_LEAK(meter) hr_test_expect_no_leak(__FILE__, __LINE__, meter)
/* Slots not in use, in per cent of the length. Needs no counts. No length: no capacity allowed. */
#define HR_EXPECT_HEADROOM_AT_MOST(length, capacity, percent)                                      \
    hr_test_expect_headroom(__FILE__, __LINE__, length, capacity, percent)
#define HR_EXPECT_FOOTPRINT_HEADROOM_AT_MOST(footprint, percent)                                   \
    hr_test_expect_headroom(__FILE__, __LINE__, (footprint)->length, (footprint)->capacity, percent)

bool hr_test_expect_at_most(const char *file, int line, struct hr_test_meter *meter,
                            enum hr_test_quantity quantity, uint64_t most);
bool hr_test_expect_exactly(const char *file, int line, struct hr_test_meter *meter,
                            enum hr_test_quantity quantity, uint64_t count);
bool hr_test_expect_no_leak(const char *file, int line, struct hr_test_meter *meter);
bool hr_test_expect_headroom(const char *file, int line, size_t length, size_t capacity,
                             double percent);

/* ---- Refused allocations ---- */

enum hr_test_refusal {
    HR_TEST_REFUSE_ONE,  /* the chosen request alone */
    HR_TEST_REFUSE_REST, /* that one and all that follow */
};

/*
 * From now on the calling thread's request number `first` (from 1) is refused: malloc and friends
 * give NULL with errno ENOMEM, operator new throws std::bad_alloc or, nothrow, gives NULL. Requests
 * of other threads, free, and realloc to 0 bytes are never refused. Does nothing where unsupported.
 */
void hr_test_refuse(uint64_t first, enum hr_test_refusal refusal);

/* Ends that. Returns how many requests were refused. */
uint64_t hr_test_refuse_stop(void);

/* An operation that may fail for want of memory. Callbacks return false for "could not". */
struct hr_test_operation {
    const char *name;
    void *context; /* handed to every callback */

    bool (*set_up)(void *context); /* makes the object; NULL: there is nothing to make */
    /* What is tested. May be called again after it failed. In C++ exceptions must not leave it:
     * hr_test_caught. */
    bool (*run)(void *context);
    /* A hash of all that a user of the object can see (hr_test_hash); it must be the same before
     * the operation and after one that failed, and the same after each that succeeded. NULL: not
     * compared. What may differ, such as a capacity that is not promised, stays out of it. */
    uint64_t (*fingerprint)(void *context);
    bool (*is_usable)(void *context); /* asked after each failure, before run is tried again */
    void (*tear_down)(void *context); /* gives everything back, NULL: nothing */

    bool may_not_allocate; /* that nothing asked for memory is no failure */
    uint64_t refused;      /* set by the check: how many requests were refused in all */
};

/*
 * Runs set_up, run, tear_down with the 1st, 2nd, … request of `run` refused, until one passes
 * without a refusal; first that request alone, then it and all after it. After each failure: the
 * fingerprint is that of before, is_usable says yes, a second `run` without refusals succeeds with
 * the result of an undisturbed one; after tear_down nothing is left. A run that copes with a
 * refusal and succeeds must have the undisturbed result. Stops at the first violation. Needs at
 * least one refusal, unless may_not_allocate, so that no test is empty. At most 100,000 runs.
 */
#define HR_EXPECT_SURVIVES_FAILURES(operation)                                                     \
    hr_test_expect_survives(__FILE__, __LINE__, operation)
bool hr_test_expect_survives(const char *file, int line, struct hr_test_operation *operation);

/* Bytes into a hash that goes on from `hash`; start with 0. */
uint64_t hr_test_hash(uint64_t hash, const void *bytes, size_t count);

/* ---- Growth ---- */

/* The next capacity of a container that has `capacity` slots and needs `needed` > capacity. */
typedef size_t hr_test_next_fn(size_t capacity, size_t needed, void *context);

struct hr_test_growth {
    const char *name;
    hr_test_next_fn *next;
    void *context;
    size_t length_most;   /* pushes simulated, one by one from 0; 0: 2^20 */
    size_t limit;         /* greatest capacity it may give; 0: SIZE_MAX */
    double copied_most;   /* elements copied per push, at any length; 0: 32 */
    double headroom_most; /* per cent of the length, after `headroom_from`; 0: any */
    size_t headroom_from; /* lengths below are not looked at */
    /* A larger full container may get less than a smaller one, as under folly's fbvector, Nim's seq
     * or OCaml's Dynarray where their rule changes. */
    bool may_dip;

    /* Set by the check, as far as it came. */
    size_t growths, capacity; /* how often it grew, and to what */
    double copied_per_push;   /* the worst: just after a growth, sum of lengths / length */
    double headroom_percent;  /* the worst from headroom_from on */
};

/*
 * A growth function, alone: no container, no memory. It gives at least what is needed and at most
 * the limit, for one slot more and for many; a larger container that is full gets no less than a
 * smaller one that is not empty, unless may_dip; up to the limit nothing wraps (it must saturate);
 * copies stay within copied_most, which a constant step, quadratic, cannot. Reports the first
 * violation with its numbers. Needs no counts. About 10,000 calls and those that the pushes cause.
 */
#define HR_EXPECT_GROWTH(growth) hr_test_expect_growth(__FILE__, __LINE__, growth)
bool hr_test_expect_growth(const char *file, int line, struct hr_test_growth *growth);

/* A policy of growth.h as such a function, by pushes of eight bytes; context: a const struct
 * hr_growth *. Wants headroom::structures linked too. */
static inline size_t hr_test_next_of_policy(size_t capacity, size_t needed, void *context) {
    struct hr_growth_request request;
    memset(&request, 0, sizeof request);
    request.length = capacity;
    request.capacity = capacity;
    request.needed = needed;
    request.element_bytes = 8;
    request.reason = HR_GROWTH_PUSH;
    request.limit = SIZE_MAX; /* the check has its own */
    return hr_growth_next((const struct hr_growth *)context, &request);
}

/* ---- Sequences against a model ---- */

/*
 * How a sequence of numbers is done. make, destroy, length and at must be there, and one of push
 * and insert; NULL: there is no such operation. bool: false for "no memory", with the sequence as
 * it was. Indices are always within, pop and erase are asked only of what is there.
 */
struct hr_test_sequence {
    const char *name;
    void *context; /* handed to make */

    void *(*make)(void *context); /* an empty one; NULL: no memory */
    void (*destroy)(void *list);
    size_t (*length)(void *list);
    uint64_t (*at)(void *list, size_t index);
    bool (*push)(void *list, uint64_t value);
    bool (*insert)(void *list, size_t index, uint64_t value);
    bool (*pop)(void *list, uint64_t *value);
    bool (*erase)(void *list, size_t index, size_t count); /* count > 0 */
    bool (*set)(void *list, size_t index, uint64_t value);
    bool (*reserve)(void *list, size_t capacity); /* afterwards capacity is at least that */
    bool (*shrink)(void *list);
    bool (*clear)(void *list);
    void *(*copy)(void *list);      /* an equal one, which goes on; the old one is destroyed */
    size_t (*capacity)(void *list); /* never less than the length */
    bool (*is_valid)(void *list);   /* the container's own check of itself */

    unsigned value_bits; /* of an element, numbers stay below 2 to the power of it; 0: 64 */
    /* Of a slot. Where it is not 0 and `capacity` is there, the sequence must hold blocks of at
     * least capacity * element_bytes: a capacity that outlived its block is found before anybody
     * writes there. */
    size_t element_bytes;
    unsigned operations;  /* 0: 2000 */
    unsigned length_most; /* 0: 100 */
    bool with_refusals;   /* one operation in eight has its first request refused */
};

/*
 * Random operations from `seed`, each done to the sequence and to a plain array; after each,
 * length, every element, capacity, is_valid and blocks are compared, and after destroy nothing may
 * be left. On a difference the operations are run again with ever fewer of them, while something
 * still differs, and the shortest list found is the message. Equal seeds, equal operations, on
 * every machine. Where nothing can be counted, leaks, blocks and refusals are left out, and
 * unsupported only if element_bytes or with_refusals asks for them.
 */
#define HR_EXPECT_SEQUENCE(sequence, seed)                                                         \
    hr_test_expect_sequence(__FILE__, __LINE__, sequence, seed)
bool hr_test_expect_sequence(const char *file, int line, const struct hr_test_sequence *sequence,
                             uint64_t seed);

HR_END_C

#ifdef __cplusplus
/* Calls it; false where it threw std::bad_alloc. For the callbacks above, which C calls. */
template <class Call> inline bool hr_test_caught(Call &&call) {
    try {
        call();
        return true;
    } catch (const std::bad_alloc &) {
        return false;
    }
}
#endif

#endif
