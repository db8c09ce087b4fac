/*
 * growth.c - arrays built one append after the other, under the tracer: after each append, from
 * length 0 on, three accounts of what it cost must be equal: a closed formula (push_oracle.h), the
 * block ledger, and the tracer's malloc ledger. The oracle's policies, on realloc and on copying.
 *
 * Run with the tracer preloaded, and a malloc after it, whose name is the argument. Exit status 0:
 * all equal. Plain C, for nothing but the structures may allocate.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include <headroom/dynarray.h>

#include "support/push_oracle.h"
#include "trace/trace.h"

enum { LENGTH_MOST = 10000, MOST_MESSAGES = 20 };

struct words3 {
    uint64_t word[3];
};

HR_DYNARRAY_DEFINE(narrow, uint64_t);
HR_DYNARRAY_DEFINE(wide, struct words3);

/* One array, and what is known of it. */
struct building {
    const char *growth, *allocator;
    struct hr_counting_allocator counting;
    struct push_oracle oracle;
    size_t length;
    uint64_t given_up_bytes; /* size of the block before the last growth */
    bool is_copying;
};

static trace_mark_fn *begin;
static trace_read_fn *read_counts;
static struct trace_counts trace;
static unsigned long failures, comparisons;

static void expect(const struct building *it, const char *what, uint64_t found, uint64_t expected) {
    comparisons++;
    if (found != expected && ++failures <= MOST_MESSAGES) {
        printf("%s on %s, %zu elements of %zu bytes: %s is %llu, expected %llu\n", it->growth,
               it->allocator, it->length, it->oracle.element_bytes, what, (unsigned long long)found,
               (unsigned long long)expected);
    }
}

#define EXPECT_TRACE(field, expected) expect(it, #field, trace.field, expected)
#define EXPECT_BLOCK(field, expected) expect(it, "block " #field, counts->field, expected)

static void compare_calls(const struct building *it) {
    uint64_t requests = it->oracle.requests, resizes = requests > 0 ? requests - 1 : 0;
    EXPECT_TRACE(malloc_calls, it->is_copying ? requests : 0);
    EXPECT_TRACE(realloc_calls, it->is_copying ? 0 : requests);
    EXPECT_TRACE(free_calls, it->is_copying ? resizes : 0);
    EXPECT_TRACE(calloc_calls + trace.aligned_calls + trace.failed_calls, 0);
    EXPECT_TRACE(heap_allocs, requests);
    EXPECT_TRACE(heap_frees, resizes);
    EXPECT_TRACE(heap_bytes, it->oracle.requested_bytes);
    EXPECT_TRACE(foreign_frees, 0);
    EXPECT_TRACE(dropped, 0);
}

/* realloc is one step for the tracer; malloc and free have both blocks there for a moment. */
static void compare_levels(const struct building *it) {
    uint64_t live = (uint64_t)it->oracle.capacity * it->oracle.element_bytes;
    uint64_t peak = live + (it->is_copying ? it->given_up_bytes : 0);
    EXPECT_TRACE(live_blocks, live > 0);
    EXPECT_TRACE(live_bytes, live);
    EXPECT_TRACE(peak_live_bytes_low, peak);
    EXPECT_TRACE(peak_live_bytes_high, peak);
    expect(it, "usable at least live", trace.live_usable_bytes >= live, 1);
}

static void compare_blocks(const struct building *it) {
    const struct hr_block_counts *counts = &it->counting.counts;
    uint64_t requests = it->oracle.requests;
    uint64_t live = (uint64_t)it->oracle.capacity * it->oracle.element_bytes;
    EXPECT_BLOCK(allocate_calls, requests > 0);
    EXPECT_BLOCK(resize_calls, requests > 0 ? requests - 1 : 0);
    EXPECT_BLOCK(release_calls, 0);
    EXPECT_BLOCK(requested_bytes, it->oracle.requested_bytes);
    EXPECT_BLOCK(total_bytes, live);
    EXPECT_BLOCK(live_bytes, live);
    EXPECT_BLOCK(peak_live_bytes, live);
    EXPECT_BLOCK(live_blocks, live > 0);
    if (it->is_copying) {
        EXPECT_BLOCK(peak_moving_bytes, live + it->given_up_bytes);
        EXPECT_BLOCK(readdressed_bytes, it->oracle.copied_if_all_copied);
        EXPECT_BLOCK(copied_bytes, it->oracle.copied_if_all_copied);
        EXPECT_TRACE(readdressed_bytes, 0);
    } else {
        EXPECT_BLOCK(readdressed_bytes, trace.readdressed_bytes);
        expect(it, "copied at most all", counts->copied_bytes <= it->oracle.copied_if_all_copied,
               1);
    }
}

static void compare(struct building *it) {
    size_t before = it->oracle.capacity;
    push_oracle_advance(&it->oracle, it->length);
    if (it->oracle.capacity != before) {
        it->given_up_bytes = (uint64_t)before * it->oracle.element_bytes;
    }
    read_counts(&trace);
    compare_calls(it);
    compare_levels(it);
    compare_blocks(it);
}

/* After the array is gone: what was live is freed, nothing else. */
static void compare_end(struct building *it) {
    uint64_t frees = it->oracle.requests;
    read_counts(&trace);
    EXPECT_TRACE(free_calls, it->is_copying ? frees : frees > 0);
    EXPECT_TRACE(heap_frees, frees);
    EXPECT_TRACE(live_blocks, 0);
    EXPECT_TRACE(live_bytes, 0);
    EXPECT_TRACE(live_usable_bytes, 0);
    expect(it, "block live_bytes", it->counting.counts.live_bytes, 0);
    expect(it, "block release_calls", it->counting.counts.release_calls, frees > 0);
}

static void open_building(struct building *it, const struct hr_growth *growth,
                          const char *allocator, size_t element_bytes) {
    *it = (struct building){.growth = growth->name,
                            .allocator = allocator,
                            .oracle = {.policy = growth->name, .element_bytes = element_bytes},
                            .is_copying = strcmp(allocator, "copying") == 0};
    hr_counting_allocator_init(&it->counting, hr_allocator_find(allocator));
    expect(it, "formula is known", push_oracle_capacity(growth->name, 0) > 0, 1);
}

static void build_narrow(const struct hr_growth *growth, const char *allocator, size_t length) {
    struct building it;
    struct narrow array;
    open_building(&it, growth, allocator, sizeof(uint64_t));
    narrow_init(&array, &(struct hr_dynarray_config){.allocator = &it.counting.allocator,
                                                     .growth = growth});
    begin();
    compare(&it);
    while (it.length < length) {
        expect(&it, "push", narrow_push(&array, it.length) == HR_OK, 1);
        it.length++;
        compare(&it);
    }
    expect(&it, "capacity", array.core.capacity, it.oracle.capacity);
    narrow_clean_up(&array);
    compare_end(&it);
}

static void build_wide(const struct hr_growth *growth, const char *allocator, size_t length) {
    struct building it;
    struct wide array;
    open_building(&it, growth, allocator, sizeof(struct words3));
    wide_init(&array,
              &(struct hr_dynarray_config){.allocator = &it.counting.allocator, .growth = growth});
    begin();
    compare(&it);
    while (it.length < length) {
        expect(&it, "push", wide_push(&array, (struct words3){{it.length}}) == HR_OK, 1);
        it.length++;
        compare(&it);
    }
    expect(&it, "capacity", array.core.capacity, it.oracle.capacity);
    wide_clean_up(&array);
    compare_end(&it);
}

static void find(const char *symbol, void *function) {
    *(void **)function = dlsym(RTLD_DEFAULT, symbol);
}

/* Exit status 3: nothing was compared. */
static bool is_traced(const char *malloc_name) {
    trace_next_fn *next = NULL;
    find(TRACE_BEGIN_SYMBOL, &begin);
    find(TRACE_READ_SYMBOL, &read_counts);
    find(TRACE_NEXT_SYMBOL, &next);
    const char *path = begin != NULL && read_counts != NULL && next != NULL ? next() : NULL;
    const char *slash = path != NULL ? strrchr(path, '/') : NULL;
    if (slash == NULL || strncmp(slash + 1, malloc_name, strlen(malloc_name)) != 0) {
        printf("the tracer calls '%s', not '%s'\n", path != NULL ? path : "nobody", malloc_name);
        return false;
    }
    return true;
}

int main(int argc, char **argv) {
    static const char *const allocators[] = {"heap", "copying"};
    static char buffer[BUFSIZ];
    size_t policies = 0;
    /* A buffer of stdio's own would be an allocation in the middle. */
    if (setvbuf(stdout, buffer, _IOFBF, sizeof buffer) != 0 || argc != 2 || !is_traced(argv[1])) {
        return 3;
    }
    for (; push_oracle_policy(policies) != NULL; policies++) {
        const struct hr_growth *growth = hr_growth_find(push_oracle_policy(policies));
        for (size_t a = 0; a < sizeof allocators / sizeof allocators[0]; a++) {
            build_narrow(growth, allocators[a], LENGTH_MOST);
            build_wide(growth, allocators[a], LENGTH_MOST / 10);
        }
    }
    printf("%zu policies, %lu comparisons, %lu differences\n", policies, comparisons, failures);
    return failures != 0 || policies == 0;
}
