/*
 * fuzz_growth.c - names of growth policies: "geometric:1.3+good" and all that is nearly one,
 * and what they answer.
 */
// links: headroom-structures
#include <headroom/growth.h>

#include "fuzz.h"

static void expect_within(const struct hr_growth *growth, const struct hr_growth_request *request) {
    size_t capacity = hr_growth_next(growth, request);
    fuzz_expect(capacity >= request->needed && capacity <= request->limit,
                "a capacity is between what is needed and the limit");
}

static void expect_answers(const struct hr_growth *growth) {
    static const size_t lengths[] = {0, 1, 7, 1000, SIZE_MAX / 16 - 1};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct hr_growth_request request = {.length = lengths[i],
                                            .capacity = lengths[i],
                                            .needed = lengths[i] + 1,
                                            .element_bytes = 8,
                                            .reason = HR_GROWTH_PUSH,
                                            .limit = SIZE_MAX / 16};
        expect_within(growth, &request);
        request.reason = HR_GROWTH_EXTEND;
        request.needed = request.limit;
        expect_within(growth, &request);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes) {
    char *name = fuzz_text(data, bytes);
    struct hr_growth_named named, again;
    const struct hr_growth *growth = hr_growth_parse(name, &named);
    if (growth != NULL) {
        const struct hr_growth *same = hr_growth_parse(growth->name, &again);
        fuzz_expect(same != NULL && strcmp(same->name, growth->name) == 0,
                    "a canonical name stays as it is");
        expect_answers(growth);
    }
    free(name);
    return 0;
}
