/*
 * go.c - append to a slice of Go: growslice() and nextslicecap() in runtime/slice.go, then
 * roundupsize() in runtime/msize.go, which turns what the size class would waste into capacity.
 */
#include "rules.h"

enum {
    HEADER_BYTES = 8,        /* mallocHeaderSize, in front of blocks with pointers, from 1.22 on */
    HEADER_OVER_BYTES = 512, /* minSizeForMallocHeader */
    SMALL_BYTES = 32768,     /* _MaxSmallSize */
    PAGE_BYTES = 8192        /* _PageSize */
};

/* class_to_size, runtime/sizeclasses.go, 1.24; 1.15 had no 24 yet, see next_115. */
static const unsigned short classes[] = {
    8,     16,    24,    32,    48,    64,    80,    96,    112,   128,   144,   160,
    176,   192,   208,   224,   240,   256,   288,   320,   352,   384,   416,   448,
    480,   512,   576,   640,   704,   768,   896,   1024,  1152,  1280,  1408,  1536,
    1792,  2048,  2304,  2688,  3072,  3200,  3456,  4096,  4864,  5376,  6144,  6528,
    6784,  6912,  8192,  9472,  9728,  10240, 10880, 12288, 13568, 14336, 16384, 18432,
    19072, 20480, 21760, 24576, 27264, 28672, 32768,
};

static size_t class_of(size_t bytes) {
    size_t i = 0;
    while (classes[i] < bytes) {
        i++;
    }
    return classes[i];
}

/* roundupsize(): small blocks to their class, large ones to pages. */
static size_t round_up(size_t bytes, size_t header) {
    if (bytes <= SMALL_BYTES - header) {
        return class_of(bytes + header) - header;
    }
    size_t rounded;
    return hr_checked_round_up(bytes, PAGE_BYTES, &rounded) ? rounded : bytes;
}

static size_t round_capacity(const struct hr_growth_request *request, size_t capacity,
                             bool has_header) {
    size_t bytes;
    if (!hr_checked_multiply(capacity, request->element_bytes, &bytes)) {
        return capacity;
    }
    bool takes_header = has_header && request->element_has_pointers && bytes > HEADER_OVER_BYTES;
    return round_up(bytes, takes_header ? HEADER_BYTES : 0) / request->element_bytes;
}

/* Twice below the threshold, then by a quarter and `blend` quarters of elements until it fits. */
static size_t next_capacity(const struct hr_growth_request *request, size_t threshold,
                            size_t blend) {
    size_t capacity = request->capacity;
    if (request->needed > doubled(capacity)) {
        return request->needed;
    }
    if (capacity < threshold) {
        return doubled(capacity);
    }
    while (capacity < request->needed) {
        capacity = hr_saturating_add(capacity, hr_saturating_add(capacity, blend) / 4);
    }
    return capacity;
}

/* 24 bytes came to the classes with 1.16: before, they took 32. */
static size_t next_115(const struct hr_growth *growth, const struct hr_growth_request *request) {
    enum { THRESHOLD = 1024, ABSENT_CLASS = 24, ITS_CLASS = 32 };
    (void)growth;
    if (is_asked_for(request)) {
        return request->needed;
    }
    size_t capacity = round_capacity(request, next_capacity(request, THRESHOLD, 0), false);
    bool is_absent =
        capacity > 16 / request->element_bytes && capacity <= ABSENT_CLASS / request->element_bytes;
    return is_absent ? ITS_CLASS / request->element_bytes : capacity;
}

enum { THRESHOLD_118 = 256, BLEND_118 = 3 * THRESHOLD_118 };

static size_t next_118(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request)
               ? request->needed
               : round_capacity(request, next_capacity(request, THRESHOLD_118, BLEND_118), false);
}

static size_t next_122(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request)
               ? request->needed
               : round_capacity(request, next_capacity(request, THRESHOLD_118, BLEND_118), true);
}

/* Pushes of 8 bytes: 1 2 4 8 ... 1024 1280 1696 2304 3072 4096 5120 7168 */
const struct hr_growth hr_growth_go_115 = {
    .name = "go-1.15",
    .origin = "Go up to 1.17, append",
    .formula = "n > 2c ? n : c < 1024 ? 2c : c += c / 4 until n fits; then the size class",
    .rules =
        {
            .push = "growslice(), runtime/slice.go, 1.15.15, for a full slice",
            .extend = "growslice(), 1.15.15",
            .construct = "exact length and capacity, make([]T, n); the class is not used",
            .shrink = "never",
        },
    .factor = 1.25,
    .next = next_115,
};

/* Pushes of 8 bytes: 1 2 4 8 ... 512 848 1280 1792 2560 3408 5120 7168; 10 + 25: 36. */
const struct hr_growth hr_growth_go_118 = {
    .name = "go-1.18",
    .origin = "Go 1.18 to 1.21, append",
    .formula = "n > 2c ? n : c < 256 ? 2c : c += (c + 768) / 4 until n fits; then the size class",
    .rules =
        {
            .push = "growslice(), runtime/slice.go, 1.19.8",
            .extend = "growslice(), 1.19.8",
            .construct = "exact length and capacity, make([]T, n); the class is not used",
            .shrink = "never",
        },
    .factor = 1.25,
    .next = next_118,
};

/* As 1.18; pointers: 1 2 4 8 16 32 64 143 287 607 1023 1535 2303 3071 */
const struct hr_growth hr_growth_go_122 = {
    .name = "go-1.22",
    .origin = "Go 1.22 and later, append: blocks with pointers have a header above 512 bytes",
    .formula = "as go-1.18; elements with pointers lose 8 bytes of each class above 512 bytes",
    .rules =
        {
            .push = "nextslicecap(), roundupsize(), runtime/slice.go and msize.go, 1.24.4",
            .extend = "the same, 1.24.4",
            .construct = "exact length and capacity, make([]T, n); the class is not used",
            .shrink = "never",
        },
    .factor = 1.25,
    .next = next_122,
};
