/*
 * c_programs.c - growing arrays of C programs and frameworks: git, PostgreSQL, SQLite, Arrow and
 * aws-c-common.
 */
#include "rules.h"

enum {
    GIT_ADDED = 16,
    LIST_FIRST = 5, /* a block of 8 words less the header's 3 */
    LIST_LEAST = 16,
    STRING_FIRST_BYTES = 1024,
    SQLITE_STEP_BYTES = 8,
    ARROW_FIRST = 32
};

/* alloc_nr(x): (x + 16) * 3 / 2 */
static size_t next_git(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    size_t grown = half_more(hr_saturating_add(request->capacity, GIT_ADDED));
    return is_asked_for(request) ? request->needed : larger(grown, request->needed);
}

/* new_list() has five cells behind its header; enlarge_list() takes powers of two from 16 on. */
static size_t next_postgres_list(const struct hr_growth *growth,
                                 const struct hr_growth_request *request) {
    (void)growth;
    if (request->capacity == 0 && request->needed <= LIST_FIRST) {
        return LIST_FIRST;
    }
    return power_of_two(larger(LIST_LEAST, request->needed));
}

/* enlargeStringInfo(): doubles until it fits; the final NUL is counted. */
static size_t next_stringinfo(const struct hr_growth *growth,
                              const struct hr_growth_request *request) {
    (void)growth;
    return power_with_nul(STRING_FIRST_BYTES, request->needed);
}

/* sqlite3StrAccumEnlarge(): needed, NUL and once more the length, in multiples of 8. */
static size_t next_sqlite(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    size_t bytes = hr_saturating_add(request->needed, 1);
    if (!is_asked_for(request)) {
        bytes = hr_saturating_add(bytes, request->length);
    }
    size_t rounded;
    return (hr_checked_round_up(bytes, SQLITE_STEP_BYTES, &rounded) ? rounded : SIZE_MAX) - 1;
}

static size_t next_arrow(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    bool is_exact = request->reason == HR_GROWTH_CONSTRUCT;
    size_t grown = larger(doubled(request->capacity), request->needed);
    return larger(ARROW_FIRST, is_exact ? request->needed : grown);
}

/* s_aws_array_list_ensure_capacity(): twice the bytes, or what is needed. */
static size_t next_aws(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return doubled_or_needed(request);
}

/* Pushes: 24 60 114 195 316 498 771 1180 */
const struct hr_growth hr_growth_git = {
    .name = "git",
    .origin = "git 2.39, ALLOC_GROW",
    .formula = "max((capacity + 16) * 3 / 2, n)",
    .rules =
        {
            .push = "alloc_nr(), cache.h, 2.39.5",
            .extend = "ALLOC_GROW(), 2.39.5",
            .construct = "exact, ALLOC_ARRAY(), 2.39.5",
            .shrink = "never",
        },
    .factor = 1.5,
    .next = next_git,
};

/* Pushes: 5 16 32 64 128 */
const struct hr_growth hr_growth_postgres_list = {
    .name = "postgres-list",
    .origin = "PostgreSQL 15, List",
    .formula = "next power of two, at least 16, first 5",
    .rules =
        {
            .push = "new_list(), enlarge_list(), nodes/list.c, 15.18",
            .extend = "enlarge_list(), 15.18",
            .construct = "not known; taken to be the same",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_postgres_list,
};

/* Pushes: 1023 2047 4095 */
const struct hr_growth hr_growth_postgres_stringinfo = {
    .name = "postgres-stringinfo",
    .origin = "PostgreSQL 15, StringInfo; capacity without the final NUL",
    .formula = "next power of two of n + 1, at least 1024, less 1",
    .rules =
        {
            .push = "enlargeStringInfo(), common/stringinfo.c, 15.18",
            .extend = "the same, 15.18",
            .construct = "the same, 15.18",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_stringinfo,
};

/* Pushes: 7 15 31 63 127 */
const struct hr_growth hr_growth_sqlite = {
    .name = "sqlite",
    .origin = "SQLite 3.40, sqlite3_str; capacity without the final NUL",
    .formula = "n + 1 + length up to a multiple of 8, less 1",
    .rules =
        {
            .push = "sqlite3StrAccumEnlarge(), printf.c, 3.40.1",
            .extend = "the same, 3.40.1",
            .construct = "not known; taken to be n and its NUL in multiples of 8",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_sqlite,
};

/* Pushes: 32 64 128 256 */
const struct hr_growth hr_growth_arrow = {
    .name = "arrow",
    .origin = "Apache Arrow C++, builders of fixed width (quoted, not run)",
    .formula = "max(2 * capacity, n), at least 32",
    .rules =
        {
            .push = "BufferBuilder::GrowByFactor(), kMinBuilderCapacity, quoted",
            .extend = "the same, Reserve() too, quoted",
            .construct = "exact, at least 32, Resize(), quoted",
            .shrink = "shrink_to_fit at Finish(): not modelled",
        },
    .factor = 2.0,
    .next = next_arrow,
};

/* Pushes: 1 2 4 8 16 */
const struct hr_growth hr_growth_aws = {
    .name = "aws",
    .origin = "aws-c-common b25a34a, aws_array_list",
    .formula = "max(2 * capacity, n)",
    .rules =
        {
            .push = "aws_array_list_ensure_capacity(), array_list.c, b25a34a",
            .extend = "the same, b25a34a",
            .construct = "exact, aws_array_list_init_dynamic(), b25a34a",
            .shrink = "never by pop; aws_array_list_shrink_to_fit(), b25a34a",
        },
    .factor = 2.0,
    .next = next_aws,
};
