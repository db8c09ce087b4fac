/*
 * process_lock.h - the one lock of what allocators share in a process: the registered arena and
 * pool, the regions that could not be unmapped. A fork waits for it, so that a child never
 * inherits it held by a thread that it has not got.
 */
#ifndef HEADROOM_PROCESS_LOCK_H
#define HEADROOM_PROCESS_LOCK_H

/* The holder may call the malloc in force, but nothing that takes this lock again. Costs little
 * while the process has one thread: glibc then needs no atomic instruction. */
void process_lock(void);
void process_unlock(void);

#endif
