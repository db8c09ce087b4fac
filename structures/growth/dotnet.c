/*
 * dotnet.c - List<T> of .NET.
 */
#include "rules.h"

enum { FIRST = 4, ARRAY_MAX_LENGTH = 0x7FFFFFC7 };

/* GetNewCapacity(): up to the longest array there may be. */
static size_t next_dotnet(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason == HR_GROWTH_CONSTRUCT) {
        return request->needed;
    }
    size_t grown = request->capacity == 0 ? FIRST : doubled(request->capacity);
    grown = grown > ARRAY_MAX_LENGTH ? ARRAY_MAX_LENGTH : grown;
    return larger(grown, request->needed);
}

/* Pushes: 4 8 16 32 64 128; 10 in 16 slots and 10 more: 32. */
const struct hr_growth hr_growth_dotnet = {
    .name = "dotnet",
    .origin = ".NET and mono 6.8, List<T>",
    .formula = "max(2 * capacity, n), first 4, at most 0x7FFFFFC7 unless needed",
    .rules =
        {
            .push = "GetNewCapacity(), List.cs, dotnet/runtime; run on mono 6.8.0.105",
            .extend = "AddRange(): the same rule, mono 6.8.0.105",
            .construct = "exact, List(int) and List(ICollection), mono 6.8.0.105",
            .shrink = "never (TrimExcess)",
        },
    .factor = 2.0,
    .next = next_dotnet,
};
