/*
 * java.c - the lists, queues and string builders of the Java class library. The soft limit of
 * Integer.MAX_VALUE - 8 elements is the language's and is not modelled.
 */
#include "rules.h"

enum { LIST_FIRST = 10, BUILDER_FIRST = 16, DEQUE_FIRST = 16, QUEUE_FIRST = 11, SMALL = 64 };

/* ArraysSupport.newLength(): the old length and the greater of what is needed and half of it. */
static size_t grow_list(const struct hr_growth_request *request) {
    return larger(half_more(request->capacity), request->needed);
}

/*
 * max(10, n) for a list from the default constructor that holds nothing yet. An array that became
 * empty again owns nothing here and starts like a new one.
 */
static size_t next_list(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason == HR_GROWTH_CONSTRUCT) {
        return request->needed;
    }
    return request->capacity == 0 ? larger(LIST_FIRST, request->needed) : grow_list(request);
}

static size_t next_sized_list(const struct hr_growth *growth,
                              const struct hr_growth_request *request) {
    (void)growth;
    return request->reason == HR_GROWTH_CONSTRUCT ? request->needed : grow_list(request);
}

static size_t next_vector(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason == HR_GROWTH_CONSTRUCT) {
        return request->needed;
    }
    size_t grown = request->capacity == 0 ? LIST_FIRST : doubled(request->capacity);
    return larger(grown, request->needed);
}

static size_t next_builder(const struct hr_growth *growth,
                           const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason == HR_GROWTH_CONSTRUCT) {
        return hr_saturating_add(request->needed, BUILDER_FIRST);
    }
    size_t grown =
        request->capacity == 0 ? BUILDER_FIRST : hr_saturating_add(doubled(request->capacity), 2);
    return larger(grown, request->needed);
}

/* grow(): an array of n + 1 places, one of them always empty; small ones double and add 2. */
static size_t next_deque(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason == HR_GROWTH_CONSTRUCT) {
        return request->needed;
    }
    size_t places = hr_saturating_add(request->capacity, 1);
    size_t grown = places < SMALL ? 2 * places + 2 : half_more(places);
    return larger(request->capacity == 0 ? DEQUE_FIRST : grown - 1, request->needed);
}

static size_t next_queue(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason == HR_GROWTH_CONSTRUCT) {
        return request->needed;
    }
    size_t capacity = request->capacity;
    size_t grown = capacity < SMALL ? 2 * capacity + 2 : half_more(capacity);
    return larger(capacity == 0 ? QUEUE_FIRST : grown, request->needed);
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
    .factor = 1.5,
    .next = next_list,
};

/* Pushes: 1 2 3 4 6 9 13 19 28 42 63 94 141 */
const struct hr_growth hr_growth_java_sized = {
    .name = "java-sized",
    .origin = "OpenJDK 17, ArrayList(0): a list whose first capacity was given",
    .formula = "max(capacity + (capacity >> 1), n)",
    .rules =
        {
            .push = "ArrayList.grow(), ArraysSupport.newLength(), 17.0.15",
            .extend = "addAll(): grow(length + added), the same rule, 17.0.15",
            .construct = "exact, ArrayList(int), 17.0.15",
            .shrink = "never (trimToSize alone)",
        },
    .factor = 1.5,
    .next = next_sized_list,
};

/* Pushes: 10 20 40 80 160 320 640 */
const struct hr_growth hr_growth_java_vector = {
    .name = "java-vector",
    .origin = "OpenJDK 17, Vector()",
    .formula = "max(2 * capacity, n), first 10",
    .rules =
        {
            .push = "Vector.grow(), 17.0.15",
            .extend = "Vector.grow(), 17.0.15",
            .construct = "exact, Vector(int), 17.0.15",
            .shrink = "never (trimToSize alone)",
        },
    .factor = 2.0,
    .next = next_vector,
};

/* Pushes: 16 34 70 142 286 */
const struct hr_growth hr_growth_java_stringbuilder = {
    .name = "java-stringbuilder",
    .origin = "OpenJDK 17, StringBuilder()",
    .formula = "max(2 * capacity + 2, n), first 16",
    .rules =
        {
            .push = "AbstractStringBuilder.newCapacity(), 17.0.15",
            .extend = "the same, 17.0.15",
            .construct = "n + 16, StringBuilder(String), 17.0.15",
            .shrink = "never (trimToSize alone)",
        },
    .factor = 2.0,
    .next = next_builder,
};

/* Pushes: 16 35 73 110 165 248, in arrays of one place more. */
const struct hr_growth hr_growth_java_arraydeque = {
    .name = "java-arraydeque",
    .origin = "OpenJDK 17, ArrayDeque(); its array has one place more",
    .formula = "places < 64 ? 2 * places + 2 : places + (places >> 1), first 17",
    .rules =
        {
            .push = "ArrayDeque.grow(), 17.0.15",
            .extend = "grow(needed), 17.0.15",
            .construct = "n + 1 places, ArrayDeque(int), 17.0.15",
            .shrink = "never",
        },
    .factor = 1.5,
    .next = next_deque,
};

/* Pushes: 11 24 50 102 153 229 343 514 */
const struct hr_growth hr_growth_java_priorityqueue = {
    .name = "java-priorityqueue",
    .origin = "OpenJDK 17, PriorityQueue()",
    .formula = "capacity < 64 ? 2 * capacity + 2 : capacity + (capacity >> 1), first 11",
    .rules =
        {
            .push = "PriorityQueue.grow(), 17.0.15",
            .extend = "not known; taken to be the same",
            .construct = "exact, PriorityQueue(Collection), 17.0.15",
            .shrink = "never",
        },
    .factor = 1.5,
    .next = next_queue,
};
