/*
 * own_operators.cc - a C++ program with operators of its own, which a malloc may call as well:
 * tcmalloc does while it answers its first malloc_usable_size. Run as known.c is.
 */
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <new>

#include "trace/trace.h"

void *operator new(std::size_t size) {
    void *block = std::malloc(size);
    if (block == nullptr) {
        std::abort();
    }
    return block;
}

void operator delete(void *block) noexcept {
    std::free(block);
}

void operator delete(void *block, std::size_t) noexcept {
    std::free(block);
}

template <typename function> static void find(const char *symbol, function **found) {
    *found = reinterpret_cast<function *>(dlsym(RTLD_DEFAULT, symbol));
}

int main(int argc, char **argv) {
    trace_mark_fn *begin_region = nullptr;
    trace_read_fn *read_counts = nullptr;
    trace_next_fn *next = nullptr;
    trace_counts counts;
    find(TRACE_BEGIN_SYMBOL, &begin_region);
    find(TRACE_READ_SYMBOL, &read_counts);
    find(TRACE_NEXT_SYMBOL, &next);
    if (next == nullptr || next() == nullptr ||
        (argc > 1 && std::strstr(next(), argv[1]) == nullptr)) {
        std::puts("the tracer is not in the path, or calls another malloc");
        return 3;
    }
    begin_region();
    for (int i = 0; i < 100; i++) {
        ::operator delete(::operator new(40));
    }
    read_counts(&counts);
    std::printf("%llu mallocs, %llu frees, %llu bytes of 100, 100, 4000\n",
                (unsigned long long)counts.malloc_calls, (unsigned long long)counts.free_calls,
                (unsigned long long)counts.heap_bytes);
    return counts.malloc_calls != 100 || counts.free_calls != 100 || counts.heap_bytes != 4000 ||
           counts.live_blocks != 0 || counts.dropped != 0;
}
