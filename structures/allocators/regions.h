/*
 * regions.h - an allocator that is split at a size: blocks under the border come from the heap, the
 * others are regions of whole pages. Crossing the border copies.
 */
#ifndef HEADROOM_REGIONS_H
#define HEADROOM_REGIONS_H

#include <stdbool.h>
#include <stddef.h>

#include <headroom/allocator.h>

/* DESIGN: mapped and reserved take blocks under 128 KiB from the heap. */
enum { REGIONS_BORDER_BYTES = 128 * 1024 };

/* Sizes are whole pages, > 0. Functions that fail change nothing. */
struct regions {
    size_t border_bytes; /* the smallest request that gets a region */
    void *(*map)(size_t bytes);
    void *(*resize)(void *region, size_t old_bytes, size_t new_bytes); /* NULL on failure */
    void (*unmap)(void *region, size_t bytes);
};

/* The functions of such an allocator; `context` is its struct regions. */
void *regions_resize(void *context, void *block, size_t old_bytes, size_t new_bytes);
size_t regions_good_size(void *context, size_t bytes);
enum hr_move regions_move(void *context, const void *block, size_t old_bytes, size_t new_bytes);

size_t regions_page_bytes(void);

/* Address space of whole pages, starting at a huge page's boundary, nothing of it usable yet; NULL
 * without. `bytes` is at most PTRDIFF_MAX + 1, so that sizes near it cannot wrap. */
void *regions_map_aligned(size_t bytes);

/* Whether the process asked for huge pages. */
bool regions_want_huge_pages(void);

/* Asks for huge pages behind this region if the process wants them; a refusal is no failure. */
void regions_advise(void *region, size_t bytes);

#endif
