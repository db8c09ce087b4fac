/*
 * java.c - the lists of the Java class library.
 */
#include <headroom/checked_math.h>
#include <headroom/growth.h>

enum { DEFAULT_CAPACITY = 10 };

/*
 * grow(minCapacity): max(10, min) for a list from the default constructor that holds nothing yet,
 * else ArraysSupport.newLength(old, min - old, old >> 1) = old + max(min - old, old >> 1). The soft
 * limit of Integer.MAX_VALUE - 8 elements is the language's and is not modelled. An array that
 * became empty again owns nothing here and starts like a new one.
 */
static size_t next_java(const struct hr_growth_request *request) {
    size_t needed = request->needed;
    if (request->reason == HR_GROWTH_CONSTRUCT) {
        return needed;
    }
    if (request->capacity == 0) {
        return needed > DEFAULT_CAPACITY ? needed : DEFAULT_CAPACITY;
    }
    size_t half_more = hr_saturating_add(request->capacity, request->capacity >> 1);
    return half_more > needed ? half_more : needed;
}

/* Pushes: 10 15 22 33 49 73 109 163 244 366 549 823 1234 1851 2776 4164 6246 9369 14053 21079 */
const struct hr_growth hr_growth_java = {
    .name = "java",
    .origin = "OpenJDK 17, ArrayList() and its grow()",
    .formula = "max(capacity + (capacity >> 1), n), first max(10, n)",
    .rules =
        {
            .push = "ArrayList.grow(), ArraysSupport.newLength(), 17.0.15",
            .extend = "addAll(): grow(length + added), the same rule, 17.0.15",
            .construct = "exact, ArrayList(Collection), 17.0.15",
            .shrink = "never (trimToSize alone)",
        },
    .has_shrink = false,
    .next = next_java,
};
