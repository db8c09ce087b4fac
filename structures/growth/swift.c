/*
 * swift.c - Array of Swift, which asks the malloc how large its block really is.
 */
#include "rules.h"

enum { HEADER_BYTES = 32 };

static size_t next_swift(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return behind_header(request, HEADER_BYTES, doubled_or_needed(request));
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
