/*
 * folly.c - fbvector of folly, the policy that argues for 1.5 and for asking the allocator:
 * folly/FBVector.h at ff98381. With jemalloc it rounds up to good sizes, which is
 * folly-fbvector+good.
 */
#include "rules.h"

enum { FIRST_BYTES = 64, EXPANDABLE_BYTES = 4096, LARGE_BYTES = 32 * EXPANDABLE_BYTES };

/* computePushBackCapacity(): twice below a page and above 128 KiB, between them half more. */
static size_t push_capacity(const struct hr_growth_request *request) {
    size_t capacity = request->capacity;
    if (capacity == 0) {
        return FIRST_BYTES / request->element_bytes; /* 0: what is needed */
    }
    if (capacity < EXPANDABLE_BYTES / request->element_bytes ||
        capacity > LARGE_BYTES / request->element_bytes) {
        return doubled(capacity);
    }
    return hr_saturating_add(half_more(capacity), capacity & 1);
}

static size_t next_fbvector(const struct hr_growth *growth,
                            const struct hr_growth_request *request) {
    (void)growth;
    return request->reason == HR_GROWTH_PUSH ? push_capacity(request) : request->needed;
}

/* Pushes of 8 bytes: 8 16 32 64 128 256 512 768 1152 1728 2592 3888 5832 8748 13122 19683 39366 */
const struct hr_growth hr_growth_folly_fbvector = {
    .name = "folly-fbvector",
    .origin = "folly ff98381, fbvector without jemalloc; +good with it",
    .formula = "(3 * capacity + 1) / 2 from 4 to 128 KiB, else 2 * capacity, first 64 bytes",
    .rules =
        {
            .push = "computePushBackCapacity(), folly/FBVector.h, ff98381",
            .extend = "exact, resize(), with jemalloc the good size, ff98381; insert: not modelled",
            .construct = "exact, with jemalloc the good size, ff98381",
            .shrink = "never",
        },
    .factor = 1.5,
    .next = next_fbvector,
};
