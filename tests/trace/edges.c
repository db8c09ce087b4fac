/*
 * edges.c - the edges of the malloc family: nothing asked for, too much asked for, sized frees,
 * handlers that allocate, libraries opened late, more threads than slots. Run as known.c is.
 *
 * What a malloc does with zero sizes is its own affair: it is asked without being counted against
 * a number, but block for block against what it gave.
 */
#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include "trace/state.h"

typedef void free_fn(void *block);
typedef void free_sized_fn(void *block, size_t size);
typedef void free_aligned_sized_fn(void *block, size_t alignment, size_t size);
typedef int plugin_fn(int count);

static trace_mark_fn *begin, *end;
static trace_read_fn *read_counts;
static struct trace_counts counts;
static int failures;
static const char *plugin_path, *operators_path, *next_path;

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

static void *kept(void *block) {
    __asm__ volatile("" : "+r"(block) : : "memory");
    return block;
}

static void find(const char *symbol, void *function) {
    *(void **)function = dlsym(RTLD_DEFAULT, symbol);
}

static uint64_t is_block(const void *block) {
    return block != NULL;
}

/* Whatever is given for nothing is one block of no bytes. */
static void check_zero_sizes(void) {
    volatile size_t zero = 0;
    void *aligned = NULL;
    begin();
    void *blocks[] = {malloc(zero),
                      calloc(zero, 5),
                      calloc(5, zero),
                      realloc(NULL, zero),
                      reallocarray(NULL, zero, 7),
                      memalign(64, zero),
                      aligned_alloc(64, zero),
                      valloc(zero)};
    int error = posix_memalign(&aligned, 64, zero);
    stop();
    uint64_t made = error == 0 ? is_block(aligned) : 0;
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        made += is_block(blocks[i]);
    }
    EXPECT(heap_allocs, made);
    EXPECT(live_blocks, made);
    EXPECT(heap_bytes, 0);
    EXPECT(live_bytes, 0);
    EXPECT(dropped, 0);
    begin();
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        free(blocks[i]);
    }
    free(aligned);
    stop();
    EXPECT(free_calls, made);
    EXPECT(foreign_frees, made);
    EXPECT(foreign_bytes, 0);
}

/* realloc(block, 0): a free and, where the malloc gives a block for it, an alloc. */
static void check_resized_to_zero(void) {
    volatile size_t zero = 0;
    begin();
    void *block = kept(malloc(40));
    void *after = kept(realloc(block, zero));
    stop();
    EXPECT(malloc_calls, 1);
    EXPECT(realloc_calls, 1);
    EXPECT(heap_frees, 1);
    EXPECT(heap_allocs, 1 + is_block(after));
    EXPECT(live_blocks, is_block(after));
    EXPECT(live_bytes, 0);
    EXPECT(failed_calls, 0);
    free(after);
}

/* The malloc family of one library. */
struct family {
    void *(*malloc)(size_t);
    void *(*calloc)(size_t, size_t);
    void *(*realloc)(void *, size_t);
    void *(*reallocarray)(void *, size_t, size_t);
    void *(*aligned_alloc)(size_t, size_t);
    void *(*memalign)(size_t, size_t);
    void *(*valloc)(size_t);
    int (*posix_memalign)(void **, size_t, size_t);
};

enum { ATTEMPTS = 13 };

struct attempt {
    void *given;
    int error;
};

static struct attempt end_attempt(void *given) {
    struct attempt attempt = {given, errno};
    errno = EXDEV;
    return attempt;
}

/* Too much for anybody, by each function. Prints nothing, for that would allocate. */
static void ask_too_much(const struct family *family, void *block, struct attempt *attempts) {
    volatile size_t most = SIZE_MAX, half = SIZE_MAX / 2 + 2;
    void *aligned = NULL;
    errno = EXDEV;
    attempts[0] = end_attempt(family->malloc(half));
    attempts[1] = end_attempt(family->malloc(most));
    attempts[2] = end_attempt(family->calloc(half, 1));
    attempts[3] = end_attempt(family->calloc(half, 2));
    attempts[4] = end_attempt(family->realloc(block, half));
    attempts[5] = end_attempt(family->realloc(NULL, half));
    attempts[6] = end_attempt(family->reallocarray(block, half, 1));
    attempts[7] = end_attempt(family->reallocarray(block, half, 2));
    attempts[8] = end_attempt(family->aligned_alloc(64, half));
    attempts[9] = end_attempt(family->memalign(64, half));
    attempts[10] = end_attempt(family->valloc(half));
    attempts[11] = (struct attempt){aligned, family->posix_memalign(&aligned, 64, half)};
    attempts[12] = (struct attempt){aligned, family->posix_memalign(&aligned, 3, 8)};
}

/* The same failures and errno as the malloc gives that is called next. */
static void check_too_much(void) {
    static const struct family ours = {malloc,        calloc,   realloc, reallocarray,
                                       aligned_alloc, memalign, valloc,  posix_memalign};
    struct family real;
    struct attempt wanted[ATTEMPTS], found[ATTEMPTS];
    void *library = dlopen(next_path, RTLD_NOW | RTLD_NOLOAD);
    *(void **)&real.malloc = dlsym(library, "malloc");
    *(void **)&real.calloc = dlsym(library, "calloc");
    *(void **)&real.realloc = dlsym(library, "realloc");
    *(void **)&real.reallocarray = dlsym(library, "reallocarray");
    *(void **)&real.aligned_alloc = dlsym(library, "aligned_alloc");
    *(void **)&real.memalign = dlsym(library, "memalign");
    *(void **)&real.valloc = dlsym(library, "valloc");
    *(void **)&real.posix_memalign = dlsym(library, "posix_memalign");
    unsigned char *volatile block = kept(malloc(64));
    memset(block, 7, 64);
    expect_equal("the real malloc is another", real.malloc != malloc, 1);
    ask_too_much(&real, block, wanted);
    begin();
    ask_too_much(&ours, block, found);
    stop();
    for (size_t i = 0; i < ATTEMPTS; i++) {
        expect_equal("nothing is given", is_block(found[i].given), 0);
        expect_equal("errno", (uint64_t)found[i].error, (uint64_t)wanted[i].error);
    }
    EXPECT(failed_calls, ATTEMPTS);
    EXPECT(heap_allocs, 0);
    EXPECT(heap_frees, 0);
    EXPECT(live_blocks, 0);
    EXPECT(dropped, 0);
    for (size_t i = 0; i < 64; i++) {
        expect_equal("untouched", block[i], 7);
    }
    begin();
    free(block);
    stop();
    EXPECT(foreign_bytes, 64);
}

static void check_errno_is_kept(void) {
    begin();
    errno = EXDEV;
    void *block = kept(malloc(100));
    expect_equal("errno after malloc", (uint64_t)errno, EXDEV);
    block = kept(realloc(block, 200));
    expect_equal("errno after realloc", (uint64_t)errno, EXDEV);
    free(block);
    expect_equal("errno after free", (uint64_t)errno, EXDEV);
    stop();
}

/* Those of C23, and cfree of before C89: the tracer has them, whoever else does. */
static void check_other_frees(void) {
    free_fn *old_free = NULL;
    free_sized_fn *free_sized = NULL;
    free_aligned_sized_fn *free_aligned_sized = NULL;
    find("cfree", &old_free);
    find("free_sized", &free_sized);
    find("free_aligned_sized", &free_aligned_sized);
    if (old_free == NULL || free_sized == NULL || free_aligned_sized == NULL) {
        puts("a kind of free is missing");
        failures++;
        return;
    }
    begin();
    old_free(kept(malloc(10)));
    free_sized(kept(malloc(20)), 20);
    free_aligned_sized(kept(aligned_alloc(64, 128)), 64, 128);
    old_free(NULL);
    free_sized(NULL, 0);
    free_aligned_sized(NULL, 64, 0);
    stop();
    EXPECT(malloc_calls, 2);
    EXPECT(aligned_calls, 1);
    EXPECT(free_calls, 3);
    EXPECT(live_bytes, 0);
    EXPECT(foreign_frees, 0);
}

static volatile sig_atomic_t is_outside_malloc, handled;

/* Allocates where it may: the flag says that the interrupted code is in no malloc function. */
static void on_alarm(int signal_number) {
    int error = errno;
    (void)signal_number;
    if (is_outside_malloc) {
        handled++;
        free(kept(malloc(24)));
    }
    errno = error;
}

static void storm(bool is_on) {
    struct itimerval every = {.it_interval.tv_usec = 500, .it_value.tv_usec = 500};
    struct sigaction action = {.sa_handler = on_alarm};
    (void)sigaction(SIGALRM, &action, NULL);
    (void)setitimer(ITIMER_REAL, is_on ? &every : &(struct itimerval){0}, NULL);
}

/* Interrupts hooks of maps with hooks of malloc, and system calls: no SA_RESTART, many EINTR. */
static void check_handlers_that_allocate(void) {
    uint64_t maps = 0, blocks = 0;
    handled = 0;
    begin();
    storm(true);
    while (handled < 50) {
        is_outside_malloc = 1;
        for (int i = 0; i < 200; i++, maps++) {
            void *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            (void)munmap(page, 4096);
        }
        is_outside_malloc = 0;
        for (int i = 0; i < 200; i++, blocks++) {
            free(kept(malloc(8)));
        }
    }
    storm(false);
    stop();
    EXPECT(malloc_calls, blocks + (uint64_t)handled);
    EXPECT(free_calls, blocks + (uint64_t)handled);
    EXPECT(live_bytes, 0);
    EXPECT(live_blocks, 0);
    EXPECT(dropped, 0);
    expect_equal("maps of the program", counts.mmap_calls - counts.nested_map_calls / 2 >= maps, 1);
}

/* A library that allocates while it is opened, while it is called and while it is closed. */
static void check_opened_late(void) {
    begin();
    void *library = dlopen(plugin_path, RTLD_NOW | RTLD_LOCAL);
    stop();
    if (library == NULL) {
        printf("%s\n", dlerror());
        failures++;
        return;
    }
    uint64_t opening = counts.malloc_calls;
    plugin_fn *work = NULL;
    *(void **)&work = dlsym(library, "plugin_work");
    begin();
    expect_equal("the plug-in", (uint64_t)work(1000), 1000);
    stop();
    EXPECT(malloc_calls, 1000);
    EXPECT(realloc_calls, 1000);
    EXPECT(free_calls, 1000);
    EXPECT(heap_bytes, 1000 * (16 + 5000));
    EXPECT(live_bytes, 0);
    begin();
    (void)dlclose(library);
    stop();
    expect_equal("the constructor's block", opening >= 1 && counts.foreign_frees >= 1, 1);
    expect_equal("its bytes", counts.foreign_bytes >= 12345, 1);
}

static void check_operators_opened_late(void) {
    void *library = dlopen(operators_path, RTLD_NOW | RTLD_LOCAL);
    plugin_fn *work = NULL;
    *(void **)&work = library != NULL ? dlsym(library, "plugin_work") : NULL;
    if (work == NULL) {
        printf("%s\n", dlerror());
        failures++;
        return;
    }
    expect_equal("the plug-in in C++", (uint64_t)work(1), 1);
    begin();
    expect_equal("the plug-in in C++", (uint64_t)work(1000), 1000);
    stop();
    EXPECT(malloc_calls, 2000);
    EXPECT(free_calls, 2000);
    EXPECT(heap_bytes, 1000 * (24 + 40));
    EXPECT(live_bytes, 0);
    EXPECT(dropped, 0);
    (void)dlclose(library);
}

enum { AT_ONCE = 8, ROUNDS = TRACE_SLOTS / AT_ONCE + 64 };

static void *make_one(void *unused) {
    free(kept(malloc(16)));
    return unused;
}

static void run_rounds(bool has_work) {
    for (int round = 0; round < ROUNDS; round++) {
        pthread_t threads[AT_ONCE];
        for (int i = 0; i < AT_ONCE; i++) {
            if (pthread_create(&threads[i], NULL, has_work ? make_one : (void *(*)(void *))kept,
                               NULL) != 0) {
                abort();
            }
        }
        for (int i = 0; i < AT_ONCE; i++) {
            (void)pthread_join(threads[i], NULL);
        }
    }
}

/* More threads than slots, one after the other: the slots of those gone are taken over. */
static void check_slots_are_taken_over(void) {
    begin();
    run_rounds(false);
    stop();
    uint64_t mallocs = counts.malloc_calls, frees = counts.free_calls;
    begin();
    run_rounds(true);
    stop();
    EXPECT(malloc_calls, mallocs + (uint64_t)AT_ONCE * ROUNDS);
    EXPECT(free_calls, frees + (uint64_t)AT_ONCE * ROUNDS);
    EXPECT(dropped, 0);
    expect_equal("threads", counts.threads >= (uint64_t)AT_ONCE * ROUNDS, 1);
}

int main(int argc, char **argv) {
    trace_next_fn *next = NULL;
    find(TRACE_BEGIN_SYMBOL, &begin);
    find(TRACE_END_SYMBOL, &end);
    find(TRACE_READ_SYMBOL, &read_counts);
    find(TRACE_NEXT_SYMBOL, &next);
    plugin_path = getenv("PLUGIN");
    operators_path = getenv("PLUGIN_OPERATORS");
    if (next == NULL || next() == NULL || plugin_path == NULL || operators_path == NULL) {
        puts("the tracer is not in the path, or no plug-ins are given");
        return 3;
    }
    next_path = next();
    if (argc > 1 && strstr(next_path, argv[1]) == NULL) {
        printf("the tracer calls %s, not %s\n", next_path, argv[1]);
        return 3;
    }
    static void (*const checks[])(void) = {
        check_zero_sizes,    check_resized_to_zero,       check_too_much,
        check_errno_is_kept, check_other_frees,           check_handlers_that_allocate,
        check_opened_late,   check_operators_opened_late, check_slots_are_taken_over};
    for (size_t i = 0; i < sizeof checks / sizeof checks[0] && failures == 0; i++) {
        checks[i]();
    }
    printf("%d differences\n", failures);
    return failures != 0;
}
