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

/* sdsReqType() for strings that are made to grow: header and the greatest length it can say. */
struct header {
    size_t bytes, most;
};

static struct header header_of(size_t length) {
    static const struct header headers[] = {{3, UINT8_MAX}, {5, UINT16_MAX}, {9, UINT32_MAX}};
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        if (length <= headers[i].most) {
            return headers[i];
        }
    }
    return (struct header){17, SIZE_MAX};
}

/*
 * What the malloc's block holds behind the header and before the NUL, but no more than the header
 * can say. Redis asks malloc_usable_size of the block it got, a good size is the greatest request:
 * 8 bytes less behind glibc's mapped chunks. A new string is made empty, in the smallest block.
 */
static size_t next_redis(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    bool is_new = request->capacity == 0 && request->reason == HR_GROWTH_PUSH;
    size_t wanted = is_new ? 0 : with_spare(request);
    struct header header = header_of(wanted);
    size_t usable = behind_header(request, header.bytes + 1, wanted);
    return usable > header.most ? header.most : usable;
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
