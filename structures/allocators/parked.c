/*
 * parked.c - see parked.h. The list is kept in the first pages of the regions themselves: when this
 * is needed there is no other memory to be had.
 */
#include "parked.h"

#include <stdatomic.h>
#include <sys/mman.h>

#include "process_lock.h"
#include "regions.h"

struct parked {
    struct parked *next;
    size_t bytes;
};

static struct parked *_Atomic all_parked; /* changed under the process's lock */

static void park(void *region, size_t bytes) {
    size_t page_bytes = regions_page_bytes();
    (void)madvise((char *)region + page_bytes, bytes - page_bytes, MADV_DONTNEED);
    struct parked *parked = region;
    process_lock();
    *parked = (struct parked){.next = atomic_load(&all_parked), .bytes = bytes};
    atomic_store(&all_parked, parked);
    process_unlock();
}

void parked_retry(void) {
    if (atomic_load(&all_parked) == NULL) {
        return;
    }
    process_lock();
    struct parked *parked = atomic_load(&all_parked);
    while (parked != NULL) {
        struct parked *next = parked->next;
        if (munmap(parked, parked->bytes) != 0) {
            break;
        }
        parked = next;
    }
    atomic_store(&all_parked, parked);
    process_unlock();
}

void parked_unmap(void *region, size_t bytes) {
    parked_retry();
    if (munmap(region, bytes) != 0) {
        park(region, bytes);
    }
}
