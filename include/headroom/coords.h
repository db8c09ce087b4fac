/*
 * coords.h - the Julia set's coordinate lists x, y, zs and cs, built by appends as in the book, in
 * several layouts.
 *
 *     struct hr_coords *coords;
 *     struct hr_coords_config config = {.allocator = heap, .growth = growth, .julia = julia};
 *     if (hr_coords_new(HR_COORDS_PAIRS, &config, &coords) != HR_OK) { ... }
 *     hr_coords_build(coords)       2,002,000 appends at the book's size
 *     hr_coords_iterate(coords)     the output list, and the sum of the counts
 *     hr_coords_destroy(coords);
 *
 * | layout   | an element of zs and cs                                              |
 * |----------|----------------------------------------------------------------------|
 * | boxed    | a reference to a complex box of its own, as in CPython               |
 * | pairs    | two doubles in the list itself                                       |
 * | split    | a double in a list of real and one in a list of imaginary parts      |
 * | tuple    | a reference to a tuple of two references to float boxes; zs share    |
 * |          | the boxes of x and y, as zs.append((x, y)) does; cs share two        |
 * | streamed | nothing is stored: points are computed where they are used           |
 *
 * x and y are lists of boxes in boxed and tuple, of doubles otherwise; streamed has none.
 */
#ifndef HEADROOM_COORDS_H
#define HEADROOM_COORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <headroom/allocator.h>
#include <headroom/attributes.h>
#include <headroom/footprint.h>
#include <headroom/growth.h>
#include <headroom/julia.h>
#include <headroom/status.h>

HR_BEGIN_C

enum hr_coords_layout {
    HR_COORDS_BOXED,
    HR_COORDS_PAIRS,
    HR_COORDS_SPLIT,
    HR_COORDS_TUPLE,
    HR_COORDS_STREAMED,
    HR_COORDS_LAYOUTS, /* how many there are */
};

/* Its name: "boxed", ... */
const char *hr_coords_layout_name(enum hr_coords_layout layout);

struct hr_coords_config {
    const struct hr_allocator *allocator; /* must outlive the lists */
    const struct hr_growth *growth;
    struct hr_julia julia;
};

struct hr_coords; /* the four lists and the output */

/* Empty lists of a layout. HR_INVALID for parameters hr_julia_check refuses, HR_NO_MEMORY. */
HR_NODISCARD enum hr_status hr_coords_new(enum hr_coords_layout layout,
                                          const struct hr_coords_config *config,
                                          struct hr_coords **coords);

/* Frees everything; NULL is allowed. */
void hr_coords_destroy(struct hr_coords *coords);

/*
 * The set-up: fills x, y, zs and cs by single appends in the book's order. HR_NO_MEMORY,
 * HR_TOO_LARGE: what was built so far stays and is freed by destroy. HR_INVALID when called twice.
 */
HR_NODISCARD enum hr_status hr_coords_build(struct hr_coords *coords);

/*
 * The calculation: an exact output list of one count per point, filled in order. In boxed and tuple
 * it holds references to integer boxes of which 0...256 are shared, as CPython shares its small
 * integers; counts of 32 bits otherwise. HR_INVALID before build or when called twice.
 */
HR_NODISCARD enum hr_status hr_coords_iterate(struct hr_coords *coords);

uint64_t hr_coords_appends(const struct hr_coords *coords); /* by build: x + y + zs + cs */
size_t hr_coords_columns(const struct hr_coords *coords);   /* points per row that were built */
size_t hr_coords_rows(const struct hr_coords *coords);

/* Sum of the output list, read back from it; 0 before iterate. */
uint64_t hr_coords_sum(const struct hr_coords *coords);

/* Count of point `index` < columns * rows, in the order of the book; only after iterate. */
unsigned hr_coords_count_at(const struct hr_coords *coords, size_t index);

/*
 * Checksum of the coordinates read back: the sum of the bit patterns of all parts of zs and cs, mod
 * 2^64; the same in every layout (streamed computes it).
 */
uint64_t hr_coords_checksum(const struct hr_coords *coords);

/* All lists together; capacity and length are those of zs; the output counts as payload. */
struct hr_footprint hr_coords_footprint(const struct hr_coords *coords);
bool hr_coords_is_valid(const struct hr_coords *coords);

/*
 * Over any sequence: the same loops, handing every coordinate to a factory's sink.
 */
enum hr_coords_list { HR_COORDS_X, HR_COORDS_Y, HR_COORDS_ZS, HR_COORDS_CS };

struct hr_coords_sink {
    void *context;
    /* One append; `im` is 0 for x and y. Anything but HR_OK ends the set-up and is returned. */
    enum hr_status (*append)(void *context, enum hr_coords_list list, double re, double im);
};

/* Calls the sink once per append of the book's set-up. */
HR_NODISCARD enum hr_status hr_coords_generate(const struct hr_julia *julia,
                                               const struct hr_coords_sink *sink);

HR_END_C

#endif
