/*
 * swift.c - Array of Swift, which asks the malloc how large its block really is.
 */
#include "rules.h"

enum { HEADER_BYTES = 32 };

/* The elements that fit behind the header in what the malloc gives for so many of them. */
static size_t round_to_block(const struct hr_growth_request *request, size_t capacity) {
    size_t bytes = bytes_behind(HEADER_BYTES, capacity, request->element_bytes);
    if (bytes == SIZE_MAX) {
        return capacity;
    }
    return elements_behind(HEADER_BYTES, hr_growth_good_bytes(request, bytes),
                           request->element_bytes);
}

static size_t next_swift(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    size_t wanted = is_asked_for(request) ? request->needed
                                          : larger(doubled(request->capacity), request->needed);
    return round_to_block(request, wanted);
}

/* Pushes of 8 bytes on glibc: 1 3 7 15 31 63 127 255; of 1 byte: 8 24 56 120; repeating 10: 11. */
const struct hr_growth hr_growth_swift = {
    .name = "swift",
    .origin = "Swift 6.2, Array",
    .formula = "max(2 * capacity, n), then what the malloc's block behind 32 bytes holds",
    .rules =
        {
            .push = "_growArrayCapacity(), ContiguousArrayBuffer.swift, 6.2.3",
            .extend = "the same, 6.2.3",
            .construct = "exact, then the malloc's block, 6.2.3",
            .shrink = "not by removeLast, 6.2.3; removeAll frees: not modelled",
        },
    .factor = 2.0,
    .next = next_swift,
};
