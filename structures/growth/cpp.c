/*
 * cpp.c - the vectors of C++ standard libraries.
 */
#include <headroom/checked_math.h>
#include <headroom/growth.h>

/*
 * _M_check_len(): size() + max(size(), added), where the size counts, not the capacity. Checked
 * against std::vector by tests/vector/.
 */
static size_t next_libstdcxx(const struct hr_growth_request *request) {
    if (request->reason != HR_GROWTH_PUSH && request->reason != HR_GROWTH_EXTEND) {
        return request->needed;
    }
    size_t doubled = hr_saturating_add(request->length, request->length);
    return doubled > request->needed ? doubled : request->needed;
}

/* Pushes: 1 2 4 8 16 32 64 128 256 512 1024. Length 10 resized to 11: 20; to 25: 25. */
const struct hr_growth hr_growth_libstdcxx = {
    .name = "libstdcxx",
    .origin = "libstdc++ 12, std::vector",
    .formula = "max(2 * length, n)",
    .rules =
        {
            .push = "_M_check_len(), bits/stl_vector.h, 12.2",
            .extend = "_M_check_len(), for insert and resize, 12.2",
            .construct = "exact, constructors and reserve, 12.2",
            .shrink = "never",
        },
    .has_shrink = false,
    .next = next_libstdcxx,
};
