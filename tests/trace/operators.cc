/*
 * operators.cc - a C++ program that knows which operators it calls, and holds the tracer's counts
 * against that. Run as known.c is. The C++ library's operators call malloc, other mallocs bring
 * operators that do not: each block must be counted once either way.
 */
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <new>
#include <sys/mman.h>
#include <thread>
#include <vector>

#include "trace/trace.h"

namespace {

trace_mark_fn *begin_region, *end_region;
trace_read_fn *read_counts;
trace_counts counts;
int failures;

void expect_equal(const char *what, uint64_t found, uint64_t expected) {
    if (found != expected) {
        std::printf("%s: counted %llu, made %llu\n", what, (unsigned long long)found,
                    (unsigned long long)expected);
        failures++;
    }
}

#define EXPECT(field, expected) expect_equal(#field, counts.field, (expected))

void stop() {
    end_region();
    read_counts(&counts);
}

const std::align_val_t line{64};
const std::nothrow_t &quiet = std::nothrow;

/* Every form of both operators, called by its name, which no compiler may leave out. */
void check_forms() {
    begin_region();
    ::operator delete(::operator new(10));
    ::operator delete (::operator new(11), std::size_t{11});
    ::operator delete(::operator new(12, quiet), quiet);
    ::operator delete[](::operator new[](13));
    ::operator delete[](::operator new[](14), std::size_t{14});
    ::operator delete[](::operator new[](15, quiet), quiet);
    void *held = ::operator new(1000);
    ::operator delete(nullptr);
    ::operator delete[](nullptr);
    stop();
    EXPECT(malloc_calls, 7);
    EXPECT(free_calls, 6);
    EXPECT(heap_bytes, 75 + 1000);
    EXPECT(live_blocks, 1);
    EXPECT(live_bytes, 1000);
    EXPECT(peak_live_bytes_low, 1000);
    EXPECT(foreign_frees, 0);
    EXPECT(dropped, 0);
    begin_region();
    ::operator delete(held);
    stop();
    EXPECT(foreign_frees, 1);
    EXPECT(foreign_bytes, 1000);
}

void check_aligned_forms() {
    begin_region();
    ::operator delete(::operator new(64, line), line);
    ::operator delete (::operator new(128, line), std::size_t{128}, line);
    ::operator delete(::operator new(192, line, quiet), line, quiet);
    ::operator delete[](::operator new[](256, line), line);
    ::operator delete[](::operator new[](320, line), std::size_t{320}, line);
    ::operator delete[](::operator new[](384, line, quiet), line, quiet);
    stop();
    EXPECT(aligned_calls, 6);
    EXPECT(malloc_calls, 0);
    EXPECT(free_calls, 6);
    EXPECT(heap_bytes, 64 * (1 + 2 + 3 + 4 + 5 + 6));
    EXPECT(live_bytes, 0);
    EXPECT(dropped, 0);
}

void fill_vector() {
    std::vector<uint64_t> numbers;
    for (uint64_t i = 0; i < 1000; i++) {
        numbers.push_back(i);
    }
}

/* 1, 2, 4 ... 1024 elements: the old block lives until the new one is filled. */
void check_vector() {
    begin_region();
    fill_vector();
    stop();
    EXPECT(malloc_calls, 11);
    EXPECT(free_calls, 11);
    EXPECT(heap_bytes, 8 * 2047);
    EXPECT(peak_live_bytes_low, 8 * (1024 + 512));
    EXPECT(peak_live_bytes_high, 8 * (1024 + 512));
    EXPECT(live_bytes, 0);
}

void run_threads(void (*work)()) {
    std::thread one(work), two(work);
    one.join();
    two.join();
}

/* What std::thread itself allocates is measured without work, and taken off. */
void check_threads() {
    begin_region();
    run_threads([] {});
    stop();
    trace_counts idle = counts;
    begin_region();
    run_threads([] {
        for (int i = 0; i < 1000; i++) {
            fill_vector();
        }
    });
    stop();
    EXPECT(malloc_calls, idle.malloc_calls + 2 * 11 * 1000);
    EXPECT(free_calls, idle.free_calls + 2 * 11 * 1000);
    EXPECT(dropped, 0);
}

/* The library itself takes one block for the exception. Depth is as before: no map is nested. */
void check_failures(bool throws) {
    volatile std::size_t huge = SIZE_MAX / 2 + 1;
    begin_region();
    expect_equal("quiet new gives nothing", (uintptr_t)::operator new(huge, quiet), 0);
    stop();
    EXPECT(failed_calls, 1);
    EXPECT(malloc_calls, counts.free_calls);
    if (!throws) {
        std::puts("this malloc's operator new cannot throw: only nothrow is tested");
        return;
    }
    int caught = 0;
    begin_region();
    for (int i = 0; i < 3; i++) {
        try {
            (void)::operator new(huge);
        } catch (const std::bad_alloc &) {
            caught++;
        }
    }
    stop();
    expect_equal("bad_alloc", (uint64_t)caught, 3);
    EXPECT(failed_calls, 3);
    EXPECT(malloc_calls, 3);
    EXPECT(free_calls, 3);
    EXPECT(live_blocks, 0);
}

void check_depth() {
    begin_region();
    void *pages = mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    (void)munmap(pages, 4096);
    stop();
    EXPECT(mmap_calls, 1);
    EXPECT(munmap_calls, 1);
    EXPECT(nested_map_calls, 0);
}

template <typename function> void find(const char *symbol, function **found) {
    *found = reinterpret_cast<function *>(dlsym(RTLD_DEFAULT, symbol));
}

} // namespace

int main(int argc, char **argv) {
    trace_next_fn *next = nullptr;
    find(TRACE_BEGIN_SYMBOL, &begin_region);
    find(TRACE_END_SYMBOL, &end_region);
    find(TRACE_READ_SYMBOL, &read_counts);
    find(TRACE_NEXT_SYMBOL, &next);
    if (next == nullptr || next() == nullptr) {
        std::puts("the tracer is not in the path");
        return 3;
    }
    if (argc > 1 && std::strstr(next(), argv[1]) == nullptr) {
        std::printf("the tracer calls %s, not %s\n", next(), argv[1]);
        return 3;
    }
    check_forms();
    check_aligned_forms();
    check_vector();
    check_threads();
    check_failures(std::strstr(next(), "mimalloc") == nullptr);
    check_depth();
    std::printf("%d differences\n", failures);
    return failures != 0;
}
