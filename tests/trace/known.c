/*
 * known.c - a program that knows what it calls, and holds the tracer's counts against it. Run with
 * the tracer preloaded, and a malloc after it. Exit status 0: all equal. Plain C, never sanitized.
 */
#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "trace/trace.h"

enum { THREADS = 8, PAIRS = 1000000, HANDED = 10000 };

static trace_mark_fn *begin, *end;
static trace_read_fn *read_counts;
static struct trace_counts counts;
static int failures;
static void *handed[HANDED];
static volatile sig_atomic_t alarms;

static void expect_equal(const char *what, uint64_t found, uint64_t expected) {
    if (found != expected) {
        printf("%s: counted %llu, made %llu\n", what, (unsigned long long)found,
               (unsigned long long)expected);
        failures++;
    }
}

#define EXPECT(field, expected) expect_equal(#field, counts.field, (uint64_t)(expected))

static void stop(void) {
    end();
    read_counts(&counts);
}

/* A call that the compiler may not remove. */
static void *kept(void *block) {
    __asm__ volatile("" : "+r"(block) : : "memory");
    return block;
}

static void *make_pairs(void *number) {
    for (int i = 0; i < *(int *)number; i++) {
        free(kept(malloc((size_t)(i % 100) + 1)));
    }
    return NULL;
}

/* pthread_create itself may allocate: what it does is measured without work, and taken off. */
static void run_threads(int pairs) {
    pthread_t threads[THREADS];
    begin();
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, make_pairs, &pairs) != 0) {
            abort();
        }
    }
    for (int i = 0; i < THREADS; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    stop();
}

static void on_alarm(int signal_number) {
    int error = errno;
    (void)signal_number;
    alarms++;
    (void)mmap(NULL, 0, PROT_NONE, MAP_PRIVATE, -1, 0);
    void *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED || munmap(page, 4096) != 0) {
        abort();
    }
    errno = error;
}

/* Handlers count in the middle of hooks: by mmap, which they may call at any time. */
static void storm(bool is_on) {
    struct itimerval every = {.it_interval.tv_usec = 1000, .it_value.tv_usec = 1000};
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
    (void)sigaction(SIGALRM, &action, NULL);
    (void)setitimer(ITIMER_REAL, is_on ? &every : &(struct itimerval){0}, NULL);
}

static void check_threads(void) {
    run_threads(0);
    uint64_t mallocs = counts.malloc_calls, frees = counts.free_calls;
    run_threads(PAIRS);
    EXPECT(malloc_calls, mallocs + (uint64_t)THREADS * PAIRS);
    EXPECT(free_calls, frees + (uint64_t)THREADS * PAIRS);
    EXPECT(dropped, 0);
}

static void check_signals(void) {
    int pairs = PAIRS;
    storm(true);
    begin();
    sig_atomic_t before = alarms;
    (void)make_pairs(&pairs);
    storm(false);
    stop();
    EXPECT(malloc_calls, PAIRS);
    EXPECT(free_calls, PAIRS);
    EXPECT(live_bytes, 0);
    EXPECT(live_blocks, 0);
    uint64_t direct = counts.mmap_calls + counts.munmap_calls;
    uint64_t handled = 2 * (uint64_t)(alarms - before);
    if (handled == 0 || direct < handled) {
        expect_equal("mmap in handlers", direct, handled);
    }
}

static void *free_handed(void *unused) {
    for (int i = 0; i < HANDED; i++) {
        free(handed[i]);
    }
    return unused;
}

static void check_frees_elsewhere(void) {
    pthread_t thread;
    begin();
    for (int i = 0; i < HANDED; i++) {
        handed[i] = malloc(48);
    }
    struct trace_counts before;
    read_counts(&before);
    expect_equal("live before", before.live_bytes, 48 * HANDED);
    (void)pthread_create(&thread, NULL, free_handed, NULL);
    (void)pthread_join(thread, NULL);
    stop();
    EXPECT(foreign_frees, 0);
    if (counts.peak_live_bytes_low > counts.peak_live_bytes_high ||
        counts.peak_live_bytes_high < 48 * HANDED) {
        EXPECT(peak_live_bytes_high, 48 * HANDED);
    }
}

static void check_one_thread(void) {
    void *foreign = kept(malloc(100));
    begin();
    void *a = kept(malloc(10)), *b = kept(calloc(3, 7)), *c = kept(realloc(NULL, 50));
    free(foreign);
    c = kept(realloc(c, 5000));
    c = kept(reallocarray(c, 10, 10));
    free(a);
    free(NULL);
    stop();
    EXPECT(malloc_calls, 1);
    EXPECT(calloc_calls, 1);
    EXPECT(realloc_calls, 3);
    EXPECT(free_calls, 2);
    EXPECT(heap_allocs, 5);
    EXPECT(heap_frees, 4);
    EXPECT(heap_bytes, 10 + 21 + 50 + 5000 + 100);
    EXPECT(foreign_frees, 1);
    EXPECT(foreign_bytes, 100);
    EXPECT(live_blocks, 2);
    EXPECT(live_bytes, 121);
    EXPECT(peak_live_bytes_low, 10 + 21 + 5000);
    EXPECT(peak_live_bytes_high, 10 + 21 + 5000);
    EXPECT(threads, 1);
    expect_equal("usable", counts.live_usable_bytes, malloc_usable_size(b) + malloc_usable_size(c));
    free(b);
    free(c);
}

static void check_failures(void) {
    volatile size_t huge = SIZE_MAX / 2 + 1;
    void *volatile block = kept(malloc(8));
    void *unset = NULL;
    begin();
    expect_equal("malloc fails", (uintptr_t)malloc(huge), 0);
    expect_equal("calloc fails", (uintptr_t)calloc(huge, 2), 0);
    expect_equal("realloc fails", (uintptr_t)realloc(block, huge), 0);
    expect_equal("reallocarray fails", (uintptr_t)reallocarray(block, huge, 2), 0);
    expect_equal("posix_memalign refuses", posix_memalign(&unset, 3, 8) != 0, 1);
    stop();
    EXPECT(failed_calls, 5);
    EXPECT(heap_allocs, 0);
    EXPECT(heap_frees, 0);
    EXPECT(live_blocks, 0);
    begin();
    free(block);
    stop();
    EXPECT(foreign_bytes, 8);
}

/* pvalloc is the C library's under jemalloc, which cannot free it: it is left alone. */
static void check_aligned(void) {
    void *first = NULL;
    begin();
    expect_equal("posix_memalign", (uint64_t)posix_memalign(&first, 64, 100), 0);
    void *blocks[] = {first, aligned_alloc(64, 128), memalign(64, 200), valloc(300)};
    for (size_t i = 0; i < 4; i++) {
        free(blocks[i]);
    }
    stop();
    EXPECT(aligned_calls, 4);
    EXPECT(free_calls, 4);
    EXPECT(heap_bytes, 100 + 128 + 200 + 300);
    EXPECT(live_bytes, 0);
    begin();
    (void)kept(pvalloc(100));
    stop();
    EXPECT(aligned_calls, 1);
}

static void check_maps(void) {
    begin();
    void *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    expect_equal("madvise", (uint64_t)madvise(pages, 8192, MADV_NORMAL), 0);
    pages = mremap(pages, 8192, 16384, MREMAP_MAYMOVE);
    expect_equal("munmap", (uint64_t)munmap(pages, 16384), 0);
    stop();
    EXPECT(mmap_calls, 1);
    EXPECT(mmap_bytes, 8192);
    EXPECT(madvise_calls, 1);
    EXPECT(mremap_calls, 1);
    EXPECT(mremap_grown_bytes, 8192);
    EXPECT(munmap_calls, 1);
    EXPECT(munmap_bytes, 16384);
    EXPECT(nested_map_calls, 0);
}

/* In a child: its own counts from 0. Its exit status says whether they are. */
static int child_is_wrong(void) {
    int before = failures, five = 5;
    (void)make_pairs(&five);
    read_counts(&counts);
    EXPECT(malloc_calls, 5);
    EXPECT(free_calls, 5);
    return failures != before;
}

static void await(const char *what, pid_t child) {
    int status = -1;
    (void)waitpid(child, &status, 0);
    expect_equal(what, (uint64_t)status, 0);
}

static void check_children(void) {
    char *const arguments[] = {"true", NULL};
    char *const environment[] = {NULL};
    int ten = 10;
    pid_t child;
    (void)fflush(stdout);
    begin();
    (void)make_pairs(&ten);
    child = (pid_t)syscall(SYS_fork);
    if (child == 0) {
        _exit(child_is_wrong());
    }
    await("raw fork", child);
    child = (pid_t)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
    if (child == 0) {
        _exit(child_is_wrong());
    }
    await("raw clone", child);
    child = vfork();
    if (child == 0) {
        free(kept(malloc(3)));
        _exit(0);
    }
    await("vfork", child);
    stop();
    EXPECT(malloc_calls, 11);
    EXPECT(free_calls, 11);
    begin();
    child = fork();
    if (child == 0) {
        _exit(child_is_wrong());
    }
    await("fork", child);
    expect_equal("posix_spawn",
                 (uint64_t)posix_spawn(&child, "/bin/true", NULL, NULL, arguments, environment), 0);
    await("spawned", child);
    stop();
    EXPECT(malloc_calls, 0);
    EXPECT(free_calls, 0);
}

static void find(const char *symbol, void *function) {
    *(void **)function = dlsym(RTLD_DEFAULT, symbol);
}

int main(int argc, char **argv) {
    trace_next_fn *next = NULL;
    find(TRACE_BEGIN_SYMBOL, &begin);
    find(TRACE_END_SYMBOL, &end);
    find(TRACE_READ_SYMBOL, &read_counts);
    find(TRACE_NEXT_SYMBOL, &next);
    if (begin == NULL || next == NULL || next() == NULL) {
        puts("the tracer is not in the path");
        return 3;
    }
    if (argc > 1 && strstr(next(), argv[1]) == NULL) {
        printf("the tracer calls %s, not %s\n", next(), argv[1]);
        return 3;
    }
    static void (*const checks[])(void) = {
        check_one_thread, check_failures, check_aligned,         check_maps,
        check_children,   check_signals,  check_frees_elsewhere, check_threads};
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        checks[i]();
    }
    printf("%d differences\n", failures);
    return failures != 0;
}
