/*
 * tuple.c - making and releasing a tuple through the cache against malloc, filling and free.
 *
 * Both sides write the same header and take and drop the references of the same boxes. The other
 * side is what tuples would cost without a cache, written out with nothing else in the way.
 */
#include <headroom/adapter.h>
#include <headroom/tuple.h>

#include "paired.h"

enum { LENGTHS = 20, REPEATS = 1000000 };

static struct hr_box *boxes[LENGTHS];
static volatile size_t sink;

static bool make_boxes(const struct hr_allocator *heap) {
    for (size_t i = 0; i < LENGTHS; i++) {
        if (hr_box_new_integer(heap, (int64_t)i, &boxes[i]) != HR_OK) {
            return false;
        }
    }
    return true;
}

static double through_cache(size_t length) {
    const struct hr_allocator *heap = hr_allocator_find("heap");
    struct hr_tuple_cache cache;
    hr_tuple_cache_init(&cache, heap, hr_tuple_cache_preset_find("cpython-3.11"));
    if (!make_boxes(heap)) {
        return -1;
    }
    const double start = paired_cpu_ns();
    for (size_t i = 0; i < REPEATS; i++) {
        struct hr_tuple *tuple;
        if (hr_tuple_new(&cache, boxes, length, &tuple) != HR_OK) {
            return -1;
        }
        hr_barrier();
        hr_tuple_release(&cache, tuple);
        hr_barrier();
    }
    const double ns = paired_cpu_ns() - start;
    hr_tuple_cache_clean_up(&cache);
    return ns / REPEATS;
}

static struct hr_tuple *malloc_tuple(size_t length) {
    struct hr_tuple *tuple = malloc(sizeof *tuple + length * sizeof tuple->items[0]);
    if (tuple != NULL) {
        tuple->reference_count = 1;
        tuple->length = length;
        tuple->next = NULL;
        for (size_t i = 0; i < length; i++) {
            tuple->items[i] = hr_box_take(boxes[i]);
        }
    }
    return tuple;
}

static void free_tuple(const struct hr_allocator *heap, struct hr_tuple *tuple) {
    if (--tuple->reference_count == 0) {
        for (size_t i = 0; i < tuple->length; i++) {
            hr_box_release(heap, tuple->items[i]);
        }
        free(tuple);
    }
}

static double through_malloc(size_t length) {
    const struct hr_allocator *heap = hr_allocator_find("heap");
    if (!make_boxes(heap)) {
        return -1;
    }
    const double start = paired_cpu_ns();
    for (size_t i = 0; i < REPEATS; i++) {
        struct hr_tuple *tuple = malloc_tuple(length);
        if (tuple == NULL) {
            return -1;
        }
        hr_barrier();
        sink = tuple->length;
        free_tuple(heap, tuple);
        hr_barrier();
    }
    return (paired_cpu_ns() - start) / REPEATS;
}

/* What must be reached: half the time up to length 5, never slower to 20. */
static double target_of(size_t length) {
    return length <= 5 ? 0.5 : 1.0;
}

int main(int argc, char **argv) {
    static char names[LENGTHS][3][24];
    static struct paired_comparison comparisons[LENGTHS];
    for (size_t i = 0; i < LENGTHS; i++) {
        const size_t length = i + 1;
        snprintf(names[i][0], sizeof names[i][0], "length-%zu", length);
        snprintf(names[i][1], sizeof names[i][1], "cache-%zu", length);
        snprintf(names[i][2], sizeof names[i][2], "malloc-%zu", length);
        comparisons[i] = (struct paired_comparison){
            .name = names[i][0],
            .ours = {.name = names[i][1], .run = through_cache, .parameter = length},
            .theirs = {.name = names[i][2], .run = through_malloc, .parameter = length},
            .target = target_of(length),
        };
    }
    return paired_main(argc, argv, comparisons, LENGTHS,
                       "CPU time of a tuple made and released through the cache / through malloc "
                       "and free; ours_ns: per tuple");
}
