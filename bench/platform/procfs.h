/*
 * procfs.h - what the kernel says about this process, read without malloc and stdio into a buffer
 * of the reader's own, so that reading changes nothing that is read.
 *
 * Resident memory comes from smaps_rollup, which walks the page tables and is exact; statm and
 * getrusage trail behind, and ru_maxrss of a child begins at its parent's peak. Reading
 * smaps_rollup costs 12 ms per GiB: never inside a timed region. Not safe in threads.
 */
#ifndef HEADROOM_BENCH_PROCFS_H
#define HEADROOM_BENCH_PROCFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Fields Rss, Anonymous, LazyFree and AnonHugePages of /proc/self/smaps_rollup. */
struct procfs_memory {
    uint64_t rss_bytes, anonymous_bytes, lazy_free_bytes, huge_bytes;
};

/* False, and zeros, where the kernel does not tell. */
bool procfs_memory_read(struct procfs_memory *memory);

/* Sets this process's high-water mark back to what is resident now; false where that is refused. */
bool procfs_peak_rearm(void);

/* VmHWM: may trail by some pages per CPU, never too high. */
bool procfs_peak_bytes(uint64_t *bytes);

uint64_t procfs_minor_faults(void);
uint64_t procfs_involuntary_switches(void);

/* Clock ticks the hypervisor gave to others, all CPUs, since the machine was started. */
uint64_t procfs_steal_ticks(void);

/*
 * The machine's setting of transparent huge pages, "never", "madvise" or "always"; false, and an
 * empty text, where the kernel has none.
 */
bool procfs_huge_page_setting(char *word, size_t bytes);

/*
 * Reads a small file into `text` and ends it with 0; returns its length, 0 when it cannot be read
 * or is empty. What does not fit is left out.
 */
size_t procfs_read_file(const char *path, char *text, size_t bytes);

/*
 * The number after `name` at the start of a line of `text`, as in "VmHWM:     1240 kB"; false when
 * there is no such line or no number.
 */
bool procfs_field(const char *text, const char *name, uint64_t *value);

#endif
