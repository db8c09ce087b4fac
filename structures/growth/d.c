/*
 * d.c - dynamic arrays of D and std.array.Appender, whose blocks come from the collector's bins:
 * rt/lifetime.d and std/array.d, 2.100. Room beyond the page shrinks with the logarithm of the
 * size.
 */
#include "rules.h"

enum { PAGE_BYTES = 4096, SMALL_PAD_MOST = 256, LARGE_PAD = 17, APPENDER_FIRST = 8 };

static const unsigned short bins[] = {16,  32,  48,  64,  96,   128,  176,
                                      256, 368, 512, 816, 1024, 1360, 2048};

/* What the collector gives for `bytes`: a bin, or pages. */
static size_t block_of(size_t bytes) {
    for (size_t i = 0; i < sizeof bins / sizeof bins[0]; i++) {
        if (bytes <= bins[i]) {
            return bins[i];
        }
    }
    size_t rounded;
    return hr_checked_round_up(bytes, PAGE_BYTES, &rounded) ? rounded : SIZE_MAX;
}

/* The length is kept at the end of a block: in 1 byte up to 256, in 2 below a page, else in 17. */
static size_t pad_of(size_t block) {
    if (block >= PAGE_BYTES) {
        return LARGE_PAD;
    }
    return block > SMALL_PAD_MOST ? 2 : 1;
}

/* Elements in the smallest block that holds `bytes` and its own pad. */
static size_t elements_in_block(size_t bytes, size_t element_bytes) {
    size_t block = block_of(bytes);
    while (block != SIZE_MAX && block - pad_of(block) < bytes) {
        block = block_of(hr_saturating_add(block, 1));
    }
    return elements_behind(pad_of(block), block, element_bytes);
}

/* ceil(length * percent / 100) without a product that wraps. */
static size_t percent_of(size_t length, size_t percent) {
    size_t hundreds = hr_saturating_multiply(length / 100, percent);
    return hr_saturating_add(hundreds, (length % 100 * percent + 99) / 100);
}

/* 100 + 1000 / log2 of the bytes. */
static size_t percent_at(size_t bytes) {
    return 100 + 1000 / larger(1, bit_length(bytes));
}

/* newCapacity(): 100 + 1000 / log2 of the bytes, in per cent, once they fill more than a page. */
static size_t next_d(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    size_t width = request->element_bytes;
    size_t bytes = hr_saturating_multiply(request->needed, width);
    if (!is_asked_for(request) && bytes > PAGE_BYTES && bytes != SIZE_MAX) {
        size_t length = percent_of(request->needed, percent_at(bytes));
        bytes = hr_saturating_multiply(length, width);
    }
    return bytes == SIZE_MAX ? SIZE_MAX : elements_in_block(bytes, width);
}

/* appenderNewCapacity(): the same percentage of the length, at most 200; the whole block is used.
 */
static size_t next_appender(const struct hr_growth *growth,
                            const struct hr_growth_request *request) {
    enum { MOST_PERCENT = 200 };
    (void)growth;
    size_t width = request->element_bytes;
    size_t wanted = larger(APPENDER_FIRST, request->needed);
    if (request->reason == HR_GROWTH_PUSH && request->length > 0) {
        size_t bytes = hr_saturating_multiply(request->length, width);
        size_t percent = percent_at(bytes);
        percent = percent > MOST_PERCENT ? MOST_PERCENT : percent;
        wanted = larger(percent_of(request->length, percent), request->needed);
    }
    size_t bytes = hr_saturating_multiply(wanted, width);
    return bytes == SIZE_MAX ? SIZE_MAX : elements_behind(0, block_of(bytes), width);
}

/* Pushes of 8 bytes: 1 3 5 7 11 15 21 31 45 63 101 127 169 255 509 1021 2045 3581 6141 10237 */
const struct hr_growth hr_growth_d = {
    .name = "d",
    .origin = "D, druntime 2.100, array ~= element",
    .formula = "the collector's block; above a page for n * (1 + 10 / log2(bytes))",
    .rules =
        {
            .push = "newCapacity(), rt/lifetime.d, 2.100",
            .extend = "the same, 2.100",
            .construct = "the collector's block, 2.100",
            .shrink = "never (assumeSafeAppend)",
        },
    .factor = 1.2,
    .next = next_d,
};

/* Pushes of 8 bytes: 8 16 32 ... 2048 3584 6144 10240 16384 25600 39936 */
const struct hr_growth hr_growth_d_appender = {
    .name = "d-appender",
    .origin = "D, Phobos 2.100, std.array.Appender",
    .formula = "the collector's block for length * min(2, 1 + 10 / log2(bytes)), first 8",
    .rules =
        {
            .push = "appenderNewCapacity(), std/array.d, 2.100",
            .extend = "not known; taken to be the block that holds them",
            .construct = "not known; taken to be the block that holds them",
            .shrink = "never",
        },
    .factor = 1.2,
    .next = next_appender,
};
