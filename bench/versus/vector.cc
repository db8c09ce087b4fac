/*
 * vector.cc - dynarray against std::vector: 1,000 appends many times over, and 100,000,000 appends.
 *
 * Two kernels for 1,000 appends: `kernel` has the optimization barrier per element that every
 * adapter has, `plain` has none and lets the compiler do what it can. Both sides use the growth of
 * libstdc++.
 */
#include <new>
#include <sys/prctl.h>
#include <vector>

#include <headroom/adapter.h>
#include <headroom/dynarray.h>

#include "paired.h"

namespace {

HR_DYNARRAY_DEFINE(numbers, uint64_t);

constexpr size_t few = 1000, rebuilds = 20000, many = 100000000;

volatile uint64_t sink;

struct hr_dynarray_config config_of(const char *allocator) {
    struct hr_dynarray_config config = {};
    config.allocator = hr_allocator_find(allocator);
    config.growth = hr_growth_find("libstdcxx");
    return config;
}

template <bool has_barrier> bool build_dynarray(const struct hr_dynarray_config *config) {
    struct numbers numbers;
    numbers_init(&numbers, config);
    bool is_whole = true;
    for (uint64_t i = 0; i < few; i++) {
        if (numbers_push(&numbers, i) != HR_OK) {
            is_whole = false;
            break;
        }
        if (has_barrier) {
            hr_barrier();
        }
    }
    sink = is_whole ? *numbers_at(&numbers, few / 2) : 0;
    numbers_clean_up(&numbers);
    return is_whole;
}

template <bool has_barrier> void build_vector() {
    std::vector<uint64_t> numbers;
    for (uint64_t i = 0; i < few; i++) {
        numbers.push_back(i);
        if (has_barrier) {
            hr_barrier();
        }
    }
    sink = numbers[few / 2];
}

template <bool has_barrier> double time_dynarray(const char *allocator) {
    const struct hr_dynarray_config config = config_of(allocator);
    if (!build_dynarray<has_barrier>(&config)) {
        return -1;
    }
    const double start = paired_cpu_ns();
    for (size_t i = 0; i < rebuilds; i++) {
        if (!build_dynarray<has_barrier>(&config)) {
            return -1;
        }
    }
    return (paired_cpu_ns() - start) / rebuilds;
}

template <bool has_barrier> double time_vector(size_t) {
    build_vector<has_barrier>();
    const double start = paired_cpu_ns();
    for (size_t i = 0; i < rebuilds; i++) {
        build_vector<has_barrier>();
    }
    return (paired_cpu_ns() - start) / rebuilds;
}

double kernel_copying(size_t) {
    return time_dynarray<true>("copying");
}

double kernel_heap(size_t) {
    return time_dynarray<true>("heap");
}

double plain_copying(size_t) {
    return time_dynarray<false>("copying");
}

double plain_heap(size_t) {
    return time_dynarray<false>("heap");
}

/* 4 KiB pages: none are joined, whatever the system prefers. */
void choose_pages(size_t wants_huge) {
    hr_allocator_prefer_huge_pages(wants_huge != 0);
    (void)prctl(PR_SET_THP_DISABLE, wants_huge == 0, 0, 0, 0);
}

double many_dynarray(size_t wants_huge) {
    choose_pages(wants_huge);
    const struct hr_dynarray_config config = config_of("reserved");
    struct numbers numbers;
    numbers_init(&numbers, &config);
    const double start = paired_cpu_ns();
    for (uint64_t i = 0; i < many; i++) {
        if (numbers_push(&numbers, i) != HR_OK) {
            return -1;
        }
        hr_barrier();
    }
    const double ns = paired_cpu_ns() - start;
    sink = *numbers_at(&numbers, many / 2);
    numbers_clean_up(&numbers);
    return sink == many / 2 ? ns : -1;
}

double many_vector(size_t wants_huge) {
    choose_pages(wants_huge);
    try {
        std::vector<uint64_t> numbers;
        const double start = paired_cpu_ns();
        for (uint64_t i = 0; i < many; i++) {
            numbers.push_back(i);
            hr_barrier();
        }
        const double ns = paired_cpu_ns() - start;
        sink = numbers[many / 2];
        return sink == many / 2 ? ns : -1;
    } catch (const std::bad_alloc &) {
        return -1;
    }
}

const struct paired_side kernel_vector = {"kernel-vector", time_vector<true>, 0, NULL};
const struct paired_side plain_vector = {"plain-vector", time_vector<false>, 0, NULL};

const struct paired_comparison comparisons[] = {
    {"1000-kernel-copying", {"kernel-copying", kernel_copying, 0, NULL}, kernel_vector, 1.05},
    {"1000-kernel-heap", {"kernel-heap", kernel_heap, 0, NULL}, kernel_vector, 1.05},
    {"1000-plain-copying", {"plain-copying", plain_copying, 0, NULL}, plain_vector, 1.05},
    {"1000-plain-heap", {"plain-heap", plain_heap, 0, NULL}, plain_vector, 1.05},
    {"100000000-reserved-4K",
     {"many-dynarray-4K", many_dynarray, 0, NULL},
     {"many-vector-4K", many_vector, 0, NULL},
     0},
    {"100000000-reserved-huge",
     {"many-dynarray-huge", many_dynarray, 1, NULL},
     {"many-vector-huge", many_vector, 1, "glibc.malloc.hugetlb=1"},
     0},
};

} // namespace

int main(int argc, char **argv) {
    return paired_main(argc, argv, comparisons, sizeof comparisons / sizeof comparisons[0],
                       "CPU time of appends to a dynarray / to a std::vector; ours_ns: per build");
}
