// links: headroom-structures
/*
 * test_regions.c - what is special in mapped and reserved while the kernel says yes.
 */
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <headroom/dynarray.h>

#include "support/blocks.h"

HR_DYNARRAY_DEFINE(numbers, uint64_t);

static const char rollup[] = "/proc/self/smaps_rollup";

static void test_regions_reserved_grows_and_shrinks_in_place(void **state) {
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

/* In a hole that a move leaves behind, as soon as it is there: what another thread might map. */
static volatile char *intruder;
static bool is_intruding;

void *mremap(void *old, size_t old_bytes, size_t new_bytes, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    void *target = (flags & MREMAP_FIXED) != 0 ? va_arg(rest, void *) : NULL;
    va_end(rest);
    long result = syscall(SYS_mremap, old, old_bytes, new_bytes, flags, target);
    if (is_intruding && result != -1) {
        intruder = mmap(old, 4096, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
        *intruder = 77;
    }
    return (void *)result;
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
    is_intruding = true;
    unsigned char *moved = hr_resize(reserved, block, old_bytes, new_bytes);
    is_intruding = false;
    if (intruder != (volatile char *)block || *intruder != 77) {
        return 7; /* or a crash, if it was unmapped with the rest */
    }
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
    /* One that fills its reservation leaves nothing behind. */
    size_t space = address_space();
    old_bytes = (size_t)1 << 30;
    block = hr_allocate(reserved, old_bytes);
    if (block == NULL || address_space() != space + old_bytes) {
        return 4;
    }
    block[old_bytes - 1] = 8;
    moved = hr_resize(reserved, block, old_bytes, old_bytes + 1);
    if (moved == NULL || moved[old_bytes - 1] != 8 || address_space() != space + 2 * old_bytes) {
        return 5;
    }
    hr_release(reserved, moved, old_bytes + 1);
    return address_space() == space ? 0 : 6;
}

/* In a child, where nothing was reserved before. */
static int reserve_in_limited_space(void) {
    size_t space = address_space(), limit = (size_t)40 << 30;
    struct rlimit limits;
    (void)getrlimit(RLIMIT_AS, &limits);
    limits.rlim_cur = limit;
    if (setrlimit(RLIMIT_AS, &limits) != 0) {
        return 1;
    }
    void *block = hr_allocate(hr_allocator_find("reserved"), BORDER);
    return block != NULL && address_space() == space + ((size_t)8 << 30) ? 0 : 2;
}

static void test_regions_reservations_are_a_quarter_of_limited_space(void **state) {
    (void)state;
    if (is_instrumented()) {
        print_message("NOT TESTED here: a sanitizer needs the address space\n");
        skip();
    }
    assert_child(reserve_in_limited_space);
}

static void test_regions_reserved_beyond_its_reservation_moves_whole(void **state) {
    (void)state;
    assert_child(outgrow_reservation);
}

static void test_regions_crossing_the_border_gives_the_old_block_back(void **state) {
    (void)state;
    if (is_instrumented()) {
        print_message("NOT TESTED here: a sanitizer keeps freed blocks; it looks for leaks\n");
        skip();
    }
    const char *const names[] = {"heap", "copying", "mapped", "reserved", "reserved-all", "pool"};
    for (size_t a = 0; a < sizeof names / sizeof names[0]; a++) {
        const struct hr_allocator *allocator = hr_allocator_find(names[a]);
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
    size_t before = number_in(rollup, "Anonymous:");
    for (uint64_t i = 0; i < 100000000; i++) {
        if (numbers_push(&array, i) != HR_OK) {
            fail_msg("no memory after %zu appends", (size_t)i);
        }
    }
    size_t after = number_in(rollup, "Anonymous:");
    assert_int_equal(*numbers_at(&array, 99999999), 99999999);
    *copied = counting.counts.copied_bytes;
    /* A sanitizer's malloc, which serves the first small blocks, is not known. */
    assert_true(is_instrumented() || counting.counts.unknown_bytes == 0);
    numbers_clean_up(&array);
    return (after - before) * 1024 - 800000000;
}

static void test_regions_reserved_holds_100_million_appends_in_little_more(void **state) {
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regions_reserved_beyond_its_reservation_moves_whole),
        cmocka_unit_test(test_regions_reservations_are_a_quarter_of_limited_space),
        cmocka_unit_test(test_regions_reserved_grows_and_shrinks_in_place),
        cmocka_unit_test(test_regions_crossing_the_border_gives_the_old_block_back),
        cmocka_unit_test(test_regions_reserved_holds_100_million_appends_in_little_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
