/*
 * reserved.c - large blocks are address space reserved far beyond their size: they grow in place,
 * pages become usable as the block grows and resident as they are touched, and shrinking gives them
 * back.
 *
 * How much is reserved follows from the size of the block alone, because nothing is stored in front
 * of it: 64 GiB (where address space is limited at first use, a quarter of the limit, but at least
 * 1 GiB), from there on the next power of two. A block that outgrows its reservation moves, by
 * mremap, to a greater one. With 47 bits of address space that is room for about 2,000 such blocks
 * at a time.
 *
 * Reserved pages are PROT_NONE, which no overcommit rule counts; mprotect makes them usable, and
 * that is where the kernel may say no.
 */
#include <pthread.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "parked.h"
#include "regions.h"

static const size_t reservation_most = (size_t)64 << 30;
static const size_t reservation_least = (size_t)1 << 30;

static size_t reservation_bytes; /* of every block up to that size */
static pthread_once_t reservation_found = PTHREAD_ONCE_INIT;

static void find_reservation(void) {
    struct rlimit space = {.rlim_cur = RLIM_INFINITY};
    (void)getrlimit(RLIMIT_AS, &space);
    reservation_bytes = reservation_most;
    while (reservation_bytes > reservation_least && reservation_bytes > space.rlim_cur / 4) {
        reservation_bytes /= 2;
    }
}

/* The address space behind a block of this size, which is at most PTRDIFF_MAX: no power of two that
 * it takes to reach it can wrap. */
static size_t reservation_of(size_t bytes) {
    (void)pthread_once(&reservation_found, find_reservation);
    size_t reservation = reservation_bytes;
    while (reservation < bytes) {
        reservation *= 2;
    }
    return reservation;
}

static void *reserved_map(size_t bytes) {
    size_t reservation = reservation_of(bytes);
    void *region = regions_map_aligned(reservation);
    if (region == NULL) {
        return NULL;
    }
    regions_advise(region, reservation);
    if (mprotect(region, bytes, PROT_READ | PROT_WRITE) != 0) {
        (void)munmap(region, reservation);
        return NULL;
    }
    return region;
}

static void reserved_unmap(void *region, size_t bytes) {
    parked_unmap(region, reservation_of(bytes));
}

/*
 * Its pages move to the start of a new reservation; what remains of the old one is given back. The
 * hole that they leave is not touched again: another thread's mapping may lie there by now.
 */
static void *move_to_reservation(void *region, size_t old_bytes, size_t new_bytes) {
    size_t kept = old_bytes < new_bytes ? old_bytes : new_bytes;
    size_t reservation = reservation_of(old_bytes);
    char *target = reserved_map(new_bytes);
    if (target == NULL) {
        return NULL;
    }
    void *moved = mremap(region, kept, kept, MREMAP_MAYMOVE | MREMAP_FIXED, target);
    if (moved == MAP_FAILED) {
        reserved_unmap(target, new_bytes);
        return NULL;
    }
    if (reservation > kept) {
        (void)munmap((char *)region + kept, reservation - kept);
    }
    return moved;
}

static void *reserved_resize(void *region, size_t old_bytes, size_t new_bytes) {
    if (reservation_of(old_bytes) != reservation_of(new_bytes)) {
        return move_to_reservation(region, old_bytes, new_bytes);
    }
    char *start = region;
    if (new_bytes > old_bytes) {
        int failed = mprotect(start + old_bytes, new_bytes - old_bytes, PROT_READ | PROT_WRITE);
        return failed != 0 ? NULL : region;
    }
    /* Should the second call fail, the pages stay usable, but they are empty all the same. */
    (void)madvise(start + new_bytes, old_bytes - new_bytes, MADV_DONTNEED);
    (void)mprotect(start + new_bytes, old_bytes - new_bytes, PROT_NONE);
    return region;
}

static struct regions reserved_regions = {
    .border_bytes = REGIONS_BORDER_BYTES,
    .map = reserved_map,
    .resize = reserved_resize,
    .unmap = reserved_unmap,
};

static struct regions all_reserved_regions = {
    .border_bytes = 1,
    .map = reserved_map,
    .resize = reserved_resize,
    .unmap = reserved_unmap,
};

extern const struct hr_allocator hr_allocator_reserved;
const struct hr_allocator hr_allocator_reserved = {
    .name = "reserved",
    .summary = "from 128 KiB on address space that is filled in place; below, heap",
    .resize = regions_resize,
    .good_size = regions_good_size,
    .move = regions_move,
    .context = &reserved_regions,
};

/* For few and large arrays: each block takes a page and a reservation, however small it is. */
extern const struct hr_allocator hr_allocator_reserved_all;
const struct hr_allocator hr_allocator_reserved_all = {
    .name = "reserved-all",
    .summary = "as reserved, for every size: no byte is ever copied",
    .resize = regions_resize,
    .good_size = regions_good_size,
    .move = regions_move,
    .context = &all_reserved_regions,
};
