/*
 * parked.h - regions that the kernel did not unmap.
 *
 * Neighbouring regions are one mapping to the kernel. Unmapping one from its middle makes two, and
 * a process that has as many as it may (vm.max_map_count) is told no, though a release must not
 * fail. Such a region gives back its pages, all but its first, and waits here.
 */
#ifndef HEADROOM_PARKED_H
#define HEADROOM_PARKED_H

#include <stddef.h>

/* Unmaps a region whose first page is readable and writable, now or as soon as the kernel will. */
void parked_unmap(void *region, size_t bytes);

/* Tries again for those that wait; costs one load while there are none. */
void parked_retry(void);

#endif
