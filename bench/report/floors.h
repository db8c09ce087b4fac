/*
 * floors.h - what equal builds differ by on a machine, measured by comparing a build with itself: a
 * change of time or resident memory below it is no change.
 *
 *     workload  meter     floor_percent  comparisons       floors.tsv, fields separated by tabs
 *     append    build_ns  1.8            1000
 *     *         rss_bytes 0.4            1000              any other workload
 */
#ifndef HEADROOM_BENCH_FLOORS_H
#define HEADROOM_BENCH_FLOORS_H

#include <stdbool.h>
#include <stddef.h>

enum { FLOORS_ERROR_BYTES = 512 };

struct floor {
    char *workload, *meter;
    double percent;
};

struct floors {
    struct floor *floors;
    size_t count;
    char error[FLOORS_ERROR_BYTES];
};

/*
 * Reads `path`, a file or the folder of a floors.tsv. Strict: False with "FILE:LINE: reason" in
 * error for an unreadable file, another head, a line that is no floor or stands there twice, a
 * meter that does not exist. Clean up in any case.
 */
bool floors_read(const char *path, struct floors *floors);
void floors_clean_up(struct floors *floors);

/* In per cent: of the workload, else of "*"; 0 where none was measured. */
double floors_find(const struct floors *floors, const char *workload, const char *meter);

#endif
