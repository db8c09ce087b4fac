// links: headroom-structures
/*
 * test_regions_limits.c - mapped and reserved where the kernel says no: little data or address
 * space, as many mappings as there may be, no room for one more reservation. Each in a child.
 *
 * A body returns 0 or the line of what went wrong, modulo 256; at a limit there is no asserting.
 */
#include <sys/mman.h>
#include <sys/resource.h>

#include "support/blocks.h"

#define MIB ((size_t)1 << 20)
#define FAIL_IF(c)                                                                                 \
    do {                                                                                           \
        if (c) {                                                                                   \
            return __LINE__ % 255 + 1;                                                             \
        }                                                                                          \
    } while (0)

/* What the child is about. */
static const struct hr_allocator *allocator;

static bool is_called(const char *name) {
    return strcmp(allocator->name, name) == 0;
}

static void assert_child_with(const char *name, bool prefers_huge_pages, int (*body)(void)) {
    if (is_instrumented()) {
        print_message("NOT TESTED here: a sanitizer needs what is limited\n");
        skip();
    }
    allocator = hr_allocator_find(name);
    hr_allocator_prefer_huge_pages(prefers_huge_pages);
    assert_child(body);
    hr_allocator_prefer_huge_pages(false);
}

static void assert_reserved_children(int (*body)(void)) {
    for (int huge = 0; huge <= 1; huge++) {
        assert_child_with("reserved", huge == 1, body);
        assert_child_with("reserved-all", huge == 1, body);
    }
}

static void assert_children(int (*body)(void)) {
    assert_child_with("mapped", false, body);
    assert_child_with("mapped", true, body);
    assert_reserved_children(body);
}

enum limited { DATA, ADDRESS_SPACE };

static rlim_t set_limit(enum limited what, rlim_t soft) {
    struct rlimit limit;
    (void)(what == DATA ? getrlimit(RLIMIT_DATA, &limit) : getrlimit(RLIMIT_AS, &limit));
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = soft;
    if ((what == DATA ? setrlimit(RLIMIT_DATA, &limit) : setrlimit(RLIMIT_AS, &limit)) != 0) {
        abort();
    }
    return before;
}

/* A block that is a region, one of the largest size below, both filled. */
struct blocks {
    unsigned char *region, *small;
    size_t region_bytes, small_bytes;
};

static struct blocks take_blocks(void) {
    struct blocks blocks = {.region_bytes = BORDER * 2, .small_bytes = BORDER - 1};
    blocks.region = hr_allocate(allocator, blocks.region_bytes);
    blocks.small = hr_allocate(allocator, blocks.small_bytes);
    if (blocks.region == NULL || blocks.small == NULL) {
        abort();
    }
    fill(blocks.region, 0, BORDER * 2);
    fill(blocks.small, 0, BORDER - 1);
    return blocks;
}

static bool are_whole(const struct blocks *blocks) {
    return is_filled(blocks->region, BORDER * 2) && is_filled(blocks->small, BORDER - 1);
}

static int grow_and_release(struct blocks *blocks) {
    blocks->region = hr_resize(allocator, blocks->region, blocks->region_bytes, 64 * MIB);
    FAIL_IF(blocks->region == NULL);
    blocks->small = hr_resize(allocator, blocks->small, blocks->small_bytes, 64 * MIB);
    FAIL_IF(blocks->small == NULL || !are_whole(blocks));
    hr_release(allocator, blocks->region, 64 * MIB);
    hr_release(allocator, blocks->small, 64 * MIB);
    return 0;
}

static int with_little_data(void) {
    struct blocks blocks = take_blocks();
    rlim_t before = set_limit(DATA, number_in("/proc/self/status", "VmData:") * 1024 + MIB);
    size_t space = address_space();
    for (size_t i = 0; i < 3; i++) {
        FAIL_IF(hr_allocate(allocator, 64 * MIB) != NULL);
        FAIL_IF(hr_resize(allocator, blocks.region, BORDER * 2, 64 * MIB) != NULL);
        FAIL_IF(hr_resize(allocator, blocks.small, BORDER - 1, 64 * MIB) != NULL);
        FAIL_IF(!are_whole(&blocks) || address_space() != space);
    }
    (void)set_limit(DATA, before);
    return grow_and_release(&blocks);
}

static void test_regions_limits_of_data_refuse_and_leave_the_block(void **state) {
    (void)state;
    assert_children(with_little_data);
}

/* What is reserved already is there all the same. */
static int with_little_address_space(void) {
    struct blocks blocks = take_blocks();
    rlim_t before = set_limit(ADDRESS_SPACE, address_space() + MIB);
    size_t space = address_space();
    for (size_t i = 0; i < 3; i++) {
        FAIL_IF(hr_allocate(allocator, 64 * MIB) != NULL);
        if (is_called("mapped")) {
            FAIL_IF(hr_resize(allocator, blocks.region, BORDER * 2, 64 * MIB) != NULL);
        } else {
            size_t beyond = ((size_t)64 << 30) + 1;
            FAIL_IF(hr_resize(allocator, blocks.region, BORDER * 2, 64 * MIB) != blocks.region);
            FAIL_IF(hr_resize(allocator, blocks.region, 64 * MIB, beyond) != NULL);
            FAIL_IF(hr_resize(allocator, blocks.region, 64 * MIB, BORDER * 2) != blocks.region);
        }
        FAIL_IF(!is_called("reserved-all") &&
                hr_resize(allocator, blocks.small, BORDER - 1, 64 * MIB) != NULL);
        FAIL_IF(!are_whole(&blocks) || address_space() != space);
    }
    (void)set_limit(ADDRESS_SPACE, before);
    return grow_and_release(&blocks);
}

static void test_regions_limits_of_address_space_refuse_and_leave_the_block(void **state) {
    (void)state;
    assert_children(with_little_address_space);
}

static int until_address_space_ends(void) {
    enum { MOST = 10000 };
    static size_t *blocks[MOST];
    size_t taken = 0, space = address_space();
    while (taken < MOST && (blocks[taken] = hr_allocate(allocator, BORDER)) != NULL) {
        *blocks[taken] = taken;
        taken++;
    }
    FAIL_IF(taken < 500 || taken == MOST); /* it ended, not at once */
    FAIL_IF(hr_resize(allocator, blocks[0], BORDER, (size_t)128 << 30) != NULL);
    hr_release(allocator, blocks[taken / 2], BORDER);
    blocks[taken / 2] = hr_allocate(allocator, BORDER);
    FAIL_IF(blocks[taken / 2] == NULL);
    *blocks[taken / 2] = taken / 2;
    for (size_t i = 0; i < taken; i++) {
        FAIL_IF(*blocks[i] != i);
        hr_release(allocator, blocks[i], BORDER);
    }
    FAIL_IF(address_space() != space);
    return 0;
}

static void test_regions_limits_of_reservations_refuse_and_give_all_back(void **state) {
    (void)state;
    assert_reserved_children(until_address_space_ends);
}

/* As many mappings as there may be, and one more: the kernel then makes none, not even by
 * extending another. `steps` lie alone: unmapping one makes exactly one less. */
enum { STEPS = 24, LAST = 8 };
static struct {
    char *steps, *filler, *last[LAST];
    size_t page, taken, filler_bytes, unmapped;
} mappings;

static char *map_pages(size_t pages, int protection) {
    void *start = mmap(NULL, pages * mappings.page, protection,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return start == MAP_FAILED ? NULL : start;
}

static void use_up_mappings(void) {
    mappings.page = (size_t)sysconf(_SC_PAGESIZE);
    mappings.steps = map_pages((size_t)STEPS * 2 + 1, PROT_READ);
    for (size_t i = 0; i <= STEPS; i++) {
        (void)munmap(mappings.steps + 2 * i * mappings.page, mappings.page);
    }
    size_t pages = number_in("/proc/sys/vm/max_map_count", "") + 8;
    mappings.filler_bytes = pages * mappings.page;
    mappings.filler = map_pages(pages, PROT_NONE);
    size_t page = 1;
    while (mprotect(mappings.filler + page * mappings.page, mappings.page, PROT_READ) == 0) {
        page += 2;
    }
    while (mappings.taken < LAST &&
           (mappings.last[mappings.taken] =
                map_pages(1, mappings.taken % 2 == 0 ? PROT_READ : PROT_WRITE)) != NULL) {
        mappings.taken++;
    }
    if (page < pages / 4 || mappings.taken == LAST || map_pages(1, PROT_READ) != NULL) {
        abort();
    }
}

/* One mapping less; false when none is left to take away. */
static bool unmap_a_step(void) {
    if (mappings.unmapped == STEPS) {
        return false;
    }
    (void)munmap(mappings.steps + (2 * mappings.unmapped++ + 1) * mappings.page, mappings.page);
    return true;
}

static void give_mappings_back(void) {
    while (unmap_a_step()) {
    }
    (void)munmap(mappings.filler, mappings.filler_bytes);
    while (mappings.taken > 0) {
        (void)munmap(mappings.last[--mappings.taken], mappings.page);
    }
}

static bool have_mappings_ended(void) {
    size_t most = number_in("/proc/sys/vm/max_map_count", "");
    if (most <= 1000000) {
        return true;
    }
    print_message("NOT TESTED here: %zu mappings are too many to make\n", most);
    return false;
}

/* So that a block of reserved can outgrow one: in a child, where nothing was reserved before. */
static void make_reservations_small(void) {
    rlim_t before = set_limit(ADDRESS_SPACE, MIB);
    hr_release(allocator, hr_allocate(allocator, BORDER), BORDER);
    (void)set_limit(ADDRESS_SPACE, before);
}

static bool allocate_with_few(struct blocks *blocks) {
    (void)blocks;
    void *block = hr_allocate(allocator, BORDER * 2);
    hr_release(allocator, block, BORDER * 2);
    return block != NULL;
}

/* There and back between two sizes; the way back may be refused when the way there was not. */
static bool resize_twice(unsigned char **block, size_t *bytes, size_t one, size_t other) {
    for (size_t i = 0; i < 2; i++) {
        size_t wanted = *bytes == one ? other : one;
        unsigned char *resized = hr_resize(allocator, *block, *bytes, wanted);
        if (resized == NULL) {
            return false;
        }
        *block = resized;
        *bytes = wanted;
    }
    return true;
}

static bool grow_with_few(struct blocks *blocks) {
    size_t more = is_called("mapped") ? 64 * MIB : 1100 * MIB;
    return resize_twice(&blocks->region, &blocks->region_bytes, BORDER * 2, more);
}

static bool cross_with_few(struct blocks *blocks) {
    return resize_twice(&blocks->small, &blocks->small_bytes, BORDER - 1, BORDER);
}

/* One mapping more to be had each time, until all succeed: wherever a call on the way fails. */
static int with_few_mappings(void) {
    static bool (*const attempts[])(struct blocks *) = {allocate_with_few, grow_with_few,
                                                        cross_with_few};
    make_reservations_small();
    void *above = hr_allocate(allocator, BORDER * 2);
    struct blocks blocks = take_blocks();
    size_t refused[3] = {0}, succeeded = 0;
    use_up_mappings();
    while (succeeded < 3) {
        succeeded = 0;
        for (size_t i = 0; i < 3; i++) {
            size_t space = address_space(), sizes = blocks.small_bytes + blocks.region_bytes;
            bool is_done = attempts[i](&blocks);
            bool is_same = sizes == blocks.small_bytes + blocks.region_bytes;
            refused[i] += !is_done;
            succeeded += is_done;
            FAIL_IF(!are_whole(&blocks) || (!is_done && is_same && address_space() != space));
        }
        FAIL_IF(succeeded < 3 && !unmap_a_step());
    }
    FAIL_IF(refused[0] == 0 || refused[1] == 0);
    FAIL_IF(refused[2] == 0 && !is_called("reserved-all")); /* which has no border */
    give_mappings_back();
    hr_release(allocator, above, BORDER * 2);
    return grow_and_release(&blocks);
}

static void test_regions_limits_of_mappings_refuse_and_leave_the_block(void **state) {
    (void)state;
    if (have_mappings_ended()) {
        assert_children(with_few_mappings);
    }
}

/* Growing in place needs no mapping more. */
static int grow_without_mappings(void) {
    struct blocks blocks = take_blocks();
    use_up_mappings();
    FAIL_IF(hr_resize(allocator, blocks.region, BORDER * 2, 64 * MIB) != blocks.region);
    blocks.region[64 * MIB - 1] = 1;
    FAIL_IF(hr_resize(allocator, blocks.region, 64 * MIB, BORDER * 2) != blocks.region);
    FAIL_IF(!are_whole(&blocks));
    give_mappings_back();
    return grow_and_release(&blocks);
}

static void test_regions_limits_of_mappings_let_reserved_grow_in_place(void **state) {
    (void)state;
    if (have_mappings_ended()) {
        assert_reserved_children(grow_without_mappings);
    }
}

/* Neighbours are one mapping: one that is released or shrunk between two others would make two. */
static int release_between_neighbours(void) {
    enum { BLOCKS = 16 };
    size_t bytes = BORDER * 2, left = 0, space = address_space(), held;
    unsigned char *blocks[BLOCKS];
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = hr_allocate(allocator, bytes);
        FAIL_IF(blocks[i] == NULL);
        fill(blocks[i], 0, bytes);
    }
    use_up_mappings();
    size_t anonymous = number_in("/proc/self/smaps_rollup", "Anonymous:");
    /* A shrink is refused as any resize is; a release is not. The first at the ends may do. */
    FAIL_IF(hr_resize(allocator, blocks[BLOCKS / 2], bytes, BORDER) != NULL);
    FAIL_IF(!is_filled(blocks[BLOCKS / 2], bytes));
    for (size_t i = 0; i < BLOCKS; i += 2) {
        held = address_space();
        hr_release(allocator, blocks[i], bytes);
        left += address_space() == held;
    }
    FAIL_IF(left == 0); /* it did happen */
    size_t released = BLOCKS / 2 * bytes / 1024;
    FAIL_IF(number_in("/proc/self/smaps_rollup", "Anonymous:") > anonymous - released * 9 / 10);
    for (size_t i = 1; i < BLOCKS; i += 2) {
        FAIL_IF(!is_filled(blocks[i], bytes));
    }
    give_mappings_back();
    for (size_t i = 1; i < BLOCKS; i += 2) {
        hr_release(allocator, blocks[i], bytes);
    }
    FAIL_IF(address_space() != space); /* those that were left have followed */
    return 0;
}

static void test_regions_limits_of_mappings_delay_a_release_without_a_leak(void **state) {
    (void)state;
    if (have_mappings_ended()) {
        assert_child_with("mapped", false, release_between_neighbours);
    }
}

/* A reservation between two mappings like it: what is cut off of it lies inside one mapping. */
static int reserve_between_neighbours(size_t pages_above) {
    make_reservations_small();
    size_t span = ((size_t)1 << 30) + 2 * MIB + (size_t)sysconf(_SC_PAGESIZE);
    use_up_mappings();
    for (size_t i = 0; i < 4; i++) {
        (void)unmap_a_step();
    }
    char *below = map_pages(1 + span / mappings.page + pages_above, PROT_NONE);
    FAIL_IF(below == NULL || munmap(below + mappings.page, span) != 0);
    (void)mmap(below, mappings.page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    char *above = below + mappings.page + span;
    for (size_t i = 0; i < pages_above; i++) {
        (void)mmap(above, mappings.page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    }
    for (size_t i = 0; i < LAST && map_pages(1, i % 2 == 0 ? PROT_READ : PROT_WRITE) != NULL; i++) {
    }
    size_t refused = 0, space = address_space();
    unsigned char *block = NULL;
    while ((block = hr_allocate(allocator, BORDER)) == NULL) {
        refused++;
        FAIL_IF(address_space() != space || !unmap_a_step());
        space -= mappings.page;
    }
    FAIL_IF(refused == 0);
    block[BORDER - 1] = 1;
    give_mappings_back();
    hr_release(allocator, block, BORDER);
    return 0;
}

static int reserve_above_a_neighbour(void) {
    return reserve_between_neighbours(0);
}

static int reserve_between_two(void) {
    return reserve_between_neighbours(1);
}

static void test_regions_limits_of_mappings_undo_a_reservation_whole(void **state) {
    (void)state;
    if (have_mappings_ended()) {
        assert_reserved_children(reserve_above_a_neighbour);
        assert_reserved_children(reserve_between_two);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regions_limits_of_data_refuse_and_leave_the_block),
        cmocka_unit_test(test_regions_limits_of_address_space_refuse_and_leave_the_block),
        cmocka_unit_test(test_regions_limits_of_reservations_refuse_and_give_all_back),
        cmocka_unit_test(test_regions_limits_of_mappings_refuse_and_leave_the_block),
        cmocka_unit_test(test_regions_limits_of_mappings_let_reserved_grow_in_place),
        cmocka_unit_test(test_regions_limits_of_mappings_delay_a_release_without_a_leak),
        cmocka_unit_test(test_regions_limits_of_mappings_undo_a_reservation_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
