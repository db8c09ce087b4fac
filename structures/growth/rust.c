/*
 * rust.c - Vec of Rust, and with it String and VecDeque: RawVec::grow_amortized() in
 * alloc/src/raw_vec. Beyond isize::MAX bytes Rust panics; here the limit clamps.
 */
#include "rules.h"

/* min_non_zero_cap(): tiny elements are not worth a block of a few bytes. */
static size_t least_capacity(size_t element_bytes) {
    enum { OF_BYTES = 8, OF_SMALL = 4, SMALL_BYTES = 1024 };
    if (element_bytes == 1) {
        return OF_BYTES;
    }
    return element_bytes <= SMALL_BYTES ? OF_SMALL : 1;
}

static size_t next_rust(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason == HR_GROWTH_CONSTRUCT) {
        return request->needed;
    }
    size_t grown = larger(doubled(request->capacity), request->needed);
    return larger(grown, least_capacity(request->element_bytes));
}

/* Pushes of 2 to 1,024 bytes: 4 8 16 32 64; of 1 byte: 8 16 32; of more: 1 2 4 8. 10 + 25: 35. */
const struct hr_growth hr_growth_rust = {
    .name = "rust",
    .origin = "Rust 1.95, Vec, String and VecDeque",
    .formula = "max(2 * capacity, n, size == 1 ? 8 : size <= 1024 ? 4 : 1)",
    .rules =
        {
            .push = "RawVec::grow_amortized(), alloc/src/raw_vec, 1.95.0",
            .extend = "reserve(): the same rule, 1.95.0",
            .construct = "exact, with_capacity() and collect() of a known length, 1.95.0",
            .shrink = "never (shrink_to_fit)",
        },
    .factor = 2.0,
    .next = next_rust,
};
