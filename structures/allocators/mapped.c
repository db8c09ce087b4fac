/*
 * mapped.c - large blocks are mappings of their own that grow by mremap: the pages may get another
 * address, but no byte is copied.
 */
#include <sys/mman.h>

#include "parked.h"
#include "regions.h"

static void *mapped_map(size_t bytes) {
    if (!regions_want_huge_pages()) {
        void *region =
            mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        return region == MAP_FAILED ? NULL : region;
    }
    void *region = regions_map_aligned(bytes);
    if (region == NULL) {
        return NULL;
    }
    if (mprotect(region, bytes, PROT_READ | PROT_WRITE) != 0) {
        (void)munmap(region, bytes);
        return NULL;
    }
    regions_advise(region, bytes);
    return region;
}

/* In place, or onto a huge page's boundary, so that huge pages move whole. */
static void *resize_aligned(void *region, size_t old_bytes, size_t new_bytes) {
    void *same = mremap(region, old_bytes, new_bytes, 0);
    if (same != MAP_FAILED) {
        return same;
    }
    void *target = regions_map_aligned(new_bytes);
    if (target == NULL) {
        return NULL;
    }
    void *moved = mremap(region, old_bytes, new_bytes, MREMAP_MAYMOVE | MREMAP_FIXED, target);
    if (moved == MAP_FAILED) {
        (void)munmap(target, new_bytes);
        return NULL;
    }
    return moved;
}

static void *mapped_resize(void *region, size_t old_bytes, size_t new_bytes) {
    if (regions_want_huge_pages()) {
        return resize_aligned(region, old_bytes, new_bytes);
    }
    void *moved = mremap(region, old_bytes, new_bytes, MREMAP_MAYMOVE);
    return moved == MAP_FAILED ? NULL : moved;
}

static struct regions mapped_regions = {
    .border_bytes = REGIONS_BORDER_BYTES,
    .map = mapped_map,
    .resize = mapped_resize,
    .unmap = parked_unmap,
};

extern const struct hr_allocator hr_allocator_mapped;
const struct hr_allocator hr_allocator_mapped = {
    .name = "mapped",
    .summary = "from 128 KiB on mappings that grow by mremap; below, heap",
    .resize = regions_resize,
    .good_size = regions_good_size,
    .move = regions_move,
    .context = &mapped_regions,
};
