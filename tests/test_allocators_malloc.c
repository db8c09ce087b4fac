// links: headroom-structures
/*
 * test_allocators_malloc.c - what heap and copying say of the malloc in force is true: of glibc's
 * here, of the others in processes of this program that run on them.
 */
#include <malloc.h>
#include <pthread.h>

#include "../structures/allocators/malloc_in_force.h"
#include "support/blocks.h"

#define KNOWN_MALLOC   "--check-known-malloc" /* this program runs itself with it */
#define UNKNOWN_MALLOC "none-of-them"
#define DEBUG_MALLOC   "libc_malloc_debug.so.0"
enum { NOT_LOADED = 77 };

/*
 * On a thread of its own, which has an arena of its own: no free chunk with a remainder too small
 * to split is there to make a block greater than the arithmetic says.
 */
struct good_sizes {
    void *blocks[3 * 2700];
    size_t used, wrong;
};

static size_t usable_of(struct good_sizes *sizes_seen, size_t bytes) {
    void *block = hr_allocate(hr_allocator_find("heap"), bytes);
    sizes_seen->blocks[sizes_seen->used++] = block;
    return malloc_usable_size(block);
}

static void *find_wrong_good_size(void *context) {
    struct good_sizes *seen = context;
    for (size_t i = 0; i < 2700 && seen->wrong == 0; i++) {
        size_t bytes = i < 2500 ? i + 1 : 100 + i * 97 % 260000;
        size_t good = hr_good_size(hr_allocator_find("heap"), bytes);
        size_t usable = usable_of(seen, bytes);
        bool exact = usable == good || (good > BORDER - 24 && usable == good + 8);
        exact = exact && hr_good_size(hr_allocator_find("copying"), bytes) == good;
        if (!exact || usable_of(seen, good) != usable || usable_of(seen, good + 1) <= usable) {
            seen->wrong = bytes;
        }
    }
    for (size_t i = 0; i < seen->used; i++) {
        hr_release(hr_allocator_find("heap"), seen->blocks[i], 1);
    }
    return NULL;
}

static void test_allocators_heap_good_size_equals_what_glibc_gives(void **state) {
    (void)state;
    if (is_instrumented()) {
        print_message("NOT TESTED here: a sanitizer's malloc is not glibc's\n");
        skip();
    }
    /* A fixed threshold: as at the start of a process, before frees of large blocks raise it. */
    assert_int_equal(mallopt(M_MMAP_THRESHOLD, BORDER), 1);
    static struct good_sizes seen;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, find_wrong_good_size, &seen), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(seen.wrong, 0);
}

/*
 * Whether a block of this size, and one of its good size, have exactly the good size to use. Of its
 * blocks above 128 KiB mimalloc 2.0.9 says the pages that hold them, but gives whole slices.
 */
static bool is_good_size_true(const struct hr_allocator *allocator, size_t bytes) {
    bool is_less = dlsym(RTLD_DEFAULT, "mi_version") != NULL && bytes > BORDER;
    size_t good = hr_good_size(allocator, bytes);
    void *block = hr_allocate(allocator, bytes), *whole = hr_allocate(allocator, good);
    size_t usable = malloc_usable_size(block);
    bool is_true = block != NULL && whole != NULL && malloc_usable_size(whole) == usable &&
                   (usable == good || (is_less && usable > good));
    hr_release(allocator, block, bytes);
    hr_release(allocator, whole, good);
    return is_true;
}

/* In a child with another malloc preloaded, that has this symbol; exit status 0: it is known, and
 * answers for itself. NOT_LOADED: it is not installed. */
static int check_known_malloc(const char *symbol) {
    if (dlsym(RTLD_DEFAULT, symbol) == NULL) {
        return NOT_LOADED;
    }
    const struct hr_allocator *heap = hr_allocator_find("heap");
    for (size_t bytes = 1; bytes < 500000; bytes += bytes < 3000 ? 1 : bytes / 100) {
        if (!is_good_size_true(heap, bytes) ||
            !is_good_size_true(hr_allocator_find("copying"), bytes)) {
            return 1;
        }
        void *block = hr_allocate(heap, bytes);
        if (move_of(heap, block, bytes, bytes * 2) != HR_MOVE_COPIES) {
            return 2;
        }
        hr_release(heap, block, bytes);
    }
    return hr_good_size(heap, 0) == 0 && hr_good_size(heap, SIZE_MAX) == SIZE_MAX ? 0 : 3;
}

/* glibc's own debugging malloc: nobody's chunks are to be read. */
static int check_unknown_malloc(void) {
    if (dlopen(DEBUG_MALLOC, RTLD_LAZY | RTLD_NOLOAD) == NULL) {
        return NOT_LOADED;
    }
    const struct hr_allocator *heap = hr_allocator_find("heap");
    void *block = hr_allocate(heap, 100);
    bool is_unknown = hr_good_size(heap, 100) == 100 && hr_good_size(heap, SIZE_MAX) == SIZE_MAX &&
                      move_of(heap, block, 100, 200) == HR_MOVE_UNKNOWN;
    hr_release(heap, block, 100);
    return is_unknown ? 0 : 1;
}

static void test_allocators_heap_knows_the_other_mallocs(void **state) {
    (void)state;
    if (is_instrumented()) {
        print_message("NOT TESTED here: a sanitizer's malloc cannot be replaced\n");
        skip();
    }
    static const char *const mallocs[][2] = {{"libjemalloc.so.2", "mallctl"},
                                             {"libmimalloc.so.2", "mi_version"},
                                             {"libtcmalloc_minimal.so.4", "tc_version"},
                                             {DEBUG_MALLOC, UNKNOWN_MALLOC}};
    for (size_t i = 0; i < sizeof mallocs / sizeof mallocs[0]; i++) {
        (void)fflush(NULL);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            (void)setenv("LD_PRELOAD", mallocs[i][0], 1);
            (void)execl("/proc/self/exe", "test_allocators", KNOWN_MALLOC, mallocs[i][1],
                        (char *)NULL);
            _exit(127);
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        if (WEXITSTATUS(status) == NOT_LOADED) {
            print_message("NOT TESTED: %s is not installed\n", mallocs[i][0]);
        } else {
            assert_int_equal(WEXITSTATUS(status), 0);
        }
    }
}

/* A process that shows these symbols. */
static const char *shown[4];
static const char *next_file;

static const char *next_malloc(void) {
    return next_file;
}

static void *find_shown(const char *name) {
    const char *(*function)(void) = next_malloc;
    void *address;
    memcpy(&address, &function, sizeof address);
    for (size_t i = 0; i < 4 && shown[i] != NULL; i++) {
        if (strcmp(name, shown[i]) == 0) {
            return address;
        }
    }
    return NULL;
}

static void test_allocators_malloc_is_recognized_by_its_signs_alone(void **state) {
    (void)state;
    static const struct {
        const char *shown[4];
        const char *malloc_file, *next_file;
        bool is_under_valgrind;
        enum malloc_kind kind;
    } cases[] = {
        {{"gnu_get_libc_version"}, "/lib/libc.so.6", NULL, false, MALLOC_GLIBC},
        {{"gnu_get_libc_version"}, "libc.so.6", NULL, false, MALLOC_GLIBC},
        {{"gnu_get_libc_version"}, "/libc.so.6/libother.so", NULL, false, MALLOC_UNKNOWN},
        {{"gnu_get_libc_version"}, NULL, NULL, false, MALLOC_UNKNOWN},
        {{"gnu_get_libc_version"}, "/lib/libc.so.6", NULL, true, MALLOC_UNKNOWN},
        {{NULL}, "/lib/libc.so", NULL, false, MALLOC_UNKNOWN}, /* another C library's name */
        {{"gnu_get_libc_version", "headroom_trace_next_malloc"},
         "/lib/libheadroom-trace.so",
         "/lib/libc.so.6",
         false,
         MALLOC_GLIBC},
        {{"gnu_get_libc_version", "headroom_trace_next_malloc"},
         "/lib/libheadroom-trace.so",
         "/lib/libother.so",
         false,
         MALLOC_UNKNOWN},
        {{"gnu_get_libc_version", "headroom_trace_next_malloc", "mallctl"},
         "/lib/libheadroom-trace.so",
         "/lib/libjemalloc.so.2",
         false,
         MALLOC_JEMALLOC},
        {{"gnu_get_libc_version", "mi_version"}, "/m.so", NULL, false, MALLOC_MIMALLOC},
        {{"gnu_get_libc_version", "tc_version"}, "/t.so", NULL, false, MALLOC_TCMALLOC},
        {{"mallctl", "__asan_init"}, "/lib/libasan.so", NULL, false, MALLOC_UNKNOWN},
        {{"tc_version", "__tsan_init"}, "/lib/libtsan.so", NULL, false, MALLOC_UNKNOWN},
        {{"mi_version", "__lsan_init"}, "/lib/liblsan.so", NULL, false, MALLOC_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        memcpy(shown, cases[i].shown, sizeof shown);
        next_file = cases[i].next_file;
        const struct malloc_signs process = {find_shown, cases[i].malloc_file,
                                             cases[i].is_under_valgrind};
        assert_int_equal(malloc_recognize(&process), cases[i].kind);
    }
}

int main(int arguments, char **argument) {
    if (arguments == 3 && strcmp(argument[1], KNOWN_MALLOC) == 0) {
        return strcmp(argument[2], UNKNOWN_MALLOC) == 0 ? check_unknown_malloc()
                                                        : check_known_malloc(argument[2]);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_allocators_heap_good_size_equals_what_glibc_gives),
        cmocka_unit_test(test_allocators_malloc_is_recognized_by_its_signs_alone),
        cmocka_unit_test(test_allocators_heap_knows_the_other_mallocs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
