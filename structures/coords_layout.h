/*
 * coords_layout.h - what the layouts of the coordinate lists share, and the table that each fills.
 *
 * coords.c knows the calls of coords.h and nothing of the lists; coords_<layout>.c knows its lists;
 * coords_output.h knows the list of counts. A layout's lists lie inside struct hr_coords.
 */
#ifndef HEADROOM_STRUCTURES_COORDS_LAYOUT_H
#define HEADROOM_STRUCTURES_COORDS_LAYOUT_H

#include <string.h>

#include <headroom/box.h>
#include <headroom/check.h>
#include <headroom/checked_math.h>
#include <headroom/coords.h>
#include <headroom/dynarray.h>
#include <headroom/tuple.h>

#include "grid.h"

struct coords_pair {
    double re, im;
};

HR_DYNARRAY_DEFINE(coords_doubles, double);
HR_DYNARRAY_DEFINE(coords_pairs, struct coords_pair);
HR_DYNARRAY_DEFINE(coords_boxes, struct hr_box *);
HR_DYNARRAY_DEFINE(coords_tuples, struct hr_tuple *);
HR_DYNARRAY_DEFINE(coords_counts, uint32_t);

struct coords_boxed_lists {
    struct coords_boxes x, y, zs, cs;
};

struct coords_pairs_lists {
    struct coords_doubles x, y;
    struct coords_pairs zs, cs;
};

struct coords_split_lists {
    struct coords_doubles x, y, zs_re, zs_im, cs_re, cs_im;
};

struct coords_tuple_lists {
    struct coords_boxes x, y;
    struct coords_tuples zs, cs;
    struct hr_box *c_re, *c_im; /* what all of cs refer to */
    struct hr_tuple_cache cache;
};

/* Counts as numbers, or as references to boxes of which the small ones are shared. */
struct coords_output {
    struct coords_counts counts;
    struct coords_boxes boxes;
    struct hr_box_integer *shared; /* COORDS_SHARED of them in one block; NULL: counts are used */
};

enum { COORDS_SHARED = 257 }; /* 0...256, as CPython's _PY_NSMALLPOSINTS */

enum coords_stage { COORDS_EMPTY, COORDS_BROKEN, COORDS_BUILT, COORDS_ITERATED };

struct hr_coords {
    const struct coords_layout *layout;
    struct hr_coords_config config;
    struct hr_dynarray_config of_values, of_references;
    enum coords_stage stage;
    size_t rows, columns;
    union {
        struct coords_boxed_lists boxed;
        struct coords_pairs_lists pairs;
        struct coords_split_lists split;
        struct coords_tuple_lists tuple;
    } lists;
    struct coords_output output;
};

struct coords_layout {
    const char *name;
    void (*init)(struct hr_coords *coords);
    enum hr_status (*build)(struct hr_coords *coords);   /* counts rows and columns */
    enum hr_status (*iterate)(struct hr_coords *coords); /* fills the output, or leaves it empty */
    void (*clean_up)(struct hr_coords *coords);          /* the lists without the output */
    size_t (*appends)(const struct hr_coords *coords);
    uint64_t (*checksum)(const struct hr_coords *coords);
    /* Adds the lists and their objects; sets length and capacity. */
    void (*footprint)(const struct hr_coords *coords, struct hr_footprint *footprint);
    bool (*is_valid)(const struct hr_coords *coords); /* the lists: shape and objects; O(points) */
};

extern const struct coords_layout coords_boxed_layout, coords_pairs_layout, coords_split_layout,
    coords_tuple_layout, coords_streamed_layout;

/* Points whose zs and cs are both there: what was built, also when that ended early. */
static inline size_t coords_points(const struct hr_coords *coords) {
    return coords->rows * coords->columns; /* checked by coords.c after the walk of the axes */
}

/* The bit pattern of a double. */
static inline uint64_t coords_bits(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* Adds the slots of one list to a footprint. */
static inline void coords_add_list(struct hr_footprint *footprint, struct hr_footprint list) {
    footprint->payload_bytes += list.payload_bytes;
    footprint->headroom_bytes += list.headroom_bytes;
}

static inline double coords_float(const struct hr_box *box) {
    HR_ASSERT(box->kind == HR_BOX_FLOAT);
    return ((const struct hr_box_float *)box)->value;
}

/* Appends a new float box; nothing stays behind when that fails. */
static inline enum hr_status coords_push_float(const struct hr_allocator *allocator,
                                               struct coords_boxes *list, double value) {
    struct hr_box *box;
    enum hr_status status = hr_box_new_float(allocator, value, &box);
    if (status != HR_OK) {
        return status;
    }
    status = coords_boxes_push(list, box);
    if (status != HR_OK) {
        hr_box_release(allocator, box);
    }
    return status;
}

/* Releases every box of a list, then the list. */
void coords_boxes_destroy(const struct hr_allocator *allocator, struct coords_boxes *list);

/* Whether a list is whole and holds boxes of this kind only. */
bool coords_boxes_are(const struct coords_boxes *list, enum hr_box_kind kind);

#endif
