/*
 * regions.c - what mapped and reserved share: the border between heap and regions, alignment, the
 * wish for huge pages.
 */
#include "regions.h"

#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <headroom/checked_math.h>

#include "heap.h"
#include "parked.h"

static const size_t huge_page_bytes = (size_t)2 * 1024 * 1024;

static atomic_bool want_huge_pages;

void hr_allocator_prefer_huge_pages(bool prefer) {
    atomic_store(&want_huge_pages, prefer);
}

bool regions_want_huge_pages(void) {
    return atomic_load(&want_huge_pages);
}

size_t regions_page_bytes(void) {
    return (size_t)sysconf(_SC_PAGESIZE);
}

void regions_advise(void *region, size_t bytes) {
    if (regions_want_huge_pages()) {
        (void)madvise(region, bytes, MADV_HUGEPAGE);
    }
}

/*
 * Always one mmap and two munmaps, wherever the kernel puts it: counts of calls repeat exactly.
 *
 * The kernel makes one mapping of neighbours that are alike, so that a trim can be one more than
 * vm.max_map_count allows. What is undone then lies at an end of such a mapping, which is always
 * possible: with a neighbour on each side, the mmap has made one of two, and room for the first.
 */
void *regions_map_aligned(size_t bytes) {
    size_t span = bytes + huge_page_bytes + regions_page_bytes();
    char *start = mmap(NULL, span, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) {
        return NULL;
    }
    size_t before = huge_page_bytes - (uintptr_t)start % huge_page_bytes;
    if (munmap(start, before) != 0) {
        (void)munmap(start, span);
        return NULL;
    }
    if (munmap(start + before + bytes, span - before - bytes) != 0) {
        (void)munmap(start + before, span - before);
        return NULL;
    }
    return start + before;
}

static bool is_region(const struct regions *regions, size_t bytes) {
    return bytes > 0 && bytes >= regions->border_bytes;
}

/* Bytes of the pages of a region; false when no pointer difference could span them. */
static bool whole_pages(size_t bytes, size_t *rounded) {
    return hr_checked_round_up(bytes, regions_page_bytes(), rounded) && *rounded <= PTRDIFF_MAX;
}

static void *take(const struct regions *regions, size_t bytes) {
    size_t rounded;
    if (!is_region(regions, bytes)) {
        return hr_allocate(&hr_allocator_heap, bytes);
    }
    parked_retry();
    return whole_pages(bytes, &rounded) ? regions->map(rounded) : NULL;
}

/* Of a block that exists, so that its pages can be counted. */
static size_t pages_of(size_t bytes) {
    size_t mask = regions_page_bytes() - 1;
    return (bytes + mask) & ~mask;
}

static void give(const struct regions *regions, void *block, size_t bytes) {
    if (is_region(regions, bytes)) {
        regions->unmap(block, pages_of(bytes));
    } else {
        hr_release(&hr_allocator_heap, block, bytes);
    }
}

static void *resize_region(const struct regions *regions, void *block, size_t old_bytes,
                           size_t new_bytes) {
    size_t old_rounded = pages_of(old_bytes), new_rounded;
    if (!whole_pages(new_bytes, &new_rounded)) {
        return NULL;
    }
    return old_rounded == new_rounded ? block : regions->resize(block, old_rounded, new_rounded);
}

static void *cross_border(const struct regions *regions, void *block, size_t old_bytes,
                          size_t new_bytes) {
    void *moved = take(regions, new_bytes);
    if (moved != NULL) {
        memcpy(moved, block, old_bytes < new_bytes ? old_bytes : new_bytes);
        give(regions, block, old_bytes);
    }
    return moved;
}

void *regions_resize(void *context, void *block, size_t old_bytes, size_t new_bytes) {
    const struct regions *regions = context;
    if (block == NULL) {
        return new_bytes == 0 ? NULL : take(regions, new_bytes);
    }
    if (new_bytes == 0) {
        give(regions, block, old_bytes);
        return NULL;
    }
    bool was_region = is_region(regions, old_bytes);
    if (was_region != is_region(regions, new_bytes)) {
        return cross_border(regions, block, old_bytes, new_bytes);
    }
    return was_region ? resize_region(regions, block, old_bytes, new_bytes)
                      : hr_resize(&hr_allocator_heap, block, old_bytes, new_bytes);
}

size_t regions_good_size(void *context, size_t bytes) {
    size_t rounded;
    if (!is_region(context, bytes)) {
        size_t good = hr_good_size(&hr_allocator_heap, bytes);
        return is_region(context, good) ? bytes : good;
    }
    return whole_pages(bytes, &rounded) ? rounded : bytes;
}

enum hr_move regions_move(void *context, const void *block, size_t old_bytes, size_t new_bytes) {
    bool was_region = is_region(context, old_bytes);
    if (was_region != is_region(context, new_bytes)) {
        return HR_MOVE_COPIES;
    }
    return was_region
               ? HR_MOVE_REMAPS
               : hr_allocator_heap.move(hr_allocator_heap.context, block, old_bytes, new_bytes);
}
