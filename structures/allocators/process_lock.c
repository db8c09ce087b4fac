/*
 * process_lock.c - see process_lock.h.
 *
 * Our handlers of a fork are registered after those of a preloaded malloc, so that this lock is
 * taken before malloc's, in a fork as everywhere else.
 */
#include "process_lock.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void process_lock(void) {
    (void)pthread_mutex_lock(&lock);
}

void process_unlock(void) {
    (void)pthread_mutex_unlock(&lock);
}

/* Before main, when no other thread can hold it. There is nobody to tell should it fail, which
 * glibc does only without memory for its table of handlers. */
__attribute__((constructor)) static void cover_forks(void) {
    (void)pthread_atfork(process_lock, process_unlock, process_unlock);
}
