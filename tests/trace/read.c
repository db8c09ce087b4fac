/*
 * read.c - prints the heap calls in a file of counts, as valgrind words them.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>

#include "trace/state.h"

int main(int argc, char **argv) {
    int descriptor = argc == 2 ? open(argv[1], O_RDONLY) : -1;
    if (descriptor < 0) {
        return 4;
    }
    struct trace_state *state = mmap(NULL, sizeof *state, PROT_READ, MAP_SHARED, descriptor, 0);
    if (state == MAP_FAILED || state->magic != TRACE_MAGIC || state->is_in_path == 0) {
        return 3;
    }
    struct trace_counts counts;
    trace_state_sum(state, &counts);
    printf("%llu allocs, %llu frees, %llu bytes\n", (unsigned long long)counts.heap_allocs,
           (unsigned long long)counts.heap_frees, (unsigned long long)counts.heap_bytes);
    return 0;
}
