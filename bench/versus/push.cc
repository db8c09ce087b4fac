/*
 * push.cc - dynarray's push against the push of four arrays that C and C++ programs use:
 * std::vector, stb_ds, utarray and GLib's GArray; whichever of them was found when this was built.
 *
 * A build makes an empty array, pushes n elements, reads one back and frees the array. Three loops:
 * `kernel` has the optimization barrier per element that every adapter has; `plain` has none and
 * lets the compiler do what it can; `handed` is the kernel in a function that is handed a pointer
 * to the array, where no side can keep the array's own fields in registers. Values, loop and
 * barrier are the same on all sides. All nine cells of a loop use one choice of allocator and
 * growth, which anybody can make by name.
 *
 * The line `fastest` of a cell is the greatest of its ratios, and the greatest of their upper ends:
 * the ratio to the fastest of the others, whichever that is.
 */
#include <memory>
#include <new>
#include <string>
#include <vector>

#if defined(HAVE_STB_DS)
#include <stb/stb_ds.h>
#endif
#if defined(HAVE_UTARRAY)
#include <utarray.h>
#endif
#if defined(HAVE_GARRAY)
#include <glib.h>
#endif

#include <headroom/adapter.h>
#include <headroom/dynarray.h>

#include "paired.h"

namespace {

struct three_words {
    uint64_t first, second, third;
};

enum class loop { kernel, plain, handed };

/* The element that stands for the number i, and the number that an element stands for. */
template <class element> element from_number(size_t i) {
    if constexpr (sizeof(element) == sizeof(three_words)) {
        return {i, i, i};
    } else {
        return static_cast<element>(i);
    }
}

uint64_t number_of(uint64_t value) {
    return value;
}

uint64_t number_of(three_words value) {
    return value.third;
}

HR_DYNARRAY_DEFINE(bytes, uint8_t);
HR_DYNARRAY_DEFINE(words, uint64_t);
HR_DYNARRAY_DEFINE(triples, three_words);

struct hr_dynarray_config dynarray_config;

/*
 * A side's array: begin() makes it empty, push() appends, at() reads, end() frees. push() is false
 * when there is no memory; the others stop the process or throw by themselves.
 */
template <class element> struct dynarray_side;

#define DYNARRAY_SIDE(name, element)                                                               \
    template <> struct dynarray_side<element> {                                                    \
        struct name array;                                                                         \
        void begin() {                                                                             \
            name##_init(&array, &dynarray_config);                                                 \
        }                                                                                          \
        bool push(element value) {                                                                 \
            return name##_push(&array, value) == HR_OK;                                            \
        }                                                                                          \
        element at(size_t index) {                                                                 \
            return *name##_at(&array, index);                                                      \
        }                                                                                          \
        void end() {                                                                               \
            name##_clean_up(&array);                                                               \
        }                                                                                          \
    }

DYNARRAY_SIDE(bytes, uint8_t);
DYNARRAY_SIDE(words, uint64_t);
DYNARRAY_SIDE(triples, three_words);

template <class element> struct vector_side {
    std::vector<element> array;
    void begin() {
    }
    bool push(element value) {
        array.push_back(value);
        return true;
    }
    element at(size_t index) {
        return array[index];
    }
    void end() {
    }
};

#if defined(HAVE_STB_DS)
template <class element> struct stb_side {
    element *array;
    void begin() {
        array = nullptr;
    }
    bool push(element value) {
        stbds_arrput(array, value);
        return true;
    }
    element at(size_t index) {
        return index < stbds_arrlenu(array) ? array[index] : element();
    }
    void end() {
        stbds_arrfree(array);
    }
};
#endif

#if defined(HAVE_UTARRAY)
template <class element> struct utarray_side {
    UT_array array;
    void begin() {
        const UT_icd kind = {sizeof(element), nullptr, nullptr, nullptr};
        utarray_init(&array, &kind);
    }
    bool push(element value) {
        utarray_push_back(&array, &value);
        return true;
    }
    element at(size_t index) {
        const void *found = utarray_eltptr(&array, static_cast<unsigned>(index));
        return found != nullptr ? *static_cast<const element *>(found) : element();
    }
    void end() {
        utarray_done(&array);
    }
};
#endif

#if defined(HAVE_GARRAY)
template <class element> struct garray_side {
    GArray *array;
    void begin() {
        array = g_array_new(FALSE, FALSE, sizeof(element));
    }
    bool push(element value) {
        g_array_append_val(array, value);
        return true;
    }
    element at(size_t index) {
        return g_array_index(array, element, index);
    }
    void end() {
        g_array_free(array, TRUE);
    }
};
#endif

volatile uint64_t sink;

template <class side, class element, bool has_barrier>
inline __attribute__((always_inline)) bool push_all(side *array, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (HR_UNLIKELY(!array->push(from_number<element>(i)))) {
            return false;
        }
        if (has_barrier) {
            hr_barrier();
        }
    }
    return true;
}

/* The compiler is not to know whose array it is. */
template <class side, class element>
__attribute__((noinline)) bool push_all_handed(side *array, size_t count) {
    __asm__ volatile("" : "+r"(array));
    return push_all<side, element, true>(array, count);
}

template <class side, class element, loop which>
__attribute__((noinline)) bool build(size_t count) {
    side array;
    array.begin();
    const bool is_whole = which == loop::handed
                              ? push_all_handed<side, element>(&array, count)
                              : push_all<side, element, which == loop::kernel>(&array, count);
    const uint64_t middle = is_whole ? number_of(array.at(count / 2)) : 0;
    array.end();
    sink = middle;
    return is_whole && middle == number_of(from_number<element>(count / 2));
}

/* Builds per process, so that short ones can be timed; the first of several is not counted. */
size_t builds_of(size_t count) {
    constexpr size_t pushes = 10000000;
    return count < pushes ? pushes / count : 1;
}

template <class side, class element, loop which> double time_builds(size_t count) {
    const size_t builds = builds_of(count);
    try {
        if (builds > 1 && !build<side, element, which>(count)) {
            return -1;
        }
        const double start = paired_cpu_ns();
        for (size_t i = 0; i < builds; i++) {
            if (!build<side, element, which>(count)) {
                return -1;
            }
        }
        return (paired_cpu_ns() - start) / static_cast<double>(builds);
    } catch (const std::bad_alloc &) {
        return -1;
    }
}

/* A library and its loops over the three element types; NULL name: the end of the list. */
struct library {
    const char *name;
    double (*time_builds[3][3])(size_t count); /* by loop and element */
};

#define LOOPS_OF(side, which)                                                                      \
    {                                                                                              \
        time_builds<side<uint8_t>, uint8_t, which>, time_builds<side<uint64_t>, uint64_t, which>,  \
            time_builds<side<three_words>, three_words, which>                                     \
    }
#define LIBRARY(name, side)                                                                        \
    {                                                                                              \
        name, {                                                                                    \
            LOOPS_OF(side, loop::kernel), LOOPS_OF(side, loop::plain),                             \
                LOOPS_OF(side, loop::handed)                                                       \
        }                                                                                          \
    }

const struct library ours = LIBRARY("dynarray", dynarray_side);

const struct library others[] = {
    LIBRARY("vector", vector_side),
#if defined(HAVE_STB_DS)
    LIBRARY("stb_ds", stb_side),
#endif
#if defined(HAVE_UTARRAY)
    LIBRARY("utarray", utarray_side),
#endif
#if defined(HAVE_GARRAY)
    LIBRARY("garray", garray_side),
#endif
};

constexpr size_t libraries = sizeof others / sizeof others[0];

const char *const loop_names[] = {"kernel", "plain", "handed"};
const size_t element_bytes[] = {sizeof(uint8_t), sizeof(uint64_t), sizeof(three_words)};
const struct {
    const char *name;
    size_t elements;
} lengths[] = {{"1e3", 1000}, {"1e5", 100000}, {"1e7", 10000000}};

/* What is measured: the comparisons of a cell lie behind each other, one for each library. */
struct table {
    std::vector<std::unique_ptr<std::string>> names; /* what the comparisons point to */
    std::vector<struct paired_comparison> comparisons;

    const char *keep(const std::string &name) {
        names.push_back(std::make_unique<std::string>(name));
        return names.back()->c_str();
    }

    void add_cell(size_t which, size_t length, size_t element) {
        const std::string cell = std::string(loop_names[which]) + "-" + lengths[length].name + "x" +
                                 std::to_string(element_bytes[element]);
        const size_t elements = lengths[length].elements;
        const struct paired_side our_side = {keep(cell + "-" + ours.name),
                                             ours.time_builds[which][element], elements, NULL};
        for (const struct library &other : others) {
            const char *name = keep(cell + "-" + other.name);
            comparisons.push_back(
                {name, our_side, {name, other.time_builds[which][element], elements, NULL}, 0});
        }
    }
};

struct table all_cells() {
    struct table table;
    for (size_t which = 0; which < 3; which++) {
        for (size_t length = 0; length < 3; length++) {
            for (size_t element = 0; element < 3; element++) {
                table.add_cell(which, length, element);
            }
        }
    }
    return table;
}

/* The lines of one cell; false when one could not be measured. */
bool report_cell(const struct paired_comparison *cell, const struct paired_options *options) {
    double ratio = 0, high = 0;
    size_t measured = 0;
    bool is_complete = true;
    for (size_t i = 0; i < libraries; i++) {
        struct paired_ratio found;
        if (strstr(cell[i].name, options->only) == NULL) {
            continue;
        }
        if (!paired_report(&cell[i], options->pairs, &found)) {
            is_complete = false;
            continue;
        }
        measured++;
        ratio = found.ratio > ratio ? found.ratio : ratio;
        high = found.high > high ? found.high : high;
    }
    if (measured == libraries) {
        printf("    # fastest of %zu: %.3f, upper end %.3f\n", libraries, ratio, high);
        paired_verdict(1.0, high);
        fflush(stdout);
    }
    return is_complete;
}

} // namespace

int main(int argc, char **argv) {
    dynarray_config.allocator = hr_allocator_find("heap");
    dynarray_config.growth = hr_growth_find("libstdcxx");
    const struct table table = all_cells();
    const size_t count = table.comparisons.size();
    struct paired_options options;
    if (!paired_parse(argc, argv, &options)) {
        return paired_wrong_usage(argv[0]);
    }
    if (options.side != NULL) {
        return paired_run_side(table.comparisons.data(), count, options.side);
    }
    paired_head(
        "CPU time of a build by push: dynarray (heap, libstdcxx) / another; ours_ns: per build");
    bool is_complete = true;
    for (size_t i = 0; i < count; i += libraries) {
        is_complete = report_cell(&table.comparisons[i], &options) && is_complete;
    }
    return is_complete ? 0 : 3;
}
