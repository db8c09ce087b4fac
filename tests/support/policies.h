/*
 * policies.h - growth policies that differ in what they ask of an array: with and without
 * shrinking, size classes, headers, good sizes. For tests whose subject is the array; what is the
 * policies' own runs over all of them.
 */
#ifndef HEADROOM_TESTS_POLICIES_H
#define HEADROOM_TESTS_POLICIES_H

#include <headroom/growth.h>

/* The policy number `index`, made in *named where its name has a parameter or a wish; NULL past the
 * end. */
static inline const struct hr_growth *policies_at(size_t index, struct hr_growth_named *named) {
    static const char *const names[] = {
        "cpython-2.7", "cpython-3.14",  "libstdcxx", "java",      "exact",           "v8",
        "go-1.22",     "geometric:1.3", "swift",     "java+good", "cpython-3.9+good"};
    return index < sizeof names / sizeof names[0] ? hr_growth_parse(names[index], named) : NULL;
}

#endif
