// links: headroom-structures
/*
 * test_allocators.c - the promises that every registered allocator keeps, what is special in each,
 * and the ledger of the counting one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dlfcn.h>
#include <malloc.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <headroom/allocator.h>
#include <headroom/dynarray.h>

HR_DYNARRAY_DEFINE(numbers, uint64_t);

#define KNOWN_MALLOC "--check-known-malloc" /* this program runs itself with it */
enum { NOT_LOADED = 77 };
#define BORDER ((size_t)128 * 1024)

static unsigned char pattern(size_t i) {
    return (unsigned char)(i * 131 + (i >> 8) * 7 + 5);
}

static void fill(unsigned char *block, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        block[i] = pattern(i);
    }
}

static void assert_filled(const unsigned char *block, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        if (block[i] != pattern(i)) {
            fail_msg("byte %zu of %zu is lost", i, bytes);
        }
    }
}

static bool is_instrumented(void) {
    return dlsym(RTLD_DEFAULT, "__asan_init") != NULL;
}

static void test_allocators_registry_finds_each_by_its_name_only(void **state) {
    (void)state;
    const char *const names[] = {"heap", "copying", "mapped", "reserved", "reserved-all"};
    size_t count = 0;
    for (const struct hr_allocator *one; (one = hr_allocator_at(count)) != NULL; count++) {
        assert_ptr_equal(hr_allocator_find(one->name), one);
        assert_true(strlen(one->summary) > 0);
    }
    for (size_t i = 0; i < 5; i++) {
        assert_non_null(hr_allocator_find(names[i]));
    }
    assert_true(count >= 5);
    assert_null(hr_allocator_at(SIZE_MAX));
    assert_null(hr_allocator_find("counting"));
    assert_null(hr_allocator_find("failing"));
    assert_null(hr_allocator_find(""));
}

static const size_t sizes[] = {1,    2,    15,         16,     17,         100,        4095,
                               4096, 4097, BORDER - 1, BORDER, BORDER + 1, BORDER * 2, 3000000};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

/* Allocates, fills, resizes, looks, refills, resizes back, looks. */
static void check_resize(const struct hr_allocator *allocator, size_t first, size_t second) {
    size_t kept = first < second ? first : second;
    unsigned char *block = hr_allocate(allocator, first);
    assert_non_null(block);
    assert_int_equal((uintptr_t)block % (first < 16 ? 8 : _Alignof(max_align_t)), 0);
    fill(block, 0, first);
    block = hr_resize(allocator, block, first, second);
    assert_non_null(block);
    assert_int_equal((uintptr_t)block % (second < 16 ? 8 : _Alignof(max_align_t)), 0);
    assert_filled(block, kept);
    fill(block, kept, second);
    block = hr_resize(allocator, block, second, first);
    assert_non_null(block);
    assert_filled(block, kept);
    hr_release(allocator, block, first);
}

static void test_allocators_keep_contents_over_every_pair_of_sizes(void **state) {
    (void)state;
    const struct hr_allocator *allocator;
    for (int huge = 0; huge <= 1; huge++) {
        hr_allocator_prefer_huge_pages(huge == 1);
        for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
            for (size_t i = 0; i < SIZES; i++) {
                for (size_t j = 0; j < SIZES; j++) {
                    check_resize(allocator, sizes[i], sizes[j]);
                }
            }
        }
    }
    hr_allocator_prefer_huge_pages(false);
}

/* Blocks between others: nothing is written outside, nothing is given out twice. */
static void test_allocators_blocks_do_not_overlap_while_they_move(void **state) {
    (void)state;
    enum { BLOCKS = 12 };
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        unsigned char *blocks[BLOCKS] = {0};
        size_t bytes[BLOCKS] = {0};
        for (size_t step = 0; step < (size_t)BLOCKS * 20; step++) {
            size_t b = step * 5 % BLOCKS;
            size_t wanted = sizes[step * 7 % (SIZES - 1)] + step;
            unsigned char *block = hr_resize(allocator, blocks[b], bytes[b], wanted);
            assert_non_null(block);
            for (size_t i = 0; i < (bytes[b] < wanted ? bytes[b] : wanted); i++) {
                assert_true(block[i] == (unsigned char)(b + 1));
            }
            memset(block, (int)b + 1, wanted);
            blocks[b] = block;
            bytes[b] = wanted;
        }
        for (size_t b = 0; b < BLOCKS; b++) {
            hr_release(allocator, blocks[b], bytes[b]);
        }
    }
}

static void test_allocators_impossible_sizes_fail_and_leave_the_block(void **state) {
    (void)state;
    /* volatile: the compiler knows that malloc cannot do these and complains. */
    static volatile const size_t impossible[] = {
        SIZE_MAX,    SIZE_MAX - 1,      SIZE_MAX - 4095, SIZE_MAX / 2 + 1,
        PTRDIFF_MAX, PTRDIFF_MAX - 100, (size_t)1 << 62, (size_t)1 << 47};
    if (is_instrumented()) {
        print_message("the heap's refusals are left out: this sanitizer aborts on them\n");
    }
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        bool own = strcmp(allocator->name, "heap") != 0 && strcmp(allocator->name, "copying") != 0;
        for (size_t i = 0; i < 8 && (own || !is_instrumented()); i++) {
            assert_null(hr_allocate(allocator, impossible[i]));
            for (size_t s = 5; s < SIZES; s += 5) {
                unsigned char *block = hr_allocate(allocator, sizes[s]);
                assert_non_null(block);
                fill(block, 0, sizes[s]);
                assert_null(hr_resize(allocator, block, sizes[s], impossible[i]));
                assert_filled(block, sizes[s]);
                hr_release(allocator, block, sizes[s]);
            }
        }
    }
}

static void test_allocators_release_of_nothing_does_nothing(void **state) {
    (void)state;
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        hr_release(allocator, NULL, 0);
        assert_null(hr_resize(allocator, NULL, 0, 0));
    }
}

static void test_allocators_good_size_is_never_less(void **state) {
    (void)state;
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        for (size_t bytes = 1; bytes < 40000; bytes++) {
            assert_true(hr_good_size(allocator, bytes) >= bytes);
        }
        for (size_t shift = 0; shift < 64; shift++) {
            size_t bytes = SIZE_MAX >> shift;
            assert_true(hr_good_size(allocator, bytes) >= bytes);
            size_t good = hr_good_size(allocator, bytes);
            assert_true(hr_good_size(allocator, good) == good);
        }
    }
}

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

static enum hr_move move_of(const struct hr_allocator *allocator, const void *block, size_t from,
                            size_t to) {
    return allocator->move(allocator->context, block, from, to);
}

static void test_allocators_say_what_a_move_does(void **state) {
    (void)state;
    const struct hr_allocator *heap = hr_allocator_find("heap");
    const struct hr_allocator *mapped = hr_allocator_find("mapped");
    void *small = hr_allocate(heap, 100);
    void *large = hr_allocate(heap, 64u << 20);
    assert_non_null(small);
    assert_non_null(large);
    bool known = !is_instrumented();
    assert_int_equal(move_of(heap, small, 100, 200), known ? HR_MOVE_COPIES : HR_MOVE_UNKNOWN);
    assert_int_equal(move_of(heap, large, 64u << 20, 65u << 20),
                     known ? HR_MOVE_REMAPS : HR_MOVE_UNKNOWN);
    assert_int_equal(move_of(hr_allocator_find("copying"), small, 100, 200), HR_MOVE_COPIES);
    assert_int_equal(move_of(mapped, NULL, BORDER, BORDER * 2), HR_MOVE_REMAPS);
    assert_int_equal(move_of(mapped, small, BORDER - 1, BORDER), HR_MOVE_COPIES);
    assert_int_equal(move_of(mapped, NULL, BORDER, BORDER - 1), HR_MOVE_COPIES);
    hr_release(heap, large, 64u << 20);
    hr_release(heap, small, 100);
}

/* In a child with another malloc preloaded, that has this symbol; exit status 0: it is known, and
 * answers for itself. NOT_LOADED: it is not installed. */
static int check_known_malloc(const char *symbol) {
    if (dlsym(RTLD_DEFAULT, symbol) == NULL) {
        return NOT_LOADED;
    }
    const struct hr_allocator *heap = hr_allocator_find("heap");
    for (size_t bytes = 1; bytes < 3000; bytes++) {
        void *block = hr_allocate(heap, bytes);
        if (block == NULL || hr_good_size(heap, bytes) != malloc_usable_size(block)) {
            return 1;
        }
        if (move_of(heap, block, bytes, bytes * 2) != HR_MOVE_COPIES) {
            return 2;
        }
        hr_release(heap, block, bytes);
    }
    return 0;
}

static void test_allocators_heap_knows_the_other_mallocs(void **state) {
    (void)state;
    if (is_instrumented()) {
        print_message("NOT TESTED here: a sanitizer's malloc cannot be replaced\n");
        skip();
    }
    static const char *const mallocs[][2] = {{"libjemalloc.so.2", "mallctl"},
                                             {"libmimalloc.so.2", "mi_version"},
                                             {"libtcmalloc_minimal.so.4", "tc_version"}};
    for (size_t i = 0; i < 3; i++) {
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

static void test_allocators_reserved_grows_and_shrinks_in_place(void **state) {
    (void)state;
    const struct hr_allocator *reserved = hr_allocator_find("reserved");
    size_t bytes = BORDER;
    unsigned char *block = hr_allocate(reserved, bytes);
    assert_non_null(block);
    assert_int_equal((uintptr_t)block % (2u << 20), 0);
    block[BORDER - 1] = 77;
    while (bytes < ((size_t)1 << 30)) {
        assert_ptr_equal(hr_resize(reserved, block, bytes, bytes * 2 + 1), block);
        bytes = bytes * 2 + 1;
        block[bytes - 1] = 78;
    }
    assert_ptr_equal(hr_resize(reserved, block, bytes, BORDER), block);
    assert_int_equal(block[BORDER - 1], 77);
    assert_ptr_equal(hr_resize(reserved, block, BORDER, bytes), block);
    assert_int_equal(block[bytes - 1], 0); /* given back, and fresh */
    hr_release(reserved, block, bytes);
}

/* In a child, where nothing was reserved before. Little address space makes reservations small, so
 * that a block outgrows one; exit status 0: it moved without losing a byte. */
static int outgrow_reservation(void) {
    const struct hr_allocator *reserved = hr_allocator_find("reserved");
    struct rlimit limit;
    (void)getrlimit(RLIMIT_AS, &limit);
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = (rlim_t)1 << 20;
    (void)setrlimit(RLIMIT_AS, &limit);
    void *nothing = hr_allocate(reserved, BORDER);
    limit.rlim_cur = before;
    (void)setrlimit(RLIMIT_AS, &limit);
    size_t old_bytes = (size_t)900 << 20, new_bytes = (size_t)1500 << 20;
    unsigned char *block = hr_allocate(reserved, old_bytes);
    if (nothing != NULL || block == NULL) {
        return 1;
    }
    memset(block, 5, 8192);
    memset(block + old_bytes - 8192, 6, 8192);
    unsigned char *moved = hr_resize(reserved, block, old_bytes, new_bytes);
    if (moved == NULL || moved == block || moved[0] != 5 || moved[8191] != 5 ||
        moved[old_bytes - 8192] != 6 || moved[old_bytes - 1] != 6 || moved[old_bytes] != 0) {
        return 2;
    }
    moved[new_bytes - 1] = 7;
    unsigned char *back = hr_resize(reserved, moved, new_bytes, BORDER);
    if (back == NULL || back == moved || back[0] != 5) {
        return 3;
    }
    hr_release(reserved, back, BORDER);
    return 0;
}

static void test_allocators_reserved_beyond_its_reservation_moves_whole(void **state) {
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        _exit(outgrow_reservation());
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* The kilobytes of a field of this process's smaps_rollup. */
static size_t rollup_kilobytes(const char *field) {
    FILE *rollup = fopen("/proc/self/smaps_rollup", "r");
    assert_non_null(rollup);
    char line[256];
    size_t kilobytes = 0;
    while (fgets(line, sizeof line, rollup) != NULL) {
        if (strncmp(line, field, strlen(field)) == 0) {
            kilobytes = strtoull(line + strlen(field), NULL, 10);
        }
    }
    (void)fclose(rollup);
    return kilobytes;
}

/* Bytes of address space of this process. */
static size_t address_space(void) {
    FILE *statm = fopen("/proc/self/statm", "r");
    assert_non_null(statm);
    size_t pages = 0;
    assert_int_equal(fscanf(statm, "%zu", &pages), 1);
    (void)fclose(statm);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void test_allocators_crossing_the_border_gives_the_old_block_back(void **state) {
    (void)state;
    if (is_instrumented()) {
        print_message("NOT TESTED here: a sanitizer keeps freed blocks; it looks for leaks\n");
        skip();
    }
    const struct hr_allocator *allocator;
    for (size_t a = 0; (allocator = hr_allocator_at(a)) != NULL; a++) {
        size_t before = address_space();
        void *block = hr_allocate(allocator, BORDER - 1);
        for (size_t i = 0; i < 1000; i++) {
            block = hr_resize(allocator, block, BORDER - 1, BORDER);
            assert_non_null(block);
            block = hr_resize(allocator, block, BORDER, BORDER - 1);
            assert_non_null(block);
        }
        hr_release(allocator, block, BORDER - 1);
        assert_true(address_space() < before + 32000000); /* not 1,000 times the border */
    }
}

/* 100,000,000 appends of 8 bytes; `*copied` and the resident bytes beyond the payload. */
static size_t append_in(const char *allocator, const char *growth, uint64_t *copied) {
    struct hr_counting_allocator counting;
    hr_counting_allocator_init(&counting, hr_allocator_find(allocator));
    const struct hr_dynarray_config config = {.allocator = &counting.allocator,
                                              .growth = hr_growth_find(growth)};
    struct numbers array;
    numbers_init(&array, &config);
    size_t before = rollup_kilobytes("Anonymous:");
    for (uint64_t i = 0; i < 100000000; i++) {
        if (numbers_push(&array, i) != HR_OK) {
            fail_msg("no memory after %zu appends", (size_t)i);
        }
    }
    size_t after = rollup_kilobytes("Anonymous:");
    assert_int_equal(*numbers_at(&array, 99999999), 99999999);
    *copied = counting.counts.copied_bytes;
    /* A sanitizer's malloc, which serves the first small blocks, is not known. */
    assert_true(is_instrumented() || counting.counts.unknown_bytes == 0);
    numbers_clean_up(&array);
    return (after - before) * 1024 - 800000000;
}

static void test_allocators_reserved_holds_100_million_appends_in_little_more(void **state) {
    (void)state;
    hr_allocator_prefer_huge_pages(true);
    uint64_t copied = 0;
    size_t beyond = append_in("reserved", "libstdcxx", &copied);
    assert_true(beyond <= (2u << 20) + 8000000);
    assert_true(copied < 2 * BORDER); /* while it was small, and when it crossed the border */
    beyond = append_in("reserved-all", "libstdcxx", &copied);
    assert_true(beyond <= (2u << 20) + 8000000);
    assert_int_equal(copied, 0);
    hr_allocator_prefer_huge_pages(false);
}

static void test_allocators_counting_keeps_an_exact_ledger(void **state) {
    (void)state;
    struct hr_failing_allocator failing;
    struct hr_counting_allocator counting;
    hr_failing_allocator_init(&failing, hr_allocator_find("copying"), HR_FAIL_ONCE, 3);
    hr_counting_allocator_init(&counting, &failing.allocator);
    const struct hr_allocator *allocator = &counting.allocator;
    const struct hr_block_counts *counts = &counting.counts;
    void *a = hr_allocate(allocator, 100);
    void *b = hr_allocate(allocator, 50);
    a = hr_resize(allocator, a, 100, 300);
    assert_int_equal(counts->live_bytes, 350);
    assert_int_equal(counts->peak_live_bytes, 350);
    assert_int_equal(counts->peak_moving_bytes, 450);
    struct hr_block_counts before = *counts;
    assert_null(hr_resize(allocator, a, 300, 1000)); /* request number 3 is refused */
    before.failed_calls++;
    assert_memory_equal(counts, &before, sizeof before);
    a = hr_resize(allocator, a, 300, 20);
    hr_release(allocator, b, 50);
    hr_release(allocator, NULL, 0);
    assert_int_equal(counts->allocate_calls, 2);
    assert_int_equal(counts->resize_calls, 2);
    assert_int_equal(counts->release_calls, 1);
    assert_int_equal(counts->total_bytes, 100 + 50 + 200);
    assert_int_equal(counts->requested_bytes, 100 + 50 + 300 + 20);
    assert_int_equal(counts->readdressed_bytes, 100 + 20);
    assert_int_equal(counts->copied_bytes, 100 + 20);
    assert_int_equal(counts->unknown_bytes, 0);
    assert_int_equal(counts->live_bytes, 20);
    assert_int_equal(counts->live_blocks, 1);
    assert_int_equal(counts->peak_live_blocks, 2);
    hr_counting_allocator_begin(&counting);
    assert_int_equal(counts->peak_live_bytes, 20);
    assert_int_equal(counts->peak_moving_bytes, 20);
    assert_int_equal(counts->live_blocks, 1);
    assert_int_equal(counts->allocate_calls + counts->resize_calls + counts->failed_calls, 0);
    hr_release(allocator, a, 20);
    assert_int_equal(counts->live_bytes, 0);
    assert_int_equal(counts->live_blocks, 0);
}

static void test_allocators_counting_does_not_call_a_remap_a_copy(void **state) {
    (void)state;
    struct hr_counting_allocator counting;
    hr_counting_allocator_init(&counting, hr_allocator_find("mapped"));
    const struct hr_allocator *allocator = &counting.allocator;
    void *blocks[2] = {hr_allocate(allocator, BORDER), hr_allocate(allocator, BORDER)};
    size_t bytes[2] = {BORDER, BORDER};
    for (size_t i = 0; i < 40; i++) {
        blocks[i % 2] = hr_resize(allocator, blocks[i % 2], bytes[i % 2], bytes[i % 2] + BORDER);
        bytes[i % 2] += BORDER;
    }
    assert_true(counting.counts.readdressed_bytes > 0);
    assert_int_equal(counting.counts.copied_bytes, 0);
    assert_int_equal(counting.counts.unknown_bytes, 0);
    assert_int_equal(counting.counts.peak_moving_bytes, counting.counts.peak_live_bytes);
    hr_release(allocator, blocks[0], bytes[0]);
    hr_release(allocator, blocks[1], bytes[1]);
}

static void test_allocators_failing_refuses_what_it_is_told_to(void **state) {
    (void)state;
    const enum hr_failing_mode modes[] = {HR_FAIL_NEVER, HR_FAIL_ONCE, HR_FAIL_ALWAYS};
    for (size_t m = 0; m < 3; m++) {
        struct hr_failing_allocator failing;
        hr_failing_allocator_init(&failing, hr_allocator_find("heap"), modes[m], 2);
        for (uint64_t i = 0; i < 5; i++) {
            bool refused = modes[m] == HR_FAIL_ONCE ? i == 2 : modes[m] == HR_FAIL_ALWAYS && i >= 2;
            void *block = hr_allocate(&failing.allocator, 10);
            assert_int_equal(block == NULL, refused);
            hr_release(&failing.allocator, block, 10);
            assert_int_equal(failing.requests, i + 1);
        }
    }
}

int main(int arguments, char **argument) {
    if (arguments == 3 && strcmp(argument[1], KNOWN_MALLOC) == 0) {
        return check_known_malloc(argument[2]);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_allocators_registry_finds_each_by_its_name_only),
        cmocka_unit_test(test_allocators_reserved_beyond_its_reservation_moves_whole),
        cmocka_unit_test(test_allocators_say_what_a_move_does),
        cmocka_unit_test(test_allocators_keep_contents_over_every_pair_of_sizes),
        cmocka_unit_test(test_allocators_blocks_do_not_overlap_while_they_move),
        cmocka_unit_test(test_allocators_impossible_sizes_fail_and_leave_the_block),
        cmocka_unit_test(test_allocators_release_of_nothing_does_nothing),
        cmocka_unit_test(test_allocators_good_size_is_never_less),
        cmocka_unit_test(test_allocators_heap_good_size_equals_what_glibc_gives),
        cmocka_unit_test(test_allocators_heap_knows_the_other_mallocs),
        cmocka_unit_test(test_allocators_reserved_grows_and_shrinks_in_place),
        cmocka_unit_test(test_allocators_crossing_the_border_gives_the_old_block_back),
        cmocka_unit_test(test_allocators_reserved_holds_100_million_appends_in_little_more),
        cmocka_unit_test(test_allocators_counting_keeps_an_exact_ledger),
        cmocka_unit_test(test_allocators_counting_does_not_call_a_remap_a_copy),
        cmocka_unit_test(test_allocators_failing_refuses_what_it_is_told_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
