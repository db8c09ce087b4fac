/*
 * coords.c - the Julia set's coordinate lists, one structure per layout.
 */
#include <headroom/adapter.h>
#include <headroom/coords.h>

static enum hr_status make(enum hr_coords_layout layout, const struct hr_adapter_config *config,
                           const struct hr_julia *julia, void **coords) {
    struct hr_coords_config lists = {
        .allocator = config->allocator, .growth = config->growth, .julia = *julia};
    struct hr_coords *made;
    enum hr_status status = hr_coords_new(layout, &lists, &made);
    if (status == HR_OK) {
        *coords = made;
    }
    return status;
}

static enum hr_status build(void *coords) {
    return hr_coords_build(coords);
}

static enum hr_status iterate(void *coords) {
    return hr_coords_iterate(coords);
}

static uint64_t appends(const void *coords) {
    return hr_coords_appends(coords);
}

static uint64_t sum(const void *coords) {
    return hr_coords_sum(coords);
}

static uint64_t checksum(const void *coords) {
    return hr_coords_checksum(coords);
}

static struct hr_footprint footprint(const void *coords) {
    return hr_coords_footprint(coords);
}

static bool is_valid(const void *coords) {
    return hr_coords_is_valid(coords);
}

static void destroy(void *coords) {
    hr_coords_destroy(coords);
}

/* A layout: its make with the layout filled in, its verbs, its adapter. */
#define COORDS_LAYOUT(word, LAYOUT, description)                                                   \
    static enum hr_status make_##word(const struct hr_adapter_config *config,                      \
                                      const struct hr_julia *julia, void **coords) {               \
        return make(HR_COORDS_##LAYOUT, config, julia, coords);                                    \
    }                                                                                              \
    static const struct hr_coords_verbs word##_verbs = {                                           \
        make_##word, build, iterate, appends, sum, checksum, footprint, is_valid, destroy};        \
    static const struct hr_adapter word = {                                                        \
        .name = "coords-" #word,                                                                   \
        .summary = description,                                                                    \
        .interface = HR_INTERFACE_COORDS,                                                          \
        .takes_growth = true,                                                                      \
        .takes_allocator = true,                                                                   \
        .coords = &word##_verbs,                                                                   \
    }

COORDS_LAYOUT(boxed, BOXED, "coordinates as references to boxes, as in CPython");
COORDS_LAYOUT(pairs, PAIRS, "coordinates as two doubles in the list itself");
COORDS_LAYOUT(split, SPLIT, "real and imaginary parts in lists of doubles of their own");
COORDS_LAYOUT(tuple, TUPLE, "coordinates as tuples of two boxed floats");
COORDS_LAYOUT(streamed, STREAMED, "no coordinate is stored, each is computed where it is used");

static const struct hr_adapter *const adapters[] = {&boxed, &pairs,    &split,
                                                    &tuple, &streamed, NULL};

HR_MODULE("coords", "1", "headroom", adapters)
