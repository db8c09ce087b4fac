/*
 * sds.c - the strings of Redis: sdsMakeRoomFor(), as a library of its own and inside Redis, which
 * asks the malloc how large its block really is. Capacity counts characters without the final NUL.
 */
#include "rules.h"

static const size_t prealloc_most = (size_t)1024 * 1024; /* SDS_MAX_PREALLOC */

/* Twice what is needed, from 1 MiB on a MiB more. */
static size_t with_spare(const struct hr_growth_request *request) {
    size_t needed = request->needed;
    if (is_asked_for(request)) {
        return needed;
    }
    return needed < prealloc_most ? 2 * needed : hr_saturating_add(needed, prealloc_most);
}

static size_t next_sds(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return with_spare(request);
}

/* sdsHdrSize(sdsReqType(length)) for strings that are made to grow: never the type of one byte. */
static size_t header_of(size_t length) {
    enum { HEADER_8 = 3, HEADER_16 = 5, HEADER_32 = 9, HEADER_64 = 17 };
    if (length <= UINT8_MAX) {
        return HEADER_8;
    }
    if (length <= UINT16_MAX) {
        return HEADER_16;
    }
    return length <= UINT32_MAX ? HEADER_32 : HEADER_64;
}

/* A new string is made empty, in the smallest block there is. */
static size_t next_redis(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    size_t wanted =
        request->capacity == 0 && request->reason == HR_GROWTH_PUSH ? 0 : with_spare(request);
    size_t header = header_of(wanted);
    size_t bytes = bytes_behind(header + 1, wanted, 1);
    if (bytes == SIZE_MAX) {
        return wanted;
    }
    return elements_behind(header + 1, hr_growth_good_bytes(request, bytes), 1);
}

/* Pushes: 2 6 14 30 62; 100 onto nothing: 200; 3,000,000 needed: 4,048,576. */
const struct hr_growth hr_growth_sds = {
    .name = "sds",
    .origin = "sds (antirez, 5347739); capacity without the final NUL",
    .formula = "n < 1 MiB ? 2 * n : n + 1 MiB",
    .rules =
        {
            .push = "sdsMakeRoomFor(), sds.c, 5347739",
            .extend = "the same, 5347739",
            .construct = "exact, sdsnewlen(), 5347739",
            .shrink = "never (sdsRemoveFreeSpace)",
        },
    .factor = 1.0,
    .next = next_sds,
};

/* Pushes on glibc: 20 52 116 244 498 1010 2034 */
const struct hr_growth hr_growth_redis = {
    .name = "redis",
    .origin = "Redis 7.0, sds; capacity without the final NUL",
    .formula =
        "n < 1 MiB ? 2 * n : n + 1 MiB, then what the malloc's block behind the header holds",
    .rules =
        {
            .push = "_sdsMakeRoomFor(), sdsempty(), sds.c, 7.0.15",
            .extend = "the same, 7.0.15",
            .construct = "exact, then the malloc's block, sdsnewlen(), 7.0.15",
            .shrink = "never (sdsRemoveFreeSpace)",
        },
    .factor = 1.0,
    .next = next_redis,
};
