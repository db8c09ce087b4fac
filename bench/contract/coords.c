/*
 * coords.c - what the Julia set's coordinate lists must do: the values that the book's loops give,
 * each verb in its order and only there.
 */
#include <string.h>

#include <headroom/coords.h>
#include <headroom/julia.h>

#include "contract/internal.h"

enum { WIDTH = 12, ITERATIONS = 40, MOST_REQUESTS = 100000 };

/* What the loops give, with nothing stored. */
struct expected {
    const struct hr_julia *julia;
    uint64_t appends, sum, checksum;
};

/* One set of lists. */
struct lists {
    struct trying *trying;
    const struct hr_coords_verbs *verbs;
    const struct expected *expected;
    void *it;
};

static uint64_t bits(double value) {
    uint64_t pattern;
    memcpy(&pattern, &value, sizeof pattern);
    return pattern;
}

static enum hr_status expect(void *context, enum hr_coords_list list, double re, double im) {
    struct expected *expected = context;
    const struct hr_julia *julia = expected->julia;
    expected->appends++;
    if (list == HR_COORDS_ZS || list == HR_COORDS_CS) {
        expected->checksum += bits(re) + bits(im);
    }
    if (list == HR_COORDS_ZS) {
        expected->sum += hr_julia_count(re, im, julia->c_re, julia->c_im, julia->max_iterations);
    }
    return HR_OK;
}

static bool equals(struct lists *lists, uint64_t found, uint64_t wanted) {
    return found == wanted ||
           try_fail(lists->trying, "gives %llu instead of %llu for a width of %d",
                    (unsigned long long)found, (unsigned long long)wanted, WIDTH);
}

static bool look(struct lists *lists) {
    struct trying *trying = lists->trying;
    const char *after = trying->verb;
    if (lists->verbs->is_valid != NULL) {
        try_enter(trying, "is_valid");
        if (!lists->verbs->is_valid(lists->it)) {
            return try_fail(trying, "says no after %s", after);
        }
    }
    try_enter(trying, "footprint");
    struct hr_footprint footprint = lists->verbs->footprint(lists->it);
    return try_footprint(trying, &footprint);
}

static bool begin(struct lists *lists, struct trying *trying, const struct expected *expected) {
    *lists =
        (struct lists){.trying = trying, .verbs = trying->adapter->coords, .expected = expected};
    try_enter(trying, "make");
    enum hr_status status = lists->verbs->make(&trying->config, expected->julia, &lists->it);
    if (try_was_refused(trying) && status != HR_OK) {
        return try_refused(trying, status) &&
               (lists->it == NULL || try_fail(trying, "fails and changes *coords all the same")) &&
               try_nothing_held(trying, "when it has failed");
    }
    return try_status(trying, status, HR_OK, "at an ordinary width") &&
           (lists->it != NULL || try_fail(trying, "succeeds and gives nothing")) && look(lists);
}

static bool end(struct lists *lists) {
    if (lists->it == NULL) {
        return true;
    }
    try_enter(lists->trying, "destroy");
    lists->verbs->destroy(lists->it);
    lists->it = NULL;
    return try_nothing_held(lists->trying, "after it");
}

static bool do_build(struct lists *lists, enum hr_status wanted, const char *when) {
    try_enter(lists->trying, "build");
    return try_status(lists->trying, lists->verbs->build(lists->it), wanted, when) && look(lists);
}

static bool do_iterate(struct lists *lists, enum hr_status wanted, const char *when) {
    try_enter(lists->trying, "iterate");
    return try_status(lists->trying, lists->verbs->iterate(lists->it), wanted, when) && look(lists);
}

static bool read_coordinates(struct lists *lists) {
    try_enter(lists->trying, "footprint");
    bool is_stored = lists->verbs->footprint(lists->it).length > 0;
    try_enter(lists->trying, "appends");
    if (!equals(lists, lists->verbs->appends(lists->it),
                is_stored ? lists->expected->appends : 0)) {
        return false;
    }
    try_enter(lists->trying, "checksum");
    return equals(lists, lists->verbs->checksum(lists->it), lists->expected->checksum);
}

static bool read_sum(struct lists *lists, uint64_t wanted) {
    try_enter(lists->trying, "sum");
    return equals(lists, lists->verbs->sum(lists->it), wanted);
}

static bool try_whole(struct trying *trying, const struct expected *expected) {
    struct lists lists;
    try_begin(trying, "built and iterated once, it holds the book's values; destroy takes NULL");
    bool is_well =
        begin(&lists, trying, expected) && do_iterate(&lists, HR_INVALID, "before build") &&
        do_build(&lists, HR_OK, "at an ordinary width") && read_coordinates(&lists) &&
        read_sum(&lists, 0) && do_build(&lists, HR_INVALID, "when called again") &&
        do_iterate(&lists, HR_OK, "after build") && read_sum(&lists, expected->sum) &&
        read_coordinates(&lists) && do_iterate(&lists, HR_INVALID, "when called again") &&
        read_sum(&lists, expected->sum) && end(&lists);
    if (!is_well) {
        return false;
    }
    try_enter(trying, "destroy");
    trying->adapter->coords->destroy(NULL);
    return try_pass(trying);
}

/* Builds and iterates; where memory is refused the lists stay valid. */
static bool work_refused(struct lists *lists) {
    try_enter(lists->trying, "build");
    enum hr_status status = lists->verbs->build(lists->it);
    if (status == HR_OK) {
        try_enter(lists->trying, "iterate");
        status = lists->verbs->iterate(lists->it);
    }
    return (status == HR_OK || try_refused(lists->trying, status)) && look(lists);
}

/* There may be a request per point: not each of them, but ever fewer. */
static bool try_refusals(struct trying *trying, const struct expected *expected) {
    struct lists lists;
    try_begin(trying, "refused memory leaves the lists valid");
    bool was_refused = true;
    for (uint64_t request = 0; was_refused && request < MOST_REQUESTS; request += 1 + request / 8) {
        try_refuse_from(trying, request);
        if (!begin(&lists, trying, expected) || (lists.it != NULL && !work_refused(&lists))) {
            return false;
        }
        was_refused = try_was_refused(trying);
        if (!end(&lists)) {
            return false;
        }
    }
    return try_pass(trying);
}

bool contract_coords(struct trying *trying) {
    struct hr_julia julia = hr_julia_defaults();
    julia.width = WIDTH;
    julia.max_iterations = ITERATIONS;
    struct expected expected = {.julia = &julia};
    const struct hr_coords_sink sink = {.context = &expected, .append = expect};
    if (hr_coords_generate(&julia, &sink) != HR_OK) {
        return try_fail(trying, "cannot be tried: the grid is refused");
    }
    return try_whole(trying, &expected) &&
           (!trying->adapter->takes_allocator || try_refusals(trying, &expected));
}
