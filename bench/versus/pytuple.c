/*
 * pytuple.c - making and releasing a tuple through our cache against the real CPython, embedded.
 *
 * Both sides make a tuple of the same n shared floats, take a reference of each, and drop it again;
 * both tuples come from a free list. The Python side is what its own C code would write:
 * PyTuple_New, PyTuple_SET_ITEM with a new reference, Py_DECREF. It pays for what we have no use
 * for: every tuple is zeroed, entered in the cyclic collector's list and taken out again.
 */
#include <Python.h>

#include <headroom/adapter.h>
#include <headroom/tuple.h>

#include "paired.h"

enum { LENGTHS = 20, REPEATS = 2000000 };

/* Nanoseconds per tuple, or less than 0. */
static double time_headroom(struct hr_tuple_cache *cache, struct hr_box *const *boxes,
                            size_t length) {
    const double start = paired_cpu_ns();
    for (size_t i = 0; i < REPEATS; i++) {
        struct hr_tuple *tuple;
        if (hr_tuple_new(cache, boxes, length, &tuple) != HR_OK) {
            return -1;
        }
        hr_barrier();
        hr_tuple_release(cache, tuple);
        hr_barrier();
    }
    return (paired_cpu_ns() - start) / REPEATS;
}

static double ours(size_t length) {
    const struct hr_allocator *heap = hr_allocator_find("heap");
    struct hr_box *boxes[LENGTHS];
    struct hr_tuple_cache cache;
    hr_tuple_cache_init(&cache, heap, hr_tuple_cache_preset_find("cpython-3.11"));
    for (size_t i = 0; i < LENGTHS; i++) {
        if (hr_box_new_float(heap, (double)i + 0.5, &boxes[i]) != HR_OK) {
            return -1;
        }
    }
    const double ns = time_headroom(&cache, boxes, length);
    const uint64_t hits = hr_tuple_cache_counts(&cache).hits;
    hr_tuple_cache_clean_up(&cache);
    for (size_t i = 0; i < LENGTHS; i++) {
        hr_box_release(heap, boxes[i]);
    }
    return hits == REPEATS - 1 ? ns : -1;
}

/* An interpreter that reads neither environment nor site packages. */
static bool start_python(void) {
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0;
    const PyStatus status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    return !PyStatus_Exception(status);
}

/* Nanoseconds per tuple, or less than 0. */
static double time_python(PyObject *const *floats, Py_ssize_t length) {
    const double start = paired_cpu_ns();
    for (size_t i = 0; i < REPEATS; i++) {
        PyObject *tuple = PyTuple_New(length);
        if (tuple == NULL) {
            return -1;
        }
        for (Py_ssize_t at = 0; at < length; at++) {
            Py_INCREF(floats[at]);
            PyTuple_SET_ITEM(tuple, at, floats[at]);
        }
        hr_barrier();
        Py_DECREF(tuple);
        hr_barrier();
    }
    return (paired_cpu_ns() - start) / REPEATS;
}

static double theirs(size_t length) {
    PyObject *floats[LENGTHS];
    if (!start_python()) {
        return -1;
    }
    for (size_t i = 0; i < LENGTHS; i++) {
        floats[i] = PyFloat_FromDouble((double)i + 0.5);
        if (floats[i] == NULL) {
            return -1;
        }
    }
    const double ns = time_python(floats, (Py_ssize_t)length);
    for (size_t i = 0; i < LENGTHS; i++) {
        Py_DECREF(floats[i]);
    }
    return Py_FinalizeEx() == 0 ? ns : -1;
}

/* What must be reached: a quarter of the time up to length 8, never slower to 20. */
static double target_of(size_t length) {
    return length <= 8 ? 0.25 : 1.0;
}

int main(int argc, char **argv) {
    static char names[LENGTHS][3][24];
    static struct paired_comparison comparisons[LENGTHS];
    for (size_t i = 0; i < LENGTHS; i++) {
        const size_t length = i + 1;
        snprintf(names[i][0], sizeof names[i][0], "length-%zu", length);
        snprintf(names[i][1], sizeof names[i][1], "headroom-%zu", length);
        snprintf(names[i][2], sizeof names[i][2], "cpython-%zu", length);
        comparisons[i] = (struct paired_comparison){
            .name = names[i][0],
            .ours = {.name = names[i][1], .run = ours, .parameter = length},
            .theirs = {.name = names[i][2], .run = theirs, .parameter = length},
            .target = target_of(length),
        };
    }
    return paired_main(
        argc, argv, comparisons, LENGTHS,
        "CPU time of a tuple made and released through the cache / by CPython " PY_VERSION
        "; ours_ns: per tuple");
}
