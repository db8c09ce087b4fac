/*
 * tuple_cache_current.c - the cache that each thread has without asking for one: made at its first
 * use, drained when the thread ends.
 *
 * The end of a thread is noted by a key of POSIX threads, whose destructor runs in that thread. The
 * cache itself is thread-local storage, which lives until all destructors are through; one of them
 * that makes tuples after ours makes the cache, and notes the end, once more.
 */
#include <headroom/tuple_cache.h>

#include <pthread.h>

static _Thread_local struct hr_tuple_cache current;
static pthread_key_t end_of_thread;
static bool has_key;

static void drain_at_end(void *cache) {
    hr_tuple_cache_clean_up(cache);
    current.allocator = NULL; /* not made */
}

static void make_key(void) {
    has_key = pthread_key_create(&end_of_thread, drain_at_end) == 0;
}

static bool note_end_of_thread(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, make_key); /* fails for wrong arguments alone */
    return has_key && pthread_setspecific(end_of_thread, &current) == 0;
}

struct hr_tuple_cache *hr_tuple_cache_current(void) {
    if (HR_UNLIKELY(current.allocator == NULL)) {
        const char *preset = note_end_of_thread() ? "cpython-3.11" : "off";
        hr_tuple_cache_init(&current, hr_allocator_find("heap"),
                            hr_tuple_cache_preset_find(preset));
    }
    return &current;
}
