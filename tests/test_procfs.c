/*
 * test_procfs.c - the readers of the memory lane against pages that this program touches itself,
 * and against a launcher that was large.
 */
// links: bench-platform
#include <fcntl.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "platform/clock.h"
#include "platform/environment.h"
#include "platform/procfs.h"

enum { MIB = 1024 * 1024, LAUNCHER_BYTES = 500 * MIB };

static size_t page_bytes(void) {
    return (size_t)sysconf(_SC_PAGESIZE);
}

static char *map(size_t bytes) {
    char *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(start, MAP_FAILED);
    (void)madvise(start, bytes, MADV_NOHUGEPAGE);
    return start;
}

static void touch(char *start, size_t pages) {
    for (size_t i = 0; i < pages; i++) {
        ((volatile char *)start)[i * page_bytes()] = 1;
    }
}

/* Page tables are no part of Anonymous; the pages touched are all that is new. */
static void test_procfs_pages_touched_are_counted_to_the_page(void **state) {
    (void)state;
    static const size_t counts[] = {0, 1, 2, 3, 31, 32, 33, 63, 64, 65, 1000, 10000, 99999, 100000};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        char *start = map((counts[i] + 1) * page_bytes());
        struct procfs_memory before, after, freed;
        assert_true(procfs_memory_read(&before));
        assert_true(procfs_memory_read(&before));
        touch(start, counts[i]);
        assert_true(procfs_memory_read(&after));
        assert_int_equal(after.anonymous_bytes - before.anonymous_bytes, counts[i] * page_bytes());
        assert_int_equal(after.rss_bytes - before.rss_bytes, counts[i] * page_bytes());
        assert_int_equal(after.huge_bytes, before.huge_bytes);
        assert_int_equal(munmap(start, (counts[i] + 1) * page_bytes()), 0);
        assert_true(procfs_memory_read(&freed));
        assert_int_equal(freed.anonymous_bytes, before.anonymous_bytes);
    }
}

static void test_procfs_read_only_pages_are_not_anonymous(void **state) {
    (void)state;
    enum { PAGES = 1000 };
    char *start = map(PAGES * page_bytes());
    struct procfs_memory before, after;
    unsigned sum = 0;
    assert_true(procfs_memory_read(&before));
    for (size_t i = 0; i < PAGES; i++) {
        sum += (unsigned)((volatile char *)start)[i * page_bytes()];
    }
    assert_true(procfs_memory_read(&after));
    assert_int_equal(sum, 0);
    assert_int_equal(after.anonymous_bytes, before.anonymous_bytes);
    (void)munmap(start, PAGES * page_bytes());
}

static void test_procfs_lazily_freed_pages_are_seen(void **state) {
    (void)state;
    enum { PAGES = 4096 };
    char *start = map(PAGES * page_bytes());
    struct procfs_memory before, after;
    touch(start, PAGES);
    assert_true(procfs_memory_read(&before));
    assert_int_equal(before.lazy_free_bytes, 0);
    assert_int_equal(madvise(start, PAGES * page_bytes(), MADV_FREE), 0);
    assert_true(procfs_memory_read(&after));
    assert_true(after.lazy_free_bytes > 0);
    assert_true(after.lazy_free_bytes <= PAGES * page_bytes());
    (void)munmap(start, PAGES * page_bytes());
}

static void test_procfs_faults_count_each_page(void **state) {
    (void)state;
    enum { PAGES = 500 };
    char *start = map(PAGES * page_bytes());
    uint64_t before = procfs_minor_faults();
    touch(start, PAGES);
    uint64_t faults = procfs_minor_faults() - before;
    assert_in_range(faults, PAGES, PAGES + 1);
    (void)munmap(start, PAGES * page_bytes());
}

/* The high-water mark forgets what came before it was armed, and keeps what came after. */
static void test_procfs_peak_is_that_since_it_was_armed(void **state) {
    (void)state;
    const size_t large = 64 * MIB, small = 16 * MIB;
    uint64_t slack = 256 * page_bytes();
    uint64_t old_peak, peak;
    struct procfs_memory now;
    char *start = map(large);
    touch(start, large / page_bytes());
    (void)munmap(start, large);
    assert_true(procfs_peak_bytes(&old_peak));
    assert_true(procfs_peak_rearm());
    assert_true(procfs_memory_read(&now));
    assert_true(procfs_peak_bytes(&peak));
    assert_true(peak + large / 2 < old_peak);
    start = map(small);
    touch(start, small / page_bytes());
    (void)munmap(start, small);
    assert_true(procfs_peak_bytes(&peak));
    assert_true(peak <= now.rss_bytes + small + slack);
    assert_true(peak + slack >= now.rss_bytes + small);
}

static void test_procfs_reading_changes_nothing(void **state) {
    (void)state;
    struct procfs_memory first, last;
    uint64_t peak;
    assert_true(procfs_memory_read(&first));
    assert_true(procfs_memory_read(&first));
    uint64_t faults = procfs_minor_faults();
    for (int i = 0; i < 100; i++) {
        assert_true(procfs_memory_read(&last));
        assert_true(procfs_peak_bytes(&peak));
        (void)procfs_steal_ticks();
    }
    assert_true(procfs_minor_faults() - faults <= 1);
    assert_int_equal(last.anonymous_bytes, first.anonymous_bytes);
}

static void test_procfs_field_takes_whole_names_at_line_starts(void **state) {
    (void)state;
    uint64_t value = 1;
    const char *text = "Name:\tx Rss: 9\nRss:      12 kB\nBig: 18446744073709551615\n"
                       "Bigger: 18446744073709551616\nNone: kB\nMinus: -1";
    assert_true(procfs_field(text, "Rss:", &value));
    assert_int_equal(value, 12);
    assert_true(procfs_field(text, "Big:", &value));
    assert_true(value == UINT64_MAX);
    assert_false(procfs_field(text, "Bigger:", &value));
    assert_false(procfs_field(text, "None:", &value));
    assert_false(procfs_field(text, "Minus:", &value));
    assert_false(procfs_field(text, "ss:", &value));
    assert_false(procfs_field("", "Rss:", &value));
}

static void test_procfs_file_is_cut_or_missing_says_so(void **state) {
    (void)state;
    char text[5] = "full";
    assert_int_equal(procfs_read_file("/proc/self/status", text, sizeof text), 4);
    assert_string_equal(text, "Name");
    assert_int_equal(procfs_read_file("/proc/self/nothing", text, sizeof text), 0);
    assert_string_equal(text, "");
    assert_int_equal(procfs_read_file("/proc/self", text, sizeof text), 0);
}

static void test_procfs_steal_is_that_of_the_first_line(void **state) {
    (void)state;
    char line[512];
    unsigned long long column[8] = {0};
    uint64_t before = procfs_steal_ticks();
    FILE *file = fopen("/proc/stat", "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    fclose(file);
    char *at = line + strlen("cpu");
    for (int i = 0; i < 8; i++) {
        column[i] = strtoull(at, &at, 10);
    }
    assert_true(column[7] >= before);
    assert_true(procfs_steal_ticks() >= column[7]);
}

/* As `test_procfs report`: its own high-water mark and ru_maxrss, in KiB. */
static int report(void) {
    uint64_t peak;
    struct rusage usage;
    if (!procfs_peak_bytes(&peak) || getrusage(RUSAGE_SELF, &usage) != 0) {
        return 1;
    }
    printf("%llu %ld\n", (unsigned long long)(peak / 1024), usage.ru_maxrss);
    return 0;
}

static void ask_child(unsigned long *peak_kib, unsigned long *maxrss_kib) {
    char path[] = "/proc/self/exe", word[] = "report", text[64] = "";
    char *arguments[] = {path, word, NULL};
    int ends[2], status = -1;
    pid_t child;
    posix_spawn_file_actions_t files;
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    assert_int_equal(posix_spawn_file_actions_init(&files), 0);
    assert_int_equal(posix_spawn_file_actions_adddup2(&files, ends[1], 1), 0);
    assert_int_equal(posix_spawn(&child, path, &files, NULL, arguments, environ), 0);
    posix_spawn_file_actions_destroy(&files);
    (void)close(ends[1]);
    assert_true(read(ends[0], text, sizeof text - 1) > 0);
    (void)close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    char *rest;
    *peak_kib = strtoul(text, &rest, 10);
    *maxrss_kib = strtoul(rest, NULL, 10);
}

/* Why ru_maxrss is used nowhere: a child's begins at what its launcher once was. */
static void test_procfs_large_launcher_does_not_show_in_child(void **state) {
    (void)state;
    unsigned long peak_small, peak_large, maxrss_small, maxrss_large;
    ask_child(&peak_small, &maxrss_small);
    char *start = map(LAUNCHER_BYTES);
    touch(start, LAUNCHER_BYTES / page_bytes());
    ask_child(&peak_large, &maxrss_large);
    (void)munmap(start, LAUNCHER_BYTES);
    print_message("child of a 500 MiB launcher: VmHWM %lu KiB (before: %lu), ru_maxrss %lu KiB\n",
                  peak_large, peak_small, maxrss_large);
    assert_true(peak_large < 16 * 1024);
    assert_true(peak_large < peak_small + 1024);
    assert_true(maxrss_large > LAUNCHER_BYTES / 1024 * 9 / 10);
}

static void test_clock_clocks_go_forward(void **state) {
    (void)state;
    uint64_t cpu = clock_cpu_ns(), wall = clock_wall_ns();
    char *start = map(16 * MIB);
    touch(start, 16 * MIB / page_bytes());
    (void)munmap(start, 16 * MIB);
    assert_true(clock_cpu_ns() > cpu);
    assert_true(clock_wall_ns() > wall);
}

static void test_environment_twice_is_the_same(void **state) {
    (void)state;
    static struct environment first, second;
    environment_read(&first);
    environment_read(&second);
    assert_int_equal(first.pairs, second.pairs);
    for (size_t i = 0; i < first.pairs; i++) {
        assert_string_equal(first.pair[i].key, second.pair[i].key);
        assert_string_equal(first.pair[i].value, second.pair[i].value);
        assert_true(first.pair[i].value[0] != '\0' || strcmp(first.pair[i].key, "flags") == 0);
        assert_ptr_equal(environment_value(&first, first.pair[i].key), first.pair[i].value);
    }
    assert_non_null(strstr(environment_value(&first, "kernel"), "Linux"));
    assert_string_equal(environment_value(&first, "can_smaps_rollup"), "exact");
    assert_null(environment_value(&first, "load"));
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "report") == 0) {
        return report();
    }
    (void)prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_procfs_pages_touched_are_counted_to_the_page),
        cmocka_unit_test(test_procfs_read_only_pages_are_not_anonymous),
        cmocka_unit_test(test_procfs_lazily_freed_pages_are_seen),
        cmocka_unit_test(test_procfs_faults_count_each_page),
        cmocka_unit_test(test_procfs_peak_is_that_since_it_was_armed),
        cmocka_unit_test(test_procfs_reading_changes_nothing),
        cmocka_unit_test(test_procfs_field_takes_whole_names_at_line_starts),
        cmocka_unit_test(test_procfs_file_is_cut_or_missing_says_so),
        cmocka_unit_test(test_procfs_steal_is_that_of_the_first_line),
        cmocka_unit_test(test_procfs_large_launcher_does_not_show_in_child),
        cmocka_unit_test(test_clock_clocks_go_forward),
        cmocka_unit_test(test_environment_twice_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
